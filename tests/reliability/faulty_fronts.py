"""The two ways to a sheet on which faults happen.

`FaultyAdapter` carries a plan out for a ``requests`` session in this process, on a clock of the test's;
`FaultyServer` does the same as ASGI middleware around ``kaizen.sheets_local.server``, in real time and on
real connections.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import BaseAdapter

from kaizen.engine.google import READ_SECONDS
from kaizen.sheets_local import LocalAdapter, Response
from tests.reliability.faults import AFTER, Call, Kind, Plan, spoilt
from tests.reliability.recording import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.sheets_local import LocalSheets


class FaultyAdapter(BaseAdapter):
    """The way of one app to the sheet, in this process.

    Args:
        sheet: the store, or the recorder around it.
        account: who calls.
        sleep: lets the seconds of a call pass; on a test's own clock.
        later: has something done when so many seconds have passed, though nobody waits for it.
    """

    def __init__(
        self,
        sheet: Recorder | LocalSheets,
        account: str,
        plan: Plan,
        sleep: Callable[[float], None],
        later: Callable[[float, Callable[[], object]], None],
    ) -> None:
        super().__init__()
        self._sheet: Any = LocalAdapter(sheet, account)  # type: ignore[arg-type]
        self._recorder = sheet if isinstance(sheet, Recorder) else None
        self._account = account
        self._plan = plan
        self._sleep = sleep
        self._later = later

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        call, fault, seconds = self._plan.next(str(request.path_url), self._account)
        if call.is_write and self._recorder is not None:
            body = request.body or b""
            self._recorder.sent(self._account, body.encode() if isinstance(body, str) else body)
        if seconds > READ_SECONDS:
            self._later(seconds, lambda: self._carried_out(call, request))
            self._sleep(READ_SECONDS)
            raise requests.ReadTimeout(f"no answer within {READ_SECONDS:g} s")
        if fault.kind is not Kind.SLOW and fault.kind not in AFTER:
            self._sleep(seconds)
            return self._instead(request, fault.kind, None, write=call.is_write)
        self._sleep(seconds / 2)
        answer, as_of = self._carried_out(call, request), self._plan.now()
        self._sleep(seconds / 2)
        self._plan.looked(call, as_of)
        return answer if fault.kind is Kind.SLOW else self._instead(request, fault.kind, answer, write=call.is_write)

    def close(self) -> None:
        """Leave the store open."""

    def _carried_out(self, call: Call, request: requests.PreparedRequest) -> requests.Response:
        if call.is_write and self._plan.between is not None:
            self._plan.between(call)
        return self._sheet.send(request)

    def _instead(
        self, request: requests.PreparedRequest, kind: Kind, answer: requests.Response | None, *, write: bool
    ) -> requests.Response:
        if kind in {Kind.RESET_BEFORE, Kind.RESET_AFTER}:
            raise requests.ConnectionError("Connection reset by peer")
        told = spoilt(kind, Response(answer.status_code, answer.content) if answer is not None else None, write=write)
        made = requests.Response()
        made.status_code = told.status
        made.headers.update(told.headers)
        made._content = told.content()
        made.url, made.request = str(request.url), request
        return made


class FaultyServer:
    """ASGI middleware that carries out a plan on real connections, in real time.

    Connections are cut through the transport that `CuttableProtocol` leaves in the scope.
    """

    def __init__(self, app: Any, plan: Plan) -> None:
        self._app = app
        self._plan = plan

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        account = dict(scope["headers"]).get(b"authorization", b"").decode().partition(" ")[2]
        call, fault, seconds = self._plan.next(scope["raw_path"].decode(), account)
        await asyncio.sleep(seconds / 2)
        if call.is_write and self._plan.between is not None:
            await asyncio.to_thread(self._plan.between, call)
        answer = await self._answer(scope, receive) if fault.kind in AFTER | {Kind.SLOW} else None
        as_of = self._plan.now()
        await asyncio.sleep(seconds / 2)
        self._plan.looked(call, as_of)
        if fault.kind in {Kind.RESET_BEFORE, Kind.RESET_AFTER}:
            scope["state"]["transport"].abort()
            return
        told = answer if fault.kind is Kind.SLOW else spoilt(fault.kind, answer, write=call.is_write)
        await self._give(told or Response(500, b""), answer, send, cut=fault.kind is Kind.TRUNCATED)

    async def _answer(self, scope: dict[str, Any], receive: Any) -> Response:
        parts: list[dict[str, Any]] = []

        async def keep(message: dict[str, Any]) -> None:
            parts.append(message)

        await self._app(scope, receive, keep)
        headers = {name.decode(): value.decode() for name, value in parts[0]["headers"]}
        return Response(parts[0]["status"], b"".join(part.get("body", b"") for part in parts[1:]), headers)

    @staticmethod
    async def _give(told: Response, whole: Response | None, send: Any, *, cut: bool) -> None:
        body = told.content()
        promised = len(whole.content()) if cut and whole is not None else len(body)
        headers = {**told.headers, "content-length": str(promised)}
        await send(
            {
                "type": "http.response.start",
                "status": told.status,
                "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            }
        )
        await send({"type": "http.response.body", "body": body})
