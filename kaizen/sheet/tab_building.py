"""The requests that build one tab: headings, dropdowns, formats, widths, colours, protection, rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.cell_values import NUMBER_FORMATS, VALUE_AND_NUMBER_FORMAT, Request
from kaizen.sheet.layout import ALL_TABS, REF, Column, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.sheet.layout import Options, Tab

SPARE_ROWS = 200
"""Blank rows below the data of a new tab; the sheet grows by itself after that."""

WIDTHS = {
    Kind.TEXT: 170,
    Kind.LONG_TEXT: 340,
    Kind.LIST: 170,
    Kind.CHOICE: 130,
    Kind.CHOICES: 130,
    Kind.EMAIL: 250,
    Kind.SCHOOL: 130,
    Kind.DAYS: 140,
    Kind.DATE: 100,
    Kind.DATE_TIME: 140,
    Kind.SETTING: 230,
}
"""Pixels; kinds that are not here are short."""

REF_NOTE = "Made by the app. It is how a row is found again after a sort; please leave it alone."

NARROW, REF_WIDTH, SENTENCE_WIDTH = 90, 60, 700

GREY = {"red": 0.6, "green": 0.6, "blue": 0.6}
HEADING = {"red": 0.16, "green": 0.33, "blue": 0.41}
WHITE = {"red": 1.0, "green": 1.0, "blue": 1.0}
BAND = {"red": 0.95, "green": 0.97, "blue": 0.98}


def grid_of(tab: Tab, rows: int) -> Request:
    """Return the size of a tab with ``rows`` rows of data: no column and few rows more than it needs."""
    return {"rowCount": 1 + rows + SPARE_ROWS, "columnCount": len(tab.headings), "frozenRowCount": 1}


def headings_request(tab: Tab, sheet_id: int) -> Request:
    """Return the request that writes the bold headings, each with a note that explains its column."""
    cells = [_heading(column.heading, note_for(column)) for column in tab.columns]
    if tab.has_ref:
        cells.append(_heading(REF, REF_NOTE))
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    fields = "userEnteredValue,userEnteredFormat,note"
    return {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": fields}}


def _heading(text: str, note: str) -> Request:
    style = {
        "textFormat": {"bold": True, "foregroundColor": WHITE},
        "backgroundColor": HEADING,
        "wrapStrategy": "WRAP",
        "verticalAlignment": "MIDDLE",
    }
    cell: Request = {"userEnteredValue": {"stringValue": text}, "userEnteredFormat": style}
    return cell | ({"note": note} if note else {})


def note_for(column: Column) -> str:
    """Return the note on a heading: the rule, who fills the column in, an example."""
    rule = [f"{'Needed. ' if column.needed else ''}{column.rule}".strip()]
    who = [f"Filled in by {column.filled_by}."] if column.filled_by else []
    example = [f"Example: {column.example}"] if column.example else []
    return "\n".join(filter(None, [*rule, *who, *example]))


def column_requests(tab: Tab, sheet_id: int, rows: int) -> list[Request]:
    """Return the requests that give each column its width, number format, wrapping and dropdown or tick box."""
    requests = []
    for index, column in enumerate(tab.columns):
        body = _range(sheet_id, index, 1, rows)
        requests += [_width(sheet_id, index, WIDTHS.get(column.kind, NARROW)), *_format(body, column)]
        if (rule := _rule(column)) is not None:
            requests.append({"setDataValidation": {"range": body, "rule": rule}})
    return requests


def _range(sheet_id: int, column: int, first: int, last: int) -> Request:
    """Return the cells of one column from row ``first`` to before row ``last``, both counted from 0."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": first,
        "endRowIndex": last,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def _width(sheet_id: int, column: int, pixels: int) -> Request:
    place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return {"updateDimensionProperties": {"range": place, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def _format(body: Request, column: Column) -> list[Request]:
    style: Request = {"verticalAlignment": "TOP"}
    if column.kind in NUMBER_FORMATS:
        style["numberFormat"] = dict(NUMBER_FORMATS[column.kind])
    if column.kind is Kind.LONG_TEXT:
        style["wrapStrategy"] = "WRAP"
    fields = f"userEnteredFormat({','.join(style)})"
    return [{"repeatCell": {"range": body, "cell": {"userEnteredFormat": style}, "fields": fields}}]


def _rule(column: Column) -> Request | None:
    if column.kind is Kind.TICK:
        return {"condition": {"type": "BOOLEAN"}, "strict": True}
    if column.kind is Kind.DATE:
        message = "A date such as 22/02/2027"
        return {"condition": {"type": "DATE_IS_VALID"}, "strict": False, "inputMessage": message}
    if column.options is None:
        return None
    several = column.kind is Kind.CHOICES
    source = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": _source(column.options)}]}
    return {"condition": source, "strict": not column.options.free and not several, "showCustomUi": True}


def _source(options: Options) -> str:
    """Return where a dropdown takes its options from, such as ``=Schools!$B$2:$B``."""
    tab = next(tab for tab in ALL_TABS if tab.title == options.tab)
    letter = column_letter(tab.headings.index(options.heading))
    return f"='{tab.title}'!${letter}$2:${letter}"


def column_letter(index: int) -> str:
    """Return the name of a column counted from 0: ``A``, ``Z``, ``AA``."""
    high, low = divmod(index, 26)
    return (column_letter(high - 1) if high else "") + chr(ord("A") + low)


def ref_requests(tab: Tab, sheet_id: int, rows: int) -> list[Request]:
    """Return the requests that make Ref narrow, grey and warn before it is edited; none for a tab without."""
    if not tab.has_ref:
        return []
    index = len(tab.columns)
    body = _range(sheet_id, index, 1, rows)
    style = {"textFormat": {"foregroundColor": GREY, "fontSize": 8}, "numberFormat": dict(NUMBER_FORMATS[Kind.CODE])}
    fields = "userEnteredFormat(textFormat,numberFormat)"
    return [
        _width(sheet_id, index, REF_WIDTH),
        {"repeatCell": {"range": body, "cell": {"userEnteredFormat": style}, "fields": fields}},
        _warning(body, "Ref is how the app finds a row again"),
    ]


def heading_protection(tab: Tab, sheet_id: int) -> Request:
    """Return the request that warns before a heading is edited; nobody is kept from it."""
    place = {"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": 1}
    place |= {"startColumnIndex": 0, "endColumnIndex": len(tab.headings)}
    return _warning(place, "Columns are found by their headings")


def _warning(place: Request, why: str) -> Request:
    return {"addProtectedRange": {"protectedRange": {"range": place, "description": why, "warningOnly": True}}}


def banding(tab: Tab, sheet_id: int, rows: int) -> Request:
    """Return the request that colours every other row."""
    place = {"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": rows}
    colours = {"headerColor": HEADING, "firstBandColor": WHITE, "secondBandColor": BAND}
    place |= {"startColumnIndex": 0, "endColumnIndex": len(tab.headings)}
    return {"addBanding": {"bandedRange": {"range": place, "rowProperties": colours}}}


def body_request(sheet_id: int, rows: Sequence[Sequence[Request]]) -> list[Request]:
    """Return the request that fills the rows below the headings; none where there are no rows."""
    if not rows:
        return []
    start = {"sheetId": sheet_id, "rowIndex": 1, "columnIndex": 0}
    data = [{"values": list(row)} for row in rows]
    return [{"updateCells": {"start": start, "rows": data, "fields": VALUE_AND_NUMBER_FORMAT}}]
