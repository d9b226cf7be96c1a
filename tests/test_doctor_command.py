"""``python -m kaizen doctor``: on the embedded sheet's file, over the network, and through a service account."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kaizen import bootstrap
from kaizen.__main__ import main
from kaizen.engine import live_trials
from kaizen.engine.calls import FOR_THE_APP
from kaizen.engine.live_trials import RELIED_ON, UNSURE
from kaizen.engine.quota import A_MINUTE, Kind, Quota
from kaizen.sheets_local import LocalSheets
from tests.local_google import EMAIL, LocalGoogle, key_of, local_google

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("KAIZEN_SPREADSHEET", "KAIZEN_SHEETS_API", "KAIZEN_SERVICE_ACCOUNT", "GOOGLE_APPLICATION_CREDENTIALS")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KAIZEN_FILE", str(tmp_path / "sheet.sqlite3"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "sheet.sqlite3"
    monkeypatch.setenv("KAIZEN_FILE", str(made))
    bootstrap.office()
    bootstrap.close()
    return made


@pytest.fixture
def google() -> Iterator[LocalGoogle]:
    with local_google() as made:
        yield made


def examined(told: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    code = main(["doctor", *words])
    said = told.readouterr()
    assert said.err == ""
    return code, said.out.splitlines()


def test_the_practice_sheet_is_well(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--file", str(file)]):
        code, said = examined(capsys, *words)
        assert (code, said[0]) == (0, f"ok     settings: the embedded sheet in {file}.")
        assert said[1] == "ok     sign-in: not set up: on the demo everyone can be anyone, any other year stays closed."
        assert said[2] == 'ok     access: the app can read the spreadsheet "Kaizen demo year".'
        assert [line for line in said if line.startswith("wrong")] == []


def test_the_trials_are_printed_as_a_table(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = examined(capsys, "--live")
    assert code == 0
    table = said[said.index("") + 1 :]
    assert table[0].split() == ["tried", "on", "a", "scratch", "tab", "expected", "seen"]
    for trial in (*RELIED_ON, *UNSURE):
        (row,) = [line for line in table if line.startswith(f"{trial.what} ")]
        assert row.removeprefix(trial.what).count(trial.expected) == 2, "seen as expected"
    assert "<-" not in "".join(table)
    assert any("No named range with id" in line for line in table)
    assert examined(capsys)[0] == 0


def test_a_trial_that_ends_otherwise_is_told(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (replace(trial, expected="something else") for trial in (RELIED_ON[1], UNSURE[0]))
    monkeypatch.setattr(live_trials, "UNSURE", (second,))
    monkeypatch.setattr(live_trials, "RELIED_ON", ())
    code, said = examined(capsys, "--live")
    assert (code, said[-1].endswith("accepted  <- look")) == (0, True)
    monkeypatch.setattr(live_trials, "RELIED_ON", (first,))
    code, said = examined(capsys, "--live")
    assert (code, [line for line in said if line.endswith("refused  <- WRONG")] != []) == (1, True)


def test_something_wrong_is_told_by_the_exit_code(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = bootstrap.office()
    office.by_hand.delete("Staff", 1)
    bootstrap.close()
    code, said = examined(capsys, "--live")
    assert code == 1
    assert [line for line in said if line.startswith("wrong  headings: Staff has no row of headings")]
    assert "" not in said, "nothing is tried on a sheet that is not well"


def test_a_running_embedded_sheet_is_looked_at(google: LocalGoogle, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = google.head_makes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAIZEN_SHEETS_API", google.address)
        patch.setenv("KAIZEN_SERVICE_ACCOUNT", json.dumps(key_of(google.address)))
        code, said = examined(capsys, "--sheet", sheet)
        assert (code, "wrong  tabs: the spreadsheet is empty." in "\n".join(said)) == (1, True)
        assert main(["provision", "--sheet", sheet, "--year", "2026-27"]) == 0
        capsys.readouterr()
        patch.setattr(bootstrap, "A_MINUTE", 0)  # nobody counts here, or it would take a minute
        code, said = examined(capsys, "--sheet", sheet, "--live")
        where = f"a Google sheet at {google.address}, as {EMAIL}, with the key from KAIZEN_SERVICE_ACCOUNT."
        assert (code, said[0]) == (0, f"ok     settings: {where}")
        assert "ok     clock: this machine and the server agree within ten seconds." in said
        assert said[1].startswith("look   sign-in: not set up, so nobody sees anything of the sheet.")
        google.read_only = True
        code, said = examined(capsys, "--sheet", sheet)
        assert code == 1
        assert f"enter {EMAIL}, choose Editor" in "\n".join(said)


def test_what_cannot_be_looked_at_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIZEN_FILE", str(tmp_path / "none.sqlite3"))
    assert main(["doctor"]) == 2
    assert "There is no practice sheet in" in capsys.readouterr().err
    LocalSheets.open(tmp_path / "blank.sqlite3").close()
    assert main(["doctor", "--file", str(tmp_path / "blank.sqlite3")]) == 2
    assert 'no spreadsheet "Kaizen demo year" yet' in capsys.readouterr().err
    monkeypatch.setenv("KAIZEN_SHEETS_API", "http://127.0.0.1:9")
    assert main(["doctor"]) == 2
    assert "cannot be reached" in capsys.readouterr().err
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_file_counts_more_than_what_is_set(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAIZEN_SHEETS_API", "http://127.0.0.1:9")
        code, said = examined(capsys, "--file", str(file))
    assert (code, said[0]) == (0, f"ok     settings: the embedded sheet in {file}.")


def test_a_doctor_at_the_opening_bell_leaves_the_calls_to_the_app(
    google: LocalGoogle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = google.head_makes()
    monkeypatch.setenv("KAIZEN_SHEETS_API", google.address)
    monkeypatch.setenv("KAIZEN_SERVICE_ACCOUNT", json.dumps(key_of(google.address)))
    monkeypatch.setattr("kaizen.engine.calls.Caller.pause", lambda *_: False)
    file = bootstrap.lock_file_of(tmp_path / "sheet.sqlite3").with_suffix(".quota")
    the_app = Quota(file, time.monotonic)
    for _ in range(A_MINUTE - FOR_THE_APP):
        the_app.take(Kind.READ)
    before = google.changes
    assert examined(capsys, "--sheet", sheet, "--live")[1][2:] == [
        "wrong  access: The sheet is busy: Google allows only so many calls a minute."
    ]
    assert google.changes == before
    assert the_app.take(Kind.READ) == 0


@pytest.mark.parametrize(
    ("domain", "told", "ends_with"),
    [
        ("larkfold.sch.example", "ok     sign-in: Trust for larkfold.sch.example.", 0),
        ("gmail.com", "wrong  sign-in: Sign-in cannot be used as the secrets have it: anybody can have", 1),
    ],
)
def test_sign_in_is_judged_by_the_secrets(
    file: Path, capsys: pytest.CaptureFixture[str], domain: str, told: str, ends_with: int
) -> None:
    secrets = file.parent / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(
        f"""
        [auth]
        redirect_uri = "https://kaizen.example/oauth2callback"
        cookie_secret = "{hashlib.sha256(b"geheim").hexdigest()}"
        [auth.trust]
        client_id = "kaizen"
        client_secret = "geheim"
        server_metadata_url = "https://sign-in.example/.well-known/openid-configuration"
        [sign_in.trust]
        domains = ["{domain}"]
        issuer = "https://sign-in.example"
        """
    )
    code, said = examined(capsys)
    assert (code, said[1][: len(told)]) == (ends_with, told)
    assert "geheim" not in "".join(said)
