"""Plan a visit, cancel it, confirm it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kaizen.domain.codes import next_code
from kaizen.domain.reason import Reason, Why
from kaizen.domain.visit import Visit, VisitStatus
from kaizen.domain.wording import listed, said
from kaizen.rules.access import Action, may
from kaizen.rules.hosts import visitors_at
from kaizen.rules.on_behalf import logged, told
from kaizen.rules.typed_text import SHORT_TEXT, against_choice, against_text, tidy
from kaizen.rules.uncommon_days import reasons_against_day
from kaizen.rules.visiting import reasons_against_host, standing_visit, visitors_advice
from kaizen.services.visit_days import DropVisitDay, ProposeVisitDay
from kaizen.sheet.intents import Amend, Append, Decision, Refusal, row_ref

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kaizen.domain.network import Person
    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.year import YearSnapshot

__all__ = ["CancelVisit", "ConfirmVisit", "DropVisitDay", "PlanVisit", "ProposeVisitDay"]


@dataclass(frozen=True, slots=True)
class PlanVisit:
    """Go and see another school on one's own school's uncommon INSET day.

    Joining colleagues who go to that school and suggesting one where nobody goes yet are the same
    wish; the host confirms.

    Attributes:
        by: who presses the button.
        person: who goes: the same, or somebody ``by`` may plan for.
        focus: an option of Focuses on Lists.
        seeing: which year group or role.
        number: which of the visits that are planned with the same key.
    """

    by: Email
    person: Email
    day: date
    to_school: SchoolName
    focus: str
    key: str
    seeing: str = ""
    travel: str = ""
    number: int = 1

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Append the visit as Planned, or refuse with every reason."""
        visitor = year.person_by_email.get(self.person)
        if visitor is None:
            return Refusal((Reason(Why.NOT_FOUND, f"{self.person or 'This person'} is not on Staff.", "person"),))
        if not _may_plan(year, self.by, self.person, visitor.school):
            who = f"{visitor.name}, or the headteacher or office of {visitor.school},"
            return Refusal((Reason(Why.NOT_OWNER, f"Only {who} can plan this visit.", "person"),))
        written = next((visit for visit in year.visits if visit.ref == row_ref(self.key, self.number)), None)
        if written is not None:
            return Decision(f"{_told(written)} is planned already.", (), "Nothing new")
        reasons = tuple(self._against(year, visitor, now))
        return Refusal(reasons) if reasons else self._planned(year, visitor)

    def _against(self, year: YearSnapshot, visitor: Person, now: datetime) -> Iterator[Reason]:
        yield from reasons_against_day(year, visitor.school, self.day, now.date())
        yield from reasons_against_host(year, visitor.school, self.to_school, self.day)
        standing = standing_visit(year, visitor.email, self.day)
        if standing is not None:
            sentence = f"{_told(standing)} is planned already. Cancel that one first to go somewhere else."
            yield Reason(Why.DUPLICATE, sentence, standing.visit)
        yield from against_choice("focus", "Focus", self.focus, year.lists.get("Focuses", ()))
        yield from against_text("seeing", "Seeing", self.seeing, SHORT_TEXT)
        yield from against_text("travel", "Travel", self.travel, SHORT_TEXT)

    def _planned(self, year: YearSnapshot, visitor: Person) -> Decision:
        visit = Visit(
            ref=row_ref(self.key, self.number),
            visit=next_code("V", (*year.codes, *(visit.visit for visit in year.visits))),
            date=self.day,
            email=visitor.email,
            name=visitor.name,
            from_school=visitor.school,
            to_school=self.to_school,
            focus=tidy(self.focus),
            seeing=tidy(self.seeing),
            travel=tidy(self.travel),
        )
        there = visitors_at(year, self.to_school, self.day)
        with_them = listed([other.name for other in there if other.from_school == visitor.school])
        company = f" with {with_them}" if with_them else ""
        parts = (
            f"Planned: {_told(visit)}{company}. {self.to_school} will confirm.",
            *visitors_advice(year, visitor, self.day),
        )
        sentence, log = told(" ".join(parts), year, self.by, self.person), f"Planned {visit.visit}"
        return Decision(sentence, (Append(visit),), logged(log, year, self.by, self.person))


@dataclass(frozen=True, slots=True)
class CancelVisit:
    """Call a visit off, as the visitor, for somebody of one's own school, or as the host."""

    by: Email
    visit: str
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - one can always say no
        """Set the visit to Cancelled; cancelling twice is cancelling once."""
        visit = _visit(year, self.visit)
        if visit is None:
            return _unknown(self.visit)
        for_them = _may_plan(year, self.by, visit.email, visit.from_school)
        if not for_them and not may(year, self.by, Action.CONFIRM_VISITS, visit.to_school):
            who = f"{visit.name}, or the headteacher or office of {visit.from_school} or {visit.to_school},"
            return Refusal((Reason(Why.NOT_OWNER, f"Only {who} can cancel this visit.", visit.visit),))
        if visit.status is VisitStatus.DONE:
            return Refusal((_over(visit),))
        if visit.status is VisitStatus.CANCELLED:
            return Decision(f"{_told(visit)} was cancelled already.", (), "Nothing new")
        amend = Amend(visit, {"status": VisitStatus.CANCELLED})
        sentence, log = f"Cancelled: {_told(visit)}.", f"Cancelled {visit.visit}"
        if for_them:
            sentence = told(sentence, year, self.by, visit.email)
            log = logged(log, year, self.by, visit.email)
        return Decision(sentence, (amend,), log)


@dataclass(frozen=True, slots=True)
class ConfirmVisit:
    """Say as the host that the visitor may come.

    Who meets them is what stands under Host contact: that person may read the log before it is cleared, so only the
    sheet says who it is, and no press of a button.
    """

    by: Email
    visit: str
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - a late yes is a yes
        """Set the visit to Confirmed and write nothing else; confirming twice is confirming once."""
        visit = _visit(year, self.visit)
        if visit is None:
            return _unknown(self.visit)
        if not may(year, self.by, Action.CONFIRM_VISITS, visit.to_school):
            who = f"the headteacher or office of {visit.to_school}"
            return Refusal((Reason(Why.NOT_OWNER, f"Only {who} can confirm this visit.", visit.visit),))
        if visit.status is VisitStatus.DONE:
            return Refusal((_over(visit),))
        if visit.status is VisitStatus.CANCELLED:
            sentence = f"{_told(visit)} was cancelled. {visit.name} can plan it again."
            return Refusal((Reason(Why.CLOSED, sentence, visit.visit),))
        if visit.status is VisitStatus.CONFIRMED:
            return Decision(f"{_told(visit)} was confirmed already.", (), "Nothing new")
        meets = f"{visit.host_contact} meets them." if visit.host_contact else NOBODY_MEETS_THEM
        amend = Amend(visit, {"status": VisitStatus.CONFIRMED})
        return Decision(f"Confirmed: {_told(visit)}. {meets}", (amend,), f"Confirmed {visit.visit}")


NOBODY_MEETS_THEM: Final = "Who meets them? Please put a name under Host contact on Visits."


def _may_plan(year: YearSnapshot, by: Email, person: Email, school: SchoolName) -> bool:
    own = by == person and may(year, by, Action.PLAN_VISIT, owner=person)
    return own or may(year, by, Action.PLAN_VISIT_FOR_OTHERS, school)


def _visit(year: YearSnapshot, code: str) -> Visit | None:
    return next((visit for visit in year.visits if visit.visit == code), None)


def _unknown(code: str) -> Refusal:
    return Refusal((Reason(Why.NOT_FOUND, f"There is no visit {code} on the Visits tab.", code),))


def _over(visit: Visit) -> Reason:
    return Reason(Why.CLOSED, f"{_told(visit)} is over, so it stands as it is.", visit.visit)


def _told(visit: Visit) -> str:
    return f"{visit.name or visit.email} to {visit.to_school} on {said(visit.date)} ({visit.visit})"
