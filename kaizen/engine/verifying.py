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
        if missed := meant.missed():
            look.repairs += [*meant.again(missed), *meant.restored(missed)]
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

    def missed(self) -> list[str]:
        """Return the fields whose cells did not land where they belong.

        Those are all of them where the row is gone or says in every cell what it said before, and otherwise those
        whose column has moved. A cell that says something else again has been edited since, and stays.
        """
        if not self.known_as:
            return list(self.values)
        old = [name for name in self._changed() if self._there(name) == self._cell_before(name)]
        if old == self._changed():
            return old
        return [name for name in old if self.now.columns[self._heading(name)] != self._column(name)]

    def again(self, missed: list[str]) -> list[dict[str, Any]]:
        """Return the requests that amend the row where it is now; none when it is gone."""
        values = {name: self.values[name] for name in missed}
        return update_cells(self.now, self.sheet_id, self.known_as, values) if self.known_as else []

    def restored(self, missed: list[str]) -> list[dict[str, Any]]:
        """Return the requests that give the cells that were hit by mistake what they held before."""
        row = self.before.rows[self.ref]
        hit = {
            self._column(name): self._wanted(name)
            for name in missed
            if _cell(self.now.grid, row, self._column(name)) == self._wanted(name)
        }
        known = self._as_it_was(row) if hit else None
        if known is None:
            return []
        said = {column: known.get(_heading(self.now, column), "") for column in hit}
        return [_put(self.sheet_id, row, column, cell) for column, cell in said.items() if cell != hit[column]]

    def _changed(self) -> list[str]:
        """Return the fields that were to say something new and still have a column."""
        there = [name for name in self.values if self._heading(name) in self.now.columns]
        return [name for name in there if self._wanted(name) != self._cell_before(name)]

    def _heading(self, name: str) -> str:
        return heading_and_kind(self.before.tab, name)[0]

    def _column(self, name: str) -> int:
        return self.before.columns[self._heading(name)]

    def _wanted(self, name: str) -> Cell:
        return _plain(entered(self.values[name], heading_and_kind(self.before.tab, name)[1]))

    def _there(self, name: str) -> Cell:
        return self.now.cell(self.now.rows[self.known_as], self._heading(name))

    def _cell_before(self, name: str) -> Cell:
        return self.before.cell(self.before.rows[self.ref], self._heading(name))

    def _same_row(self, row: int) -> bool:
        """Tell whether a row has the natural key that ours had, apart from what was written."""
        headings = [self.before.tab.column(name).heading for name in self.before.tab.key if name not in self.values]
        mine = self.before.rows[self.ref]
        return all(self.now.cell(row, one) == self.before.cell(mine, one) for one in headings)

    def _as_it_was(self, row: int) -> dict[str, Cell] | None:
        """Return what the row now at ``row`` held before, by heading; {} for a new one, None if that cannot be told."""
        written = {self._heading(name) for name in self.values}
        written |= {_heading(self.now, self._column(name)) for name in self.values}
        rest = _by_heading(self.now, row, written)
        if not rest:
            return {}
        return next(
            (
                _by_heading(self.before, number, set())
                for number in range(self.before.heading_row + 1, len(self.before.grid) + 1)
                if _by_heading(self.before, number, written) == rest
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
