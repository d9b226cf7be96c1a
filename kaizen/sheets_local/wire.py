"""What goes in and what comes out of the embedded sheet, whichever front carries it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs

from pydantic_core import to_json

Message: TypeAlias = dict[str, Any]
"""One JSON object of Google's API."""

SERVICE_ACCOUNT: Final = "kaizen-app@embedded.example"
"""Who calls when nobody says otherwise: the address the app's service account would have."""

JSON_HEADERS: Final = {"Content-Type": "application/json; charset=UTF-8"}


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, reduced to what the API looks at.

    Attributes:
        method: GET, POST, PUT or DELETE.
        path: percent-encoded, from the first slash; a range in it may hold any character.
        query: the raw query string, without the question mark.
        body: JSON bytes, or nothing.
        account: the e-mail address that calls. It owns what it creates, and only the owner and the
            listed editors may write inside a protected range.
    """

    method: str
    path: str
    query: str = ""
    body: bytes | None = None
    account: str = SERVICE_ACCOUNT

    def options(self) -> dict[str, list[str]]:
        """Return the query parameters, each with all its values in order; ``alt`` and the like are kept."""
        return parse_qs(self.query, keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response; a ``dict`` body is encoded by the front, bytes go out as they are."""

    status: int
    body: Message | bytes
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON_HEADERS))

    def content(self) -> bytes:
        """Return the body as it goes over the wire, UTF-8."""
        if isinstance(self.body, bytes):
            return self.body
        return to_json(self.body)  # straight to bytes: as one text with one emoji it is four bytes a letter
