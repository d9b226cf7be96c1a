"""The embedded sheet itself: workbooks in memory, their file behind them, one request at a time changing them."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Final

from kaizen.sheets_local import calls
from kaizen.sheets_local.batch import apply
from kaizen.sheets_local.drive import no_file
from kaizen.sheets_local.editing import Draft
from kaizen.sheets_local.opening import connect
from kaizen.sheets_local.refusals import DriveRefusal, Refusal, file_damaged, not_found
from kaizen.sheets_local.storage import FileEntry, Storage
from kaizen.sheets_local.workbook import Workbook, new_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kaizen.sheets_local.wire import Message, Request, Response

_ID_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_ID_LENGTH: Final = 44
PATIENCE: Final = 10.0


def utc_now() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(UTC)


class LocalSheets:
    """Spreadsheets of the embedded sheet; safe for several threads, and several processes may share one file.

    A state that has been published is never changed again: readers work on it without a lock while a writer
    prepares the next. Every change runs inside one transaction of the file, which also makes it wait for its turn
    among the processes.
    """

    def __init__(self, storage: Storage, clock: Callable[[], datetime], random: Random) -> None:
        self._storage = storage
        self._clock = clock
        self._random = random
        self._lock = threading.RLock()
        self._books: dict[str, Workbook] = {}

    @classmethod
    def open(
        cls,
        path: Path | None,
        *,
        clock: Callable[[], datetime] = utc_now,
        random: Random | None = None,
        patience: float = PATIENCE,
    ) -> LocalSheets:
        """Open a file, or make it.

        Args:
            path: the file; ``None`` keeps everything in memory.
            clock: tells the time, UTC.
            random: where new ids come from; the system's own randomness by default.
            patience: seconds to wait for another process that is writing.

        Raises:
            UnusableFile: the file is not ours, not whole, from a newer Kaizen or out of reach; it is left as it is.
        """
        return cls(Storage(connect(path, patience), path), clock, random or SystemRandom())

    def handle(self, request: Request) -> Response:
        """Answer one request; refusals come back as responses, never as exceptions.

        A file that is busy for too long, full or out of order gives 503, with nothing changed; one that is damaged
        or no longer there gives the sentence that says so. Each answer has a
        ``Date``, as any web server's has.
        """
        answer = self._answered(request)
        date = format_datetime(self._clock().astimezone(UTC), usegmt=True)
        return replace(answer, headers={**answer.headers, "Date": date})

    def _answered(self, request: Request) -> Response:
        try:
            return calls.answer(self, request)
        except Refusal as refusal:
            return refusal.response()
        except sqlite3.Error as error:
            if type(error) is sqlite3.DatabaseError:
                return file_damaged().response()
            full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            words = "The disk is full." if full else "The service is currently unavailable."
            return Refusal(503, words).response()

    def close(self) -> None:
        """Close the file; the store is of no use afterwards."""
        with self._lock:
            self._storage.close()

    def book(self, book_id: str) -> Workbook:
        """Return the present state of a spreadsheet, to be read only.

        Raises:
            Refusal: 404 where there is none.
        """
        with self._lock, self._storage.snapshot():
            revision = self._storage.revision(book_id)
            known = self._books.get(book_id)
            if revision is None:
                self._books.pop(book_id, None)
                raise not_found()
            if known is None or known.revision != revision:
                known = self._books[book_id] = self._storage.load(book_id, known)
            return known

    def change(self, book_id: str, account: str, act: Callable[[Draft], Message]) -> Message:
        """Carry out one change, all of it or nothing, and return what it answers once it is safe on disk.

        Args:
            book_id: the spreadsheet.
            account: who changes it.
            act: does it on a draft; whatever it raises drops the draft.

        Raises:
            Refusal: as raised by ``act``, or 404.
            sqlite3.Error: the file did not take it; nothing has changed.
        """
        with self._lock:
            self._storage.begin()
            try:
                before = self.book(book_id)
                draft = Draft(before, account, self._random)
                answer = act(draft)
                self._publish(before, draft.book)
            finally:
                self._storage.rollback()
            return answer

    def _publish(self, before: Workbook | None, after: Workbook) -> None:
        after.revision += 1
        after.modified = self._clock()
        self._storage.save(before, after)
        self._storage.commit()
        self._books[after.id] = after

    def create(self, properties: Message, account: str, requests: Sequence[Message]) -> Workbook:
        """Make a spreadsheet and return it.

        Args:
            properties: Google's ``SpreadsheetProperties``; the locale is en_GB and the zone London by default.
            account: its owner.
            requests: ``addSheet`` requests for its tabs; without any it has one, ``Sheet1`` with the id 0.
        """
        defaults = {"title": "Untitled spreadsheet", "locale": "en_GB", "autoRecalc": "ON_CHANGE"}
        whole = {**defaults, "timeZone": "Europe/London", **properties}
        with self._lock:
            self._storage.begin()
            try:
                now = self._clock()
                draft = Draft(Workbook(self._new_id(), whole, account, now, now), account, self._random)
                if requests:
                    apply(draft, list(requests))
                else:
                    draft.adopt(new_sheet(0, "Sheet1"), 0)
                self._publish(None, draft.book)
            finally:
                self._storage.rollback()
            return draft.book

    def _new_id(self) -> str:
        """Return an id that begins as Google's do: with a hyphen it would be an option on a command line."""
        return "1" + "".join(self._random.choices(_ID_LETTERS, k=_ID_LENGTH - 1))

    def entries(self) -> list[FileEntry]:
        """Return what Drive tells about every spreadsheet, the one changed last first."""
        with self._lock:
            return self._storage.files()

    def entry(self, file_id: str) -> FileEntry:
        """Return what Drive tells about one spreadsheet.

        Raises:
            DriveRefusal: 404 where there is none.
        """
        found = next((entry for entry in self.entries() if entry.id == file_id), None)
        if found is None:
            raise no_file(file_id)
        return found

    def delete(self, file_id: str) -> None:
        """Delete a spreadsheet for good; there is no bin.

        Raises:
            DriveRefusal: 404 where there is none.
        """
        with self._lock:
            self._storage.begin()
            try:
                self.entry(file_id)
                self._storage.delete(file_id)
                self._storage.commit()
                self._books.pop(file_id, None)
            except DriveRefusal:
                self._storage.rollback()
                raise
