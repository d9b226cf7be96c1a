"""Keep what is known of one row of a tab in which rows are cleared: what it says, and what is to become of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaizen.engine.formulas import SPILLED
from kaizen.sheet.row_formulas import in_row
from kaizen.sheet.whole_rows import as_typed, cleared, columns_of, emptied

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kaizen.sheet.cells import Cell
    from kaizen.sheet.row_formulas import RowFormula
    from kaizen.sheet.whole_rows import RowCells


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the tab as it ought to stand.

    Attributes:
        cells: what it says.
        after: what it says once the cells have landed that the same batch amends.
        formulas: title to formula, as it stands to the row.
        going: the ref of a row that is to be gone; "" of any other.
        left_alone: titles whose cells are never cleared.
        put: whether it has just been written again.
        known: whether its writer knows where it stands, so that it is not to be looked for.
    """

    cells: RowCells
    after: RowCells
    formulas: Mapping[str, RowFormula] = field(default_factory=dict)
    going: str = ""
    left_alone: frozenset[str] = frozenset()
    put: bool = False
    known: bool = False

    def to_clear(self, cells: Iterable[str]) -> set[str]:
        """Return the titles of these that are to be blank."""
        return set(cells) - self.left_alone

    def clearing(self, sheet_id: int, there: int, titles: Sequence[str], now: RowCells) -> list[dict[str, Any]]:
        """Return the requests that clear it where it stands now; as a whole where nothing of anybody else's is in it.

        What is hit instead is then as blank as that, and known by it, whatever columns have moved as well.
        """
        if self.known and not self.left_alone:
            return [emptied(sheet_id, there)]
        return list(cleared(sheet_id, there, columns_of(titles, self.to_clear(now))))


def alike(one: RowCells, other: RowCells) -> bool:
    """Tell whether two rows say the same, be it under other headings."""
    return Counter(map(str, one.values())) == Counter(map(str, other.values()))


def fits(number: int, place: int, was: Mapping[int, int]) -> bool:
    """Tell whether a row would stand at a place by the order in which the rows stood before.

    Args:
        number: of the row, before.
        place: where something was written.
        was: which row stands where now: its number then, by its number now.
    """
    above = was[max(there for there in was if there < place)] if any(there < place for there in was) else 0
    below = [was[there] for there in sorted(was) if there > place][:1]
    return above < number and all(number < one for one in below)


def content(formula: RowFormula | None, cell: Cell, row: int) -> dict[str, Any]:
    """Return what a cell held, its formula for the row that it is to stand in; nothing for what another cell shows."""
    if formula is None:
        return as_typed(cell)
    if formula == SPILLED:
        return {}
    text = in_row(formula, row)
    return {"formulaValue": text} if text else as_typed(cell)
