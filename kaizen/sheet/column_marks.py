"""What the app notes on each column, unseen, so that a heading may be renamed: which field its cells hold.

The notes are developer metadata on the column, and one on the row of headings. Google moves them with it, whatever is
inserted, moved or sorted, and they go when it is deleted. The marked column is the app's, whatever it is called
and whatever else has its name. Where every heading is at its place, nobody has to look at the marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kaizen.sheet.cells import shown
from kaizen.sheet.headings import find_headings, heading_key, nth_of
from kaizen.sheet.layout import REF, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kaizen.sheet.cell_values import Request
    from kaizen.sheet.cells import Cell, Grid
    from kaizen.sheet.layout import Tab

KEY = "kaizen.column"
"""The key of the marks; their value is the field of the model, ``ref`` for Ref."""

ROW_KEY = "kaizen.headings"
"""The key of the mark on the row of headings."""

_DIGIT, _AT = re.compile(r"\d"), re.compile("@")
_SIGNS: Final = {Kind.EMAIL: _AT, Kind.DATE: _DIGIT, Kind.DATE_TIME: _DIGIT, Kind.TIME: _DIGIT, Kind.MONEY: _DIGIT}
"""What most cells of such a column have in them."""

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
    """The marks of one tab, and its first ten rows from the same instant.

    Attributes:
        rows: the marks of the row of headings, by id: where it stands, counted from 1.
    """

    top: Grid
    marks: tuple[Mark, ...]
    rows: Mapping[int, int] = field(default_factory=dict)


def mark_requests(tab: Tab, sheet_id: int) -> list[Request]:
    """Return the requests that mark the row of headings and each column of a tab as provisioning places them."""
    columns = [_mark(sheet_id, column, _field(tab, heading)) for column, heading in enumerate(tab.headings)]
    return [*columns, _row_mark(sheet_id, 1)]


def missing_marks(tab: Tab, sheet_id: int, marked: Marked) -> list[Request]:
    """Return the requests after which every heading that is found has its mark, and no other column.

    The mark of a column whose heading has been renamed stays, also where another column has its name now. The row
    of headings has its mark too. Nothing where all is well.
    """
    found = find_headings(tab, marked.top, given_names(tab, marked))
    wanted = {_field(tab, heading): column for heading, column in found.columns.items()}
    there = {(mark.field, mark.column) for mark in marked.marks}
    wrong = [mark for mark in marked.marks if wanted.get(mark.field, mark.column) != mark.column]
    removed = [{"deleteDeveloperMetadata": {"dataFilter": _known_by(mark.id)}} for mark in wrong]
    added = [_mark(sheet_id, column, field) for field, column in wanted.items() if (field, column) not in there]
    return [*removed, *added, *_missing_row_mark(sheet_id, marked, found.row)]


def _missing_row_mark(sheet_id: int, marked: Marked, row: int) -> Iterator[Request]:
    if row and row not in marked.rows.values():
        for mark_id in marked.rows:
            yield {"deleteDeveloperMetadata": {"dataFilter": _known_by(mark_id)}}
        yield _row_mark(sheet_id, row)


def given_names(tab: Tab, marked: Marked) -> dict[str, str]:
    """Return which columns are known by their marks, where their headings alone do not tell.

    Returns:
        What tells a column from the others (`headings.nth_of`) to its heading as layout spells it. A column without a
        heading is never in it; nor is one of two whose headings have changed places, for cells are moved without their
        marks. Where there is no row of headings to be found, as when it was deleted, nothing.
    """
    cells = _row_of_headings(tab, marked)
    keys = [heading_key(cell) for cell in cells]
    own = {heading_key(heading): heading for heading in tab.headings}
    heading_of = {_field(tab, heading): heading for heading in tab.headings}
    marks = [(heading_of[mark.field], mark.column) for mark in marked.marks if mark.field in heading_of]
    there = [(heading, column) for heading, column in marks if column < len(keys) and keys[column]]
    names: dict[str, tuple[str, bool]] = {}
    nth = nth_of(keys)
    for heading, column in sorted(there, key=lambda one: (own.get(keys[one[1]]) != one[0], one[1])):
        if heading not in (known for known, _ in names.values()):
            titled, alone = own.get(keys[column]), keys.count(keys[column]) == 1
            plain = alone and (titled == heading or (titled is not None and heading_key(heading) in keys))
            names[nth[column]] = heading, plain
    return {name: heading for name, (heading, plain) in names.items() if not plain}


def _row_of_headings(tab: Tab, marked: Marked) -> Sequence[Cell]:
    """Return the row of headings: the one that is recognised, else the one that is marked and may be one."""
    if row := find_headings(tab, marked.top).row:
        return marked.top[row - 1]
    known = {heading_key(heading) for heading in tab.headings}
    rows = [
        *marked.rows.values(),
        *(n for n, cells in enumerate(marked.top, 1) if known & set(map(heading_key, cells))),
    ]
    return next((marked.top[row - 1] for row in rows if row <= len(marked.top) and _may_head(tab, marked, row)), ())


def _may_head(tab: Tab, marked: Marked, row: int) -> bool:
    """Tell whether what stands below a row in the marked columns may be what they are to hold.

    Somebody may have pasted a list of another shape over the whole tab: then headings and columns are others.
    """
    kinds = {column.field: column.kind for column in tab.columns}
    for mark in marked.marks:
        below = [text for cells in marked.top[row:] if (text := shown(_at(cells, mark.column)).strip())]
        sign = _SIGNS.get(kinds.get(mark.field, Kind.TEXT))
        if sign and 2 * sum(bool(sign.search(text)) for text in below) < len(below):
            return False
    return True


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else ""


def _field(tab: Tab, heading: str) -> str:
    return "ref" if heading == REF else next(column.field for column in tab.columns if column.heading == heading)


def _known_by(mark_id: int) -> Request:
    return {"developerMetadataLookup": {"metadataId": mark_id}}


def _mark(sheet_id: int, column: int, field: str) -> Request:
    place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return _entry(KEY, field, place)


def _row_mark(sheet_id: int, row: int) -> Request:
    place = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
    return _entry(ROW_KEY, "row", place)


def is_row_mark(request: Request) -> bool:
    """Tell whether a request is about the mark of a row of headings and no column's."""
    made = request.get("createDeveloperMetadata", {}).get("developerMetadata", {})
    return bool(made) and made["metadataKey"] == ROW_KEY


def _entry(key: str, value: str, place: Request) -> Request:
    location = {"dimensionRange": place}
    entry = {"metadataKey": key, "metadataValue": value, "visibility": VISIBILITY, "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def marks_in(columns: Iterable[Mapping[str, object]]) -> tuple[Mark, ...]:
    """Return the marks in the ``columnMetadata`` of a tab, given from its first column on."""
    return tuple(
        Mark(int(str(entry["metadataId"])), column, str(entry.get("metadataValue", "")))
        for column, told in enumerate(columns)
        for entry in _entries(told)
        if entry.get("metadataKey") == KEY
    )


def row_marks_in(rows: Iterable[Mapping[str, object]]) -> dict[int, int]:
    """Return the marks of rows of headings in the ``rowMetadata`` of a tab, given from its first row on, by id."""
    return {
        int(str(entry["metadataId"])): number
        for number, told in enumerate(rows, start=1)
        for entry in _entries(told)
        if entry.get("metadataKey") == ROW_KEY
    }


def _entries(column: Mapping[str, object]) -> list[Mapping[str, object]]:
    entries = column.get("developerMetadata", [])
    return entries if isinstance(entries, list) else []
