"""Saying why a sign-in has come to nothing: Streamlit itself sends the person back to Home without a word.

The answer to the provider's call back is looked at on its way out. Where it brings no cookie, the address that
the browser is sent to says why, in one of a few words; `gate` has the sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CALLBACK: Final = "/oauth2callback"
WHY: Final = "sign-in"
"""The part of the address that says why a sign-in has come to nothing."""

REFUSED, PROVIDER, COOKIES, CLOCK = "refused", "provider", "cookies", "clock"

ERRORS: Final = frozenset(
    {
        *("access_denied", "invalid_request", "invalid_scope", "server_error", "temporarily_unavailable"),
        *("unauthorized_client", "unsupported_response_type", "account_selection_required", "consent_required"),
        *("interaction_required", "login_required", "registration_not_supported", "request_not_supported"),
    }
)
"""What a provider may answer: RFC 6749, 4.1.2.1, and OpenID Connect Core 1.0, 3.1.2.6."""

OTHER: Final = "another_error"

_USER_COOKIE: Final = "_streamlit_user="
_FOUND: Final = 302


class CallbackExplained:
    """Middleware around the server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; of a call back that signs nobody in, complete the address it is answered with."""
        if scope["type"] != "http" or not scope["path"].endswith(CALLBACK):
            await self._app(scope, receive, send)
            return
        scope = without_their_words(scope)

        async def explained(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == _FOUND:
                _explain(scope, message)
            await send(message)

        await self._app(scope, receive, explained)


def without_their_words(scope: Scope) -> Scope:
    """Return a call back whose error is a word of the standards: Streamlit writes it into the log.

    Anyone can send one. What else it says of the error is left out; nothing needs it.
    """
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    if "error" not in asked:
        return scope
    error = asked["error"][0] if asked["error"][0] in ERRORS else OTHER
    kept = {"error": error, **({"state": asked["state"][-1]} if "state" in asked else {})}
    return {**scope, "query_string": urlencode(kept).encode("latin-1")}


def _explain(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(raw=message["headers"])
    signed_in = any(
        cookie.startswith(_USER_COOKIE) and not _is_blank(cookie) for cookie in headers.getlist("set-cookie")
    )
    why = "" if signed_in else why_not(scope)
    if why:
        headers["location"] = f"{headers['location']}?{WHY}={why}"


def _is_blank(cookie: str) -> bool:
    """Tell whether a cookie is being taken away."""
    return cookie.partition("=")[2].partition(";")[0].strip('"') == ""


def why_not(scope: Scope | dict[str, Any]) -> str:
    """Return in a word why a call back signs nobody in; "" for the way back from signing out."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    if "error" in asked:
        return REFUSED if asked["error"][0] in {"access_denied", "interaction_required"} else PROVIDER
    if "state" not in asked:
        return ""
    # The provider's answer is told from a forged one by a cookie that was set when the person pressed the button.
    return CLOCK if "cookie" in Headers(scope=scope) else COOKIES
