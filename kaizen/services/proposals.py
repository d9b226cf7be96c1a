"""Propose a workshop, decide on one, withdraw one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from kaizen.domain.codes import next_code
from kaizen.domain.reason import Reason, Why
from kaizen.domain.record import WorkshopId
from kaizen.domain.wording import counted, listed
from kaizen.domain.workshop import Workshop, WorkshopStatus
from kaizen.rules import places
from kaizen.rules.access import Action, may
from kaizen.rules.leading import STANDING, unclear_names
from kaizen.rules.proposals import reasons_against
from kaizen.rules.typed_text import LONG_TEXT, against_choice, against_text, tidy, tidy_lines
from kaizen.sheet.intents import Amend, Append, Decision, Refusal, row_ref

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from kaizen.domain.network import Person
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot


@dataclass(frozen=True, slots=True)
class Propose:
    """Offer a workshop for the shared INSET day; the organiser decides on it.

    Attributes:
        best_for: options of Best for on Lists.
        times: in how many slots the leader would run it.
        most_people: None for as many as the room has seats.
        also_leading: names, with the school in brackets where it is another one.
    """

    by: Email
    title: str
    about: str
    best_for: tuple[str, ...]
    times: int
    key: str
    most_people: int | None = None
    room_needed: str = ""
    please_bring: str = ""
    also_leading: str = ""

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Append the proposal, or refuse with a reason for every box that is not right yet."""
        leader = year.person_by_email.get(self.by)
        if leader is None or not may(year, self.by, Action.PROPOSE):
            sentence = f"{self.by} is not on the Staff tab. Ask your school office to add you; then you can propose."
            return Refusal((Reason(Why.NOT_FOUND, sentence),))
        written = next((workshop for workshop in year.workshops if workshop.ref == row_ref(self.key)), None)
        if written is not None:
            return Decision(f"{_named(written)} is proposed already.", (), "Nothing new")
        proposal = self._row(year, leader, now.date())
        reasons = reasons_against(year, proposal, now.date())
        if reasons:
            return Refusal(reasons)
        told = f"Proposed: {_named(proposal)}. The organiser decides, and Home will tell you."
        return Decision(f"{told}{_who_is(year, proposal)}", (Append(proposal),), "Proposed a workshop")

    def _row(self, year: YearSnapshot, leader: Person, today: date) -> Workshop:
        return Workshop(
            ref=row_ref(self.key),
            id=WorkshopId(next_code("W", (*year.codes, *(one.id for one in year.workshops)))),
            title=tidy(self.title),
            led_by=leader.name,
            email=leader.email,
            school=leader.school,
            also_leading=tidy(self.also_leading),
            about=tidy_lines(self.about),
            best_for=tuple(dict.fromkeys(filter(None, map(tidy, self.best_for)))),
            most_people=self.most_people,
            times=self.times,
            room_needed=tidy(self.room_needed),
            please_bring=tidy(self.please_bring),
            status=WorkshopStatus.PROPOSED,
            proposed_on=today,
        )


@dataclass(frozen=True, slots=True)
class DecideProposal:
    """Accept or turn down a proposal, or put it back, with a note to the leader.

    Attributes:
        status: "" for no decision yet, which is refused.
        shown: what the organiser was looking at, field by field: ``status`` and ``note``. Where the
            sheet holds something else by then, the writer changes nothing and shows both.
    """

    by: Email
    workshop: WorkshopId
    status: WorkshopStatus | Literal[""]
    note: str
    key: str
    shown: Mapping[str, Any] = field(default_factory=dict)

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Set status and note; nothing is written where they stand so already."""
        if not may(year, self.by, Action.DECIDE_PROPOSALS):
            return Refusal((Reason(Why.NOT_OWNER, "Only an organiser can accept or turn down workshops."),))
        workshop = year.workshop_by_id.get(self.workshop)
        if workshop is None:
            return Refusal((_unknown(self.workshop),))
        reasons = (
            *against_choice("status", "Decision", self.status, tuple(WorkshopStatus)),
            *against_text("note", "Note", "" if self._is_left(workshop) else self.note, LONG_TEXT),
        )
        return Refusal(reasons) if reasons else self._decided(year, workshop)

    def _is_left(self, workshop: Workshop) -> bool:
        """Tell whether the note is as it was shown; what stands there already is not held against anybody."""
        return bool(self.note == self.shown.get("note", workshop.note))

    def _decided(self, year: YearSnapshot, workshop: Workshop) -> Decision:
        status = WorkshopStatus(self.status)
        wanted = {"status": status, "note": self.note if self._is_left(workshop) else tidy(self.note)}
        if all(getattr(workshop, name) == value for name, value in wanted.items()):
            return Decision(f"{_named(workshop)} stands as {status} already.", (), "Nothing new")
        told = f"{_named(workshop)} is now {status}.{_what_now(year, workshop, status)}"
        return Decision(told, (Amend(workshop, wanted, dict(self.shown)),), f"{status}: {workshop.id}")


@dataclass(frozen=True, slots=True)
class WithdrawProposal:
    """Take one's own workshop back; what people have booked is told, and stands as it is in the sheet."""

    by: Email
    workshop: WorkshopId
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Withdraw the leader's own workshop; withdrawing twice is withdrawing once."""
        workshop = year.workshop_by_id.get(self.workshop)
        if workshop is None:
            return Refusal((_unknown(self.workshop),))
        if workshop.email == self.by and workshop.status not in STANDING:
            return Decision(f"{_named(workshop)} is {workshop.status} already.", (), "Nothing new")
        if not may(year, self.by, Action.WITHDRAW_PROPOSAL, owner=workshop.email):
            sentence = f"Only {workshop.led_by}, who proposed {_named(workshop)}, can withdraw it."
            return Refusal((Reason(Why.NOT_OWNER, sentence, workshop.id),))
        told = f"{_named(workshop)} is withdrawn.{_what_now(year, workshop, WorkshopStatus.WITHDRAWN)}"
        wanted = {"status": WorkshopStatus.WITHDRAWN}
        return Decision(told, (Amend(workshop, wanted),), f"Withdrew {workshop.id}")


def _who_is(year: YearSnapshot, proposal: Workshop) -> str:
    unclear = listed([f"\u201c{name}\u201d" for name in unclear_names(year, proposal)])
    if not unclear:
        return ""
    meanwhile = "so they can still book other workshops in that slot. Ask your organiser to correct the name."
    return f" We could not tell who {unclear} is, {meanwhile}"


def _unknown(workshop: WorkshopId) -> Reason:
    return Reason(Why.NOT_FOUND, f"There is no workshop {workshop} on the Workshops tab.", workshop)


def _named(workshop: Workshop) -> str:
    return f"\u201c{workshop.title}\u201d ({workshop.id})"


def _what_now(year: YearSnapshot, workshop: Workshop, status: WorkshopStatus) -> str:
    """Say what the change means for the sessions of the workshop, if it means anything."""
    codes = [session.session for session in year.sessions if session.workshop == workshop.id]
    if status is WorkshopStatus.ACCEPTED:
        return "" if codes else " Give it rows on the Sessions tab; then people can book it."
    booked = {row.email for code in codes for row in places.taken(year, code)}
    if not booked:
        return ""
    people = counted(len(booked), "person", "people")
    return f" {people} had a place in it; Home asks them to choose again. Its rows on Sessions can be deleted."
