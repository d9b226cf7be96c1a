"""``python -m kaizen provision`` on a sheet that a headteacher has made, through the service account's whole way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kaizen import bootstrap, setting_up
from kaizen.__main__ import main
from kaizen.engine.google import Workbook, client_over
from kaizen.settings import SECRETS_FILE, Settings
from kaizen.sheet.layout import ALL_TABS
from kaizen.sheet.provisioning import Here
from kaizen.sheet.reading import YearReader
from kaizen.sheets_local import session
from tests.local_google import EMAIL, HEAD, LocalGoogle, local_google

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaizen.sheet.cells import Grid


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalGoogle]:
    """Serve Google, and point a machine without secrets of its own at it."""
    for name in ("KAIZEN_SPREADSHEET", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KAIZEN_FILE", str(tmp_path / "sheet.sqlite3"))
    monkeypatch.chdir(tmp_path)
    with local_google() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


def cells(google: LocalGoogle, spreadsheet_id: str) -> dict[str, Grid]:
    """Return what stands in the sheet as the headteacher sees it."""
    book = Workbook(client_over(session(google.store, HEAD)), spreadsheet_id)
    return book.read(book.structure.tabs)


def says(told: pytest.CaptureFixture[str], code: int) -> str:
    said = told.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.startswith("kaizen: ")
    assert said.err.count("\n") == 1
    return said.err


def test_how_things_stand_is_told_before_anything_is_built(
    google: LocalGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIZEN_SPREADSHEET", google.head_makes())
    found = setting_up.standing(Settings.given(os.environ, {}))
    assert (found.here, found.access.details is None) == (Here.EMPTY, False)
    google.refusal = (403, "The caller does not have permission")
    found = setting_up.standing(Settings.given(os.environ, {}))
    assert (found.here, found.access.details) == (None, None)


def test_an_empty_sheet_becomes_a_year(google: LocalGoogle, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = google.head_makes()
    address = f"https://docs.google.com/spreadsheets/d/{sheet}/edit#gid=0"
    assert main(["provision", "--sheet", address, "--year", "2027-28"]) == 0
    assert "is ready for the school year 2027-28: 24 tabs were built" in capsys.readouterr().out
    assert list(cells(google, sheet)) == [tab.title for tab in ALL_TABS]
    assert main(["provision", "--sheet", sheet]) == 0
    assert "nothing to build" in capsys.readouterr().out
    assert main(["provision", "--sheet", sheet, "--year", "2026-27"]) == 2
    assert "holds the school year 2027-28" in capsys.readouterr().err


def test_the_app_opens_what_was_built(google: LocalGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = google.head_makes()
    assert main(["provision", "--sheet", sheet, "--demo"]) == 0
    assert len(YearReader().read(cells(google, sheet)).year.people) == 332
    monkeypatch.setenv("KAIZEN_SPREADSHEET", sheet)
    office = bootstrap.office()
    assert (office.embedded, len(office.year.schools)) == (False, 9)
    bootstrap.close()


def test_without_a_year_the_usual_one_is_built(google: LocalGoogle) -> None:
    sheet = google.head_makes()
    assert main(["provision", "--sheet", sheet]) == 0
    assert YearReader().read(cells(google, sheet)).findings == ()


def test_other_peoples_data_is_left_alone(google: LocalGoogle, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = google.head_makes("Dinner money", "Monday", "£2.40")
    assert "somebody else's" in says(capsys, main(["provision", "--sheet", sheet]))
    assert cells(google, sheet) == {"Sheet1": [["Monday", "£2.40"]]}


@pytest.mark.parametrize("refusal", [(403, "The caller does not have permission"), (404, "Not found.")])
def test_a_sheet_that_is_not_shared_says_with_whom(
    google: LocalGoogle, capsys: pytest.CaptureFixture[str], refusal: tuple[int, str]
) -> None:
    google.refusal = refusal
    said = says(capsys, main(["provision", "--sheet", google.head_makes()]))
    assert f"press Share, enter {EMAIL}, choose Editor" in said


def test_a_sheet_that_is_shared_for_viewing_only_says_so(
    google: LocalGoogle, capsys: pytest.CaptureFixture[str]
) -> None:
    google.read_only = True
    sheet = google.head_makes()
    assert f"enter {EMAIL}, choose Editor" in says(capsys, main(["provision", "--sheet", sheet]))
    assert list(cells(google, sheet)) == ["Sheet1"]


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        ("our year", "not the address of a Google sheet"),
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml", "published copy"),
        ("nowhere", "cannot be found"),
    ],
)
def test_a_sheet_that_is_none_is_said(
    google: LocalGoogle, capsys: pytest.CaptureFixture[str], sheet: str, sentence: str
) -> None:
    assert sentence in says(capsys, main(["provision", "--sheet", sheet]))


def test_without_a_key_there_is_nothing_to_build_in(
    google: LocalGoogle, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("KAIZEN_SERVICE_ACCOUNT")
    monkeypatch.delenv("KAIZEN_SHEETS_API")
    assert "There is no service account's key" in says(capsys, main(["provision", "--sheet", "abc"]))
    monkeypatch.setenv("KAIZEN_SERVICE_ACCOUNT", str(tmp_path / "service-account.json"))
    assert "service-account.json" in says(capsys, main(["provision", "--sheet", "abc"]))
    (tmp_path / SECRETS_FILE).parent.mkdir()
    (tmp_path / SECRETS_FILE).write_text("[connections.kaizen")
    assert "secrets.toml cannot be read" in says(capsys, main(["provision", "--sheet", "abc"]))
    (tmp_path / SECRETS_FILE).write_text('[connections.kaizen]\nspreadsheet = "abc"')
    assert "[connections.kaizen] has no type" in says(capsys, main(["provision", "--sheet", "abc"]))
    assert not (tmp_path / "sheet.sqlite3").exists()


def test_a_key_that_google_no_longer_takes_is_said(google: LocalGoogle, capsys: pytest.CaptureFixture[str]) -> None:
    google.no_token = (400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."})
    assert "does not accept the app's key any more" in says(capsys, main(["provision", "--sheet", "abc"]))
