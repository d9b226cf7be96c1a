"""Rows and columns of the grid: insert, delete, append, move, size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaizen.sheets_local.cells import EMPTY_ROW, Cell, Row
from kaizen.sheets_local.editing import Draft, extend
from kaizen.sheets_local.masks import merged, wanted
from kaizen.sheets_local.refusals import bad_request
from kaizen.sheets_local.shifts import Deleted, Inserted, Moved, shift_all
from kaizen.sheets_local.values_read import shown
from kaizen.sheets_local.workbook import ROWS, Rect, Sheet, trimmed

if TYPE_CHECKING:
    from kaizen.sheets_local.wire import Message

_CHARACTER_PIXELS = 7
_MARGIN_PIXELS = 16


class Span(NamedTuple):
    """Rows or columns of a tab, counted from 0, the end exclusive."""

    sheet: Sheet
    dimension: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """How many."""
        return self.end - self.start

    @property
    def rect(self) -> Rect:
        """All their cells."""
        return _across(self.sheet, self.dimension, self.start, self.end)


def span_of(draft: Draft, given: Message) -> Span:
    """Return the tab, to change, and the stretch of a ``DimensionRange``; open ends reach the edge.

    Raises:
        Refusal: 400 for a missing dimension, a tab that is not there, or an empty or negative stretch.
    """
    if "dimension" not in given:
        raise bad_request("No dimension specified.")
    sheet = draft.sheet(given.get("sheetId", 0))
    span = Span(
        sheet, given["dimension"], given.get("startIndex", 0), given.get("endIndex", _count(sheet, given["dimension"]))
    )
    if span.start < 0 or span.end <= span.start:
        raise bad_request(f"range.startIndex[{span.start}] must be less than range.endIndex[{span.end}].")
    return span


def _count(sheet: Sheet, dimension: str) -> int:
    return sheet.row_count if dimension == ROWS else sheet.column_count


def _across(sheet: Sheet, dimension: str, start: int, end: int) -> Rect:
    if dimension == ROWS:
        return Rect(start, end, 0, sheet.column_count)
    return Rect(0, sheet.row_count, start, end)


def _recount(sheet: Sheet, dimension: str, count: int) -> None:
    sheet.resize(**{"rowCount" if dimension == ROWS else "columnCount": count})


def insert_dimension(draft: Draft, given: Message) -> Message:
    """Answer ``insertDimension``: new rows or columns look like their neighbour and hold nothing."""
    span = span_of(draft, given.get("range", {}))
    inherit = given.get("inheritFromBefore", False)
    if inherit and span.start == 0:
        raise bad_request("range.startIndex must be greater than 0 when inheritFromBefore is true.")
    insert(draft, span, inherit_before=inherit)
    return {}


def insert(draft: Draft, span: Span, *, inherit_before: bool) -> None:
    """Insert rows or columns, so that afterwards they are the span.

    Raises:
        Refusal: 400 beyond the end of the grid, inside a hard protection, or above the limit of cells.
    """
    sheet, dimension, at, count = span.sheet, span.dimension, span.start, span.length
    total = _count(sheet, dimension)
    if at > total:
        raise bad_request(f"range.startIndex[{at}] must be no more than the number of {dimension.lower()} [{total}].")
    draft.guard(sheet, _across(sheet, dimension, at, at))
    neighbour = at - 1 if inherit_before else at
    if dimension == ROWS:
        if at < len(sheet.rows) or neighbour < len(sheet.rows):
            extend(sheet, at)
            sheet.rows[at:at] = [_dressed_like(sheet.row(neighbour))] * count
            sheet.rows = trimmed(sheet.rows)
    else:
        sheet.rows = [_widened(row, at, count, neighbour) for row in sheet.rows]
    _recount(sheet, dimension, total + count)
    draft.check_size()
    shift_all(draft.book, sheet, dimension, Inserted(at, count))


def _dressed_like(row: Row) -> Row:
    return Row.of([Cell(None, cell.look) for cell in row.cells])


def _widened(row: Row, at: int, count: int, neighbour: int) -> Row:
    if at >= len(row.cells) and neighbour >= len(row.cells):
        return row
    cells = row.padded(at)
    cells[at:at] = [Cell(None, row.cell(neighbour).look)] * count
    return Row.of(cells)


def delete_dimension(draft: Draft, given: Message) -> Message:
    """Answer ``deleteDimension``: what lies on the rows or columns goes with them."""
    span = span_of(draft, given.get("range", {}))
    sheet, total = span.sheet, _count(span.sheet, span.dimension)
    if span.end > total:
        raise bad_request(
            f"Cannot delete {span.dimension.lower()} {span.start} to {span.end}: the sheet has {total} of them."
        )
    if span.length == total:
        raise bad_request(f"You can't delete all the {span.dimension.lower()} on the sheet.")
    draft.guard(sheet, span.rect)
    if span.dimension == ROWS:
        sheet.rows = trimmed(sheet.rows[: span.start] + sheet.rows[span.end :])
    else:
        sheet.rows = trimmed(Row.of(row.cells[: span.start] + row.cells[span.end :]) for row in sheet.rows)
    _recount(sheet, span.dimension, total - span.length)
    shift_all(draft.book, sheet, span.dimension, Deleted(span.start, span.end))
    return {}


def append_dimension(draft: Draft, given: Message) -> Message:
    """Answer ``appendDimension``: blank rows or columns at the end of the grid."""
    if "dimension" not in given:
        raise bad_request("No dimension specified.")
    if given.get("length", 0) < 1:
        raise bad_request("length must be greater than 0.")
    sheet = draft.sheet(given.get("sheetId", 0))
    _recount(sheet, given["dimension"], _count(sheet, given["dimension"]) + given["length"])
    draft.check_size()
    return {}


def move_dimension(draft: Draft, given: Message) -> Message:
    """Answer ``moveDimension``; the destination is counted before anything moves."""
    span, to = span_of(draft, given.get("source", {})), given.get("destinationIndex", 0)
    sheet, total = span.sheet, _count(span.sheet, span.dimension)
    if span.end > total or not 0 <= to <= total:
        raise bad_request(f"Cannot move beyond the {total} {span.dimension.lower()} of the sheet.")
    if span.start < to < span.end:
        raise bad_request("destinationIndex must not lie inside the source range.")
    first, last = min(span.start, to), max(span.end, to)
    draft.guard(sheet, _across(sheet, span.dimension, first, last))
    move = Moved(span.start, span.end, to)
    if span.dimension == ROWS:
        extend(sheet, last)
        sheet.rows = trimmed(move.reordered(sheet.rows))
    else:
        sheet.rows = trimmed(Row.of(move.reordered(row.padded(last))) if row.cells else EMPTY_ROW for row in sheet.rows)
    shift_all(draft.book, sheet, span.dimension, move)
    return {}


def update_dimension_properties(draft: Draft, given: Message) -> Message:
    """Answer ``updateDimensionProperties``: widths, heights, hidden rows and columns."""
    mask = wanted(given.get("fields", ""), "DimensionProperties")
    span = span_of(draft, given.get("range", {}))
    if span.end > _count(span.sheet, span.dimension):
        raise bad_request(f"range.endIndex[{span.end}] lies beyond the end of the sheet.")
    new = {name: value for name, value in given.get("properties", {}).items() if name != "developerMetadata"}
    for index in range(span.start, span.end):
        _resize(span, index, merged(span.sheet.sizes[span.dimension].get(index, {}), new, mask))
    return {}


def _resize(span: Span, index: int, size: Message) -> None:
    kept = {name: value for name, value in size.items() if value}
    if kept:
        span.sheet.sizes[span.dimension][index] = kept
    else:
        span.sheet.sizes[span.dimension].pop(index, None)


def auto_resize_dimensions(draft: Draft, given: Message) -> Message:
    """Answer ``autoResizeDimensions``: columns as wide as their longest text, at seven pixels a character.

    Google measures the letters of its fonts, this counts them; rows go back to the height of a new sheet.
    """
    span = span_of(draft, given.get("dimensions", {}))
    for index in range(span.start, min(span.end, _count(span.sheet, span.dimension))):
        size = dict(span.sheet.sizes[span.dimension].get(index, {}))
        size.pop("pixelSize", None)
        if span.dimension != ROWS and (longest := _longest(span.sheet, index)):
            size["pixelSize"] = _MARGIN_PIXELS + _CHARACTER_PIXELS * longest
        _resize(span, index, size)
    return {}


def _longest(sheet: Sheet, column: int) -> int:
    return max((len(shown(row.cell(column))) for row in sheet.rows), default=0)
