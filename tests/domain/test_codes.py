"""Codes for new rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.domain.codes import next_code
from tests.demo_year import demo_year


def test_the_demo_year_goes_on_where_it_stopped() -> None:
    year = demo_year()
    assert next_code("V", (visit.visit for visit in year.visits)) == "V106"
    assert next_code("L", (note.log for note in year.visit_notes)) == "L26"
    assert next_code("F", (action.id for action in year.follow_ups)) == "F26"
    assert next_code("W", (workshop.id for workshop in year.workshops)) == "W19"


@pytest.mark.parametrize(
    ("taken", "code"),
    [
        ((), "L01"),
        (("L09",), "L10"),
        (("L99",), "L100"),
        (("l7 ", "L3"), "L8"),
        (("V80", "L2b", "the one after L40", "", "L05"), "L06"),
        (("L003", "L12"), "L13"),
        (("L\u0663",), "L01"),
    ],
)
def test_the_highest_number_counts_whatever_else_is_typed(taken: tuple[str, ...], code: str) -> None:
    assert next_code("L", taken) == code


@given(st.lists(st.integers(0, 10**6)))
def test_a_code_is_never_given_twice(numbers: list[int]) -> None:
    taken = {f"F{number:02d}" for number in numbers}
    assert next_code("F", taken) not in taken
