"""``python -m kaizen``: what it does, and one plain sentence where it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from kaizen import bootstrap
from kaizen.__main__ import main
from kaizen.sheets_local import LocalSheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def kaizen(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kaizen", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def says(told: pytest.CaptureFixture[str], code: int) -> str:
    """Return the one sentence on stderr of a command that failed as it should."""
    said = told.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.startswith("kaizen: ")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def test_help_names_the_commands() -> None:
    done = kaizen("--help")
    assert done.returncode == 0
    assert "sheets-local" in done.stdout
    assert "demo" in done.stdout
    assert "provision" in done.stdout
    assert "streamlit run streamlit_app.py" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["demo"],
        ["sheets-local"],
        ["sheets-local", "--port", "many"],
        ["nonsense"],
        ["provision"],
        ["provision", "--sheet", "abc", "--year", "2026-28"],
        ["provision", "--sheet", "abc", "--year", "2026-27", "--demo"],
    ],
)
def test_half_a_command_is_explained(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m kaizen")


def test_the_demo_starts_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "sheet.sqlite3"
    monkeypatch.setenv("KAIZEN_FILE", str(file))
    bootstrap.office().by_hand.type_in("Schools", 2, 1, "Changed")
    bootstrap.close()
    done = kaizen("demo", "--reset", "--file", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"The demo in {file} starts over. What was there is kept in {tmp_path}/sheet-before-")
    assert bootstrap.office().year.schools[0].name == "Gynn Sands Primary School"
    bootstrap.close()


def test_a_file_of_something_else_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Not a sheet, and dear to somebody.\n" * 100)
    for words in (["demo", "--reset"], ["sheets-local", "--port", "0"]):
        said = says(capsys, main([*words, "--file", str(notes)]))
        assert str(notes) in said
        assert "left as it is" in said
    assert notes.read_text() == "Not a sheet, and dear to somebody.\n" * 100


def test_a_sheet_cut_off_in_the_middle_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sheet.sqlite3"
    assert main(["demo", "--reset", "--file", str(_made(file))]) == 0
    capsys.readouterr()
    half = file.read_bytes()[: file.stat().st_size // 2]
    file.write_bytes(half)
    assert "left as it is" in says(capsys, main(["demo", "--reset", "--file", str(file)]))
    assert file.read_bytes() == half


def _made(file: Path) -> Path:
    LocalSheets.open(file).close()
    return file


def test_a_folder_or_nothing_is_not_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is a folder" in says(capsys, main(["demo", "--reset", "--file", str(tmp_path)]))
    assert "no folder" in says(capsys, main(["sheets-local", "--port", "0", "--file", str(tmp_path / "no" / "file")]))
    assert "no file" in says(capsys, main(["demo", "--reset", "--file", str(tmp_path / "shet.sqlite3")]))
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} cannot be used" in says(capsys, main(["sheets-local", "--port", str(port)]))


@contextmanager
def serving(*words: str) -> Iterator[str]:
    command = [sys.executable, "-m", "kaizen", "sheets-local", "--port", "0", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        sentence = server.stdout.readline()
        try:
            yield next(word for word in sentence.split() if word.startswith("http://"))
        finally:
            server.terminate()
            server.wait(20)


def test_the_embedded_sheet_is_served_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "sheet.sqlite3"
    with serving("--file", str(file)) as address:
        made = urllib.request.Request(f"{address}/v4/spreadsheets", data=b"{}", method="POST")  # noqa: S310 - loopback
        with urllib.request.urlopen(made, timeout=20) as answer:  # noqa: S310
            assert answer.status == 200
    store = LocalSheets.open(file)
    assert len(store.entries()) == 1
    store.close()
