"""Which rows of Dates hold for a school."""

from __future__ import annotations

import pytest

from kaizen.domain.dates import DateEntry, DateKind
from kaizen.domain.record import SchoolName
from kaizen.rules.date_rows import by_who, rows_for
from tests.rules.invented import HILL, entry, school

AUTUMN = entry("Wessex", DateKind.TERM, "2026-09-01", "2026-12-18")
SPRING = entry("Wessex", DateKind.TERM, "2027-01-04", "2027-03-25")
OCTOBER = entry("Wessex", DateKind.HALF_TERM, "2026-10-26", "2026-10-30")


def _rows(*rows: DateEntry) -> tuple[DateEntry, ...]:
    return rows_for(school(HILL, also_called=("HPS", "The Hill")), by_who(rows))


def test_a_councils_rows_hold_for_its_schools_only() -> None:
    assert _rows(AUTUMN, entry("Mercia", DateKind.TERM, "2026-09-02", "2026-12-16")) == (AUTUMN,)


def test_rows_for_all_schools_hold_for_everybody_and_are_never_replaced() -> None:
    everybody = entry("All Schools", DateKind.HOLIDAY, "2026-12-24", "2026-12-26")
    own = entry("Hill", DateKind.HOLIDAY, "2026-12-21", "2027-01-01")
    assert _rows(everybody, own) == (own, everybody)


@pytest.mark.parametrize("kind", [DateKind.TERM, DateKind.HALF_TERM, DateKind.HOLIDAY])
def test_an_own_row_replaces_the_councils_rows_of_its_kind_that_it_overlaps(kind: DateKind) -> None:
    overlapping, apart = entry("Wessex", kind, "2026-10-26", "2026-10-30"), entry("Wessex", kind, "2027-02-15")
    own = entry("Hill", kind, "2026-10-19", "2026-10-26")
    assert _rows(overlapping, apart, own) == (own, apart)


def test_an_own_row_replaces_nothing_of_another_kind() -> None:
    own = entry("Hill", DateKind.HALF_TERM, "2026-10-19", "2026-10-30")
    assert _rows(AUTUMN, SPRING, OCTOBER, own) == (own, AUTUMN, SPRING)


def test_an_own_inset_day_leaves_the_councils_inset_day_standing() -> None:
    fixed, own = entry("Wessex", DateKind.INSET, "2026-09-01"), entry("Hill", DateKind.INSET, "2026-09-01")
    assert _rows(fixed, own) == (own, fixed)


@pytest.mark.parametrize("who", ["hill", "HILL  primary school", "hps", "the hill", " Hill"])
def test_a_school_is_found_however_its_name_is_written(who: str) -> None:
    row = entry(who, DateKind.INSET, "2026-09-01")
    assert _rows(row) == (row,)


def test_a_name_that_is_part_of_another_is_nobody() -> None:
    assert _rows(entry("Hillside", DateKind.INSET, "2026-09-01"), entry("Hil", DateKind.INSET, "2026-09-01")) == ()


def test_a_school_named_like_its_council_is_meant_first() -> None:
    namesake = school(SchoolName("Wessex"))
    assert rows_for(namesake, by_who([AUTUMN])) == (AUTUMN,)
