"""What the cells of the sheet say of one person: for them to take away, and to see what still names them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kaizen.domain.cleaning import normal
from kaizen.rules.naming import address_pattern
from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.cells import shown
from kaizen.sheet.findings import Place
from kaizen.sheet.headings import heading_key
from kaizen.sheet.layout import LOG, TAB_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kaizen.domain.record import Email, Record
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading

ANOTHERS: Final = "(somebody else's address)"

_ADDRESS: Final = re.compile(r"(?<![^\s@<>()\[\],;:|\"])[^\s@<>()\[\],;:|\"]+@[^\s@<>()\[\],;:|\"]+")
"""Anything that may be an address, from the beginning of its word on: so each letter is looked at once."""

Line = dict[str, str]
"""One row in words, by heading."""


def in_plain_words(row: Record) -> Line:
    """Return a row as the sheet shows it, blanks too; its Ref and what people have added are not in it."""
    return {column.heading: in_words(getattr(row, column.field), column.kind) for column in TAB_OF[type(row)].columns}


def without_other_addresses(line: Line, person: Email) -> Line:
    """Return a row in words in which every address but the person's own is left out.

    A row may be about several people: who visits whom, who has changed what. How to reach the others is theirs.
    """
    own = re.compile(f"({address_pattern(person)})", re.IGNORECASE)
    return {heading: _without_addresses(text, own) for heading, text in line.items()}


def _without_addresses(text: str, own: re.Pattern[str]) -> str:
    if "@" not in text:
        return text
    parts = own.split(text)
    return "".join(part if number % 2 else _ADDRESS.sub(ANOTHERS, part) for number, part in enumerate(parts))


def log_lines(reading: Reading, person: Email) -> list[Line]:
    """Return the lines of Log that a person has caused, or that have their address in them, latest last.

    Not those with their name alone: it may be a namesake's, or stand in what somebody else has written.
    """
    tab = reading.tabs.get(LOG.title)
    if tab is None or not tab.heading_row:
        return []
    pattern = re.compile(address_pattern(person), re.IGNORECASE)
    lines = (_line(tab, row) for row in range(tab.heading_row + 1, len(tab.grid) + 1))
    return [line for line in lines if any(map(pattern.search, line.values()))]


def _line(tab: TabReading, row: int) -> Line:
    told = [column for column in LOG.columns if column.heading in tab.columns]
    return {column.heading: seen(tab.cell(row, column.heading), column.kind) for column in told}


def places_naming(reading: Reading, pattern: re.Pattern[str]) -> Iterator[Place]:
    """Give every cell of the tabs that the app reads in which the pattern is found, tab by tab and row by row.

    Rows that are left out and columns that people have added are looked through as well; tabs of their own are not
    read.
    """
    for tab in reading.tabs.values():
        yield from (place for place, text in texts_of(tab) if pattern.search(text))


def texts_of(tab: TabReading) -> Iterator[tuple[Place, str]]:
    """Give every cell of a tab that holds text, row by row, headings and left-out rows too."""
    headings = _headings(tab)
    for number, cells in enumerate(tab.grid, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                yield Place(tab.tab.title, number, headings.get(column, "")), normal(cell)


def _headings(tab: TabReading) -> Mapping[int, str]:
    """Return what each column is called, counted from 0: as layout spells it, or as people do."""
    cells: Iterable[Cell] = tab.grid[tab.heading_row - 1] if tab.heading_row else ()
    added = {column: shown(cell) for column, cell in enumerate(cells) if heading_key(cell)}
    return {**added, **{column: heading for heading, column in tab.columns.items()}}
