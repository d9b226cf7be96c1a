"""The marks on columns: made, found again, put right, and what a renamed heading is called because of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.sheet.column_marks import KEY, Mark, Marked, given_names, mark_requests, marks_in, missing_marks
from kaizen.sheet.layout import ALL_TABS, BOOKINGS, SLOTS, Tab

if TYPE_CHECKING:
    from kaizen.sheet.cells import Grid

FIELDS = ["slot", "starts", "ends", "what", "notes"]
MARKS = tuple(Mark(number, column, field) for number, (column, field) in enumerate(enumerate(FIELDS), start=1))


def made(requests: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Return column and field of each mark that requests make."""
    marks = [
        one["createDeveloperMetadata"]["developerMetadata"] for one in requests if "createDeveloperMetadata" in one
    ]
    assert all((mark["metadataKey"], mark["visibility"]) == (KEY, "DOCUMENT") for mark in marks)
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
        ([["Slot", "When", "When", "What", "Notes"]], {"when": "Starts"}),
        ([["A", 0.5, 0.6, "Workshop", ""]], {}),
        ([], {}),
    ],
)
def test_what_renamed_headings_are_called(top: Grid, names: dict[str, str]) -> None:
    assert given_names(SLOTS, Marked(top, MARKS)) == names


def test_marks_that_this_app_does_not_know_do_not_matter() -> None:
    marks = (*MARKS, Mark(9, 5, "colour"))
    assert given_names(SLOTS, Marked([[*SLOTS.headings, "Colour"]], marks)) == {}


def test_where_every_column_has_its_mark_nothing_is_to_be_done() -> None:
    assert missing_marks(SLOTS, 7, Marked([list(SLOTS.headings)], MARKS)) == []


def test_the_mark_of_a_renamed_heading_stays_with_its_column() -> None:
    assert missing_marks(SLOTS, 7, Marked([["Slot", "Begins", "Ends", "What", "Notes"]], MARKS)) == []


def test_a_mark_that_is_missing_is_made() -> None:
    requests = missing_marks(SLOTS, 7, Marked([list(SLOTS.headings)], MARKS[1:]))
    assert (made(requests), removed(requests)) == ([(0, "slot")], [])


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
