"""School years, spans of days, and the rows of the Dates tab."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from kaizen.domain.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_MONTH = 9

CENTURY = 20
"""School years begin in 2000 to 2099: a year before or after is a slip, and the calendar itself ends with 9999."""
"""A school year begins on 1 September. Source: SI 1999/3181."""


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """A run of days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, other: DateSpan) -> bool:
        """Tell whether the two spans share at least one day."""
        return self.first <= other.last and other.first <= self.last

    def days(self) -> Iterator[date]:
        """Give each day in order, both ends included."""
        return (date.fromordinal(n) for n in range(self.first.toordinal(), self.last.toordinal() + 1))


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """1 September of ``starts`` to 31 August of the year after."""

    starts: int

    @classmethod
    def named(cls, name: str) -> Self | None:
        """Read ``2026-27`` or ``2026/2027``; None when the two halves do not follow each other."""
        match = re.fullmatch(r"\s*(\d{4})\s*[-/\u2013]\s*(\d{2}|\d{4})\s*", name)
        starts = int(match[1]) if match is not None else 0
        if match is None or int(match[2]) % 100 != (starts + 1) % 100 or starts // 100 != CENTURY:
            return None
        return cls(starts)

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the school year that ``day`` falls in."""
        return cls(day.year if day.month >= FIRST_MONTH else day.year - 1)

    @property
    def span(self) -> DateSpan:
        """First and last day of the year."""
        return DateSpan(date(self.starts, FIRST_MONTH, 1), date(self.starts + 1, FIRST_MONTH - 1, 31))

    def __str__(self) -> str:
        return f"{self.starts}-{(self.starts + 1) % 100:02d}"


class DateKind(StrEnum):
    """What a row of Dates says about its days."""

    TERM = "Term"
    HALF_TERM = "Half term"
    HOLIDAY = "Holiday"
    BANK_HOLIDAY = "Bank holiday"
    INSET = "INSET"
    SHARED_INSET = "Shared INSET"
    UNCOMMON_INSET = "Uncommon INSET"
    TWILIGHTS = "Twilights"
    CLOSED = "Closed"
    PART_DAY = "Part day"
    BUSY = "Busy"


ALL_SCHOOLS = "All schools"
"""What stands under Who when a row of Dates is for everybody."""


class DateEntry(Record):
    """A row of Dates: a school, a council or all schools, and what happens on a run of days."""

    who: str
    what: DateKind
    first_day: date
    last_day: date
    notes: str = ""

    @property
    def span(self) -> DateSpan:
        """The days the row speaks of."""
        return DateSpan(self.first_day, self.last_day)
