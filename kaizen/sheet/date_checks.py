"""Days outside the school year or at a weekend, and bookings that close before they open."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from kaizen.domain.dates import DateEntry, DateKind
from kaizen.domain.wording import said
from kaizen.rules.term_days import SATURDAY
from kaizen.sheet.cell_looks import value_seen
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import APP, DATES, SETTINGS, YEAR_TABS, Column, Kind
from kaizen.sheet.setting_rows import CLOSES, VALUE, setting_called

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.domain.dates import SchoolYear
    from kaizen.domain.settings import Settings
    from kaizen.sheet.tab_reading import TabReading

ANY_YEAR = {"checks_letter"}
"""A head's letter about checks may be older than the year."""

OF_WORK = set(DateKind) - {DateKind.HALF_TERM, DateKind.HOLIDAY, DateKind.BANK_HOLIDAY, DateKind.CLOSED, DateKind.BUSY}


def date_findings(settings: Settings, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Mention every day that people have entered outside the school year; it counts all the same."""
    for tab in YEAR_TABS:
        for column in filter(_entered_by_people, tab.columns):
            yield from _outside(tabs[tab.title], column, settings.school_year)
    yield from _at_weekends(tabs[DATES.title])
    yield from _set(settings, tabs[SETTINGS.title])


def _set(settings: Settings, reading: TabReading) -> Iterator[Finding]:
    """Say the same of the days on Settings, and ask about a booking that closes before it opens."""
    for record in reading.records:
        setting = setting_called(getattr(record, "setting", ""))
        told = getattr(settings, setting.column.field) if setting is not None else None
        if setting is None or not isinstance(told, date):
            continue
        place = Place(SETTINGS.title, reading.rows[record.ref], VALUE)
        day = told.date() if isinstance(told, datetime) else told
        if day not in settings.school_year.span:
            yield _noted(place, day, settings.school_year)
        opens, closes = settings.booking_opens, settings.booking_closes
        if setting.column.field == CLOSES and opens and closes and closes < opens:
            sentence = f"It closes on {said(closes.date())}, before it opens on {said(opens.date())}: nobody can book."
            yield Finding(place, Outcome.QUERIED, sentence, value_seen(closes))


def _entered_by_people(column: Column) -> bool:
    return column.kind is Kind.DATE and column.filled_by != APP and column.field not in ANY_YEAR


def _outside(reading: TabReading, column: Column, year: SchoolYear) -> Iterator[Finding]:
    span = year.span
    for record in reading.records:
        day = getattr(record, column.field)
        if isinstance(day, date) and day not in span:
            place = Place(reading.tab.title, reading.rows[record.ref], column.heading)
            yield _noted(place, day, year)


def _at_weekends(dates: TabReading) -> Iterator[Finding]:
    """Mention a day of work on Dates that is a Saturday or a Sunday: a day or a month was likely mistyped."""
    for row in dates.records:
        if isinstance(row, DateEntry) and row.what in OF_WORK:
            for field, day in (("first_day", row.first_day), ("last_day", row.last_day)):
                if day.weekday() >= SATURDAY and (field == "first_day" or row.last_day != row.first_day):
                    sentence = f"{said(day)} is at a weekend, and {row.what} is of working days. It stands as typed."
                    place = Place(DATES.title, dates.rows[row.ref], dates.tab.column(field).heading)
                    yield Finding(place, Outcome.NOTED, sentence, value_seen(day))


def _noted(place: Place, day: date, year: SchoolYear) -> Finding:
    sentence = f"{said(day)} is outside the school year {year}. It counts as it stands."
    return Finding(place, Outcome.NOTED, sentence, value_seen(day))
