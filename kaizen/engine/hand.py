"""A person's hand in the sheet: what somebody types, sorts and deletes, through a client of its own.

Not the app's way of writing. What is typed here is taken as Google takes typing (``USER_ENTERED``):
"22/2/2027" becomes a date and "=1+1" a formula, as when a headteacher does it in the browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gspread.utils import rowcol_to_a1

from kaizen.engine.faults import judged
from kaizen.engine.few_at_once import DRAWING
from kaizen.engine.google import Workbook, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import gspread


class Hand:
    """Somebody with edit rights and the sheet open. Every method raises `CallFailed` where a call fails."""

    def __init__(self, client: gspread.Client, spreadsheet_id: str) -> None:
        self._http = client.http_client
        self._id = spreadsheet_id
        self._book = Workbook(client, spreadsheet_id)

    def tabs(self) -> tuple[str, ...]:
        """Return the titles of all tabs as they are now, in order."""
        self._book.forget()
        return tuple(self._book.structure.tabs)

    @DRAWING.aside()
    def grid(self, title: str) -> list[list[str]]:
        """Return the cells of a tab as people see them, heading row first; trailing blanks are missing."""
        with judged():
            answer = self._http.values_get(self._id, quoted(title), {"valueRenderOption": "FORMATTED_VALUE"})
            rows: list[list[str]] = answer.get("values", [])
            return rows

    @DRAWING.aside()
    def type_in(self, title: str, row: int, column: int, text: str) -> None:
        """Type ``text`` into one cell; rows and columns count from 1, "" empties the cell."""
        self._type({f"{quoted(title)}!{rowcol_to_a1(row, column)}": [[text]]})

    @DRAWING.aside()
    def append(self, title: str, cells: Sequence[str]) -> None:
        """Type a new row below the last one."""
        self.change(title, added=[cells])

    def delete(self, title: str, row: int) -> None:
        """Delete a whole row, counted from 1; those below move up."""
        self.change(title, deleted=[row])

    def sort(self, title: str, heading: str) -> None:
        """Sort the rows below the first by the column with this heading, for everybody.

        Raises:
            ValueError: no such heading in the first row.
        """
        self.sort_below(title, self.grid(title)[0].index(heading) + 1)

    @DRAWING.aside()
    def sort_below(self, title: str, column: int, heading_row: int = 1) -> None:
        """Sort the rows below a row by one column, for everybody.

        Args:
            title: of the tab.
            column: counted from 1.
            heading_row: counted from 1; this row and those above it stay where they are.
        """
        end = len(self.grid(title))
        below = {"sheetId": self.sheet_id(title), "startRowIndex": heading_row, "endRowIndex": end}
        spec = {"dimensionIndex": column - 1, "sortOrder": "ASCENDING"}
        if end > heading_row:
            self._book.apply([{"sortRange": {"range": below, "sortSpecs": [spec]}}])

    @DRAWING.aside()
    def change(
        self,
        title: str,
        *,
        typed: Mapping[tuple[int, int], str] | None = None,
        added: Sequence[Sequence[str]] = (),
        deleted: Sequence[int] = (),
    ) -> None:
        """Do what somebody did in an editable table: cells and new rows in one call, then deletions in another.

        Only ``values.batchUpdate`` takes a text as typing and only ``spreadsheets.batchUpdate`` deletes rows, so
        the two cannot be one. Who must know how far it came, where it fails, asks for one at a time.

        Args:
            title: of the tab.
            typed: row and column, from 1, to the new text.
            added: new rows, below the last one in this order.
            deleted: rows as numbered before any of this.
        """
        cells = {
            f"{quoted(title)}!{rowcol_to_a1(row, column)}": [[text]] for (row, column), text in (typed or {}).items()
        }
        if added:
            cells[self._below(title, len(added))] = [list(row) for row in added]
        if cells:
            self._type(cells)
        if deleted:
            self._delete(title, deleted)

    @DRAWING.aside()
    def restructure(self, requests: list[dict[str, Any]]) -> None:
        """Rename a tab, move a column, add one: any requests of ``spreadsheets.batchUpdate``."""
        self._book.apply(requests)

    def sheet_id(self, title: str) -> int:
        """Return the id of a tab.

        Raises:
            KeyError: there is no such tab.
        """
        self._book.forget()
        return self._book.structure.tabs[title]

    def _below(self, title: str, rows: int) -> str:
        """Return where new rows go; a tab that is full to its last row is made longer first."""
        height = len(self.grid(title))
        sheet_id = self.sheet_id(title)
        if (short := height + rows - self._book.structure.heights[title]) > 0:
            more = {"sheetId": sheet_id, "dimension": "ROWS", "length": short}
            self._book.apply([{"appendDimension": more}])
        return f"{quoted(title)}!A{height + 1}"

    def _delete(self, title: str, rows: Sequence[int]) -> None:
        sheet_id = self.sheet_id(title)
        gone = [
            {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
            for row in sorted(set(rows), reverse=True)
        ]
        self._book.apply([{"deleteDimension": {"range": span}} for span in gone])

    def _type(self, cells: Mapping[str, list[list[str]]]) -> None:
        data = [{"range": where, "values": rows} for where, rows in cells.items()]
        with judged():
            self._http.values_batch_update(self._id, {"valueInputOption": "USER_ENTERED", "data": data})
