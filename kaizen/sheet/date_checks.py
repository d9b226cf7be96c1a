"""Days outside the school year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kaizen.domain.wording import said
from kaizen.sheet.cell_looks import value_seen
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import APP, YEAR_TABS, Column, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.domain.dates import SchoolYear
    from kaizen.sheet.tab_reading import TabReading

ANY_YEAR = {"checks_letter"}
"""A head's letter about checks may be older than the year."""


def date_findings(year: SchoolYear, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Mention every day that people have entered outside the school year; it counts all the same."""
    for tab in YEAR_TABS:
        for column in filter(_entered_by_people, tab.columns):
            yield from _outside(tabs[tab.title], column, year)


def _entered_by_people(column: Column) -> bool:
    return column.kind is Kind.DATE and column.filled_by != APP and column.field not in ANY_YEAR


def _outside(reading: TabReading, column: Column, year: SchoolYear) -> Iterator[Finding]:
    span = year.span
    for record in reading.records:
        day = getattr(record, column.field)
        if isinstance(day, date) and day not in span:
            place = Place(reading.tab.title, reading.rows[record.ref], column.heading)
            sentence = f"{said(day)} is outside the school year {year}. It counts as it stands."
            yield Finding(place, Outcome.NOTED, sentence, value_seen(day))
