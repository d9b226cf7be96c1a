"""Visits that a host cannot take: it is closed that day, or more are coming than it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.visit import VisitStatus
from kaizen.domain.wording import counted, said
from kaizen.rules.hosts import STANDING, limit_of
from kaizen.rules.school_days import Shut, calendar_of
from kaizen.sheet.findings import Actor, Finding, Outcome, Place
from kaizen.sheet.layout import VISITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from kaizen.domain.network import School
    from kaizen.domain.record import SchoolName
    from kaizen.domain.visit import Visit
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.tab_reading import TabReading

TO_COME = (VisitStatus.PLANNED, VisitStatus.CONFIRMED)
"""A visit that is done has been made, whatever the calendar says."""


def visit_findings(year: YearSnapshot, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Ask once for each host and day, at the first visit of those that do not fit."""
    rows = tabs[VISITS.title].rows
    for (name, day), visits in _by_host_and_day(year).items():
        host = year.school_by_name.get(name)
        coming = [visit for visit in visits if visit.status in TO_COME]
        if host is not None and coming:
            yield from _closed(year, host, day, coming, rows)
            yield from _too_many(year, host, day, visits, rows)


def _by_host_and_day(year: YearSnapshot) -> dict[tuple[SchoolName, date], list[Visit]]:
    found: dict[tuple[SchoolName, date], list[Visit]] = {}
    for visit in year.visits:
        if visit.status in STANDING:
            found.setdefault((visit.to_school, visit.date), []).append(visit)
    return found


def _closed(
    year: YearSnapshot, host: School, day: date, coming: list[Visit], rows: Mapping[str, int]
) -> Iterator[Finding]:
    calendar, first = calendar_of(year), coming[0]
    because = calendar.not_full_because(host.short_name, day)
    if calendar.open_all_day(host.short_name, day) or because == Shut.NO_DATES:
        return
    sentence = (
        f"{_visitors(coming)} expected at {host.short_name} on {said(day)}, when it is not open all day ({because}). "
        "Meanwhile the visits stand."
    )
    place = Place(VISITS.title, rows[first.ref], "Date")
    yield Finding(place, Outcome.QUERIED, sentence, who=Actor(first.from_school))


def _too_many(
    year: YearSnapshot, host: School, day: date, visits: list[Visit], rows: Mapping[str, int]
) -> Iterator[Finding]:
    limit = limit_of(year, host)
    if len(visits) > limit:
        beyond = visits[limit]
        sentence = (
            f"{_visitors(visits)} expected at {host.short_name} on {said(day)}; it takes {limit} at once. "
            "Meanwhile the visits stand."
        )
        place = Place(VISITS.title, rows[beyond.ref], "To")
        yield Finding(place, Outcome.QUERIED, sentence, who=Actor(beyond.from_school))


def _visitors(visits: list[Visit]) -> str:
    return f"{counted(len(visits), 'visitor')} {'is' if len(visits) == 1 else 'are'}"
