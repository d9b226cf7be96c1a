"""Which uncommon INSET days has a school, and may a visit be planned on a day?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.dates import DateKind
from kaizen.domain.reason import Reason, Why
from kaizen.domain.visit import VisitDayStatus
from kaizen.domain.wording import listed, said
from kaizen.rules.school_days import calendar_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from kaizen.domain.record import SchoolName
    from kaizen.domain.year import YearSnapshot

TO_PLAN_FOR = (VisitDayStatus.PROPOSED, VisitDayStatus.AGREED)


def uncommon_days(year: YearSnapshot, school: SchoolName) -> Mapping[date, VisitDayStatus]:
    """Return the school's uncommon INSET days in the order of the calendar, dropped ones too.

    Visit days says where each stands. A day that stands on Dates alone was typed by the head, so it
    is agreed.
    """
    days: dict[date, VisitDayStatus] = {}
    for row in year.visit_days:
        if row.school == school:
            days.setdefault(row.date, row.status)
    for day, rows in calendar_of(year).term_days(school).closing.items():
        if any(row.what is DateKind.UNCOMMON_INSET for row in rows):
            days.setdefault(day, VisitDayStatus.AGREED)
    return dict(sorted(days.items()))


def days_to_plan_for(year: YearSnapshot, school: SchoolName, today: date) -> tuple[date, ...]:
    """Return the proposed and agreed days from ``today`` on."""
    days = uncommon_days(year, school)
    return tuple(day for day, status in days.items() if status in TO_PLAN_FOR and day >= today)


def reasons_against_day(year: YearSnapshot, school: SchoolName, day: date, today: date) -> Iterator[Reason]:
    """Give the reasons why staff of ``school`` cannot plan a visit on that day, none or one."""
    coming = days_to_plan_for(year, school, today)
    if day in coming:
        return
    if day < today:
        yield Reason(Why.CLOSED, f"{said(day)} is past. To tell what you saw, log the visit instead.", "day")
        return
    status = uncommon_days(year, school).get(day)
    stands = {
        None: f"{said(day)} is not an uncommon INSET day of {school}.",
        VisitDayStatus.DROPPED: f"The uncommon INSET day of {school} on {said(day)} has been dropped.",
        VisitDayStatus.DONE: f"The uncommon INSET day of {school} on {said(day)} is marked as done.",
    }[status]
    yield Reason(Why.CLOSED, f"{stands} {_what_to_do(school, coming)}", "day")


def _what_to_do(school: SchoolName, coming: tuple[date, ...]) -> str:
    if coming:
        return f"Choose {listed([said(day) for day in coming], 'or')}."
    return f"Ask the headteacher of {school} to propose a day on the page Visits."
