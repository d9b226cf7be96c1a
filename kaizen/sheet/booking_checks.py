"""Bookings that cannot all be right: a person in two places at once, a session over its places."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.wording import counted
from kaizen.rules.places import places_of
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import BOOKINGS, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.domain.booking import Booking
    from kaizen.domain.record import Email, SlotCode
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.tab_reading import TabReading


def booking_findings(year: YearSnapshot, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Ask about bookings that clash, sessions that are over their places, and slots that disagree."""
    rows = tabs[BOOKINGS.title].rows
    yield from _in_two_places(year, rows)
    yield from _other_slot(year, rows)
    yield from _over_places(year, tabs[SESSIONS.title].rows)


def _in_two_places(year: YearSnapshot, rows: Mapping[str, int]) -> Iterator[Finding]:
    held: defaultdict[tuple[Email, SlotCode], list[Booking]] = defaultdict(list)
    for booking in year.bookings:
        if booking.status is BookingStatus.BOOKED and booking.slot:
            held[booking.email, booking.slot].append(booking)
    for bookings in held.values():
        first, *others = sorted(bookings, key=_booked_at)
        for booking in others:
            sentence = (
                f"{booking.name or booking.email} has {first.session} in slot {booking.slot} already "
                f"(row {rows[first.ref]}). The place booked first holds; this one should be cancelled."
            )
            yield Finding(_place(rows, booking, "Slot"), Outcome.QUERIED, sentence, booking.session)


def _booked_at(booking: Booking) -> str:
    """Return what bookings are ordered by; one without a time comes last."""
    return booking.booked_at.isoformat() if booking.booked_at else "unknown"


def _other_slot(year: YearSnapshot, rows: Mapping[str, int]) -> Iterator[Finding]:
    for booking in year.bookings:
        session = year.session_by_code.get(booking.session)
        if session is not None and booking.slot != session.slot:
            sentence = (
                f"{booking.session} runs in slot {session.slot}, and this row says {booking.slot}. Which is meant?"
            )
            yield Finding(_place(rows, booking, "Slot"), Outcome.QUERIED, sentence, booking.slot)


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
