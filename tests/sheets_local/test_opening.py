"""Files that are not ours, not whole or out of reach: a plain sentence, and not a byte of them changed."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaizen.sheets_local import LocalSheets, UnusableFile
from tests.sheets_local.caller import Caller, text_rows

if TYPE_CHECKING:
    from collections.abc import Callable


def random_bytes(path: Path) -> None:
    path.write_bytes(bytes(range(7, 256)) * 40)


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def somebody_elses(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE workbook (id TEXT)")
        other.execute("INSERT INTO workbook VALUES ('precious')")


def ours(path: Path) -> None:
    store = LocalSheets.open(path)
    book = Caller(store)
    book.put("A1", [[f"row {number}", "x" * 200] for number in range(900)])
    store.close()


def truncated(path: Path) -> None:
    ours(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def overwritten(path: Path) -> None:
    ours(path)
    data = path.read_bytes()
    middle = len(data) // 2 // 4096 * 4096
    path.write_bytes(data[:middle] + b"\xa5" * 8192 + data[middle + 8192 :])


def cut_short(path: Path) -> None:
    ours(path)
    path.write_bytes(path.read_bytes()[:50])


def newer(path: Path) -> None:
    ours(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def tables_gone(path: Path) -> None:
    ours(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE line")


DAMAGED = (
    " cannot be read as the embedded sheet: it is damaged, or was never one. It is left as it is. "
    "Put a copy of it back from your backup, or name another file with --file."
)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (random_bytes, DAMAGED),
        (truncated, DAMAGED),
        (overwritten, DAMAGED),
        (cut_short, DAMAGED),
        (tables_gone, DAMAGED),
        (nothing, "is empty, so it is not a sheet that Kaizen has made."),
        (somebody_elses, "is a database of some other program, and is left as it is."),
        (newer, "was written by a newer Kaizen (format 99, this one knows 1). Update Kaizen"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], sentence: str
) -> None:
    path = tmp_path / "year.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(UnusableFile) as caught:
        LocalSheets.open(path)
    assert sentence in str(caught.value)
    assert str(path) in str(caught.value)
    assert "--file" in str(caught.value)
    assert path.read_bytes() == before
    assert [other.name for other in tmp_path.iterdir() if other.name.endswith("-wal")] == []


@pytest.mark.parametrize("make", [overwritten, random_bytes])
def test_what_the_database_says_of_a_damaged_file_is_for_the_log(
    tmp_path: Path, make: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "year.db"
    make(path)
    caplog.set_level("INFO", "kaizen.sheets_local.opening")
    with pytest.raises(UnusableFile) as caught:
        LocalSheets.open(path)
    assert str(caught.value) == f"{path}{DAMAGED}"
    (told,) = caplog.messages
    assert "\n" not in told
    assert "Page" in told or "SQLITE_NOTADB" in told


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="is a folder, not a file"):
        LocalSheets.open(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"There is no folder .*nowhere\. Make it"):
        LocalSheets.open(tmp_path / "nowhere" / "year.db")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(UnusableFile, match=r"There is no folder|cannot be used"):
        LocalSheets.open(tmp_path / "file" / "year.db")
    with pytest.raises(UnusableFile, match="cannot be used: File name too long"):
        LocalSheets.open(tmp_path / ("x" * 300))


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs users")
def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    path = tmp_path / "year.db"
    ours(path)
    path.chmod(0)
    code = (
        "import sys, os, pathlib\n"
        "from kaizen.sheets_local import LocalSheets, UnusableFile\n"
        "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: LocalSheets.open(pathlib.Path(sys.argv[1]))\n"
        "except UnusableFile as error: print(error)\n"
    )
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    told = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert "cannot be used: Permission denied. Check the folder and who may write there" in told.stdout


def test_a_file_another_program_holds(tmp_path: Path) -> None:
    path = tmp_path / "year.db"
    ours(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UnusableFile, match=r"is held by another program\. Close that program and try again"):
            LocalSheets.open(path, patience=0.01)


def test_a_new_file_appears_whole_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "year.db"
    store = LocalSheets.open(path)
    assert path.read_bytes()[:16] == b"SQLite format 3\0"
    book = Caller(store)
    book.put("A1", [["kept"]])
    store.close()
    assert [other.name for other in tmp_path.iterdir()] == ["year.db"]
    again = LocalSheets.open(path)
    assert Caller(again, book.id).plain() == [["kept"]]
    again.close()


def test_another_process_may_be_faster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one's file appears between our look and our move: it is used, not replaced."""
    path = tmp_path / "year.db"
    store = LocalSheets.open(path)
    book = Caller(store)
    real = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self: False if self == path else real(self))
    late = LocalSheets.open(path)
    assert Caller(late, book.id).plain() == []
    late.close()
    store.close()
    assert [other.name for other in tmp_path.iterdir()] == ["year.db"]


@pytest.mark.parametrize("text", ["{", '["x", {"l": "no such look"}]', "5"])
def test_a_damaged_row_is_an_error_not_a_guess(tmp_path: Path, text: str) -> None:
    path = tmp_path / "year.db"
    store = LocalSheets.open(path)
    book = Caller(store)
    book.batch({"appendCells": {"rows": text_rows(["x"]), "fields": "*"}})
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE line SET cells = ?", (text,))
    store = LocalSheets.open(path)
    book = Caller(store, book.id)
    assert book.error("GET", book.cells("A1")) == "The file of the embedded sheet is damaged."
    store.close()


def taken_away(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    other = path.with_name("other.db")
    ours(other)
    other.replace(path)


@pytest.mark.parametrize("change", [taken_away, replaced])
def test_a_file_that_is_gone_or_another_one_is_noticed_before_anything_is_done(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    path = tmp_path / "year.db"
    store = LocalSheets.open(path)
    book = Caller(store)
    book.put("A1", [["kept"]])
    kept = path.with_name("kept.db")
    os.link(path, kept)
    change(path)
    gone = "The file of the embedded sheet has been deleted or replaced."
    assert book.error("GET", book.cells("A1"), status=404) == gone
    query = {"valueInputOption": "RAW", "status": 404}
    assert book.error("PUT", book.cells("A1"), {"values": [["lost"]]}, **query) == gone
    kept.replace(path)
    assert book.plain() == [["kept"]], "the file itself is back in its place"
    store.close()


def test_a_file_that_goes_in_the_moment_of_the_write_is_noticed_too(tmp_path: Path) -> None:
    path = tmp_path / "year.db"

    def clock() -> datetime:
        if writing:
            path.unlink(missing_ok=True)
        return datetime(2026, 11, 21, 9, tzinfo=UTC)

    writing: list[bool] = []
    store = LocalSheets.open(path, clock=clock)
    book = Caller(store)
    writing.append(True)
    query = {"valueInputOption": "RAW", "status": 404}
    assert "deleted or replaced" in book.error("PUT", book.cells("A1"), {"values": [["lost"]]}, **query)
    store.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE workbook SET head = '{}'",
        "UPDATE workbook SET head = '[]'",
        "UPDATE sheet SET head = 'no JSON'",
        'UPDATE line SET cells = \'[{"l": "no such look"}]\'',
        "UPDATE line SET cells = '7'",
    ],
)
def test_damage_inside_the_tables_is_called_a_damaged_file(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "year.db"
    store = LocalSheets.open(path)
    book = Caller(store)
    book.put("A1", [["x"]])
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(damage)
    again = Caller(LocalSheets.open(path), book.id)
    assert again.error("GET", again.cells("A1")) == "The file of the embedded sheet is damaged."
    again.store.close()


def test_damage_below_the_tables_is_called_a_damaged_file_too(tmp_path: Path) -> None:
    path = tmp_path / "year.db"
    store = LocalSheets.open(path)
    book = Caller(store)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 9999 WHERE name = 'workbook'")
        connection.execute("PRAGMA schema_version = 99")
    assert book.error("GET", book.cells("A1")) == "The file of the embedded sheet is damaged."
    store.close()
