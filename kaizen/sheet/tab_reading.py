"""What reading one tab gives: records, where they stand, and what is to be said about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from kaizen.domain.codes import is_stand_in
from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.cells import shown
from kaizen.sheet.findings import Outcome
from kaizen.sheet.headings import find_headings, heading_key
from kaizen.sheet.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Cell, Context, Grid
    from kaizen.sheet.findings import Finding
    from kaizen.sheet.headings import Headings
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.row_reading import ReadRow

A = TypeVar("A")


@dataclass(frozen=True)
class RowsRead:
    """What the rows of a tab were read as, for the next reading of it.

    Attributes:
        columns: as of `TabReading`.
        keys: `heading_key` of every cell of the headings.
        context: in which the rows were read.
        rows: by `row_key`.
    """

    columns: Mapping[str, int] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    context: Context | None = None
    rows: Mapping[Hashable, ReadRow] = field(default_factory=dict)

    def known_under(self, headings: Headings, context: Context) -> Mapping[Hashable, ReadRow]:
        """Return the rows; none where headings or surroundings are others now: cells may mean something else then."""
        same = (self.columns, self.keys, self.context) == (headings.columns, headings.keys, context)
        return self.rows if same else {}


@dataclass(frozen=True)
class TabReading:
    """One tab, read.

    Attributes:
        records: the rows that could be read, in the order of the sheet.
        rows: ref of each record to the number of its row, counted from 1 as the sheet does.
        columns: each heading that was found, as layout spells it, to its column, counted from 0.
        heading_row: counted from 1; 0 where no headings were found, or there is no such tab.
        findings: in the order of the sheet.
        extra: headings that people have added; their columns are kept and never written.
        grid: the cells that were read.
        names: which columns are known by their marks, see `column_marks.given_names`.
        left_out: ref to row of what is no record until it is put right, where no other row could be meant.
        unreadable: why the tab can't be read as a whole, such as "its headings are missing"; "" where it can.
        rows_read: for the next reading.
    """

    tab: Tab
    records: tuple[Record, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)
    heading_row: int = 0
    findings: tuple[Finding, ...] = ()
    extra: tuple[str, ...] = ()
    grid: Grid = ()
    names: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    unreadable: str = ""
    rows_read: RowsRead = field(default=RowsRead(), compare=False, repr=False)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each row stands that can be named: of records and of those that are left out."""
        return {**self.left_out, **self.rows}

    @cached_property
    def _answers(self) -> dict[tuple[object, ...], Any]:
        return {}

    def once(self, question: Callable[..., A], *about: str) -> A:
        """Return ``question(self, *about)``, worked out once: a reading never changes, so neither does the answer.

        ``question`` is a function of a module, not a lambda.
        """
        asked = (question, *about)
        if asked not in self._answers:
            self._answers[asked] = question(self, *about)
        answer: A = self._answers[asked]
        return answer

    def values(self, heading: str) -> Mapping[str, None]:
        """Return what the records say under a heading as text, each once, in the order of the sheet.

        What only stands for the code of a row that has none yet is not among it.
        """
        return self.once(_values, heading)

    def cell(self, row: int, heading: str) -> Cell:
        """Return what stands in a row, counted from 1, under a heading; ``""`` where there is nothing."""
        column = self.columns.get(heading)
        cells = self.grid[row - 1] if 0 < row <= len(self.grid) else ()
        return cells[column] if column is not None and column < len(cells) else ""

    @cached_property
    def asked(self) -> frozenset[tuple[int, str]]:
        """Row and heading of each cell that is asked about."""
        queried = (finding.place for finding in self.findings if finding.outcome is Outcome.QUERIED)
        return frozenset((place.row, place.heading) for place in queried)

    def unread(self, ref: str, field: str) -> Cell:
        """Return a cell of a record that is asked about and says something else than was read from it.

        People's words stand in it that no value holds. ``""`` of any other cell.
        """
        column, row = self.tab.column(field), self.rows.get(ref)
        if row is None or (row, column.heading) not in self.asked:
            return ""
        record = next(one for one in self.records if one.ref == ref)
        cell = self.cell(row, column.heading)
        return "" if seen(cell, column.kind) == in_words(getattr(record, field), column.kind) else cell

    def own_cells(self, row: int) -> dict[str, Cell]:
        """Return what stands in a row, counted from 1, under headings that people have added, as they are typed."""
        cells = self.grid[row - 1] if 0 < row <= len(self.grid) else ()
        titles = self.grid[self.heading_row - 1] if self.heading_row else ()
        there = [column for column in self.added.values() if column < len(cells) and cells[column] != ""]
        return {clean(shown(titles[column])): cells[column] for column in there}

    @cached_property
    def added(self) -> Mapping[str, int]:
        """Where the columns stand that people have added: `heading_key` to column, counted from 0.

        Columns without a heading, and second ones under a heading, are nobody's.
        """
        cells = self.grid[self.heading_row - 1] if self.heading_row else ()
        known = {*map(heading_key, self.tab.headings), *(name.partition("\n")[0] for name in self.names)}
        added: dict[str, int] = {}
        for column, cell in enumerate(cells):
            if (key := heading_key(cell)) and key not in known and column not in self.columns.values():
                added.setdefault(key, column)
        return added


def _values(reading: TabReading, heading: str) -> dict[str, None]:
    field = next(column.field for column in reading.tab.columns if column.heading == heading)
    said = [str(getattr(record, field)) for record in reading.records]
    return dict.fromkeys([text for text in said if not is_stand_in(text)])


def headings_now(before: TabReading, grid: Grid) -> TabReading:
    """Return where the headings of a tab stand in its first rows as they are by now; its rows are not read."""
    found = find_headings(before.tab, grid, before.names)
    return TabReading(before.tab, columns=found.columns, heading_row=found.row, grid=grid)
