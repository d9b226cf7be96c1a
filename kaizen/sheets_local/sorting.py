"""sortRange: rows of a range in a new order, with everything a row carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.sheets_local.arithmetic import Fault
from kaizen.sheets_local.cells import Cell, Formula, Row
from kaizen.sheets_local.editing import extend
from kaizen.sheets_local.ranges import grid_area, open_rect
from kaizen.sheets_local.refusals import bad_request
from kaizen.sheets_local.workbook import ROWS, trimmed

if TYPE_CHECKING:
    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Rect, Sheet

_NUMBER: Final = 0
_TEXT: Final = 1
_BOOL: Final = 2
_ERROR: Final = 3


def sort_range(draft: Draft, given: Message) -> Message:
    """Answer ``sortRange``: formats, notes, validation and row metadata go with their row; blanks come last."""
    area = grid_area(draft.book, given.get("range", {}))
    specs = given.get("sortSpecs", [])
    if not specs:
        raise bad_request("At least one sortSpec must be set.")
    sort_area(draft, draft.sheet(area.sheet.id), area.rect, specs)
    return {}


def sort_area(draft: Draft, sheet: Sheet, rect: Rect, specs: list[Message]) -> None:
    """Sort the rows of a rectangle; the first spec weighs most, and equal rows keep their order.

    Raises:
        Refusal: 400 for a column outside, a merge inside, or a hard protection.
    """
    for spec in specs:
        if not rect.left <= spec.get("dimensionIndex", 0) < rect.right:
            raise bad_request(f"sortSpecs.dimensionIndex[{spec.get('dimensionIndex', 0)}] must be inside the range.")
    if any(open_rect(sheet, merge).meets(rect) for merge in sheet.objects_of("merges")):
        raise bad_request("You can't sort a range that holds merged cells.")
    draft.guard(sheet, rect)
    extend(sheet, rect.bottom)
    order = list(range(rect.top, rect.bottom))
    for spec in reversed(specs):
        order = _ordered(sheet, order, spec)
    rows = [sheet.rows[index] for index in order]
    for place, row in enumerate(rows, rect.top):
        cells = sheet.rows[place].padded(rect.right)
        cells[rect.left : rect.right] = row.padded(rect.right)[rect.left : rect.right]
        rows[place - rect.top] = Row.of(cells)
    sheet.rows[rect.top : rect.bottom] = rows
    sheet.rows = trimmed(sheet.rows)
    _carry_metadata(draft, sheet, dict(zip(order, range(rect.top, rect.bottom), strict=True)))


def _ordered(sheet: Sheet, order: list[int], spec: Message) -> list[int]:
    column = spec.get("dimensionIndex", 0)
    filled = [index for index in order if sheet.cell(index, column).value is not None]
    blank = [index for index in order if sheet.cell(index, column).value is None]
    down = spec.get("sortOrder") == "DESCENDING"
    return sorted(filled, key=lambda index: _weight(sheet.cell(index, column)), reverse=down) + blank


def _weight(cell: Cell) -> tuple[int, float, str]:
    value = cell.value.result if isinstance(cell.value, Formula) else cell.value
    if isinstance(value, Fault):
        return _ERROR, 0, value.text
    if isinstance(value, bool):
        return _BOOL, value, ""
    if isinstance(value, int | float):
        return _NUMBER, value, ""
    return _TEXT, 0, str(value).casefold()


def _carry_metadata(draft: Draft, sheet: Sheet, places: dict[int, int]) -> None:
    for key, entry in list(draft.book.metadata.items()):
        location = entry["location"]
        rows = location.get("dimensionRange", {})
        start = rows.get("startIndex", 0)
        if rows.get("sheetId") == sheet.id and rows.get("dimension") == ROWS and start in places:
            there = {**rows, "startIndex": places[start], "endIndex": places[start] + 1}
            draft.book.metadata[key] = {**entry, "location": {**location, "dimensionRange": there}}
