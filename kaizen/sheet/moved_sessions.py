"""Sessions whose slot was changed under people's bookings: said once, where the session stands."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.wording import counted, listed
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaizen.domain.booking import Booking
    from kaizen.domain.record import SessionCode, SlotCode
    from kaizen.domain.year import YearSnapshot

FEWEST = 2
"""From so many bookings that agree on another slot it is the session that was moved, and not a row mistyped."""

NAMED = 3
"""So many people are named in a sentence, the others counted."""

Moved = dict[tuple["SessionCode", "SlotCode"], list["Booking"]]
"""The places in a session by the slot in which they were booked, where the session says another."""


def moved_sessions(year: YearSnapshot) -> Moved:
    """Return the sessions that stand in another slot than the one in which several people booked them."""
    found: defaultdict[tuple[SessionCode, SlotCode], list[Booking]] = defaultdict(list)
    for booking in year.bookings:
        session = year.session_by_code.get(booking.session)
        held = booking.status is BookingStatus.BOOKED and booking.slot
        if held and session is not None and session.slot != booking.slot:
            found[booking.session, booking.slot].append(booking)
    return {place: bookings for place, bookings in found.items() if len(bookings) >= FEWEST}


def moved_findings(year: YearSnapshot, moved: Moved, rows: Mapping[str, int]) -> Iterator[Finding]:
    """Ask once about each session in ``moved``, with the people who would be in two places by it.

    ``rows`` are the rows of Sessions by ref.
    """
    for (code, slot), bookings in moved.items():
        session = year.session_by_code[code]
        row = rows[session.ref]
        clashing = [booking for booking in bookings if _has_another(year, booking, session.slot)]
        people = counted(len(bookings), "person", "people")
        sentence = (
            f"{people} booked {code} in slot {slot}; Sessions row {row} now says {session.slot}. "
            f"Meanwhile their places are in slot {session.slot}{_but(clashing)}."
        )
        yield Finding(Place(SESSIONS.title, row, "Slot"), Outcome.QUERIED, sentence, session.slot)


def _has_another(year: YearSnapshot, booking: Booking, slot: SlotCode) -> bool:
    others = (other for other in year.bookings_by_person[booking.email] if other.session != booking.session)
    codes = {other.session for other in others if other.status is BookingStatus.BOOKED}
    return any(code in year.session_by_code and year.session_by_code[code].slot == slot for code in codes)


def _but(clashing: Sequence[Booking]) -> str:
    if not clashing:
        return ""
    names = [booking.name or booking.email for booking in clashing[:NAMED]]
    more = [f"{len(clashing) - NAMED} more"] if len(clashing) > NAMED else []
    have = "has" if len(clashing) == 1 else "have"
    return f", where {listed([*names, *more])} {have} another place already"
