"""How many places, who holds them, who waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.domain.programme import Room, SlotKind
from kaizen.domain.record import SessionCode
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules import places
from tests.demo_year import demo_year
from tests.small_year import CLOSES, NOW, OPENS, address, booking, session, slot, small_year, waiting, workshop

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.domain.booking import Booking

W01_A = SessionCode("W01-A")


@pytest.mark.parametrize(
    ("own", "most", "room", "expected"),
    [
        (18, 30, "Hall", 18),
        (50, None, "Hall", 40),
        (None, 30, "Hall", 30),
        (None, 60, "Hall", 40),
        (None, None, "Hall", 40),
        (0, 30, "Hall", 0),
        (18, None, "", 18),
        (18, None, "A room nobody knows", 18),
        (None, 30, "", None),
    ],
)
def test_places(own: int | None, most: int | None, room: str, expected: int | None) -> None:
    year = small_year(workshops=(workshop(1, most_people=most),), sessions=(session("W01-A", own, room=room),))
    assert places.places_of(year, year.sessions[0]) == expected
    assert places.left(year, W01_A) == expected


def test_a_session_of_a_workshop_nobody_knows_has_the_seats_of_its_room() -> None:
    year = small_year(rooms=(Room(room="Hall", seats=12),))
    assert places.places_of(year, session("W99-A", None)) == 12


@pytest.mark.parametrize(
    "values",
    [
        {"workshops": (workshop(1, status=WorkshopStatus.WITHDRAWN),)},
        {"workshops": ()},
        {"slots": (slot("A", 13, SlotKind.KEYNOTE),)},
        {"slots": ()},
        {"sessions": ()},
    ],
)
def test_only_accepted_workshops_in_workshop_slots_run(values: dict[str, Any]) -> None:
    assert places.running(small_year(), W01_A) is not None
    year = small_year(bookings=(booking("ann", "W01-A"), waiting("bob", "W01-A")), **values)
    assert places.running(year, W01_A) is None
    assert places.holding(year, address("ann")) == {}
    assert places.waits(year, address("bob")) == ()
    assert places.taken(year, W01_A) == (), "nobody holds a place in what does not take place"


def test_booked_rows_take_places_and_nothing_else_does() -> None:
    rows = (
        booking("ann", "W01-A"),
        waiting("bob", "W01-A"),
        booking("cat", "W01-A", status=BookingStatus.CANCELLED),
        booking("dan", "W02-A"),
    )
    year = small_year(bookings=rows, sessions=(session("W01-A", 3), session("W02-A", 3)))
    assert places.taken(year, W01_A) == rows[:1]
    assert places.left(year, W01_A) == 2
    assert places.waiting(year, W01_A) == rows[1:2]


def test_the_first_booked_holds_when_the_sheet_has_two() -> None:
    late, early = booking("ann", "W01-A", 5), booking("ann", "W02-A", 2)
    year = small_year(bookings=(late, early))
    assert places.holding(year, address("ann")) == {"A": early}
    assert places.left(year, W01_A) == 1
    assert places.left(year, SessionCode("W02-A")) == 0


def test_without_times_the_first_in_the_sheet_holds_but_behind_one_with_a_time() -> None:
    first, second = booking("ann", "W01-A", booked_at=None), booking("ann", "W02-A", 9, booked_at=None)
    assert places.holding(small_year(bookings=(first, second)), address("ann")) == {"A": first}
    timed = booking("ann", "W03-A")
    assert places.holding(small_year(bookings=(first, timed)), address("ann")) == {"A": timed}


def test_a_place_stays_in_the_slot_the_session_has_been_moved_to() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"),), sessions=(session("W01-A", slot="C"),))
    assert list(places.holding(year, address("ann"))) == ["C"]


def test_an_overfull_session_evicts_nobody_and_says_so() -> None:
    rows = tuple(booking(name, "W01-A", minute) for minute, name in enumerate(("ann", "bob", "cat")))
    year = small_year(bookings=rows, sessions=(session("W01-A", 2),))
    assert places.taken(year, W01_A) == rows
    assert places.left(year, W01_A) == 0
    assert places.over(year, W01_A) == 1
    assert places.over(small_year(sessions=(session("W01-A", None, room=""),)), W01_A) == 0


def test_the_waiting_list_is_first_come_one_row_a_person() -> None:
    rows = (
        waiting("cat", "W01-A", 9),
        waiting("bob", "W01-A", 4),
        waiting("bob", "W01-A", 7),
        waiting("dan", "W01-A", booked_at=None),
        waiting("ann", "W01-A", 1),
        booking("ann", "W01-A", 0),
    )
    year = small_year(bookings=rows)
    assert [row.email for row in places.waiting(year, W01_A)] == [address(name) for name in ("bob", "cat", "dan")]
    assert places.waits(year, address("bob")) == (rows[1],)
    assert places.waits(year, address("ann")) == ()


def test_leaders_and_co_leaders_lead_every_session_of_theirs() -> None:
    year = small_year(workshops=(workshop(1, email=address("ann"), also_leading="Bob Shaw (Shore)"), workshop(2)))
    for name in ("ann", "bob"):
        assert [own.session for own in places.leads(year, address(name))] == ["W01-A", "W01-B", "W01-C"]
    assert places.leads(year, address("cat")) == ()


@pytest.mark.parametrize(
    ("opens", "closes", "now", "is_open", "is_over", "sentence"),
    [
        (OPENS, CLOSES, NOW, True, False, "Booking is open until Fri 29 Jan 2027 at 17:00."),
        (OPENS, CLOSES, OPENS, True, False, "Booking is open until Fri 29 Jan 2027 at 17:00."),
        (OPENS, None, NOW, True, False, "Booking is open."),
        (OPENS, CLOSES, OPENS - timedelta(seconds=1), False, False, "Booking opens on Mon 16 Nov 2026 at 8:00."),
        (None, CLOSES, NOW, False, False, "Booking is not open yet: no date has been set."),
        (OPENS, CLOSES, CLOSES, False, True, "Booking closed on Fri 29 Jan 2027 at 17:00."),
        (None, CLOSES, CLOSES, False, True, "Booking closed on Fri 29 Jan 2027 at 17:00."),
    ],
)
def test_booking_is_open_from_its_opening_until_its_close(  # noqa: PLR0913, PLR0917 - one column each
    opens: datetime | None, closes: datetime | None, now: datetime, is_open: bool, is_over: bool, sentence: str
) -> None:
    settings = small_year(settings={"booking_opens": opens, "booking_closes": closes}).settings
    assert places.booking_window(settings, now) == places.BookingWindow(is_open, is_over, sentence)


def test_the_demo_networks_forest_school_is_full_in_its_first_two_slots() -> None:
    year = demo_year()
    left = {own.session: places.left(year, own.session) for own in year.sessions}
    assert {code for code, free in left.items() if free == 0} == {"W04-A", "W04-B", "W06-A"}
    assert {code for code, free in left.items() if free is None} == {"W14-B"}
    held: list[Booking] = [row for own in year.sessions for row in places.taken(year, own.session)]
    assert len(held) == sum(row.status is BookingStatus.BOOKED for row in year.bookings)
    assert len(places.waiting(year, SessionCode("W04-A"))) == 6
