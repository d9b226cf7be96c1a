"""``values.append``: the table it finds, and what it does with what is below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.sheets_local.cells import Cell, Row
from kaizen.sheets_local.tables import islands
from kaizen.sheets_local.workbook import Rect, new_sheet

if TYPE_CHECKING:
    from tests.sheets_local.caller import Caller


@pytest.fixture
def guide(book: Caller) -> Caller:
    """The example of Google's guide: a table in A1:C2 and another in B4:D6."""
    book.put("A1", [["x", "y", "z"]] * 2)
    book.put("B4", [["x", "y", "z"]] * 3)
    return book


@pytest.mark.parametrize(
    ("asked", "table", "written"),
    [
        ("Sheet1", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("C5:D5", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B2:D4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A3:G10", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A1", "Sheet1!A1:C2", "Sheet1!A3"),
        ("E4", None, "Sheet1!E4"),
        ("A4", None, "Sheet1!A4"),
    ],
)
def test_the_examples_of_the_guide(guide: Caller, asked: str, table: str | None, written: str) -> None:
    answer = guide.append(asked, [["new"]])
    assert answer.get("tableRange") == table
    assert answer["updates"]["updatedRange"] == written


def test_appending_to_a_whole_tab_follows_the_last_table(book: Caller) -> None:
    book.append("Sheet1", [["1", "", "3"]])
    answer = book.append("Sheet1", [["1", "", "3"]])
    assert answer["updates"]["updatedRange"] == "Sheet1!C2:E2"
    assert book.append("A1", [["1", "", "3"]])["updates"]["updatedRange"] == "Sheet1!A2:C2"


def test_overwrite_writes_over_what_is_below(book: Caller) -> None:
    book.put("A1", [["head"], ["one"], [""], ["below"]])
    book.append("A1", [["two"], ["three"]])
    assert book.plain() == [["head"], ["one"], ["two"], ["three"]]


def test_insert_rows_pushes_it_down(book: Caller) -> None:
    book.put("A1", [["head"], ["one"], [""], ["below"]])
    answer = book.append("A1", [["two"], ["three"]], insertDataOption="INSERT_ROWS", includeValuesInResponse="true")
    assert answer["updates"]["updatedData"]["values"] == [["two"], ["three"]]
    assert book.plain() == [["head"], ["one"], ["two"], ["three"], [], ["below"]]
    assert book.sheet()["properties"]["gridProperties"]["rowCount"] == 1002


def test_the_grid_grows(book: Caller) -> None:
    book.put("A1", [[number] for number in range(1000)])
    answer = book.append("A1", [["x"] * 30], insertDataOption="INSERT_ROWS")
    assert answer["updates"]["updatedRange"] == "Sheet1!A1001:AD1001"
    assert book.sheet()["properties"]["gridProperties"] == {"rowCount": 1001, "columnCount": 30}


def test_nothing_to_append(book: Caller) -> None:
    book.put("A1", [["head"]])
    answer = book.append("A1", [], insertDataOption="INSERT_ROWS")
    assert answer["tableRange"] == "Sheet1!A1"
    assert "updatedCells" not in answer["updates"]
    assert book.plain() == [["head"]]


def test_by_columns(book: Caller) -> None:
    body = {"majorDimension": "COLUMNS", "values": [["a", "b"], ["c"]]}
    book.call("POST", book.cells("B2", ":append"), body, valueInputOption="USER_ENTERED")
    assert book.plain("B2:C3") == [["a", "c"], ["b"]]


def test_bad_options(book: Caller) -> None:
    assert book.error("POST", book.cells("A1", ":append"), {"values": [[1]]}) == (
        "'valueInputOption' is required but not specified"
    )
    message = book.error(
        "POST", book.cells("A1", ":append"), {"values": [[1]]}, valueInputOption="RAW", insertDataOption="PUSH"
    )
    assert message == "Invalid value at 'insert_data_option', \"PUSH\""


@settings(deadline=None)
@given(st.lists(st.lists(st.booleans(), max_size=6), max_size=6))
def test_islands_hold_every_filled_cell_once_and_never_touch(rows: list[list[bool]]) -> None:
    """Each filled cell lies in the frame of its own group; groups are found by walking from cell to cell."""
    sheet = new_sheet(0, "Sheet1")
    sheet.rows = [Row.of([Cell(1 if filled else None) for filled in row]) for row in rows]
    left = {(r, c) for r, row in enumerate(rows) for c, filled in enumerate(row) if filled}
    frames = []
    while left:
        group, border = set(), {left.pop()}
        while border:
            group |= border
            border = {(r, c) for r, c in left if any(abs(r - y) <= 1 and abs(c - x) <= 1 for y, x in border)}
            left -= border
        ys, xs = zip(*group, strict=True)
        frames.append(Rect(min(ys), max(ys) + 1, min(xs), max(xs) + 1))
    assert sorted(islands(sheet)) == sorted(frames)
