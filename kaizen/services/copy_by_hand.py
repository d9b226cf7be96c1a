"""Tabs of an edited copy that the app does not write in: what differs is told, for people to type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.domain.wording import counted
from kaizen.services.copy_plan import ByHand
from kaizen.sheet.cells import shown
from kaizen.sheet.findings import Place
from kaizen.sheet.layout import CHECKS, KAIZEN, LOG, READ_ME, SIGN_INS
from kaizen.sheet.tab_building import column_letter
from kaizen.sheet.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.sheet.cells import Cell, Grid

MOST: Final = 20
"""Cells of one tab that are named; a tab that has been sorted differs everywhere."""

THE_APPS: Final = frozenset({READ_ME.title, LOG.title, CHECKS.title, KAIZEN.title, SIGN_INS.title})
"""Tabs that the app writes itself; what somebody changes there in a copy is not looked at."""


def cells_by_hand(title: str, base: Grid, file: Grid) -> list[ByHand]:
    """Return what differs between a tab as the copy was made and as it is in the file, cell by cell."""
    found = list(_differences(base, file))
    told = [
        ByHand(Place(title, row), f"{column_letter(column)}{row}: {_said(was)} is now {_said(now)}.")
        for row, column, was, now in found[:MOST]
    ]
    if len(found) > MOST:
        told.append(ByHand(Place(title), f"And {counted(len(found) - MOST, 'more cell')} of this tab."))
    return told


def _differences(base: Grid, file: Grid) -> Iterator[tuple[int, int, Cell, Cell]]:
    for row in range(max(len(base), len(file))):
        one, other = (grid[row] if row < len(grid) else () for grid in (base, file))
        for column in range(max(len(one), len(other))):
            was, now = (cells[column] if column < len(cells) else "" for cells in (one, other))
            if was != now and {was, now} != {"", False}:
                yield row + 1, column, was, now


def _said(cell: Cell) -> str:
    return quoted(shown(cell)) if cell != "" else "nothing"
