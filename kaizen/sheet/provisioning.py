"""Building the whole workbook of a year in an empty spreadsheet, in one batch."""

from __future__ import annotations

from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING

from kaizen.domain.settings import SettingRow
from kaizen.sheet.cell_values import Request, cell_data
from kaizen.sheet.cells import shown
from kaizen.sheet.layout import ALL_TABS, KAIZEN, LISTS, LISTS_TAB, READ_ME, SETTINGS, Kind, Tab
from kaizen.sheet.read_me import read_me_lines
from kaizen.sheet.setting_rows import typed_setting, usual_settings
from kaizen.sheet.tab_building import (
    SENTENCE_WIDTH,
    banding,
    body_request,
    column_requests,
    grid_of,
    heading_protection,
    headings_request,
    ref_requests,
)
from kaizen.sheet.text import match_key
from kaizen.sheet.writing import heading_and_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Grid

SCHEMA_NAME, SCHEMA = "schema", "1"
"""What the hidden tab says of how the workbook is built; to be raised when a heading changes its meaning."""

FIRST_SHEET_ID = 1001


class Here(StrEnum):
    """What a spreadsheet holds already."""

    EMPTY = "empty"
    KAIZEN = "kaizen"
    NEWER = "newer"
    """Built by a later version of the app than this one."""
    FOREIGN = "foreign"


def what_is_here(grids: Mapping[str, Grid]) -> Here:
    """Tell whether a spreadsheet may be built on, is a Kaizen year already, or is somebody else's.

    Args:
        grids: the cells of every tab by title, hidden ones too.
    """
    memory = next((grid for title, grid in grids.items() if match_key(title) == KAIZEN.title), ())
    schema = next((shown(row[1]) for row in memory if len(row) > 1 and row[0] == SCHEMA_NAME), "")
    if schema.isdecimal():
        return Here.KAIZEN if int(schema) <= int(SCHEMA) else Here.NEWER
    blank = not any(cell != "" and cell is not False for grid in grids.values() for row in grid for cell in row)
    return Here.EMPTY if blank else Here.FOREIGN


def provision(existing: Mapping[str, int], rows: Mapping[str, Sequence[Record]] | None = None) -> list[Request]:
    """Return the requests of one ``spreadsheets.batchUpdate`` that builds every tab of layout.

    Args:
        existing: title to sheet id of the tabs of an empty spreadsheet, at least one. The first becomes
            Read me, the others are deleted.
        rows: records to begin with, by tab; without them Settings has the usual values and the rest is blank.
    """
    first, *others = existing.values()
    ids = _sheet_ids(first, set(existing.values()))
    requests = [_workbook()]
    for index, tab in enumerate(ALL_TABS):
        requests += _read_me(first) if tab is READ_ME else _tab(tab, ids[tab.title], index, _body(tab, rows or {}))
    requests += [{"deleteSheet": {"sheetId": sheet_id}} for sheet_id in others]
    return sorted(requests, key=_needs_all_tabs)


def _sheet_ids(first: int, taken: set[int]) -> dict[str, int]:
    free = (number for number in count(FIRST_SHEET_ID) if number not in taken)
    return {tab.title: first if tab is READ_ME else next(free) for tab in ALL_TABS}


def _needs_all_tabs(request: Request) -> bool:
    """Put dropdowns, which point to other tabs, and deletions after everything else."""
    return "setDataValidation" in request or "deleteSheet" in request


def _workbook() -> Request:
    properties = {"locale": "en_GB", "timeZone": "Europe/London"}
    return {"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}}


def _tab(tab: Tab, sheet_id: int, index: int, body: Sequence[Sequence[Request]]) -> list[Request]:
    grid = grid_of(tab, len(body))
    properties = {"sheetId": sheet_id, "title": tab.title, "index": index, "gridProperties": grid}
    return [
        {"addSheet": {"properties": properties | ({"hidden": True} if tab.hidden else {})}},
        headings_request(tab, sheet_id),
        *column_requests(tab, sheet_id, grid["rowCount"]),
        *ref_requests(tab, sheet_id, grid["rowCount"]),
        *body_request(sheet_id, body),
        banding(tab, sheet_id, grid["rowCount"]),
        heading_protection(tab, sheet_id),
    ]


def _read_me(sheet_id: int) -> list[Request]:
    lines = read_me_lines()
    size = {"rowCount": len(lines) + 1, "columnCount": 1}
    properties = {"sheetId": sheet_id, "title": READ_ME.title, "index": 0, "gridProperties": size}
    fields = "title,index,gridProperties(rowCount,columnCount)"
    place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    cells = [{"values": [_line(text, heading=heading)]} for text, heading in lines]
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    width = {"range": place, "properties": {"pixelSize": SENTENCE_WIDTH}, "fields": "pixelSize"}
    return [
        {"updateSheetProperties": {"properties": properties, "fields": fields}},
        {"updateDimensionProperties": width},
        {"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue,userEnteredFormat"}},
    ]


def _line(text: str, *, heading: bool) -> Request:
    style: Request = {"wrapStrategy": "WRAP"} | ({"textFormat": {"bold": True, "fontSize": 13}} if heading else {})
    return {"userEnteredValue": {"stringValue": text}, "userEnteredFormat": style}


def _body(tab: Tab, rows: Mapping[str, Sequence[Record]]) -> list[list[Request]]:
    if tab is LISTS_TAB:
        return _options()
    if tab is KAIZEN:
        return [[cell_data(SCHEMA_NAME, Kind.TEXT), cell_data(SCHEMA, Kind.TEXT)]]
    records = rows.get(tab.title, ())
    if tab is SETTINGS:
        return [_setting(row) for row in records or usual_settings() if isinstance(row, SettingRow)]
    return [_row(tab, record) for record in records]


def _row(tab: Tab, record: Record) -> list[Request]:
    fields = [*(column.field for column in tab.columns), *(["ref"] if tab.has_ref else [])]
    return [cell_data(getattr(record, field), heading_and_kind(tab, field)[1]) for field in fields]


def _setting(row: SettingRow) -> list[Request]:
    value, kind = typed_setting(row)
    return [cell_data(row.setting, Kind.TEXT), cell_data(value, kind), cell_data(row.what_it_does, Kind.TEXT)]


def _options() -> list[list[Request]]:
    longest = max(map(len, LISTS.values()))
    columns = [[*options, *[""] * (longest - len(options))] for options in LISTS.values()]
    return [[cell_data(option, Kind.TEXT) for option in row] for row in zip(*columns, strict=True)]
