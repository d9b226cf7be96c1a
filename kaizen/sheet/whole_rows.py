"""Whole rows of a tab, whatever stands in them: what each says, and the requests that clear one or fill it again."""

from __future__ import annotations

from itertools import count, takewhile
from typing import TYPE_CHECKING

from kaizen.sheet.cell_values import NUMBER_FORMATS, VALUE_AND_NUMBER_FORMAT, VALUE_ONLY, Request
from kaizen.sheet.cells import shown
from kaizen.sheet.text import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kaizen.sheet.cells import Cell
    from kaizen.sheet.tab_reading import TabReading

RowCells = dict[str, "Cell"]
"""What a row says, by title of the column; blank cells are missing."""


def titles_of(reading: TabReading) -> list[str]:
    """Return a title for each column of a tab, no two alike.

    Known headings are spelt as layout spells them. A column without a heading, or with one that stood before,
    is called by its number.
    """
    known = {column: heading for heading, column in reading.columns.items()}
    heads = reading.grid[reading.heading_row - 1] if reading.heading_row else ()
    titles: list[str] = []
    for column in range(max(map(len, reading.grid), default=0)):
        typed = clean(shown(heads[column])) if column < len(heads) else ""
        free = bool(typed) and typed not in titles and typed not in reading.columns
        titles.append(known.get(column) or (typed if free else f"\n{column}"))
    return titles


def rows_of(reading: TabReading) -> dict[int, RowCells]:
    """Return each row below the headings that says something, by number from 1."""
    titles = titles_of(reading)
    body = enumerate(reading.grid[reading.heading_row :], reading.heading_row + 1)
    rows = {
        number: {title: cell for title, cell in zip(titles, cells, strict=False) if cell != ""}
        for number, cells in body
    }
    return {number: cells for number, cells in rows.items() if cells}


def columns_said(reading: TabReading) -> dict[str, dict[int, str]]:
    """Return what stands below each heading of a tab: row, counted from 1, to text."""
    columns: dict[str, dict[int, str]] = {title: {} for title in titles_of(reading) if not title.startswith("\n")}
    for number, cells in rows_of(reading).items():
        for title in cells.keys() & columns.keys():
            columns[title][number] = clean(shown(cells[title]))
    return columns


def columns_of(titles: Sequence[str], wanted: Iterable[str]) -> set[int]:
    """Return the columns, from 0, of those titles that are there."""
    return {titles.index(title) for title in wanted if title in titles}


def cleared(sheet_id: int, row: int, columns: Collection[int]) -> Iterator[Request]:
    """Give the requests that make cells of a row, counted from 1, blank; colours, notes and formats stay."""
    for first in (column for column in sorted(columns) if column - 1 not in columns):
        run = list(takewhile(columns.__contains__, count(first)))
        yield _one_row(sheet_id, row, first, [{} for _ in run])


def emptied(sheet_id: int, row: int) -> Request:
    """Return the request that makes every cell of a row, counted from 1, blank, however columns move meanwhile."""
    whole = {"sheetId": sheet_id, "startRowIndex": row - 1, "endRowIndex": row}
    return {"updateCells": {"range": whole, "fields": VALUE_ONLY}}


def filled(sheet_id: int, row: int, cells: Mapping[int, Request]) -> Iterator[Request]:
    """Give the requests that write cells of a row, counted from 1, by column from 0; see `as_typed`, `with_formats`."""
    for column, cell in cells.items():
        yield _one_row(sheet_id, row, column, [cell if VALUE_ONLY in cell else {VALUE_ONLY: cell}])


def with_formats(reading: TabReading, cells: Mapping[int, Request]) -> dict[int, Request]:
    """Return cells, by column from 0, with the number formats that they have under the app's own headings."""
    kinds = {reading.columns[one.heading]: one.kind for one in reading.tab.columns if one.heading in reading.columns}
    dressed = {column: {VALUE_ONLY: cell} for column, cell in cells.items()}
    for column in dressed.keys() & {column for column, kind in kinds.items() if kind in NUMBER_FORMATS}:
        dressed[column]["userEnteredFormat"] = {"numberFormat": dict(NUMBER_FORMATS[kinds[column]])}
    return dressed


def added_below(reading: TabReading, sheet_id: int, cells: Mapping[int, Request]) -> Request:
    """Return the request that adds a row with these cells, by column from 0, below the last one."""
    dressed = with_formats(reading, cells)
    row = [dressed.get(column, {}) for column in range(max(cells, default=-1) + 1)]
    return {"appendCells": {"sheetId": sheet_id, "rows": [{"values": row}], "fields": VALUE_AND_NUMBER_FORMAT}}


def as_typed(cell: Cell) -> Request:
    """Return a cell that was read as the content that it had: text as text, numbers as numbers, ticks as ticks."""
    if isinstance(cell, bool):
        return {"boolValue": cell}
    return {"stringValue": cell} if isinstance(cell, str) else {"numberValue": cell}


def _one_row(sheet_id: int, row: int, column: int, cells: list[Request]) -> Request:
    start = {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column}
    mask = VALUE_AND_NUMBER_FORMAT if any("userEnteredFormat" in cell for cell in cells) else VALUE_ONLY
    return {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": mask}}
