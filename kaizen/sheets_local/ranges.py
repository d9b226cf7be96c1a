"""From the two ways of saying a range, A1 notation and ``GridRange``, to rectangles of cells and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaizen.sheets_local import a1
from kaizen.sheets_local.refusals import bad_request, outside_grid, unable_to_parse
from kaizen.sheets_local.workbook import Rect, Sheet, Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.sheets_local.wire import Message

_ENDS = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


class Area(NamedTuple):
    """A rectangle on a tab.

    Attributes:
        sheet: the tab, to be read only.
        rect: inside the grid.
        anchor: whether a single cell was named, from which a write may go on as far as its values do.
    """

    sheet: Sheet
    rect: Rect
    anchor: bool = False

    def written(self) -> str:
        """Return the range in A1 notation, normalised as Google echoes it."""
        return written(self.sheet, self.rect)


def written(sheet: Sheet, rect: Rect) -> str:
    """Return a rectangle of a tab in A1 notation."""
    return a1.written(sheet.title, rect.top, rect.left, rect.bottom, rect.right)


def area(book: Workbook, text: str, *, writing: bool = False) -> Area:
    """Return the cells an A1 range or the name of a named range stands for.

    Args:
        book: the spreadsheet.
        text: such as ``'My tab'!A1:C``, ``Bookings`` or ``B2`` (on the first tab).
        writing: refuse an end beyond the grid, too; a read's end is clamped.

    Raises:
        Refusal: 400 for words that are no range, a tab that is not there, or a start beyond the grid.
    """
    words = a1.read(text)
    if words is None:
        raise unable_to_parse(text)
    if words.corners:
        sheet = book.sheets[0] if words.title is None else book.titled(words.title)
        if sheet is None:
            raise unable_to_parse(text)
        return _cornered(sheet, words.corners, writing=writing)
    return _bare(book, words, text)


def _bare(book: Workbook, words: a1.Words, text: str) -> Area:
    title = str(words.title)
    if not words.quoted:
        for named in book.named.values():
            if named["name"].casefold() == title.casefold():
                return grid_area(book, named.get("range", {}))
    sheet = book.titled(title)
    if sheet is None:
        raise unable_to_parse(text)
    return Area(sheet, sheet.whole)


def _cornered(sheet: Sheet, corners: Sequence[a1.Corner], *, writing: bool) -> Area:
    top, bottom = _span([corner.row for corner in corners], sheet.row_count)
    left, right = _span([corner.column for corner in corners], sheet.column_count)
    wanted = Rect(top, bottom, left, right)
    beyond = bottom > sheet.row_count or right > sheet.column_count
    if top >= sheet.row_count or left >= sheet.column_count or (writing and beyond):
        raise outside_grid(written(sheet, wanted), sheet.row_count, sheet.column_count)
    return Area(sheet, clamped(sheet, wanted), anchor=wanted.height == wanted.breadth == 1)


def _span(ends: list[int | None], count: int) -> tuple[int, int]:
    """Return start and end of one dimension; an end left open reaches the edge, ends the wrong way round are turned."""
    known = [end for end in ends if end is not None]
    if len(known) == len(ends):
        return min(known), max(known) + 1
    return (known[0], max(count, known[0] + 1)) if known else (0, count)


def clamped(sheet: Sheet, rect: Rect) -> Rect:
    """Return the part of a rectangle that lies inside the grid."""
    return Rect(rect.top, min(rect.bottom, sheet.row_count), rect.left, min(rect.right, sheet.column_count))


def grid_area(book: Workbook, grid_range: Message) -> Area:
    """Return the cells of a ``GridRange``; ends left open reach the edge, ends beyond it are clamped.

    Raises:
        Refusal: 400 for a tab that is not there, a start beyond the grid or an end before its start.
    """
    sheet = book.find(grid_range.get("sheetId", 0))
    if sheet is None:
        raise bad_request(f"No grid with id: {grid_range.get('sheetId', 0)}")
    wanted = open_rect(sheet, grid_range)
    if wanted.top < 0 or wanted.left < 0 or wanted.bottom <= wanted.top or wanted.right <= wanted.left:
        raise bad_request(f"range is not valid: {_told(grid_range)}")
    if wanted.top >= sheet.row_count or wanted.left >= sheet.column_count:
        raise outside_grid(written(sheet, wanted), sheet.row_count, sheet.column_count)
    return Area(sheet, clamped(sheet, wanted))


def open_rect(sheet: Sheet, grid_range: Message) -> Rect:
    """Return a ``GridRange`` as a rectangle, with the grid's edges where it is left open."""
    starts_and_ends = (0, sheet.row_count, 0, sheet.column_count)
    top, bottom, left, right = (grid_range.get(end, edge) for end, edge in zip(_ENDS, starts_and_ends, strict=True))
    return Rect(top, bottom, left, right)


def as_grid_range(sheet: Sheet, rect: Rect) -> Message:
    """Return a rectangle as a ``GridRange`` with all ends given."""
    return {"sheetId": sheet.id, **dict(zip(_ENDS, rect, strict=True))}


def _told(grid_range: Message) -> str:
    return ", ".join(f"{end}[{grid_range[end]}]" for end in _ENDS if end in grid_range)
