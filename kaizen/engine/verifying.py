"""Looking again after a commit: did every amended cell land in the row it was meant for?

Rows are found by key but written by position. If somebody sorts, inserts or deletes rows between our
read and our write, the cells land in another row. The read-back shows it: the row that was meant still
says what it said before, and the row that stands where we wrote says what was meant for the other.
That one gets its own cells back, and the right one is amended.
"""

from __future__ import annotations

from collections import defaultdict
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
    from kaizen.sheet.cells import Cell
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
    by_kind: defaultdict[type[Record], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for (kind, ref), values in group.rows.amended.items():
        by_kind[kind][ref] = values
    for kind, amended in by_kind.items():
        title = TAB_OF[kind].title
        tab = AmendedTab(amended, group.snapshot.reading.tabs[title], now.tabs[title], structure.tabs[title])
        look.repairs += [*tab.restored(), *tab.again()]
        look.gone += [(kind, ref) for ref in amended if not tab.known_as(ref)]
    return look


class AmendedTab:
    """The rows of one tab that were amended: what was written where, and what is there now.

    Args:
        amended: ref before the commit, to field and value; the field ``ref`` fills in a blank one.
        before: the tab as the group was decided on it.
        now: the tab as read after the commit.
        sheet_id: of the tab.
    """

    def __init__(
        self, amended: Mapping[str, Mapping[str, Any]], before: TabReading, now: TabReading, sheet_id: int
    ) -> None:
        self._amended = amended
        self._before = before
        self._now = now
        self._sheet_id = sheet_id
        self._wanted = {
            ref: {name: self._cell_of(name, values[name]) for name in values} for ref, values in amended.items()
        }
        self._written = {
            (before.rows[ref], before.columns[self._heading(name)]): cell
            for ref, cells in self._wanted.items()
            for name, cell in cells.items()
        }
        self._touched = {_heading(tab, column) for _, column in self._written for tab in (before, now)}

    def known_as(self, ref: str) -> str:
        """Return the ref of a row now; "" when the row is gone."""
        if ref in self._now.rows:
            return ref
        filled_in = str(self._amended[ref].get("ref", ""))
        return filled_in if filled_in in self._now.rows and self._same_key(ref, filled_in) else ""

    def again(self) -> list[dict[str, Any]]:
        """Return the requests that amend, where it is now, each row that was missed."""
        return [
            request
            for ref, values in self._amended.items()
            for now_ref in filter(None, [self.known_as(ref)])
            for request in update_cells(
                self._now, self._sheet_id, now_ref, {name: values[name] for name in self._missed(ref, now_ref)}
            )
        ]

    def restored(self) -> list[dict[str, Any]]:
        """Return the requests that give cells which were hit by mistake what they are to hold."""
        hit = [place for place, cell in self._written.items() if _cell(self._now, *place) == cell]
        return [
            _put(self._sheet_id, row, column, cell)
            for row, column in hit
            for cell in self._rightful(row, column)
            if cell != self._written[row, column]
        ]

    def _missed(self, ref: str, now_ref: str) -> list[str]:
        """Return the fields of a row whose cells do not say what was wanted, through no edit of somebody's since.

        Either all say what they said before, or their column has moved, or another row's value is in them.
        """
        row_before, row = self._before.rows[ref], self._now.rows[now_ref]
        wanted = {name: cell for name, cell in self._wanted[ref].items() if self._heading(name) in self._now.columns}
        was = {name: self._before.cell(row_before, self._heading(name)) for name in wanted}
        there = {name: self._now.cell(row, self._heading(name)) for name in wanted}
        wrong = [name for name, cell in wanted.items() if cell != there[name]]
        changed = [name for name, cell in wanted.items() if cell != was[name]]
        columns = {name: self._now.columns[self._heading(name)] for name in wanted}
        return [
            name
            for name in wrong
            if self._written.get((row, columns[name])) == there[name]
            or (there[name] == was[name] and (wrong == changed or columns[name] != self._column(name)))
        ]

    def _rightful(self, row: int, column: int) -> list[Cell]:
        """Return what a cell that we wrote is to hold, when it is not the one that was meant; else nothing."""
        heading = _heading(self._now, column)
        rest = _by_heading(self._now, row, self._touched)
        if not rest:
            return [""]
        for number in range(self._before.heading_row + 1, len(self._before.grid) + 1):
            if _by_heading(self._before, number, self._touched) == rest:
                meant = number == row and heading == _heading(self._before, column)
                return [] if meant else [self._to_hold(number, heading)]
        return []

    def _to_hold(self, row_before: int, heading: str) -> Cell:
        for ref, cells in self._wanted.items():
            if self._before.rows[ref] == row_before:
                for name, cell in cells.items():
                    if self._heading(name) == heading:
                        return cell
        return _by_heading(self._before, row_before, set()).get(heading, "")

    def _heading(self, name: str) -> str:
        return heading_and_kind(self._before.tab, name)[0]

    def _column(self, name: str) -> int:
        return self._before.columns[self._heading(name)]

    def _cell_of(self, name: str, value: Any) -> Cell:  # noqa: ANN401 - the value of any field
        held = entered(value, heading_and_kind(self._before.tab, name)[1])
        return next(iter(held.values()), "")

    def _same_key(self, ref: str, now_ref: str) -> bool:
        """Tell whether a row has the natural key that ours had, apart from what was written."""
        tab = self._before.tab
        headings = [tab.column(name).heading for name in tab.key if name not in self._amended[ref]]
        here, there = self._before.rows[ref], self._now.rows[now_ref]
        return all(self._before.cell(here, one) == self._now.cell(there, one) for one in headings)


def _cell(tab: TabReading, row: int, column: int) -> Cell:
    cells = tab.grid[row - 1] if row <= len(tab.grid) else ()
    return cells[column] if column < len(cells) else ""


def _heading(tab: TabReading, column: int) -> str:
    return str(_cell(tab, tab.heading_row, column))


def _by_heading(tab: TabReading, row: int, without: set[str]) -> dict[str, Cell]:
    cells = tab.grid[row - 1] if row <= len(tab.grid) else ()
    named = {_heading(tab, column): cell for column, cell in enumerate(cells) if cell != ""}
    return {heading: cell for heading, cell in named.items() if heading not in without}


def _put(sheet_id: int, row: int, column: int, cell: Cell) -> dict[str, Any]:
    kind = "boolValue" if isinstance(cell, bool) else "stringValue" if isinstance(cell, str) else "numberValue"
    held = {VALUE_ONLY: {kind: cell}} if cell != "" else {}
    start = {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [held]}], "fields": VALUE_ONLY}}
