"""A client that is not ours: gspread as anyone would use it, in the process and over the network."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import gspread
import pytest
import requests
import uvicorn
from gspread.exceptions import APIError, SpreadsheetNotFound, WorksheetNotFound
from requests.adapters import HTTPAdapter

from kaizen.sheets_local import LocalAdapter, LocalSheets, session
from kaizen.sheets_local.adapter import BASE_URLS
from kaizen.sheets_local.server import application

if TYPE_CHECKING:
    from collections.abc import Iterator


class Redirect(HTTPAdapter):
    """Sends what is meant for Google to a server on this machine."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port

    def send(self, request: requests.PreparedRequest, **more: object) -> requests.Response:  # type: ignore[override]
        _, _, path, query, _ = urlsplit(request.url or "")
        request.url = urlunsplit(("http", f"127.0.0.1:{self.port}", path, query, ""))
        return super().send(request, **more)  # type: ignore[arg-type]


@pytest.fixture
def served(store: LocalSheets) -> Iterator[requests.Session]:
    server = uvicorn.Server(
        uvicorn.Config(application(store), date_header=False, port=0, log_level="warning", ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    made = requests.Session()
    for base in BASE_URLS:
        made.mount(base, Redirect(port))
    yield made
    made.close()
    server.should_exit = True
    thread.join(10)


@pytest.fixture(params=["in the process", "over the network"])
def client(request: pytest.FixtureRequest, store: LocalSheets) -> gspread.Client:
    way = request.getfixturevalue("served") if request.param == "over the network" else session(store)
    return gspread.Client(auth=None, session=way)


def test_a_day_with_gspread(client: gspread.Client) -> None:
    made = client.create("Kaizen 2026")
    book = client.open_by_key(made.id)
    assert [sheet.title for sheet in book.worksheets()] == ["Sheet1"]
    sheet = book.add_worksheet("Bookings", rows=10, cols=4)
    assert book.worksheet("Bookings").id == sheet.id
    sheet.update([["Ref", "Name", "Places"], ["B-2", "O'Brien", 3], ["B-1", "ŵyn", 12]], "A1")
    sheet.append_rows([["B-4", "=1+1", 1], ["B-3", "0042", 2]])
    assert sheet.get_all_values() == [
        ["Ref", "Name", "Places"],
        ["B-2", "O'Brien", "3"],
        ["B-1", "ŵyn", "12"],
        ["B-4", "=1+1", "1"],
        ["B-3", "0042", "2"],
    ]
    sheet.sort((3, "des"), range="A2:D10")
    assert sheet.col_values(1) == ["Ref", "B-1", "B-2", "B-3", "B-4"]
    sheet.batch_update([{"range": "C2", "values": [[13]]}, {"range": "D1", "values": [["Note"]]}])
    assert sheet.acell("C2", value_render_option="UNFORMATTED_VALUE").value == 13
    assert sheet.find("ŵyn").row == 2
    assert [record["Ref"] for record in sheet.get_all_records()] == ["B-1", "B-2", "B-3", "B-4"]


def test_more_of_gspread(client: gspread.Client) -> None:
    book = client.create("More")
    sheet = book.sheet1
    sheet.update([["a", "b"], ["c", "d"], ["e", "f"]])
    sheet.insert_row(["new", "row"], 2)
    sheet.delete_rows(1)
    assert sheet.get_all_values() == [["new", "row"], ["c", "d"], ["e", "f"]]
    sheet.insert_cols([["x", "y"]], 2)
    assert sheet.row_values(2) == ["c", "y", "d"]
    sheet.delete_columns(2)
    sheet.update_acell("B1", "=6/4")
    assert sheet.acell("B1").value == "1.5"
    assert sheet.acell("B1", value_render_option="FORMULA").value == "=6/4"
    sheet.update_cell(1, 1, "22/02/2027")
    assert sheet.acell("A1").value == "22/02/2027"
    sheet.format("A1:B1", {"textFormat": {"bold": True}})
    sheet.freeze(rows=1)
    sheet.update_note("A1", "a note")
    assert sheet.get_note("A1") == "a note"
    sheet.add_protected_range("A1:B1", warning_only=True)
    sheet.define_named_range("A2:B2", "Second")
    assert book.values_get("Second")["values"] == [["c", "d"]]
    sheet.merge_cells("A9:B9")
    sheet.batch_clear(["A2:A3"])
    sheet.resize(rows=20, cols=5)
    sheet.update_title("Renamed")
    sheet.hide_columns(4, 5)
    sheet.columns_auto_resize(0, 1)
    sheet.set_basic_filter("A1:B3")
    sheet.clear_basic_filter()
    book.update_title("Still more")
    fresh = client.open("Still more")
    assert (fresh.sheet1.title, fresh.sheet1.row_count, fresh.sheet1.frozen_row_count) == ("Renamed", 20, 1)
    assert book.values_batch_get(["Renamed!A1:A2", "Renamed!B:B"])["valueRanges"][1]["values"] == [
        ["1.5"],
        ["d"],
        ["f"],
    ]
    other = book.add_worksheet("Other", 5, 5, index=0)
    book.reorder_worksheets([sheet, other])
    assert [tab.title for tab in book.worksheets()] == ["Renamed", "Other"]
    sheet.clear()
    assert sheet.get_all_values() == [[]]
    book.del_worksheet(other)
    client.del_spreadsheet(book.id)
    with pytest.raises(SpreadsheetNotFound):
        client.open("Still more")


def test_refusals_reach_the_client(client: gspread.Client) -> None:
    book = client.create("Refusals")
    with pytest.raises(APIError, match="exceeds grid limits") as caught:
        book.sheet1.update([["x"]], "A1001")
    assert caught.value.code == 400
    with pytest.raises(APIError, match=r"Invalid requests\[0\].addSheet: A sheet with the name"):
        book.add_worksheet("Sheet1", 1, 1)
    with pytest.raises(APIError, match="The embedded sheet does not answer this part of the API"):
        book.batch_update({"requests": [{"trimWhitespace": {}}]})
    with pytest.raises(WorksheetNotFound):
        book.worksheet("Nowhere")
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key("nowhere" * 6)


def test_an_adapter_speaks_for_an_account(store: LocalSheets) -> None:
    head = gspread.Client(auth=None, session=session(store, "head@north.example"))
    app = gspread.Client(auth=None, session=session(store))
    book = head.create("Protected")
    book.sheet1.add_protected_range("A1:B2")
    with pytest.raises(APIError, match="protected cell"):
        app.open_by_key(book.id).sheet1.update([["x"]], "A1")
    book.sheet1.update([["mine"]], "A1")
    assert app.open_by_key(book.id).sheet1.acell("A1").value == "mine"


def test_over_the_network_a_token_with_an_address_speaks_for_it(served: requests.Session) -> None:
    url = "https://www.googleapis.com/drive/v3/files"
    made = served.post(url, json={"name": "x"}, headers={"Authorization": "Bearer head@north.example"}).json()
    for token, own in (("Bearer head@north.example", True), ("Bearer ya29.abc", False), ("", False)):
        answer = served.get(f"{url}/{made['id']}", params={"fields": "ownedByMe"}, headers={"Authorization": token})
        assert answer.json() == {"ownedByMe": own}


def test_a_response_looks_like_one_of_requests(store: LocalSheets) -> None:
    way = session(store)
    answer = way.get("https://sheets.googleapis.com/v4/spreadsheets/nowhere", timeout=5)
    assert (answer.status_code, answer.reason, answer.encoding) == (404, "Not Found", "utf-8")
    assert answer.headers["content-type"] == "application/json; charset=UTF-8"
    assert not answer.ok
    assert "Requested entity was not found." in answer.text
    adapter = way.get_adapter(BASE_URLS[0])
    assert isinstance(adapter, LocalAdapter)
    adapter.close()
    made = way.post("https://www.googleapis.com/drive/v3/files", data='{"name": "text body"}')
    assert made.json()["name"] == "text body"
    assert way.delete(f"https://www.googleapis.com/drive/v3/files/{made.json()['id']}").status_code == 204
