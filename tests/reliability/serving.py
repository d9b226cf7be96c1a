"""A faulty sheet on a real port, for apps in other processes."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

import requests
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kaizen.engine.google import Workbook, client_over
from kaizen.engine.hand import Hand
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalSheets
from kaizen.sheets_local.adapter import LocalAdapter
from kaizen.sheets_local.server import HOST, application
from tests.reliability.faults import Plan
from tests.reliability.faulty_fronts import FaultyServer
from tests.reliability.history import History
from tests.reliability.recording import HAND, Recorder
from tests.reliability.worlds import OPENING, session_over, year_rows

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kaizen.domain.booking import Booking
    from tests.reliability.history import Event

STARTED_WITHIN: Final = 20.0
MOMENT: Final = 10.0
"""Seconds from a read to the arrival of the batch decided on it, on a machine that may be busy."""


class CuttableProtocol(H11Protocol):
    """Leaves the transport in the scope, so that a connection can be cut without an answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class Served:
    """One small year on a port of this machine.

    Attributes:
        address: its base URL.
        id: of the spreadsheet.
        plan: what goes wrong; may be changed while it runs.
        hand: somebody's hand in the sheet, past all faults.
    """

    def __init__(
        self, folder: Path, people: Sequence[str], sessions: Mapping[str, int], bookings: Sequence[Booking]
    ) -> None:
        self.history = History(folder / "history.jsonl")
        self._store = LocalSheets.open(None, clock=lambda: OPENING.replace(tzinfo=UTC))
        self.sheet = Recorder(self._store, self.history)
        straight = client_over(session_over(LocalAdapter(self._store, HAND)))
        self.id = str(straight.create("A small year").id)
        book = Workbook(straight, self.id)
        book.apply(provision(book.structure.tabs, year_rows([*people, "lea"], sessions, bookings)))
        self.sheet.begin(self.id, 10.0, {code: code.partition("-")[2] for code in sessions}, moment=MOMENT)
        self.hand = Hand(client_over(session_over(LocalAdapter(self.sheet, HAND))), self.id)  # type: ignore[arg-type]
        self.plan = Plan(history=self.history, reads=0.0, writes=0.0)
        self.address = ""

    @contextmanager
    def running(self) -> Iterator[Served]:
        listener = socket.socket()
        listener.bind((HOST, 0))
        listener.listen(128)
        self.address = f"http://{HOST}:{listener.getsockname()[1]}"
        app: Any = FaultyServer(application(self.sheet), self.plan)  # type: ignore[arg-type]
        config = uvicorn.Config(
            app, date_header=False, http=CuttableProtocol, log_level="critical", access_log=False, lifespan="off"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            self._wait()
            yield self
        finally:
            server.should_exit = True
            thread.join(STARTED_WITHIN)
            listener.close()

    def ended(self) -> list[Event]:
        """Return the history with the final sheet."""
        self.sheet.final(self.id)
        return self.history.events()

    def close(self) -> None:
        self.history.close()
        self._store.close()

    def _wait(self) -> None:
        on, self.plan.on = self.plan.on, False
        requests.get(f"{self.address}/v4/spreadsheets/{self.id}", timeout=STARTED_WITHIN).raise_for_status()
        self.plan.calls.clear()
        self.plan.on = on
