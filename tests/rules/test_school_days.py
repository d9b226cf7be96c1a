"""What kind of day it is at a school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.domain.dates import DateKind, DateSpan, SchoolYear
from kaizen.domain.record import SchoolName
from kaizen.domain.visit import VisitDay, VisitDayStatus
from kaizen.rules.school_days import Calendar, Shut, calendar_of
from kaizen.rules.term_days import CLOSING
from tests.demo_year import demo_year
from tests.rules.invented import DALE, HILL, SETTINGS, entry, school, year_of
from tests.rules.worked_answers import about, told

TERM = entry("Wessex", DateKind.TERM, "2026-09-01", "2026-12-18")
DAYS = st.dates(date(2026, 8, 1), date(2027, 9, 30))
INSET_DAYS = {DateKind.INSET, DateKind.SHARED_INSET, DateKind.UNCOMMON_INSET}
LARKFOLD = SchoolName("Larkfold")


@pytest.mark.parametrize("row", about("open_all_day", "full_operation_N5"), ids=told)
def test_the_worked_answers_of_the_demo_year(row: dict[str, str]) -> None:
    calendar, school, day = calendar_of(demo_year()), SchoolName(row["School"]), date.fromisoformat(row["Date"])
    number = calendar.day_number(school, day)
    asked = calendar.open_all_day if row["Rule"] == "open_all_day" else calendar.full_operation
    assert ("Yes" if asked(school, day) else "No") == row["Answer"]
    assert (f"day {number}" if number else "") == row["Because (advice) / day number"]
    if row["Answer"] == "No":
        assert calendar.not_full_because(school, day) == row["Because (blocks)"]


MAINTAINED = [school.short_name for school in demo_year().schools if school.type != "Academy"]


@pytest.mark.parametrize("name", MAINTAINED)
def test_a_maintained_demo_school_opens_for_190_days_and_works_five_more(name: SchoolName) -> None:
    calendar, year = calendar_of(demo_year()), demo_year().settings.school_year
    pupils = sum(calendar.in_school(name, day) for day in year.span.days())
    insets = sum(calendar.closed_because(name, day) in INSET_DAYS for day in year.span.days())
    assert pupils + insets == 195
    assert pupils >= 190


@pytest.mark.parametrize("kind", CLOSING)
def test_closed_beats_open_whichever_row_comes_first(kind: DateKind) -> None:
    closing = entry("Hill", kind, "2026-11-10")
    for rows in ((TERM, closing), (closing, TERM)):
        calendar = Calendar(year_of(*rows))
        assert calendar.closed_because(HILL, date(2026, 11, 10)) is kind
        assert calendar.closed_because(HILL, date(2026, 11, 11)) is None


def test_the_most_telling_reason_is_given_where_several_rows_close_a_day() -> None:
    rows = [entry("Hill", kind, "2026-11-10") for kind in reversed(CLOSING)]
    assert Calendar(year_of(TERM, *rows)).closed_because(HILL, date(2026, 11, 10)) is DateKind.BANK_HOLIDAY


def test_a_day_that_no_row_closes_may_still_have_no_school() -> None:
    calendar = Calendar(year_of(TERM))
    assert calendar.closed_because(HILL, date(2026, 11, 14)) is Shut.WEEKEND
    assert calendar.closed_because(HILL, date(2026, 12, 21)) is Shut.OUT_OF_TERM
    assert calendar.closed_because(DALE, date(2026, 11, 10)) is Shut.NO_DATES
    assert calendar.closed_because(SchoolName("Nowhere"), date(2026, 11, 10)) is Shut.NO_DATES


def test_a_part_day_is_in_school_but_not_open_all_day() -> None:
    calendar, day = Calendar(year_of(TERM, entry("Hill", DateKind.PART_DAY, "2026-12-18"))), date(2026, 12, 18)
    assert calendar.in_school(HILL, day)
    assert not calendar.open_all_day(HILL, day)
    assert calendar.not_full_because(HILL, day) == "Part day"


@pytest.mark.parametrize("kind", [DateKind.INSET, DateKind.BANK_HOLIDAY, DateKind.CLOSED, DateKind.UNCOMMON_INSET])
def test_a_single_day_off_does_not_start_the_count_again(kind: DateKind) -> None:
    calendar = Calendar(year_of(TERM, entry("Hill", kind, "2026-09-09")))
    numbers = [calendar.day_number(HILL, date(2026, 9, day)) for day in (8, 9, 10)]
    assert numbers == [6, None, 7]


@pytest.mark.parametrize("kind", [DateKind.HALF_TERM, DateKind.HOLIDAY])
def test_a_break_starts_the_count_again(kind: DateKind) -> None:
    calendar = Calendar(year_of(TERM, entry("Hill", kind, "2026-10-26", "2026-10-30")))
    assert calendar.day_number(HILL, date(2026, 11, 2)) == 1
    assert calendar.not_full_because(HILL, date(2026, 11, 6)) == "day 5 back"
    assert calendar.full_operation(HILL, date(2026, 11, 9))


def test_a_gap_between_terms_is_a_break_that_nobody_wrote_down() -> None:
    calendar = Calendar(year_of(TERM, entry("Wessex", DateKind.TERM, "2027-01-04", "2027-03-25")))
    assert calendar.day_number(HILL, date(2026, 12, 18)) == 79
    assert calendar.day_number(HILL, date(2027, 1, 4)) == 1


@pytest.mark.parametrize(("settling", "first"), [(0, "2027-02-23"), (1, "2027-02-24"), (5, "2027-03-02")])
def test_how_many_days_to_leave_is_a_setting(settling: int, first: str) -> None:
    year = replace(demo_year(), settings=demo_year().settings.model_copy(update={"settling_days": settling}))
    calendar = calendar_of(year)
    span = DateSpan(date(2027, 2, 23), date(2027, 3, 2))
    good = [day for day in span.days() if calendar.full_operation(LARKFOLD, day)]
    assert good[0] == date.fromisoformat(first)


def test_bank_holidays_from_elsewhere_are_added_to_those_in_the_sheet() -> None:
    extra, typed = date(2026, 11, 10), entry("All schools", DateKind.BANK_HOLIDAY, "2026-11-11")
    year = year_of(TERM, typed)
    assert calendar_of(year).in_school(HILL, extra)
    calendar = calendar_of(replace(year, bank_holidays=frozenset({extra})))
    assert calendar.closed_because(HILL, extra) is DateKind.BANK_HOLIDAY
    assert calendar.closed_because(HILL, typed.first_day) is DateKind.BANK_HOLIDAY


@pytest.mark.parametrize(
    ("status", "shut"),
    [
        (VisitDayStatus.PROPOSED, False),
        (VisitDayStatus.AGREED, True),
        (VisitDayStatus.DONE, True),
        (VisitDayStatus.DROPPED, False),
    ],
)
def test_an_agreed_visit_day_shuts_the_school_before_its_row_on_dates_is_typed(
    status: VisitDayStatus, shut: bool
) -> None:
    day = date(2026, 11, 19)
    calendar = Calendar(year_of(TERM, visit_days=(VisitDay(school=HILL, date=day, status=status),)))
    assert calendar.closed_because(HILL, day) is (DateKind.UNCOMMON_INSET if shut else None)


def test_inset_days_are_counted_once_a_date_and_not_at_weekends() -> None:
    rows = [
        entry("Hill", DateKind.INSET, "2026-10-23", "2026-10-26"),
        entry("All schools", DateKind.SHARED_INSET, "2026-10-26"),
        entry("Hill", DateKind.TWILIGHTS, "2026-09-24", "2027-01-28"),
        entry("Dale", DateKind.TWILIGHTS, "2026-09-24", "2027-01-28"),
    ]
    days = Calendar(year_of(TERM, *rows)).term_days(HILL)
    assert days.inset_days == {date(2026, 10, 23), date(2026, 10, 26)}
    assert days.twilights == 1


def test_busy_days_say_with_what_as_far_as_anybody_wrote_it() -> None:
    rows = [
        entry("Hill", DateKind.BUSY, "2026-12-07", "2026-12-11", "Nativity week"),
        entry("All schools", DateKind.BUSY, "2026-12-11"),
    ]
    busy = Calendar(year_of(TERM, *rows)).term_days(HILL).busy
    assert busy[date(2026, 12, 8)] == ("Nativity week",)
    assert busy[date(2026, 12, 11)] == ("Nativity week", "Busy")
    assert date(2026, 12, 6) not in busy


def test_a_slip_of_centuries_in_a_row_is_passed_over() -> None:
    holiday = entry("Hill", DateKind.HOLIDAY, "2026-12-21", "9999-12-31")
    backwards = entry("Hill", DateKind.CLOSED, "2026-11-12", "2026-11-10")
    days = Calendar(year_of(TERM, holiday, backwards)).term_days(HILL)
    assert max(days.closing) == SchoolYear(2027).span.last
    assert date(2026, 11, 11) in days.numbers


def test_the_same_rows_give_the_same_calendar_and_changed_rows_another() -> None:
    year = year_of(TERM)
    calendar = calendar_of(year)
    assert calendar_of(replace(year, lists={"Focuses": ("Maths",)})) is calendar
    changed = replace(year, dates=(*year.dates, entry("Hill", DateKind.CLOSED, "2026-11-10")))
    assert not calendar_of(changed).in_school(HILL, date(2026, 11, 10))
    other = replace(year, settings=SETTINGS.model_copy(update={"settling_days": 2}))
    assert calendar_of(other) is not calendar
    assert calendar_of(replace(year, schools=(school(DALE),))).closed_because(HILL, TERM.first_day) is Shut.NO_DATES


@given(DAYS, st.sampled_from(sorted(demo_year().school_by_name)))
def test_in_full_operation_is_open_all_day_is_in_school_is_not_closed(day: date, name: SchoolName) -> None:
    calendar = calendar_of(demo_year())
    full, all_day, pupils = (
        asked(name, day) for asked in (calendar.full_operation, calendar.open_all_day, calendar.in_school)
    )
    assert full <= all_day <= pupils
    assert pupils is (calendar.closed_because(name, day) is None) is (calendar.day_number(name, day) is not None)
    assert full is (calendar.not_full_because(name, day) == "")


@given(DAYS, st.sampled_from(sorted(demo_year().school_by_name)))
def test_school_days_are_counted_one_by_one(day: date, name: SchoolName) -> None:
    numbers = calendar_of(demo_year()).term_days(name).numbers
    if numbers.get(day, 1) > 1:
        before = max(earlier for earlier in numbers if earlier < day)
        assert numbers[before] == numbers[day] - 1
