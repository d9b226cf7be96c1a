"""Google on this machine: a token endpoint that checks signatures, and a sheet that wants its tokens.

The key is made for the run, so the whole flow of a service account is gone through and nothing secret
is kept anywhere.
"""

from __future__ import annotations

import json
import secrets
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import uvicorn
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from kaizen.engine.google import SCOPES, client_over
from kaizen.sheets_local import LocalSheets, session
from kaizen.sheets_local.server import application

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

EMAIL = "kaizen@kaizen.iam.gserviceaccount.com"
AUDIENCE = "https://oauth2.googleapis.com/token"
HEAD = "head@larkfold.sch.example"


@lru_cache(maxsize=1)
def _private() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def key_of(address: str, **changes: str) -> dict[str, str]:
    """Return a service account's key whose tokens come from ``address``."""
    private = _private().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "type": "service_account",
        "project_id": "kaizen",
        "private_key": private.decode(),
        "client_email": EMAIL,
        "token_uri": f"{address}/token",
        **changes,
    }


@dataclass
class LocalGoogle:
    """What stands in for Google, and what it has seen.

    Attributes:
        tokens: those that are good at the moment.
        issued: how many were ever given out.
        no_token: status and body of the token endpoint, when it refuses.
        refusal: status and message of every call to the sheet, when it refuses.
        read_only: whether the sheet is shared for viewing only.
        changes: how many calls the app has made that are to change something.
    """

    store: LocalSheets
    address: str = ""
    tokens: set[str] = field(default_factory=set)
    issued: int = 0
    no_token: tuple[int, Any] | None = None
    refusal: tuple[int, str] | None = None
    read_only: bool = False
    changes: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """How the app is pointed here, but for the spreadsheet."""
        return {"KAIZEN_SHEETS_API": self.address, "KAIZEN_SERVICE_ACCOUNT": json.dumps(key_of(self.address))}

    def head_makes(self, title: str = "Our year", *cells: str) -> str:
        """Make a spreadsheet as a headteacher does; returns its id."""
        made = client_over(session(self.store, HEAD)).create(title)
        if cells:
            made.sheet1.update([list(cells)], "A1")
        return str(made.id)

    async def token(self, request: Request) -> Response:
        """Answer the token endpoint: a signed question for exactly our scope gets a token."""
        if self.no_token is not None:
            status, body = self.no_token
            return Response(body, status) if isinstance(body, str) else JSONResponse(body, status)
        (assertion,) = parse_qs((await request.body()).decode())["assertion"]
        public = (
            _private()
            .public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        asked = jwt.decode(assertion, certs=public.decode(), audience=AUDIENCE)  # type: ignore[no-untyped-call]
        assert (asked["iss"], asked["scope"]) == (EMAIL, " ".join(SCOPES))
        token = secrets.token_hex(8)
        self.tokens.add(token)
        self.issued += 1
        return JSONResponse({"access_token": token, "expires_in": 3599, "token_type": "Bearer"})

    def said_no(self, scope: Scope) -> Response | None:
        """Return the refusal of a call to the sheet; None when it may go on."""
        given = dict(scope["headers"]).get(b"authorization", b"").decode().removeprefix("Bearer ")
        if given not in self.tokens:
            return _error(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED")
        reads = scope["method"] == "GET" or scope["path"].endswith("ByDataFilter")
        self.changes += not reads
        if self.refusal is not None:
            return _error(*self.refusal, "REFUSED")
        if self.read_only and not reads:
            return _error(403, "The caller does not have permission", "PERMISSION_DENIED")
        return None


def _error(code: int, message: str, status: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message, "status": status}}, code)


@contextmanager
def local_google() -> Iterator[LocalGoogle]:
    """Serve Google on a free port of 127.0.0.1 until the block ends."""
    google = LocalGoogle(LocalSheets.open(None))
    sheet = application(google.store)

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        refused = google.said_no(scope)
        await (sheet if refused is None else refused)(scope, receive, send)

    app = Starlette(routes=[Route("/token", google.token, methods=["POST"]), Mount("/", guarded)])
    server = uvicorn.Server(uvicorn.Config(app, date_header=False, port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    google.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield google
    finally:
        server.should_exit = True
        thread.join(10)
        google.store.close()
