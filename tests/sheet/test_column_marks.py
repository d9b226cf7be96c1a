"""The marks on columns: made, found again, put right, and what a renamed heading is called because of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.sheet.column_marks import (
    KEY,
    ROW_KEY,
    Mark,
    Marked,
    given_names,
    mark_requests,
    marks_in,
    missing_marks,
    row_marks_in,
)
from kaizen.sheet.layout import ALL_TABS, BOOKINGS, SLOTS, Tab

if TYPE_CHECKING:
    from kaizen.sheet.cells import Grid

FIELDS = ["slot", "starts", "ends", "what", "notes"]
MARKS = tuple(Mark(number, column, field) for number, (column, field) in enumerate(enumerate(FIELDS), start=1))

SHIFTED = tuple(Mark(mark.id, mark.column + 1, mark.field) for mark in MARKS)


def entries(requests: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    new = [one["createDeveloperMetadata"]["developerMetadata"] for one in requests if "createDeveloperMetadata" in one]
    assert all(mark["visibility"] == "DOCUMENT" for mark in new)
    return [mark for mark in new if mark["metadataKey"] == key]


def made(requests: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Return column and field of each mark that requests make."""
    marks = entries(requests, KEY)
    return [(mark["location"]["dimensionRange"]["startIndex"], mark["metadataValue"]) for mark in marks]


def removed(requests: list[dict[str, Any]]) -> list[int]:
    filters = [one["deleteDeveloperMetadata"] for one in requests if "deleteDeveloperMetadata" in one]
    return [one["dataFilter"]["developerMetadataLookup"]["metadataId"] for one in filters]


@pytest.mark.parametrize("tab", ALL_TABS, ids=lambda tab: tab.title)
def test_every_column_of_a_new_tab_is_marked_once_and_with_its_own_field(tab: Tab) -> None:
    marks = made(mark_requests(tab, 7))
    assert [column for column, _ in marks] == list(range(len(tab.headings)))
    assert len({field for _, field in marks}) == len(marks)


def test_the_mark_of_the_ref_column() -> None:
    assert made(mark_requests(BOOKINGS, 7))[-1] == (9, "ref")


@pytest.mark.parametrize(
    ("top", "names"),
    [
        ([list(SLOTS.headings)], {}),
        ([["Slot", "Begins at", "Ends", "What", "Notes"]], {"begins at": "Starts"}),
        (
            [["The day"], [], ["SLOT", " Begins*", "Finishes:", "What", "Notes"]],
            {"begins": "Starts", "finishes": "Ends"},
        ),
        ([["Slot", "", "Ends", "What", "Notes"]], {}),
        ([["Slot", "Begins at", "Ends", "What"]], {"begins at": "Starts"}),
        ([["Slot", "Notes", "Ends", "What", "Starts"]], {}),
        ([["Slot", "When", "When", "What", "Notes"]], {"when": "Starts", "when\n1": "Ends"}),
        ([["Slot", "Ends", "Ends", "What", "Notes"]], {"ends": "Starts", "ends\n1": "Ends"}),
        ([["Slot", "Starts", "Ends", "How", "Notes", "What"]], {"how": "What"}),
        ([["Slot", "Starts", "Ends", "What", "Notes", "What"]], {"what": "What"}),
        ([["Slot", "Starts", "Ends", "Notes"]], {"notes": "What"}),
        ([["A", 0.5, 0.6, "Workshop", ""]], {}),
        ([], {}),
    ],
)
def test_what_renamed_headings_are_called(top: Grid, names: dict[str, str]) -> None:
    assert given_names(SLOTS, Marked(top, MARKS)) == names


NEW = ["Which", "Begins", "Finishes", "Kind", "Remarks"]
NAMES = {"which": "Slot", "begins": "Starts", "finishes": "Ends", "kind": "What", "remarks": "Notes"}
ALL_BUT_ONE = {name: heading for name, heading in NAMES.items() if heading != "What"}
BODY = ["A", "09:00", "10:00", "Workshop", ""]


@pytest.mark.parametrize(
    ("top", "rows", "names"),
    [
        ([["The day"], NEW, BODY], {9: 2}, NAMES),
        ([NEW, BODY], {9: 12}, {}),
        ([BODY, BODY], {}, {}),
        ([["", "", "", "", ""], BODY], {9: 1}, {}),
        ([NEW, ["Ann", "Lee", "Teacher", "Larkfold", "x@y.example"]], {9: 1}, {}),
        ([["Which", "Begins", "Finishes", "What", "Remarks"], BODY], {}, ALL_BUT_ONE),
        ([[], []], {9: 1}, {}),
    ],
)
def test_a_row_of_headings_in_which_none_is_known_is_the_marked_one(
    top: Grid, rows: dict[int, int], names: dict[str, str]
) -> None:
    assert given_names(SLOTS, Marked(top, MARKS, rows)) == names


def test_marks_that_this_app_does_not_know_do_not_matter() -> None:
    marks = (*MARKS, Mark(9, 5, "colour"))
    assert given_names(SLOTS, Marked([[*SLOTS.headings, "Colour"]], marks)) == {}


def test_of_two_columns_with_one_mark_the_one_that_has_the_name_is_it() -> None:
    marks = (Mark(9, 5, "what"), *MARKS)
    assert given_names(SLOTS, Marked([[*SLOTS.headings, "Kind"]], marks)) == {}
    assert given_names(SLOTS, Marked([[*SLOTS.headings, "What"]], marks)) == {"what": "What"}


def test_where_every_column_has_its_mark_nothing_is_to_be_done() -> None:
    assert missing_marks(SLOTS, 7, Marked([list(SLOTS.headings)], MARKS, {9: 1})) == []


def test_the_mark_of_a_renamed_heading_stays_with_its_column() -> None:
    assert missing_marks(SLOTS, 7, Marked([["Slot", "Begins", "Ends", "What", "Notes"]], MARKS, {9: 1})) == []


def test_a_mark_that_is_missing_is_made() -> None:
    requests = missing_marks(SLOTS, 7, Marked([list(SLOTS.headings)], MARKS[1:]))
    assert (made(requests), removed(requests)) == ([(0, "slot")], [])
    (row,) = entries(requests, ROW_KEY)
    assert row["location"]["dimensionRange"] == {"sheetId": 7, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}


def test_the_mark_of_the_row_goes_to_the_row_that_is_recognised() -> None:
    requests = missing_marks(SLOTS, 7, Marked([["The day"], list(SLOTS.headings)], MARKS, {9: 1}))
    assert removed(requests) == [9]
    assert [one["location"]["dimensionRange"]["startIndex"] for one in entries(requests, ROW_KEY)] == [1]


def test_the_mark_stays_with_the_app_s_column_where_another_one_has_its_name() -> None:
    assert missing_marks(SLOTS, 7, Marked([["What", "Slot", "Starts", "Ends", "What", "Notes"]], SHIFTED, {9: 1})) == []


def test_a_mark_on_another_column_than_its_heading_is_made_anew() -> None:
    requests = missing_marks(SLOTS, 7, Marked([["Starts", "Slot", "Ends", "What", "Notes"]], MARKS))
    assert (made(requests), removed(requests)) == ([(0, "starts"), (1, "slot")], [1, 2])


def test_marks_out_of_what_a_sheet_tells_about_its_columns() -> None:
    entry = {"metadataId": 7, "metadataKey": KEY, "metadataValue": "room"}
    other = {"metadataId": 8, "metadataKey": "somebody.else", "metadataValue": "room"}
    blank = {"metadataId": 9, "metadataKey": KEY}
    assert marks_in([{}, {"developerMetadata": [other, entry]}, {"developerMetadata": [blank]}]) == (
        Mark(7, 1, "room"),
        Mark(9, 2, ""),
    )
    assert marks_in([{"developerMetadata": None}]) == ()


def test_marks_of_the_row_out_of_what_a_sheet_tells_about_its_rows() -> None:
    entry = {"metadataId": 7, "metadataKey": ROW_KEY, "metadataValue": "row"}
    assert row_marks_in([{}, {"developerMetadata": [{**entry, "metadataKey": KEY}, entry]}]) == {7: 2}
