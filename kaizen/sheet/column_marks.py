"""What the app notes on each column, unseen, so that a heading may be renamed: which field its cells hold.

The notes are developer metadata on the column. Google moves them with it, whatever is inserted, moved or
sorted, and they go when it is deleted. A heading that is where its name is expected is found by its name;
only one that is missing is looked for by its mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.sheet.headings import find_headings, heading_key
from kaizen.sheet.layout import REF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kaizen.sheet.cell_values import Request
    from kaizen.sheet.cells import Cell, Grid
    from kaizen.sheet.layout import Tab

KEY = "kaizen.column"
"""The key of the marks; their value is the field of the model, ``ref`` for Ref."""

VISIBILITY = "DOCUMENT"
"""Whoever may edit the sheet may read the marks: they outlive a change of the app's key and project."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark.

    Attributes:
        id: of the metadata.
        column: where the column stands now, counted from 0.
        field: what its cells hold.
    """

    id: int
    column: int
    field: str


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of one tab, and its first ten rows from the same instant."""

    top: Grid
    marks: tuple[Mark, ...]


def mark_requests(tab: Tab, sheet_id: int) -> list[Request]:
    """Return the requests that mark each column of a tab as provisioning places them."""
    return [_mark(sheet_id, column, _field(tab, heading)) for column, heading in enumerate(tab.headings)]


def missing_marks(tab: Tab, sheet_id: int, marked: Marked) -> list[Request]:
    """Return the requests after which every heading that stands under its own name has its mark, and no other column.

    The mark of a column whose heading has been renamed stays. Nothing where all is well.
    """
    columns = find_headings(tab, marked.top).columns
    wanted = {_field(tab, heading): column for heading, column in columns.items()}
    there = {(mark.field, mark.column) for mark in marked.marks}
    wrong = [mark for mark in marked.marks if wanted.get(mark.field, mark.column) != mark.column]
    removed = [{"deleteDeveloperMetadata": {"dataFilter": _known_by(mark.id)}} for mark in wrong]
    added = [_mark(sheet_id, column, field) for field, column in wanted.items() if (field, column) not in there]
    return [*removed, *added]


def given_names(tab: Tab, marked: Marked) -> dict[str, str]:
    """Return what people call the columns whose own headings are missing.

    Returns:
        `heading_key` of what stands above a marked column to its heading as layout spells it. What is
        another heading's own name is never in it, and neither is a column without a heading. Where there is
        no row of headings to be found, as when it was deleted, nothing.
    """
    found = find_headings(tab, marked.top)
    cells = marked.top[found.row - 1] if found.row else ()
    own = {heading_key(heading) for heading in tab.headings}
    heading_of = {_field(tab, heading): heading for heading in tab.headings}
    names: dict[str, str] = {}
    for mark in sorted(marked.marks, key=lambda mark: mark.column):
        heading, key = heading_of.get(mark.field, ""), heading_key(_at(cells, mark.column))
        if heading and heading not in found.columns and key and key not in own:
            names.setdefault(key, heading)
    return names


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else ""


def _field(tab: Tab, heading: str) -> str:
    return "ref" if heading == REF else next(column.field for column in tab.columns if column.heading == heading)


def _known_by(mark_id: int) -> Request:
    return {"developerMetadataLookup": {"metadataId": mark_id}}


def _mark(sheet_id: int, column: int, field: str) -> Request:
    place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    location = {"dimensionRange": place}
    entry = {"metadataKey": KEY, "metadataValue": field, "visibility": VISIBILITY, "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def marks_in(columns: Iterable[Mapping[str, object]]) -> tuple[Mark, ...]:
    """Return the marks in the ``columnMetadata`` of a tab, given from its first column on."""
    return tuple(
        Mark(int(str(entry["metadataId"])), column, str(entry.get("metadataValue", "")))
        for column, told in enumerate(columns)
        for entry in _entries(told)
        if entry.get("metadataKey") == KEY
    )


def _entries(column: Mapping[str, object]) -> list[Mapping[str, object]]:
    entries = column.get("developerMetadata", [])
    return entries if isinstance(entries, list) else []
