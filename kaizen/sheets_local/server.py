"""The front on the network: a Starlette app on 127.0.0.1, for several processes and for any other client."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
from typing import TYPE_CHECKING, Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from kaizen.errors import SetupError
from kaizen.sheets_local.store import LocalSheets
from kaizen.sheets_local.wire import SERVICE_ACCOUNT, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.requests import Request as HttpRequest

HOST: Final = "127.0.0.1"
_METHODS: Final = ["GET", "POST", "PUT", "DELETE", "PATCH"]
_ADDRESS: Final = re.compile(r"[Bb]earer\s+(\S+@\S+)")


def application(store: LocalSheets) -> Starlette:
    """Return the app that answers ``/v4/...`` and ``/drive/v3/...`` from a store.

    Any token is accepted. One that is an e-mail address says who calls; with any other, or none, it is the
    service account.
    """

    async def answer(request: HttpRequest) -> HttpResponse:
        body = await request.body()
        found = _ADDRESS.fullmatch(request.headers.get("authorization", ""))
        ours = Request(
            request.method,
            request.scope["raw_path"].decode("ascii"),
            request.url.query,
            body or None,
            found[1] if found else SERVICE_ACCOUNT,
        )
        response = await run_in_threadpool(store.handle, ours)
        return HttpResponse(response.content(), response.status, response.headers)

    return Starlette(routes=[Route("/{path:path}", answer, methods=_METHODS)])


def serve(port: int, file: Path | None, tell: Callable[[str], None]) -> None:
    """Serve a file until the process is told to stop; calls that are under way are answered first.

    Args:
        port: on 127.0.0.1; 0 takes any free one.
        file: the file, made where there is none; ``None`` keeps everything in memory.
        tell: hears one sentence with the address once the port is ours.

    Raises:
        SetupError: the port is in use, or may not be used.
        UnusableFile: the file cannot be used.
    """
    with _bound(port) as listener, contextlib.closing(LocalSheets.open(file)) as store:
        where = f"http://{HOST}:{listener.getsockname()[1]}"
        tell(f"The embedded sheet answers on {where} and keeps {file or 'everything in memory'}.")
        config = uvicorn.Config(application(store), log_level="warning", access_log=False, date_header=False)
        server = uvicorn.Server(config)
        with contextlib.suppress(KeyboardInterrupt), _terminating_interrupts():
            server.run(sockets=[listener])


@contextlib.contextmanager
def _terminating_interrupts() -> Iterator[None]:
    """Have SIGTERM end things as Ctrl+C does, with the file closed, and not the process on the spot."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise SetupError(f"Port {port} cannot be used ({error}). Choose another with --port.") from error
    return listener
