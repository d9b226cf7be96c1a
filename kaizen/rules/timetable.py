"""The programme of the shared INSET day: what runs when, where, and with how many places left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.wording import counted
from kaizen.rules import places
from kaizen.rules.leading import leaders_of

if TYPE_CHECKING:
    from kaizen.domain.programme import Room, Session, Slot
    from kaizen.domain.record import SlotCode
    from kaizen.domain.workshop import Workshop
    from kaizen.domain.year import YearSnapshot

EVERYBODY = "All"
"""The option of Best for that fits every phase."""


@dataclass(frozen=True, slots=True)
class SessionCard:
    """What somebody wants to know before they choose a session.

    Attributes:
        leaders: names, the one who proposed it first.
        room: None while it is to be found.
        places: None while nobody can tell.
        left: free places, never below 0; None while nobody can tell.
        over: how many hold a place beyond what there is room for.
        waiting: how many people are on the waiting list.
    """

    session: Session
    workshop: Workshop
    leaders: tuple[str, ...]
    room: Room | None
    places: int | None
    left: int | None
    over: int
    waiting: int

    @property
    def where(self) -> str:
        """The room and where it is, or that it is still to be found."""
        if self.room is None:
            return self.session.room or "Room to be found"
        return f"{self.room.room}, {self.room.where}" if self.room.where else self.room.room

    @property
    def weather(self) -> str:
        """What to know about an outdoor session, such as where it goes if wet; "" for one indoors."""
        if self.room is None or not self.room.outdoors:
            return ""
        return f"Outdoors. {self.room.notes}".strip()

    @property
    def availability(self) -> str:
        """The places in words: ``5 of 18 places left``, ``Full, 6 people waiting``."""
        if self.left is None:
            return "Places to be confirmed"
        queue = f", {counted(self.waiting, 'person', 'people')} waiting" if self.waiting else ""
        if self.over:
            return f"Over-full by {self.over}{queue}"
        return f"{self.left} of {counted(self.places or 0, 'place')} left{queue}" if self.left else f"Full{queue}"

    def suits(self, phase: str) -> bool:
        """Tell whether the workshop is for that phase; Leaders and Support staff are phases too."""
        return phase in self.workshop.best_for or EVERYBODY in self.workshop.best_for


@dataclass(frozen=True, slots=True)
class SlotProgramme:
    """A slot and what runs in it; slots such as Lunch have no sessions."""

    slot: Slot
    sessions: tuple[SessionCard, ...]


def programme(year: YearSnapshot, phase: str | None = None) -> tuple[SlotProgramme, ...]:
    """Return every slot of the day in time order with its sessions in the order of the sheet.

    Only sessions of accepted workshops in workshop slots are on the programme.

    Args:
        year: the snapshot.
        phase: an option of Best for; None or "All" for the whole programme.
    """
    whole = year.once(_whole_programme)
    if phase in (None, EVERYBODY):
        return whole
    return tuple(SlotProgramme(part.slot, tuple(c for c in part.sessions if c.suits(phase or ""))) for part in whole)


def card(year: YearSnapshot, session: Session) -> SessionCard:
    """Return the card of a session that is on the programme."""
    workshop = year.workshop_by_id[session.workshop]
    names = (year.person_by_email[email].name for email in leaders_of(year, workshop) if email in year.person_by_email)
    return SessionCard(
        session=session,
        workshop=workshop,
        leaders=tuple(names) or (workshop.led_by,),
        room=year.room_by_name.get(session.room),
        places=places.places_of(year, session),
        left=places.left(year, session.session),
        over=places.over(year, session.session),
        waiting=len(places.waiting(year, session.session)),
    )


def titled(year: YearSnapshot, session: Session) -> str:
    """Return how a session is named in a sentence: ``Forest school on a shoestring (slot A)``."""
    workshop = year.workshop_by_id.get(session.workshop)
    return f"{workshop.title if workshop else session.session} (slot {session.slot})"


def _whole_programme(year: YearSnapshot) -> tuple[SlotProgramme, ...]:
    cards: dict[SlotCode, list[SessionCard]] = {slot.slot: [] for slot in year.slots}
    for session in year.session_by_code.values():
        if places.is_running(year, session):
            cards[session.slot].append(card(year, session))
    in_order = sorted(year.slot_by_code.values(), key=lambda slot: slot.starts)
    return tuple(SlotProgramme(slot, tuple(cards[slot.slot])) for slot in in_order)
