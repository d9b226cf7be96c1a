"""The whole spreadsheet as people see it, in one call: every tab, a head's own too, with all that a copy wants."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from gspread.urls import SPREADSHEET_URL

from kaizen.engine.answers import content
from kaizen.engine.faults import judged
from kaizen.errors import Refused
from kaizen.sheet.picture import TabPicture

if TYPE_CHECKING:
    from collections.abc import Mapping

    import gspread

    from kaizen.engine.calls import Caller

_CELL: Final = "effectiveValue,userEnteredFormat,note,dataValidation"
_FIELDS: Final = (
    "sheets(properties(sheetId,title,hidden,gridProperties(frozenRowCount,frozenColumnCount)),merges,"
    f"data(rowMetadata.hiddenByUser,columnMetadata(pixelSize,hiddenByUser),rowData.values({_CELL})))"
)

COPY_EVERY: Final = 5.0
"""Seconds between two pictures, whoever wants them: nothing that is read is larger."""

TURN: Final = 30.0
"""Seconds for which somebody waits for those before."""


class Pictures:
    """Takes one picture after the other, some seconds apart; safe to use from any thread.

    Args:
        client: the way to the sheet.
        spreadsheet_id: which one.
        caller: how the calls are put.
    """

    def __init__(self, client: gspread.Client, spreadsheet_id: str, caller: Caller) -> None:
        self._client = client
        self._spreadsheet_id = spreadsheet_id
        self._caller = caller
        self._turn = threading.Lock()
        self._done_at = float("-inf")

    def take(self, names: Mapping[str, str]) -> tuple[TabPicture, ...]:
        """Return every tab as it is once it is one's turn; see `pictures`.

        Raises:
            Refused: very many have wanted one just now.
            CallFailed: the sheet does not answer.
        """
        if not self._turn.acquire(timeout=TURN):
            raise Refused(["Several copies are being made at this moment. Please press the button again in a minute."])
        try:
            self._caller.pause(self._done_at + COPY_EVERY - self._caller.clock())
            return pictures(self._client, self._spreadsheet_id, self._caller, names)
        finally:
            self._done_at = self._caller.clock()
            self._turn.release()


def pictures(
    client: gspread.Client, spreadsheet_id: str, caller: Caller, names: Mapping[str, str]
) -> tuple[TabPicture, ...]:
    """Return every tab in the order of the sheet, all as at one instant.

    Args:
        client: the way to the sheet.
        spreadsheet_id: which one.
        caller: how the call is put; it waits for its place in the quota.
        names: what layout calls a tab to what somebody has renamed it to.

    Raises:
        CallFailed: the sheet does not answer.
    """

    def ask() -> tuple[TabPicture, ...]:
        with judged():
            address = SPREADSHEET_URL % spreadsheet_id
            answer = client.http_client.request("get", address, params={"fields": _FIELDS}).json()
            return tuple(_picture(sheet, known) for sheet in answer["sheets"])

    known = {new: old for old, new in names.items()}
    return caller.read(ask)


def _picture(sheet: Mapping[str, Any], known: Mapping[str, str]) -> TabPicture:
    properties = sheet["properties"]
    size = properties.get("gridProperties", {})
    data = (sheet.get("data") or [{}])[0]
    rows = [row.get("values", ()) for row in data.get("rowData", ())]
    columns = data.get("columnMetadata", ())
    return TabPicture(
        title=properties["title"],
        known_as=known.get(properties["title"], properties["title"]),
        grid=[[content(cell.get("effectiveValue", {})) for cell in row] for row in rows],
        looks=rows,
        hidden=properties.get("hidden", False),
        frozen=(size.get("frozenRowCount", 0), size.get("frozenColumnCount", 0)),
        widths=[column.get("pixelSize", 100) for column in columns],
        hidden_rows=_hidden(data.get("rowMetadata", ())),
        hidden_columns=_hidden(columns),
        merges=[_merge(span) for span in sheet.get("merges", ())],
    )


def _hidden(lines: list[Mapping[str, Any]]) -> frozenset[int]:
    return frozenset(number for number, line in enumerate(lines) if line.get("hiddenByUser"))


def _merge(span: Mapping[str, int]) -> tuple[int, int, int, int]:
    first = span.get("startRowIndex", 0), span.get("startColumnIndex", 0)
    return (*first, span["endRowIndex"], span["endColumnIndex"])
