"""The sheet as the answer to a change shows it, beside the sheet as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from kaizen.engine.answers import cells, lean
from kaizen.engine.google import Workbook, quoted
from kaizen.engine.hand import Hand
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.layout import ALL_TABS
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire, answer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def wire() -> Iterator[Wire]:
    store = LocalSheets.open(None)
    yield Wire(store)
    store.close()


def test_the_answer_shows_every_cell_as_the_read_does(wire: Wire) -> None:
    spreadsheet_id = wire.client().create("A year").id
    book = Workbook(wire.client(), spreadsheet_id)
    book.apply(provision(book.structure.tabs, demo_rows()))
    hand = Hand(wire.client(), spreadsheet_id)
    for row, text in enumerate(["=1+1", "=1/0", "=NOW()", "TRUE", "0", "22/2/2027", "'0042", ""], start=4):
        hand.type_in("Rooms", row, 3, text)
    titles = [tab.title for tab in ALL_TABS]
    book.forget()
    book.read(titles)
    wire.calls.clear()
    note = {"repeatCell": {"range": {"sheetId": 0}, "cell": {"note": ""}, "fields": "note"}}
    note["repeatCell"]["range"] = {"sheetId": book.structure.tabs["Rooms"], "endRowIndex": 1}
    seen = book.apply([note], [quoted(title) for title in titles])
    assert len(wire.calls) == 1
    read = book.read(titles)
    assert {title: [list(row) for row in seen[quoted(title)]] for title in titles} == {
        title: [list(row) for row in read[title]] for title in titles
    }
    assert any("#DIV/0!" in row for row in seen["'Rooms'"])


IDS = {"'Log'": 7}


def _answer(**data: Any) -> dict[str, Any]:
    return {"updatedSpreadsheet": {"sheets": [{"properties": {"sheetId": 7, "title": "Log"}, "data": [data]}]}}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"updatedSpreadsheet": {}},
        {"updatedSpreadsheet": {"sheets": [{"properties": {"sheetId": 7, "title": "Log"}}]}},
        {"updatedSpreadsheet": {"sheets": [{"properties": {"sheetId": 7, "title": "Another"}, "data": [{}]}]}},
        {"updatedSpreadsheet": {"sheets": [{"properties": {"sheetId": 8, "title": "Log"}, "data": [{}]}]}},
        _answer(startRow=3),
        _answer(startColumn=1),
        _answer(rowData=[None]),
        {"updatedSpreadsheet": {"sheets": [{"properties": {"sheetId": 7, "title": "Log"}, "data": [{}, {}]}]}},
    ],
)
def test_an_answer_that_does_not_say_is_no_answer(answer: Any) -> None:
    assert cells(answer, ["'Log'"], IDS) == {}


def test_an_empty_tab_is_empty_and_an_odd_error_is_one() -> None:
    assert cells(_answer(), ["'Log'!1:10"], IDS) == {"'Log'!1:10": []}
    odd = {"values": [{"effectiveValue": {"errorValue": {"type": "NEW_KIND"}}}, {}]}
    assert cells(_answer(rowData=[odd, {}, {"values": [{}]}]), ["'Log'"], IDS) == {"'Log'": [["#ERROR!"]]}


@pytest.mark.parametrize(
    "text", ['[["Booked", 1, 1.5, true, null], ["Booked", "\\u2019 \U0001f605"]]', '["\\ud83d"]', "{}"]
)
def test_a_large_answer_says_what_any_other_says(text: str) -> None:
    assert lean(answer(200, text)) == answer(200, text).json()


def test_a_text_that_an_answer_repeats_is_one_text() -> None:
    first, second = lean(answer(200, '["Booked", "Booked"]'))
    assert first is second


@pytest.mark.parametrize("text", ["", "<html>", '{"valueRanges": ['])
def test_a_large_answer_that_is_none_is_refused_as_any_other(text: str) -> None:
    with pytest.raises(requests.JSONDecodeError):
        lean(answer(200, text))
