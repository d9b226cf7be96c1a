"""Whether a school's days add up: 195 = 190 + 5, and Wigan's 193."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaizen.domain.dates import DateKind
from kaizen.rules.day_counts import DayCount, bound_by_190_days, council_days, day_count
from tests.demo_year import demo_year

YEAR = demo_year()


@pytest.mark.parametrize(
    ("school", "pupils", "inset", "twilights", "closed"),
    [
        ("Gynn Sands", 190, 5, 0, 1),
        ("Marram Bank", 189, 3, 2, 0),
        ("St Bega's", 190, 5, 0, 0),
        ("Larkfold", 190, 5, 0, 0),
        ("Cotton Row", 191, 4, 0, 0),
        ("Pithead Lane", 190, 5, 0, 0),
        ("Otterspool Rise", 190, 5, 0, 0),
    ],
)
def test_the_demo_schools(school: str, pupils: int, inset: int, twilights: int, closed: int) -> None:
    row = next(one for one in YEAR.schools if one.short_name == school)
    assert day_count(YEAR, row) == DayCount(pupils, inset, twilights, closed)


def test_a_school_without_dates_has_no_count() -> None:
    assert day_count(replace(YEAR, dates=()), YEAR.schools[0]) is None


@pytest.mark.parametrize(
    ("council", "days"), [("Wigan", 193), ("wigan ", 193), ("Lancashire", 195), ("Bolton", 195), ("Nowhere", 0)]
)
def test_what_a_council_leaves_to_its_schools(council: str, days: int) -> None:
    assert council_days(YEAR, council) == days


def test_bank_holidays_count_whether_or_not_somebody_has_typed_them() -> None:
    typed = tuple(row for row in YEAR.dates if row.what is DateKind.BANK_HOLIDAY)
    without = replace(YEAR, dates=tuple(row for row in YEAR.dates if row not in typed))
    assert council_days(without, "Wigan") == 194
    known = replace(without, bank_holidays=frozenset(row.first_day for row in typed))
    assert council_days(known, "Wigan") == 193


@pytest.mark.parametrize(
    ("count", "off"),
    [
        (DayCount(190, 5, 0, 0), 0),
        (DayCount(188, 3, 2, 0), -2),
        (DayCount(190, 3, 2, 0), 0),
        (DayCount(191, 5, 0, 0), 1),
        (DayCount(189, 5, 0, 1), 0),
        (DayCount(190, 5, 0, 1), 0),
        (DayCount(187, 5, 0, 1), -2),
    ],
    ids=str,
)
def test_how_far_out(count: DayCount, off: int) -> None:
    assert count.off_by() == off


def test_academies_and_free_schools_decide_themselves() -> None:
    kinds = {row.type: bound_by_190_days(row) for row in YEAR.schools}
    assert kinds == {"Community": True, "Voluntary aided": True, "Foundation": True, "Academy": False}
    assert not bound_by_190_days(YEAR.schools[0].model_copy(update={"type": " free School"}))
    assert bound_by_190_days(YEAR.schools[0].model_copy(update={"type": ""}))
