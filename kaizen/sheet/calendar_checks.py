"""School years that do not add up, a sixth INSET day, and visit days that are red."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.dates import DateKind
from kaizen.domain.visit import VisitDayStatus
from kaizen.domain.wording import counted, listed, said
from kaizen.rules.day_counts import DAYS_A_YEAR, TAKEN_AS_DAYS, bound_by_190_days, council_days, day_count
from kaizen.rules.school_days import calendar_of
from kaizen.rules.visit_days import INSET_DAYS_A_YEAR, check_visit_day
from kaizen.sheet.findings import Actor, Finding, Outcome, Place
from kaizen.sheet.layout import DATES, VISIT_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.domain.network import School
    from kaizen.domain.year import YearSnapshot
    from kaizen.rules.day_counts import DayCount
    from kaizen.sheet.tab_reading import TabReading

A_SLIP = 10
"""Up to so many days out it is a slip; beyond that a term has probably not been entered yet."""

NAMED = 3
"""So many reasons are told; the page Visits shows all of them."""

STILL_TO_COME = (VisitDayStatus.PROPOSED, VisitDayStatus.AGREED)


def calendar_findings(year: YearSnapshot, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Ask about the days of each school of the network, and about visit days that cannot be."""
    for school in year.schools:
        count = day_count(year, school) if school.in_network else None
        if count is not None:
            yield from _sum(year, school, count, tabs)
            yield from _sixth_day(year, school, count, tabs)
    yield from _red_days(year, tabs[VISIT_DAYS.title].rows)


def _sum(year: YearSnapshot, school: School, count: DayCount, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    off = count.off_by()
    if not off or not bound_by_190_days(school):
        return
    parts = [counted(count.pupils, "day") + " for pupils", counted(count.inset, "INSET day")]
    parts += [f"twilights worth {counted(count.twilights, 'day')}"] if count.twilights else []
    sentence = (
        f"{school.short_name} has {listed(parts)}: {count.total} in all, {abs(off)} too {'many' if off > 0 else 'few'} "
        f"for {DAYS_A_YEAR}.{_perhaps(year, school, off)} Meanwhile the days count as they stand."
    )
    outcome = Outcome.QUERIED if abs(off) <= A_SLIP else Outcome.NOTED
    place = _last_row(year, school, tabs, (DateKind.TERM,))
    yield Finding(place, outcome, sentence, who=Actor(school.short_name))


def _perhaps(year: YearSnapshot, school: School, off: int) -> str:
    if off < -A_SLIP:
        return " Perhaps a term is still to be entered."
    left = DAYS_A_YEAR - council_days(year, school.local_authority)
    if off < 0 < left <= INSET_DAYS_A_YEAR:
        days = counted(left, "INSET day")
        return f" The dates of {school.local_authority} leave {days} to each school, as twilights or as days added."
    return ""


def _sixth_day(
    year: YearSnapshot, school: School, count: DayCount, tabs: Mapping[str, TabReading]
) -> Iterator[Finding]:
    if count.inset_in_all > INSET_DAYS_A_YEAR:
        sentence = (
            f"{school.short_name} has {count.inset_in_all} INSET days, twilights counted in; {INSET_DAYS_A_YEAR} "
            "a year are usual, and one more wants a reason. All of them count."
        )
        place = _last_row(year, school, tabs, (*TAKEN_AS_DAYS, DateKind.TWILIGHTS))
        yield Finding(place, Outcome.NOTED, sentence, who=Actor(school.short_name))


def _last_row(year: YearSnapshot, school: School, tabs: Mapping[str, TabReading], kinds: tuple[DateKind, ...]) -> Place:
    """Return the place of the school's last row of these kinds; of Dates as a whole where nobody has typed one."""
    rows = tabs[DATES.title].rows
    typed = [
        row for row in calendar_of(year).term_days(school.short_name).rows if row.what in kinds and row.ref in rows
    ]
    last = max(typed, key=lambda row: row.last_day, default=None)
    return Place(DATES.title) if last is None else Place(DATES.title, rows[last.ref], "Last day")


def _red_days(year: YearSnapshot, rows: Mapping[str, int]) -> Iterator[Finding]:
    for row in year.visit_days:
        if row.status in STILL_TO_COME and row.school in year.school_by_name:
            blocks = check_visit_day(year, row.school, row.date).blocks
            if blocks:
                more = [f"{len(blocks) - NAMED} more"] if len(blocks) > NAMED else []
                sentence = (
                    f"{said(row.date)} does not suit as the uncommon INSET day of {row.school}: "
                    f"{listed([*blocks[:NAMED], *more])}. Meanwhile it stands as {row.status.lower()}."
                )
                place = Place(VISIT_DAYS.title, rows[row.ref], "Date")
                yield Finding(place, Outcome.QUERIED, sentence, who=Actor(row.school))
