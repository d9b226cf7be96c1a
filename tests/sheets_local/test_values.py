"""Reading and writing values."""

from __future__ import annotations

import pytest

from tests.sheets_local.caller import Caller, grid_of


def echoed(book: Caller, text: str) -> str:
    return book.call("GET", book.cells(text))["range"]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("A1:C", "Sheet1!A1:C1000"),
        ("A1:1", "Sheet1!A1:Z1"),
        ("D4:A1", "Sheet1!A1:D4"),
        ("A1:A1", "Sheet1!A1"),
        ("B:B", "Sheet1!B1:B1000"),
        ("3:4", "Sheet1!A3:Z4"),
        ("A5:A", "Sheet1!A5:A1000"),
        ("5:A", "Sheet1!A5:Z1000"),
        ("A:5", "Sheet1!A5:Z1000"),
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("sheet1!a1", "Sheet1!A1"),
        ("'Sheet1'", "Sheet1!A1:Z1000"),
        ("A1:ZZ5000", "Sheet1!A1:Z1000"),
    ],
)
def test_ranges_are_echoed_clamped_and_normalised(book: Caller, asked: str, answered: str) -> None:
    assert echoed(book, asked) == answered


def test_titles_that_look_like_cells(book: Caller) -> None:
    book.batch({"addSheet": {"properties": {"title": "D3"}}}, {"addSheet": {"properties": {"title": "Log book"}}})
    assert echoed(book, "'D3'!A1") == "'D3'!A1"
    assert echoed(book, "D3") == "Sheet1!D3"
    assert echoed(book, "Log book!A1:B2") == "'Log book'!A1:B2"


def test_a_named_range_stands_for_its_cells(book: Caller) -> None:
    book.put("B2", [["x"]])
    book.batch({"addNamedRange": {"namedRange": {"name": "Corner", "range": grid_of(1, 3, 1, 2)}}})
    answer = book.call("GET", book.cells("corner"))
    assert answer == {"range": "Sheet1!B2:B3", "majorDimension": "ROWS", "values": [["x"]]}
    assert book.error("GET", book.cells("'Corner'")) == "Unable to parse range: 'Corner'"


@pytest.mark.parametrize("text", ["NoSuchTab!A1", "NoSuchTab", "A1:", "'Sheet1'!", "!"])
def test_ranges_that_are_none(book: Caller, text: str) -> None:
    assert book.error("GET", book.cells(text)) == f"Unable to parse range: {text}"


@pytest.mark.parametrize("text", ["A1001", "AA1"])
def test_a_start_beyond_the_grid_is_refused(book: Caller, text: str) -> None:
    limits = "exceeds grid limits. Max rows: 1000, max columns: 26"
    assert book.error("GET", book.cells(text)) == f"Range (Sheet1!{text}) {limits}"
    assert (
        book.error("PUT", book.cells(text), {"values": [[1]]}, valueInputOption="RAW")
        == f"Range (Sheet1!{text}) {limits}"
    )


def test_a_write_may_not_reach_beyond_the_grid(book: Caller) -> None:
    message = book.error("PUT", book.cells("A1000"), {"values": [[1], [2]]}, valueInputOption="RAW")
    assert message == "Range (Sheet1!A1000:A1001) exceeds grid limits. Max rows: 1000, max columns: 26"
    message = book.error("PUT", book.cells("A1:A1001"), {"values": [[1]]}, valueInputOption="RAW")
    assert message == "Range (Sheet1!A1:A1001) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert book.plain() == []


def test_blank_ends_are_trimmed(book: Caller) -> None:
    book.put("B2", [["b", "", "d", ""], ["", ""], ["x"], [""]])
    assert book.get("Sheet1") == [[], ["", "b", "", "d"], [], ["", "x"]]
    assert book.get("B2:E5") == [["b", "", "d"], [], ["x"]]
    assert book.get("A1:A5") == []
    assert book.get("A1:E5", majorDimension="COLUMNS") == [[], ["", "b", "", "x"], [], ["", "d"]]
    assert "values" not in book.call("GET", book.cells("F1:G9"))


def test_renderings(book: Caller) -> None:
    book.put("A1", [["22/02/2027", "£3", "TRUE", "=1/4", "text", 2.5]], "USER_ENTERED")
    assert book.get("1:1") == [["22/02/2027", "£3", "TRUE", "0.25", "text", "2.5"]]
    assert book.plain("1:1") == [[46440, 3, True, 0.25, "text", 2.5]]
    dates = book.get("1:1", valueRenderOption="UNFORMATTED_VALUE", dateTimeRenderOption="FORMATTED_STRING")
    assert dates == [["22/02/2027", 3, True, 0.25, "text", 2.5]]
    assert book.get("1:1", valueRenderOption="FORMULA") == [[46440, 3, True, "=1/4", "text", 2.5]]


def test_a_tick_is_not_the_number_one(book: Caller) -> None:
    book.put("A1", [[True, 1, False, 0]])
    assert [type(value) for value in book.plain()[0]] == [bool, int, bool, int]


def test_update_counts_what_is_not_null(book: Caller) -> None:
    book.put("A1", [["old", "old"], ["old", "old"]])
    answer = book.put("A1:C3", [["new", None, ""], [None], [None, 5]])
    assert answer == {
        "spreadsheetId": book.id,
        "updatedRange": "Sheet1!A1:C3",
        "updatedRows": 2,
        "updatedColumns": 3,
        "updatedCells": 3,
    }
    assert book.plain() == [["new", "old"], ["old", "old"], ["", 5]]


def test_update_with_nothing(book: Caller) -> None:
    assert book.put("A1:B2", []) == {"spreadsheetId": book.id, "updatedRange": "Sheet1!A1"}
    assert book.put("A1:B2", [[None]]) == {"spreadsheetId": book.id, "updatedRange": "Sheet1!A1"}


def test_update_by_columns_and_with_an_echo(book: Caller) -> None:
    body = {"majorDimension": "COLUMNS", "range": "B1:C3", "values": [["a", "b", "c"], ["d"]]}
    answer = book.call(
        "PUT",
        book.cells("B1:C3"),
        body,
        valueInputOption="RAW",
        includeValuesInResponse="True",
        responseValueRenderOption="UNFORMATTED_VALUE",
    )
    assert answer["updatedData"]["values"] == [["a", "d"], ["b"], ["c"]]
    assert answer["updatedCells"] == 4


def test_a_range_that_is_too_small(book: Caller) -> None:
    message = book.error("PUT", book.cells("A2:H2"), {"values": [list("abcdefghi")]}, valueInputOption="RAW")
    assert message == "Requested writing within range ['Sheet1'!A2:H2], but tried writing to column [I]"
    message = book.error("PUT", book.cells("A:B"), {"values": [[1, 2, 3]]}, valueInputOption="RAW")
    assert message == "Requested writing within range ['Sheet1'!A1:B1000], but tried writing to column [C]"
    book.batch({"addSheet": {"properties": {"title": "It's"}}})
    message = book.error("PUT", book.cells("'It''s'!A1:A2"), {"values": [[1], [2], [3]]}, valueInputOption="RAW")
    assert message == "Requested writing within range ['It''s'!A1:A2], but tried writing to row [3]"
    assert book.plain() == []


def test_the_whole_tab_is_no_small_range(book: Caller) -> None:
    message = book.error("PUT", book.cells("Sheet1"), {"values": [[0] * 27]}, valueInputOption="RAW")
    assert message == "Range (Sheet1!A1:AA1) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert book.put("Sheet1", [[1, 2]])["updatedRange"] == "Sheet1!A1:B1"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({}, "'valueInputOption' is required but not specified"),
        (
            {"valueInputOption": "TYPED"},
            (
                "Invalid value at 'value_input_option' "
                '(type.googleapis.com/google.apps.sheets.v4.ValueInputOption), "TYPED"'
            ),
        ),
        (
            {"valueInputOption": "RAW", "includeValuesInResponse": "maybe"},
            "Invalid value at 'includeValuesInResponse' (TYPE_BOOL), \"maybe\"",
        ),
    ],
)
def test_options_of_a_write(book: Caller, query: dict[str, str], message: str) -> None:
    assert book.error("PUT", book.cells("A1"), {"values": [[1]]}, **query) == message


def test_the_range_of_the_body_must_be_the_one_of_the_path(book: Caller) -> None:
    body = {"range": "B1", "values": [[1]]}
    message = book.error("PUT", book.cells("A1"), body, valueInputOption="RAW")
    assert message == "Requested writing within range [A1], but tried writing to range [B1]"


def test_an_unknown_parameter_is_named(book: Caller) -> None:
    message = book.error("PUT", book.cells("A1"), {"values": [["x"]]}, valueInputOptions="RAW")
    assert message == (
        'Invalid JSON payload received. Unknown name "valueInputOptions": Cannot bind query parameter. '
        "Field 'valueInputOptions' could not be found in request message."
    )
    assert book.get("A1", alt="json", prettyPrint="false") == []


def test_big_numbers_are_doubles(book: Caller) -> None:
    book.put("A1", [[12345678901234567890, 2**53 + 1, -0.0, 1e300]])
    assert book.plain() == [[12345678901234567000.0, 2.0**53, 0, 1e300]]
    assert book.get("A1:B1") == [["1.23457E+19", "9.0072E+15"]]
    for number in (b"1e999", b"1" + b"0" * 400, b"Infinity"):
        body = b'{"values": [[' + number + b"]]}"
        message = book.error("PUT", book.cells("A1"), body, valueInputOption="RAW")
        assert message.startswith("Invalid value: ")


def test_options_of_a_read(book: Caller) -> None:
    message = book.error("GET", book.cells("A1"), valueRenderOption="PRETTY")
    assert message.startswith("Invalid value at 'value_render_option'")
    assert book.error("GET", book.cells("A1"), majorDimension="ROW").startswith("Invalid value at 'major_dimension'")


def test_batch_get_in_the_order_asked(book: Caller) -> None:
    book.put("A1", [["a", "b"], ["c"]])
    answer = book.call("GET", book.path("/values:batchGet"), ranges=["B:B", "A2", "A1:1"])
    assert [entry["range"] for entry in answer["valueRanges"]] == ["Sheet1!B1:B1000", "Sheet1!A2", "Sheet1!A1:Z1"]
    assert [entry.get("values") for entry in answer["valueRanges"]] == [[["b"]], [["c"]], [["a", "b"]]]
    assert book.call("GET", book.path("/values:batchGet")) == {"spreadsheetId": book.id}
    message = book.error("GET", book.path("/values:batchGet"), ranges=["A1", "Nope!A1"])
    assert message == "Unable to parse range: Nope!A1"


def test_batch_update_is_all_or_nothing(book: Caller) -> None:
    body = {
        "valueInputOption": "RAW",
        "data": [{"range": "A1", "values": [["x"]]}, {"range": "NoSuchTab!A1", "values": [["y"]]}],
    }
    message = book.error("POST", book.path("/values:batchUpdate"), body)
    assert message == "Invalid data[1]: Unable to parse range: NoSuchTab!A1"
    assert book.plain() == []


def test_batch_update_adds_up(book: Caller) -> None:
    book.batch({"addSheet": {"properties": {"title": "Other"}}})
    body = {
        "valueInputOption": "USER_ENTERED",
        "includeValuesInResponse": True,
        "responseValueRenderOption": "UNFORMATTED_VALUE",
        "data": [
            {"range": "A1:B1", "values": [["1", "2"]]},
            {"range": "Other!A1", "majorDimension": "COLUMNS", "values": [["3", "4"]]},
            {"range": "C9", "values": [[None]]},
        ],
    }
    answer = book.call("POST", book.path("/values:batchUpdate"), body)
    assert answer["totalUpdatedRows"] == 3
    assert answer["totalUpdatedColumns"] == 3
    assert answer["totalUpdatedCells"] == 4
    assert answer["totalUpdatedSheets"] == 2
    assert [entry["updatedData"].get("values") for entry in answer["responses"]] == [[[1, 2]], [[3], [4]], None]
    message = book.error("POST", book.path("/values:batchUpdate"), {"data": [{"range": "A1"}]})
    assert message == "Invalid data[0]: 'valueInputOption' is required but not specified"
    assert book.call("POST", book.path("/values:batchUpdate"), {}) == {"spreadsheetId": book.id}


def test_clear_leaves_looks_and_notes(book: Caller) -> None:
    cell = {"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "stays"}
    area = grid_of(0, 3, 0, 2)
    book.batch({"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat,note"}})
    book.put("A1", [["a", "b"], ["c", "d"], ["e", "f"]])
    answer = book.call("POST", book.cells("B1:C2", ":clear"))
    assert answer == {"spreadsheetId": book.id, "clearedRange": "Sheet1!B1:C2"}
    assert book.plain() == [["a"], ["c"], ["e", "f"]]
    assert book.cell("B1") == cell


def test_batch_clear(book: Caller) -> None:
    book.put("A1", [["a", "b"], ["c", "d"]])
    answer = book.call("POST", book.path("/values:batchClear"), {"ranges": ["A1", "B2:B"]})
    assert answer["clearedRanges"] == ["Sheet1!A1", "Sheet1!B2:B1000"]
    assert book.plain() == [["", "b"], ["c"]]
    book.error("POST", book.path("/values:batchClear"), {"ranges": ["A2", "Nope"]})
    assert book.plain() == [["", "b"], ["c"]]
    assert book.call("POST", book.path("/values:batchClear"), {}) == {"spreadsheetId": book.id}


def test_clear_of_blank_cells(book: Caller) -> None:
    assert book.call("POST", book.cells("D9:E10", ":clear"))["clearedRange"] == "Sheet1!D9:E10"


def test_calls_that_are_not_there(book: Caller) -> None:
    for method, tail in (
        ("GET", "/charts"),
        ("PUT", "/x"),
        ("POST", "/values/A1:shuffle"),
        ("POST", "/sheets/0:copyTo"),
        ("DELETE", ""),
    ):
        path = book.path(tail)
        assert book.error(method, path, status=404) == f"The embedded sheet does not answer {method} {path}."
    assert book.error("GET", "/v4/spreadsheets", status=404).startswith("The embedded sheet does not answer GET")
    assert book.error("GET", "/v5", status=404) == "The embedded sheet does not answer GET /v5."


def test_a_spreadsheet_that_is_not_there(book: Caller) -> None:
    lost = Caller(book.store, "x" * 44)
    for method, path in (("GET", lost.path()), ("GET", lost.cells("A1")), ("POST", lost.cells("A1", ":clear"))):
        assert lost.error(method, path, status=404) == "Requested entity was not found."
