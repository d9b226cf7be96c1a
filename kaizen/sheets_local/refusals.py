"""Refusals in Google's words, one function a kind.

Source of the texts: recorded answers of the API; where none is known the wording is ours and says so in the docs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.sheets_local.wire import Response

if TYPE_CHECKING:
    from kaizen.sheets_local.wire import Message

STATES: Final = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
CELL_LIMIT: Final = 10_000_000
TEXT_LIMIT: Final = 50_000


class Refusal(Exception):  # noqa: N818 - an answer of the API, not a fault of ours
    """An answer other than 200; the request changed nothing.

    Attributes:
        status: HTTP status.
        message: Google's sentence.
        details: Google's typed details, often none.
    """

    def __init__(self, status: int, message: str, details: list[Message] | None = None) -> None:
        self.status = status
        self.message = message
        self.details = details or []
        super().__init__(message)

    def within(self, place: str) -> Refusal:
        """Return the same refusal with the part of the request it is about in front.

        Args:
            place: such as ``requests[2].updateCells`` or ``data[1]``.
        """
        return Refusal(self.status, f"Invalid {place}: {self.message}", self.details)

    def response(self) -> Response:
        """Return the refusal as Google's error body."""
        error: Message = {"code": self.status, "message": self.message, "status": STATES[self.status]}
        if self.details:
            error["details"] = self.details
        return Response(self.status, {"error": error})


def file_gone() -> Refusal:
    """Return the refusal of everything once another file stands in the place of ours, or none."""
    return Refusal(404, "The file of the embedded sheet has been deleted or replaced.")


def file_damaged() -> Refusal:
    """Return the refusal for what :mod:`kaizen.sheets_local.storage` never writes: the file has been damaged."""
    return Refusal(400, "The file of the embedded sheet is damaged.")


class DriveRefusal(Refusal):
    """A refusal in Drive's older form, with a list of errors and no status word."""

    def __init__(self, status: int, reason: str, message: str, parameter: str) -> None:
        super().__init__(status, message)
        self.reason = reason
        self.parameter = parameter

    def response(self) -> Response:
        """Return the refusal as Drive's error body."""
        first: Message = {
            "message": self.message,
            "domain": "global",
            "reason": self.reason,
            "location": self.parameter,
            "locationType": "parameter",
        }
        return Response(self.status, {"error": {"code": self.status, "message": self.message, "errors": [first]}})


def bad_request(message: str) -> Refusal:
    """Return a plain 400."""
    return Refusal(400, message)


def bad_field(field: str, description: str, message: str | None = None) -> Refusal:
    """Return a 400 whose details name the field, as type errors and bad ``fields`` masks have it."""
    violation = {"field": field, "description": description}
    details = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    return Refusal(400, description if message is None else message, [details])


def not_found() -> Refusal:
    """Return the 404 for a spreadsheet that is not there."""
    return Refusal(404, "Requested entity was not found.")


def no_such_call(method: str, path: str) -> Refusal:
    """Return the 404 for a call the embedded sheet does not answer (our wording)."""
    return Refusal(404, f"The embedded sheet does not answer {method} {path}.")


def unable_to_parse(text: str) -> Refusal:
    """Return the 400 for a range nobody can read, or on a tab that is not there."""
    return bad_request(f"Unable to parse range: {text}")


def outside_grid(range_text: str, rows: int, columns: int) -> Refusal:
    """Return the 400 for a range beyond the grid."""
    return bad_request(f"Range ({range_text}) exceeds grid limits. Max rows: {rows}, max columns: {columns}")


def protected() -> Refusal:
    """Return the 400 for an edit that meets a hard protection."""
    return bad_request(
        "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
        "protection if you need to edit."
    )


def too_many_cells() -> Refusal:
    """Return the 400 for a workbook that would outgrow Google's limit."""
    return bad_request(
        f"This action would increase the number of cells in the workbook above the limit of {CELL_LIMIT} cells."
    )


def text_too_long() -> Refusal:
    """Return the 400 for one cell with too many characters."""
    return bad_request(f"Your input contains more than the maximum of {TEXT_LIMIT} characters in a single cell.")
