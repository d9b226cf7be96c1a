"""What became of one call to the Sheets API, judged by its HTTP status and by nothing else.

A proxy's HTML page, a cut-off body and a dead network all end here, so that everything above knows
three outcomes only: done (the call returned), not done, and unknown.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from urllib3.exceptions import MaxRetryError, NewConnectionError

from kaizen.errors import SheetUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_ANSWER: Final = 0
"""Stands where an HTTP status would, when there was no answer to have one."""

WORDS: Final = 500
"""So many letters of an answer that is not Google's are kept for the log."""

_SENTENCES: Final = {
    NO_ANSWER: "The sheet cannot be reached at the moment.",
    HTTPStatus.UNAUTHORIZED: "Google does not accept the app's key any more; a new one is needed in the secrets.",
    HTTPStatus.FORBIDDEN: "The app may not open or change the sheet: its owner has to share it with the app as Editor.",
    HTTPStatus.NOT_FOUND: "The sheet cannot be found: it has been deleted, or it is not shared with the app.",
    HTTPStatus.TOO_MANY_REQUESTS: "The sheet is busy: Google allows only so many calls a minute.",
}

_FULL: Final = "disk is full"
"""What the embedded sheet says where nothing has been changed for want of room."""

_KNOWN_WORDS: Final = {
    "protected cell or object": (
        "A part of the sheet that the app writes in is protected: its owner can let the app edit it under "
        "Data > Protect sheets and ranges."
    ),
    "number of cells in the workbook above the limit": (
        "The sheet is full: Google allows 10,000,000 cells. "
        "Its owner can delete blank rows and columns, or tabs that nobody needs."
    ),
    "characters in a single cell": "A text is longer than the 50,000 characters that fit in one cell.",
    "not supported for this document": (
        "The file is an Excel file in Google Drive, which the app cannot use: open it there, choose "
        "File > Save as Google Sheets, and use the address of the new sheet."
    ),
    "has not been used in project": (
        "The Google Sheets API is switched off in the project of the app's key: switch it on in the Google Cloud "
        "console under APIs & Services, and wait a few minutes."
    ),
    "file of the embedded sheet has been deleted or replaced": (
        "The file in which the app keeps its sheet has been deleted or replaced while the app was running. "
        "Put it back where it was, or start the app again."
    ),
    "file of the embedded sheet is damaged": (
        "The file in which the app keeps its sheet is damaged. Stop the app, put a copy from your backup in its place, "
        "and start it again."
    ),
    _FULL: "The disk of the app's computer is full: whoever looks after it has to make room.",
    "reasonable timeframe": "Google does not accept the app's key because the clock of the app's machine is wrong.",
}
"""What Google says when it is known what lies behind it, whatever the status."""

_REQUEST: Final = re.compile(r"requests\[\d+\](?:\.[A-Za-z]+)?", re.ASCII)

_WHOLE_SHEET: Final = (
    "protected cell or object",
    "number of cells in the workbook above the limit",
    "file of the embedded sheet",
)
"""Refusals that have nothing to do with what one person asked for."""


class CallFailed(SheetUnreachable):
    """One call to the Sheets API did not end well; the text is a sentence for a person.

    Attributes:
        status: the HTTP status, or 0 when there was no answer.
        unknown: whether the call may have taken effect all the same; False means it has not.
        detail: what the other side said, for the log.
    """

    @property
    def request(self) -> str:
        """Which request of a batch was at fault, such as ``requests[3].appendCells``; "" where nobody says."""
        found = _REQUEST.search(self.detail)
        return found[0] if found else ""

    @property
    def unshared(self) -> bool:
        """Whether sharing the sheet with the app is likely to help."""
        known = any(words in self.detail for words in _KNOWN_WORDS)
        return self.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND} and not known

    @property
    def for_everybody(self) -> bool:
        """Whether the same is in store for every other change until somebody puts the sheet right."""
        return any(words in self.detail for words in _WHOLE_SHEET)

    def __init__(self, status: int, *, unknown: bool, detail: str) -> None:
        self.status = status
        self.unknown = unknown
        self.detail = detail
        super().__init__(_sentence(status, detail))


def sharing_with(failed: CallFailed, email: str) -> SheetUnreachable:
    """Return the error with the address that the sheet has to be shared with."""
    return SheetUnreachable(f"{failed} In the sheet press Share, enter {email}, choose Editor and send.")


def _sentence(status: int, detail: str) -> str:
    for words, sentence in _KNOWN_WORDS.items():
        if words in detail:
            return sentence
    if status in _SENTENCES:
        return _SENTENCES[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "Google Sheets has a problem of its own at the moment."
    return f"The sheet did not accept that ({detail})."


def no(answer: requests.Response) -> CallFailed:
    """Return what an answer other than 2xx means, whatever its body is: Google's JSON, a proxy's, a page of HTML.

    A 4xx was refused at the door: not done. A 5xx leaves it open, but of the embedded sheet on a full disk.
    """
    detail = _words_of(answer)
    unknown = answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR and _FULL not in detail
    return CallFailed(answer.status_code, unknown=unknown, detail=detail)


def _words_of(answer: requests.Response) -> str:
    try:
        return str(answer.json()["error"]["message"])
    except (ValueError, LookupError, TypeError):
        return answer.text[:WORDS]


@contextmanager
def judged() -> Iterator[None]:
    """Turn whatever a call inside raises into a `CallFailed`.

    A connection that was never made carried nothing: not done. A silence, a reset or a body that is not
    Google's JSON leave it open.
    """
    try:
        yield
    except TransportError as error:  # no access token, so nothing was asked of the sheet
        raise CallFailed(NO_ANSWER, unknown=False, detail=str(error)) from error
    except RefreshError as error:
        raise CallFailed(_of_the_token(error), unknown=False, detail=str(error)) from error
    except GoogleAuthError as error:
        raise CallFailed(HTTPStatus.UNAUTHORIZED, unknown=False, detail=str(error)) from error
    except (requests.RequestException, ValueError) as error:
        raise CallFailed(NO_ANSWER, unknown=not _never_sent(error), detail=str(error)) from error
    except (LookupError, TypeError, AttributeError) as error:  # JSON, but not Google's
        raise CallFailed(NO_ANSWER, unknown=True, detail=f"an answer of another shape: {error!r}") from error


def _of_the_token(error: RefreshError) -> int:
    """Return what a refused access token amounts to: the key is wrong, or Google is unwell."""
    return HTTPStatus.SERVICE_UNAVAILABLE if error.retryable else HTTPStatus.UNAUTHORIZED


def _never_sent(error: Exception) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    if isinstance(error, requests.exceptions.InvalidJSONError):  # the question could not be put, or the answer not read
        return not isinstance(error, requests.JSONDecodeError)
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
