"""Whether a day would do for a school's uncommon INSET."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.domain.dates import DateKind
from kaizen.domain.network import Person
from kaizen.domain.record import Email, SchoolName
from kaizen.domain.visit import VisitDay, VisitDayStatus
from kaizen.rules.visit_days import Answer, check_visit_day
from tests.demo_year import demo_year
from tests.rules.invented import DALE, HILL, SETTINGS, entry, school, year_of
from tests.rules.worked_answers import about, told

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

TERM = entry("All schools", DateKind.TERM, "2026-09-01", "2026-12-18")
TUESDAY = date(2026, 11, 10)
GYNN, BEGAS = SchoolName("Gynn Sands"), SchoolName("St Bega's")
WHOLE_YEAR = tuple(demo_year().settings.school_year.span.days())


@pytest.mark.parametrize("row", about("visit_day"), ids=told)
def test_the_worked_answers_of_the_demo_year(row: dict[str, str]) -> None:
    check = check_visit_day(demo_year(), SchoolName(row["School"]), date.fromisoformat(row["Date"]))
    assert check.answer.value == row["Answer"]
    assert "; ".join(check.blocks) == row["Because (blocks)"]
    assert "; ".join(check.advice) == row["Because (advice) / day number"]


@pytest.mark.parametrize("name", demo_year().school_by_name)
def test_eight_demo_schools_have_127_to_132_green_days_and_st_begas_none(name: SchoolName) -> None:
    answers = Counter(check_visit_day(demo_year(), name, day).answer for day in WHOLE_YEAR)
    assert answers[Answer.YES] in ({0} if name == BEGAS else range(127, 133))
    assert answers[Answer.NO] in {190, 191}


def test_st_begas_has_used_its_five_days() -> None:
    check = check_visit_day(demo_year(), BEGAS, date(2026, 11, 18))
    assert check.advice == ("St Bega's would have 6 INSET days",)
    assert check.answer is Answer.ASK


def test_everything_is_said_at_once() -> None:
    check = check_visit_day(demo_year(), BEGAS, date(2026, 11, 2))
    assert check.blocks == ("Gynn Sands: INSET", "Dockwray Street: INSET", "Otterspool Rise: INSET")
    assert check.advice == (
        "Marram Bank: day 1 back",
        "Larkfold: day 1 back",
        "Cotton Row: day 1 back",
        "Pithead Lane: day 1 back",
        "Smithy Croft: day 1 back",
        "St Bega's would have 6 INSET days",
    )


def test_two_schools_cannot_share_a_date() -> None:
    check = check_visit_day(demo_year(), BEGAS, date(2027, 3, 3))
    assert check.blocks == ("Otterspool Rise: Uncommon INSET",)
    unwritten = VisitDay(school=DALE, date=TUESDAY, status=VisitDayStatus.AGREED)
    assert check_visit_day(year_of(TERM, visit_days=(unwritten,)), HILL, TUESDAY).blocks == ("Dale: Uncommon INSET",)


def test_a_day_that_another_school_has_proposed_is_noted_and_stays_green() -> None:
    proposed = [VisitDay(school=name, date=TUESDAY) for name in (HILL, DALE)]
    dropped = VisitDay(school=DALE, date=date(2026, 11, 11), status=VisitDayStatus.DROPPED)
    year = year_of(TERM, visit_days=(*proposed, dropped))
    check = check_visit_day(year, HILL, TUESDAY)
    assert check.notes == ("Dale has proposed this day too, and two schools cannot share a date",)
    assert check.answer is Answer.YES
    assert check_visit_day(year, HILL, dropped.date).notes == ()


def test_its_own_uncommon_day_does_not_stand_in_a_schools_way() -> None:
    own = entry("Hill", DateKind.UNCOMMON_INSET, "2026-11-10")
    assert check_visit_day(year_of(TERM, own), HILL, TUESDAY).answer is Answer.YES
    inset = entry("Hill", DateKind.INSET, "2026-11-10")
    assert check_visit_day(year_of(TERM, inset), HILL, TUESDAY).blocks == ("Hill (own school): INSET",)


@pytest.mark.parametrize(
    ("notes", "because"),
    [
        ("Polling station", "Closed (polling station)"),
        ("Head signed off with stress", "Closed"),
        ("", "Closed"),
        ("Snow", "Closed (Snow)"),
        ("Eid al-Fitr", "Closed (Eid al-Fitr)"),
    ],
)
def test_a_closure_is_told_as_its_note_says(notes: str, because: str) -> None:
    year = year_of(TERM, entry("Dale", DateKind.CLOSED, "2026-11-10", notes=notes))
    assert check_visit_day(year, HILL, TUESDAY).blocks == (f"Dale: {because}",)


def test_a_part_day_elsewhere_blocks_and_one_at_home_does_not() -> None:
    year = year_of(TERM, entry("Dale", DateKind.PART_DAY, "2026-11-10", notes="Closes at 2pm"))
    assert check_visit_day(year, HILL, TUESDAY).blocks == ("Dale: Part day",)
    assert check_visit_day(year, DALE, TUESDAY).answer is Answer.YES


def test_a_school_outside_the_network_is_not_looked_at() -> None:
    shut = entry("Dale", DateKind.CLOSED, "2026-11-10")
    schools = (school(HILL), school(DALE, in_network=False))
    assert check_visit_day(year_of(TERM, shut, schools=schools), HILL, TUESDAY).answer is Answer.YES


def test_bank_holidays_from_elsewhere_block() -> None:
    check = check_visit_day(replace(year_of(TERM), bank_holidays=frozenset({TUESDAY})), HILL, TUESDAY)
    assert check.blocks == ("Dale: Bank holiday", "Hill (own school): Bank holiday")


@pytest.mark.parametrize(
    ("insets", "twilights", "answer"), [(4, 0, Answer.YES), (3, 1, Answer.YES), (3, 2, Answer.ASK)]
)
def test_insets_shared_days_and_twilights_make_up_the_five(insets: int, twilights: int, answer: Answer) -> None:
    shared = entry("All schools", DateKind.SHARED_INSET, "2026-09-01")
    days = [entry("Hill", DateKind.INSET, f"2026-09-{n:02d}") for n in range(2, insets + 1)]
    evenings = [entry("Hill", DateKind.TWILIGHTS, f"2026-10-{n:02d}", "2026-12-01") for n in range(1, twilights + 1)]
    check = check_visit_day(year_of(TERM, shared, *days, *evenings), HILL, TUESDAY)
    assert check.answer is answer
    assert check.advice == (("Hill would have 6 INSET days",) if answer is Answer.ASK else ())


def _staffed(*days: tuple[int, ...]) -> YearSnapshot:
    """Give a year in which Dale takes two visitors and Hill has one person for each of ``days``."""
    people = tuple(
        Person(name=f"P{n}", email=Email(f"p{n}@hill.example"), school=HILL, days=each) for n, each in enumerate(days)
    )
    return year_of(TERM, people=people, schools=(school(HILL), school(DALE, most_visitors=2)))


def test_more_staff_than_places_is_advice_where_another_weekday_would_do() -> None:
    year = _staffed((1,), (1, 2), (1, 3))
    check = check_visit_day(year, HILL, TUESDAY)
    assert check.advice == ("Hill has 3 staff working on Tuesdays; the others take 2 visitors at once",)
    assert (check.answer, check.notes) == (Answer.ASK, ())
    assert check_visit_day(year, HILL, date(2026, 11, 11)).answer is Answer.YES
    assert check_visit_day(year, HILL, date(2026, 11, 14)).advice == ()


def test_more_staff_than_places_on_every_weekday_is_a_note_and_leaves_the_day_green() -> None:
    check = check_visit_day(_staffed((0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4)), HILL, TUESDAY)
    assert check.notes == ("Hill has 3 staff working on Tuesdays; the others take 2 visitors at once",)
    assert (check.answer, check.advice) == (Answer.YES, ())
    gynn = check_visit_day(demo_year(), GYNN, date(2027, 6, 17))
    assert gynn.notes == ("Gynn Sands has 60 staff working on Thursdays; the others take 44 visitors at once",)


def test_places_come_from_the_setting_where_a_school_has_not_said() -> None:
    year = replace(_staffed((1,), (1,)), schools=(school(HILL), school(DALE)))
    assert check_visit_day(year, HILL, TUESDAY).answer is Answer.YES
    year = replace(year, settings=SETTINGS.model_copy(update={"most_visitors": 1}))
    assert check_visit_day(year, HILL, TUESDAY).advice == (
        "Hill has 2 staff working on Tuesdays; the others take 1 visitor at once",
    )


@given(st.sampled_from(WHOLE_YEAR), st.sampled_from(sorted(demo_year().school_by_name)))
def test_the_answer_follows_from_what_is_said(day: date, name: SchoolName) -> None:
    check = check_visit_day(demo_year(), name, day)
    assert (check.answer is Answer.NO) is bool(check.blocks)
    assert (check.answer is Answer.YES) is not bool(check.blocks or check.advice)
    assert not any(line.startswith(f"{name}: ") for line in (*check.blocks, *check.advice))
