"""Drive's part, and spreadsheets.create."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_local.caller import Caller, Message

FILES = "/drive/v3/files"
SHEET = "application/vnd.google-apps.spreadsheet"


def listed(book: Caller, query: str = "", **more: Any) -> list[str]:
    return [entry["name"] for entry in book.call("GET", FILES, q=query, **more)["files"]]


def test_create_tell_and_delete(book: Caller) -> None:
    made = book.call("POST", FILES, {"name": "Kaizen 2026", "mimeType": SHEET}, supportsAllDrives="True")
    assert made == {"kind": "drive#file", "id": made["id"], "name": "Kaizen 2026", "mimeType": SHEET}
    assert len(made["id"]) == 44
    assert made["id"].startswith("1"), "an id that began with a hyphen would be an option on a command line"
    path = f"{FILES}/{made['id']}"
    told = book.call("GET", path, fields="id,name, createdTime,modifiedTime,version,ownedByMe,owners")
    assert told["createdTime"] < told["modifiedTime"] or told["createdTime"] == told["modifiedTime"]
    assert told["ownedByMe"] is True
    assert told["version"] == "1"
    assert book.call("GET", path, fields="*")["trashed"] is False
    other = Caller(book.store, made["id"], "someone@else.example")
    assert other.call("GET", path, fields="ownedByMe") == {"ownedByMe": False}
    assert book.call("DELETE", path) == b""
    for method in ("GET", "DELETE"):
        assert book.error(method, path, status=404) == f"File not found: {made['id']}."
    assert book.error("GET", f"/v4/spreadsheets/{made['id']}", status=404) == "Requested entity was not found."


def test_the_version_moves_with_every_change(book: Caller) -> None:
    path = f"{FILES}/{book.id}"
    before = book.call("GET", path, fields="version,modifiedTime")
    book.get("A1")
    assert book.call("GET", path, fields="version,modifiedTime") == before
    book.put("A1", [["x"]])
    after = book.call("GET", path, fields="version,modifiedTime")
    assert int(after["version"]) == int(before["version"]) + 1
    assert after["modifiedTime"] > before["modifiedTime"]


def test_errors_have_drives_old_form(book: Caller) -> None:
    _, answer = book.raw("GET", f"{FILES}/nowhere")
    assert answer["error"]["errors"][0]["reason"] == "notFound"
    assert "status" not in answer["error"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["It's three", "Two", "One"]),
        (f'mimeType="{SHEET}"', ["It's three", "Two", "One"]),
        (f"mimeType='{SHEET}' and name = 'Two'", ["Two"]),
        ("name != 'Two' and trashed=false", ["It's three", "One"]),
        ("name contains 'T'", ["It's three", "Two"]),
        (r"name = 'It\'s three'", ["It's three"]),
        ("trashed = true", []),
        ("mimeType = 'text/plain'", []),
    ],
)
def test_queries(book: Caller, query: str, names: list[str]) -> None:
    book.call("DELETE", f"{FILES}/{book.id}")
    for name in ("One", "Two", "It's three"):
        book.call("POST", FILES, {"name": name})
    assert listed(book, query) == names


def test_lists_in_pages_and_parts(book: Caller) -> None:
    for number in range(3):
        book.call("POST", FILES, {"name": f"File {number}"})
    first = book.call("GET", FILES, pageSize=3)
    assert len(first["files"]) == 3
    assert first["incompleteSearch"] is False
    second = book.call("GET", FILES, pageSize=3, pageToken=first["nextPageToken"])
    assert [entry["name"] for entry in second["files"]] == ["A spreadsheet"]
    assert "nextPageToken" not in second
    assert book.call("GET", FILES, fields="kind,files(id)") == {
        "kind": "drive#fileList",
        "files": [{"id": entry["id"]} for entry in first["files"] + second["files"]],
    }
    assert "version" in book.call("GET", FILES, fields="*")["files"][0]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"q": "sharedWithMe"}, "The embedded sheet does not understand the query 'sharedWithMe'."),
        (
            {"q": "name = 'x' or name = 'y'"},
            "The embedded sheet does not understand the query \"name = 'x' or name = 'y'\".",
        ),
        ({"q": "name = 'x' and "}, "The embedded sheet does not understand the query \"name = 'x' and \"."),
        ({"pageSize": 0}, "Invalid value '0'. Values must be within 1 to 1000."),
        ({"pageToken": "x"}, "Invalid Value"),
        ({"fields": "filez"}, "Invalid field selection filez"),
        ({"fields": "files("}, "Invalid field selection files("),
        ({"fields": "files(idd)"}, "Invalid field selection idd"),
    ],
)
def test_lists_that_cannot_be(book: Caller, query: Message, message: str) -> None:
    assert book.error("GET", FILES, **query) == message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"mimeType": "application/pdf"}, "The embedded sheet keeps spreadsheets only, not application/pdf."),
        ({"name": "x", "parents": ["folder"]}, "The embedded sheet does not keep a file's parents."),
        ([], "Parse Error"),
    ],
)
def test_files_that_cannot_be(book: Caller, body: object, message: str) -> None:
    assert book.error("POST", FILES, body) == message


def test_other_calls(book: Caller) -> None:
    assert book.error("GET", f"{FILES}/{book.id}", fields="nme") == "Invalid field selection nme"
    assert book.error("GET", f"{FILES}/{book.id}", fields="a,,b") == "Invalid field selection a,,b"
    for method, path in (("PATCH", f"{FILES}/{book.id}"), ("POST", f"{FILES}/{book.id}/copy"), ("DELETE", FILES)):
        assert book.error(method, path, status=404) == f"The embedded sheet does not answer {method} {path}."


def test_a_file_without_a_name(book: Caller) -> None:
    assert book.call("POST", FILES)["name"] == "Untitled"


def test_create_a_spreadsheet_with_its_tabs(book: Caller) -> None:
    body = {
        "properties": {"title": "Year", "locale": "en_US"},
        "sheets": [{"properties": {"sheetId": 4, "title": "Dates"}}, {"properties": {"title": "Staff"}}, {}],
    }
    answer = book.call("POST", "/v4/spreadsheets", body)
    assert answer["properties"]["locale"] == "en_US"
    assert answer["properties"]["timeZone"] == "Europe/London"
    assert [sheet["properties"]["title"] for sheet in answer["sheets"]] == ["Dates", "Staff", "Sheet1"]
    assert Caller(book.store, answer["spreadsheetId"]).sheet()["properties"]["sheetId"] == 4
    plain = book.call("POST", "/v4/spreadsheets", {}, fields="properties.title,sheets.properties.title")
    assert plain == {"properties": {"title": "Untitled spreadsheet"}, "sheets": [{"properties": {"title": "Sheet1"}}]}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"namedRanges": []},
            "The embedded sheet creates a spreadsheet from properties and sheets, not from namedRanges.",
        ),
        ({"sheets": [{"data": []}]}, "The embedded sheet creates sheets from their properties, not from data."),
        (
            {"sheets": [{"properties": {"title": "a"}}, {"properties": {"title": "a"}}]},
            'Invalid requests[1].addSheet: A sheet with the name "a" already exists. Please enter another name.',
        ),
    ],
)
def test_spreadsheets_that_cannot_be(book: Caller, body: Message, message: str) -> None:
    assert book.error("POST", "/v4/spreadsheets", body) == message
    assert listed(book) == ["A spreadsheet"]
