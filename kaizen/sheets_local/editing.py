"""One change in the making: a draft of the workbook that is either kept whole or dropped whole."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from kaizen.sheets_local.cells import EMPTY_ROW, Cell, Row
from kaizen.sheets_local.ranges import open_rect
from kaizen.sheets_local.refusals import CELL_LIMIT, bad_request, protected, too_many_cells
from kaizen.sheets_local.workbook import Rect, Sheet, Workbook, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence
    from random import Random

    from kaizen.sheets_local.wire import Message

_ID_LIMIT = 2**31 - 1


class Draft:
    """A workbook that may be changed; tabs are copied when they are first touched.

    Attributes:
        book: the workbook as changed so far.
        account: who changes it.
        random: where new ids come from.
    """

    def __init__(self, book: Workbook, account: str, random: Random) -> None:
        self.book = book.copy()
        self.account = account
        self.random = random
        self._own: set[int] = set()

    def sheet(self, sheet_id: int) -> Sheet:
        """Return a tab to change.

        Raises:
            Refusal: 400 where there is none with the id.
        """
        for index, sheet in enumerate(self.book.sheets):
            if sheet.id == sheet_id:
                return sheet if id(sheet) in self._own else self._own_copy(index)
        raise bad_request(f"No grid with id: {sheet_id}")

    def _own_copy(self, index: int) -> Sheet:
        copy = self.book.sheets[index] = self.book.sheets[index].copy()
        self._own.add(id(copy))
        copy.revision = self.book.revision + 1
        return copy

    def adopt(self, sheet: Sheet, index: int) -> None:
        """Put a new tab in its place."""
        sheet.revision = self.book.revision + 1
        self._own.add(id(sheet))
        self.book.sheets.insert(index, sheet)

    def new_id(self, used: Container[int]) -> int:
        """Return an id above 0 that is not used yet."""
        drawn = (self.random.randrange(1, _ID_LIMIT) for _ in count())
        return next(number for number in drawn if number not in used)

    def guard(self, sheet: Sheet, rect: Rect) -> None:
        """Hold an edit to the protected ranges.

        Raises:
            Refusal: 400 where a hard protection meets the rectangle and the account is not among its editors.
        """
        for protection in sheet.objects_of("protectedRanges"):
            if may_edit(protection, self.book, self.account) or protection.get("warningOnly"):
                continue
            if not open_rect(sheet, protection.get("range", {})).meets(rect):
                continue
            free = protection.get("unprotectedRanges", [])
            if not any(open_rect(sheet, hole).holds(rect) for hole in free):
                raise protected()

    def grow(self, sheet: Sheet, rows: int, columns: int) -> None:
        """Make the grid at least so big.

        Raises:
            Refusal: 400 when the workbook would pass 10,000,000 cells.
        """
        if rows > sheet.row_count or columns > sheet.column_count:
            sheet.resize(rowCount=max(rows, sheet.row_count), columnCount=max(columns, sheet.column_count))
            self.check_size()

    def check_size(self) -> None:
        """Hold the workbook to Google's limit of cells.

        Raises:
            Refusal: 400 above it.
        """
        if self.book.cell_count() > CELL_LIMIT:
            raise too_many_cells()

    def change(self, sheet: Sheet, rect: Rect, change: Callable[[Cell], Cell]) -> None:
        """Put each cell of a rectangle through a function, rows that are alike once only."""
        self.guard(sheet, rect)
        extend(sheet, rect.bottom)
        made: dict[Row, Row] = {}
        for index in range(rect.top, rect.bottom):
            row = sheet.rows[index]
            new = made.get(row)
            if new is None:
                cells = row.padded(rect.right)
                cells[rect.left : rect.right] = map(change, cells[rect.left : rect.right])
                new = made[row] = Row.of(cells)
            sheet.rows[index] = new
        sheet.rows = trimmed(sheet.rows)

    def place(self, sheet: Sheet, rect: Rect, block: Sequence[Sequence[Callable[[Cell], Cell] | None]]) -> None:
        """Put each cell of a rectangle through its own function; ``None`` leaves the cell as it is.

        Args:
            sheet: the tab, with a grid that holds the rectangle.
            rect: where; the block has its height, and rows no longer than its breadth.
            block: the functions by row and column.
        """
        self.guard(sheet, rect)
        extend(sheet, rect.bottom)
        for index, changes in enumerate(block, rect.top):
            cells = sheet.rows[index].padded(rect.left + len(changes))
            for column, change in enumerate(changes, rect.left):
                if change is not None:
                    cells[column] = change(cells[column])
            sheet.rows[index] = Row.of(cells)
        sheet.rows = trimmed(sheet.rows)


def extend(sheet: Sheet, count: int) -> None:
    """Make the list of rows at least so long, with empty ones."""
    sheet.rows.extend([EMPTY_ROW] * (count - len(sheet.rows)))


def may_edit(protection: Message, book: Workbook, account: str) -> bool:
    """Say whether an account may edit inside a protected range: its editors may, and the file's owner."""
    return account == book.owner or account in protection.get("editors", {}).get("users", [])
