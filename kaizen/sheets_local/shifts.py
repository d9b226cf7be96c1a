"""What happens to everything that lies on a grid when its rows or columns are inserted, deleted or moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from kaizen.sheets_local.workbook import ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Sheet, Workbook

Item = TypeVar("Item")
_ENDS: Final = {ROWS: ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}
_RANGED: Final = ("protectedRanges", "bandedRanges", "filterViews", "basicFilter")


class Edit(Protocol):
    """A change of one dimension."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch lies afterwards; empty where all of it is gone."""

    def place(self, index: int) -> int | None:
        """Return where one row or column lies afterwards, ``None`` where it is gone."""


@dataclass(frozen=True, slots=True)
class Inserted:
    """``count`` new ones before ``at``. A stretch grows only where they come inside it."""

    at: int
    count: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch lies afterwards."""
        return start + self.count * (start >= self.at), end + self.count * (end > self.at)

    def place(self, index: int) -> int:
        """Return where one row or column lies afterwards."""
        return index + self.count * (index >= self.at)


@dataclass(frozen=True, slots=True)
class Deleted:
    """Those from ``start`` up to ``end`` are gone."""

    start: int
    end: int

    def _closed(self, edge: int) -> int:
        return edge - max(0, min(edge, self.end) - self.start)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch lies afterwards; empty where all of it is gone."""
        return self._closed(start), self._closed(end)

    def place(self, index: int) -> int | None:
        """Return where one row or column lies afterwards, ``None`` where it is gone."""
        return None if self.start <= index < self.end else self._closed(index)


@dataclass(frozen=True, slots=True)
class Moved:
    """Those from ``start`` up to ``end`` now stand before what was at ``to``, outside the stretch itself."""

    start: int
    end: int
    to: int

    @property
    def _landing(self) -> int:
        return self.to - (self.end - self.start if self.to > self.start else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch lies afterwards.

        A stretch that moves as a whole goes along, one that everything happens inside of stays, any other loses
        what leaves it and takes in what lands inside.
        """
        if self.start <= start and end <= self.end:
            return start - self.start + self._landing, end - self.start + self._landing
        if start <= self.start and self.end <= end and start <= self.to <= end:
            return start, end
        start, end = Deleted(self.start, self.end).span(start, end)
        return Inserted(self._landing, self.end - self.start).span(start, end)

    def place(self, index: int) -> int:
        """Return where one row or column lies afterwards."""
        if self.start <= index < self.end:
            return index - self.start + self._landing
        size = self.end - self.start
        closed = index - size * (index >= self.end)
        return closed + size * (closed >= self._landing)

    def reordered(self, items: Sequence[Item]) -> list[Item]:
        """Return the items of the dimension in their new order; the list reaches to the end of what moves."""
        rest = [*items[: self.start], *items[self.end :]]
        return [*rest[: self._landing], *items[self.start : self.end], *rest[self._landing :]]


def shift_all(book: Workbook, sheet: Sheet, dimension: str, edit: Edit) -> None:
    """Let everything on a tab that has a place follow an edit: objects, sizes, named ranges, metadata.

    Args:
        book: the workbook as changed so far.
        sheet: the tab, to be changed.
        dimension: ``ROWS`` or ``COLUMNS``.
        edit: what happened to it.
    """
    sheet.sizes[dimension] = {
        place: size for index, size in sheet.sizes[dimension].items() if (place := edit.place(index)) is not None
    }
    _shift_objects(sheet, dimension, edit)
    _shift_named(book, sheet, dimension, edit)
    _shift_metadata(book, sheet, dimension, edit)
    _shift_frozen(sheet, dimension, edit)


def shifted(grid_range: Message, dimension: str, edit: Edit) -> Message | None:
    """Return a ``GridRange`` after an edit, ``None`` where nothing of it is left; open ends stay open."""
    first, last = _ENDS[dimension]
    if last not in grid_range:
        start = grid_range.get(first, 0)
        return {**grid_range, first: edit.span(start, start + 1)[0]} if start else grid_range
    start, end = edit.span(grid_range.get(first, 0), grid_range[last])
    return {**grid_range, first: start, last: end} if start < end else None


def _shift_objects(sheet: Sheet, dimension: str, edit: Edit) -> None:
    merges = [shifted(merge, dimension, edit) for merge in sheet.objects_of("merges")]
    sheet.objects["merges"] = [merge for merge in merges if merge is not None and _several(merge)]
    for name in _RANGED:
        kept = []
        for thing in sheet.objects_of(name):
            place = shifted(thing["range"], dimension, edit)
            if place is not None:
                kept.append({**thing, "range": place})
        sheet.objects[name] = kept
    rules = []
    for rule in sheet.objects_of("conditionalFormats"):
        places = [shifted(place, dimension, edit) for place in rule["ranges"]]
        if left := [place for place in places if place is not None]:
            rules.append({**rule, "ranges": left})
    sheet.objects["conditionalFormats"] = rules


def _several(merge: Message) -> bool:
    rows = merge["endRowIndex"] - merge["startRowIndex"]
    return bool(rows * (merge["endColumnIndex"] - merge["startColumnIndex"]) > 1)


def _shift_named(book: Workbook, sheet: Sheet, dimension: str, edit: Edit) -> None:
    for key, named in list(book.named.items()):
        if named["range"].get("sheetId", 0) != sheet.id:
            continue
        place = shifted(named["range"], dimension, edit)
        if place is None:
            del book.named[key]
        else:
            book.named[key] = {**named, "range": place}


def _shift_metadata(book: Workbook, sheet: Sheet, dimension: str, edit: Edit) -> None:
    for key, entry in list(book.metadata.items()):
        place = entry["location"].get("dimensionRange")
        if not place or place.get("sheetId", 0) != sheet.id or place["dimension"] != dimension:
            continue
        index = edit.place(place.get("startIndex", 0))
        if index is None:
            del book.metadata[key]
        else:
            there = {**place, "startIndex": index, "endIndex": index + 1}
            book.metadata[key] = {**entry, "location": {**entry["location"], "dimensionRange": there}}


def _shift_frozen(sheet: Sheet, dimension: str, edit: Edit) -> None:
    name = "frozenRowCount" if dimension == ROWS else "frozenColumnCount"
    frozen = sheet.properties["gridProperties"].get(name, 0)
    if frozen and not isinstance(edit, Moved):
        sheet.resize(**{name: edit.span(0, frozen)[1]})
