"""Rows that point to a row of another tab that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.findings import Finding, Outcome, Place, Suggestion
from kaizen.sheet.layout import LISTS_TAB, SCHOOLS, YEAR_TABS
from kaizen.sheet.suggesting import nearest
from kaizen.sheet.text import LIKENESS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.sheet.layout import Column, Options
    from kaizen.sheet.tab_reading import TabReading

ADDRESSES_ALIKE = 0.9
"""All addresses of a school share most of their letters, so only very like ones are offered."""

OFFERS = 25
"""So many unknown names of a column are compared with all known ones; after that something larger is amiss."""

READ_WITH_THE_CELL = {LISTS_TAB.title, SCHOOLS.title}
"""Options and schools are matched when a cell is read, so they need no second look."""


def reference_findings(tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Ask about every cell that names a person, workshop, slot, room, session, visit or event nobody has entered."""
    for tab in YEAR_TABS:
        for column in tab.columns:
            if column.options is not None and column.options.tab not in READ_WITH_THE_CELL:
                yield from _unknown(tabs[tab.title], column, column.options, tabs)


def _unknown(
    reading: TabReading, column: Column, options: Options, tabs: Mapping[str, TabReading]
) -> Iterator[Finding]:
    known = _keys(tabs[options.tab], options.heading)
    sentences: dict[str, tuple[str, Suggestion | None]] = {}
    for record in reading.records:
        value = str(getattr(record, column.field))
        if value and value not in known:
            if value not in sentences:
                sentences[value] = _told(value, column, options.tab, known if len(sentences) < OFFERS else {})
            place = Place(reading.tab.title, reading.rows[record.ref], column.heading)
            sentence, suggested = sentences[value]
            yield Finding(place, Outcome.QUERIED, sentence, value, suggested)


def _keys(reading: TabReading, heading: str) -> dict[str, None]:
    field = next(column.field for column in reading.tab.columns if column.heading == heading)
    return {str(getattr(record, field)): None for record in reading.records}


def _told(value: str, column: Column, tab: str, known: Mapping[str, None]) -> tuple[str, Suggestion | None]:
    likeness = ADDRESSES_ALIKE if "@" in value else LIKENESS
    near = nearest(value, known, likeness)
    offer = f"; did you mean {near}?" if near else "."
    sentence = f"{quoted(value)} is not on {tab}{offer} Meanwhile the row stands, and points to nothing."
    return sentence, Suggestion(column.heading, near) if near else None
