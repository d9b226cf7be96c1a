"""The store: what is on disk is what was answered, whoever shares the file."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.sheets_local import LocalSheets, Request
from tests.sheets_local.caller import Caller, Message, columns_of, grid_of, rows_of, text_rows
from tests.sheets_local.discovery import JudgedSheets

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "year.db"


@pytest.fixture
def store(path: Path) -> Iterator[LocalSheets]:
    made = JudgedSheets.open(path)
    yield made
    made.close()


def append(*row: Any, sheet: int = 0) -> Message:
    return {"appendCells": {"sheetId": sheet, "rows": text_rows(list(row)), "fields": "userEnteredValue"}}


def rich(book: Caller) -> None:
    """Fill a spreadsheet with everything that is kept."""
    look = {
        "userEnteredFormat": {"textFormat": {"bold": True}, "numberFormat": {"type": "DATE", "pattern": "dd/mm/yyyy"}},
        "note": "a note",
        "dataValidation": {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "ŵ"}]}},
    }
    area = grid_of(0, 1, 0, 2)
    book.put("A1", [["22/02/2027", "=1/4", "TRUE", 2.5, "text ŷ", "=A1"]], "USER_ENTERED")
    book.put("C7", [["far"]])
    book.batch(
        {"repeatCell": {"range": grid_of(0, 3, 0, 2), "cell": look, "fields": "userEnteredFormat,note,dataValidation"}},
        {"addSheet": {"properties": {"sheetId": 5, "title": "Two", "hidden": True}}},
        {"addSheet": {"properties": {"sheetId": 6, "title": "Three", "index": 0}}},
        {"mergeCells": {"range": grid_of(9, 11, 0, 2)}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "r1", "name": "Fence", "range": area}}},
        {"addProtectedRange": {"protectedRange": {"range": area, "warningOnly": True}}},
        {"addFilterView": {"filter": {"range": area}}},
        {"setBasicFilter": {"filter": {"range": area}}},
        {
            "updateDimensionProperties": {
                "range": columns_of(1, 3),
                "properties": {"pixelSize": 7},
                "fields": "pixelSize",
            }
        },
        {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataKey": "k",
                    "visibility": "PROJECT",
                    "location": {"dimensionRange": rows_of(0, 1)},
                }
            }
        },
    )


def test_everything_is_there_after_reopening(store: LocalSheets, path: Path) -> None:
    book = Caller(store)
    rich(book)
    before = book.resource(includeGridData="true")
    again = JudgedSheets.open(path)
    assert Caller(again, book.id).resource(includeGridData="true") == before
    again.close()


def test_another_process_sees_and_is_seen(store: LocalSheets, path: Path) -> None:
    mine = Caller(store)
    rich(mine)
    other_store = JudgedSheets.open(path)
    other = Caller(other_store, mine.id)
    other.put("A2", [["theirs"]])
    mine.batch({"deleteDimension": {"range": rows_of(2, 7)}}, {"deleteSheet": {"sheetId": 5}})
    other.batch(append("again"))
    assert mine.plain("Sheet1!A1:C9") == other.plain("Sheet1!A1:C9")
    assert mine.resource(includeGridData="true") == other.resource(includeGridData="true")
    mine.call("DELETE", f"/drive/v3/files/{mine.id}")
    assert other.error("GET", other.path(), status=404) == "Requested entity was not found."
    other_store.close()


def test_only_the_changed_tab_is_read_again(store: LocalSheets, path: Path) -> None:
    mine = Caller(store)
    rich(mine)
    kept = {sheet.id: sheet for sheet in store.book(mine.id).sheets}
    other_store = LocalSheets.open(path)
    Caller(other_store, mine.id).batch(append("x", sheet=5))
    other_store.close()
    now = {sheet.id: sheet for sheet in store.book(mine.id).sheets}
    assert now[0] is kept[0]
    assert now[5] is not kept[5]


def test_only_the_changed_rows_are_made_again(store: LocalSheets, path: Path) -> None:
    mine = Caller(store)
    mine.batch(append("TRUE"), append(True), append("x"))
    kept = store.book(mine.id).sheets[0].rows
    typed = {"start": {"sheetId": 0, "rowIndex": 1}, "fields": "userEnteredValue"}
    typed["rows"] = [{"values": [{"userEnteredValue": {"numberValue": 1}}]}]
    other_store = LocalSheets.open(path)
    Caller(other_store, mine.id).batch({"updateCells": typed}, append("y"))
    other_store.close()
    assert mine.plain("Sheet1!A1:A9") == [["TRUE"], [1], ["x"], ["y"]]
    now = store.book(mine.id).sheets[0].rows
    assert [one is other for one, other in zip(now, kept, strict=False)] == [True, False, True]


def test_a_refused_batch_leaves_memory_and_disk_alone(store: LocalSheets, path: Path) -> None:
    book = Caller(store)
    rich(book)
    before = store.book(book.id)
    dump = _dump(path)
    book.refused(append("x"), {"deleteSheet": {"sheetId": 0}}, {"deleteNamedRange": {"namedRangeId": "gone"}})
    assert store.book(book.id) is before
    assert _dump(path) == dump


def _dump(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_deleted_spreadsheet_leaves_no_rows(store: LocalSheets, path: Path) -> None:
    book = Caller(store)
    rich(book)
    keep = Caller(store)
    keep.put("A1", [["kept"]])
    book.call("DELETE", f"/drive/v3/files/{book.id}")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT DISTINCT workbook FROM line").fetchall() == [(keep.id,)]
        assert connection.execute("SELECT count(*) FROM sheet").fetchall() == [(1,)]


def test_a_busy_file_is_503_and_nothing_happened(path: Path) -> None:
    store = JudgedSheets.open(path, patience=0.05)
    book = Caller(store)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status, answer = book.raw("POST", book.path(":batchUpdate"), {"requests": [append("x")]})
        assert (status, answer["error"]["status"]) == (503, "UNAVAILABLE")
        assert book.error("POST", "/drive/v3/files", {}, status=503)
        assert book.error("DELETE", f"/drive/v3/files/{book.id}", status=503)
        assert book.plain() == []  # reading goes on
    assert book.plain() == []
    book.batch(append("x"))
    assert book.plain() == [["x"]]
    store.close()


def test_a_full_disk_is_503_and_nothing_happened(path: Path) -> None:
    store = JudgedSheets.open(path)
    book = Caller(store)
    book.batch(append("before"))
    connection = store._storage._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    big = [append("x" * 40_000) for _ in range(20)]
    status, _ = book.raw("POST", book.path(":batchUpdate"), {"requests": big})
    assert status == 503
    assert book.plain() == [["before"]]
    connection.execute("PRAGMA max_page_count = 1073741823")
    book.batch(append("after"))
    store.close()
    again = JudgedSheets.open(path)
    assert Caller(again, book.id).plain() == [["before"], ["after"]]
    again.close()


def test_threads_write_one_after_the_other(store: LocalSheets) -> None:
    book = Caller(store)
    barrier = threading.Barrier(6)

    def work(worker: int) -> list[int]:
        barrier.wait()
        seen = []
        for number in range(15):
            book.batch(append(f"{worker}.{number}"), append(f"{worker}.{number} again"))
            seen.append(len(book.plain()))
        return seen

    with ThreadPoolExecutor(6) as pool:
        for seen in pool.map(work, range(6)):
            assert seen == sorted(seen)
    rows = [row[0] for row in book.plain()]
    assert len(rows) == 180
    assert all(second == f"{first} again" for first, second in zip(rows[::2], rows[1::2], strict=True))
    assert sorted(rows[::2]) == sorted(f"{worker}.{number}" for worker in range(6) for number in range(15))


WRITER = """
import json, pathlib, sys
from kaizen.sheets_local import LocalSheets, Request
store = LocalSheets.open(pathlib.Path(sys.argv[1]))
path = f"/v4/spreadsheets/{sys.argv[2]}:batchUpdate"
cell = lambda text: {"values": [{"userEnteredValue": {"stringValue": text}}]}
for number in range(int(sys.argv[4])):
    batch = [{"appendCells": {"rows": [cell(f"{sys.argv[3]}.{number}.{part}")], "fields": "*"}} for part in range(3)]
    batch += [{"appendCells": {"sheetId": 5, "rows": [cell(f"{sys.argv[3]}.{number}")], "fields": "*"}}]
    answer = store.handle(Request("POST", path, "", json.dumps({"requests": batch}).encode()))
    assert answer.status == 200, answer.body
    print(f"{sys.argv[3]}.{number}", flush=True)
"""


def _writer(path: Path, book_id: str, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), book_id, name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def _whole_batches(book: Caller) -> list[str]:
    """Return the batches in the file, after checking that none of them is half there."""
    rows = [row[0] for row in book.plain("Sheet1!A:A")]
    others = [row[0] for row in book.plain("Two!A:A")]
    assert len(rows) == 3 * len(others)
    for place, name in enumerate(others):
        assert rows[3 * place : 3 * place + 3] == [f"{name}.0", f"{name}.1", f"{name}.2"]
    return others


def test_processes_write_one_after_the_other(store: LocalSheets, path: Path) -> None:
    book = Caller(store)
    book.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}})
    writers = [_writer(path, book.id, name, 25) for name in "ab"]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    assert sorted(_whole_batches(book)) == sorted(f"{name}.{number}" for name in "ab" for number in range(25))


def test_looking_twice_leaves_the_file_to_its_writer(store: LocalSheets, path: Path) -> None:
    """Another process that opens and closes the file must find it in use, however often we have opened it."""
    book = Caller(store)
    book.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}})
    LocalSheets.open(path).close()
    _writer(path, book.id, "a", 1).communicate(timeout=60)
    book.batch(append("ours"))
    _writer(path, book.id, "b", 1).communicate(timeout=60)
    again = LocalSheets.open(path)
    rows = [row[0] for row in Caller(again, book.id).plain("Sheet1!A:A")]
    again.close()
    assert rows == ["a.0.0", "a.0.1", "a.0.2", "ours", "b.0.0", "b.0.1", "b.0.2"]
    assert book.plain("Two!A:A") == [["a.0"], ["b.0"]]


def test_a_read_is_of_one_moment(store: LocalSheets, path: Path) -> None:
    """While one connection writes to two tabs in each batch, another never sees one tab without the other."""
    book = Caller(store)
    book.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}})
    reader_store = JudgedSheets.open(path)
    done = threading.Event()

    def write() -> None:
        for number in range(120):
            book.batch(append(number), append(number, sheet=5))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not done.is_set():
        lengths = {len(sheet.rows) for sheet in reader_store.book(book.id).sheets}
        assert len(lengths) == 1
        seen |= lengths
    writer.join(30)
    assert len(seen) > 1
    reader_store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("after", [1, 7, 23])
def test_a_killed_writer_leaves_every_answered_batch_and_no_half_one(path: Path, after: int) -> None:
    store = JudgedSheets.open(path)
    book = Caller(store)
    book.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}})
    store.close()
    with _writer(path, book.id, "w", 100_000) as writer:
        assert writer.stdout is not None
        answered = [writer.stdout.readline().strip() for _ in range(after)]
        os.kill(writer.pid, signal.SIGKILL)
        answered += writer.stdout.read().split()
    assert writer.returncode == -signal.SIGKILL
    store = JudgedSheets.open(path)
    found = _whole_batches(Caller(store, book.id))
    assert found[: len(answered)] == answered
    assert len(found) <= len(answered) + 1
    store.close()


def test_a_store_in_memory_is_gone_with_it() -> None:
    first = LocalSheets.open(None)
    book = Caller(first)
    second = LocalSheets.open(None)
    assert second.handle(Request("GET", book.path())).status == 404
    first.close()
    second.close()
    assert first.handle(Request("GET", book.path())).status == 503
