"""The demo network on a port of this machine, on which things can go wrong."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

from kaizen.sheets_local import LocalSheets
from kaizen.sheets_local.server import HOST, application
from tests.reliability.faults import Fault, Kind, Plan
from tests.reliability.faulty_fronts import FaultyServer
from tests.reliability.serving import CuttableProtocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 20.0
"""Seconds for the server to start, or to end."""


class ServedDemo:
    """The demo network's sheet.

    Attributes:
        address: its base URL, for ``KAIZEN_SHEETS_API``.
        plan: how long calls take, and what goes wrong.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.plan = Plan(reads=0.0, writes=0.0)

    def goes_down(self) -> None:
        """Answer every call with an error of Google's."""
        self.plan.chosen = lambda _: Fault(Kind.ERROR_503)

    def refuses(self) -> None:
        """Answer every call as a sheet does that is no longer shared."""
        self.plan.chosen = lambda _: Fault(Kind.SHARE)

    def recovers(self) -> None:
        """Be well again."""
        self.plan.chosen = lambda _: None
        self.plan.writes = 0.0


@contextmanager
def served_demo(file: Path) -> Iterator[ServedDemo]:
    """Serve the sheet in ``file``; gives what can be done to it, and ends it afterwards."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen(128)
        demo, store = ServedDemo(f"http://{HOST}:{listener.getsockname()[1]}"), LocalSheets.open(file)
        app: Any = FaultyServer(application(store), demo.plan)
        config = uvicorn.Config(
            app, date_header=False, http=CuttableProtocol, log_level="critical", access_log=False, lifespan="off"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield demo
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            store.close()
