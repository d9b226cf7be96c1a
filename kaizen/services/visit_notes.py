"""Write up a visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.codes import next_code
from kaizen.domain.reason import Reason, Why
from kaizen.domain.visit import VisitNote, VisitStatus
from kaizen.domain.wording import said
from kaizen.rules.access import Action, may
from kaizen.rules.on_behalf import logged, told
from kaizen.rules.typed_text import LONG_TEXT, against_choice, against_text, tidy, tidy_lines
from kaizen.rules.visit_logs import perhaps_private
from kaizen.rules.visiting import reasons_against_school, standing_visit
from kaizen.sheet.intents import Amend, Append, Decision, Refusal, row_ref

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kaizen.domain.network import Person
    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.visit import Visit
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Intent

A_GENTLE_WORD = (
    "It may name a pupil or say why somebody is away. If it does, please ask your headteacher to put "
    "\u201ca child\u201d or \u201ca colleague\u201d there."
)

TO_MARK_DONE = (VisitStatus.PLANNED, VisitStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class LogVisit:
    """Tell what a visitor saw and will try; the visit it belongs to is marked Done in the same decision.

    Attributes:
        by: who presses the button.
        person: who went there: the same, or somebody ``by`` may write up, such as from a paper slip.
        visit: code of the planned visit. Blank finds the visitor's own one of that day to that
            school, and where there is none the visit counts as not planned ahead.
        focus: an option of Focuses on Lists.
    """

    by: Email
    person: Email
    day: date
    to_school: SchoolName
    focus: str
    saw: str
    will_try: str
    key: str
    visit: str = ""
    questions: str = ""
    thank_you: str = ""
    follow_up_wanted: bool = False

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Append the log, or refuse with a reason for everything that is not right yet."""
        visitor = year.person_by_email.get(self.person)
        if visitor is None or not self._may_log(year, visitor):
            return Refusal((self._barred(visitor),))
        written = next((note for note in year.visit_notes if note.ref == row_ref(self.key)), None)
        if written is not None:
            return Decision(f"{self._whose(visitor)} visit is logged as {written.log} already.", (), "Nothing new")
        visit = self._planned(year)
        reasons = tuple(self._against(year, visitor, visit, now.date()))
        return Refusal(reasons) if reasons else self._logged(year, visitor, visit, now)

    def _may_log(self, year: YearSnapshot, visitor: Person) -> bool:
        own = self.by == self.person and may(year, self.by, Action.LOG_VISIT, owner=self.person)
        return own or may(year, self.by, Action.LOG_VISIT_FOR_OTHERS, visitor.school)

    def _barred(self, visitor: Person | None) -> Reason:
        if visitor is not None and self.by != self.person:
            who = "the person themselves, or the headteacher or office of their school"
            return Reason(Why.NOT_OWNER, f"Only {who}, can log this visit.", "person")
        sentence = f"{self.person} is not on the Staff tab. The school office can add a row there; then logging works."
        return Reason(Why.NOT_FOUND, sentence)

    def _whose(self, visitor: Person) -> str:
        return "Your" if self.by == self.person else f"{visitor.name}'s"

    def _planned(self, year: YearSnapshot) -> Visit | None:
        if self.visit.strip():
            return next((visit for visit in year.visits if visit.visit == self.visit.strip()), None)
        standing = standing_visit(year, self.person, self.day)
        return standing if standing is not None and standing.to_school == self.to_school else None

    def _against(self, year: YearSnapshot, visitor: Person, visit: Visit | None, today: date) -> Iterator[Reason]:
        yield from self._against_visit(visit)
        yield from self._against_day(year, today)
        yield from reasons_against_school(year, visitor.school, self.to_school)
        yield from self._against_second_log(year, visitor, visit)
        yield from against_choice("focus", "Focus", self.focus, year.lists.get("Focuses", ()))
        yield from against_text("saw", "What I saw", self.saw, LONG_TEXT, needed=True)
        yield from against_text("will_try", "What I'll try", self.will_try, LONG_TEXT, needed=True)
        yield from against_text("questions", "Questions I came away with", self.questions, LONG_TEXT)
        yield from against_text("thank_you", "Thank you", self.thank_you, LONG_TEXT)

    def _against_visit(self, visit: Visit | None) -> Iterator[Reason]:
        unplanned = "or log it as a visit that was not planned ahead"
        if not self.visit.strip():
            return
        if visit is None:
            sentence = f"There is no visit {self.visit.strip()} on the Visits tab. Choose another, {unplanned}."
            yield Reason(Why.NOT_FOUND, sentence, "visit")
        elif visit.email != self.person:
            sentence = f"{visit.visit} is the visit of somebody else. Choose another, {unplanned}."
            yield Reason(Why.NOT_OWNER, sentence, "visit")
        elif visit.status is VisitStatus.CANCELLED:
            sentence = f"{visit.visit} was cancelled. Choose another, {unplanned} if it was made after all."
            yield Reason(Why.CLOSED, sentence, "visit")
        elif (visit.date, visit.to_school) != (self.day, self.to_school):
            sentence = f"{visit.visit} is a visit to {visit.to_school} on {said(visit.date)}. Choose that, {unplanned}."
            yield Reason(Why.INVALID, sentence, "visit")

    def _against_day(self, year: YearSnapshot, today: date) -> Iterator[Reason]:
        if self.day > today:
            yield Reason(Why.INVALID, f"{said(self.day)} is still to come. Log the visit once it has been.", "day")
        if self.day not in year.settings.school_year.span:
            sentence = (
                f"{said(self.day)} is outside the school year {year.settings.school_year}, which this sheet is for."
            )
            yield Reason(Why.INVALID, sentence, "day")

    def _against_second_log(self, year: YearSnapshot, visitor: Person, visit: Visit | None) -> Iterator[Reason]:
        for note in year.visit_notes:
            same_visit = visit is not None and note.visit == visit.visit and note.email == self.person
            same_day = (note.email, note.date, note.to_school) == (self.person, self.day, self.to_school)
            if same_visit or same_day:
                there = f"visit to {note.to_school} on {said(note.date)} is logged already: it is {note.log}"
                change = "Ask your headteacher to change it there."
                sentence = f"{self._whose(visitor)} {there} on Visit notes. {change}"
                yield Reason(Why.DUPLICATE, sentence, note.log)
                return

    def _logged(self, year: YearSnapshot, visitor: Person, visit: Visit | None, now: datetime) -> Decision:
        note = VisitNote(
            ref=row_ref(self.key),
            log=next_code("L", (*year.codes, *(note.log for note in year.visit_notes))),
            visit=visit.visit if visit else "",
            date=self.day,
            email=visitor.email,
            name=visitor.name,
            from_school=visitor.school,
            to_school=self.to_school,
            focus=tidy(self.focus),
            saw=tidy_lines(self.saw),
            will_try=tidy_lines(self.will_try),
            questions=tidy_lines(self.questions),
            thank_you=tidy(self.thank_you),
            follow_up_wanted=self.follow_up_wanted,
            sent_at=now.replace(microsecond=0),
        )
        intents: list[Intent] = [Append(note)]
        if visit is not None and visit.status in TO_MARK_DONE:
            intents.append(Amend(visit, {"status": VisitStatus.DONE}, optional=True))
        there = f"visit to {note.to_school} on {said(note.date)} is logged as {note.log}."
        sentence = f"Thank you. {self._whose(visitor)} {there}"
        if self.follow_up_wanted:
            sentence += " Say what should happen next on the page Follow-ups."
        if perhaps_private(year, note):
            sentence += f" {A_GENTLE_WORD}"
        log = logged(f"Logged a visit as {note.log}", year, self.by, self.person)
        return Decision(told(sentence, year, self.by, self.person), tuple(intents), log)
