"""The fence: a batch that was decided on an older state of the sheet is refused as a whole.

The id of one named range is the revision of the sheet. Every batch deletes the id it has read and adds
the next one, so that of two batches decided on the same revision only one can land; the other names an
id that is gone, and a batch is all or nothing. The same holds for a batch that was thought lost and
arrives late. The revision stands in the hidden ``_kaizen`` tab too, so that the read of the values
brings it along, from the same instant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kaizen.errors import NotSaved
from kaizen.sheet.headings import ROWS_LOOKED_AT
from kaizen.sheet.layout import KAIZEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.engine.structure import Structure
    from kaizen.sheet.cells import Grid

RANGE: Final = "kaizen_revision"
"""Name of the named range."""

ROW: Final = "revision"
"""What stands under Name on ``_kaizen``, beside the revision under Value."""

HEADING: Final = KAIZEN.column("name").heading


def revision(grids: Mapping[str, Grid]) -> str:
    """Return the revision that these cells belong to; "" when nothing has been committed yet."""
    grid = grids.get(KAIZEN.title, ())
    column = _column(grid)
    for row in grid:
        if len(row) > column + 1 and row[column] == ROW:
            return str(row[column + 1])
    return ""


def _column(grid: Grid) -> int:
    """Return where Name stands, counted from 0: somebody may have inserted a column even in the hidden tab."""
    return next((list(row).index(HEADING) for row in grid[:ROWS_LOOKED_AT] if HEADING in row), 0)


def move(structure: Structure, grids: Mapping[str, Grid], read: str, after: str) -> list[dict[str, Any]]:
    """Return the changes that move the fence from the revision that was read to the next one.

    Args:
        structure: of the spreadsheet, for the hidden tab's id.
        grids: the cells that were read, for where the revision stands in the hidden tab.
        read: the revision of the values that were decided on, "" for none.
        after: an id that has never been used.

    Raises:
        NotSaved: the hidden tab is missing, so there is nothing to hold on to.
    """
    sheet_id = structure.tabs.get(KAIZEN.title)
    if sheet_id is None:
        raise NotSaved(
            f"The hidden tab {KAIZEN.title} is missing, so nothing was saved. "
            "The sheet's owner can bring it back with File > Version history."
        )
    corner = {"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    pulled = [{"deleteNamedRange": {"namedRangeId": read}}] if read else []
    planted = {"addNamedRange": {"namedRange": {"namedRangeId": after, "name": RANGE, "range": corner}}}
    return [*pulled, planted, remember(sheet_id, grids, ROW, after)]


def remember(sheet_id: int, grids: Mapping[str, Grid], name: str, value: str) -> dict[str, Any]:
    """Return the request that makes the hidden tab say ``value`` beside ``name``.

    Args:
        sheet_id: of the hidden tab.
        grids: the cells that were read, for where the name stands.
        name: what stands under Name.
        value: what is to stand under Value.
    """
    cells: list[dict[str, Any]] = [{"userEnteredValue": {"stringValue": text}} for text in (name, value)]
    grid = grids.get(KAIZEN.title, ())
    column = _column(grid)
    for number, row in enumerate(grid):
        if len(row) > column and row[column] == name:
            start = {"sheetId": sheet_id, "rowIndex": number, "columnIndex": column}
            return {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": "userEnteredValue"}}
    aside: list[dict[str, Any]] = [{}] * column
    rows = [{"values": [*aside, *cells]}]
    return {"appendCells": {"sheetId": sheet_id, "rows": rows, "fields": "userEnteredValue"}}
