"""Bookings that cannot all be right: a person in two places at once, a session over its places."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.wording import counted
from kaizen.rules.places import first_come, places_of
from kaizen.sheet.findings import Finding, Outcome, Place, Suggestion
from kaizen.sheet.layout import BOOKINGS, SESSIONS
from kaizen.sheet.moved_sessions import moved_findings, moved_sessions
from kaizen.sheet.session_checks import sessions_led

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.domain.booking import Booking
    from kaizen.domain.record import Email, SessionCode, SlotCode
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.moved_sessions import Moved
    from kaizen.sheet.tab_reading import TabReading


def booking_findings(year: YearSnapshot, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Ask about bookings that clash, sessions that are over their places, and slots that disagree."""
    rows, sessions = tabs[BOOKINGS.title].rows, tabs[SESSIONS.title].rows
    moved = moved_sessions(year)
    yield from _in_two_places(year, rows, {session for session, _ in moved})
    yield from _other_slot(year, rows, moved)
    yield from moved_findings(year, moved, sessions)
    yield from _leading_elsewhere(year, rows, sessions)
    yield from _over_places(year, sessions)


def _in_two_places(year: YearSnapshot, rows: Mapping[str, int], moved: set[SessionCode]) -> Iterator[Finding]:
    """Ask about second places in a slot; those in a session that was moved are counted where it stands."""
    held: defaultdict[tuple[Email, SlotCode], list[Booking]] = defaultdict(list)
    for booking in year.bookings:
        slot = _slot_of(year, booking)
        if booking.status is BookingStatus.BOOKED and slot and booking.session not in moved:
            held[booking.email, slot].append(booking)
    for (_, slot), bookings in held.items():
        first, *others = first_come(bookings)
        for booking in others:
            sentence = (
                f"{booking.name or booking.email} has {first.session} in slot {slot} already "
                f"(row {rows[first.ref]}). The place booked first holds; this one should be cancelled."
            )
            cancelled = Suggestion("Status", BookingStatus.CANCELLED)
            yield Finding(_place(rows, booking, "Slot"), Outcome.QUERIED, sentence, booking.session, cancelled)


def _slot_of(year: YearSnapshot, booking: Booking) -> SlotCode:
    """Return the slot of the session; what the row itself says only where there is no such session."""
    session = year.session_by_code.get(booking.session)
    return session.slot if session is not None else booking.slot


def _other_slot(year: YearSnapshot, rows: Mapping[str, int], moved: Moved) -> Iterator[Finding]:
    for booking in year.bookings:
        slot = _slot_of(year, booking)
        gone = booking.status is BookingStatus.CANCELLED
        if slot != booking.slot and not gone and (booking.session, booking.slot) not in moved:
            sentence = f"{booking.session} runs in slot {slot}, and this row says {booking.slot}. Which is meant?"
            suggested = Suggestion("Slot", slot)
            yield Finding(_place(rows, booking, "Slot"), Outcome.QUERIED, sentence, booking.slot, suggested)


def _leading_elsewhere(year: YearSnapshot, rows: Mapping[str, int], sessions: Mapping[str, int]) -> Iterator[Finding]:
    led = sessions_led(year)
    for booking in year.bookings:
        theirs = led.get((booking.email, _slot_of(year, booking)), [])
        if theirs and booking.status is BookingStatus.BOOKED and booking.session not in {s.session for s in theirs}:
            sentence = (
                f"{booking.name or booking.email} leads {theirs[0].session} in slot {theirs[0].slot} "
                f"(Sessions row {sessions[theirs[0].ref]}) and is booked on {booking.session} "
                f"(Bookings row {rows[booking.ref]}). Meanwhile the booking stands."
            )
            yield Finding(_place(rows, booking, "Session"), Outcome.QUERIED, sentence, booking.session)


def _over_places(year: YearSnapshot, rows: Mapping[str, int]) -> Iterator[Finding]:
    for session in year.session_by_code.values():
        places = places_of(year, session)
        bookings = year.bookings_by_session.get(session.session, ())
        taken = len({booking.email for booking in bookings if booking.status is BookingStatus.BOOKED})
        if places is not None and taken > places:
            sentence = (
                f"{session.session} has {counted(places, 'place')} and {counted(taken, 'booking')}. All of them stand."
            )
            yield Finding(Place(SESSIONS.title, rows[session.ref], "Places"), Outcome.QUERIED, sentence)


def _place(rows: Mapping[str, int], booking: Booking, heading: str) -> Place:
    return Place(BOOKINGS.title, rows[booking.ref], heading)
