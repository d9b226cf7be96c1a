"""Places in sessions: how many there are, who holds them, who waits, and when booking is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.programme import SlotKind
from kaizen.domain.wording import said_moment
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules.leading import workshops_led

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kaizen.domain.booking import Booking
    from kaizen.domain.programme import Session
    from kaizen.domain.record import Email, SessionCode, SlotCode
    from kaizen.domain.settings import Settings
    from kaizen.domain.year import YearSnapshot

FROM_THE_WAITING_LIST = "From the waiting list"
"""How the Notes of a booking begin that was moved up; Home tells the person so."""


def is_running(year: YearSnapshot, session: Session) -> bool:
    """Tell whether the session is on the programme: an accepted workshop in a slot for workshops."""
    workshop = year.workshop_by_id.get(session.workshop)
    slot = year.slot_by_code.get(session.slot)
    accepted = workshop is not None and workshop.status is WorkshopStatus.ACCEPTED
    return accepted and slot is not None and slot.what is SlotKind.WORKSHOP


def running(year: YearSnapshot, code: SessionCode) -> Session | None:
    """Return the session of that code if it is on the programme."""
    session = year.session_by_code.get(code)
    return session if session is not None and is_running(year, session) else None


def places_of(year: YearSnapshot, session: Session) -> int | None:
    """Return how many people the session can take; None while nobody can tell.

    The session's own Places if given, else the smaller of the workshop's Most people and the
    room's seats; never above the room's seats. A session without a room, and whose row names no
    places, is unknown even if its workshop says how many: the room may turn out smaller.
    """
    room = year.room_by_name.get(session.room)
    workshop = year.workshop_by_id.get(session.workshop)
    if room is None:
        return session.places
    limits = [room.seats]
    if session.places is not None:
        limits.append(session.places)
    elif workshop is not None and workshop.most_people is not None:
        limits.append(workshop.most_people)
    return min(limits)


def taken(year: YearSnapshot, code: SessionCode) -> tuple[Booking, ...]:
    """Return the bookings that hold a place in the session, first booked first, one a person.

    Where the sheet has a person twice in one slot, the first booked holds and the other does not count.
    """
    session = running(year, code)
    if session is None:
        return ()
    booked = (row for row in year.bookings_by_session.get(code, ()) if row.status is BookingStatus.BOOKED)
    return tuple(row for row in first_come(booked) if _holds(year, row, session.slot))


def left(year: YearSnapshot, code: SessionCode) -> int | None:
    """Return how many places are free, never below 0; None where the places are not known yet."""
    places = places_of(year, year.session_by_code[code])
    return None if places is None else max(0, places - len(taken(year, code)))


def over(year: YearSnapshot, code: SessionCode) -> int:
    """Return by how many the session is over-full; nobody loses a place, the organiser is told."""
    places = places_of(year, year.session_by_code[code])
    return 0 if places is None else max(0, len(taken(year, code)) - places)


def waiting(year: YearSnapshot, code: SessionCode) -> tuple[Booking, ...]:
    """Return the waiting list of the session, first come first, one row a person."""
    seated = {row.email for row in taken(year, code)}
    queue: dict[Email, Booking] = {}
    for row in first_come(year.bookings_by_session.get(code, ())):
        if row.status is BookingStatus.WAITING and row.email not in seated:
            queue.setdefault(row.email, row)
    return tuple(queue.values())


def holding(year: YearSnapshot, person: Email) -> dict[SlotCode, Booking]:
    """Return the place that the person holds in each slot, in the order they were booked.

    Only sessions on the programme count: a place in a workshop that was withdrawn is none.
    """
    held: dict[SlotCode, Booking] = {}
    for row, session in _standing(year, person, BookingStatus.BOOKED):
        held.setdefault(session.slot, row)
    return held


def waits(year: YearSnapshot, person: Email) -> tuple[Booking, ...]:
    """Return what the person waits for, first come first, sessions on the programme only."""
    held = {row.session for row in holding(year, person).values()}
    queued: dict[SessionCode, Booking] = {}
    for row, _ in _standing(year, person, BookingStatus.WAITING):
        if row.session not in held:
            queued.setdefault(row.session, row)
    return tuple(queued.values())


def leads(year: YearSnapshot, person: Email) -> tuple[Session, ...]:
    """Return the running sessions that the person leads or co-leads, in the order of the sheet."""
    led = workshops_led(year, person)
    return tuple(session for session in year.sessions if session.workshop in led and is_running(year, session))


@dataclass(frozen=True, slots=True)
class BookingWindow:
    """Whether booking is open now, and a sentence that says so with the times."""

    is_open: bool
    is_over: bool
    sentence: str


def booking_window(settings: Settings, now: datetime) -> BookingWindow:
    """Return whether booking is open at local time ``now``: from Booking opens until Booking closes.

    With no opening time in Settings booking is shut; with no closing time it stays open.
    """
    opens, closes = settings.booking_opens, settings.booking_closes
    if closes is not None and now >= closes:
        return BookingWindow(is_open=False, is_over=True, sentence=f"Booking closed on {said_moment(closes)}.")
    if opens is None:
        return BookingWindow(is_open=False, is_over=False, sentence="Booking is not open yet: no date has been set.")
    if now < opens:
        return BookingWindow(is_open=False, is_over=False, sentence=f"Booking opens on {said_moment(opens)}.")
    until = f" until {said_moment(closes)}" if closes is not None else ""
    return BookingWindow(is_open=True, is_over=False, sentence=f"Booking is open{until}.")


def first_come(rows: Iterable[Booking]) -> list[Booking]:
    """Return the rows by Booked at and then the order of the sheet; a row without a time comes last."""
    return sorted(rows, key=lambda row: (row.booked_at is None, row.booked_at))


def _standing(year: YearSnapshot, person: Email, status: BookingStatus) -> list[tuple[Booking, Session]]:
    rows = first_come(row for row in year.bookings_by_person.get(person, ()) if row.status is status)
    return [(row, session) for row in rows if (session := running(year, row.session)) is not None]


def _holds(year: YearSnapshot, booking: Booking, slot: SlotCode) -> bool:
    """Tell whether a booking is the first of its person in its slot; asked for every row of a session in a rush."""
    rows = year.bookings_by_person[booking.email]
    if len(rows) == 1:
        return True
    in_the_slot = [row for row in rows if row.status is BookingStatus.BOOKED and _is_in(year, row, slot)]
    return len(in_the_slot) == 1 or first_come(in_the_slot)[0] is booking


def _is_in(year: YearSnapshot, booking: Booking, slot: SlotCode) -> bool:
    session = running(year, booking.session)
    return session is not None and session.slot == slot
