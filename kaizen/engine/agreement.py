"""A batch names the tabs that it writes to, and is refused as a whole where a name and an id do not agree.

Rows are written by the id of a tab, and people go by its name. Somebody may rename a tab, or give its name to a copy,
between our read and our write; then the rows would stand where nobody looks. So every batch carries, for each tab
that it touches, requests which change nothing where all is as it was read, and which Google refuses otherwise:

- a dropdown from a range of the tab by its name, which has to be there; it is put on a cell of the hidden tab and
  taken away again in the same batch;
- the tab's own name given to the tab by its id, which no other tab may have.

A batch is all or nothing, so nothing has to be undone, also where the answer is lost or the app is killed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kaizen.engine.answers import quoted
from kaizen.sheet.layout import KAIZEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kaizen.engine.structure import Structure

_CORNER: Final = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}


def touched(structure: Structure, changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the tabs that some changes write to, by the titles by which they are known."""
    ids = {sheet_id for change in changes for sheet_id in _ids(change)}
    return [title for title, sheet_id in structure.tabs.items() if sheet_id in ids]


def _ids(part: Mapping[str, Any]) -> Iterator[int]:
    for name, value in part.items():
        if name == "sheetId":
            yield value
        elif isinstance(value, dict):
            yield from _ids(value)


def agreed(structure: Structure, titles: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Give the requests that are refused unless each of these tabs has the name and the id by which it is known."""
    cell = {"sheetId": structure.tabs[KAIZEN.title], **_CORNER}
    for title in titles:
        now = structure.called(title)
        place = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": f"={quoted(now)}!$A$1"}]}
        yield {"setDataValidation": {"range": cell, "rule": {"condition": place}}}
        for name in dict.fromkeys((title, now)):  # nobody else may have its old name either
            properties = {"sheetId": structure.tabs[title], "title": name}
            yield {"updateSheetProperties": {"properties": properties, "fields": "title"}}
    yield {"setDataValidation": {"range": cell}}
