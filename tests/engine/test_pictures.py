"""The whole sheet as people see it, from one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.engine.calls import Caller
from kaizen.engine.google import Workbook
from kaizen.engine.pictures import pictures
from kaizen.sheet.layout import ALL_TABS, ROOMS
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.sheet.picture import TabPicture


@pytest.fixture
def wire() -> Iterator[Wire]:
    store = LocalSheets.open(None)
    yield Wire(store)
    store.close()


def _taken(wire: Wire, *requests: dict[str, object]) -> dict[str, TabPicture]:
    """Build a year, do something to it as a head would, and return what there is to see, by title."""
    client = wire.client()
    sheet = client.create("Year").id
    book = Workbook(client, sheet)
    book.apply(provision(book.structure.tabs))
    book.forget()
    for request in requests:
        book.apply([request])
    wire.calls.clear()
    tabs = pictures(client, sheet, Caller(tries=1), {"Rooms": "Our rooms"})
    return {tab.title: tab for tab in tabs}


def test_everything_is_seen_in_one_call(wire: Wire) -> None:
    seen = _taken(wire)
    assert len(seen) == len(ALL_TABS)
    staff = seen["Staff"]
    assert (staff.grid[0][0], staff.known_as, staff.frozen, staff.hidden) == ("Name", "Staff", (1, 0), False)
    assert staff.widths[:2] == [170, 250]
    assert staff.looks[0][0]["userEnteredFormat"]["textFormat"]["bold"]
    assert "Needed." in staff.looks[0][0]["note"]
    assert staff.looks[1][2]["dataValidation"]["condition"]["type"] == "ONE_OF_RANGE"
    assert seen["_kaizen"].hidden
    assert len(wire.calls) == 1


def test_what_people_hide_merge_rename_and_add_is_seen(wire: Wire) -> None:
    def span(sheet_id: int, dimension: str, first: int) -> dict[str, object]:
        return {"sheetId": sheet_id, "dimension": dimension, "startIndex": first, "endIndex": first + 1}

    merged = {"sheetId": 900, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}
    cells = [{"userEnteredValue": {"stringValue": "Tea"}}, {}, {"userEnteredValue": {"formulaValue": "=1/0"}}]
    seen = _taken(
        wire,
        {"addSheet": {"properties": {"sheetId": 900, "title": "Our rooms", "hidden": True}}},
        {"updateCells": {"rows": [{"values": cells}], "fields": "userEnteredValue", "start": {"sheetId": 900}}},
        {"mergeCells": {"range": merged, "mergeType": "MERGE_ALL"}},
        {
            "updateDimensionProperties": {
                "range": span(900, "ROWS", 3),
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        },
        {
            "updateDimensionProperties": {
                "range": span(900, "COLUMNS", 1),
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        },
    )
    own = seen["Our rooms"]
    assert (own.known_as, own.hidden, own.merges) == ("Rooms", True, [(0, 0, 1, 2)])
    assert (own.hidden_rows, own.hidden_columns) == (frozenset({3}), frozenset({1}))
    assert own.grid[0] == ["Tea", "", "#DIV/0!"]


def test_a_renamed_column_is_known_by_its_mark_at_that_very_instant(wire: Wire) -> None:
    def renamed(sheet_id: int, column: int, name: str) -> dict[str, object]:
        start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": column}
        rows = [{"values": [{"userEnteredValue": {"stringValue": name}}]}]
        return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}

    ids = {title: one.grid for title, one in _taken(wire).items()}
    column = ids["Staff"][0].index("Email")
    client = wire.client()
    book = client.open("Year")
    slots = [renamed(book.worksheet("Slots").id, number, f"Ours {number}") for number in range(len(ids["Slots"][0]))]
    book.batch_update({"requests": [renamed(book.worksheet("Staff").id, column, "Where to write"), *slots]})
    seen = {one.title: one for one in pictures(client, book.id, Caller(tries=1), {})}
    assert seen["Staff"].names == {"where to write": "Email"}
    assert seen["Rooms"].names == {}
    assert list(seen["Slots"].names.values()) == ids["Slots"][0], "the mark of the row says which row they are"


def test_another_tab_that_has_the_name_of_a_renamed_one_is_not_taken_for_it(wire: Wire) -> None:
    sheet_id = 1000 + list(ALL_TABS).index(ROOMS)
    renamed = {"properties": {"sheetId": sheet_id, "title": "Our rooms"}, "fields": "title"}
    seen = _taken(wire, {"updateSheetProperties": renamed}, {"addSheet": {"properties": {"title": "Rooms"}}})
    assert (seen["Our rooms"].known_as, seen["Rooms"].known_as) == ("Rooms", "another Rooms")
