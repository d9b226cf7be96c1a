"""The Monday of the shared INSET day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.domain.dates import DateEntry, DateKind, DateSpan, SchoolYear
from kaizen.domain.record import SchoolName
from kaizen.rules.inset_dates import shared_day_candidates, shared_days, spring_half_term
from tests.demo_year import demo_year
from tests.rules.invented import DALE, HILL, SETTINGS, entry, school, year_of
from tests.rules.worked_answers import table

MONDAY = 0
FIXTURES = [row for row in table("expected_conference.csv") if row["Spring half term last"]]
SPRING = [row for row in table("term_facts.csv") if row["What"] == "Spring half term"]
YEARS = sorted({row["School year"] for row in SPRING})

BREAKS = st.builds(
    lambda first, length: DateSpan(first, first + timedelta(days=length)),
    st.dates(date(2027, 1, 1), date(2027, 3, 31)),
    st.integers(0, 16),
)
HALF_TERMS = st.dictionaries(st.sampled_from([SchoolName(f"School {n}") for n in range(12)]), BREAKS)


def _span(row: dict[str, str], first: str, last: str) -> DateSpan:
    return DateSpan(date.fromisoformat(row[first]), date.fromisoformat(row[last]))


def _published(school_year: str) -> dict[SchoolName, DateSpan]:
    """Give the spring half terms that were published for a year, by council or school."""
    rows = (row for row in SPRING if row["School year"] == school_year)
    return {SchoolName(row["Who"]): _span(row, "First day", "Last day") for row in rows}


@pytest.mark.parametrize("row", FIXTURES, ids=lambda row: f"{row['School year']} {row['School']}")
def test_the_worked_answers(row: dict[str, str]) -> None:
    span = _span(row, "Spring half term first", "Spring half term last")
    monday = date.fromisoformat(row["First Monday after"])
    assert shared_day_candidates({SchoolName("Hill"): span}) == {monday: frozenset({"Hill"})}


@pytest.mark.parametrize("row", SPRING, ids=lambda row: f"{row['School year']} {row['Who']}")
def test_each_published_half_term_is_the_spring_one_and_names_the_monday_after_its_weekend(row: dict[str, str]) -> None:
    span, wanted = _span(row, "First day", "Last day"), SchoolYear.named(row["School year"])
    typed = entry(row["Who"], DateKind.HALF_TERM, row["First day"], row["Last day"])
    assert wanted is not None
    assert spring_half_term([typed], wanted) == span
    assert list(shared_day_candidates({SchoolName(row["Who"]): span})) == [span.last + timedelta(days=3)]


@pytest.mark.parametrize("row", [row for row in table("term_facts.csv") if row not in SPRING], ids=lambda r: r["What"])
def test_no_other_published_date_is_taken_for_the_spring_half_term(row: dict[str, str]) -> None:
    kind = DateKind.HOLIDAY if row["What"] == "Easter holiday" else DateKind.HALF_TERM
    kind = DateKind.SHARED_INSET if "INSET" in row["What"] else kind
    wanted = SchoolYear.named(row["School year"])
    assert wanted is not None
    assert spring_half_term([entry(row["Who"], kind, row["First day"], row["Last day"])], wanted) is None


@pytest.mark.parametrize("school_year", YEARS)
def test_published_years_agree_or_split_as_they_did(school_year: str) -> None:
    mondays = list(shared_day_candidates(_published(school_year)))
    split = {
        "2016-17": ["2017-02-20", "2017-02-27"],
        "2017-18": ["2018-02-19", "2018-02-26"],
        "2021-22": ["2022-02-21", "2022-02-28"],
    }
    assert len(mondays) == len(split.get(school_year, ["agreed"]))
    assert [day.isoformat() for day in mondays] == split.get(school_year, [day.isoformat() for day in mondays])


def test_the_network_took_the_day_of_the_majority_in_2018() -> None:
    actual = next(row for row in table("expected_conference.csv") if "actual day" in row["School"])
    published = _published("2017-18")
    many, wigan = published[SchoolName("Many councils (not ours)")], published[SchoolName("Wigan")]
    rows = [
        DateEntry(who=who, what=DateKind.HALF_TERM, first_day=span.first, last_day=span.last)
        for who, span in (("Wessex", many), ("Mercia", wigan))
    ]
    settings = SETTINGS.model_copy(update={"school_year": SchoolYear(2017)})
    schools = (school(DALE, "Mercia"), school(HILL), school(SchoolName("Brook")))
    found = shared_days(year_of(*rows, schools=schools, settings=settings))
    assert found.days[0].day.isoformat() == actual["First Monday after"]
    assert found.days[0].named_by == (HILL, "Brook")
    assert found.agreed is None


def test_the_demo_year_agrees_on_its_conference_date() -> None:
    found = shared_days(demo_year())
    assert found.agreed is not None
    assert found.agreed.day == demo_year().settings.conference_date
    assert found.agreed.named_by == found.agreed.at_work == tuple(demo_year().school_by_name)
    assert (found.missing, found.agreed.on_holiday) == ((), ())


def _split(*more: DateEntry) -> tuple[DateEntry, ...]:
    """Give two councils a week apart; Dale is still on half term when Hill's Monday comes."""
    return (
        entry("All schools", DateKind.TERM, "2027-01-04", "2027-03-25"),
        entry("Wessex", DateKind.HALF_TERM, "2027-02-15", "2027-02-19"),
        entry("Mercia", DateKind.HALF_TERM, "2027-02-22", "2027-02-26"),
        *more,
    )


def test_a_split_says_who_would_be_at_work_and_who_on_holiday() -> None:
    found = shared_days(year_of(*_split()))
    assert [day.day for day in found.days] == [date(2027, 3, 1), date(2027, 2, 22)]
    assert [day.named_by for day in found.days] == [(DALE,), (HILL,)]
    assert [day.at_work for day in found.days] == [(HILL, DALE), (HILL,)]
    assert [day.on_holiday for day in found.days] == [(), (DALE,)]


def test_a_school_closed_for_another_reason_is_neither_at_work_nor_on_holiday() -> None:
    found = shared_days(year_of(*_split(entry("Hill", DateKind.CLOSED, "2027-02-22"))))
    assert (found.days[1].at_work, found.days[1].on_holiday) == ((), (DALE,))
    inset = shared_days(year_of(*_split(entry("Hill", DateKind.INSET, "2027-02-22"))))
    assert inset.days[1].at_work == (HILL,)


def test_equal_numbers_stand_in_the_order_of_the_calendar() -> None:
    rows = [
        entry("Hill", DateKind.HALF_TERM, "2027-02-22", "2027-02-26"),
        entry("Dale", DateKind.HALF_TERM, "2027-02-08", "2027-02-10"),
    ]
    assert [day.day for day in shared_days(year_of(*rows)).days] == [date(2027, 2, 15), date(2027, 3, 1)]


def test_a_school_without_a_spring_half_term_is_named_and_left_out() -> None:
    rows = [entry("Wessex", DateKind.HALF_TERM, "2027-02-15"), entry("Mercia", DateKind.HALF_TERM, "2026-10-26")]
    found = shared_days(year_of(*rows))
    assert found.missing == (DALE,)
    assert [day.named_by for day in found.days] == [(HILL,)]
    nothing = shared_days(year_of())
    assert (nothing.days, nothing.agreed, nothing.missing) == ((), None, (HILL, DALE))


def test_a_school_outside_the_network_is_not_asked() -> None:
    schools = (school(HILL), school(DALE, "Mercia", in_network=False))
    found = shared_days(year_of(*_split(), schools=schools))
    assert (found.missing, found.agreed and found.agreed.named_by) == ((), (HILL,))


def test_next_years_split_shows_as_soon_as_its_rows_are_typed() -> None:
    rows = [
        entry("Wessex", DateKind.HALF_TERM, "2028-02-14", "2028-02-18"),
        entry("Mercia", DateKind.HALF_TERM, "2028-02-21", "2028-02-25"),
    ]
    year = year_of(*_split(*rows))
    assert [day.day for day in shared_days(year, SchoolYear(2027)).days] == [date(2028, 2, 21), date(2028, 2, 28)]
    assert date(2028, 2, 21) not in {day.day for day in shared_days(year).days}


@given(HALF_TERMS)
def test_a_candidate_is_a_monday_one_to_seven_days_after_the_break(half_terms: dict[SchoolName, DateSpan]) -> None:
    for day, schools in shared_day_candidates(half_terms).items():
        assert day.weekday() == MONDAY
        assert all(1 <= (day - half_terms[name].last).days <= 7 for name in schools)


@given(HALF_TERMS)
def test_the_groups_share_out_the_schools(half_terms: dict[SchoolName, DateSpan]) -> None:
    candidates = shared_day_candidates(half_terms)
    assert sorted(name for schools in candidates.values() for name in schools) == sorted(half_terms)
    assert all(candidates.values())
    assert list(candidates) == sorted(candidates)


@given(HALF_TERMS)
def test_most_schools_stand_first_and_nobody_is_lost(half_terms: dict[SchoolName, DateSpan]) -> None:
    schools = tuple(school(SchoolName(f"School {n}")) for n in range(12))
    rows = (
        DateEntry(who=name, what=DateKind.HALF_TERM, first_day=span.first, last_day=span.last)
        for name, span in half_terms.items()
    )
    found = shared_days(year_of(*rows, schools=schools))
    assert all(len(before.named_by) >= len(after.named_by) for before, after in pairwise(found.days))
    named = [name for day in found.days for name in day.named_by]
    assert sorted([*named, *found.missing]) == sorted(each.short_name for each in schools)
