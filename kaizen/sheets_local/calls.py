"""From a request to the call it means: the paths of the two APIs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from kaizen.sheets_local import data_filters, drive, resource, values_calls
from kaizen.sheets_local.batch import apply
from kaizen.sheets_local.masks import selected
from kaizen.sheets_local.ranges import area
from kaizen.sheets_local.refusals import DriveRefusal, bad_request, no_such_call
from kaizen.sheets_local.schema import clean
from kaizen.sheets_local.wire import Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.store import LocalSheets
    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Workbook

_SHEETS: Final = re.compile(r"/v4/spreadsheets(?:/([^/:]+)(.*))?", re.DOTALL)
_DRIVE: Final = re.compile(r"/drive/v3/files(?:/([^/]+))?")
_ANY_CALL: Final = (
    "access_token alt callback fields key oauth_token prettyPrint quotaUser uploadType upload_protocol $.xgafv"
)
_READING: Final = (
    "ranges includeGridData excludeTablesInBandedRanges majorDimension valueRenderOption dateTimeRenderOption"
)
_WRITING: Final = (
    "valueInputOption insertDataOption includeValuesInResponse responseValueRenderOption responseDateTimeRenderOption"
)
_OPTIONS: Final = frozenset(f"{_ANY_CALL} {_READING} {_WRITING}".split())
"""Query parameters of the Sheets API that are understood, or that say nothing about the answer."""


def answer(store: LocalSheets, request: Request) -> Response:
    """Return the answer to a request.

    Raises:
        Refusal: any answer other than 200 and 204.
    """
    if found := _DRIVE.fullmatch(request.path):
        return _drive(store, request, unquote(found[1]) if found[1] else "")
    found = _SHEETS.fullmatch(request.path)
    if not found:
        raise no_such_call(request.method, request.path)
    for name in sorted(request.options().keys() - _OPTIONS):
        raise bad_request(
            f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
            f"Field '{name}' could not be found in request message."
        )
    if not found[1]:
        return _create(store, request)
    return _Call(store, request, unquote(found[1]), found[2]).answered()


def body_of(request: Request) -> object:
    """Return the JSON body, an empty object where there is none.

    Raises:
        Refusal: 400 for anything that is not JSON in UTF-8, half characters included.
    """
    if not request.body:
        return {}
    try:
        value = json.loads(request.body.decode())
        if b"\\u" in request.body:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise bad_request("Invalid JSON payload received. The body is not valid JSON.") from None
    return value


def _create(store: LocalSheets, request: Request) -> Response:
    if request.method != "POST":
        raise no_such_call(request.method, request.path)
    body = clean("Spreadsheet", body_of(request))
    for name in body.keys() - {"properties", "sheets"}:
        raise bad_request(f"The embedded sheet creates a spreadsheet from properties and sheets, not from {name}.")
    for sheet in body.get("sheets", []):
        for name in sheet.keys() - {"properties"}:
            raise bad_request(f"The embedded sheet creates sheets from their properties, not from {name}.")
    tabs = [{"addSheet": {"properties": sheet.get("properties", {})}} for sheet in body.get("sheets", [])]
    book = store.create(body.get("properties", {}), request.account, tabs)
    return _picked(request, resource.spreadsheet(book, request.account, [], grid_data=False), "Spreadsheet")


def _picked(request: Request, whole: Message, message: str) -> Response:
    fields = request.options().get("fields", [""])[-1]
    return Response(200, selected(whole, fields, message) if fields else whole)


def _drive(store: LocalSheets, request: Request, file_id: str) -> Response:
    options, fields = request.options(), request.options().get("fields", [""])[-1]
    if request.method == "POST" and not file_id:
        book = store.create({"title": drive.new_name(_drive_body(request))}, request.account, [])
        return Response(200, drive.file(store.entry(book.id), fields, request.account))
    if request.method == "GET" and not file_id:
        return Response(200, drive.file_list(store.entries(), options, request.account))
    if request.method == "GET":
        return Response(200, drive.file(store.entry(file_id), fields, request.account))
    if request.method == "DELETE" and file_id:
        store.delete(file_id)
        return Response(204, b"", {})
    raise no_such_call(request.method, request.path)


def _drive_body(request: Request) -> Message:
    body = body_of(request)
    if not isinstance(body, dict):
        raise DriveRefusal(400, "parseError", "Parse Error", "body")
    for name in body.keys() - {"name", "mimeType"}:
        raise DriveRefusal(400, "invalid", f"The embedded sheet does not keep a file's {name}.", name)
    return body


class _Call:
    """One call about one spreadsheet."""

    def __init__(self, store: LocalSheets, request: Request, book_id: str, tail: str) -> None:
        self.store = store
        self.request = request
        self.book_id = book_id
        self.tail = tail
        self.options = request.options()

    def answered(self) -> Response:
        call = getattr(self, f"_{self.request.method.lower()}", None)
        if call is None:
            raise no_such_call(self.request.method, self.request.path)
        response: Response = call()
        return response

    def _read(self, message: str, act: Callable[[Workbook], Message]) -> Response:
        return _picked(self.request, act(self.store.book(self.book_id)), message)

    def _write(self, message: str, act: Callable[[Draft], Message]) -> Response:
        fields = self.options.get("fields", [""])[-1]
        if fields:
            selected({}, fields, message)
        return _picked(self.request, self.store.change(self.book_id, self.request.account, act), message)

    def _body(self, message: str) -> Message:
        return clean(message, body_of(self.request))

    def _get(self) -> Response:
        if not self.tail:
            return self._read("Spreadsheet", self._spreadsheet)
        if self.tail == "/values:batchGet":
            return self._read("BatchGetValuesResponse", lambda book: values_calls.batch_get(book, self.options))
        if self.tail.startswith("/values/"):
            text = unquote(self.tail.removeprefix("/values/"))
            return self._read("ValueRange", lambda book: values_calls.get(book, text, self.options))
        if self.tail.startswith("/developerMetadata/"):
            key = self.tail.removeprefix("/developerMetadata/")
            return self._read("DeveloperMetadata", lambda book: resource.proto3(data_filters.by_id(book, key)))
        raise no_such_call("GET", self.request.path)

    def _spreadsheet(self, book: Workbook) -> Message:
        areas = [area(book, text) for text in self.options.get("ranges", [])]
        wants = self.options.get("fields", [""])[-1]
        grid_data = values_calls.flag(self.options, "includeGridData") or _asks_for_data(wants)
        return resource.spreadsheet(book, self.request.account, areas, grid_data=grid_data)

    def _put(self) -> Response:
        if not self.tail.startswith("/values/"):
            raise no_such_call("PUT", self.request.path)
        text = unquote(self.tail.removeprefix("/values/"))
        body = self._body("ValueRange")
        return self._write("UpdateValuesResponse", lambda draft: values_calls.put(draft, text, self.options, body))

    def _post(self) -> Response:
        place, _, verb = self.tail.rpartition(":")
        if place.startswith("/values/") and verb in {"append", "clear"}:
            return self._post_to_range(unquote(place.removeprefix("/values/")), verb)
        call = _POSTS.get(self.tail)
        if call is None:
            raise no_such_call("POST", self.request.path)
        given, answered, reads, act = call
        body = self._body(given)
        if reads:
            return self._read(answered, lambda book: act(book, body, self.request.account))
        return self._write(answered, lambda draft: act(draft, body, self.request.account))

    def _post_to_range(self, text: str, verb: str) -> Response:
        if verb == "clear":
            self._body("ClearValuesRequest")
            return self._write("ClearValuesResponse", lambda draft: values_calls.wipe(draft, text))
        body = self._body("ValueRange")
        return self._write("AppendValuesResponse", lambda draft: values_calls.post(draft, text, self.options, body))


def _asks_for_data(fields: str) -> bool:
    """Say whether a mask names grid data, which then is given even without ``includeGridData``."""
    return bool(re.search(r"\bdata\b", fields))


def _batch_update(draft: Draft, body: Message, account: str) -> Message:
    replies = apply(draft, body.get("requests", []))
    answer: Message = {"spreadsheetId": draft.book.id, "replies": resource.proto3(replies)}
    if body.get("includeSpreadsheetInResponse"):
        areas = [area(draft.book, text) for text in body.get("responseRanges", [])]
        grid_data = body.get("responseIncludeGridData", False)
        answer["updatedSpreadsheet"] = resource.spreadsheet(draft.book, account, areas, grid_data=grid_data)
    return answer


def _get_by_filter(book: Workbook, body: Message, account: str) -> Message:
    areas = [
        found for data_filter in body.get("dataFilters", []) for found in data_filters.found_areas(book, data_filter)
    ]
    return resource.spreadsheet(book, account, areas, grid_data=body.get("includeGridData", False))


def _search_metadata(book: Workbook, body: Message, _account: str) -> Message:
    found: dict[int, Message] = {}
    for data_filter in body.get("dataFilters", []):
        for entry in data_filters.matching(book, data_filter):
            match = found.setdefault(entry["metadataId"], {"developerMetadata": entry, "dataFilters": []})
            match["dataFilters"].append(data_filter)
    answer: Message = resource.proto3({"matchedDeveloperMetadata": list(found.values())} if found else {})
    return answer


def _plain(call: Callable[[Any, Message], Message]) -> Callable[[Any, Message, str], Message]:
    return lambda target, body, _account: call(target, body)


_POSTS: Final[dict[str, tuple[str, str, bool, Callable[[Any, Message, str], Message]]]] = {
    ":batchUpdate": ("BatchUpdateSpreadsheetRequest", "BatchUpdateSpreadsheetResponse", False, _batch_update),
    ":getByDataFilter": ("GetSpreadsheetByDataFilterRequest", "Spreadsheet", True, _get_by_filter),
    "/developerMetadata:search": (
        "SearchDeveloperMetadataRequest",
        "SearchDeveloperMetadataResponse",
        True,
        _search_metadata,
    ),
    "/values:batchUpdate": (
        "BatchUpdateValuesRequest",
        "BatchUpdateValuesResponse",
        False,
        _plain(values_calls.batch_put),
    ),
    "/values:batchClear": (
        "BatchClearValuesRequest",
        "BatchClearValuesResponse",
        False,
        _plain(values_calls.batch_wipe),
    ),
    "/values:batchGetByDataFilter": (
        "BatchGetValuesByDataFilterRequest",
        "BatchGetValuesByDataFilterResponse",
        True,
        _plain(values_calls.batch_get_by_filter),
    ),
    "/values:batchUpdateByDataFilter": (
        "BatchUpdateValuesByDataFilterRequest",
        "BatchUpdateValuesByDataFilterResponse",
        False,
        _plain(values_calls.batch_put_by_filter),
    ),
    "/values:batchClearByDataFilter": (
        "BatchClearValuesByDataFilterRequest",
        "BatchClearValuesByDataFilterResponse",
        False,
        _plain(values_calls.batch_wipe_by_filter),
    ),
}
