"""The app is told to end while wishes wait: each is saved and its sender told so, or told that it is not."""

from __future__ import annotations

import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import requests
import uvicorn

from kaizen.domain.booking import BookingStatus
from kaizen.domain.record import Email, SessionCode
from kaizen.engine.google import client_over
from kaizen.engine.office import DRAIN, Habits, Office
from kaizen.services.booking import Book
from kaizen.sheets_local import LocalSheets
from kaizen.sheets_local.server import application
from tests.running_app import running_server
from tests.websocket_tab import Tab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

pytestmark = pytest.mark.slow

TITLES = {
    SessionCode("W01-A"): "Hot seating",
    SessionCode("W02-A"): "Picture books",
    SessionCode("W03-A"): "A hat, a key, a suitcase",
}
WISHES = dict(zip(("Helen Threlfall", "Adeel Mahmood", "Karen Melling"), TITLES, strict=True))
"""Who wants what; all of them come, have no place in slot A yet, and lead nothing."""

ENDS_WITHIN = DRAIN + 30.0
"""Seconds that a host gives at the very most: draining, the last words, and a busy machine."""


@dataclass
class SlowSheet:
    """A sheet whose writes wait until the test lets them go.

    Attributes:
        let_go: whether writes are carried out at once.
        writes: when each of them has come.
        carried_out: when each of them has had its answer.
    """

    store: LocalSheets
    let_go: threading.Event = field(default_factory=threading.Event)
    writes: list[float] = field(default_factory=list)
    carried_out: list[float] = field(default_factory=list)

    def handle(self, request: Any) -> Any:
        if not request.path.endswith(":batchUpdate"):
            return self.store.handle(request)
        self.writes.append(time.monotonic())
        self.let_go.wait(60)
        try:
            return self.store.handle(request)
        finally:
            self.carried_out.append(time.monotonic())

    def catches_up(self) -> None:
        """Carry out what was held back, and wait until all of it has been."""
        self.let_go.set()
        until = time.monotonic() + 30
        while len(self.carried_out) < len(self.writes):
            assert time.monotonic() < until, "a write was never carried out"
            time.sleep(0.05)


@contextmanager
def served(sheet: SlowSheet) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(application(sheet), date_header=False, log_level="warning", access_log=False)  # type: ignore[arg-type]
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            sheet.let_go.set()
            server.should_exit = True
            thread.join(20)


@dataclass
class Visitors:
    """Everybody's tab, each with a workshop chosen."""

    sheet: SlowSheet
    tabs: dict[str, Tab]
    pool: ThreadPoolExecutor

    def press(self) -> list[Future[str]]:
        """Let everybody press the button: one wish is on its way, and then the others wait behind it."""
        first, *others = self.tabs
        told = [self.pool.submit(self._pressed, first)]
        while not self.sheet.writes:
            time.sleep(0.05)
        told += [self.pool.submit(self._pressed, name) for name in others]
        time.sleep(1.0)
        return told

    def _pressed(self, name: str) -> str:
        """Press the button and return what is told in the end: "booked", "not saved" or "not known"."""
        tab = self.tabs[name]
        tab.press("Save my choices")
        said = {"Booked:": "booked", "Not saved": "not saved", "We do not know yet": "not known"}
        return next(short for words, short in said.items() if tab.says(words))


@contextmanager
def visitors(sheet: SlowSheet, address: str) -> Iterator[Visitors]:
    with ExitStack() as stack:
        tabs = {name: stack.enter_context(Tab(address)) for name in WISHES}
        for name, tab in tabs.items():
            tab.open("book")
            tab.choose("Or find anybody else by name", name)
            tab.choose("Slot A", TITLES[WISHES[name]])
        sheet.let_go.clear()
        sheet.writes.clear()
        sheet.carried_out.clear()
        yield Visitors(sheet, tabs, stack.enter_context(ThreadPoolExecutor(len(tabs))))


@pytest.fixture
def sheet() -> Iterator[SlowSheet]:
    store = LocalSheets.open(None)
    made = SlowSheet(store)
    made.let_go.set()
    yield made
    store.close()


@contextmanager
def next_process(address: str, folder: Path) -> Iterator[Office]:
    """Open the same sheet as the process does that comes after."""
    client = client_over(requests.Session(), address)
    found = client.list_spreadsheet_files()[0]["id"]
    office = Office(client, client, found, Habits(folder / "next.lock", embedded=True))
    yield office
    office.close()


def rows(office: Office) -> dict[str, list[SessionCode]]:
    """Return the sessions that everybody has a row for, as the sheet says."""
    office.refresh()
    here = {name: [row.session for row in office.year.bookings if row.name == name] for name in WISHES}
    assert all(row.status is BookingStatus.BOOKED for row in office.year.bookings if row.name in WISHES)
    return here


def sent_again(office: Office) -> list[str]:
    """Send each wish again that Log knows, with its key, and return what its sender hears."""
    grid = office.by_hand.grid("Log")
    who, did, row, key = (grid[0].index(heading) for heading in ("Who", "Did", "Row", "Key"))
    sessions = {booking.ref: booking.session for booking in office.year.bookings}
    lines = [line for line in grid[1:] if line[row] in sessions]
    assert {line[did] for line in lines} <= {"Booked"}
    return [
        office.do(Book(Email(line[who]), Email(line[who]), (sessions[line[row]],), line[key])).sentence
        for line in lines
    ]


@pytest.mark.parametrize("told_by", [signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_who_waits_when_the_app_is_told_to_end_hears_that_it_is_saved(
    sheet: SlowSheet, tmp_path: Path, told_by: signal.Signals
) -> None:
    file = tmp_path / "app.sqlite3"
    with served(sheet) as there:
        with (
            running_server(file, KAIZEN_SHEETS_API=there) as (address, server),
            visitors(sheet, address) as everybody,
        ):
            told = everybody.press()
            server.send_signal(told_by)
            time.sleep(0.5)
            sheet.let_go.set()
            assert [one.result(ENDS_WITHIN) for one in told] == ["booked"] * len(WISHES)
            server.wait(ENDS_WITHIN)
        with next_process(there, tmp_path) as office:
            assert rows(office) == {name: [code] for name, code in WISHES.items()}
            assert sent_again(office) == ["This has been saved already."] * len(WISHES)
            assert rows(office) == {name: [code] for name, code in WISHES.items()}


def test_who_waits_for_a_sheet_that_does_not_answer_hears_what_is_known(sheet: SlowSheet, tmp_path: Path) -> None:
    file = tmp_path / "app.sqlite3"
    with served(sheet) as there:
        with (
            running_server(file, KAIZEN_SHEETS_API=there) as (address, server),
            visitors(sheet, address) as everybody,
        ):
            told = everybody.press()
            server.send_signal(signal.SIGTERM)
            first, *others = [one.result(ENDS_WITHIN) for one in told]
            assert first == "not known", "it was on its way, and nobody knows"
            assert set(others) <= {"not known", "not saved"}, "whoever came in time went out with the first"
            server.wait(ENDS_WITHIN)
            sheet.catches_up()
        with next_process(there, tmp_path) as office:
            here = rows(office)
            # The batch came before the one that asked what had become of it, or after: then it was refused.
            for (name, code), heard in zip(WISHES.items(), [first, *others], strict=True):
                assert here[name] in ([], [code] if heard == "not known" else [])
            assert sent_again(office) == ["This has been saved already."] * sum(map(len, here.values()))
            assert rows(office) == here
