"""The moment at which the next row is booked: after every row that is there, whatever the clock says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.rules.places import first_come
from kaizen.rules.waiting_list import A_MOMENT, AHEAD, next_moment
from tests.small_year import NOW, booking, small_year

A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ([], NOW),
        ([None], NOW),
        ([NOW - A_DAY], NOW),
        ([NOW], NOW + A_MOMENT),
        ([NOW + timedelta(seconds=3), NOW], NOW + timedelta(seconds=3) + A_MOMENT),
        ([NOW + AHEAD], NOW + AHEAD + A_MOMENT),
        ([NOW + A_DAY, NOW - A_DAY], NOW),
    ],
)
def test_the_next_row_comes_after_all_others_but_those_of_another_day(
    there: list[datetime | None], expected: datetime
) -> None:
    rows = tuple(booking(f"p{number}", "W01-A", booked_at=one) for number, one in enumerate(there))
    assert next_moment(small_year(bookings=rows), NOW + timedelta(microseconds=7)) == expected


@given(st.lists(st.integers(-3_000, 3_000), max_size=20), st.randoms())
def test_the_order_of_arrival_is_in_the_cells(clock: list[int], shuffled: object) -> None:
    """Whatever the clock does from one row to the next."""
    year = small_year(bookings=())
    for number, off in enumerate(clock):
        moment = next_moment(year, NOW + timedelta(milliseconds=off))
        year = year.added(booking(f"p{number}", "W01-A", booked_at=moment))
    rows = list(year.bookings)
    shuffled.shuffle(rows)  # type: ignore[attr-defined]
    assert first_come(rows) == list(year.bookings)
