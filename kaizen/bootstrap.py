"""The one place that knows settings and picks the sheet behind the app.

Without credentials it is the embedded sheet: a file on this machine that answers like Google Sheets
and holds a fictional network. Settings come from the environment and from the app's secrets:

==========================  =============================================================================
``KAIZEN_FILE``             the embedded sheet's file; ``.kaizen/sheet.sqlite3`` in the project otherwise
``KAIZEN_SHEETS_API``       address of a running ``python -m kaizen sheets-local``, instead of the file
``KAIZEN_SPREADSHEET``      id or address of the spreadsheet; the demo network's own otherwise
``[connections.kaizen]``    in the secrets: ``spreadsheet`` and the fields of a service account's key
``[gcp_service_account]``   in the secrets: the key alone, with ``KAIZEN_SPREADSHEET`` beside it
==========================  =============================================================================
"""

from __future__ import annotations

import os
import re
import resource
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import requests

from kaizen.engine import google, opening
from kaizen.engine.office import Habits, Office
from kaizen.errors import SetupError, UnusableFile
from kaizen.sheet.demo import demo_rows
from kaizen.sheets_local import LocalSheets, session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

PROJECT: Final = Path(__file__).resolve().parent.parent
DEFAULT_FILE: Final = PROJECT / ".kaizen" / "sheet.sqlite3"

DEMO_TITLE: Final = "Kaizen demo year"
"""The name under which the embedded sheet keeps the fictional network."""

HAND: Final = "hand@embedded.example"
"""Whose hand it is on the page "The sheet"."""

FILES_WANTED: Final = 8192
"""Open files: an open page takes four, and the usual limit of 1024 is reached by 250 people."""

KEY_PARTS: Final = ("type", "project_id", "private_key", "client_email", "token_uri")
"""The fields of a service account's key without which it cannot be used."""

GOOGLE_FRESH_FOR: Final = 1.0
"""Seconds for which the read-back of one commit serves the next on Google Sheets. The embedded sheet is always read."""

_ID_IN_ADDRESS: Final = re.compile(r"/spreadsheets/d/([\w-]+)")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment and the secrets say.

    Attributes:
        file: of the embedded sheet.
        address: of a running embedded sheet, "" for none.
        spreadsheet: id, "" for the demo network's own.
        account: a service account's key; None without credentials.
    """

    file: Path
    address: str
    spreadsheet: str
    account: Mapping[str, Any] | None

    @classmethod
    def given(cls, environment: Mapping[str, str], secrets: Mapping[str, Any]) -> Settings:
        """Return the settings, checked as far as that is possible without a call.

        Raises:
            SetupError: part of the credentials is missing; the sentence names it.
        """
        where, section = _credentials(secrets)
        spreadsheet = str(section.get("spreadsheet") or environment.get("KAIZEN_SPREADSHEET", ""))
        if where:
            _check(where, section, spreadsheet)
        found = _ID_IN_ADDRESS.search(spreadsheet)
        return cls(
            file=Path(environment.get("KAIZEN_FILE") or DEFAULT_FILE),
            address=environment.get("KAIZEN_SHEETS_API", ""),
            spreadsheet=found[1] if found else spreadsheet,
            account={part: section[part] for part in section if part != "spreadsheet"} if where else None,
        )


def _credentials(secrets: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    connections = secrets.get("connections", {})
    if "kaizen" in connections:
        return "connections.kaizen", connections["kaizen"]
    if "gcp_service_account" in secrets:
        return "gcp_service_account", secrets["gcp_service_account"]
    return "", {}


def _check(where: str, section: Mapping[str, Any], spreadsheet: str) -> None:
    missing = [part for part in KEY_PARTS if not section.get(part)]
    if not spreadsheet:
        missing.insert(0, "spreadsheet")
    if missing:
        raise SetupError(
            f"The secrets are not complete: [{where}] has no {' and no '.join(missing)}. "
            "Add it in .streamlit/secrets.toml, or in the app's settings where it is hosted."
        )


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


def _ways(settings: Settings) -> Ways:
    if settings.account is not None:
        return Ways(google.client_for(settings.account), google.client_for(settings.account))
    if settings.address:
        somebody = requests.Session()
        somebody.headers["Authorization"] = f"Bearer {HAND}"
        return Ways(
            google.client_over(requests.Session(), settings.address), google.client_over(somebody, settings.address)
        )
    if settings.file == DEFAULT_FILE:
        DEFAULT_FILE.parent.mkdir(exist_ok=True)
    store = LocalSheets.open(settings.file)
    return Ways(google.client_over(session(store)), google.client_over(session(store, HAND)), store)


def _opened(settings: Settings, ways: Ways) -> Office:
    try:
        spreadsheet_id = _found(settings, ways.app)
    except BaseException:
        ways.close()
        raise
    embedded = settings.account is None
    fresh_for = 0.0 if embedded else GOOGLE_FRESH_FOR
    habits = Habits(_lock_file(settings.file), embedded=embedded, fresh_for=fresh_for)
    return Office(ways.app, ways.hand, spreadsheet_id, habits)


def _found(settings: Settings, client: google.Client) -> str:
    if not settings.spreadsheet:
        return opening.found_or_built(client, DEMO_TITLE, demo_rows(), _lock_file(settings.file))
    opening.check_it_is_kaizens(client, settings.spreadsheet)
    return settings.spreadsheet


def _lock_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


_lock = threading.Lock()
_open: tuple[Office, Ways] | None = None


def office(secrets: Mapping[str, Any] | None = None) -> Office:
    """Return the office of this process; the first call opens the sheet, and on a first run builds the demo network.

    Args:
        secrets: what the app's secrets hold; only the first call looks at them.

    Raises:
        SetupError: the sheet cannot be used; the sentence says what to do, and nothing has been overwritten.
    """
    global _open  # noqa: PLW0603 - one per process, also for sessions that start at the same moment
    with _lock:
        if _open is None:
            _allow_many_files()
            settings = Settings.given(os.environ, secrets or {})
            ways = _ways(settings)
            _open = _opened(settings, ways), ways
        return _open[0]


def close() -> None:
    """Save what waits and close the sheet; the next call of `office` opens it again."""
    global _open  # noqa: PLW0603
    with _lock:
        if _open is not None:
            office_here, ways = _open
            office_here.close()
            ways.close()
        _open = None


def reset_demo(file: Path | None, now: datetime) -> str:
    """Put the demo network back as it was at first, keep a copy of what was there, and return a sentence about both.

    Everything happens in one step in the same spreadsheet: an app that is running on it goes on.

    Args:
        file: of the embedded sheet; None for the app's own.
        now: for the name of the copy.

    Raises:
        SetupError: it is not a file of the embedded sheet; it is left as it is.
    """
    path = file or Settings.given(os.environ, {}).file
    if file is not None and not file.exists():
        raise UnusableFile(f"There is no file {file}, so there is nothing to start over. Check --file.")
    settings = Settings(path, address="", spreadsheet="", account=None)
    fresh = not path.exists()
    ways = _ways(settings)
    try:
        _opened(settings, ways).close()
        if fresh:
            return f"The demo stands in {path}."
        copy = _copied(path, path.with_name(f"{path.stem}-before-{now:%Y%m%d-%H%M%S}{path.suffix}"))
        opening.rebuilt(ways.app, DEMO_TITLE, demo_rows(), _lock_file(path))
    finally:
        ways.close()
    return f"The demo in {path} starts over. What was there is kept in {copy}."


def _copied(path: Path, copy: Path) -> Path:
    try:
        copy.touch(mode=0o600, exist_ok=False)
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
    except (OSError, sqlite3.Error) as error:
        raise UnusableFile(f"No copy could be kept in {copy} ({error}), so nothing was changed.") from error
    return copy
