"""The server's doors: what it says in every answer, and what it sends to nobody, takes from few, or keeps shut."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from streamlit import runtime

from kaizen.allowed_hosts import SEEN_AT
from kaizen.ui import downloads, uploads

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA: Final = "/media/"
CLOSED: Final = "/_stcore/metrics"
"""Figures of the server, which are nobody's business."""

HEADERS: Final = {
    # Not 'none': Community Cloud shows the app inside a frame of its own address.
    "Content-Security-Policy": "frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

GONE: Final = "This file isn't here any more. Please go back to Kaizen and download it again."
NOT_TAKEN: Final = {
    HTTPStatus.FORBIDDEN: "This page takes no files.",
    HTTPStatus.TOO_MANY_REQUESTS: "One file at a time, please.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too many files are being sent at the moment. Please try again in a few minutes.",
}


class Doors:
    """Stands before the server: every call and every answer passes it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._porter = uploads.Porter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass the call on, with our headers on whatever is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_data = _is_media(scope["path"])

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers.update(HEADERS | ({"Cache-Control": "no-store"} if is_data else {}))
            await send(message)

        await self._let_in(scope, receive, headed)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.rstrip("/").endswith(CLOSED):
            await PlainTextResponse("", HTTPStatus.NOT_FOUND)(scope, receive, send)
        elif path == SEEN_AT:
            await PlainTextResponse(Headers(scope=scope).get("host", ""))(scope, receive, send)
        elif _is_media(path) and not await run_in_threadpool(_may_be_fetched, path):
            await PlainTextResponse(GONE, HTTPStatus.NOT_FOUND)(scope, receive, send)
        elif uploads.UPLOADS in path and scope["method"] == "PUT":
            await self._take(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a session's file, or refuse it before a letter of it has been read."""
        whose = uploads.session_of(scope["path"])
        refusal = self._porter.refusal(whose)
        if refusal is not None:
            await PlainTextResponse(NOT_TAKEN[refusal], refusal)(scope, receive, send)
            return
        self._porter.coming.add(whose)
        try:
            await self._app(scope, receive, send)
        finally:
            self._porter.coming.discard(whose)


def _is_media(path: str) -> bool:
    """Tell whether an address is a made file's; Streamlit's own fonts have a folder of that name as well."""
    return path.removeprefix(f"/{st.get_option('server.baseUrlPath').strip('/')}").startswith(("/media/", "media/"))


def _may_be_fetched(path: str) -> bool:
    if not runtime.exists():
        return False
    manager = runtime.get_instance().media_file_mgr
    if not manager.can_read_files:
        return False
    return downloads.may_be_fetched(manager.read_file(path.rpartition(MEDIA)[2]))
