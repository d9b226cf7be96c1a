"""A person's hand in the sheet."""

from __future__ import annotations

import pytest

from kaizen.engine.faults import CallFailed
from kaizen.engine.google import Workbook
from kaizen.engine.hand import Hand
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire


@pytest.fixture
def hand() -> Hand:
    wire = Wire(LocalSheets.open(None))
    made = Hand(wire.client(), wire.client().create("A year").id)
    room = {"title": "Head's list", "gridProperties": {"rowCount": 4, "columnCount": 5}}
    made.restructure([{"addSheet": {"properties": room}}])
    made.append("Head's list", ["Name", "Days", "Since"])
    made.change("Head's list", added=[["Priya", "5", "22/2/2027"], ["Ann", "3"]])
    return made


def test_what_is_typed_is_taken_as_typing(hand: Hand) -> None:
    assert hand.tabs() == ("Sheet1", "Head's list")
    assert hand.grid("Head's list") == [["Name", "Days", "Since"], ["Priya", "5", "22/02/2027"], ["Ann", "3"]]
    hand.type_in("Head's list", 3, 2, "=1+1")
    assert hand.grid("Head's list")[2] == ["Ann", "2"]
    hand.type_in("Head's list", 3, 2, "")
    assert hand.grid("Head's list")[2] == ["Ann"]


def test_a_full_tab_grows(hand: Hand) -> None:
    for name in ("Bo", "Cy", "Di"):
        hand.append("Head's list", [name])
    assert [row[0] for row in hand.grid("Head's list")] == ["Name", "Priya", "Ann", "Bo", "Cy", "Di"]


def test_rows_are_sorted_below_the_headings(hand: Hand) -> None:
    hand.sort("Head's list", "Name")
    assert [row[0] for row in hand.grid("Head's list")] == ["Name", "Ann", "Priya"]
    with pytest.raises(ValueError, match="Colour"):
        hand.sort("Head's list", "Colour")


def test_a_tab_with_a_title_above_its_headings_is_sorted_below_them(hand: Hand) -> None:
    hand.change("Head's list", typed={(1, 1): "Zoo trip", (2, 1): "Name", (2, 2): "Days"}, added=[["Bo"]])
    hand.sort_below("Head's list", 1, heading_row=2)
    assert [row[0] for row in hand.grid("Head's list")] == ["Zoo trip", "Name", "Ann", "Bo"]


def test_a_column_without_a_heading_can_be_sorted_by(hand: Hand) -> None:
    hand.change("Head's list", typed={(2, 4): "2", (3, 4): "1"})
    hand.sort_below("Head's list", 4)
    assert [row[0] for row in hand.grid("Head's list")] == ["Name", "Ann", "Priya"]


def test_a_refused_text_leaves_the_new_rows_out_too(hand: Hand) -> None:
    before = hand.grid("Head's list")
    with pytest.raises(CallFailed, match="50,000 characters") as refused:
        hand.change("Head's list", typed={(2, 1): "x" * 50_001}, added=[["Bo"], ["Cy"]], deleted=[3])
    assert not refused.value.unknown
    assert hand.grid("Head's list") == before


def test_a_tab_without_rows_is_sorted_already(hand: Hand) -> None:
    hand.change("Head's list", deleted=[2, 3])
    hand.sort("Head's list", "Name")
    assert hand.grid("Head's list") == [["Name", "Days", "Since"]]


def test_an_edited_table_is_typed_then_lengthened_then_shortened(hand: Hand) -> None:
    hand.append("Head's list", ["Bo"])
    hand.change("Head's list", typed={(4, 2): "4"}, added=[["Cy"], ["Di"]], deleted=[2, 3])
    assert hand.grid("Head's list") == [["Name", "Days", "Since"], ["Bo", "4"], ["Cy"], ["Di"]]


def test_deleting_moves_the_rest_up(hand: Hand) -> None:
    hand.delete("Head's list", 2)
    assert hand.grid("Head's list") == [["Name", "Days", "Since"], ["Ann", "3"]]


def test_nothing_edited_is_nothing_done() -> None:
    wire = Wire(LocalSheets.open(None))
    hand = Hand(wire.client(), wire.client().create("A year").id)
    wire.calls.clear()
    hand.change("Sheet1")
    assert wire.calls == []


def test_a_tab_is_known_by_its_id_as_it_is_now(hand: Hand) -> None:
    old = hand.sheet_id("Head's list")
    renamed = {"properties": {"sheetId": old, "title": "Staff"}, "fields": "title"}
    hand.restructure([{"updateSheetProperties": renamed}])
    assert hand.sheet_id("Staff") == old
    with pytest.raises(KeyError):
        hand.sheet_id("Head's list")


def test_the_hand_sees_what_the_app_writes() -> None:
    wire = Wire(LocalSheets.open(None))
    spreadsheet_id = wire.client().create("A year").id
    row = {"values": [{"userEnteredValue": {"stringValue": "=1+1"}}]}
    Workbook(wire.client(), spreadsheet_id).apply([{"appendCells": {"sheetId": 0, "rows": [row], "fields": "*"}}])
    assert Hand(wire.client(), spreadsheet_id).grid("Sheet1") == [["=1+1"]]
