"""Copies as heads make them: a tab duplicated, rows and columns copied and pasted."""

from __future__ import annotations

import pytest

from tests.sheets_local.caller import Caller, Message, grid_of, rows_of, text_rows

LIST = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Booked"}]}, "showCustomUi": True}
BOLD = {"textFormat": {"bold": True}, "borders": {"top": {"style": "SOLID"}}}


def mark(value: str, location: Message) -> Message:
    entry = {"metadataKey": "kaizen", "metadataValue": value, "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def dressed(value: object, **more: object) -> Message:
    return {"userEnteredValue": {"stringValue": value}, "userEnteredFormat": BOLD, "dataValidation": LIST, **more}


def laid(book: Caller) -> None:
    """Lay one thing of each kind on the first tab."""
    column = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    rule = {"ranges": [grid_of(0, 9, 0, 1)], "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}}}
    row = [dressed("ID", note="Leave this"), dressed("Status")]
    book.batch(
        {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": row}], "fields": "*"}},
        {"mergeCells": {"range": grid_of(4, 5, 0, 2)}},
        mark("tab", {"sheetId": 0}),
        mark("column", {"dimensionRange": column}),
        mark("book", {"spreadsheet": True}),
        {"addNamedRange": {"namedRange": {"name": "Fence", "range": grid_of(0, 1, 0, 1)}}},
        {"addConditionalFormatRule": {"rule": rule}},
        {"addProtectedRange": {"protectedRange": {"range": grid_of(0, 1, 0, 2), "warningOnly": True}}},
        {
            "addBanding": {
                "bandedRange": {"range": grid_of(0, 9, 0, 2), "rowProperties": {"firstBandColor": {"red": 1}}}
            }
        },
        {"addFilterView": {"filter": {"title": "Mine", "range": grid_of(0, 9, 0, 2)}}},
        {"setBasicFilter": {"filter": {"range": grid_of(0, 9, 0, 2)}}},
    )


def test_a_copy_of_a_tab_has_all_that_lies_on_it(book: Caller) -> None:
    laid(book)
    (reply,) = book.batch({"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 7}})
    assert reply["duplicateSheet"]["properties"]["title"] == "Copy of Sheet1"
    assert reply["duplicateSheet"]["properties"]["index"] == 1
    first, second = book.resource(includeGridData="true")["sheets"]
    assert second["data"][0]["rowData"] == first["data"][0]["rowData"]
    for kind, key in (("protectedRanges", "protectedRangeId"), ("bandedRanges", "bandedRangeId")):
        assert second[kind][0]["range"]["sheetId"] == 7
        assert second[kind][0][key] != first[kind][0][key]
    assert second["merges"] == [grid_of(4, 5, 0, 2, 7)]
    assert second["conditionalFormats"][0]["ranges"] == [grid_of(0, 9, 0, 1, 7)]
    assert second["basicFilter"]["range"]["sheetId"] == 7
    assert second["filterViews"][0]["title"] == "Mine"
    names = {named["name"]: named["range"].get("sheetId", 0) for named in book.resource()["namedRanges"]}
    assert names == {"Fence": 0, "'Copy of Sheet1'!Fence": 7}


def test_marks_are_copied_with_ids_of_their_own(book: Caller) -> None:
    laid(book)
    book.batch({"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 7}})
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "kaizen"}}]}
    found = book.call("POST", book.path("/developerMetadata:search"), lookup)["matchedDeveloperMetadata"]
    entries = [entry["developerMetadata"] for entry in found]
    assert len({entry["metadataId"] for entry in entries}) == 5
    there = sorted(
        (entry["metadataValue"], entry["location"].get("dimensionRange", entry["location"]).get("sheetId", 0))
        for entry in entries
    )
    assert there == [("book", 0), ("column", 0), ("column", 7), ("tab", 0), ("tab", 7)]


def test_the_original_and_its_copy_go_their_own_ways(book: Caller) -> None:
    book.put("A1", [["a"]])
    book.batch({"duplicateSheet": {"sourceSheetId": 0, "insertSheetIndex": 0}}, {"duplicateSheet": {}})
    titles = [sheet["properties"]["title"] for sheet in book.resource()["sheets"]]
    assert titles == ["Copy of Sheet1", "Sheet1", "Copy of Sheet1 1"]
    book.put("'Copy of Sheet1'!A1", [["b"]])
    book.put("Sheet1!A1", [["c"]])
    assert [book.plain(title) for title in titles] == [[["b"]], [["c"]], [["a"]]]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sourceSheetId": 9}, "No grid with id: 9"),
        ({"newSheetId": 0}, "A sheet with the id 0 already exists. Please use a different id."),
        ({"newSheetId": -1}, "newSheetId must not be negative."),
        ({"newSheetName": "Sheet1"}, 'A sheet with the name "Sheet1" already exists. Please enter another name.'),
        ({"insertSheetIndex": 2}, "index 2 must be between 0 and 1."),
    ],
)
def test_copies_that_cannot_be_made(book: Caller, given: Message, message: str) -> None:
    assert book.refused({"duplicateSheet": given}) == f"Invalid requests[0].duplicateSheet: {message}"


def paste(source: Message, destination: Message, kind: str = "PASTE_NORMAL", **more: str) -> Message:
    return {"copyPaste": {"source": source, "destination": destination, "pasteType": kind, **more}}


def test_a_row_pasted_brings_values_notes_formats_and_choices_but_no_marks(book: Caller) -> None:
    laid(book)
    book.batch(mark("row", {"dimensionRange": rows_of(0, 1)}), paste(grid_of(0, 1, 0, 2), grid_of(2, 3, 0, 2)))
    copy, original = book.cell("A3"), book.cell("A1")
    assert copy == original
    assert (copy["note"], copy["dataValidation"]) == ("Leave this", LIST)
    sheet = book.sheet(includeGridData="true")
    assert "developerMetadata" not in sheet["data"][0]["rowMetadata"][2]
    assert len(sheet["protectedRanges"]) == 1


def test_a_column_pasted_beside_and_over_a_multiple(book: Caller) -> None:
    book.put("A1", [["a"], ["b"]])
    book.batch(paste({"startColumnIndex": 0, "endColumnIndex": 1}, grid_of(0, 1, 3, 5)))
    assert book.plain() == [["a", "", "", "a", "a"], ["b", "", "", "b", "b"]]
    book.batch(paste(grid_of(0, 2, 0, 1), grid_of(4, 8, 0, 1)), paste(grid_of(0, 2, 0, 1), grid_of(9, 12, 0, 1)))
    assert [row[0] if row else "" for row in book.plain()[4:]] == ["a", "b", "a", "b", "", "a", "b"]


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("PASTE_NORMAL", {"userEnteredValue", "userEnteredFormat", "dataValidation", "note"}),
        ("PASTE_NO_BORDERS", {"userEnteredValue", "userEnteredFormat", "dataValidation", "note"}),
        ("PASTE_VALUES", {"userEnteredValue"}),
        ("PASTE_FORMULA", {"userEnteredValue"}),
        ("PASTE_FORMAT", {"userEnteredFormat"}),
        ("PASTE_DATA_VALIDATION", {"dataValidation"}),
        ("PASTE_CONDITIONAL_FORMATTING", set()),
    ],
)
def test_each_way_of_pasting(book: Caller, kind: str, parts: set[str]) -> None:
    laid(book)
    book.batch(paste(grid_of(0, 1, 0, 1), grid_of(2, 3, 5, 6), kind))
    cell = book.cell("F3")
    assert {name for name in cell if name not in {"effectiveValue", "formattedValue"}} == parts
    assert ("borders" in cell.get("userEnteredFormat", {})) == (kind in {"PASTE_NORMAL", "PASTE_FORMAT"})
    ranges = book.sheet()["conditionalFormats"][0]["ranges"]
    coloured = kind in {"PASTE_NORMAL", "PASTE_NO_BORDERS", "PASTE_CONDITIONAL_FORMATTING"}
    assert (grid_of(2, 3, 5, 6, 0) | {} in [{"sheetId": 0, **place} for place in ranges]) == coloured


def test_a_formula_is_pasted_as_one_or_as_what_it_comes_to(book: Caller) -> None:
    book.put("A1", [["=1+2"]], "USER_ENTERED")
    book.batch(
        paste(grid_of(0, 1, 0, 1), grid_of(0, 1, 1, 2), "PASTE_VALUES"),
        paste(grid_of(0, 1, 0, 1), grid_of(0, 1, 2, 3), "PASTE_FORMULA"),
    )
    assert book.get("A1:C1", valueRenderOption="FORMULA") == [["=1+2", 3, "=1+2"]]


def test_turned_over_with_a_merge_and_onto_another_tab(book: Caller) -> None:
    book.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}},
        {"updateCells": {"start": {}, "rows": text_rows(["a", None, "b"], ["c", "d", "e"]), "fields": "*"}},
        {"mergeCells": {"range": grid_of(0, 1, 0, 2)}},
        {"addConditionalFormatRule": {"rule": _rule(grid_of(0, 1, 0, 2))}},
        {"addConditionalFormatRule": {"rule": _rule(grid_of(8, 9, 0, 2))}},
        paste(grid_of(0, 2, 0, 3), grid_of(0, 1, 0, 1, 5), pasteOrientation="TRANSPOSE"),
    )
    assert book.plain("Two") == [["a", "c"], ["", "d"], ["b", "e"]]
    two = book.sheet(1)
    assert two["merges"] == [grid_of(0, 2, 0, 1, 5)]
    assert [rule["ranges"] for rule in two["conditionalFormats"]] == [[grid_of(0, 2, 0, 1, 5)]]


def _rule(place: Message) -> Message:
    return {"ranges": [place], "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}}}


def test_a_paste_over_merges_takes_them_away_whole_or_not_at_all(book: Caller) -> None:
    laid(book)
    assert "merged range" in book.refused(paste(grid_of(0, 1, 0, 1), grid_of(4, 5, 0, 1)))
    book.batch(paste(grid_of(0, 1, 0, 2), grid_of(4, 5, 0, 2)))
    assert "merges" not in book.sheet()


def test_a_paste_is_held_to_grid_and_protection(book: Caller) -> None:
    assert "exceeds grid limits" in book.refused(paste(grid_of(0, 2, 0, 1), grid_of(999, 1000, 0, 1)))
    book.batch({"addProtectedRange": {"protectedRange": {"range": grid_of(0, 1, 0, 1)}}})
    other = Caller(book.store, book.id, "head@north.example")
    assert "protected" in other.refused(paste(grid_of(0, 1, 1, 2), grid_of(0, 1, 0, 1)))
