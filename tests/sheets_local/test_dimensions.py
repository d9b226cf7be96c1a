"""Rows and columns inserted, deleted, appended, moved and sized."""

from __future__ import annotations

import pytest

from tests.sheets_local.caller import Caller, Message, columns_of, grid_of, rows_of

BOLD = {"userEnteredFormat": {"textFormat": {"bold": True}}}


@pytest.fixture
def table(book: Caller) -> Caller:
    book.put("A1", [["a1", "b1", "c1"], ["a2", "b2", "c2"], ["a3", "b3", "c3"]])
    return book


def test_insert_rows_and_columns(table: Caller) -> None:
    assert table.batch({"insertDimension": {"range": rows_of(1, 3)}}) == [{}]
    assert table.plain() == [["a1", "b1", "c1"], [], [], ["a2", "b2", "c2"], ["a3", "b3", "c3"]]
    table.batch({"insertDimension": {"range": columns_of(1, 2)}})
    assert table.plain("1:1") == [["a1", "", "b1", "c1"]]
    assert table.sheet()["properties"]["gridProperties"] == {"rowCount": 1002, "columnCount": 27}


def test_insert_beyond_what_is_filled(table: Caller) -> None:
    table.batch({"insertDimension": {"range": rows_of(50, 51)}}, {"insertDimension": {"range": columns_of(10, 11)}})
    table.batch({"insertDimension": {"range": rows_of(1001, 1002)}})
    assert len(table.plain()) == 3
    assert table.sheet()["properties"]["gridProperties"] == {"rowCount": 1002, "columnCount": 27}


@pytest.mark.parametrize(("inherit", "bold"), [(True, True), (False, False)])
def test_new_rows_look_like_a_neighbour(table: Caller, inherit: bool, bold: bool) -> None:
    table.batch(
        {
            "repeatCell": {
                "range": grid_of(0, 1, 0, 2),
                "cell": {**BOLD, "note": "n"},
                "fields": "userEnteredFormat,note",
            }
        },
        {"insertDimension": {"range": rows_of(1, 2), "inheritFromBefore": inherit}},
    )
    assert table.cell("A2") == (BOLD if bold else {})


def test_new_columns_look_like_a_neighbour(table: Caller) -> None:
    rule = {"condition": {"type": "BOOLEAN"}}
    table.batch(
        {"setDataValidation": {"range": grid_of(0, 9, 1, 2), "rule": rule}},
        {"insertDimension": {"range": columns_of(2, 3), "inheritFromBefore": True}},
        {"insertDimension": {"range": columns_of(9, 10), "inheritFromBefore": False}},
    )
    assert table.cell("C9") == {"dataValidation": rule}
    assert table.plain("1:1") == [["a1", "b1", "", "c1"]]


def test_rows_past_the_filled_ones_inherit_too(book: Caller) -> None:
    book.batch(
        {"repeatCell": {"range": grid_of(2, 3, 0, 1), "cell": BOLD, "fields": "userEnteredFormat"}},
        {"insertDimension": {"range": rows_of(3, 4), "inheritFromBefore": True}},
        {"insertDimension": {"range": rows_of(8, 9), "inheritFromBefore": True}},
    )
    assert book.cell("A4") == BOLD
    assert book.cell("A9") == {}


def test_delete_rows_and_columns(table: Caller) -> None:
    table.batch({"deleteDimension": {"range": rows_of(1, 2)}}, {"deleteDimension": {"range": columns_of(0, 1)}})
    assert table.plain() == [["b1", "c1"], ["b3", "c3"]]
    table.batch({"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1}}})
    assert table.plain() == [["b1", "c1"]]
    assert table.sheet()["properties"]["gridProperties"] == {"rowCount": 1, "columnCount": 25}


def test_append_dimension(table: Caller) -> None:
    table.batch(
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 5}},
        {"appendDimension": {"dimension": "COLUMNS", "length": 2}},
    )
    assert table.sheet()["properties"]["gridProperties"] == {"rowCount": 1005, "columnCount": 28}


@pytest.mark.parametrize(
    ("start", "end", "to", "order"),
    [
        (0, 1, 3, "bca"),
        (0, 1, 2, "bac"),
        (2, 3, 0, "cab"),
        (1, 3, 0, "bca"),
        (0, 2, 3, "cab"),
        (1, 2, 1, "abc"),
        (1, 2, 2, "abc"),
        (0, 1, 5, "bc  a"),
    ],
)
def test_move(book: Caller, start: int, end: int, to: int, order: str) -> None:
    book.put("A1", [["a", "b", "c"]])
    book.put("A3", [[""], ["x"]])
    book.batch({"moveDimension": {"source": columns_of(start, end), "destinationIndex": to}})
    assert book.plain("1:1") == [[letter.strip() for letter in order]]
    other = Caller(book.store)
    other.put("A1", [["a"], ["b"], ["c"]])
    other.batch({"moveDimension": {"source": rows_of(start, end), "destinationIndex": to}})
    assert [row[0] if row else "" for row in other.plain()] == [letter.strip() for letter in order]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"insertDimension": {}}, "No dimension specified."),
        ({"insertDimension": {"range": rows_of(3, 3)}}, "range.startIndex[3] must be less than range.endIndex[3]."),
        ({"insertDimension": {"range": rows_of(-1, 3)}}, "range.startIndex[-1] must be less than range.endIndex[3]."),
        (
            {"insertDimension": {"range": rows_of(0, 1), "inheritFromBefore": True}},
            "range.startIndex must be greater than 0 when inheritFromBefore is true.",
        ),
        (
            {"insertDimension": {"range": rows_of(1001, 1002)}},
            "range.startIndex[1001] must be no more than the number of rows [1000].",
        ),
        (
            {"insertDimension": {"range": rows_of(0, 999_999)}},
            "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
        ),
        (
            {"deleteDimension": {"range": rows_of(999, 1001)}},
            "Cannot delete rows 999 to 1001: the sheet has 1000 of them.",
        ),
        ({"deleteDimension": {"range": rows_of(0, 1000)}}, "You can't delete all the rows on the sheet."),
        ({"deleteDimension": {"range": columns_of(0, 26)}}, "You can't delete all the columns on the sheet."),
        ({"deleteDimension": {"range": rows_of(0, 1, 5)}}, "No grid with id: 5"),
        ({"appendDimension": {"dimension": "ROWS"}}, "length must be greater than 0."),
        ({"appendDimension": {"length": 1}}, "No dimension specified."),
        (
            {"appendDimension": {"dimension": "ROWS", "length": 999_999}},
            "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
        ),
        (
            {"moveDimension": {"source": rows_of(0, 3), "destinationIndex": 2}},
            "destinationIndex must not lie inside the source range.",
        ),
        (
            {"moveDimension": {"source": rows_of(0, 3), "destinationIndex": 1001}},
            "Cannot move beyond the 1000 rows of the sheet.",
        ),
        (
            {"updateDimensionProperties": {"range": rows_of(0, 1001), "fields": "pixelSize"}},
            "range.endIndex[1001] lies beyond the end of the sheet.",
        ),
    ],
)
def test_out_of_bounds(table: Caller, request_: Message, message: str) -> None:
    (kind,) = request_
    assert table.refused(request_) == f"Invalid requests[0].{kind}: {message}"


def test_sizes_follow_their_column(table: Caller) -> None:
    table.batch(
        {
            "updateDimensionProperties": {
                "range": columns_of(1, 2),
                "properties": {"pixelSize": 250},
                "fields": "pixelSize",
            }
        },
        {
            "updateDimensionProperties": {
                "range": columns_of(2, 3),
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        },
        {"insertDimension": {"range": columns_of(0, 1)}},
        {"moveDimension": {"source": columns_of(2, 3), "destinationIndex": 6}},
    )
    sizes = table.sheet(ranges="A1:F1", includeGridData="true")["data"][0]["columnMetadata"]
    plain = {"pixelSize": 100}
    assert sizes == [plain, plain, {"pixelSize": 100, "hiddenByUser": True}, plain, plain, {"pixelSize": 250}]
    table.batch(
        {"deleteDimension": {"range": columns_of(5, 6)}},
        {"updateDimensionProperties": {"range": columns_of(2, 3), "properties": {}, "fields": "*"}},
    )
    sizes = table.sheet(ranges="A1:F1", includeGridData="true")["data"][0]["columnMetadata"]
    assert sizes == [plain] * 6


def test_auto_resize_counts_letters(table: Caller) -> None:
    table.put("B2", [["twelve chars"]])
    table.batch(
        {
            "updateDimensionProperties": {
                "range": rows_of(0, 1),
                "properties": {"pixelSize": 90, "hiddenByUser": True},
                "fields": "*",
            }
        },
        {"autoResizeDimensions": {"dimensions": {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 30}}},
        {"autoResizeDimensions": {"dimensions": rows_of(0, 1)}},
    )
    data = table.sheet(ranges="B1:D1", includeGridData="true")["data"][0]
    assert [size["pixelSize"] for size in data["columnMetadata"]] == [16 + 7 * 12, 16 + 7 * 2, 100]
    assert data["rowMetadata"] == [{"pixelSize": 21, "hiddenByUser": True}]
