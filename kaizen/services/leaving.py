"""Note that somebody has left, with all that follows from it, or that they have come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.reason import Reason, Why
from kaizen.domain.visit import VisitStatus
from kaizen.domain.wording import counted, listed
from kaizen.rules import accounts, places
from kaizen.rules.access import Action, may
from kaizen.rules.leaving import left_behind, why_not_by
from kaizen.services.seating import Seating
from kaizen.sheet.intents import Amend, Decision, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kaizen.domain.network import Person
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot
    from kaizen.rules.leaving import Behind
    from kaizen.sheet.intents import Intent


@dataclass(frozen=True, slots=True)
class MarkLeft:
    """Tick Left on Staff, give up places to come, cancel visits to come, and end every sign-in.

    What was given up goes to those who wait, in the same decision. What needs a person to decide, such as a
    workshop that they lead, stays as it is and is told. For somebody whom the sheet has as left already, the rest
    is done.

    Attributes:
        person: who has left; somebody else than ``by``.
        at: now in UTC without a zone, by the clock that sign-ins are told apart by. Not part of the wish.
    """

    by: Email
    person: Email
    key: str
    at: datetime = field(compare=False)

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Decide all of it at once, or refuse with every reason and change nothing."""
        member = year.person_by_email.get(self.person)
        if member is None or not may(year, self.by, Action.MARK_LEAVER, member.school):
            return Refusal((_not_yours(self.person),))
        reasons = tuple(self._against(year, member))
        if reasons:
            return Refusal(reasons)
        behind = left_behind(year, self.person, now.date())
        intents = (*self._ticked(member), *self._gave_up(year, member, behind, now), *self._ended(behind))
        told = f"{member.name} is noted as left. {told_of(behind)}".strip()
        return Decision(told, intents, "Noted as left" if intents else "Nothing new")

    def _against(self, year: YearSnapshot, member: Person) -> Iterator[Reason]:
        if self.by == self.person:
            yield Reason(Why.NOT_OWNER, "Somebody else has to note that you have left.", "person")
        elif not member.left and (why := why_not_by(year, self.by, member)):
            yield Reason(Why.NOT_OWNER, why, "person")
        organisers = [one for one in year.settings.organisers if one == self.person or accounts.is_let_in(year, one)]
        if organisers == [self.person] and not member.left:
            sentence = f"{member.name} is the only organiser. Name another one under Organisers on Settings first."
            yield Reason(Why.CLOSED, sentence, "person")

    def _ticked(self, member: Person) -> Iterator[Intent]:
        if not member.left:
            yield Amend(member, {"left": True})

    def _gave_up(self, year: YearSnapshot, member: Person, behind: Behind, now: datetime) -> tuple[Intent, ...]:
        seating = Seating(year.changed(member, member.model_copy(update={"left": True})), self.key, now)
        seating.release(behind.bookings)
        if not places.booking_window(year.settings, now).is_over:
            freed = (row.session for row in behind.bookings if row.status is BookingStatus.BOOKED)
            seating.hand_on(dict.fromkeys(freed))
        return tuple(seating.intents)

    def _ended(self, behind: Behind) -> Iterator[Intent]:
        for visit in behind.visits:
            yield Amend(visit, {"status": VisitStatus.CANCELLED})
        for account in behind.accounts:
            yield Amend(account, {"valid_from": self.at.replace(microsecond=0)})


@dataclass(frozen=True, slots=True)
class CameBack:
    """Take the tick under Left away. Places and visits that were given up do not come back by themselves."""

    by: Email
    person: Email
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Amend the row of Staff, or refuse where the person may not."""
        member = year.person_by_email.get(self.person)
        if member is None or not may(year, self.by, Action.MARK_LEAVER, member.school):
            return Refusal((_not_yours(self.person),))
        if why := why_not_by(year, self.by, member):
            return Refusal((Reason(Why.NOT_OWNER, why, "person"),))
        if not member.left:
            return Decision(f"{member.name} is not noted as left.", (), "Nothing new")
        told = f"{member.name} is here again and can sign in. What was given up has to be booked and planned anew."
        return Decision(told, (Amend(member, {"left": False}),), "Noted as back")


def told_of(behind: Behind) -> str:
    """Say what is done by itself, and what is left for people to do; "" where there is neither."""
    held = [row for row in behind.bookings if row.status is BookingStatus.BOOKED]
    done = [
        counted(number, noun, nouns)
        for number, noun, nouns in (
            (len(held), "place", "places"),
            (len(behind.bookings) - len(held), "place on a waiting list", "places on waiting lists"),
            (len(behind.visits), "visit", "visits"),
        )
        if number
    ]
    left = [*_workshops(behind), *_others(behind)]
    told = [f"Given up: {listed(done)}."] if done else []
    return " ".join([*told, *([f"Please see to: {listed(left)}."] if left else [])])


def _workshops(behind: Behind) -> list[str]:
    return [f"\u201c{workshop.title}\u201d ({workshop.id}), which they lead" for workshop in behind.workshops]


def _others(behind: Behind) -> list[str]:
    """Return what else needs a person to decide."""
    return [
        *(f"{row.id}, a follow-up of theirs" for row in behind.follow_ups),
        *(f"{visit.visit}, whose visitor they were to meet" for visit in behind.hosting),
        *(f"the headteacher of {school.short_name} on Schools" for school in behind.heading),
    ]


def _not_yours(person: Email) -> Reason:
    sentence = "Only the headteacher or office of somebody's own school, or an organiser, can note that they have left."
    return Reason(Why.NOT_OWNER, sentence, person)
