"""Edits of a table find their row again in a sheet that has moved on."""

from __future__ import annotations

from kaizen.ui.hand_edits import HandEdits, hand_edits

NAMES = ["ID", "Title"]
SHOWN = [["ID", "Title"], ["W1", "One"], ["W2", "Two"], ["W3", "Two"]]
ROWS = [2, 3, 4]


def _edits(live: list[list[str]] | None = None, **state: object) -> HandEdits:
    return hand_edits(state, NAMES, ROWS, SHOWN, live or SHOWN)


def test_cells_rows_and_deletions_count_as_the_sheet_does() -> None:
    edits = _edits(
        edited_rows={"0": {"Title": "Uno"}, 1: {"ID": None}}, added_rows=[{"Title": "Four"}, {}], deleted_rows=[2]
    )
    assert edits == HandEdits({(2, 2): "Uno", (3, 1): ""}, (("", "Four"), ("", "")), (4,), ())


def test_a_sorted_row_is_found_where_it_is_now() -> None:
    live = [SHOWN[0], SHOWN[3], SHOWN[1], SHOWN[2]]
    assert _edits(live, edited_rows={0: {"Title": "Uno"}}).typed == {(3, 2): "Uno"}


def test_a_row_that_somebody_else_changed_is_lost() -> None:
    live = [SHOWN[0], ["W1", "Eins"], *SHOWN[2:]]
    assert _edits(live, edited_rows={0: {"Title": "Uno"}}).lost == (2,)
    assert _edits(live, deleted_rows=[1]).lost == ()


def test_a_row_that_is_there_twice_elsewhere_is_nobodys_guess() -> None:
    shown = [["ID", "Title"], ["", "Two"], ["x", ""]]
    live = [["ID", "Title"], ["x", ""], ["", "Two"], ["", "Two"]]
    assert hand_edits({"deleted_rows": [0]}, NAMES, [2, 3], shown, live).lost == (2,)


def test_the_number_of_the_row_is_not_typed_in() -> None:
    assert _edits(edited_rows={0: {"Row": "7"}}).typed == {}
