"""One spreadsheet through gspread: what is asked, what comes back, what an error means."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests
from google.auth.exceptions import MalformedError, RefreshError, TransportError
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from kaizen.engine.faults import CallFailed
from kaizen.engine.google import CONNECT_SECONDS, READ_SECONDS, Workbook, client_over, quoted
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire, answer

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def wire() -> Wire:
    return Wire(LocalSheets.open(None))


@pytest.fixture
def book(wire: Wire) -> Workbook:
    made = Workbook(wire.client(), wire.client().create("A year").id)
    made.apply([_tab("Staff"), _tab("Head's notes")])
    made.apply([{"appendCells": {"sheetId": made.structure.tabs["Staff"], "rows": [_row("Name", 12)], "fields": "*"}}])
    wire.calls.clear()
    return made


def _tab(title: str) -> dict[str, Any]:
    return {"addSheet": {"properties": {"title": title, "gridProperties": {"rowCount": 7}}}}


def _row(text: str, number: float) -> dict[str, Any]:
    values: list[dict[str, Any]] = [{"stringValue": text}, {"numberValue": number}, {"boolValue": True}]
    return {"values": [{"userEnteredValue": value} for value in values]}


def test_the_structure_is_looked_up_once(wire: Wire, book: Workbook) -> None:
    book.forget()
    assert list(book.structure.tabs) == ["Sheet1", "Staff", "Head's notes"]
    assert book.structure.heights["Staff"] == 7
    assert book.structure.title == "A year"
    assert len(wire.calls) == 1


def test_many_tabs_are_one_read(wire: Wire, book: Workbook) -> None:
    assert book.read(["Staff", "Head's notes"]) == {"Staff": [["Name", 12, True]], "Head's notes": ()}
    assert wire.calls == ["values:batchGet"]


def test_a_tab_that_is_not_there_is_left_out(book: Workbook) -> None:
    assert book.read(["Staff", "Costs"]) == {"Staff": [["Name", 12, True]]}
    assert book.read(["Costs"]) == {}


def test_a_tab_that_a_person_adds_is_found(wire: Wire, book: Workbook) -> None:
    assert "Costs" not in book.read(["Costs"])
    Workbook(wire.client(), book.spreadsheet_id).apply([_tab("Costs")])
    book.look_for_missing()
    assert "Costs" in book.read(["Costs"])


def test_a_tab_that_a_person_renames_is_missed_and_the_others_are_read(wire: Wire, book: Workbook) -> None:
    renamed = {"properties": {"sheetId": book.structure.tabs["Head's notes"], "title": "Notes"}, "fields": "title"}
    Workbook(wire.client(), book.spreadsheet_id).apply([{"updateSheetProperties": renamed}])
    assert list(book.read(["Staff", "Head's notes"])) == ["Staff"]


def test_changes_are_all_made_or_none(wire: Wire, book: Workbook) -> None:
    with pytest.raises(CallFailed) as failed:
        book.apply([_tab("Costs"), _tab("Staff")])
    assert (failed.value.status, failed.value.unknown) == (400, False)
    assert "Staff" in str(failed.value)
    assert "Costs" not in book.read(["Costs"])


def test_a_spreadsheet_that_is_not_there(wire: Wire) -> None:
    with pytest.raises(CallFailed, match="cannot be found") as failed:
        _ = Workbook(wire.client(), "nowhere").structure
    assert failed.value.status == 404


@pytest.mark.parametrize(
    ("status", "unknown", "sentence"),
    [
        (429, False, "busy"),
        (403, False, "share"),
        (500, True, "problem"),
        (503, True, "problem"),
        (409, False, "accept"),
    ],
)
def test_an_error_is_known_by_its_status(wire: Wire, book: Workbook, status: int, unknown: bool, sentence: str) -> None:
    body = json.dumps({"error": {"code": status, "message": "As Google says."}})
    wire.before = lambda _: answer(status, body)
    with pytest.raises(CallFailed, match=sentence) as failed:
        book.read(["Staff"])
    assert (failed.value.status, failed.value.unknown, failed.value.detail) == (status, unknown, "As Google says.")


def test_a_page_of_html_is_judged_by_its_status(wire: Wire, book: Workbook) -> None:
    wire.before = lambda _: answer(502, "<html>Bad gateway</html>", "text/html")
    with pytest.raises(CallFailed) as failed:
        book.apply([_tab("Costs")])
    assert (failed.value.status, failed.value.unknown) == (502, True)


def test_a_page_of_html_that_says_ok_is_no_answer(wire: Wire, book: Workbook) -> None:
    wire.after = lambda _, __: answer(200, "<html>Welcome to the school's wifi</html>", "text/html")
    with pytest.raises(CallFailed) as failed:
        book.apply([_tab("Costs")])
    assert (failed.value.status, failed.value.unknown) == (0, True)


NOWHERE = MaxRetryError(None, "/", NewConnectionError(None, "refused"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "unknown"),
    [
        (requests.ConnectTimeout("5 s"), False),
        (requests.ConnectionError(NOWHERE), False),
        (requests.ConnectionError(ProtocolError("reset by peer")), True),
        (requests.ConnectionError(), True),
        (requests.ReadTimeout("20 s"), True),
        (TransportError("no way to the token endpoint"), False),
    ],
)
def test_silence_leaves_it_open_once_something_was_sent(
    wire: Wire, book: Workbook, error: Exception, unknown: bool
) -> None:
    wire.before = _raising(error)
    with pytest.raises(CallFailed, match="cannot be reached") as failed:
        book.apply([_tab("Costs")])
    assert (failed.value.status, failed.value.unknown) == (0, unknown)


def _raising(error: Exception) -> Callable[[str], None]:
    def step(_: str) -> None:
        raise error

    return step


@pytest.mark.parametrize("error", [RefreshError("invalid_grant"), MalformedError("not a key")])
def test_a_key_that_google_no_longer_takes(wire: Wire, book: Workbook, error: Exception) -> None:
    wire.before = _raising(error)
    with pytest.raises(CallFailed, match="key") as failed:
        book.read(["Staff"])
    assert (failed.value.status, failed.value.unknown) == (401, False)


def test_a_call_never_waits_for_ever() -> None:
    assert client_over(requests.Session()).http_client.timeout == (CONNECT_SECONDS, READ_SECONDS)


def test_another_address_takes_the_place_of_google() -> None:
    asked: list[str] = []

    class Eye(requests.Session):
        def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
            asked.append(url)
            return answer(200, '{"properties": {"title": "A year"}, "files": []}')

    client = client_over(Eye(), "http://127.0.0.1:8999/")
    assert Workbook(client, "abc").structure.tabs == {}
    client.list_spreadsheet_files()
    assert asked == ["http://127.0.0.1:8999/v4/spreadsheets/abc", "http://127.0.0.1:8999/drive/v3/files"]


@pytest.mark.parametrize("body", ["[]", "{}", '"words"', "null", "7"])
def test_json_of_another_shape_is_no_answer(wire: Wire, book: Workbook, body: str) -> None:
    wire.after = lambda _, __: answer(200, body)
    with pytest.raises(CallFailed, match="cannot be reached") as failed:
        book.read(["Staff"])
    assert (failed.value.status, failed.value.unknown) == (0, True)


@pytest.mark.parametrize("body", ["[]", "{}", '{"error": "nope"}', "null"])
def test_an_error_of_another_shape_is_judged_by_its_status(wire: Wire, book: Workbook, body: str) -> None:
    wire.before = lambda _: answer(403, body)
    with pytest.raises(CallFailed, match="share") as failed:
        book.read(["Staff"])
    assert (failed.value.status, failed.value.unknown) == (403, False)


def test_a_title_is_quoted_whatever_stands_in_it() -> None:
    assert quoted("Head's notes") == "'Head''s notes'"
