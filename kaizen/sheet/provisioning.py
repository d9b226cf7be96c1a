"""Building the whole workbook of a year in an empty spreadsheet, in one batch."""

from __future__ import annotations

from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING

from kaizen.domain.settings import SettingRow
from kaizen.sheet import known_tabs
from kaizen.sheet.cell_values import VALUE_AND_NUMBER_FORMAT, Request, cell_data
from kaizen.sheet.cells import shown
from kaizen.sheet.column_marks import mark_requests
from kaizen.sheet.headings import find_headings
from kaizen.sheet.layout import ALL_TABS, KAIZEN, LISTS, LISTS_TAB, READ_ME, SETTINGS, YEAR_TABS, Kind, Tab
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
from kaizen.sheet.year_marks import BUILT_AS, DEMO, holds_demo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    BEGUN = "begun"
    """A Kaizen year of which something is missing, and be it only the mark in the hidden tab."""
    FOREIGN = "foreign"


def what_is_here(grids: Mapping[str, Grid]) -> Here:
    """Tell whether a spreadsheet may be built on, is a Kaizen year already, or is somebody else's.

    Args:
        grids: the cells of every tab by title, hidden ones too.
    """
    memory = next((grid for title, grid in grids.items() if match_key(title) == KAIZEN.title), ())
    schema = next((shown(row[1]) for row in memory if len(row) > 1 and row[0] == SCHEMA_NAME), "")
    if schema.isdecimal() and len(schema) <= len("1000000"):
        return Here.KAIZEN if int(schema) <= int(SCHEMA) else Here.NEWER
    filled = [title for title, grid in grids.items() if not is_blank(grid)]
    if not filled:
        return Here.EMPTY
    ours = [tab.title for tab in ALL_TABS if tab.title in grids and _is_ours(tab, grids[tab.title])]
    return Here.BEGUN if set(filled) <= set(ours) or has_most_tabs(grids) else Here.FOREIGN


def has_most_tabs(titles: Iterable[str]) -> bool:
    """Tell whether half of the year's tabs are there, so that it is one whatever people have done to the others."""
    return len({tab.title for tab in YEAR_TABS} & set(titles)) >= len(YEAR_TABS) // 2


def is_blank(grid: Grid) -> bool:
    """Tell whether nothing stands in a tab; a tick box without a tick is nothing."""
    return not any(cell != "" and cell is not False for row in grid for cell in row)


def _is_ours(tab: Tab, grid: Grid) -> bool:
    """Tell whether a tab was built by this app: it has every heading, or is the page of plain English."""
    if tab is READ_ME:
        return bool(grid and grid[0]) and shown(grid[0][0]) == read_me_lines()[0][0]
    return set(find_headings(tab, grid).columns) == set(tab.headings)


def provision(existing: Mapping[str, int], rows: Mapping[str, Sequence[Record]] | None = None) -> list[Request]:
    """Return the requests of one ``spreadsheets.batchUpdate`` that builds every tab of layout.

    Args:
        existing: title to sheet id of the tabs of an empty spreadsheet, at least one. The first becomes
            Read me, the others are deleted.
        rows: records to begin with, by tab; without them Settings has the usual values and the rest is blank.
    """
    first, *others = existing.values()
    ids = free_ids(set(existing.values()))
    requests = [_workbook()]
    for index, tab in enumerate(ALL_TABS):
        requests += read_me(first) if tab is READ_ME else new_tab(tab, ids[tab.title], index, rows or {})
    requests.append(_remembered({**ids, READ_ME.title: first}))
    requests += [{"deleteSheet": {"sheetId": sheet_id}} for sheet_id in others]
    return sorted(requests, key=needs_all_tabs)


def _remembered(ids: Mapping[str, int]) -> Request:
    """Return the request by which the hidden tab says which tab is which, so that no copy is ever taken for one."""
    cells = [cell_data(text, Kind.TEXT) for text in (known_tabs.ROW, known_tabs.to_keep(ids))]
    return {
        "appendCells": {"sheetId": ids[KAIZEN.title], "rows": [{"values": cells}], "fields": VALUE_AND_NUMBER_FORMAT}
    }


def free_ids(taken: set[int]) -> dict[str, int]:
    """Return a sheet id for each tab of layout that no other tab has."""
    free = (number for number in count(FIRST_SHEET_ID) if number not in taken)
    return {tab.title: next(free) for tab in sorted(ALL_TABS, key=lambda tab: tab is READ_ME)}


def needs_all_tabs(request: Request) -> bool:
    """Tell what has to come last: dropdowns, which point to other tabs, and deletions."""
    return "setDataValidation" in request or "deleteSheet" in request


def _workbook() -> Request:
    properties = {"locale": "en_GB", "timeZone": "Europe/London"}
    return {"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}}


def new_tab(tab: Tab, sheet_id: int, index: int, rows: Mapping[str, Sequence[Record]]) -> list[Request]:
    """Return the requests that add one tab, with everything that belongs to it.

    Args:
        tab: any but Read me.
        sheet_id: an id that is not in use.
        index: its place among the tabs, from 0.
        rows: as for `provision`.
    """
    body = _body(tab, rows)
    grid = grid_of(tab, len(body))
    properties = {"sheetId": sheet_id, "title": tab.title, "index": index, "gridProperties": grid}
    return [
        {"addSheet": {"properties": properties | ({"hidden": True} if tab.hidden else {})}},
        *_filling(tab, sheet_id, body, grid),
        banding(tab, sheet_id, grid["rowCount"]),
        heading_protection(tab, sheet_id),
    ]


def blank_tab(tab: Tab, sheet_id: int, rows: Mapping[str, Sequence[Record]]) -> list[Request]:
    """Return the requests that fill a tab that is there and blank; colours of its own stay.

    Args:
        tab: any but Read me.
        sheet_id: of the tab that is there.
        rows: as for `provision`.
    """
    body = _body(tab, rows)
    grid = grid_of(tab, len(body))
    properties = {"sheetId": sheet_id, "title": tab.title, "gridProperties": grid}
    fields = "title,gridProperties(rowCount,columnCount,frozenRowCount)"
    return [
        {"updateSheetProperties": {"properties": properties, "fields": fields}},
        *_filling(tab, sheet_id, body, grid),
    ]


def _filling(tab: Tab, sheet_id: int, body: Sequence[Sequence[Request]], grid: Request) -> list[Request]:
    return [
        headings_request(tab, sheet_id),
        *column_requests(tab, sheet_id, grid["rowCount"]),
        *ref_requests(tab, sheet_id, grid["rowCount"]),
        *body_request(sheet_id, body),
        *mark_requests(tab, sheet_id),
    ]


def read_me(sheet_id: int) -> list[Request]:
    """Return the requests that make the tab with this id Read me, first of all tabs."""
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
        return [schema_row(), *([demo_row()] if holds_demo(rows) else [])]
    records = rows.get(tab.title, ())
    if tab is SETTINGS:
        return [_setting(row) for row in records or usual_settings() if isinstance(row, SettingRow)]
    return [_row(tab, record) for record in records]


def schema_row() -> list[Request]:
    """Return the cells that mark a workbook as a Kaizen year."""
    return [cell_data(SCHEMA_NAME, Kind.TEXT), cell_data(SCHEMA, Kind.TEXT)]


def demo_row() -> list[Request]:
    """Return the cells that say of a workbook that it was built as the demo."""
    return [cell_data(BUILT_AS, Kind.TEXT), cell_data(DEMO, Kind.TEXT)]


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
