"""Developer metadata, and calls by filter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_local.caller import Caller, Message, columns_of, grid_of, rows_of

ENTRY = {"metadataKey": "ref", "metadataValue": "B-17", "visibility": "DOCUMENT"}


def create(location: Message, **more: Any) -> Message:
    return {"createDeveloperMetadata": {"developerMetadata": {**ENTRY, "location": location, **more}}}


def lookup(**wanted: Any) -> Message:
    return {"developerMetadataLookup": wanted}


@pytest.fixture
def keyed(book: Caller) -> Caller:
    book.put("A1", [["h1", "h2"], ["x", "1"], ["y", "2"], ["z", "3"]])
    book.batch(
        create({"dimensionRange": rows_of(2, 3)}, metadataId=1),
        create({"dimensionRange": columns_of(1, 2)}, metadataId=2, metadataKey="column"),
        create({"sheetId": 0}, metadataId=3, metadataKey="tab"),
        create({"spreadsheet": True}, metadataId=4, metadataKey="book", visibility="PROJECT"),
    )
    return book


def search(book: Caller, *filters: Message) -> list[int]:
    answer = book.call("POST", book.path("/developerMetadata:search"), {"dataFilters": list(filters)})
    return [entry["developerMetadata"]["metadataId"] for entry in answer.get("matchedDeveloperMetadata", [])]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (lookup(metadataKey="ref"), [1]),
        (lookup(metadataId=2), [2]),
        (lookup(metadataValue="B-17"), [1, 2, 3, 4]),
        (lookup(metadataValue="other"), []),
        (lookup(visibility="PROJECT"), [4]),
        (lookup(locationType="COLUMN"), [2]),
        (lookup(metadataLocation={"dimensionRange": rows_of(2, 3)}), [1]),
        (lookup(metadataLocation={"dimensionRange": rows_of(1, 2)}), []),
        (
            lookup(
                metadataLocation={"dimensionRange": rows_of(2, 3)}, locationMatchingStrategy="INTERSECTING_LOCATION"
            ),
            [1, 2, 3, 4],
        ),
        (
            lookup(
                metadataLocation={"dimensionRange": rows_of(1, 2)}, locationMatchingStrategy="INTERSECTING_LOCATION"
            ),
            [2, 3, 4],
        ),
        (lookup(metadataLocation={"sheetId": 0}, locationMatchingStrategy="EXACT_LOCATION"), [3]),
        (
            lookup(metadataLocation={"spreadsheet": True}, locationMatchingStrategy="INTERSECTING_LOCATION"),
            [1, 2, 3, 4],
        ),
        ({"a1Range": "A3"}, [1, 3]),
        ({"gridRange": grid_of(0, 1, 1, 2)}, [2, 3]),
    ],
)
def test_search(keyed: Caller, wanted: Message, found: list[int]) -> None:
    assert search(keyed, wanted) == found


def test_search_tells_which_filter_found_what(keyed: Caller) -> None:
    filters = [lookup(metadataKey="ref"), lookup(metadataId=1)]
    answer = keyed.call("POST", keyed.path("/developerMetadata:search"), {"dataFilters": filters})
    (match,) = answer["matchedDeveloperMetadata"]
    assert match["dataFilters"] == filters
    assert match["developerMetadata"]["location"] == {
        "locationType": "ROW",
        "dimensionRange": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3},
    }
    assert keyed.error("POST", keyed.path("/developerMetadata:search"), {"dataFilters": [{}]}) == (
        "A dataFilter must set one of developerMetadataLookup, a1Range and gridRange."
    )


def test_one_entry_by_its_id(keyed: Caller) -> None:
    assert keyed.call("GET", keyed.path("/developerMetadata/4"))["metadataKey"] == "book"
    for key in ("99", "x"):
        message = keyed.error("GET", keyed.path(f"/developerMetadata/{key}"), status=404)
        assert message == f"No developer metadata with id: {key}"


def test_entries_are_told_where_they_lie(keyed: Caller) -> None:
    resource = keyed.resource(includeGridData="true")
    assert resource["developerMetadata"][0]["metadataId"] == 4
    sheet = resource["sheets"][0]
    assert sheet["developerMetadata"][0]["metadataId"] == 3
    assert sheet["data"][0]["columnMetadata"][1]["developerMetadata"][0]["metadataId"] == 2


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (create({"spreadsheet": True}, metadataKey=""), "developerMetadata.metadataKey must be specified."),
        (create({}), "developerMetadata.location must be specified."),
        (
            create({"spreadsheet": False}),
            "developerMetadata.location must name exactly one of spreadsheet, sheetId and dimensionRange.",
        ),
        (
            create({"spreadsheet": True, "sheetId": 0}),
            "developerMetadata.location must name exactly one of spreadsheet, sheetId and dimensionRange.",
        ),
        (create({"sheetId": 9}), "No grid with id: 9"),
        (
            create({"dimensionRange": rows_of(1, 3)}),
            "developerMetadata.location.dimensionRange must be one row or one column of the sheet.",
        ),
        (
            create({"dimensionRange": rows_of(1000, 1001)}),
            "developerMetadata.location.dimensionRange must be one row or one column of the sheet.",
        ),
        (create({"spreadsheet": True}, metadataId=1), "Developer metadata with id 1 already exists."),
        (
            create({"sheetId": 0}, metadataValue="x" * 30_000),
            "Adding the requested developer metadata would exceed the allowed storage limit.",
        ),
    ],
)
def test_entries_that_cannot_be(keyed: Caller, request_: Message, message: str) -> None:
    assert keyed.refused(request_) == f"Invalid requests[0].createDeveloperMetadata: {message}"


def test_the_store_of_a_tab_fills_up(book: Caller) -> None:
    book.batch(*[create({"dimensionRange": rows_of(0, 1)}, metadataValue="x" * 97)] * 300)
    assert "storage limit" in book.refused(create({"dimensionRange": rows_of(1, 2)}))
    book.batch(create({"spreadsheet": True}))


def test_two_entries_with_one_key_on_one_row(keyed: Caller) -> None:
    keyed.batch(create({"dimensionRange": rows_of(2, 3)}))
    assert len(search(keyed, lookup(metadataKey="ref"))) == 2


def test_delete_by_filter(keyed: Caller) -> None:
    (reply,) = keyed.batch({"deleteDeveloperMetadata": {"dataFilter": lookup(metadataKey="ref")}})
    assert reply["deleteDeveloperMetadata"]["deletedDeveloperMetadata"][0]["metadataId"] == 1
    assert keyed.batch({"deleteDeveloperMetadata": {"dataFilter": lookup(metadataKey="ref")}}) == [
        {"deleteDeveloperMetadata": {}}
    ]
    assert "A dataFilter must set one of" in keyed.refused({"deleteDeveloperMetadata": {}})


def test_values_by_filter_find_the_row_wherever_it_went(keyed: Caller) -> None:
    keyed.batch({"sortRange": {"range": grid_of(1, 4, 0, 2), "sortSpecs": [{"sortOrder": "DESCENDING"}]}})
    keyed.batch({"moveDimension": {"source": rows_of(2, 3), "destinationIndex": 6}})
    wanted = lookup(metadataKey="ref")
    body = {
        "valueInputOption": "RAW",
        "data": [{"dataFilter": wanted, "values": [[None, "new"]]}],
        "includeValuesInResponse": True,
    }
    answer = keyed.call("POST", keyed.path("/values:batchUpdateByDataFilter"), body)
    (done,) = answer["responses"]
    assert done["updatedCells"] == 1
    assert done["updatedData"]["values"] == [["y", "new"]]
    assert done["dataFilter"] == wanted
    answer = keyed.call(
        "POST", keyed.path("/values:batchGetByDataFilter"), {"dataFilters": [wanted, {"a1Range": "A1"}]}
    )
    first, second = answer["valueRanges"]
    assert first == {
        "valueRange": {"range": "Sheet1!A6:Z6", "majorDimension": "ROWS", "values": [["y", "new"]]},
        "dataFilters": [wanted],
    }
    assert second["valueRange"]["values"] == [["h1"]]
    answer = keyed.call("POST", keyed.path("/values:batchClearByDataFilter"), {"dataFilters": [wanted]})
    assert answer["clearedRanges"] == ["Sheet1!A6:Z6"]
    assert keyed.plain() == [["h1", "h2"], ["z", "3"], ["x", "1"]]


def test_filters_that_find_nothing(keyed: Caller) -> None:
    wanted = lookup(metadataKey="gone")
    nothing = {"spreadsheetId": keyed.id}
    assert keyed.call("POST", keyed.path("/values:batchGetByDataFilter"), {"dataFilters": [wanted]}) == nothing
    assert keyed.call("POST", keyed.path("/values:batchClearByDataFilter"), {"dataFilters": [wanted]}) == nothing
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": wanted, "values": [["x"]]}]}
    assert keyed.call("POST", keyed.path("/values:batchUpdateByDataFilter"), body) == nothing


def test_bad_filters_are_named(keyed: Caller) -> None:
    body: Message = {"dataFilters": [{"a1Range": "A1"}, {"a1Range": "Nope!A1"}]}
    message = keyed.error("POST", keyed.path("/values:batchGetByDataFilter"), body)
    assert message == "Invalid dataFilters[1]: Unable to parse range: Nope!A1"
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": {"gridRange": {"sheetId": 9}}, "values": []}]}
    assert (
        keyed.error("POST", keyed.path("/values:batchUpdateByDataFilter"), body)
        == "Invalid data[0]: No grid with id: 9"
    )


def test_the_resource_by_filter(keyed: Caller) -> None:
    keyed.batch({"addSheet": {"properties": {"title": "Two"}}})
    body = {"dataFilters": [lookup(metadataKey="ref")], "includeGridData": True}
    answer = keyed.call("POST", keyed.path(":getByDataFilter"), body)
    (sheet,) = answer["sheets"]
    assert sheet["data"][0]["startRow"] == 2
    assert sheet["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "y"
