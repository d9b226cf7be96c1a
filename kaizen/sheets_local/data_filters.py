"""Developer metadata and data filters: addresses that follow their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.sheets_local.ranges import Area, area, grid_area
from kaizen.sheets_local.refusals import Refusal, bad_request
from kaizen.sheets_local.workbook import COLUMNS, ROWS, Rect

if TYPE_CHECKING:
    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Sheet, Workbook

STORAGE_LIMIT: Final = 30_000
"""Characters of keys and values together, for each tab and for the spreadsheet itself (Google's guide)."""


def create_developer_metadata(draft: Draft, given: Message) -> Message:
    """Answer ``createDeveloperMetadata``: one entry on a row, a column, a tab or the spreadsheet."""
    asked, known = given.get("developerMetadata", {}), draft.book.metadata
    for name in ("metadataKey", "visibility", "location"):
        if not asked.get(name):
            raise bad_request(f"developerMetadata.{name} must be specified.")
    key = asked.get("metadataId", 0) or draft.new_id(known)
    if key in known:
        raise bad_request(f"Developer metadata with id {key} already exists.")
    new = {**asked, "metadataId": key, "location": _located(draft.book, asked["location"])}
    home = _home(new)
    used = sum(_size(entry) for entry in known.values() if _home(entry) == home)
    if used + _size(new) > STORAGE_LIMIT:
        raise bad_request("Adding the requested developer metadata would exceed the allowed storage limit.")
    known[key] = new
    return {"createDeveloperMetadata": {"developerMetadata": new}}


def _size(entry: Message) -> int:
    return len(entry["metadataKey"]) + len(entry.get("metadataValue", ""))


def _home(entry: Message) -> int | None:
    location = entry["location"]
    if location["locationType"] == "SPREADSHEET":
        return None
    return int(location.get("dimensionRange", location).get("sheetId", 0))


def _located(book: Workbook, given: Message) -> Message:
    """Return a location as it is kept, its kind written out.

    Raises:
        Refusal: 400 for more or less than one place, several rows, or a place that is not there.
    """
    places = [name for name in ("spreadsheet", "sheetId", "dimensionRange") if given.get(name, False) is not False]
    if len(places) != 1:
        raise bad_request(
            "developerMetadata.location must name exactly one of spreadsheet, sheetId and dimensionRange."
        )
    if "spreadsheet" in places:
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "sheetId" in places:
        _existing(book, given["sheetId"])
        return {"locationType": "SHEET", "sheetId": given["sheetId"]}
    span = given["dimensionRange"]
    sheet = _existing(book, span.get("sheetId", 0))
    start, dimension = span.get("startIndex", 0), span.get("dimension", "")
    count = {ROWS: sheet.row_count, COLUMNS: sheet.column_count}.get(dimension, 0)
    if span.get("endIndex") != start + 1 or not 0 <= start < count:
        raise bad_request("developerMetadata.location.dimensionRange must be one row or one column of the sheet.")
    kept = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": start + 1}
    return {"locationType": "ROW" if dimension == ROWS else "COLUMN", "dimensionRange": kept}


def _existing(book: Workbook, sheet_id: int) -> Sheet:
    sheet = book.find(sheet_id)
    if sheet is None:
        raise bad_request(f"No grid with id: {sheet_id}")
    return sheet


def delete_developer_metadata(draft: Draft, given: Message) -> Message:
    """Answer ``deleteDeveloperMetadata`` with what is gone; a filter that finds nothing is no error."""
    found = matching(draft.book, given.get("dataFilter", {}))
    for entry in found:
        del draft.book.metadata[entry["metadataId"]]
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": found} if found else {}}


def matching(book: Workbook, data_filter: Message) -> list[Message]:
    """Return the metadata entries a filter finds, by id.

    Raises:
        Refusal: 400 for a filter that says nothing.
    """
    if "developerMetadataLookup" in data_filter:
        lookup = data_filter["developerMetadataLookup"]
        return [entry for _, entry in sorted(book.metadata.items()) if _fits(book, entry, lookup)]
    place = filtered_area(book, data_filter)
    return [
        entry
        for _, entry in sorted(book.metadata.items())
        if (there := entry_area(book, entry)) and there.sheet.id == place.sheet.id and there.rect.meets(place.rect)
    ]


def filtered_area(book: Workbook, data_filter: Message) -> Area:
    """Return the cells a filter by range stands for.

    Raises:
        Refusal: 400 for a filter that says nothing, or a bad range.
    """
    if "a1Range" in data_filter:
        return area(book, data_filter["a1Range"])
    if "gridRange" in data_filter:
        return grid_area(book, data_filter["gridRange"])
    raise bad_request("A dataFilter must set one of developerMetadataLookup, a1Range and gridRange.")


def _fits(book: Workbook, entry: Message, lookup: Message) -> bool:
    plain = ("metadataId", "metadataKey", "metadataValue", "visibility")
    if any(name in lookup and entry.get(name) != lookup[name] for name in plain):
        return False
    if "locationType" in lookup and lookup["locationType"] != entry["location"]["locationType"]:
        return False
    return "metadataLocation" not in lookup or _near(book, entry, lookup)


def _near(book: Workbook, entry: Message, lookup: Message) -> bool:
    place = _located(book, lookup["metadataLocation"])
    exact = place == entry["location"]
    if exact or lookup.get("locationMatchingStrategy", "EXACT_LOCATION") == "EXACT_LOCATION":
        return bool(exact)
    here, there = entry_area(book, {"location": place}), entry_area(book, entry)
    if here is None or there is None:
        return True
    return here.sheet.id == there.sheet.id and here.rect.meets(there.rect)


def entry_area(book: Workbook, entry: Message) -> Area | None:
    """Return the cells an entry lies on: a whole row, column or tab; ``None`` for the spreadsheet itself."""
    location = entry["location"]
    if location["locationType"] == "SPREADSHEET":
        return None
    span = location.get("dimensionRange", location)
    sheet = _existing(book, span["sheetId"])
    if location["locationType"] == "SHEET":
        return Area(sheet, sheet.whole)
    start, end = span["startIndex"], span["endIndex"]
    if span["dimension"] == ROWS:
        return Area(sheet, Rect(start, end, 0, sheet.column_count))
    return Area(sheet, Rect(0, sheet.row_count, start, end))


def found_areas(book: Workbook, data_filter: Message) -> list[Area]:
    """Return the cells a filter finds, none where it is a lookup that finds nothing."""
    if "developerMetadataLookup" not in data_filter:
        return [filtered_area(book, data_filter)]
    return [there for entry in matching(book, data_filter) if (there := entry_area(book, entry))]


def by_id(book: Workbook, metadata_id: str) -> Message:
    """Return one entry.

    Raises:
        Refusal: 404 where there is none.
    """
    entry = book.metadata.get(int(metadata_id)) if metadata_id.isdigit() else None
    if entry is None:
        raise Refusal(404, f"No developer metadata with id: {metadata_id}")
    return entry
