"""``python -m kaizen explain``: on the embedded sheet's file and over the network."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kaizen import bootstrap
from kaizen.__main__ import main
from tests.local_google import local_google

ROOT = Path(__file__).parents[1]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the practice sheet, in which a head has mistyped a school and given a tab another name."""
    for name in ("KAIZEN_SPREADSHEET", "KAIZEN_SHEETS_API", "KAIZEN_SERVICE_ACCOUNT", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "sheet.sqlite3"
    monkeypatch.setenv("KAIZEN_FILE", str(made))
    office = bootstrap.office()
    office.by_hand.change("Staff", typed={(4, 3): "Larkfeld"})
    bootstrap.close()
    return made


def said(told: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main(["explain", *words]) == 0
    out, err = told.readouterr()
    assert err == ""
    return out.splitlines()


def test_a_cell_that_is_not_plainly_read(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("--file", str(file))):
        lines = said(capsys, *words)
        at = lines.index("Staff row 4, School (cell C4): queried")
        assert lines[at + 1 : at + 3] == ["    found  'Larkfeld'", "    taken  nothing"]
        assert lines[-1] == "2 queried and 1 noted."
    assert "plainly read" not in "".join(lines)


def test_one_tab_as_json_lines(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = said(capsys, "--file", str(file), "--tab", " staff", "--json")
    assert json.loads(line) == {
        "tab": "Staff",
        "row": 4,
        "column": "School",
        "cell": "C4",
        "found": "Larkfeld",
        "outcome": "queried",
        "value": None,
        "sentence": (
            '"Larkfeld" is not a school on Schools; did you mean Larkfold? The row is left out until it is put right.'
        ),
        "suggested": {"column": "School", "value": "Larkfold"},
    }


def test_every_cell(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.loads(line) for line in said(capsys, "--file", str(file), "--tab", "Slots", "--json", "--all")]
    assert len(lines) > 20
    assert {line["outcome"] for line in lines} == {"read"}
    starts = next(line for line in lines if line["column"] == "Starts")
    assert starts["value"] == f"{starts['found']}:00"


def test_a_tab_that_nobody_reads(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--file", str(file), "--tab", "Stuff"]) == 2
    assert 'kaizen: The app reads no tab called "Stuff". It reads Settings, Schools' in capsys.readouterr().err


def test_another_sheet_and_a_tab_that_was_given_another_name(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with local_google() as google:
        for name, value in google.environment.items():
            monkeypatch.setenv(name, value)
        url = f"https://docs.google.com/spreadsheets/d/{google.head_makes()}/edit"
        assert main(["provision", "--sheet", url, "--demo"]) == 0
        capsys.readouterr()
        before = google.changes
        lines = said(capsys, "--sheet", url, "--tab", "Costs")
        assert lines[0] == "Costs row 2, Date (cell B2): noted"
        assert google.changes == before, "nothing is written"
    assert file.exists()


def test_whoever_reads_may_have_seen_enough(file: Path) -> None:
    command = [sys.executable, "-m", "kaizen", "explain", "--all", "--file", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0
