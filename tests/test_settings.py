"""What the environment and the secrets may say, and one sentence for everything they may not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.errors import SetupError
from kaizen.settings import DEFAULT_FILE, SECRETS_FILE, Settings, secrets_on_disk, spreadsheet_id
from tests.local_google import EMAIL, key_of

if TYPE_CHECKING:
    from pathlib import Path

KEY = key_of("http://127.0.0.1:1")
ADDRESS = "https://docs.google.com/spreadsheets/d/1A-b_2/edit?gid=7"


def test_without_anything_it_is_the_embedded_sheet() -> None:
    told = Settings.given({}, {"auth": {"client_id": "x"}, "connections": {"other": {}}})
    assert (told.file, told.address, told.spreadsheet, told.account, told.email) == (DEFAULT_FILE, "", "", None, "")
    assert told.said == f"the embedded sheet in {DEFAULT_FILE}."


@pytest.mark.parametrize(
    ("environment", "secrets", "where"),
    [
        ({}, {"connections": {"kaizen": {"spreadsheet": ADDRESS, **KEY}}}, "[connections.kaizen]"),
        ({"KAIZEN_SPREADSHEET": ADDRESS}, {"connections": {"kaizen": KEY}}, "[connections.kaizen]"),
        (
            {"KAIZEN_SPREADSHEET": ADDRESS},
            {"gcp_service_account": KEY, "connections": "none"},
            "[gcp_service_account]",
        ),
        ({"KAIZEN_SPREADSHEET": ADDRESS, "KAIZEN_SERVICE_ACCOUNT": json.dumps(KEY)}, {}, "KAIZEN_SERVICE_ACCOUNT"),
    ],
)
def test_a_key_may_stand_in_several_places(environment: dict[str, str], secrets: dict[str, Any], where: str) -> None:
    told = Settings.given(environment, secrets)
    assert (told.where, told.spreadsheet, told.account, told.email) == (where, "1A-b_2", KEY, EMAIL)
    assert told.said == f"a Google sheet, as {EMAIL}, with the key from {where}."
    assert "PRIVATE" not in told.said


@pytest.mark.parametrize("variable", ["KAIZEN_SERVICE_ACCOUNT", "GOOGLE_APPLICATION_CREDENTIALS"])
def test_a_key_may_be_a_file(tmp_path: Path, variable: str) -> None:
    file = tmp_path / "service-account.json"
    file.write_text(json.dumps(KEY))
    told = Settings.given({variable: str(file), "KAIZEN_SPREADSHEET": "abc"}, {})
    assert (told.where, told.account) == (variable, KEY)
    for broken in (b"{", b"[]", b"\xff\xfe", b'"words"'):
        file.write_bytes(broken)
        with pytest.raises(SetupError, match=rf"{variable}|{file.name}"):
            Settings.given({variable: str(file), "KAIZEN_SPREADSHEET": "abc"}, {})
    file.unlink()
    with pytest.raises(SetupError, match=rf"cannot be read from the file .*{file.name}"):
        Settings.given({variable: str(file), "KAIZEN_SPREADSHEET": "abc"}, {})


def test_other_peoples_google_credentials_do_not_take_a_newcomer_from_the_demo() -> None:
    elsewhere = {"GOOGLE_APPLICATION_CREDENTIALS": "/no/such/file.json"}
    assert Settings.given(elsewhere, {}).account is None
    with pytest.raises(SetupError, match="cannot be read"):
        Settings.given(elsewhere, {}, "abc")


def test_a_sheet_named_for_this_once_counts_most() -> None:
    secrets = {"connections": {"kaizen": {"spreadsheet": "usual", **KEY}}}
    assert Settings.given({"KAIZEN_SPREADSHEET": "other"}, secrets).spreadsheet == "usual"
    assert Settings.given({"KAIZEN_SPREADSHEET": "other"}, secrets, ADDRESS).spreadsheet == "1A-b_2"


@pytest.mark.parametrize(
    ("secrets", "environment", "named"),
    [
        ({"connections": {"kaizen": KEY}}, {}, r"\[connections.kaizen\] has no spreadsheet\. Add it in"),
        (
            {"gcp_service_account": KEY | {"private_key": ""}},
            {},
            r"\[gcp_service_account\] has no spreadsheet and no private_key",
        ),
        ({"connections": {"kaizen": {"spreadsheet": "abc"}}}, {}, "no type and no project_id and no private_key"),
        ({"connections": {"kaizen": "abc"}}, {}, r"\[connections.kaizen\] is not a section"),
        ({"gcp_service_account": []}, {}, r"\[gcp_service_account\] is not a section"),
        ({}, {"KAIZEN_SERVICE_ACCOUNT": json.dumps(KEY)}, "KAIZEN_SERVICE_ACCOUNT has no spreadsheet. The key is"),
        ({}, {"KAIZEN_SERVICE_ACCOUNT": "{broken"}, "not a service account's key"),
        (
            {"connections": {"kaizen": {"spreadsheet": "abc", **KEY, "type": "authorized_user"}}},
            {},
            "its type is 'authorized_user'",
        ),
        (
            {"connections": {"kaizen": {"spreadsheet": "abc", **KEY}}},
            {"KAIZEN_SHEETS_API": "https://sheets.elsewhere.example"},
            "Its tokens are for Google alone",
        ),
    ],
)
def test_a_missing_secret_is_named(secrets: dict[str, Any], environment: dict[str, str], named: str) -> None:
    with pytest.raises(SetupError, match=named) as refused:
        Settings.given(environment, secrets)
    assert "PRIVATE KEY" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "1A-b_2",
        " 1A-b_2\n",
        ADDRESS,
        "https://docs.google.com/spreadsheets/d/1A-b_2",
        "docs.google.com/spreadsheets/u/0/d/1A-b_2/edit#gid=0",
    ],
)
def test_an_address_or_an_id_names_a_sheet(text: str) -> None:
    assert spreadsheet_id(text) == "1A-b_2"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml", "published copy"),
        ("https://docs.google.com/document/d/1A-b_2/edit", "not the address of a Google sheet"),
        ("our year.xlsx", "not the address of a Google sheet"),
        ("", "not the address of a Google sheet"),
    ],
)
def test_other_addresses_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(SetupError, match=sentence):
        spreadsheet_id(text)


def test_secrets_on_disk_are_those_of_streamlit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, here = tmp_path / "home", tmp_path / "here"
    for folder, text in ((home, 'one = 1\ntwo = "home"'), (here, 'two = "here"')):
        (folder / SECRETS_FILE).parent.mkdir(parents=True)
        (folder / SECRETS_FILE).write_text(text)
    assert secrets_on_disk([home, here]) == {"one": 1, "two": "here"}
    assert secrets_on_disk([tmp_path]) == {}
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    assert secrets_on_disk() == {"one": 1, "two": "here"}


@pytest.mark.parametrize("content", [b"[connections.kaizen\nprivate_key = 'geheim'", b"\xff\xfe"])
def test_secrets_that_cannot_be_read_are_said_and_not_repeated(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SECRETS_FILE).parent.mkdir()
    (tmp_path / SECRETS_FILE).write_bytes(content)
    with pytest.raises(SetupError, match="nobody knows which sheet is meant") as refused:
        secrets_on_disk([tmp_path])
    assert "geheim" not in str(refused.value)
