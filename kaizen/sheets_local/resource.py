"""The spreadsheet as ``spreadsheets.get`` answers it: properties, tabs, what lies on them, and grid data on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kaizen.sheets_local.arithmetic import Fault
from kaizen.sheets_local.cells import Cell, Formula, Value
from kaizen.sheets_local.editing import may_edit
from kaizen.sheets_local.ranges import Area
from kaizen.sheets_local.sheet_requests import shown_properties
from kaizen.sheets_local.values_read import shown
from kaizen.sheets_local.workbook import COLUMNS, ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.sheets_local.cells import Row
    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Sheet, Workbook

ROW_PIXELS: Final = 21
COLUMN_PIXELS: Final = 100
_OBJECTS: Final = ("merges", "conditionalFormats", "filterViews", "protectedRanges", "bandedRanges")
_RANGE_NAMES: Final = frozenset({"range", "ranges", "merges", "unprotectedRanges", "dimensionRange", "gridRange"})
_DEFAULT_FORMAT: Final[Message] = {
    "backgroundColor": {"red": 1, "green": 1, "blue": 1},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
    },
}


def proto3(value: Any, name: str = "") -> Any:  # noqa: ANN401 - any JSON value goes in and the same kind comes out
    """Return an answer as Google writes it: ``sheetId`` 0 is left out of ranges (and kept in properties).

    Grid data is passed on as it is; there is a lot of it.
    """
    if isinstance(value, list):
        return [proto3(item, name) for item in value]
    if not isinstance(value, dict):
        return value
    drop = name in _RANGE_NAMES and value.get("sheetId") == 0
    return {
        key: item if key == "data" else proto3(item, key)
        for key, item in value.items()
        if not (drop and key == "sheetId")
    }


def spreadsheet(book: Workbook, account: str, areas: Sequence[Area], *, grid_data: bool) -> Message:
    """Return the ``Spreadsheet`` resource.

    Args:
        book: the workbook.
        account: who asks; tells which protections it may edit inside.
        areas: the ranges wanted; none means all tabs and all their cells.
        grid_data: whether cells are wanted.
    """
    properties = {"title": "", "locale": "", "autoRecalc": "", "timeZone": "", **book.properties}
    answer: Message = {
        "spreadsheetId": book.id,
        "properties": {"defaultFormat": _DEFAULT_FORMAT, **properties},
        "sheets": [
            _sheet(book, sheet, account, _data_areas(sheet, areas) if grid_data else [])
            for sheet in book.sheets
            if not areas or any(area.sheet.id == sheet.id for area in areas)
        ],
    }
    if book.named:
        answer["namedRanges"] = list(book.named.values())
    if entries := _metadata(book, lambda location: location["locationType"] == "SPREADSHEET"):
        answer["developerMetadata"] = entries
    answer["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    rendered: Message = proto3(answer)
    return rendered


def _metadata(book: Workbook, wanted: Any) -> list[Message]:  # noqa: ANN401 - a small predicate over a location
    return [entry for entry in book.metadata.values() if wanted(entry["location"])]


def _data_areas(sheet: Sheet, areas: Sequence[Area]) -> list[Area]:
    return [area for area in areas if area.sheet.id == sheet.id] if areas else [Area(sheet, sheet.whole)]


def _sheet(book: Workbook, sheet: Sheet, account: str, areas: list[Area]) -> Message:
    answer: Message = {"properties": shown_properties(sheet, book.sheets.index(sheet))}
    if areas:
        answer["data"] = [_grid_data(book, area) for area in areas]
    answer |= {name: things for name in _OBJECTS if (things := sheet.objects_of(name))}
    if "protectedRanges" in answer:
        answer["protectedRanges"] = [_protection(book, thing, account) for thing in answer["protectedRanges"]]
    if sheet.objects_of("basicFilter"):
        answer["basicFilter"] = sheet.objects["basicFilter"][0]
    if entries := _metadata(book, lambda place: place["locationType"] == "SHEET" and place["sheetId"] == sheet.id):
        answer["developerMetadata"] = entries
    return answer


def _protection(book: Workbook, thing: Message, account: str) -> Message:
    editable = thing.get("warningOnly") or may_edit(thing, book, account)
    return {**thing, "requestingUserCanEdit": True} if editable else thing


def _grid_data(book: Workbook, area: Area) -> Message:
    rect, sheet = area.rect, area.sheet
    answer: Message = {"startRow": rect.top, "startColumn": rect.left}
    answer = {name: start for name, start in answer.items() if start}
    if rows := sheet.rows[rect.top : rect.bottom]:
        answer["rowData"] = _row_data(rows, rect.left, rect.right)
    answer["rowMetadata"] = _sizes(book, sheet, ROWS, rect.top, rect.bottom)
    answer["columnMetadata"] = _sizes(book, sheet, COLUMNS, rect.left, rect.right)
    return answer


def _row_data(rows: Sequence[Row], left: int, right: int) -> list[Message]:
    """Return ``RowData``; rows that are one and the same share one message."""
    made: dict[Row, Message] = {}
    for row in rows:
        if row not in made:
            cells = row.cells[left:right]
            made[row] = {"values": [cell_data(cell) for cell in cells]} if cells else {}
    return [made[row] for row in rows]


def _sizes(book: Workbook, sheet: Sheet, dimension: str, start: int, end: int) -> list[Message]:
    pixels = ROW_PIXELS if dimension == ROWS else COLUMN_PIXELS
    entries: dict[int, list[Message]] = {}
    for entry in book.metadata.values():
        span = entry["location"].get("dimensionRange", {})
        if span.get("sheetId") == sheet.id and span.get("dimension") == dimension:
            entries.setdefault(span["startIndex"], []).append(proto3(entry))
    known = sheet.sizes[dimension]
    return [
        {"pixelSize": pixels, **known.get(index, {})}
        | ({"developerMetadata": entries[index]} if index in entries else {})
        for index in range(start, end)
    ]


def cell_data(cell: Cell) -> Message:
    """Return one cell as ``CellData``: formats as stored, nothing derived from defaults."""
    answer: Message = {}
    if cell.value is not None:
        answer["userEnteredValue"] = _extended(cell.value)
        result = cell.value.result if isinstance(cell.value, Formula) else cell.value
        answer["effectiveValue"] = _extended(result)
        answer["formattedValue"] = shown(cell)
    if cell.format:
        answer["userEnteredFormat"] = cell.format
    if cell.note:
        answer["note"] = cell.note
    if cell.rule:
        answer["dataValidation"] = cell.rule
    return answer


def _extended(value: Value | Fault) -> Message:
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, Fault):
        return {"errorValue": {"type": value.kind, "message": value.message}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    return {"numberValue": value}
