"""A tab of its own for trying things out on the real API; it is taken away again, whatever happens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from kaizen.engine.faults import CallFailed, judged
from kaizen.engine.google import quoted
from kaizen.engine.quota import Kind
from kaizen.errors import SheetUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import gspread

    from kaizen.engine.google import Workbook

TITLE: Final = "kaizen doctor"
"""How the titles of scratch tabs begin. One that was left behind by a run that was killed is taken away by the next."""

ROWS, COLUMNS = 40, 6
NAME: Final = "kaizen_doctor"
"""How the names of named ranges on it begin."""


TIDYINGS: Final = 8
TIDY_AGAIN: Final = 10.0
"""How often it is tried to take the tab away, and after how many seconds: together longer than Google's minute."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one call.

    Attributes:
        words: what the other side said when it refused; "" when it did not.
    """

    words: str = ""

    @property
    def accepted(self) -> bool:
        """Whether it was carried out."""
        return not self.words


class Scratch:
    """The tab, and calls that tell when they were refused.

    Every method raises `CallFailed` where there is no answer to what is being tried.

    Args:
        client: the way to the spreadsheet.
        book: the spreadsheet; its calls and these share the quota.
        sheet_id: of the tab.
        title: of the tab.
        new_id: an id that has never been used, at each call.
    """

    def __init__(
        self, client: gspread.Client, book: Workbook, sheet_id: int, title: str, new_id: Callable[[], str]
    ) -> None:
        self.sheet_id = sheet_id
        self.new_id = new_id
        self._http = client.http_client
        self._caller = book.caller
        self._spreadsheet_id = book.spreadsheet_id
        self._title = title

    def batch(self, *requests: dict[str, Any]) -> Answer:
        """Send one ``spreadsheets.batchUpdate``."""
        return self._caller.write(partial(self._batch, requests))

    def at_once(self, batches: Sequence[Sequence[dict[str, Any]]]) -> list[Answer]:
        """Send several at the same time, once all of them have their place in the quota."""
        self._caller.make_room(Kind.WRITE, len(batches))
        with ThreadPoolExecutor(len(batches)) as senders:
            return list(senders.map(self._batch, batches))

    def write_by_filter(self, data_filter: dict[str, Any], text: str) -> Answer:
        """Send one ``values.batchUpdateByDataFilter`` that writes a row with one text."""
        data = [{"dataFilter": data_filter, "majorDimension": "ROWS", "values": [[text]]}]
        address = f"{SPREADSHEET_URL % self._spreadsheet_id}/values:batchUpdateByDataFilter"
        return self._caller.write(partial(self._sent, address, {"valueInputOption": "RAW", "data": data}))

    def cells(self) -> list[list[Any]]:
        """Return what stands in the tab, typed, formulas as they were written."""

        def ask() -> list[list[Any]]:
            with judged():
                answer = self._http.values_get(
                    self._spreadsheet_id, quoted(self._title), {"valueRenderOption": "FORMULA"}
                )
                rows: list[list[Any]] = answer.get("values", [])
                return rows

        return self._caller.read(ask)

    def column(self) -> list[Any]:
        """Return what stands in the first column, blanks as ""."""
        return [row[0] if row else "" for row in self.cells()]

    def looked_up(self, fields: str) -> dict[str, Any]:
        """Return some fields of the spreadsheet."""

        def ask() -> dict[str, Any]:
            with judged():
                told: dict[str, Any] = self._http.spreadsheets_get(self._spreadsheet_id, {"fields": fields})
                return told

        return self._caller.read(ask)

    def clear(self) -> dict[str, Any]:
        """Return the request that empties all cells of the tab, with their rules."""
        return {"updateCells": {"range": {"sheetId": self.sheet_id}, "fields": "userEnteredValue,dataValidation"}}

    def fill(self, *texts: str, row: int = 0) -> dict[str, Any]:
        """Return the request that writes texts down the first column, from ``row``, counted from 0."""
        start = {"sheetId": self.sheet_id, "rowIndex": row, "columnIndex": 0}
        return {"updateCells": {"start": start, "rows": [_row(text) for text in texts], "fields": "userEnteredValue"}}

    def append(self, text: str) -> dict[str, Any]:
        """Return the request that appends a row with one text."""
        return {"appendCells": {"sheetId": self.sheet_id, "rows": [_row(text)], "fields": "userEnteredValue"}}

    def sort(self, rows: int, order: str) -> dict[str, Any]:
        """Return the request that sorts the first rows by the first column."""
        place = {**self.rows(0, rows), "startColumnIndex": 0, "endColumnIndex": COLUMNS}
        return {"sortRange": {"range": place, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": order}]}}

    def rows(self, first: int, end: int) -> dict[str, Any]:
        """Return the range of whole rows from ``first`` to before ``end``, counted from 0."""
        return {"sheetId": self.sheet_id, "startRowIndex": first, "endRowIndex": end}

    def plant(self, key: str, name: str = "", first: int = 0) -> dict[str, Any]:
        """Return the request that adds a named range over one row."""
        named = {"namedRangeId": key, "name": name or f"{NAME}_{key}", "range": self.rows(first, first + 1)}
        return {"addNamedRange": {"namedRange": named}}

    def _batch(self, requests: Sequence[dict[str, Any]]) -> Answer:
        return self._sent(SPREADSHEET_BATCH_UPDATE_URL % self._spreadsheet_id, {"requests": requests})

    def _sent(self, address: str, body: dict[str, Any]) -> Answer:
        """Send something; only a 400 is an answer to what is being tried."""
        try:
            with judged():
                self._http.request("post", address, json=body)
        except CallFailed as failed:
            if failed.status != HTTPStatus.BAD_REQUEST:
                raise
            return Answer(failed.detail)
        return Answer()


def pull(key: str) -> dict[str, Any]:
    """Return the request that deletes a named range."""
    return {"deleteNamedRange": {"namedRangeId": key}}


def _row(text: str) -> dict[str, Any]:
    return {"values": [{"userEnteredValue": {"stringValue": text}}]}


@contextmanager
def scratch_tab(
    client: gspread.Client, book: Workbook, new_id: Callable[[], str], pause: Callable[[float], None]
) -> Iterator[Scratch]:
    """Add a scratch tab for as long as the block lasts.

    Args:
        client: the way to the spreadsheet.
        book: the spreadsheet.
        new_id: an id that has never been used, at each call.
        pause: waits so many seconds.

    Raises:
        CallFailed: the tab cannot be added.
        SheetUnreachable: it could not be taken away again; the sentence says so.
    """
    tidied(client, book)
    title = f"{TITLE} {new_id()}"
    grid = {"rowCount": ROWS, "columnCount": COLUMNS}
    add = {"addSheet": {"properties": {"title": title, "gridProperties": grid}}}

    def ask() -> int:
        with judged():
            answer = client.http_client.batch_update(book.spreadsheet_id, {"requests": [add]})
            return int(answer["replies"][0]["addSheet"]["properties"]["sheetId"])

    sheet_id = book.caller.write(ask)
    try:
        yield Scratch(client, book, sheet_id, title, new_id)
    finally:
        _tidied_in_the_end(client, book, pause)


def _tidied_in_the_end(client: gspread.Client, book: Workbook, pause: Callable[[float], None]) -> None:
    why = ""
    for _ in range(TIDYINGS):
        try:
            tidied(client, book)
        except CallFailed as failed:
            why = str(failed)
            pause(TIDY_AGAIN)
        else:
            return
    raise SheetUnreachable(f'{why} So a tab "{TITLE} ..." is still there: delete it by hand, or run this again.')


def tidied(client: gspread.Client, book: Workbook) -> None:
    """Take away every scratch tab and every named range of one; two calls that need not stand back for the app.

    Raises:
        CallFailed: that is refused.
    """
    fields = "sheets.properties(sheetId,title),namedRanges(namedRangeId,name)"
    urgent = replace(book.caller, spare=0)

    def left() -> list[dict[str, Any]]:
        with judged():
            told = client.http_client.spreadsheets_get(book.spreadsheet_id, {"fields": fields})
            tabs = [one["properties"] for one in told["sheets"] if one["properties"]["title"].startswith(f"{TITLE} ")]
            named = [one["namedRangeId"] for one in told.get("namedRanges", ()) if one["name"].startswith(f"{NAME}_")]
            return [*map(pull, named), *({"deleteSheet": {"sheetId": one["sheetId"]}} for one in tabs)]

    def take_away() -> None:
        with judged():
            client.http_client.batch_update(book.spreadsheet_id, {"requests": gone})

    gone = urgent.read(left)
    if gone:
        urgent.write(take_away)
