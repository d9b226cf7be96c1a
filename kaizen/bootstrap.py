"""The one place that picks the sheet behind the app, by what `kaizen.settings` says."""

from __future__ import annotations

import logging
import os
import resource
import sqlite3
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import requests

from kaizen import settings as given
from kaizen.engine import google, opening
from kaizen.engine.faults import CallFailed, sharing_with
from kaizen.engine.few_at_once import DRAWING
from kaizen.engine.office import Habits, Office
from kaizen.engine.quota import A_MINUTE
from kaizen.errors import SetupError, SheetUnreachable, UnusableFile, without_words
from kaizen.settings import Settings
from kaizen.sheet.demo import demo_rows
from kaizen.sheets_local import LocalSheets, session
from kaizen.sign_in_settings import providers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from kaizen.engine.calls import Caller

log = logging.getLogger(__name__)

DEMO_TITLE: Final = "Kaizen demo year"
"""The name under which the embedded sheet keeps the fictional network."""

HAND: Final = "hand@embedded.example"
"""Whose hand it is on the page "The sheet"."""

FILES_WANTED: Final = 8192
"""Open files: an open page takes four, and the usual limit of 1024 is reached by 250 people."""

GOOGLE_FRESH_FOR: Final = 1.0
"""Seconds for which the read-back of one commit serves the next on Google Sheets. The embedded sheet is always read."""

RETRY_AFTER: Final = 5.0
"""Seconds for which a sheet that could not be opened is not tried again: everybody's page would wait for it in turn."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How to get to the sheet: as the app, and as a person with edit rights."""

    app: google.Client
    hand: google.Client
    store: LocalSheets | None = None

    def close(self) -> None:
        """Close the embedded sheet's file, where there is one."""
        if self.store is not None:
            self.store.close()


def ways_of(settings: Settings) -> Ways:
    """Return how to get to the sheet that the settings mean; where there is a file it is open, and made if need be.

    Raises:
        SetupError: the key is none, or the file cannot be used.
    """
    if settings.account is not None:
        account, address = settings.account, settings.address
        return Ways(google.client_for(account, address), google.client_for(account, address))
    if settings.address:
        somebody = requests.Session()
        somebody.headers["Authorization"] = f"Bearer {HAND}"
        return Ways(
            google.client_over(requests.Session(), settings.address), google.client_over(somebody, settings.address)
        )
    if settings.file == given.DEFAULT_FILE:
        given.DEFAULT_FILE.parent.mkdir(exist_ok=True)
    store = LocalSheets.open(settings.file)
    return Ways(google.client_over(session(store)), google.client_over(session(store, HAND)), store)


def _opened(settings: Settings, ways: Ways) -> Office:
    try:
        with whom_to_share_with(settings):
            spreadsheet_id = _found(settings, ways.app)
    except BaseException:
        ways.close()
        raise
    return Office(ways.app, ways.hand, spreadsheet_id, _habits(settings))


def _habits(settings: Settings) -> Habits:
    embedded = settings.account is None
    fresh_for = 0.0 if embedded else GOOGLE_FRESH_FOR
    calls = 0 if embedded else A_MINUTE
    return Habits(lock_file_of(settings.file), embedded=embedded, fresh_for=fresh_for, calls_a_minute=calls)


def upkeep(settings: Settings, spare: int, patience: float) -> Caller:
    """Return how calls are put by who looks after the sheet while the app is running on it; each is put once.

    Args:
        settings: which sheet.
        spare: calls of a kind and a minute that are left to the app.
        patience: seconds that a call waits for its place in the quota.
    """
    return replace(_habits(settings).caller(), tries=1, spare=spare, patience=patience)


def _found(settings: Settings, client: google.Client) -> str:
    if not settings.spreadsheet:
        return opening.found_or_built(client, DEMO_TITLE, demo_rows(), lock_file_of(settings.file))
    opening.check_it_is_kaizens(client, settings.spreadsheet, replace(_habits(settings).caller(), tries=1))
    return settings.spreadsheet


@contextmanager
def whom_to_share_with(settings: Settings) -> Iterator[None]:
    """Say which address to share the sheet with, or which variable leads nowhere, where that is what is missing."""
    try:
        yield
    except CallFailed as failed:
        if settings.email and failed.unshared:
            raise sharing_with(failed, settings.email) from failed
        if settings.address and settings.account is None:
            raise SheetUnreachable(
                f"{failed} KAIZEN_SHEETS_API says that the sheet is served at {settings.address}. Start "
                "`python -m kaizen sheets-local` there, or take KAIZEN_SHEETS_API out of the environment."
            ) from failed
        raise


def lock_file_of(file: Path) -> Path:
    """Return where the processes of this machine agree whose turn it is to write."""
    return file.with_name(f"{file.name}.lock")


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why the sheet could not be opened a moment ago."""

    settings: Settings
    until: float
    error: SetupError


_lock = threading.Lock()
_open: tuple[Office, Ways, Settings] | None = None
_refusal: _Refusal | None = None


def office(secrets: Mapping[str, Any] | None = None) -> Office:
    """Return the office of this process; the first call opens the sheet, and on a first run builds the demo network.

    Args:
        secrets: what the app's secrets hold; looked at until the sheet is open.

    Raises:
        SetupError: the sheet cannot be used; the sentence says what to do, and nothing has been overwritten.
    """
    global _open, _refusal  # noqa: PLW0603 - one per process, also for sessions that start at the same moment
    with DRAWING.aside(_open is None), _lock:
        if _open is None:
            settings = Settings.given(os.environ, secrets or {})
            if _refusal is not None and _refusal.settings == settings and monotonic() < _refusal.until:
                raise _refusal.error.with_traceback(None)
            try:
                _open = *_opened_by(settings), settings
                _note_sign_in(_open[1], _open[0].spreadsheet_id, settings, secrets or {})
            except SetupError as error:
                _refusal = _Refusal(settings, monotonic() + RETRY_AFTER, error)
                raise
        return _open[0]


def _opened_by(settings: Settings) -> tuple[Office, Ways]:
    _allow_many_files()
    ways = ways_of(settings)
    return _opened(settings, ways), ways


def _note_sign_in(ways: Ways, spreadsheet_id: str, settings: Settings, secrets: Mapping[str, Any]) -> None:
    """Have an embedded sheet remember that sign-in is set up; a Google sheet is never shown without it."""
    if settings.account is not None:
        return
    try:
        if providers_in(secrets):
            opening.remember_sign_in(ways.app, spreadsheet_id, lock_file_of(settings.file))
    except SetupError as failed:
        # Every page says what is wrong; the year can be shown all the same once that is dealt with.
        log.warning("could not note that sign-in is set up: %s", without_words(failed))


def drain() -> bool:
    """Save what waits and take no more wishes; pages still show the year. Tells whether anybody has waited."""
    here = _open
    return here is not None and here[0].close()


def close() -> None:
    """Save what waits and close the sheet; the next call of `office` opens it again."""
    global _open, _refusal  # noqa: PLW0603
    with _lock:
        if _open is not None:
            office_here, ways, _ = _open
            office_here.close()
            ways.close()
        _open = _refusal = None


@contextmanager
def ways_beside_the_app(settings: Settings) -> Iterator[Ways]:
    """Give the way to the sheet for as long as the block lasts; the app's own where it is open in this process.

    So an embedded sheet is in memory once.

    Raises:
        SetupError: as `ways_of`.
    """
    here = _open
    if here is not None and here[2] == settings:
        yield here[1]
        return
    with closing(ways_of(settings)) as ways:
        yield ways


def reset_demo(file: Path | None, now: datetime) -> str:
    """Put the demo network back as it was at first, keep a copy of what was there, and return a sentence about both.

    Everything happens in one step in the same spreadsheet: an app that is running on it goes on.

    Args:
        file: of the embedded sheet; None for the app's own.
        now: for the name of the copy.

    Raises:
        SetupError: it is not a file of the embedded sheet, or the app's own sheet is served by another program;
            nothing is changed.
    """
    path = file or _own_file()
    if file is not None and not file.exists():
        raise UnusableFile(f"There is no file {file}, so there is nothing to start over. Check --file.")
    settings = Settings(path, address="", spreadsheet="", account=None)
    fresh = not path.exists()
    ways = ways_of(settings)
    try:
        _opened(settings, ways).close()
        if fresh:
            return f"The demo stands in {path}."
        copy = _copied(path, path.with_name(f"{path.stem}-before-{now:%Y%m%d-%H%M%S}{path.suffix}"))
        opening.rebuilt(ways.app, DEMO_TITLE, demo_rows(), lock_file_of(path))
    finally:
        ways.close()
    return f"The demo in {path} starts over. What was there is kept in {copy}."


def _own_file() -> Path:
    """Return the file of the app's embedded sheet.

    Raises:
        SetupError: the app's sheet is served by another program; starting the file over would change nothing there.
    """
    settings = Settings.given(os.environ, {})
    if settings.address:
        raise SetupError(
            f"KAIZEN_SHEETS_API says that the app's sheet is served at {settings.address}, so nothing was started "
            "over. Name the file that is served there with --file, or take KAIZEN_SHEETS_API out of the environment."
        )
    return settings.file


def _copied(path: Path, copy: Path) -> Path:
    try:
        copy.touch(mode=0o600, exist_ok=False)
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
    except (OSError, sqlite3.Error) as error:
        raise UnusableFile(f"No copy could be kept in {copy} ({error}), so nothing was changed.") from error
    return copy
