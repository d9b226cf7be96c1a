"""Cells out of the answer to a change: the sheet as it was straight after it, from the same call.

``spreadsheets.batchUpdate`` can answer with parts of the changed spreadsheet. They belong to the very
instant of the change, so nothing that anybody does afterwards is in them, and they cost no read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import requests

    from kaizen.sheet.cells import Cell, Grid

FIELDS: Final = (
    "updatedSpreadsheet.sheets(properties(sheetId,title),data(startRow,startColumn,rowData.values.effectiveValue))"
)
"""The field mask of what is wanted back."""

_ERRORS: Final = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
"""How a cell shows an error; ``#ERROR!`` for any other."""


def lean(answer: requests.Response) -> Any:  # noqa: ANN401 - whatever JSON came back
    """Return the JSON of a large answer, in a fifth of the memory: no copy of it as one text, like texts once.

    Raises:
        requests.JSONDecodeError: it is none.
    """
    try:
        return from_json(answer.content, cache_strings="all")
    except ValueError:  # half a surrogate in some cell is no reason to read nothing
        return answer.json()


def wanted(ranges: Sequence[str]) -> dict[str, Any]:
    """Return what a change has to ask for to be answered with these ranges."""
    return {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True, "responseRanges": list(ranges)}


def blocks(answer: requests.Response) -> dict[int, tuple[str, Grid]]:
    """Return what ``values:batchGetByDataFilter`` tells of whole tabs: by sheet id what each is called, and its cells.

    Raises:
        requests.JSONDecodeError: it is no JSON; a `LookupError` or `TypeError` where it is not Google's.
    """
    found = (_block(one) for one in lean(answer)["valueRanges"])
    return {sheet_id: (title, grid) for sheet_id, title, grid in found}


def _block(matched: Mapping[str, Any]) -> tuple[int, str, Grid]:
    values, (asked, *_) = matched["valueRange"], matched["dataFilters"]
    title = values["range"].rpartition("!")[0]
    bare = title[1:-1].replace("''", "'") if title.startswith("'") else title
    return asked["gridRange"].get("sheetId", 0), bare, values.get("values", ())


def cells(answer: Any, ranges: Sequence[str], ids: Mapping[str, int]) -> dict[str, Grid]:  # noqa: ANN401 - whatever JSON came back
    """Return the cells of each range; nothing when the answer does not have every one of them.

    Nothing either where a tab of another id has the name: it is not the one that was meant.

    Args:
        answer: to the change.
        ranges: that were asked for, each from the first row and column of a tab of its own.
        ids: what each tab is called, as in ``ranges``, to its sheet id.
    """
    try:
        sheets = {quoted(one["properties"]["title"]): one for one in answer["updatedSpreadsheet"]["sheets"]}
        wanted = {one: one.partition("!")[0] for one in ranges}
        if any(sheets[name]["properties"].get("sheetId", 0) != ids[name] for name in wanted.values()):
            return {}
        return {one: _grid(sheets[name]["data"]) for one, name in wanted.items()}
    except (KeyError, TypeError, AttributeError, ValueError):
        return {}


def quoted(title: str) -> str:
    """Return the title as a range in A1 notation: the whole tab, whatever stands in its name."""
    return "'" + title.replace("'", "''") + "'"


def _grid(data: Sequence[Mapping[str, Any]]) -> Grid:
    (block,) = data
    if block.get("startRow", 0) or block.get("startColumn", 0):
        raise ValueError("a range that does not begin in the corner")
    rows = [
        [content(cell.get("effectiveValue", {})) for cell in row.get("values", ())] for row in block.get("rowData", ())
    ]
    return _trimmed([_trimmed(row, "") for row in rows], [])


def _trimmed(items: list[Any], blank: object) -> list[Any]:
    while items and items[-1] == blank:
        items.pop()
    return items


def content(value: Mapping[str, Any]) -> Cell:
    """Return what an ``effectiveValue`` holds, an error as the cell shows it; ``""`` for nothing."""
    if "errorValue" in value:
        return _ERRORS.get(value["errorValue"].get("type", ""), "#ERROR!")
    held: Cell = next(iter(value.values()), "")
    return held
