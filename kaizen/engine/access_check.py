"""Can the app read the sheet, and can it write in it? Tried, not guessed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kaizen.engine.details import details_of
from kaizen.engine.faults import CallFailed, sharing_with

if TYPE_CHECKING:
    import gspread

    from kaizen.engine.details import Details
    from kaizen.engine.google import Workbook


@dataclass(frozen=True, slots=True)
class Access:
    """What became of trying.

    Attributes:
        unread: why the sheet cannot be read, as a sentence; "" when it can.
        unwritten: why the app cannot write in it; "" when it can.
        details: of the sheet; None when it cannot be read.
    """

    unread: str
    unwritten: str
    details: Details | None = None


def tried(client: gspread.Client, book: Workbook, new_id: str, email: str = "") -> Access:
    """Read the sheet and change it in a way that leaves nothing behind: one read and one write.

    A named range is added and taken away again in one batch, which is what the fence of every commit
    does; nobody who has the sheet open sees anything of it.

    Args:
        client: the way to the sheet.
        book: the sheet.
        new_id: an id that has never been used.
        email: the app's own address, for saying with whom to share; "" for none.
    """
    try:
        seen = book.caller.read(partial(details_of, client, book.spreadsheet_id))
    except CallFailed as failed:
        why = _said(failed, email)
        return Access(why, why)
    corner = {"sheetId": next(iter(seen.tabs.values())), "endRowIndex": 1, "endColumnIndex": 1}
    corner |= {"startRowIndex": 0, "startColumnIndex": 0}
    added = {"namedRangeId": new_id, "name": f"kaizen_check_{new_id}", "range": corner}
    try:
        book.apply([{"addNamedRange": {"namedRange": added}}, {"deleteNamedRange": {"namedRangeId": new_id}}])
    except CallFailed as failed:
        return Access("", _said(failed, email), seen)
    return Access("", "", seen)


def _said(failed: CallFailed, email: str) -> str:
    return str(sharing_with(failed, email)) if email and failed.unshared else str(failed)
