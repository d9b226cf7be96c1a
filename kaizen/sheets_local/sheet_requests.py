"""Requests about tabs and the spreadsheet itself: addSheet, deleteSheet and the two kinds of properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.sheets_local.cells import Row
from kaizen.sheets_local.masks import merged, wanted
from kaizen.sheets_local.refusals import bad_request
from kaizen.sheets_local.workbook import DEFAULT_COLUMNS, DEFAULT_ROWS, new_sheet, trimmed

if TYPE_CHECKING:
    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Sheet

TITLE_LIMIT: Final = 100
_COUNTS: Final = ("rowCount", "columnCount")


def add_sheet(draft: Draft, given: Message) -> Message:
    """Answer ``addSheet``: the caller's id and title are honoured, and refused when they are in use."""
    asked = dict(given.get("properties", {}))
    used = {sheet.id for sheet in draft.book.sheets}
    sheet_id = asked["sheetId"] if "sheetId" in asked else draft.new_id(used)
    if sheet_id in used:
        raise bad_request(f"A sheet with the id {sheet_id} already exists. Please use a different id.")
    if sheet_id < 0:
        raise bad_request("sheetId must not be negative.")
    if asked.get("sheetType", "GRID") != "GRID":
        raise bad_request("The embedded sheet adds sheets of type GRID only.")
    title = asked.get("title") or _free_title(draft)
    check_title(draft, title)
    grid = asked.pop("gridProperties", {})
    sheet = new_sheet(sheet_id, title, grid.get("rowCount", DEFAULT_ROWS), grid.get("columnCount", DEFAULT_COLUMNS))
    sheet.resize(**{name: value for name, value in grid.items() if value})
    _check_grid(sheet)
    rest = {name: value for name, value in asked.items() if name not in {"sheetId", "title", "index", "sheetType"}}
    sheet.properties |= {name: value for name, value in rest.items() if value}
    draft.adopt(sheet, held_index(asked.get("index", len(used)), len(used)))
    draft.check_size()
    return {"addSheet": {"properties": shown_properties(sheet, draft.book.sheets.index(sheet))}}


def _free_title(draft: Draft) -> str:
    titles = {sheet.title for sheet in draft.book.sheets}
    return next(title for number in range(1, len(titles) + 2) if (title := f"Sheet{number}") not in titles)


def check_title(draft: Draft, title: str, keeper: int | None = None) -> None:
    """Hold a tab's new title to the rules: not empty, at most 100 characters, not in use on another tab.

    Raises:
        Refusal: 400.
    """
    if not title:
        raise bad_request("The sheet name cannot be empty.")
    if len(title) > TITLE_LIMIT:
        raise bad_request(f"The sheet name cannot be greater than {TITLE_LIMIT} characters.")
    other = draft.book.titled(title)
    if other is not None and other.id != keeper:
        raise bad_request(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _check_grid(sheet: Sheet) -> None:
    grid = sheet.properties["gridProperties"]
    for name in _COUNTS:
        if grid[name] < 1:
            raise bad_request(f"gridProperties.{name} must be greater than 0.")
    for frozen, count in (("frozenRowCount", sheet.row_count), ("frozenColumnCount", sheet.column_count)):
        if grid.get(frozen, 0) and not 0 < grid[frozen] < count:
            raise bad_request(f"You can't freeze all visible rows or columns on the sheet ({frozen} {grid[frozen]}).")


def held_index(index: int, limit: int) -> int:
    """Hold the place of a tab among the others to what there is.

    Raises:
        Refusal: 400.
    """
    if not 0 <= index <= limit:
        raise bad_request(f"index {index} must be between 0 and {limit}.")
    return index


def shown_properties(sheet: Sheet, index: int) -> Message:
    """Return a tab's ``SheetProperties`` as answered: with its index, without what is nought or off."""
    own = sheet.properties
    grid = {name: value for name, value in own["gridProperties"].items() if value}
    head: Message = {"sheetId": own["sheetId"], "title": own["title"], "index": index, "sheetType": "GRID"}
    rest = {name: value for name, value in own.items() if name not in head and value}
    return {**head, **rest, "gridProperties": grid}


def delete_sheet(draft: Draft, given: Message) -> Message:
    """Answer ``deleteSheet``: named ranges and metadata on the tab go with it; one visible tab must stay."""
    sheet = draft.sheet(given.get("sheetId", 0))
    draft.guard(sheet, sheet.whole)
    book = draft.book
    book.sheets.remove(sheet)
    if not any(not other.properties.get("hidden") for other in book.sheets):
        raise bad_request("You can't remove all the visible sheets in a document.")
    book.named = {key: named for key, named in book.named.items() if named["range"].get("sheetId", 0) != sheet.id}
    book.metadata = {key: entry for key, entry in book.metadata.items() if not _lies_on(entry["location"], sheet.id)}
    return {}


def _lies_on(location: Message, sheet_id: int) -> bool:
    place = location.get("dimensionRange", location)
    return location["locationType"] != "SPREADSHEET" and bool(place.get("sheetId", 0) == sheet_id)


def update_sheet_properties(draft: Draft, given: Message) -> Message:
    """Answer ``updateSheetProperties``: title, place, grid, hidden, colour; a smaller grid cuts its cells off."""
    asked = given.get("properties", {})
    mask = wanted(given.get("fields", ""), "SheetProperties")
    sheet = draft.sheet(asked.get("sheetId", 0))
    old = {**sheet.properties, "index": draft.book.sheets.index(sheet)}
    new = merged(old, {**asked, "sheetId": sheet.id}, mask)
    index = new.pop("index", 0)
    grid = {name: value for name, value in new.get("gridProperties", {}).items() if value or name in _COUNTS}
    for name in _COUNTS:
        grid.setdefault(name, sheet.properties["gridProperties"][name])
    new |= {"sheetId": sheet.id, "sheetType": "GRID", "gridProperties": grid}
    check_title(draft, new.setdefault("title", ""), sheet.id)
    sheet.properties = {name: value for name, value in new.items() if value or name == "sheetId"}
    _check_grid(sheet)
    _cut(draft, sheet)
    draft.check_size()
    _place(draft, sheet, index)
    if all(other.properties.get("hidden") for other in draft.book.sheets):
        raise bad_request("You can't hide all the sheets in a document.")
    return {}


def _cut(draft: Draft, sheet: Sheet) -> None:
    rows = sheet.rows[: sheet.row_count]
    width = sheet.column_count
    if len(rows) < len(sheet.rows) or any(len(row.cells) > width for row in rows):
        sheet.rows = trimmed(Row.of(row.cells[:width]) if len(row.cells) > width else row for row in rows)
    draft.check_size()


def _place(draft: Draft, sheet: Sheet, index: int) -> None:
    """Put a tab before what now stands at an index; as with Google, the index counts the tabs before the move."""
    sheets = draft.book.sheets
    at = sheets.index(sheet)
    if index == at:
        return
    held_index(index, len(sheets))
    sheets.remove(sheet)
    sheets.insert(index - (index > at), sheet)


def update_spreadsheet_properties(draft: Draft, given: Message) -> Message:
    """Answer ``updateSpreadsheetProperties``: title, locale, time zone and the like."""
    mask = wanted(given.get("fields", ""), "SpreadsheetProperties")
    new = merged(draft.book.properties, given.get("properties", {}), mask)
    if not new.get("title"):
        raise bad_request("The spreadsheet title cannot be empty.")
    draft.book.properties = {
        **{name: draft.book.properties[name] for name in ("locale", "timeZone", "autoRecalc")},
        **new,
    }
    return {}
