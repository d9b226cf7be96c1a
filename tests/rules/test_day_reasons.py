"""What is said of a day, with schools of which the same is said in one line."""

from __future__ import annotations

from kaizen.domain.record import SchoolName
from kaizen.rules.day_reasons import together
from tests.demo_year import demo_year

MARRAM = SchoolName("Marram Bank")
OTHERS = [row.short_name for row in demo_year().schools if row.in_network and row.short_name != MARRAM]


def _said(*lines: str) -> tuple[str, ...]:
    return together(demo_year(), MARRAM, lines)


def test_what_is_said_of_every_school_is_said_once() -> None:
    lines = [f"{school}: Shared INSET" for school in OTHERS]
    assert _said(*lines) == ("Shared INSET at every other school",)
    assert _said(*lines, "Marram Bank (own school): Shared INSET") == ("Shared INSET at every school",)


def test_what_is_said_of_some_names_them() -> None:
    lines = (f"{OTHERS[0]}: INSET", f"{OTHERS[1]}: day 2 back", f"{OTHERS[2]}: INSET")
    assert _said(*lines) == (f"{OTHERS[0]} and {OTHERS[2]}: INSET", f"{OTHERS[1]}: day 2 back")


def test_what_is_not_about_one_school_stays_as_it_is() -> None:
    lines = ("Marram Bank would have 6 INSET days", "Worth knowing: a strike", f"{OTHERS[0]}: KS2 tests: maths")
    assert _said(*lines) == lines
    assert _said() == ()
