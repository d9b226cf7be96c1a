"""New rows whose columns somebody moved in the very instant of the write.

A new row goes below the last one whatever people do to the rows, but its cells are placed by the headings
as they were read. If a column is moved, added or deleted between that and the write, the cells stand under
other headings. The answer to the write shows the headings of that instant, so it is known at once. The rows
are then looked for by their keys, wherever those stand, and each value is put under its heading.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kaizen.engine.composing import log_entries
from kaizen.sheet.cell_values import VALUE_ONLY
from kaizen.sheet.headings import find_headings
from kaizen.sheet.layout import LOG, TAB_OF
from kaizen.sheet.writing import log_values, new_row_cells, row_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.engine.group import Group
    from kaizen.engine.structure import Structure
    from kaizen.sheet.cells import Cell, Grid
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading


class NewRows:
    """The rows that one group has added, by tab, each with what tells it from others.

    Attributes:
        titles: of the tabs in which they may stand under wrong headings.
    """

    def __init__(self, group: Group, headings: Mapping[str, Grid]) -> None:
        tabs = group.snapshot.reading.tabs
        grown = {TAB_OF[type(record)].title for record in group.rows.added.values()} | {LOG.title}
        self.titles = {
            title
            for title in grown & tabs.keys() & headings.keys()
            if tabs[title].heading_row and _moved(tabs[title], headings[title])
        }
        self._rows = _by_tab(group) if self.titles else {}

    def look(self, now: Reading, structure: Structure) -> list[dict[str, Any]]:
        """Return the requests that put each value under its heading; none when all are."""
        return [
            request
            for title in sorted(self.titles & now.tabs.keys())
            for request in self._in_tab(now.tabs[title], structure.tabs[title], self._rows[title])
        ]

    @staticmethod
    def _in_tab(reading: TabReading, sheet_id: int, rows: list[tuple[str, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
        numbers: defaultdict[Cell, list[int]] = defaultdict(list)
        for number, cells in enumerate(reading.grid[reading.heading_row :], reading.heading_row + 1):
            for mark in set(cells):
                numbers[mark].append(number)
        for mark, values in rows:
            if numbers[mark]:
                number = numbers[mark].pop(0)
                yield from _put_right(reading, sheet_id, number, new_row_cells(reading, values))


def _by_tab(group: Group) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    rows: defaultdict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for record in group.rows.added.values():
        tab = TAB_OF[type(record)]
        rows[tab.title].append((record.ref, row_values(tab, record)))
    for entry in log_entries(group):
        rows[LOG.title].append((entry.key, log_values(entry)))
    return rows


def _moved(before: TabReading, grid: Grid) -> bool:
    now = find_headings(before.tab, grid, before.names)
    return bool(now.row) and now.columns != before.columns


def _put_right(
    reading: TabReading, sheet_id: int, number: int, wanted: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Give a request for each cell of a new row that does not hold what it is to hold.

    Under headings that are not the app's only what the app itself has written there is cleared.
    """
    there = reading.grid[number - 1]
    ours = {next(iter(cell.get(VALUE_ONLY, {}).values()), "") for cell in wanted}
    for column in range(max(len(there), len(wanted))):
        cell = wanted[column] if column < len(wanted) else {}
        holds = there[column] if column < len(there) else ""
        known = column in reading.columns.values()
        is_to_hold = next(iter(cell.get(VALUE_ONLY, {}).values()), "")
        if holds != is_to_hold and (known or holds in ours):
            start = {"sheetId": sheet_id, "rowIndex": number - 1, "columnIndex": column}
            yield {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": _mask(cell)}}


def _mask(cell: Mapping[str, Any]) -> str:
    return VALUE_ONLY if not cell else f"{VALUE_ONLY},userEnteredFormat.numberFormat"
