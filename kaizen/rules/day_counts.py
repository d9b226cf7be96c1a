"""Do a school's days add up, and has it more INSET days than five?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.dates import ALL_SCHOOLS, DateEntry, DateKind
from kaizen.rules.date_rows import by_who
from kaizen.rules.school_days import calendar_of
from kaizen.rules.term_days import INSET_KINDS, SATURDAY, TermDays

if TYPE_CHECKING:
    from kaizen.domain.dates import DateSpan
    from kaizen.domain.network import School
    from kaizen.domain.year import YearSnapshot

DAYS_A_YEAR = 195
"""190 for pupils and five INSET days. Sources: SI 1999/3181; School Teachers' Pay and Conditions."""

DECIDE_THEMSELVES = frozenset({"academy", "free school"})
"""Types of school that the 190 days do not bind."""

TAKEN_AS_DAYS = (*INSET_KINDS, DateKind.UNCOMMON_INSET)


@dataclass(frozen=True, slots=True)
class DayCount:
    """What the days of one school year come to.

    Attributes:
        pupils: days on which pupils are in school, part days too.
        inset: weekdays taken as INSET: a school's own, the shared and its uncommon day.
        twilights: INSET days' worth taken after school.
        closed: school days lost to snow or a polling station. Where a closure is forced on a maintained
            school the day counts as if it had met; some heads make it up all the same.
    """

    pupils: int
    inset: int
    twilights: int
    closed: int

    @property
    def total(self) -> int:
        """Days for pupils and INSET together, without those lost."""
        return self.pupils + self.inset + self.twilights

    @property
    def inset_in_all(self) -> int:
        """INSET days, however they are taken."""
        return self.inset + self.twilights

    def off_by(self, wanted: int = DAYS_A_YEAR) -> int:
        """Return how many days there are too many, below 0 too few; 0 also where lost days make the difference."""
        most = self.total + self.closed
        return self.total - wanted if self.total > wanted else min(most - wanted, 0)


def day_count(year: YearSnapshot, school: School) -> DayCount | None:
    """Return what the school's days come to; None while no term dates hold for it."""
    days = calendar_of(year).term_days(school.short_name)
    return _counted(days, year.settings.school_year.span) if days.term else None


def council_days(year: YearSnapshot, council: str) -> int:
    """Return how many days the council's own dates come to, INSET included: 195, or 193 in Wigan.

    Wigan leaves two of the five INSET days to each school, as twilights or as days added to a term. 0 for a
    council without dates.
    """
    span = year.settings.school_year.span
    free = (
        DateEntry(who=ALL_SCHOOLS, what=DateKind.BANK_HOLIDAY, first_day=day, last_day=day)
        for day in year.bank_holidays
    )
    rows = by_who((*year.dates, *free))
    own = [row for who in (council, ALL_SCHOOLS) for row in rows.get(" ".join(who.casefold().split()), ())]
    days = TermDays(own, span)
    return _counted(days, span).total if days.term else 0


def bound_by_190_days(school: School) -> bool:
    """Tell whether the school is a maintained one; blank counts as that."""
    return school.type.strip().casefold() not in DECIDE_THEMSELVES


def _counted(days: TermDays, span: DateSpan) -> DayCount:
    weekdays = {day: rows[0].what for day, rows in days.closing.items() if day in span and day.weekday() < SATURDAY}
    return DayCount(
        pupils=sum(day in span for day in days.numbers),
        inset=sum(what in TAKEN_AS_DAYS for what in weekdays.values()),
        twilights=days.twilights,
        closed=sum(what is DateKind.CLOSED and day in days.term for day, what in weekdays.items()),
    )
