"""Ways to an embedded sheet for the tests of the engine, and an eye on every call that goes there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import BaseAdapter

from kaizen.engine.google import client_over
from kaizen.sheets_local import LocalAdapter, LocalSheets
from kaizen.sheets_local.adapter import BASE_URLS

if TYPE_CHECKING:
    from collections.abc import Callable

    import gspread


@dataclass
class Wire(BaseAdapter):
    """Stands between a client and the sheet: notes each call, and lets a test step in before or after.

    Attributes:
        calls: the last part of each address, such as ``values:batchGet``, by filters or not.
        bodies: what each was to change.
        before: called with each call before it is carried out; may answer in its place or raise.
        after: called with each answer; may replace it or raise.
    """

    store: LocalSheets
    calls: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    before: Callable[[str], requests.Response | None] | None = None
    after: Callable[[str, requests.Response], requests.Response] | None = None

    def __post_init__(self) -> None:
        super().__init__()
        self._sheet = LocalAdapter(self.store)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        call = str(request.path_url).partition("?")[0].rpartition("/")[2].replace("batchGetByDataFilter", "batchGet")
        self.calls.append(call)
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        self.bodies.append(b"" if call.endswith("batchGet") else body)
        instead = self.before(call) if self.before else None
        answer = self._sheet.send(request, *args, **kwargs) if instead is None else instead
        return self.after(call, answer) if self.after else answer

    def close(self) -> None:
        """Leave the store open."""

    def client(self) -> gspread.Client:
        session = requests.Session()
        for base in BASE_URLS:
            session.mount(base, self)
        return client_over(session)

    def count(self, ending: str) -> int:
        return sum(call.endswith(ending) for call in self.calls)


def answer(status: int, body: str, kind: str = "application/json") -> requests.Response:
    """Return a response as the network might give it."""
    response = requests.Response()
    response.status_code = status
    response.headers["Content-Type"] = kind
    response._content = body.encode()
    return response
