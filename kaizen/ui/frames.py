"""Keep the server's own places out of what browsers are sent.

Streamlit tells every session the path of the main script on the server's disk, which says who runs it and where. The
browser needs no more of it than a name that stays the same.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SCRIPT: Final = b"router.py"
"""How the main script's path ends; a frame without it is passed on as it is."""


class WithoutPlaces:
    """Middleware around the server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; of what a session is sent, take the path away."""

        async def sent(message: Message) -> None:
            frame = message.get("bytes") or b""
            await send({**message, "bytes": without_place(frame)} if SCRIPT in frame else message)

        await self._app(scope, receive, sent if scope["type"] == "websocket" else send)


def without_place(frame: bytes) -> bytes:
    """Return a frame with the bare name of the main script; one that is of another kind, or none, as it is."""
    try:
        message = ForwardMsg.FromString(frame)
    except Exception:  # noqa: BLE001 - whatever it holds, it goes on its way
        return frame
    if message.WhichOneof("type") != "new_session":
        return frame
    message.new_session.main_script_path = PurePath(message.new_session.main_script_path).name
    changed: bytes = message.SerializeToString()
    return changed
