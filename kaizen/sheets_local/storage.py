"""Workbooks in SQLite: read what another process has changed, write what a batch has touched."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from kaizen.sheets_local.cells import EMPTY_ROW, Look, Row
from kaizen.sheets_local.encoding import looks_of, row_from, row_text
from kaizen.sheets_local.refusals import file_damaged, file_gone
from kaizen.sheets_local.workbook import Sheet, Workbook

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kaizen.sheets_local.cells import Cell
    from kaizen.sheets_local.wire import Message


class FileEntry(NamedTuple):
    """What Drive tells about a spreadsheet."""

    id: str
    title: str
    owner: str
    created: datetime
    modified: datetime
    revision: int


class Storage:
    """The tables behind the workbooks. Not for several threads at once; the store holds a lock."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        self._connection = connection
        self._path = path
        self._identity = self._identity_now()
        self._looks: dict[str, Look] = {}

    def _identity_now(self) -> tuple[int, int] | None:
        """Return what tells the file from any other that stands in its place; None where there is none."""
        try:
            there = self._path.stat() if self._path is not None else None
        except OSError:
            return None
        return (there.st_dev, there.st_ino) if there is not None else None

    def _look_after_file(self) -> None:
        """Make sure that the file is the one that was opened: a write to a deleted one would be lost with it.

        Raises:
            Refusal: 404 where it has been deleted or replaced.
        """
        if self._identity_now() != self._identity:
            raise file_gone()

    def begin(self) -> None:
        """Start a change; another process that is writing is waited for.

        Raises:
            sqlite3.OperationalError: it took too long.
            Refusal: the file has been deleted or replaced.
        """
        self._look_after_file()
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make the change last, also through a power cut.

        Raises:
            Refusal: the file was deleted or replaced by now, so the change is lost with it.
        """
        self._connection.execute("COMMIT")
        self._look_after_file()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything read inside be of one moment, whatever other processes write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self._look_after_file()
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self.rollback()

    def rollback(self) -> None:
        """Drop the change, if there is one."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def files(self) -> list[FileEntry]:
        """Return all spreadsheets, the one changed last first."""
        rows = self._connection.execute(
            "SELECT id, title, owner, created, modified, revision FROM workbook ORDER BY modified DESC, id"
        )
        return [
            FileEntry(key, title, owner, datetime.fromisoformat(created), datetime.fromisoformat(modified), revision)
            for key, title, owner, created, modified, revision in rows
        ]

    def revision(self, book_id: str) -> int | None:
        """Return the revision of a spreadsheet in the file, ``None`` where there is none."""
        found = self._connection.execute("SELECT revision FROM workbook WHERE id = ?", (book_id,)).fetchone()
        return found and int(found[0])

    def delete(self, book_id: str) -> None:
        """Remove a spreadsheet and all its rows."""
        for table, column in (("line", "workbook"), ("sheet", "workbook"), ("workbook", "id")):
            self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (book_id,))  # noqa: S608 - names from the line above # nosec B608

    def load(self, book_id: str, known: Workbook | None) -> Workbook:
        """Return a spreadsheet as the file has it.

        Args:
            book_id: an id that is in the file.
            known: an older state, whose unchanged tabs are taken over.

        Raises:
            Refusal: 400 where the file is damaged.
        """
        try:
            return self._loaded(book_id, known)
        except (ValueError, LookupError, TypeError, AttributeError):
            raise file_damaged() from None

    def _loaded(self, book_id: str, known: Workbook | None) -> Workbook:
        revision, owner, created, modified, head_text = self._connection.execute(
            "SELECT revision, owner, created, modified, head FROM workbook WHERE id = ?", (book_id,)
        ).fetchone()
        head = json.loads(head_text)
        rows = self._connection.execute("SELECT id, revision, head FROM sheet WHERE workbook = ?", (book_id,))
        entries = {key: (stamp, text) for key, stamp, text in rows.fetchall()}
        return Workbook(
            book_id,
            head["properties"],
            owner,
            datetime.fromisoformat(created),
            datetime.fromisoformat(modified),
            revision,
            [self._sheet(book_id, key, *entries[key], known) for key in head["sheets"]],
            {named["namedRangeId"]: named for named in head["named"]},
            {entry["metadataId"]: entry for entry in head["metadata"]},
        )

    def _sheet(self, book_id: str, sheet_id: int, revision: int, text: str, known: Workbook | None) -> Sheet:
        old = known.find(sheet_id) if known else None
        if old is not None and old.revision == revision:
            return old
        head = json.loads(text)
        sizes = {name: {int(index): size for index, size in entries.items()} for name, entries in head["sizes"].items()}
        return Sheet(
            head["properties"], self._rows(book_id, sheet_id, old.rows if old else ()), sizes, head["objects"], revision
        )

    def _rows(self, book_id: str, sheet_id: int, old: Sequence[Row]) -> list[Row]:
        """Return the rows of a sheet; those that stand where they stood are taken over from ``old``."""
        self._looks = {
            key: Look.from_text(body) for key, body in self._connection.execute("SELECT key, body FROM look")
        }
        lines = self._connection.execute(
            "SELECT position, cells FROM line WHERE workbook = ? AND sheet = ? ORDER BY position", (book_id, sheet_id)
        )
        read: dict[str, Row] = {}
        known: dict[Hashable, Cell] = {}
        rows: list[Row] = []
        for position, text in lines:
            rows += [EMPTY_ROW] * (position - len(rows))
            if position < len(old) and row_text(old[position]) == text:
                rows.append(old[position])
                continue
            if text not in read:
                read[text] = row_from(text, self._looks, known)
            rows.append(read[text])
        return rows

    def save(self, before: Workbook | None, after: Workbook) -> None:
        """Write what differs between two states of a spreadsheet, inside the change that has been started.

        Args:
            before: the state in the file, ``None`` for a new spreadsheet.
            after: the state to be.
        """
        head: Message = {
            "properties": after.properties,
            "sheets": [sheet.id for sheet in after.sheets],
            "named": list(after.named.values()),
            "metadata": list(after.metadata.values()),
        }
        stamps = (after.created.isoformat(), after.modified.isoformat())
        self._connection.execute(
            "INSERT OR REPLACE INTO workbook VALUES (?, ?, ?, ?, ?, ?, ?)",
            (after.id, after.revision, after.title, after.owner, *stamps, json.dumps(head)),
        )
        olds = {sheet.id: sheet for sheet in before.sheets} if before else {}
        for gone in olds.keys() - {sheet.id for sheet in after.sheets}:
            self._connection.execute("DELETE FROM sheet WHERE workbook = ? AND id = ?", (after.id, gone))
            self._connection.execute("DELETE FROM line WHERE workbook = ? AND sheet = ?", (after.id, gone))
        for sheet in after.sheets:
            if olds.get(sheet.id) is not sheet:
                self._save_sheet(after.id, olds.get(sheet.id), sheet)

    def _save_sheet(self, book_id: str, old: Sheet | None, sheet: Sheet) -> None:
        head = {"properties": sheet.properties, "sizes": sheet.sizes, "objects": sheet.objects}
        self._connection.execute(
            "INSERT OR REPLACE INTO sheet VALUES (?, ?, ?, ?)", (book_id, sheet.id, sheet.revision, json.dumps(head))
        )
        olds = old.rows if old else []
        new = [
            (position, row)
            for position, row in enumerate(sheet.rows)
            if position >= len(olds) or olds[position] is not row
        ]
        self._save_looks([row for _, row in new])
        texts = {row: row_text(row) for _, row in new}
        self._connection.executemany(
            "INSERT OR REPLACE INTO line VALUES (?, ?, ?, ?)",
            [(book_id, sheet.id, position, texts[row]) for position, row in new],
        )
        if len(olds) > len(sheet.rows):
            self._connection.execute(
                "DELETE FROM line WHERE workbook = ? AND sheet = ? AND position >= ?",
                (book_id, sheet.id, len(sheet.rows)),
            )

    def _save_looks(self, rows: Iterable[Row]) -> None:
        looks = looks_of(list(dict.fromkeys(rows)))
        self._connection.executemany(
            "INSERT OR IGNORE INTO look VALUES (?, ?)", [(key, look.text()) for key, look in looks.items()]
        )
