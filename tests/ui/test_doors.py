"""What the server says in every answer, and what it keeps shut."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from kaizen.allowed_hosts import SEEN_AT
from kaizen.ui.doors import HEADERS, Doors
from streamlit_app import app as real_app

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

HOUSE = Path(__file__).parents[2]
SERVER = "from the server"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    text: str


async def _server(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(SERVER, headers={"Cache-Control": "public"})(scope, receive, send)


def call(path: str, method: str = "GET", *, host: str = "") -> Answer:
    """Return what comes through the doors."""
    told: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("nothing of what is sent is read")

    async def send(message: Message) -> None:
        told.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"host", host.encode())], "query_string": b""}
    asyncio.run(Doors(_server)(scope, receive, send))
    start, *bodies = told
    text = b"".join(one.get("body", b"") for one in bodies).decode()
    return Answer(start["status"], Headers(raw=start["headers"]), text)


@pytest.mark.parametrize("path", ["/", "/book", "/_stcore/health", "/media/a.xlsx", "/_stcore/metrics", "/static/a.js"])
def test_every_answer_has_the_headers(path: str) -> None:
    headers = call(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "X-Frame-Options" not in headers


def test_a_frame_of_the_apps_own_address_may_show_it() -> None:
    assert call("/").headers["Content-Security-Policy"] == "frame-ancestors 'self'"


def test_data_is_stored_nowhere_and_fonts_are() -> None:
    assert call("/media/a.xlsx").headers["Cache-Control"] == "no-store"
    font = call("/static/media/font.woff2")
    assert (font.text, font.headers["Cache-Control"]) == (SERVER, "public")


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/kaizen/_stcore/metrics"])
def test_the_figures_of_the_server_are_closed(path: str) -> None:
    assert [call(path, method).status for method in ("GET", "HEAD", "OPTIONS")] == [404, 404, 404]


def test_the_app_says_under_which_name_it_was_called() -> None:
    assert call(SEEN_AT, host="kaizen.our-network.example").text == "kaizen.our-network.example"


def test_without_a_session_no_file_is_sent_or_taken() -> None:
    assert call("/media/a.xlsx").status == 404
    refused = call("/_stcore/upload_file/some-session/some-file", "PUT")
    assert (refused.status, refused.text) == (403, "This page takes no files.")


def test_the_app_has_these_doors_before_all_others() -> None:
    assert next(one.cls for one in real_app._user_middleware) is Doors  # type: ignore[comparison-overlap]


def test_every_download_has_a_permit_and_every_uploader_is_noted() -> None:
    texts = {file.name: file.read_text("utf-8") for file in (HOUSE / "kaizen" / "ui").glob("*.py")}
    assert [name for name, text in texts.items() if "download_button(" in text] == ["downloads.py"]
    with_uploader = {name: text.count("file_uploader(") for name, text in texts.items() if "file_uploader(" in text}
    assert with_uploader == {name: texts[name].count("uploads.drawn()") for name in with_uploader}
    assert "uploads.noted()" in texts["router.py"]
