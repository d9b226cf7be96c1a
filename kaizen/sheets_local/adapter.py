"""The front inside the process: a ``requests`` adapter to mount in place of the way to Google."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from kaizen.sheets_local.wire import SERVICE_ACCOUNT, Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.sheets_local.store import LocalSheets

BASE_URLS = ("https://sheets.googleapis.com", "https://www.googleapis.com")


class LocalAdapter(BaseAdapter):
    """Answers a session's requests from a store, without a network.

    Mount it on both of ``BASE_URLS``. Time-outs and certificates have no meaning here.
    """

    def __init__(self, store: LocalSheets, account: str = SERVICE_ACCOUNT) -> None:
        super().__init__()
        self.store = store
        self.account = account

    def send(  # noqa: PLR0913, PLR0917 - the signature of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002, ARG002
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,  # noqa: ARG002
        verify: bool | str = True,  # noqa: FBT001, FBT002, ARG002
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Return the store's answer as a response of ``requests``."""
        url = urlsplit(str(request.url))
        body = request.body.encode() if isinstance(request.body, str) else request.body
        answer = self.store.handle(
            Request(str(request.method), url.path, url.query, bytes(body) if body else None, self.account)
        )
        response = requests.Response()
        response.status_code = answer.status
        response.reason = HTTPStatus(answer.status).phrase
        response.headers = CaseInsensitiveDict(answer.headers)
        response.encoding = "utf-8"
        response.raw = io.BytesIO(answer.content())
        response.url = str(request.url)
        response.request = request
        return response

    def close(self) -> None:
        """Leave the store open; it is not the adapter's to close."""


def session(store: LocalSheets, account: str = SERVICE_ACCOUNT) -> requests.Session:
    """Return a session whose way to Google ends in a store, for ``gspread.Client(auth=None, session=...)``."""
    made = requests.Session()
    for base in BASE_URLS:
        made.mount(base, LocalAdapter(store, account))
    return made
