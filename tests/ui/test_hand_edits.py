"""Edits of a table find their row again in a sheet that has moved on."""

from __future__ import annotations

import pytest

from kaizen.ui.hand_edits import NOTHING, Draft, HandEdits, hand_edits
from kaizen.ui.sheet_table import names_of

NAMES = ["ID", "Title"]
SHOWN = [["ID", "Title"], ["W1", "One"], ["W2", "Two"], ["W3", "Two"]]
ROWS = [2, 3, 4]


def _edits(live: list[list[str]] | None = None, **state: object) -> HandEdits:
    return hand_edits(NOTHING.then(state, len(ROWS)), NAMES, ROWS, SHOWN, live or SHOWN)


def test_cells_rows_and_deletions_count_as_the_sheet_does() -> None:
    edits = _edits(
        edited_rows={"0": {"Title": "Uno"}, 1: {"ID": None}},
        added_rows=[{"Title": "Four"}, {}, {"Title": " "}],
        deleted_rows=[2],
    )
    assert edits == HandEdits({(2, 2): "Uno", (3, 1): ""}, (("", "Four"),), (4,), NOTHING)


def test_a_sorted_row_is_found_where_it_is_now() -> None:
    live = [SHOWN[0], SHOWN[3], SHOWN[1], SHOWN[2]]
    assert _edits(live, edited_rows={0: {"Title": "Uno"}}).typed == {(3, 2): "Uno"}


def test_a_row_that_somebody_else_changed_is_lost_and_the_others_are_not() -> None:
    live = [SHOWN[0], ["W1", "Eins"], *SHOWN[2:]]
    edits = _edits(live, edited_rows={0: {"Title": "Uno"}, 1: {"Title": "Due"}}, deleted_rows=[2])
    assert edits.lost.sentences(ROWS) == ("Row 2, Title: \u201cUno\u201d",)
    assert (edits.typed, edits.deleted) == ({(3, 2): "Due"}, (4,))
    assert _edits(live, deleted_rows=[0]).lost.sentences(ROWS) == ("Row 2: deleted",)


def test_a_row_that_is_there_twice_elsewhere_is_nobodys_guess() -> None:
    shown = [["ID", "Title"], ["", "Two"], ["x", ""]]
    live = [["ID", "Title"], ["x", ""], ["", "Two"], ["", "Two"]]
    draft = NOTHING.then({"deleted_rows": [0]}, 2)
    assert hand_edits(draft, NAMES, [2, 3], shown, live).lost == draft


def test_the_number_of_the_row_is_not_typed_in() -> None:
    assert _edits(edited_rows={0: {"Row": "7"}}).typed == {}
    assert not NOTHING.then({"edited_rows": {0: {"Row": "7"}}}, 3)


@pytest.mark.parametrize("state", [{}, {"added_rows": [{}, {"Title": "  "}, {"Row": "5"}]}])
def test_blank_rows_are_nothing(state: dict[str, object]) -> None:
    assert not NOTHING.then(state, 3)


def test_what_is_done_to_a_table_that_shows_a_draft_already_is_added_to_it() -> None:
    first = NOTHING.then(
        {"edited_rows": {0: {"Title": "Uno"}}, "added_rows": [{"ID": "W4"}, {"ID": "W5"}], "deleted_rows": [1]}, 3
    )
    assert first.order(3) == [0, 2, 3, 4]
    both = first.then(
        {
            "edited_rows": {0: {"ID": "w1"}, 1: {"Title": "Tre"}, 2: {"Title": "Four"}},
            "deleted_rows": [3],
            "added_rows": [{"ID": "W6"}],
        },
        3,
    )
    assert both == Draft(
        {0: {"Title": "Uno", "ID": "w1"}, 2: {"Title": "Tre"}},
        ({"ID": "W4", "Title": "Four"}, {"ID": "W6"}),
        frozenset({1}),
    )
    assert first.then({"deleted_rows": [0, 1, 2, 3]}, 3) == Draft({}, (), frozenset({0, 1, 2}))


def test_every_edit_is_said_with_its_whole_text() -> None:
    draft = Draft({0: {"Title": "x" * 900, "ID": ""}}, ({"ID": "W4", "Title": "Four"}, {}), frozenset({2}))
    assert draft.sentences(ROWS) == (
        f"Row 2, Title: \u201c{'x' * 900}\u201d",
        "Row 2, ID: emptied",
        "New row: ID \u201cW4\u201d and Title \u201cFour\u201d",
        "Row 4: deleted",
    )


def test_every_column_has_a_name_of_its_own() -> None:
    assert names_of([["Notes", "Notes (3)", "Notes", "Row"], ["", "", "", "", "x"]], 1) == [
        "Notes",
        "Notes (3)",
        "Notes (3) (3)",
        "Row (4)",
        "Column (5)",
    ]
    assert names_of([], 1) == ["Column (1)"]
