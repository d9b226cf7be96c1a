"""On which Monday should the shared INSET day be?

The network's rule is "the first Monday after the spring half term". Where the schools do not break in
the same week it names more than one Monday, and the headteachers choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kaizen.domain.dates import DateKind, DateSpan, SchoolYear
from kaizen.rules.school_days import calendar_of
from kaizen.rules.term_days import BREAKS, INSET_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaizen.domain.dates import DateEntry
    from kaizen.domain.record import SchoolName
    from kaizen.domain.year import YearSnapshot

DAYS_IN_WEEK = 7

SPRING_MONTHS = (1, 2, 3)
"""A half term that begins in these months is the spring one: the others begin in October and May."""


@dataclass(frozen=True, slots=True)
class SharedDay:
    """One Monday that the rule names.

    Attributes:
        named_by: schools whose own half term names it, in the order of Schools.
        at_work: schools in school or on INSET that day.
        on_holiday: schools on half term or holiday that day.
    """

    day: date
    named_by: tuple[SchoolName, ...]
    at_work: tuple[SchoolName, ...]
    on_holiday: tuple[SchoolName, ...]


@dataclass(frozen=True, slots=True)
class SharedDays:
    """What the rule says for one school year.

    Attributes:
        days: the Mondays, most schools first; more than one is a split for the headteachers to settle.
        missing: schools left out because the sheet has no spring half term for them.
    """

    days: tuple[SharedDay, ...]
    missing: tuple[SchoolName, ...]

    @property
    def agreed(self) -> SharedDay | None:
        """The one Monday that every school with dates names; None when there is a split, or no dates."""
        return self.days[0] if len(self.days) == 1 else None


def shared_day_candidates(half_terms: Mapping[SchoolName, DateSpan]) -> dict[date, frozenset[SchoolName]]:
    """Return each Monday the rule names, and the schools it names it for.

    The rule is "the first Monday after the spring half term". Local authorities do not all
    break in the same week, so there may be two Mondays; choosing is for the headteachers.

    Args:
        half_terms: first and last day of each school's spring half term.

    Returns:
        One entry when the network agrees, none when no dates are entered.
        Each Monday is 1 to 7 days after the last day of its schools' break.

    Source: "The Love of Learning - Kaizen Conference 2018", first paragraph.
    """
    named: dict[date, set[SchoolName]] = {}
    for school, span in half_terms.items():
        monday = span.last + timedelta(days=DAYS_IN_WEEK - span.last.weekday())
        named.setdefault(monday, set()).add(school)
    return {day: frozenset(schools) for day, schools in sorted(named.items())}


def spring_half_term(rows: Iterable[DateEntry], school_year: SchoolYear) -> DateSpan | None:
    """Return the first half term of January to March of the school year; None where no row says so."""
    spans = (row.span for row in rows if row.what is DateKind.HALF_TERM)
    return min((span for span in spans if _in_spring(span.first, school_year)), default=None)


def shared_days(year: YearSnapshot, school_year: SchoolYear | None = None) -> SharedDays:
    """Return the Mondays the rule names for the schools of the network, most schools first.

    In 2018 the network took the date of the majority, not the latest one. Equal numbers stand in the
    order of how many schools would be at work that day, then of the calendar.

    Args:
        year: whose rows of Dates are asked.
        school_year: another one than the sheet's own; heads fix the day about a year ahead, so the
            rows of the coming spring are looked at as soon as somebody types them.
    """
    calendar, wanted = calendar_of(year), school_year or year.settings.school_year
    network = [school.short_name for school in year.schools if school.in_network]
    half_terms = {name: spring_half_term(calendar.term_days(name).rows, wanted) for name in network}
    candidates = shared_day_candidates({name: span for name, span in half_terms.items() if span is not None})
    days = (_shared_day(year, network, day, named) for day, named in candidates.items())
    return SharedDays(
        days=tuple(sorted(days, key=lambda found: (-len(found.named_by), -len(found.at_work), found.day))),
        missing=tuple(name for name in network if half_terms[name] is None),
    )


def _in_spring(day: date, school_year: SchoolYear) -> bool:
    return day.month in SPRING_MONTHS and SchoolYear.of(day) == school_year


def _shared_day(
    year: YearSnapshot, network: Iterable[SchoolName], day: date, named: frozenset[SchoolName]
) -> SharedDay:
    calendar = calendar_of(year)
    closed = {name: calendar.closed_because(name, day) for name in network}
    return SharedDay(
        day=day,
        named_by=tuple(name for name in closed if name in named),
        at_work=tuple(name for name, why in closed.items() if why is None or why in INSET_KINDS),
        on_holiday=tuple(name for name, why in closed.items() if why in BREAKS),
    )
