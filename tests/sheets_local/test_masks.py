"""Field masks of answers and of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.sheets_local.masks import BadMask, merged, parsed

if TYPE_CHECKING:
    from tests.sheets_local.caller import Caller


def test_masks_as_trees() -> None:
    assert parsed("a.b,a/c,d(e,f.g),h") == {"a": {"b": {}, "c": {}}, "d": {"e": {}, "f": {"g": {}}}, "h": {}}


@pytest.mark.parametrize(
    "text", ["", ",", "a,", "a,,b", "a(", "a(b", "a)", "a()", ".a", "a.", "a(b))", "a(b)c", "(a)", "a((b))"]
)
def test_broken_masks(text: str) -> None:
    with pytest.raises(BadMask):
        parsed(text)


def test_merging_keeps_what_the_mask_does_not_name() -> None:
    old = {"a": {"x": 1, "y": 2}, "b": 3, "c": {"z": 4}}
    assert merged(old, {"a": {"x": 9}}, parsed("a.x,b,c.z")) == {"a": {"x": 9, "y": 2}}
    assert merged(old, {"b": 5}, parsed("*")) == {"b": 5}
    assert merged(old, {"a": {"x": 9}}, parsed("a.*")) == {**old, "a": {"x": 9}}
    assert merged(old, {"n": {"m": 1}}, parsed("n.m")) == {**old, "n": {"m": 1}}


def test_answers_are_cut_to_the_mask(book: Caller) -> None:
    assert book.resource(fields="spreadsheetId,sheets(properties(title,index))") == {
        "spreadsheetId": book.id,
        "sheets": [{"properties": {"title": "Sheet1", "index": 0}}],
    }
    assert book.resource(fields="namedRanges") == {}
    assert book.resource(fields="*") == book.resource()
    assert book.resource(fields="sheets.*.title") == {"sheets": [{"properties": {"title": "Sheet1"}}]}


def test_grid_data_comes_when_the_mask_names_it(book: Caller) -> None:
    book.put("A1", [["a", "b"]])
    answer = book.resource(fields="sheets.data.rowData.values.formattedValue")
    assert answer == {
        "sheets": [{"data": [{"rowData": [{"values": [{"formattedValue": "a"}, {"formattedValue": "b"}]}]}]}]
    }


def test_a_write_answers_no_more_than_the_mask_asks_for(book: Caller) -> None:
    assert book.put("A1", [["a"]], fields="updatedRange") == {"updatedRange": "Sheet1!A1"}


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ("sheet", "sheet"),
        ("sheets.propertys", "sheets.propertys"),
        ("spreadsheetId.x", "spreadsheetId.x"),
        ("properties, sheets.properties", " sheets"),
        ("sheets(", "sheets("),
    ],
)
def test_a_bad_path_is_named_in_the_details(book: Caller, fields: str, path: str) -> None:
    status, answer = book.raw("GET", book.path(), fields=fields)
    assert status == 400
    assert answer["error"]["message"] == "Request contains an invalid argument."
    (violation,) = answer["error"]["details"][0]["fieldViolations"]
    assert (
        violation["description"]
        == f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    )


def test_a_bad_path_of_a_write_stops_it(book: Caller) -> None:
    status, _ = book.raw("PUT", book.cells("A1"), {"values": [["x"]]}, valueInputOption="RAW", fields="nonsense")
    assert status == 400
    assert book.plain() == []


def test_maps_take_any_name(book: Caller) -> None:
    book.batch({"setBasicFilter": {"filter": {"range": {"sheetId": 0}, "criteria": {"2": {"hiddenValues": ["x"]}}}}})
    assert book.resource(fields="sheets.basicFilter.criteria") == {
        "sheets": [{"basicFilter": {"criteria": {"2": {"hiddenValues": ["x"]}}}}]
    }
    assert book.resource(fields="sheets.basicFilter.criteria.2") == book.resource(fields="sheets.basicFilter.criteria")
    assert book.resource(fields="sheets.charts.spec") == {"sheets": [{}]}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("", "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"),
        ("userEntered", "Invalid field: userEntered"),
        ("userEnteredFormat.bold", "Invalid field: userEnteredFormat.bold"),
        ("effectiveValue", "Invalid field: effectiveValue"),
        ("note,", "Invalid field: note,"),
    ],
)
def test_masks_of_requests(book: Caller, fields: str, message: str) -> None:
    request = {"repeatCell": {"range": {"sheetId": 0}, "cell": {"note": "x"}, "fields": fields}}
    assert book.refused(request) == f"Invalid requests[0].repeatCell: {message}"
