"""sortRange: the order, and what goes along."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.sheets_local import LocalSheets
from tests.sheets_local.caller import Caller, Message, grid_of, rows_of


def sort(area: Message, *columns: int, down: bool = False) -> Message:
    order = "DESCENDING" if down else "ASCENDING"
    specs = [{"dimensionIndex": column, "sortOrder": order} for column in columns]
    return {"sortRange": {"range": area, "sortSpecs": specs}}


MIXED = [["b"], [True], [2], [""], ["A"], ["=1/0"], [False], [10], ["=3*1"]]


def test_numbers_texts_ticks_errors_blanks(book: Caller) -> None:
    book.put("A1", MIXED, "USER_ENTERED")
    book.batch(sort(grid_of(0, 9, 0, 1), 0))
    assert book.plain("A1:A9") == [[2], [3], [10], ["A"], ["b"], [False], [True], ["#DIV/0!"]]
    book.batch(sort(grid_of(0, 9, 0, 1), 0, down=True))
    assert book.plain("A1:A9") == [["#DIV/0!"], [True], [False], ["b"], ["A"], [10], [3], [2]]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["", "x", "y", "Z", 1, 2.5]), st.sampled_from(["", "p", "q"])), max_size=9),
    st.booleans(),
)
def test_equal_rows_keep_their_order_and_blanks_come_last(rows: list[tuple[object, object]], down: bool) -> None:
    store = LocalSheets.open(None)
    book = Caller(store)
    given_rows = [[*row, number] for number, row in enumerate(rows)]
    book.put("A1", given_rows or [[None]])
    book.batch(sort(grid_of(0, 12, 0, 3), 0, 1, down=down))
    got = [[*row, *[""] * (3 - len(row))] for row in book.plain("A1:C12")]

    def weight(row: list[object]) -> tuple[tuple[int, float, str], ...]:
        return tuple((1, 0, str(cell).casefold()) if isinstance(cell, str) else (0, cell, "") for cell in row[:2])

    filled = {True: lambda cells: [cell for cell in cells if cell != ""], False: list}
    assert sorted(got, key=lambda row: row[2]) == given_rows
    firsts = [row[0] for row in got]
    assert firsts[len(filled[True](firsts)) :] == [""] * (len(got) - len(filled[True](firsts)))
    for above, below in pairwise(got):
        if "" not in {above[0], below[0], above[1], below[1]}:
            assert (weight(above) >= weight(below)) if down else (weight(above) <= weight(below))
        if above[:2] == below[:2]:
            assert above[2] < below[2]
    store.close()


def test_a_row_takes_its_dress_along(book: Caller) -> None:
    rule = {"condition": {"type": "BOOLEAN"}}
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "n", "dataValidation": rule}
    location = {"dimensionRange": rows_of(2, 3)}
    entry = {"metadataKey": "row", "visibility": "DOCUMENT", "location": location}
    book.put("A1", [["h", "outside"], ["c", "1"], ["a", "2"], ["b", "3"]])
    book.batch(
        {"repeatCell": {"range": grid_of(2, 3, 0, 1), "cell": bold, "fields": "userEnteredFormat,note,dataValidation"}},
        {"createDeveloperMetadata": {"developerMetadata": entry}},
        {"createDeveloperMetadata": {"developerMetadata": {**entry, "location": {"sheetId": 0}}}},
        {"createDeveloperMetadata": {"developerMetadata": {**entry, "location": {"dimensionRange": rows_of(0, 1)}}}},
        sort(grid_of(1, 4, 0, 1), 0),
    )
    assert book.plain() == [["h", "outside"], ["a", "1"], ["b", "2"], ["c", "3"]]
    cell = book.cell("A2")
    assert {name: cell[name] for name in bold} == bold
    metadata = book.sheet(ranges="A1:A9", includeGridData="true")["data"][0]["rowMetadata"]
    assert ["developerMetadata" in row for row in metadata[:4]] == [True, True, False, False]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"range": grid_of(0, 2, 0, 2)}, "At least one sortSpec must be set."),
        (
            {"range": grid_of(0, 2, 1, 2), "sortSpecs": [{}]},
            "sortSpecs.dimensionIndex[0] must be inside the range.",
        ),
        ({"range": {"sheetId": 0}, "sortSpecs": [{}]}, "You can't sort a range that holds merged cells."),
    ],
)
def test_what_cannot_be_sorted(book: Caller, request_: Message, message: str) -> None:
    book.batch({"mergeCells": {"range": grid_of(4, 6, 4, 6)}})
    assert book.refused({"sortRange": request_}) == f"Invalid requests[0].sortRange: {message}"


def test_named_ranges_stay_where_they_are(book: Caller) -> None:
    book.put("A1", [["b"], ["a"]])
    book.batch(
        {"addNamedRange": {"namedRange": {"name": "First", "range": grid_of(0, 1, 0, 1)}}}, sort(grid_of(0, 2, 0, 1), 0)
    )
    assert book.plain("First") == [["a"]]
