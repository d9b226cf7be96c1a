"""What is offered to those who wait."""

from __future__ import annotations

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.domain.record import SessionCode
from kaizen.rules.booking import offers, reasons_against
from kaizen.rules.waiting_list import next_in, places_for
from tests.small_year import CLOSES, NOW, address, booking, codes, session, small_year, waiting

W01_A = SessionCode("W01-A")


def test_a_free_place_is_offered_to_those_who_hold_another_in_that_slot() -> None:
    year = small_year(bookings=(booking("ann", "W02-A"), waiting("ann", "W01-A"), waiting("ann", "W03-B")))
    assert [own.session for own in offers(year, address("ann"), NOW)] == ["W01-A", "W03-B"]
    assert offers(year, address("bob"), NOW) == ()


def test_nothing_is_offered_that_could_not_be_booked() -> None:
    year = small_year(bookings=(booking("ann", "W01-B"), waiting("ann", "W01-A")))
    assert offers(year, address("ann"), NOW) == ()
    free = small_year(bookings=(waiting("ann", "W01-A"),))
    assert offers(free, address("ann"), CLOSES) == ()


@pytest.mark.parametrize(("places", "asks", "expected"), [(1, "cat", 0), (1, "ann", 1), (3, "cat", 1), (3, "bob", 2)])
def test_those_who_wait_before_one_come_first(places: int, asks: str, expected: int) -> None:
    rows = (waiting("ann", "W01-A", 1), waiting("bob", "W01-A", 2))
    year = small_year(bookings=rows, sessions=(session("W01-A", places),))
    assert places_for(year, address(asks), W01_A) == expected


def test_nobody_is_next_in_a_session_without_places_or_off_the_programme() -> None:
    rows = (waiting("ann", "W01-A"),)
    unknown = small_year(bookings=rows, sessions=(session("W01-A", None, room=""),))
    assert next_in(unknown, W01_A) is None
    assert places_for(unknown, address("ann"), W01_A) == 0
    assert next_in(small_year(bookings=rows, workshops=()), W01_A) is None
    assert next_in(small_year(bookings=rows), W01_A) == rows[0]
    assert rows[0].status is BookingStatus.WAITING


def test_reasons_are_empty_exactly_when_the_wish_can_be_had() -> None:
    year = small_year()
    assert reasons_against(year, address("ann"), codes("W01-A", "W02-B", "W03-C"), NOW) == ()
    assert reasons_against(year, address("ann"), codes("W01-A", "W01-B", "W03-C"), NOW) != ()
