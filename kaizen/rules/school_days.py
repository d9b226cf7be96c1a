"""What kind of day it is at a school: shut or open, how far into the half term, fully up and running.

Source of the rules: domain glossary, "Days"; the wish behind them is that visitors see a school "in
full operation", so "not straight after a half term" (Kaizen network, Uncommon INSET).
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.domain.dates import ALL_SCHOOLS, DateEntry, DateKind, DateSpan, SchoolYear
from kaizen.domain.visit import VisitDayStatus
from kaizen.rules.date_rows import by_who, rows_for
from kaizen.rules.term_days import SATURDAY, TermDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kaizen.domain.record import SchoolName
    from kaizen.domain.visit import VisitDay
    from kaizen.domain.year import YearSnapshot


class Shut(StrEnum):
    """Why a school is shut on a day that no row closes."""

    WEEKEND = "weekend"
    OUT_OF_TERM = "not in term"
    NO_DATES = "no term dates in the sheet"


SETTLED_VISIT_DAYS = (VisitDayStatus.AGREED, VisitDayStatus.DONE)
"""An agreed day on Visit days shuts the school, also while its row on Dates is still to be typed."""


class Calendar:
    """What kind of day each day is at each school of a year. A school nobody knows has no days."""

    def __init__(self, year: YearSnapshot) -> None:
        """Take the rows of ``year``, and its bank holidays beside its ``Bank holiday`` rows."""
        self.settling_days = year.settings.settling_days
        window = _window(year.settings.school_year)
        rows = by_who((*year.dates, *_agreed(year.visit_days), *_bank_holidays(year.bank_holidays)))
        self._nobodys = TermDays((), window)
        self._of = {school.short_name: TermDays(rows_for(school, rows), window) for school in year.schools}

    def term_days(self, school: SchoolName) -> TermDays:
        """Return the school's own days."""
        return self._of.get(school, self._nobodys)

    def closed_because(self, school: SchoolName, day: date) -> DateKind | Shut | None:
        """Return why pupils are not in school; None when they are."""
        days = self.term_days(school)
        if day in days.numbers:
            return None
        if day.weekday() >= SATURDAY:
            return Shut.WEEKEND
        if day in days.closing:
            return days.closing[day][0].what
        return Shut.OUT_OF_TERM if days.term else Shut.NO_DATES

    def in_school(self, school: SchoolName, day: date) -> bool:
        """Tell whether pupils are in school, if only for part of the day."""
        return day in self.term_days(school).numbers

    def open_all_day(self, school: SchoolName, day: date) -> bool:
        """Tell whether pupils are in school and do not go home early."""
        return self.in_school(school, day) and day not in self.term_days(school).part_days

    def day_number(self, school: SchoolName, day: date) -> int | None:
        """Return the school-day number since the last break, from 1; None when pupils are not in."""
        return self.term_days(school).numbers.get(day)

    def straight_after(self, school: SchoolName, day: date) -> bool:
        """Tell whether pupils are in but it is one of the first days back.

        How many days that is, is the setting "Days to leave after a holiday".
        """
        return 0 < self.term_days(school).numbers.get(day, 0) <= self.settling_days

    def full_operation(self, school: SchoolName, day: date) -> bool:
        """Tell whether the school is open all day and it is not straight after a break."""
        return self.open_all_day(school, day) and not self.straight_after(school, day)

    def not_full_because(self, school: SchoolName, day: date) -> str:
        """Return why the school is not in full operation, such as ``Part day`` or ``day 2 back``; "" when it is."""
        closed = self.closed_because(school, day)
        if closed is not None:
            return closed.value
        if not self.open_all_day(school, day):
            return DateKind.PART_DAY.value
        return f"day {self.day_number(school, day)} back" if self.straight_after(school, day) else ""


def calendar_of(year: YearSnapshot) -> Calendar:
    """Return the calendar of the year, the same one as long as nobody changes what it is made of."""
    return _calendar(_Sources(year))


class _Sources:
    """What a calendar is made of, alike when the tuples of rows are the very same ones.

    Rows never change in place, so the same tuple is the same rows; holding the year keeps their ids taken.
    """

    def __init__(self, year: YearSnapshot) -> None:
        self.year = year
        rows = (year.schools, year.dates, year.visit_days)
        self._mark = (*map(id, rows), year.bank_holidays, year.settings.school_year, year.settings.settling_days)

    def __hash__(self) -> int:
        return hash(self._mark)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sources) and self._mark == other._mark


@lru_cache(maxsize=8)
def _calendar(sources: _Sources) -> Calendar:
    return Calendar(sources.year)


def _window(school_year: SchoolYear) -> DateSpan:
    """Return the year with the one before and the one after: a slip such as 2062 must not cost a thousand weeks."""
    return DateSpan(SchoolYear(school_year.starts - 1).span.first, SchoolYear(school_year.starts + 1).span.last)


def _agreed(visit_days: Iterable[VisitDay]) -> Iterator[DateEntry]:
    for row in visit_days:
        if row.status in SETTLED_VISIT_DAYS:
            yield DateEntry(who=row.school, what=DateKind.UNCOMMON_INSET, first_day=row.date, last_day=row.date)


def _bank_holidays(days: Iterable[date]) -> Iterator[DateEntry]:
    return (DateEntry(who=ALL_SCHOOLS, what=DateKind.BANK_HOLIDAY, first_day=day, last_day=day) for day in days)
