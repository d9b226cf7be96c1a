"""A short way to call the embedded sheet in tests."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from kaizen.sheets_local import SERVICE_ACCOUNT, LocalSheets, Request

Message = dict[str, Any]


class Caller:
    """One account at one spreadsheet of a store."""

    def __init__(self, store: LocalSheets, book_id: str = "", account: str = SERVICE_ACCOUNT) -> None:
        self.store = store
        self.account = account
        self.id = book_id or self.call("POST", "/drive/v3/files", {"name": "A spreadsheet"})["id"]

    def raw(self, method: str, path: str, body: object = None, **query: Any) -> tuple[int, Any]:
        """Return status and body; lists in the query become repeated parameters."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        response = self.store.handle(Request(method, path, urlencode(query, doseq=True), data, self.account))
        return response.status, response.body

    def call(self, method: str, path: str, body: object = None, **query: Any) -> Any:
        """Return the body of an answer that has to be good."""
        status, answer = self.raw(method, path, body, **query)
        assert status in {200, 204}, answer
        return answer

    def path(self, tail: str = "") -> str:
        return f"/v4/spreadsheets/{self.id}{tail}"

    def cells(self, text: str, tail: str = "") -> str:
        return self.path(f"/values/{quote(text, safe='')}{tail}")

    def batch(self, *requests: Message, **more: Any) -> list[Message]:
        """Return the replies of a batchUpdate."""
        return self.call("POST", self.path(":batchUpdate"), {"requests": list(requests), **more})["replies"]

    def refused(self, *requests: Message) -> str:
        """Return the sentence of a batchUpdate that has to be refused with 400, after checking it changed nothing."""
        before = self.store.book(self.id)
        status, answer = self.raw("POST", self.path(":batchUpdate"), {"requests": list(requests)})
        assert status == 400, answer
        assert answer["error"]["status"] == "INVALID_ARGUMENT"
        assert self.store.book(self.id) is before
        return answer["error"]["message"]

    def error(self, method: str, path: str, body: object = None, *, status: int = 400, **query: Any) -> str:
        """Return the sentence of any call that has to be refused."""
        got, answer = self.raw(method, path, body, **query)
        assert got == status, answer
        return answer["error"]["message"]

    def resource(self, **query: Any) -> Message:
        return self.call("GET", self.path(), **query)

    def sheet(self, index: int = 0, **query: Any) -> Message:
        return self.resource(**query)["sheets"][index]

    def get(self, text: str, **query: Any) -> list[list[Any]]:
        return self.call("GET", self.cells(text), **query).get("values", [])

    def plain(self, text: str = "Sheet1") -> list[list[Any]]:
        return self.get(text, valueRenderOption="UNFORMATTED_VALUE")

    def put(self, text: str, values: list[list[Any]], option: str = "RAW", **query: Any) -> Message:
        return self.call("PUT", self.cells(text), {"values": values}, valueInputOption=option, **query)

    def append(self, text: str, values: list[list[Any]], **query: Any) -> Message:
        query = {"valueInputOption": "RAW", **query}
        return self.call("POST", self.cells(text, ":append"), {"values": values}, **query)

    def typed(self, text: str) -> Message:
        """Type a text into A1 and return the cell."""
        self.put("A1", [[text]], "USER_ENTERED")
        return self.cell("A1")

    def cell(self, text: str) -> Message:
        """Return one cell as the API tells it, empty for a blank one."""
        data = self.resource(ranges=text, includeGridData="true")["sheets"][0]["data"][0]
        rows = data.get("rowData", [{}])
        return rows[0].get("values", [{}])[0] if rows else {}


def text_rows(*rows: list[Any]) -> list[Message]:
    """Return rows of values as RowData; None is an empty CellData."""
    return [{"values": [cell_of(value) for value in row]} for row in rows]


def cell_of(value: object) -> Message:
    if value is None:
        return {}
    kind = {bool: "boolValue", str: "stringValue"}.get(type(value), "numberValue")
    return {"userEnteredValue": {kind: value}}


def rows_of(start: int, end: int, sheet: int = 0) -> Message:
    return {"sheetId": sheet, "dimension": "ROWS", "startIndex": start, "endIndex": end}


def columns_of(start: int, end: int, sheet: int = 0) -> Message:
    return {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}


def grid_of(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> Message:
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }
