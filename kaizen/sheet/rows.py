"""From the rows of one tab to records and findings: each row becomes one or has one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kaizen.domain.wording import counted, listed
from kaizen.sheet.filling_in import FILLED, code_column
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.guard import guarded
from kaizen.sheet.headings import find_headings
from kaizen.sheet.refs import Refs
from kaizen.sheet.row_findings import LEFT_OUT, RowFindings
from kaizen.sheet.row_reading import LeftOut, NoData, RowReader, Whole, filled, required_fields, row_key
from kaizen.sheet.tab_reading import RowsRead, TabReading
from kaizen.sheet.text import quoted

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Cell, Context, Grid
    from kaizen.sheet.headings import Headings
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.row_reading import ReadRow

A_LIST = 3
"""So many rows that can't be read are no single slips."""

SHARE_READ = 10
"""Where not even one row is read for so many that can't be, the tab as a whole is something else."""


def read_tab(
    tab: Tab,
    grid: Grid,
    context: Context,
    names: Mapping[str, str] | None = None,
    last: TabReading | None = None,
) -> TabReading:
    """Read one tab whose rows are records.

    Every row that is not blank becomes a record or has a finding with its place; where the tab as a
    whole cannot be read, one finding says so for all of its rows. Never raises on content.

    Args:
        tab: which it is.
        grid: its cells.
        context: what they may point to.
        names: what people call columns whose own headings are missing.
        last: an earlier reading of the tab; what its rows said is not read again where they stand as they did.
    """
    headings = find_headings(tab, grid, names)
    if tab.record is None or not headings.row:
        return _without_records(tab, grid, headings)
    lacking = [heading for heading in _needed_headings(tab) if heading not in headings.columns]
    if lacking:
        return _unreadable(tab, grid, headings, lacking)
    known = last.rows_read.known_under(headings, context) if last is not None else {}
    rows = Rows(tab, tab.record, RowReader(tab, tab.record, headings, context), known)
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
        unreadable=rows.hardly_any,
        rows_read=RowsRead(headings.columns, headings.keys, context, rows.known),
    )


def _without_records(tab: Tab, grid: Grid, headings: Headings) -> TabReading:
    return TabReading(
        tab=tab,
        columns=headings.columns,
        heading_row=headings.row,
        findings=headings.findings,
        extra=headings.extra,
        grid=grid,
        names=headings.names,
        unreadable="" if headings.row or not tab.columns else "its headings are missing",
    )


def _unreadable(tab: Tab, grid: Grid, headings: Headings, lacking: Sequence[str]) -> TabReading:
    rows = counted(sum(any(filled(cell) for cell in row) for row in grid[headings.row :]), "row")
    sentence = f"Without {listed([quoted(heading) for heading in lacking])} none of the {rows} of this tab can be read."
    finding = Finding(Place(tab.title), Outcome.QUERIED, sentence)
    are = "its heading {} is missing" if len(lacking) == 1 else "its headings {} are missing"
    why = are.format(listed([quoted(heading) for heading in lacking]))
    return replace(_without_records(tab, grid, headings), findings=(*headings.findings, finding), unreadable=why)


def _needed_headings(tab: Tab) -> list[str]:
    code = code_column(tab)
    required = required_fields(tab.record) if tab.record is not None else frozenset()
    return [column.heading for column in tab.columns if column.field in required - FILLED and column is not code]


class Rows:
    """Takes the rows of one tab in the order of the sheet.

    Args:
        known: rows of an earlier reading under the same headings and in the same surroundings.

    Attributes:
        records: what was read.
        numbers: ref to row number.
        findings: what is to be said.
        known: each row that was taken, for the next reading.
    """

    def __init__(self, tab: Tab, record: type[Record], reader: RowReader, known: Mapping[Hashable, ReadRow]) -> None:
        self.records: list[Record] = []
        self.numbers: dict[str, int] = {}
        self.findings = RowFindings(tab, required_fields(record))
        self.known: dict[Hashable, ReadRow] = {}
        self._tab = tab
        self._reader = reader
        self._before = known
        self._refs = Refs(tab)
        self._outside: list[int] = []
        self._not_read = 0

    def take(self, number: int, cells: Sequence[Cell]) -> None:
        """Take one row: a record, one finding or several, or nothing where it is blank."""
        found = len(self.findings.found)
        broken = guarded(Place(self._tab.title, number), partial(self._take, number, cells), LEFT_OUT)
        if broken is not None:
            self.findings.found[found:] = [broken]

    def above(self, number: int, cells: Sequence[Cell]) -> None:
        """Look at one row above the headings: a title does not matter, a whole row of data is asked about."""
        broken = guarded(Place(self._tab.title, number), partial(self._above, number, cells), LEFT_OUT)
        self.findings.found += [broken] if broken is not None else []

    def _take(self, number: int, cells: Sequence[Cell]) -> None:
        key = row_key(cells)
        row = self._before.get(key) or self.known.get(key) or self._reader.read(cells)
        self.known[key] = row
        self.findings.row = number
        if isinstance(row, Whole):
            self._keep(row, number)
        elif isinstance(row, LeftOut):
            self._not_read += 1
            self.findings.left_out(row.line, row.missing, row.against, first=not self.records)
            self._refs.left_out(row.key, number)
        elif isinstance(row, NoData):
            (self.findings.total if row.total else self.findings.headings_again)(row.line)
        elif row.filled:
            self._outside.append(number)

    def _above(self, number: int, cells: Sequence[Cell]) -> None:
        line = self._reader.line(cells)
        if self._reader.is_data(line):
            self.findings.row = number
            self.findings.above(line)

    def done(self) -> tuple[Finding, ...]:
        """Return the findings of all rows."""
        self.findings.outside(self._outside)
        return tuple(self.findings.found)

    @property
    def left_out(self) -> dict[str, int]:
        """Where each row stands that is no record, by what would be its ref, see `TabReading`."""
        return self._refs.places_left_out

    @property
    def hardly_any(self) -> str:
        """Why the tab can't be read as a whole, though it has its headings: another list was pasted over it."""
        read, left = len(self.records), self._not_read
        if left < A_LIST or read * SHARE_READ >= left:
            return ""
        return f"{f'only {read}' if read else 'none'} of its {read + left} rows can be read"

    def _keep(self, row: Whole, number: int) -> None:
        ref, findings = self._refs.give(row.key, number)
        record = row.record if ref == row.record.ref else row.record.model_copy(update={"ref": ref})
        if row.line is not None:
            self.findings.cells(row.line)
        self.findings.found += findings
        if row.line is not None:
            if row.no_code:
                self.findings.no_code()
            self.findings.wanting(row.line, self._reader.needed)
        self.records.append(record)
        self.numbers[ref] = number
