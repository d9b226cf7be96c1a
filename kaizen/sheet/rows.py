"""From the rows of one tab to records and findings: each row becomes one or has one."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.domain.wording import counted, listed
from kaizen.sheet.cell_readers import reader_for
from kaizen.sheet.cells import Cell, Read, Reader, shown
from kaizen.sheet.filling_in import FILLED, code_column, end_after_start, fill_in, fill_in_code
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.headings import ENOUGH, find_headings, heading_key
from kaizen.sheet.layout import REF, Kind
from kaizen.sheet.refs import Refs
from kaizen.sheet.row_findings import Line, Odd, RowFindings, is_total
from kaizen.sheet.tab_reading import TabReading
from kaizen.sheet.text import clean, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Context, Grid
    from kaizen.sheet.headings import Headings
    from kaizen.sheet.layout import Column, Tab

MORE_THAN_A_TITLE = 3
"""Above the headings so many cells make a row of data; a title and a date beside it do not."""


def read_tab(tab: Tab, grid: Grid, context: Context, names: Mapping[str, str] | None = None) -> TabReading:
    """Read one tab whose rows are records.

    Every row that is not blank becomes a record or has a finding with its place; where the tab as a
    whole cannot be read, one finding says so for all of its rows. Never raises on content.
    """
    headings = find_headings(tab, grid, names)
    if tab.record is None or not headings.row:
        return _without_records(tab, grid, headings)
    lacking = [heading for heading in _needed_headings(tab) if heading not in headings.columns]
    if lacking:
        return _unreadable(tab, grid, headings, lacking)
    rows = Rows(tab, tab.record, headings, context)
    for number, cells in enumerate(grid[: headings.row - 1], start=1):
        rows.above(number, cells)
    for number, cells in enumerate(grid[headings.row :], start=headings.row + 1):
        rows.take(number, cells)
    return TabReading(
        tab=tab,
        records=tuple(rows.records),
        rows=rows.numbers,
        columns=headings.columns,
        heading_row=headings.row,
        findings=(*headings.findings, *rows.done()),
        extra=headings.extra,
        grid=grid,
        names=headings.names,
        left_out=rows.left_out,
    )


def _without_records(tab: Tab, grid: Grid, headings: Headings) -> TabReading:
    columns, findings = headings.columns, headings.findings
    return TabReading(tab, (), {}, columns, headings.row, findings, headings.extra, grid, headings.names)


def _unreadable(tab: Tab, grid: Grid, headings: Headings, lacking: Sequence[str]) -> TabReading:
    rows = counted(sum(any(_filled(cell) for cell in row) for row in grid[headings.row :]), "row")
    sentence = f"Without {listed([quoted(heading) for heading in lacking])} none of the {rows} of this tab can be read."
    finding = Finding(Place(tab.title), Outcome.QUERIED, sentence)
    return replace(_without_records(tab, grid, headings), findings=(*headings.findings, finding))


@lru_cache(maxsize=64)
def _required(record: type[Record]) -> frozenset[str]:
    """Return the fields without which there is no record."""
    return frozenset(name for name, field in record.model_fields.items() if field.is_required())


def _needed_headings(tab: Tab) -> list[str]:
    code = code_column(tab)
    required = _required(tab.record) if tab.record is not None else frozenset()
    return [column.heading for column in tab.columns if column.field in required - FILLED and column is not code]


def _asked_for(column: Column) -> bool:
    """Tell whether a blank is worth a word; the value of a setting may be blank, then the usual one counts."""
    return column.needed and column.kind is not Kind.SETTING


def _filled(cell: Cell) -> bool:
    """Tell whether a cell holds something; an empty tick box and invisible characters do not count."""
    return bool(clean(cell)) if isinstance(cell, str) else cell is not False


def _remembering(read: Reader) -> Reader:
    """Return the reader with a memory: most cells of a column repeat others."""
    known: dict[str, Read] = {}

    def recall(cell: Cell) -> Read:
        if not isinstance(cell, str):
            return read(cell)
        found = known.get(cell)
        if found is None:
            found = known[cell] = read(cell)
        return found

    return recall


class Rows:
    """Takes the rows of one tab in the order of the sheet.

    Attributes:
        records: what was read.
        numbers: ref to row number.
        findings: what is to be said.
    """

    def __init__(self, tab: Tab, record: type[Record], headings: Headings, context: Context) -> None:
        self.records: list[Record] = []
        self.numbers: dict[str, int] = {}
        self.findings = RowFindings(tab, _required(record))
        self._tab = tab
        self._record = record
        self._context = context
        self._ref = headings.columns.get(REF)
        self._refs = Refs(tab)
        self._outside: list[int] = []
        there = [column for column in tab.columns if column.heading in headings.columns]
        self._needed = [column for column in there if _asked_for(column)]
        self._required = [column for column in tab.columns if column.field in _required(record)]
        self._readers = [
            (column, headings.columns[column.heading], _remembering(reader_for(column, record, context)))
            for column in there
        ]
        self._titles = {
            column.field: {heading_key(column.heading), headings.keys[headings.columns[column.heading]]}
            for column in there
        }

    def take(self, number: int, cells: Sequence[Cell]) -> None:
        """Read one row: a record, one finding or several, or nothing where it is blank."""
        line = self._line(number, cells)
        if not line.filled:
            self._outside += [number] if any(map(_filled, cells)) else []
        elif self._repeats_headings(line):
            self.findings.headings_again(line)
        elif is_total(shown(line.filled[0][1])):
            self.findings.total(line)
        else:
            self._data(line, cells)

    def above(self, number: int, cells: Sequence[Cell]) -> None:
        """Look at one row above the headings: a title does not matter, a whole row of data is asked about."""
        line = self._line(number, cells)
        against = fill_in(self._tab, line.values, self._context)
        wanted = {column.field for column in (*self._required, *self._needed)} - FILLED
        if len(line.filled) >= MORE_THAN_A_TITLE and not against and wanted <= line.values.keys():
            self.findings.above(line)

    def done(self) -> tuple[Finding, ...]:
        """Return the findings of all rows."""
        self.findings.outside(self._outside)
        return tuple(self.findings.found)

    @property
    def left_out(self) -> dict[str, int]:
        """Where each row stands that is no record, by what would be its ref, see `TabReading`."""
        return self._refs.places_left_out

    def _typed_ref(self, cells: Sequence[Cell]) -> str:
        return clean(shown(cells[self._ref])) if self._ref is not None and self._ref < len(cells) else ""

    def _line(self, number: int, cells: Sequence[Cell]) -> Line:
        line, width = Line(number), len(cells)
        for column, index, reader in self._readers:
            cell = cells[index] if index < width else ""
            if cell == "":
                continue
            read = reader(cell)
            if read.value is not None:
                line.values[column.field] = read.value
            if read.outcome:
                line.odd.append(Odd(column, cell, read))
            if cell is not False and (read.value is not None or read.outcome or _filled(cell)):
                line.filled.append((column, cell))
        return line

    def _repeats_headings(self, line: Line) -> bool:
        """Tell whether most of a row says what the headings say, as they stand or as layout has them."""
        same = sum(heading_key(cell) in self._titles[column.field] for column, cell in line.filled)
        return same == len(line.filled) or (same >= ENOUGH and 2 * same > len(line.filled))

    def _data(self, line: Line, cells: Sequence[Cell]) -> None:
        line.again("ends", end_after_start(line.values, line.typed("ends")))
        against = fill_in(self._tab, line.values, self._context)
        no_code = fill_in_code(self._tab, line.values)
        missing = [column for column in self._required if column.field not in line.values]
        if against or missing:
            self.findings.left_out(line, missing, against, first=not self.records)
            self._refs.left_out(line.values, self._typed_ref(cells), line.number)
            return
        self._keep(line, cells)
        if no_code:
            self.findings.no_code(line)
        self.findings.wanting(line, self._needed)

    def _keep(self, line: Line, cells: Sequence[Cell]) -> None:
        ref, findings = self._refs.give(line.values, self._typed_ref(cells), line.number)
        self.records.append(self._record.model_validate({**line.values, "ref": ref}))
        self.numbers[ref] = line.number
        self.findings.cells(line)
        self.findings.found += findings
