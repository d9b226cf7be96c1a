"""Bank holidays against the days that were kept, with the years in which they moved."""

from __future__ import annotations

from datetime import date

import pytest

from kaizen.domain.dates import SchoolYear
from kaizen.sheet.bank_holidays import in_england
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.reading import YearReader

KEPT = {
    2019: "2019-12-25 2019-12-26 2020-01-01 2020-04-10 2020-04-13 2020-05-08 2020-05-25 2020-08-31",
    2021: "2021-12-27 2021-12-28 2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29",
    2022: "2022-09-19 2022-12-26 2022-12-27 2023-01-02 2023-04-07 2023-04-10 2023-05-01 2023-05-08 2023-05-29 "
    "2023-08-28",
    2026: "2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30",
}
"""School year to the weekdays that were, or will be, bank holidays. Source: gov.uk/bank-holidays."""


@pytest.mark.parametrize("starts", KEPT)
def test_the_days_that_were_kept(starts: int) -> None:
    days = {day for day in in_england(SchoolYear(starts)) if day.weekday() < 5}
    assert days == {date.fromisoformat(day) for day in KEPT[starts].split()}


def test_a_reading_brings_them_along() -> None:
    assert date(2027, 5, 3) in YearReader().read(demo_grids()).year.bank_holidays
