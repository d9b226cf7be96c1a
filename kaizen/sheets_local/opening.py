"""Opening the file: whose it is, whether it is whole, and a plain sentence where it cannot be used.

A file that is not ours, or not whole, is never written to. A new one is made beside its place and moved there in one
step, so that a power cut leaves either no file or a good one.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Final

from kaizen.errors import UnusableFile

log = logging.getLogger(__name__)

APPLICATION_ID: Final = 0x4B_5A_53_48
"""``KZSH`` in the header of the file, where SQLite keeps whose it is."""

SCHEMA_VERSION: Final = 1

SCHEMA: Final = """
CREATE TABLE workbook (
    id TEXT PRIMARY KEY, revision INTEGER NOT NULL, title TEXT NOT NULL, owner TEXT NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, head TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE sheet (
    workbook TEXT NOT NULL, id INTEGER NOT NULL, revision INTEGER NOT NULL, head TEXT NOT NULL,
    PRIMARY KEY (workbook, id)
) WITHOUT ROWID;
CREATE TABLE line (
    workbook TEXT NOT NULL, sheet INTEGER NOT NULL, position INTEGER NOT NULL, cells TEXT NOT NULL,
    PRIMARY KEY (workbook, sheet, position)
) WITHOUT ROWID;
CREATE TABLE look (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
"""
_TABLES: Final = {"workbook", "sheet", "line", "look"}


def connect(path: Path | None, patience: float) -> sqlite3.Connection:
    """Return a connection to the embedded sheet's file, made new where there is none.

    Args:
        path: the file; ``None`` keeps everything in memory.
        patience: seconds to wait for another process that is writing.

    Raises:
        UnusableFile: with a sentence that says what to do; the file is as it was.
    """
    if path is None:
        connection = _connection(":memory:", patience)
        _build(connection)
        return connection
    try:
        if not path.exists():
            _create(path)
        _look_at(path)
        return _opened(path, patience)
    except OSError as error:
        raise UnusableFile(
            f"{path} cannot be used: {error.strerror or error}. Check the folder and who may write there, "
            "or name another file with --file."
        ) from error


def _connection(name: str, patience: float) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=patience, isolation_level=None, check_same_thread=False)


def _build(connection: sqlite3.Connection) -> None:
    connection.executescript(
        f"BEGIN;{SCHEMA}PRAGMA application_id={APPLICATION_ID};PRAGMA user_version={SCHEMA_VERSION};COMMIT;"
    )


def _create(path: Path) -> None:
    """Make a new file in one step; where another process was faster, its file is the one."""
    if not path.parent.is_dir():
        raise UnusableFile(f"There is no folder {path.parent}. Make it, or name another file with --file.")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        with contextlib.closing(_connection(name, 1)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            _build(connection)
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _look_at(path: Path) -> None:
    if not path.is_file():
        raise UnusableFile(f"{path} is a folder, not a file. Name a file with --file.")
    if path.stat().st_size == 0:
        raise UnusableFile(
            f"{path} is empty, so it is not a sheet that Kaizen has made. "
            "Move it away and start again, or name another file with --file."
        )
    # Not opened to find out: closing a file again takes away the locks of this whole process on it, and another
    # process would clear the log away that a connection of ours still writes to.
    if not os.access(path, os.R_OK | os.W_OK):  # pragma: no cover - never so for root; tested as another user
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with tempfile.TemporaryFile(dir=path.parent):
        """Only to learn now whether the folder may be written."""


def _opened(path: Path, patience: float) -> sqlite3.Connection:
    connection = _connection(str(path), patience)
    try:
        _recognise(path, connection)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
    except sqlite3.Error as error:
        log.info("%s cannot be opened: %s", path, getattr(error, "sqlite_errorname", ""))
        connection.close()
        raise UnusableFile(_busy(path) if "locked" in str(error) else _damaged(path)) from error
    except UnusableFile:
        connection.close()
        raise
    return connection


def _recognise(path: Path, connection: sqlite3.Connection) -> None:
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if owner != APPLICATION_ID:
        raise UnusableFile(
            f"{path} is a database of some other program, and is left as it is. Name another file with --file."
        )
    if version > SCHEMA_VERSION:
        raise UnusableFile(
            f"{path} was written by a newer Kaizen (format {version}, this one knows {SCHEMA_VERSION}). "
            "Update Kaizen, or name another file with --file."
        )
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok" or not tables >= _TABLES:
        log.info("%s is damaged: %s; %d tables", path, " ".join(str(verdict).split()), len(tables))
        raise UnusableFile(_damaged(path))


def _busy(path: Path) -> str:
    return f"{path} is held by another program. Close that program and try again, or name another file with --file."


def _damaged(path: Path) -> str:
    return (
        f"{path} cannot be read as the embedded sheet: it is damaged, or was never one. It is left as it is. "
        "Put a copy of it back from your backup, or name another file with --file."
    )
