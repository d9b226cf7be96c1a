"""Tabs and the spreadsheet's own properties."""

from __future__ import annotations

import pytest

from tests.sheets_local.caller import Caller, Message, grid_of, rows_of


def titles(book: Caller) -> list[str]:
    return [sheet["properties"]["title"] for sheet in book.resource()["sheets"]]


def update(fields: str, sheet: int = 0, **properties: object) -> Message:
    return {"updateSheetProperties": {"properties": {"sheetId": sheet, **properties}, "fields": fields}}


def test_add_sheet_honours_what_the_caller_asks(book: Caller) -> None:
    colour = {"red": 1}
    grid = {"rowCount": 5, "columnCount": 3, "frozenRowCount": 1, "frozenColumnCount": 0}
    asked = {
        "sheetId": 77,
        "title": "Log book",
        "index": 0,
        "hidden": False,
        "tabColor": colour,
        "gridProperties": grid,
    }
    (reply,) = book.batch({"addSheet": {"properties": asked}})
    assert reply["addSheet"]["properties"] == {
        "sheetId": 77,
        "title": "Log book",
        "index": 0,
        "sheetType": "GRID",
        "tabColor": colour,
        "gridProperties": {"rowCount": 5, "columnCount": 3, "frozenRowCount": 1},
    }
    assert titles(book) == ["Log book", "Sheet1"]


def test_add_sheet_names_and_numbers_a_tab_itself(book: Caller) -> None:
    replies = book.batch({"addSheet": {}}, {"addSheet": {}})
    properties = [reply["addSheet"]["properties"] for reply in replies]
    assert [entry["title"] for entry in properties] == ["Sheet2", "Sheet3"]
    assert [entry["index"] for entry in properties] == [1, 2]
    assert len({entry["sheetId"] for entry in properties} | {0}) == 3


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"title": "Sheet1"}, 'A sheet with the name "Sheet1" already exists. Please enter another name.'),
        ({"title": "SHEET1"}, 'A sheet with the name "SHEET1" already exists. Please enter another name.'),
        ({"sheetId": 0}, "A sheet with the id 0 already exists. Please use a different id."),
        ({"sheetId": -1}, "sheetId must not be negative."),
        ({"index": 2}, "index 2 must be between 0 and 1."),
        ({"title": "x" * 101}, "The sheet name cannot be greater than 100 characters."),
        ({"sheetType": "OBJECT"}, "The embedded sheet adds sheets of type GRID only."),
        ({"gridProperties": {"rowCount": 0}}, "gridProperties.rowCount must be greater than 0."),
        (
            {"gridProperties": {"rowCount": 5, "frozenRowCount": 5}},
            "You can't freeze all visible rows or columns on the sheet (frozenRowCount 5).",
        ),
        (
            {"gridProperties": {"rowCount": 1_000_000}},
            "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
        ),
    ],
)
def test_tabs_that_cannot_be_added(book: Caller, properties: Message, message: str) -> None:
    assert book.refused({"addSheet": {"properties": properties}}) == f"Invalid requests[0].addSheet: {message}"


def test_delete_sheet_takes_what_lies_on_it(book: Caller) -> None:
    location = {"dimensionRange": rows_of(0, 1, 5)}
    entry = {"metadataKey": "k", "visibility": "DOCUMENT"}
    book.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Gone"}}},
        {"addNamedRange": {"namedRange": {"name": "OnIt", "range": grid_of(0, 1, 0, 1, 5)}}},
        {"addNamedRange": {"namedRange": {"name": "Elsewhere", "range": grid_of(0, 1, 0, 1)}}},
        {"createDeveloperMetadata": {"developerMetadata": {**entry, "location": location}}},
        {"createDeveloperMetadata": {"developerMetadata": {**entry, "location": {"sheetId": 5}}}},
        {"createDeveloperMetadata": {"developerMetadata": {**entry, "location": {"spreadsheet": True}}}},
    )
    book.batch({"deleteSheet": {"sheetId": 5}})
    resource = book.resource()
    assert [named["name"] for named in resource["namedRanges"]] == ["Elsewhere"]
    assert len(resource["developerMetadata"]) == 1
    assert titles(book) == ["Sheet1"]
    assert book.error("GET", book.cells("Gone!A1")) == "Unable to parse range: Gone!A1"


def test_one_visible_tab_must_stay(book: Caller) -> None:
    message = book.refused({"deleteSheet": {"sheetId": 0}})
    assert message == "Invalid requests[0].deleteSheet: You can't remove all the visible sheets in a document."
    book.batch({"addSheet": {"properties": {"sheetId": 5, "hidden": True}}})
    assert "visible" in book.refused({"deleteSheet": {"sheetId": 0}})
    message = book.refused(update("hidden", hidden=True))
    assert message == "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."
    assert book.refused({"deleteSheet": {"sheetId": 9}}) == "Invalid requests[0].deleteSheet: No grid with id: 9"


def test_rename_hide_and_colour(book: Caller) -> None:
    book.batch({"addSheet": {}}, update("title,tabColor,hidden", title="Renamed", tabColor={"green": 1}, hidden=True))
    properties = book.sheet()["properties"]
    assert (properties["title"], properties["tabColor"], properties["hidden"]) == ("Renamed", {"green": 1}, True)
    book.batch(update("tabColor,hidden"))
    assert {"tabColor", "hidden"}.isdisjoint(book.sheet()["properties"])
    book.batch(update("title", title="RENAMED"))
    assert titles(book)[0] == "RENAMED"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (update("title", title=""), "The sheet name cannot be empty."),
        (update("title"), "The sheet name cannot be empty."),
        (update("title", title="Two"), 'A sheet with the name "Two" already exists. Please enter another name.'),
        (update("", title="x"), "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"),
        (update("index", index=3), "index 3 must be between 0 and 2."),
        (
            update("gridProperties.frozenColumnCount", gridProperties={"frozenColumnCount": 26}),
            "You can't freeze all visible rows or columns on the sheet (frozenColumnCount 26).",
        ),
        (
            update("gridProperties.rowCount", gridProperties={"rowCount": 9_999_999}),
            "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
        ),
    ],
)
def test_properties_that_cannot_be(book: Caller, request_: Message, message: str) -> None:
    book.batch({"addSheet": {"properties": {"title": "Two"}}})
    assert book.refused(request_) == f"Invalid requests[0].updateSheetProperties: {message}"


@pytest.mark.parametrize(("index", "order"), [(0, "cab"), (1, "acb"), (2, "abc"), (3, "abc")])
def test_a_tab_is_put_before_what_stands_at_the_index(book: Caller, index: int, order: str) -> None:
    book.batch(
        update("title", title="a"),
        {"addSheet": {"properties": {"title": "b"}}},
        {"addSheet": {"properties": {"sheetId": 3, "title": "c"}}},
        update("index", sheet=3, index=index),
    )
    assert titles(book) == list(order)


def test_a_tab_moves_to_the_end(book: Caller) -> None:
    book.batch({"addSheet": {"properties": {"title": "b"}}}, update("index", index=2))
    assert titles(book) == ["b", "Sheet1"]


def test_a_smaller_grid_cuts_its_cells_off(book: Caller) -> None:
    book.put("A1", [["a", "b", "c"], ["d"], ["e", "f", "g"]])
    book.batch(update("gridProperties(rowCount,columnCount)", gridProperties={"rowCount": 2, "columnCount": 2}))
    assert book.plain() == [["a", "b"], ["d"]]
    book.batch(
        update("gridProperties.rowCount,gridProperties.columnCount", gridProperties={"rowCount": 9, "columnCount": 9})
    )
    assert book.plain() == [["a", "b"], ["d"]]


def test_the_grid_keeps_its_size_when_the_mask_forgets_it(book: Caller) -> None:
    book.batch(update("gridProperties", gridProperties={"frozenRowCount": 1, "hideGridlines": False}))
    assert book.sheet()["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26, "frozenRowCount": 1}
    book.batch(update("*", title="All new"))
    properties = book.sheet()["properties"]
    assert properties["gridProperties"] == {"rowCount": 1000, "columnCount": 26}
    assert properties["title"] == "All new"


def test_the_spreadsheet_itself(book: Caller) -> None:
    fields = "title,locale,timeZone"
    properties = {"title": "Kaizen 2026", "locale": "en_GB", "timeZone": "Europe/London"}
    assert book.batch({"updateSpreadsheetProperties": {"properties": properties, "fields": fields}}) == [{}]
    shown = book.resource()["properties"]
    assert {name: shown[name] for name in properties} == properties
    book.batch({"updateSpreadsheetProperties": {"properties": {"title": "New"}, "fields": "*"}})
    assert book.resource()["properties"]["locale"] == "en_GB"
    message = book.refused({"updateSpreadsheetProperties": {"properties": {}, "fields": "title"}})
    assert message == "Invalid requests[0].updateSpreadsheetProperties: The spreadsheet title cannot be empty."


def test_a_new_spreadsheet_is_a_british_one(book: Caller) -> None:
    properties = book.resource()["properties"]
    assert (properties["locale"], properties["timeZone"]) == ("en_GB", "Europe/London")


def test_a_batch_must_ask_for_something(book: Caller) -> None:
    assert book.refused() == "Must specify at least one request."
    requests = [{}] * 100_001
    assert book.refused(*requests) == "Cannot exceed 100000 requests in a single batch."


def test_one_bad_request_undoes_all(book: Caller) -> None:
    book.put("A1", [["stays"]])
    message = book.refused(
        {"addSheet": {"properties": {"sheetId": 5, "title": "New"}}},
        {"updateCells": {"range": grid_of(0, 1, 0, 1), "fields": "*"}},
        {"updateCells": {"range": grid_of(0, 1, 0, 1, 999999), "fields": "*"}},
    )
    assert message == "Invalid requests[2].updateCells: No grid with id: 999999"
    assert titles(book) == ["Sheet1"]
    assert book.plain() == [["stays"]]


def test_later_requests_see_earlier_ones(book: Caller) -> None:
    append = {
        "appendCells": {"sheetId": 5, "rows": [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}], "fields": "*"}
    }
    body = {
        "requests": [{"addSheet": {"properties": {"sheetId": 5, "title": "New"}}}, append, append],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["New!A2:A3"],
        "responseIncludeGridData": True,
    }
    answer = book.call("POST", book.path(":batchUpdate"), body)
    (sheet,) = answer["updatedSpreadsheet"]["sheets"]
    assert sheet["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "x"
    assert answer["replies"][1:] == [{}, {}]
