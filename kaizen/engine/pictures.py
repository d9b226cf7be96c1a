"""The whole spreadsheet as people see it, in one call: every tab, a head's own too, with all that a copy wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gspread.urls import SPREADSHEET_URL

from kaizen.engine.answers import content
from kaizen.engine.faults import judged
from kaizen.sheet.column_marks import Marked, given_names, marks_in, row_marks_in
from kaizen.sheet.headings import ROWS_LOOKED_AT
from kaizen.sheet.layout import ALL_TABS
from kaizen.sheet.picture import TabPicture

if TYPE_CHECKING:
    from collections.abc import Mapping

    import gspread

    from kaizen.engine.calls import Caller

_CELL: Final = "effectiveValue,userEnteredFormat,note,dataValidation"
_MARKS: Final = "developerMetadata(metadataId,metadataKey,metadataValue)"
_FIELDS: Final = (
    "sheets(properties(sheetId,title,hidden,gridProperties(frozenRowCount,frozenColumnCount)),merges,"
    f"data(rowMetadata(hiddenByUser,{_MARKS}),columnMetadata(pixelSize,hiddenByUser,{_MARKS}),rowData.values({_CELL})))"
)


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

    known = {old: f"another {old}" for old in names} | {new: old for old, new in names.items()}
    return caller.read(ask)


def _picture(sheet: Mapping[str, Any], known: Mapping[str, str]) -> TabPicture:
    properties = sheet["properties"]
    size = properties.get("gridProperties", {})
    data = (sheet.get("data") or [{}])[0]
    rows = [row.get("values", ()) for row in data.get("rowData", ())]
    columns = data.get("columnMetadata", ())
    known_as = known.get(properties["title"], properties["title"])
    grid = [[content(cell.get("effectiveValue", {})) for cell in row] for row in rows]
    lines = data.get("rowMetadata", ())
    marked = Marked(grid[:ROWS_LOOKED_AT], marks_in(columns), row_marks_in(lines[:ROWS_LOOKED_AT]))
    return TabPicture(
        title=properties["title"],
        known_as=known_as,
        grid=grid,
        looks=rows,
        hidden=properties.get("hidden", False),
        frozen=(size.get("frozenRowCount", 0), size.get("frozenColumnCount", 0)),
        widths=[column.get("pixelSize", 100) for column in columns],
        hidden_rows=_hidden(lines),
        hidden_columns=_hidden(columns),
        merges=[_merge(span) for span in sheet.get("merges", ())],
        names=_names(known_as, marked),
    )


def _names(title: str, marked: Marked) -> Mapping[str, str]:
    """Return what people call the columns of one of the app's tabs, as its marks tell at this very instant."""
    tab = next((tab for tab in ALL_TABS if tab.title == title), None)
    return given_names(tab, marked) if tab is not None else {}


def _hidden(lines: list[Mapping[str, Any]]) -> frozenset[int]:
    return frozenset(number for number, line in enumerate(lines) if line.get("hiddenByUser"))


def _merge(span: Mapping[str, int]) -> tuple[int, int, int, int]:
    first = span.get("startRowIndex", 0), span.get("startColumnIndex", 0)
    return (*first, span["endRowIndex"], span["endColumnIndex"])
