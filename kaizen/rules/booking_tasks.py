"""What is to be done about somebody's own places at the shared INSET day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.programme import SlotKind
from kaizen.domain.wording import counted
from kaizen.rules import places
from kaizen.rules.booking import offers, session_named
from kaizen.rules.tasks import Task, Urgency, pressing
from kaizen.rules.timetable import titled
from kaizen.rules.waiting_list import is_absent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kaizen.domain.record import Email, SlotCode
    from kaizen.domain.year import YearSnapshot


def still_to_choose(year: YearSnapshot, person: Email) -> int:
    """Return how many workshops the person has still to choose.

    Leading a session counts as attending it; somebody who is not coming has nothing to choose.
    """
    if is_absent(year, person):
        return 0
    busy = {*places.holding(year, person), *_led_slots(year, person)}
    slots = sum(slot.what is SlotKind.WORKSHOP for slot in year.slot_by_code.values())
    return max(0, min(year.settings.workshops_each, slots) - len(busy))


def booking_tasks(year: YearSnapshot, person: Email, now: datetime) -> Iterator[Task]:
    """Give what is to be chosen, taken, chosen again and known; nothing from the day of the conference."""
    day = year.settings.conference_date
    if day is not None and now.date() >= day:
        return
    yield from _off_the_programme(year, person)
    yield from _offered(year, person, now)
    yield from _choose(year, person, now)
    yield from _moved_up(year, person)


def _choose(year: YearSnapshot, person: Email, now: datetime) -> Iterator[Task]:
    window = places.booking_window(year.settings, now)
    left = still_to_choose(year, person)
    if not left or not window.is_open:
        return
    closes = year.settings.booking_closes
    more = " more" if places.holding(year, person) else ""
    sentence = f"Choose {counted(left, f'{more} workshop'.strip())}. {window.sentence}"
    urgency = pressing(closes.date(), now.date()) if closes else Urgency.SOON
    yield Task(sentence, "book", min(urgency, Urgency.SOON), closes.date() if closes else None)


def _offered(year: YearSnapshot, person: Email, now: datetime) -> Iterator[Task]:
    held = places.holding(year, person)
    for session in offers(year, person, now):
        instead = f" instead of {session_named(year, held[session.slot].session)}" if session.slot in held else ""
        sentence = f"A place has come free in {titled(year, session)}, which you wait for. You can have it{instead}."
        yield Task(sentence, "book", Urgency.NOW)


def _off_the_programme(year: YearSnapshot, person: Email) -> Iterator[Task]:
    held = places.holding(year, person)
    for row in year.bookings_by_person.get(person, ()):
        booked = row.status is BookingStatus.BOOKED
        if booked and row.slot not in held and places.running(year, row.session) is None:
            name = session_named(year, row.session)
            sentence = f"{name}, which you had booked, is not on the programme any more. Please choose again."
            yield Task(sentence, "book", Urgency.NOW)


def _moved_up(year: YearSnapshot, person: Email) -> Iterator[Task]:
    for row in places.holding(year, person).values():
        if places.FROM_THE_WAITING_LIST in row.notes:
            sentence = f"You have a place in {session_named(year, row.session)}, from the waiting list."
            yield Task(sentence, "book", Urgency.NEWS)


def _led_slots(year: YearSnapshot, person: Email) -> set[SlotCode]:
    return {session.slot for session in places.leads(year, person)}
