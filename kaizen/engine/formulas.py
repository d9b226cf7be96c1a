"""Where formulas stand in a tab: looked up before a row is cleared, for the values of the sheet do not tell.

The cells are looked at again in the same call. Where a row that is to be cleared no longer stands where it was read,
nothing is known about it and the group is decided anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine.google import quoted
from kaizen.sheet.row_formulas import relative
from kaizen.sheet.whole_rows import titles_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kaizen.engine.google import Workbook
    from kaizen.engine.snapshots import Snapshot
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.row_formulas import RowFormula
    from kaizen.sheet.tab_reading import TabReading

_FIELDS: Final = (
    "sheets(properties(sheetId,title),data(startRow,startColumn,rowData.values(userEnteredValue,effectiveValue)))"
)

_TYPED: Final = "userEnteredValue"

SPILLED: Final[RowFormula] = ()
"""What a cell holds that shows part of another cell's formula."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas of one tab.

    Attributes:
        by_row: row, counted from 1, to title to formula, as it stands to its row; `SPILLED` where another cell's
            formula shows.
        own: titles of the columns that people have added in which one stands.
    """

    by_row: Mapping[int, Mapping[str, RowFormula]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def left_alone(self, row: int, reading: TabReading) -> set[str]:
        """Return the titles whose cells of a row are never cleared: formulas of people's own, and what they show."""
        cells = self.by_row.get(row, {})
        return {title for title, formula in cells.items() if formula == SPILLED or title not in reading.columns}


def formulas_in(workbook: Workbook, snapshot: Snapshot, rows: Mapping[str, Collection[int]]) -> dict[str, Formulas]:
    """Return the formulas of some tabs; nothing where one of the rows does not say what the snapshot has.

    Args:
        workbook: the sheet.
        snapshot: what was decided on.
        rows: by tab those that have to stand where they stood, counted from 1.

    Raises:
        CallFailed: the sheet does not answer.
    """
    if not rows:
        return {}
    names = [workbook.structure.called(title) for title in rows]
    told = workbook.part([quoted(name) for name in names], _FIELDS, patient=True)
    found = {}
    for title, sheet in workbook.as_known(told).items():
        lines = [row.get("values", []) for block in sheet.get("data", ()) for row in block.get("rowData", ())]
        if not all(_stands(lines[row - 1 : row], snapshot.grids[title][row - 1]) for row in rows[title]):
            return {}
        found[title] = formulas_of(snapshot.reading.tabs[title], lines)
    return found


Line = list[dict[str, Any]]
"""The cells of a row as ``spreadsheets.get`` tells them."""


def _stands(line: list[Line], was: Sequence[Cell]) -> bool:
    """Tell whether a row says what it said; a formula may say something else each time."""
    cells = line[0] if line else []
    return len(cells) >= len(was) and all(
        "stringValue" not in cell.get(_TYPED, {}) or cell[_TYPED]["stringValue"] == old
        for cell, old in zip(cells, was, strict=False)
    )


def formulas_of(reading: TabReading, lines: Sequence[Line]) -> Formulas:
    """Return the formulas in the rows of a tab, which ``spreadsheets.get`` tells from the first row on."""
    titles = titles_of(reading)
    by_row = {number: dict(_in_row(line, titles, number)) for number, line in enumerate(lines, start=1)}
    body = (title for number, cells in by_row.items() if number > reading.heading_row for title in cells)
    return Formulas(by_row, frozenset(title for title in body if title not in reading.columns))


def _in_row(line: Line, titles: Sequence[str], number: int) -> Iterator[tuple[str, RowFormula]]:
    for title, cell in zip(titles, line, strict=False):
        typed = cell.get(_TYPED, {})
        if "formulaValue" in typed:
            yield title, relative(typed["formulaValue"], number)
        elif not typed and cell.get("effectiveValue"):
            yield title, SPILLED
