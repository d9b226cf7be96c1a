"""New rows whose columns somebody moved in the very instant of the write.

A new row goes below the last one whatever people do to the rows, but its cells are placed by the headings
as they were read. If a column is moved, added or deleted between that and the write, the cells stand under
other headings. The answer to the write shows the headings of that instant, so it is known at once. The rows
are then looked for by their keys, wherever those stand, and each value is put under its heading.

A formula that a new row gets speaks of the row in which it is to stand. If somebody adds or deletes rows in
that instant it stands in another one; that is seen in the same answer and put right in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaizen.engine.composing import log_entries, new_rows_by_tab
from kaizen.sheet.added_columns import added_cells
from kaizen.sheet.cell_values import VALUE_ONLY
from kaizen.sheet.headings import find_headings
from kaizen.sheet.layout import LOG
from kaizen.sheet.tab_reading import TabReading
from kaizen.sheet.writing import log_values, new_row_cells, row_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kaizen.engine.column_lookup import ColumnLookup
    from kaizen.engine.group import Group
    from kaizen.engine.snapshots import Snapshot
    from kaizen.engine.structure import Structure
    from kaizen.sheet.added_columns import AddedColumn
    from kaizen.sheet.cells import Cell, Grid


@dataclass(slots=True)
class NewRow:
    """One row that a group has added.

    Attributes:
        mark: what tells it from others, wherever it stands.
        values: of the app's own fields.
        answers: under headings that people have added.
        number: the row, counted from 1, that its formulas speak of; 0 where it has none.
    """

    mark: Cell
    values: Mapping[str, Any]
    answers: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0


class NewRows:
    """The rows that one group has added, by tab.

    Attributes:
        titles: of the tabs in which they may stand under wrong headings, or in rows that their formulas do not mean.
    """

    def __init__(self, group: Group, seen: Mapping[str, Grid]) -> None:
        tabs = group.snapshot.reading.tabs
        self.titles: set[str] = set()
        self._rows = _by_tab(group)
        self._formulas = {
            title: {key: tabs[title].added[key] for column in columns if column.formula and (key := column.key)}
            for title, columns in group.columns.items()
            if any(column.formula for column in columns)
        }
        for title in self._rows.keys() & tabs.keys() & seen.keys():
            if tabs[title].heading_row and _moved(tabs[title], seen[title]):
                self.titles.add(title)
                _unsettle(self._rows[title])
            elif any(_elsewhere(row, seen[title]) for row in self._rows[title]):
                self.titles.add(title)

    def look(self, now: Snapshot, structure: Structure, lookup: ColumnLookup) -> list[dict[str, Any]]:
        """Return the requests that put each value under its heading, and each formula in its row; none when all are.

        Raises:
            CallFailed: it has to be looked up what people have added, and the sheet does not answer.
        """
        rows = {title: self._numbers(now.reading.tabs[title]) for title in self.titles & self._formulas.keys()}
        columns = lookup.for_repair(now, rows)
        return [
            request
            for title in sorted(self.titles & now.reading.tabs.keys())
            for request in self._in_tab(now.reading.tabs[title], structure.tabs[title], columns.get(title, ()))
        ]

    def _in_tab(self, reading: TabReading, sheet_id: int, columns: tuple[AddedColumn, ...]) -> Iterator[dict[str, Any]]:
        filled_in = self._formulas.get(reading.tab.title, {})
        formulas = [column for column in columns if column.key in filled_in]
        numbers = _numbers(reading)
        for row in self._rows[reading.tab.title]:
            if numbers[row.mark]:
                number = numbers[row.mark].pop(0)
                added = added_cells(reading, formulas, row.answers, number)
                wanted = new_row_cells(reading, row.values, added)
                if row.number not in {0, number}:
                    row.number = number
                    yield from _formulas(sheet_id, number, wanted)
                yield from _put_right(reading, sheet_id, number, wanted, set(filled_in.values()))

    def _numbers(self, reading: TabReading) -> set[int]:
        numbers = _numbers(reading)
        return {number for row in self._rows[reading.tab.title] for number in numbers[row.mark]}


def _numbers(reading: TabReading) -> defaultdict[Cell, list[int]]:
    """Return the rows, counted from 1, in which each text or number stands."""
    numbers: defaultdict[Cell, list[int]] = defaultdict(list)
    for number, cells in enumerate(reading.grid[reading.heading_row :], reading.heading_row + 1):
        for mark in set(cells):
            numbers[mark].append(number)
    return numbers


def _by_tab(group: Group) -> dict[str, list[NewRow]]:
    rows: dict[str, list[NewRow]] = {}
    for title, records in new_rows_by_tab(group).items():
        tab = group.snapshot.reading.tabs[title].tab
        formulas = any(column.formula for column in group.columns.get(title, ()))
        rows[title] = [
            NewRow(record.ref, row_values(tab, record), group.rows.answers[record.ref], number if formulas else 0)
            for number, record in records.items()
        ]
    rows[LOG.title] = [NewRow(entry.key, log_values(entry)) for entry in log_entries(group)]
    return rows


def _moved(before: TabReading, grid: Grid) -> bool:
    """Tell whether a heading does not stand where it stood, the app's own or an added one."""
    found = find_headings(before.tab, grid, before.names)
    now = TabReading(before.tab, columns=found.columns, heading_row=found.row, grid=grid)
    added = any(now.added.get(key) != column for key, column in before.added.items())
    return bool(found.row) and (found.columns != before.columns or added)


def _elsewhere(row: NewRow, grid: Grid) -> bool:
    """Tell whether a row with formulas does not stand in the row that they speak of."""
    return bool(row.number) and row.mark not in next(iter(grid[row.number - 1 : row.number]), ())


def _unsettle(rows: Iterable[NewRow]) -> None:
    """Have each formula written again: the columns that it speaks of have moved."""
    for row in rows:
        row.number = -1 if row.number else 0


def _formulas(sheet_id: int, number: int, wanted: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give a request for each formula of a new row that stands in another row than was meant."""
    for column, cell in enumerate(wanted):
        if "formulaValue" in cell.get(VALUE_ONLY, {}):
            yield _one_cell(sheet_id, number, column, cell)


def _put_right(
    reading: TabReading, sheet_id: int, number: int, wanted: list[dict[str, Any]], filled_in: set[int]
) -> Iterator[dict[str, Any]]:
    """Give a request for each cell of a new row that does not hold what it is to hold.

    Under headings that are not the app's only what the app itself has written there is cleared: the row's own values,
    and formulas in the columns ``filled_in``.
    """
    there = reading.grid[number - 1]
    contents = [cell.get(VALUE_ONLY, {}) for cell in wanted]
    ours = {next(iter(content.values()), "") for content in contents}
    for column in range(max(len(there), len(wanted))):
        content = contents[column] if column < len(wanted) else {}
        holds = there[column] if column < len(there) else ""
        known = column in reading.columns.values() or bool(content)
        is_to_hold = next(iter(content.values()), "")
        if "formulaValue" not in content and holds != is_to_hold and (known or holds in ours or column in filled_in):
            yield _one_cell(sheet_id, number, column, wanted[column] if content else {})


def _one_cell(sheet_id: int, number: int, column: int, cell: dict[str, Any]) -> dict[str, Any]:
    start = {"sheetId": sheet_id, "rowIndex": number - 1, "columnIndex": column}
    mask = f"{VALUE_ONLY},userEnteredFormat.numberFormat" if cell else VALUE_ONLY
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": mask}}
