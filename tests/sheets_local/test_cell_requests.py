"""appendCells, updateCells, repeatCell, setDataValidation and merges."""

from __future__ import annotations

import pytest

from tests.sheets_local.caller import Caller, Message, cell_of, grid_of, text_rows

BOLD = {"textFormat": {"bold": True}}


def append(*rows: list[object], sheet: int = 0, fields: str = "userEnteredValue") -> Message:
    return {"appendCells": {"sheetId": sheet, "rows": text_rows(*rows), "fields": fields}}


def test_append_cells_goes_below_the_last_row_with_data_in_any_column(book: Caller) -> None:
    book.put("A1", [["head"], ["one"]])
    book.put("F9", [["far"]])
    assert book.batch(append(["new", None, 3, True])) == [{}]
    assert book.plain("A10:D10") == [["new", "", 3, True]]


def test_append_cells_sees_data_not_dress(book: Caller) -> None:
    book.put("A1", [["head"]])
    rule = {"condition": {"type": "BOOLEAN"}}
    book.batch(
        {"setDataValidation": {"range": {"sheetId": 0}, "rule": rule}},
        {"repeatCell": {"range": {"sheetId": 0}, "cell": {"note": "n"}, "fields": "note"}},
        append(["new"]),
    )
    assert book.plain() == [["head"], ["new"]]
    assert book.cell("A2")["dataValidation"] == rule


def test_append_cells_grows_a_full_grid(book: Caller) -> None:
    book.put("A1000", [["last"]])
    book.batch(append(["a"], ["b"]), append(["x"] * 30))
    assert book.sheet()["properties"]["gridProperties"] == {"rowCount": 1003, "columnCount": 30}
    assert book.plain("A1001:A1003") == [["a"], ["b"], ["x"]]


def test_text_that_looks_like_a_formula_stays_text(book: Caller) -> None:
    book.batch(append(["=1+1"]))
    assert book.cell("A1") == {
        "userEnteredValue": {"stringValue": "=1+1"},
        "effectiveValue": {"stringValue": "=1+1"},
        "formattedValue": "=1+1",
    }


def test_formulas_and_faults(book: Caller) -> None:
    data = {"userEnteredValue": {"formulaValue": "=2*3"}}
    book.batch({"updateCells": {"start": {}, "rows": [{"values": [data]}], "fields": "userEnteredValue"}})
    assert book.plain() == [[6]]
    for bad, message in (
        ({"formulaValue": "2*3"}, "formulaValue must start with '='."),
        ({"errorValue": {"type": "REF"}}, "errorValue is read-only."),
        (
            {"stringValue": "x" * 50_001},
            "Your input contains more than the maximum of 50000 characters in a single cell.",
        ),
    ):
        request = {"appendCells": {"rows": [{"values": [{"userEnteredValue": bad}]}], "fields": "*"}}
        assert book.refused(append(["good"]), request) == f"Invalid requests[1].appendCells: {message}"


def test_an_empty_text_is_no_data(book: Caller) -> None:
    book.batch(append([""]), append(["x"]))
    assert book.plain() == [["x"]]


def test_update_cells_from_a_start(book: Caller) -> None:
    book.put("A1", [["a", "b"], ["c", "d"]])
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 1}
    book.batch({"updateCells": {"start": start, "rows": text_rows(["B"], [None, "E"]), "fields": "userEnteredValue"}})
    assert book.plain() == [["a", "B"], ["c", "", "E"]]


def test_update_cells_clears_the_rest_of_a_range(book: Caller) -> None:
    book.put("A1", [["a", "b", "keep"], ["c", "d"], ["e", "f"]])
    request = {"range": grid_of(0, 3, 0, 2), "rows": text_rows(["A"]), "fields": "userEnteredValue"}
    book.batch({"updateCells": request})
    assert book.plain() == [["A", "", "keep"]]


def test_the_mask_decides_what_is_cleared(book: Caller) -> None:
    dress = {"userEnteredFormat": {**BOLD, "horizontalAlignment": "RIGHT"}, "note": "n", **cell_of("x")}
    book.batch({"repeatCell": {"range": grid_of(0, 1, 0, 1), "cell": dress, "fields": "*"}})
    book.batch({"updateCells": {"start": {}, "rows": text_rows(["y"]), "fields": "userEnteredValue"}})
    assert book.cell("A1")["userEnteredFormat"] == dress["userEnteredFormat"]
    book.batch(
        {"updateCells": {"start": {}, "rows": [{"values": [{}]}], "fields": "userEnteredFormat.textFormat.bold,note"}}
    )
    cell = book.cell("A1")
    assert cell["userEnteredFormat"] == {"horizontalAlignment": "RIGHT"}
    assert "note" not in cell
    assert cell["formattedValue"] == "y"
    book.batch({"updateCells": {"start": {}, "rows": text_rows(["z"]), "fields": "*"}})
    assert "userEnteredFormat" not in book.cell("A1")


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"fields": "note"}, "Exactly one of start and range must be specified."),
        ({"fields": "note", "start": {}, "range": {}}, "Exactly one of start and range must be specified."),
        (
            {"fields": "note", "range": grid_of(0, 1, 0, 1), "rows": text_rows(["a"], ["b"])},
            "Attempting to write row: 1, beyond the last requested row of: 0",
        ),
        (
            {"fields": "note", "range": grid_of(0, 1, 0, 1), "rows": text_rows(["a", "b"])},
            "Attempting to write column: 1, beyond the last requested column of: 0",
        ),
        (
            {"fields": "note", "start": {"rowIndex": 1000}, "rows": text_rows(["a"])},
            "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            {"fields": "note", "start": {"columnIndex": 25}, "rows": text_rows(["a", "b"])},
            "Range (Sheet1!Z1:AA1) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            {"fields": "note", "start": {"rowIndex": -1}, "rows": text_rows(["a"])},
            "Range (Sheet1!A1) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        ({"fields": "note", "start": {"sheetId": 999999}, "rows": []}, "No grid with id: 999999"),
        ({"fields": "note", "range": {"sheetId": 999999}}, "No grid with id: 999999"),
        (
            {"fields": "note", "range": grid_of(3, 3, 0, 1)},
            "range is not valid: startRowIndex[3], endRowIndex[3], startColumnIndex[0], endColumnIndex[1]",
        ),
        (
            {"fields": "note", "range": {"startRowIndex": 1000}},
            "range is not valid: startRowIndex[1000]",
        ),
        (
            {"fields": "note", "range": {"startRowIndex": 1000, "endRowIndex": 1001}},
            "Range (Sheet1!A1001:Z1001) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
    ],
)
def test_update_cells_out_of_place(book: Caller, request_: Message, message: str) -> None:
    assert book.refused({"updateCells": request_}) == f"Invalid requests[0].updateCells: {message}"


def test_repeat_cell_over_open_ends(book: Caller) -> None:
    book.put("A1", [["a", "b"], ["c"]])
    area = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}
    book.batch(
        {"repeatCell": {"range": area, "cell": {"userEnteredFormat": BOLD}, "fields": "userEnteredFormat.textFormat"}}
    )
    assert "userEnteredFormat" not in book.cell("B1")
    assert book.cell("B2") == {"userEnteredFormat": BOLD}
    assert book.cell("B1000") == {"userEnteredFormat": BOLD}
    assert book.plain() == [["a", "b"], ["c"]]


def test_data_validation_comes_and_goes(book: Caller) -> None:
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "yes"}]}, "strict": True}
    area = grid_of(0, 2, 0, 1)
    book.batch({"setDataValidation": {"range": area, "rule": rule}})
    book.put("A1", [["no"]])  # the rule is for people in the page, not for the API
    assert book.cell("A1")["dataValidation"] == rule
    assert book.cell("A2") == {"dataValidation": rule}
    book.batch({"setDataValidation": {"range": grid_of(0, 1, 0, 1)}})
    assert "dataValidation" not in book.cell("A1")
    data = {"dataValidation": {"condition": {"type": "BOOLEAN"}}}
    book.batch({"repeatCell": {"range": area, "cell": data, "fields": "dataValidation"}})
    assert book.cell("A2") == data
    message = book.refused({"setDataValidation": {"range": area, "rule": {"strict": True}}})
    assert message == "Invalid requests[0].setDataValidation: rule.condition.type is required."


@pytest.mark.parametrize(("source", "accepted"), [("='Sheet1'!$A$1", True), ("='Gone'!$A$1", False), ("=Later", True)])
def test_a_dropdown_from_a_range_needs_its_tab(book: Caller, source: str, accepted: bool) -> None:
    rule = {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": source}]}}
    request = {"setDataValidation": {"range": grid_of(0, 1, 0, 1), "rule": rule}}
    if accepted:
        book.batch(request)
    else:
        message = "Invalid requests[0].setDataValidation: Invalid ConditionValue.userEnteredValue: ='Gone'!$A$1"
        assert book.refused(request) == message


def test_merges_keep_the_upper_left_content(book: Caller) -> None:
    book.put("A1", [["a", "b"], ["c", "d"]])
    book.batch({"mergeCells": {"range": grid_of(0, 2, 0, 2)}})
    assert book.plain() == [["a"]]
    assert book.sheet()["merges"] == [{key: end for key, end in grid_of(0, 2, 0, 2).items() if key != "sheetId"}]
    book.batch({"unmergeCells": {"range": grid_of(0, 5, 0, 5)}})
    assert "merges" not in book.sheet()


def test_merges_by_rows_and_columns(book: Caller) -> None:
    book.put("A1", [["a", "b"], ["c", "d"]])
    book.batch({"mergeCells": {"range": grid_of(0, 2, 0, 2), "mergeType": "MERGE_ROWS"}})
    assert book.plain() == [["a"], ["c"]]
    book.batch({"mergeCells": {"range": grid_of(0, 2, 0, 2), "mergeType": "MERGE_COLUMNS"}})
    assert len(book.sheet()["merges"]) == 2
    book.batch({"mergeCells": {"range": grid_of(4, 5, 4, 5)}})
    assert len(book.sheet()["merges"]) == 2
    for kind in ("mergeCells", "unmergeCells"):
        message = book.refused({kind: {"range": grid_of(0, 1, 0, 2)}})
        assert (
            message
            == f"Invalid requests[0].{kind}: You must select all cells in a merged range to merge or unmerge them."
        )


def test_cells_as_google_tells_them(book: Caller) -> None:
    book.put("B2", [["text", 5, True]])
    data = book.sheet(ranges="B2:E3", includeGridData="true")["data"][0]
    assert (data["startRow"], data["startColumn"]) == (1, 1)
    assert data["rowMetadata"] == [{"pixelSize": 21}] * 2
    assert data["columnMetadata"] == [{"pixelSize": 100}] * 4
    assert [cell["effectiveValue"] for cell in data["rowData"][0]["values"]] == [
        {"stringValue": "text"},
        {"numberValue": 5},
        {"boolValue": True},
    ]
