"""Which tabs hold what they held before, so that they are neither read nor kept a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.sheet.cells import Grid


class LastGrids:
    """Keeps the cells of each tab as they were last time; of two that hold the same, the elder."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Grid, list[tuple[int, int]]]] = {}

    def shared(self, grids: Mapping[str, Grid]) -> dict[str, Grid]:
        """Return the grids; a tab that holds what it held last time is the very object of last time.

        In others each text is kept once: most cells of a sheet repeat others.
        """
        now: dict[str, Grid] = {}
        words: dict[str, str] = {}
        for title, grid in grids.items():
            if not self._holds(title, grid):
                lean = [
                    [words.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in grid
                ]
                self._kept[title] = lean, list(_ticks_and_numbers(lean))
            now[title] = self._kept[title][0]
        self._kept = {title: self._kept[title] for title in now}
        return now

    def _holds(self, title: str, grid: Grid) -> bool:
        if title not in self._kept:
            return False
        kept, places = self._kept[title]
        if kept is grid:
            return True
        return kept == list(grid) and all(
            isinstance(kept[r][c], bool) is isinstance(grid[r][c], bool) for r, c in places
        )


def _ticks_and_numbers(grid: Grid) -> Iterator[tuple[int, int]]:
    """Give row and column, from 0, of each cell that Python would take for another: TRUE is not the number 1."""
    for number, row in enumerate(grid):
        if 0 in row or 1 in row:
            yield from ((number, column) for column, cell in enumerate(row) if cell in {0, 1})
