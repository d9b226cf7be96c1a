"""What of the server's own places a browser is sent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kaizen.ui.frames import WithoutPlaces, without_place

WHERE = "/srv/trust-it/kaizen/ui/router.py"


def begun() -> ForwardMsg:
    message = ForwardMsg()
    message.new_session.main_script_path = WHERE
    message.new_session.name = "kaizen"
    return message


def typed() -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.text.body = f"I read {WHERE}"
    return message


def test_a_session_is_told_the_name_of_the_script_and_not_its_place() -> None:
    told = ForwardMsg.FromString(without_place(begun().SerializeToString())).new_session
    assert (told.main_script_path, told.name) == ("router.py", "kaizen")


@pytest.mark.parametrize("frame", [typed().SerializeToString(), b"\xff\xffrouter.py", b""])
def test_any_other_frame_is_passed_on_as_it_is(frame: bytes) -> None:
    assert without_place(frame) == frame


@pytest.mark.parametrize("kind", ["websocket", "http"])
def test_what_is_sent_goes_through(kind: str) -> None:
    frame, sent = begun().SerializeToString(), []

    async def server(_: Any, __: Any, send: Any) -> None:
        for message in (
            {"type": "a", "bytes": frame},
            {"type": "b", "text": "router.py"},
            {"type": "c", "bytes": None},
        ):
            await send(message)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(WithoutPlaces(server)({"type": kind}, None, send))  # type: ignore[arg-type]
    assert sent[0]["bytes"] == (without_place(frame) if kind == "websocket" else frame)
    assert sent[1:] == [{"type": "b", "text": "router.py"}, {"type": "c", "bytes": None}]
