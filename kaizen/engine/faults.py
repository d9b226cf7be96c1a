"""What became of one call to the Sheets API, judged by its HTTP status and by nothing else.

A proxy's HTML page, a cut-off body and a dead network all end here, so that everything above knows
three outcomes only: done (the call returned), not done, and unknown.
"""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import requests
from google.auth.exceptions import GoogleAuthError, TransportError
from gspread.exceptions import APIError
from urllib3.exceptions import MaxRetryError, NewConnectionError

from kaizen.errors import SheetUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_ANSWER: Final = 0
"""Stands where an HTTP status would, when there was no answer to have one."""

_SENTENCES: Final = {
    NO_ANSWER: "The sheet cannot be reached at the moment.",
    HTTPStatus.UNAUTHORIZED: "Google does not accept the app's key any more; a new one is needed in the secrets.",
    HTTPStatus.FORBIDDEN: "The app may not open or change the sheet: its owner has to share it with the app as Editor.",
    HTTPStatus.NOT_FOUND: "The sheet cannot be found: it has been deleted, or it is not shared with the app.",
    HTTPStatus.TOO_MANY_REQUESTS: "The sheet is busy: Google allows only so many calls a minute.",
}


class CallFailed(SheetUnreachable):
    """One call to the Sheets API did not end well; the text is a sentence for a person.

    Attributes:
        status: the HTTP status, or 0 when there was no answer.
        unknown: whether the call may have taken effect all the same; False means it has not.
        detail: what the other side said, for the log.
    """

    def __init__(self, status: int, *, unknown: bool, detail: str) -> None:
        self.status = status
        self.unknown = unknown
        self.detail = detail
        super().__init__(_sentence(status, detail))


def _sentence(status: int, detail: str) -> str:
    if status in _SENTENCES:
        return _SENTENCES[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "Google Sheets has a problem of its own at the moment."
    return f"The sheet did not accept that ({detail})."


@contextmanager
def judged() -> Iterator[None]:
    """Turn whatever a call inside raises into a `CallFailed`.

    A 4xx was refused at the door, and a connection that was never made carried nothing: not done.
    A 5xx, a silence, a reset or a body that is not JSON leave it open.
    """
    try:
        yield
    except APIError as error:
        status = error.response.status_code
        unknown = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        raise CallFailed(status, unknown=unknown, detail=str(error.error["message"])) from error
    except TransportError as error:  # no access token, so nothing was asked of the sheet
        raise CallFailed(NO_ANSWER, unknown=False, detail=str(error)) from error
    except GoogleAuthError as error:
        raise CallFailed(HTTPStatus.UNAUTHORIZED, unknown=False, detail=str(error)) from error
    except (requests.RequestException, ValueError) as error:
        raise CallFailed(NO_ANSWER, unknown=not _never_sent(error), detail=str(error)) from error


def _never_sent(error: Exception) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    if isinstance(error, requests.exceptions.InvalidJSONError):  # the question could not be put, or the answer not read
        return not isinstance(error, requests.JSONDecodeError)
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
