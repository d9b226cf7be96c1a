"""Whose turn it is when a place comes free.

The rules and why they are so: docs/decisions/0003-waiting-list.md.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kaizen.domain.network import Attendance
from kaizen.rules import places

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.domain.booking import Booking
    from kaizen.domain.programme import Session
    from kaizen.domain.record import Email, SessionCode, SlotCode
    from kaizen.domain.year import YearSnapshot

A_MOMENT: Final = timedelta(milliseconds=1)
"""What is between two rows at least; a cell keeps it, though it shows minutes."""

AHEAD: Final = timedelta(minutes=10)
"""Nobody's clock is so wrong: a Booked at further ahead was typed by hand, and new rows do not follow it."""


def next_moment(year: YearSnapshot, now: datetime) -> datetime:
    """Return the Booked at of one more row: now, but always after every row that is there.

    So the order in which people came is in the cells themselves, and sorting the sheet does not change it.
    """
    to_the_millisecond = now.replace(microsecond=now.microsecond // 1000 * 1000)
    known = (row.booked_at for row in year.bookings if row.booked_at is not None and row.booked_at <= now + AHEAD)
    return max(to_the_millisecond, max(known, default=to_the_millisecond - A_MOMENT) + A_MOMENT)


def places_for(year: YearSnapshot, person: Email, code: SessionCode) -> int:
    """Return how many places the person could take, those waiting before them served first.

    A place that comes free belongs to the first who waits for it and could have it without giving
    anything up. Whoever waits but holds another place in that slot does not stand in the way.
    Never below 0; 0 as well while the places are not known.
    """
    free = places.left(year, code) or 0
    before = []
    for row in places.waiting(year, code) if free else ():
        if row.email == person:
            break
        before.append(row)
    return max(0, free - sum(could_be_placed(year, row.email, code) for row in before))


def next_in(year: YearSnapshot, code: SessionCode) -> Booking | None:
    """Return the row of the first who waits and can have a free place; None where there is no such place or person."""
    if places.running(year, code) is None or not places.left(year, code):
        return None
    return next((row for row in places.waiting(year, code) if could_be_placed(year, row.email, code)), None)


def could_be_placed(year: YearSnapshot, person: Email, code: SessionCode) -> bool:
    """Tell whether somebody who waits can have a place without being asked.

    They are coming, lead nothing and hold nothing in that slot, hold the workshop in no other slot,
    and have a choice left.
    """
    session = year.session_by_code[code]
    held = places.holding(year, person)
    return (
        session.slot not in held
        and len(held) < year.settings.workshops_each
        and not is_absent(year, person)
        and not led_in(year, person, session.slot)
        and not any(is_repeat(year, session, year.session_by_code[row.session]) for row in held.values())
    )


def is_absent(year: YearSnapshot, person: Email) -> bool:
    """Tell whether Staff says No under Conference, or that they have left; anything else, also nothing, may book."""
    member = year.person_by_email.get(person)
    return member is not None and (member.left or member.conference is Attendance.NO)


def led_in(year: YearSnapshot, person: Email, slot: SlotCode) -> tuple[Session, ...]:
    """Return what the person leads or co-leads in that slot."""
    return tuple(session for session in places.leads(year, person) if session.slot == slot)


def is_repeat(year: YearSnapshot, session: Session, other: Session) -> bool:
    """Tell whether nobody may hold both, because they are one workshop and Settings allow it only once."""
    return session.workshop == other.workshop and not year.settings.same_workshop_twice
