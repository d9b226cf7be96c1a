"""Looking again after a commit: did every amended cell land in the row it was meant for?

Rows are found by key but written by position. If somebody sorts, inserts or deletes rows between our
read and our write, the cells land in another row. The read-back shows it: the row that was meant still
says what it said before, and the row that stands where we wrote says what was meant for the other.
That one gets its own cells back, and the right one is amended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaizen.sheet.cell_values import VALUE_ONLY, entered
from kaizen.sheet.layout import TAB_OF
from kaizen.sheet.writing import heading_and_kind, update_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.record import Record
    from kaizen.engine.google import Structure
    from kaizen.engine.group import Group
    from kaizen.sheet.cells import Cell, Grid
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading


@dataclass(slots=True)
class Look:
    """What was seen.

    Attributes:
        repairs: requests that put right what landed in a wrong row; none when all is well.
        gone: the rows that are no longer in the sheet, as model and ref.
    """

    repairs: list[dict[str, Any]] = field(default_factory=list)
    gone: list[tuple[type[Record], str]] = field(default_factory=list)


def looked_again(group: Group, now: Reading, structure: Structure) -> Look:
    """Return what is wrong with the rows that the group amended, as the sheet is now."""
    look = Look()
    for (kind, ref), values in group.rows.amended.items():
        title = TAB_OF[kind].title
        meant = Meant(ref, values, group.snapshot.reading.tabs[title], now.tabs[title], structure.tabs[title])
        if not meant.known_as:
            look.gone.append((kind, ref))
        if meant.missed:
            look.repairs += [*meant.again(), *meant.restored()]
    return look


@dataclass(frozen=True, slots=True)
class Meant:
    """One row that was to be amended: what was written where, and what is there now.

    Attributes:
        ref: as it was before; a blank ``Ref`` that was filled in is among ``values``.
        before: the tab as the group was decided on it.
        now: the tab as read after the commit.
    """

    ref: str
    values: Mapping[str, Any]
    before: TabReading
    now: TabReading
    sheet_id: int

    @property
    def known_as(self) -> str:
        """The ref of the row now; "" when the row is gone."""
        if self.ref in self.now.rows:
            return self.ref
        filled_in = str(self.values.get("ref", ""))
        row = self.now.rows.get(filled_in, 0)
        return filled_in if row and self._same_row(row) else ""

    @property
    def missed(self) -> bool:
        """Whether the row still says what it said before, or is gone. A row that says neither has been edited since."""
        if not self.known_as:
            return True
        row, row_before = self.now.rows[self.known_as], self.before.rows[self.ref]
        cells = [
            (self.now.cell(row, heading), cell, self.before.cell(row_before, heading))
            for heading, cell in self._written().items()
            if heading in self.now.columns
        ]
        changed = [(there, said) for there, wanted, said in cells if wanted != said]
        return bool(changed) and all(there == said for there, said in changed)

    def again(self) -> list[dict[str, Any]]:
        """Return the requests that amend the row where it is now; none when it is gone."""
        return update_cells(self.now, self.sheet_id, self.known_as, self._writable()) if self.known_as else []

    def restored(self) -> list[dict[str, Any]]:
        """Return the requests that give the cells that were hit by mistake what they held before."""
        row = self.before.rows[self.ref]
        hit = {
            self.before.columns[heading]: wanted
            for heading, wanted in self._written().items()
            if _cell(self.now.grid, row, self.before.columns[heading]) == wanted
        }
        if not hit:
            return []
        known = self._as_it_was(row, set(hit))
        return [
            _put(self.sheet_id, row, column, known.get(_heading(self.now, column), ""))
            for column, wanted in hit.items()
            if known is not None and known.get(_heading(self.now, column), "") != wanted
        ]

    def _written(self) -> dict[str, Cell]:
        """Return what was written under each heading."""
        pairs = [(heading_and_kind(self.before.tab, name), value) for name, value in self.values.items()]
        return {heading: _plain(entered(value, kind)) for (heading, kind), value in pairs}

    def _writable(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.values.items()
            if heading_and_kind(self.now.tab, name)[0] in self.now.columns
        }

    def _same_row(self, row: int) -> bool:
        """Tell whether a row has the natural key that ours had, apart from what was written."""
        headings = [self.before.tab.column(name).heading for name in self.before.tab.key if name not in self.values]
        mine = self.before.rows[self.ref]
        return all(self.now.cell(row, one) == self.before.cell(mine, one) for one in headings)

    def _as_it_was(self, row: int, hit: set[int]) -> dict[str, Cell] | None:
        """Return what the row now at ``row`` held before, by heading; {} for a new one, None if that cannot be told."""
        headings_hit = {_heading(self.now, column) for column in hit}
        rest = _by_heading(self.now, row, headings_hit)
        if not rest:
            return {}
        return next(
            (
                _by_heading(self.before, number, set())
                for number in range(self.before.heading_row + 1, len(self.before.grid) + 1)
                if _by_heading(self.before, number, headings_hit) == rest
            ),
            None,
        )


def _cell(grid: Grid, row: int, column: int) -> Cell:
    cells = grid[row - 1] if row <= len(grid) else ()
    return cells[column] if column < len(cells) else ""


def _heading(tab: TabReading, column: int) -> str:
    return str(_cell(tab.grid, tab.heading_row, column))


def _by_heading(tab: TabReading, row: int, without: set[str]) -> dict[str, Cell]:
    cells = tab.grid[row - 1] if row <= len(tab.grid) else ()
    named = {_heading(tab, column): cell for column, cell in enumerate(cells) if cell != ""}
    return {heading: cell for heading, cell in named.items() if heading not in without}


def _plain(value: Mapping[str, Cell]) -> Cell:
    return next(iter(value.values()), "")


def _put(sheet_id: int, row: int, column: int, cell: Cell) -> dict[str, Any]:
    kind = "boolValue" if isinstance(cell, bool) else "stringValue" if isinstance(cell, str) else "numberValue"
    held = {VALUE_ONLY: {kind: cell}} if cell != "" else {}
    start = {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [held]}], "fields": VALUE_ONLY}}
