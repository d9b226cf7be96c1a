"""Which uncommon INSET days a school has, and planning for them."""

from __future__ import annotations

from datetime import date

import pytest

from kaizen.domain.dates import DateKind
from kaizen.domain.reason import Why
from kaizen.domain.record import SchoolName
from kaizen.domain.visit import VisitDay, VisitDayStatus
from kaizen.rules.uncommon_days import days_to_plan_for, reasons_against_day, uncommon_days
from tests.demo_year import DEMO_DATE, demo_year
from tests.rules.invented import DALE, HILL, entry, year_of

OTTERSPOOL = SchoolName("Otterspool Rise")
DONE, DROPPED, AGREED, PROPOSED = (
    VisitDay(school=HILL, date=date(2027, month, 9), status=status)
    for month, status in (
        (2, VisitDayStatus.DONE),
        (4, VisitDayStatus.DROPPED),
        (3, VisitDayStatus.AGREED),
        (6, VisitDayStatus.PROPOSED),
    )
)
DALES = VisitDay(school=DALE, date=date(2027, 5, 4), status=VisitDayStatus.AGREED)
TODAY = date(2027, 1, 11)
YEAR = year_of(visit_days=(DONE, DROPPED, PROPOSED, AGREED, DALES))


def test_a_schools_days_stand_in_the_order_of_the_calendar() -> None:
    assert list(uncommon_days(YEAR, HILL).items()) == [
        (DONE.date, VisitDayStatus.DONE),
        (AGREED.date, VisitDayStatus.AGREED),
        (DROPPED.date, VisitDayStatus.DROPPED),
        (PROPOSED.date, VisitDayStatus.PROPOSED),
    ]


def test_the_first_of_two_rows_for_one_day_holds() -> None:
    again = AGREED.model_copy(update={"status": VisitDayStatus.DROPPED})
    assert uncommon_days(year_of(visit_days=(AGREED, again)), HILL) == {AGREED.date: VisitDayStatus.AGREED}


def test_a_day_typed_on_dates_alone_is_agreed_and_visit_days_has_the_last_word() -> None:
    typed = entry("Hill", DateKind.UNCOMMON_INSET, "2027-04-09")
    closed = entry("Hill", DateKind.CLOSED, "2027-04-09")
    assert uncommon_days(year_of(typed, closed), HILL) == {date(2027, 4, 9): VisitDayStatus.AGREED}
    assert uncommon_days(year_of(typed, visit_days=(DROPPED,)), HILL) == {date(2027, 4, 9): VisitDayStatus.DROPPED}
    assert uncommon_days(year_of(closed), HILL) == {}


def test_visits_can_be_planned_for_proposed_and_agreed_days_that_are_to_come() -> None:
    assert days_to_plan_for(YEAR, HILL, TODAY) == (AGREED.date, PROPOSED.date)
    assert days_to_plan_for(YEAR, HILL, AGREED.date) == (AGREED.date, PROPOSED.date)
    assert days_to_plan_for(YEAR, HILL, date(2027, 3, 10)) == (PROPOSED.date,)
    assert days_to_plan_for(demo_year(), OTTERSPOOL, DEMO_DATE) == (date(2027, 3, 3),)


@pytest.mark.parametrize("day", [AGREED.date, PROPOSED.date])
def test_nothing_stands_against_a_day_to_plan_for(day: date) -> None:
    assert list(reasons_against_day(YEAR, HILL, day, TODAY)) == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2027, 1, 8), "Fri 8 Jan 2027 is past. To tell what you saw, log the visit instead."),
        (
            DALES.date,
            "Tue 4 May 2027 is not an uncommon INSET day of Hill. Choose Tue 9 Mar 2027 or Wed 9 Jun 2027.",
        ),
        (
            DROPPED.date,
            (
                "The uncommon INSET day of Hill on Fri 9 Apr 2027 has been dropped. "
                "Choose Tue 9 Mar 2027 or Wed 9 Jun 2027."
            ),
        ),
        (
            DONE.date,
            (
                "The uncommon INSET day of Hill on Tue 9 Feb 2027 is marked as done. "
                "Choose Tue 9 Mar 2027 or Wed 9 Jun 2027."
            ),
        ),
    ],
)
def test_the_sentence_says_what_to_do(day: date, sentence: str) -> None:
    (reason,) = reasons_against_day(YEAR, HILL, day, TODAY)
    assert (reason.why, reason.sentence, reason.about) == (Why.CLOSED, sentence, "day")


def test_a_school_without_a_day_hears_who_can_propose_one() -> None:
    (reason,) = reasons_against_day(year_of(), HILL, AGREED.date, TODAY)
    assert reason.sentence == (
        "Tue 9 Mar 2027 is not an uncommon INSET day of Hill. "
        "Ask the headteacher of Hill to propose a day on the page Visits."
    )
