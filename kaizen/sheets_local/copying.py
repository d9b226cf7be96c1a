"""Requests that copy: ``duplicateSheet``, a tab with all that lies on it, and ``copyPaste``, cells into other cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kaizen.sheets_local.cells import Cell, Formula, Look, plain
from kaizen.sheets_local.ranges import Area, as_grid_range, grid_area, open_rect
from kaizen.sheets_local.refusals import bad_request, outside_grid
from kaizen.sheets_local.sheet_requests import check_title, held_index, shown_properties
from kaizen.sheets_local.workbook import Rect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Sheet

    Change = Callable[[Cell], Cell]
    Paste = Callable[[Cell], Change]

_KEYS: Final = {"protectedRanges": "protectedRangeId", "bandedRanges": "bandedRangeId", "filterViews": "filterViewId"}
_WITH_MERGES: Final = frozenset({"PASTE_NORMAL", "PASTE_NO_BORDERS"})
_WITH_RULES: Final = frozenset({*_WITH_MERGES, "PASTE_CONDITIONAL_FORMATTING"})


def duplicate_sheet(draft: Draft, given: Message) -> Message:
    """Answer ``duplicateSheet``: cells, objects, named ranges and metadata are copied, each with an id of its own."""
    book = draft.book
    source = book.find(given.get("sourceSheetId", 0))
    if source is None:
        raise bad_request(f"No grid with id: {given.get('sourceSheetId', 0)}")
    used = {sheet.id for sheet in book.sheets}
    new_id = given["newSheetId"] if "newSheetId" in given else draft.new_id(used)
    if new_id in used:
        raise bad_request(f"A sheet with the id {new_id} already exists. Please use a different id.")
    if new_id < 0:
        raise bad_request("newSheetId must not be negative.")
    title = given.get("newSheetName") or _copy_title(draft, source)
    check_title(draft, title)
    index = held_index(given.get("insertSheetIndex", book.sheets.index(source) + 1), len(used))
    copy = source.copy()
    copy.properties = {**source.properties, "sheetId": new_id, "title": title}
    copy.objects = _copied_objects(draft, source, new_id)
    draft.adopt(copy, index)
    draft.check_size()
    _copy_names(draft, source, copy)
    _copy_metadata(draft, source, new_id)
    return {"duplicateSheet": {"properties": shown_properties(copy, index)}}


def _copy_title(draft: Draft, source: Sheet) -> str:
    titles = {sheet.title.casefold() for sheet in draft.book.sheets}
    wanted = f"Copy of {source.title}"
    numbered = (f"{wanted} {number}" for number in range(1, len(titles) + 1))
    return next(title for title in (wanted, *numbered) if title.casefold() not in titles)


def _moved(value: Any, sheet_id: int) -> Any:  # noqa: ANN401 - any JSON value goes in and the same kind comes out
    """Return a JSON value with each ``sheetId`` in it replaced."""
    if isinstance(value, list):
        return [_moved(item, sheet_id) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: sheet_id if key == "sheetId" else _moved(item, sheet_id) for key, item in value.items()}


def _copied_objects(draft: Draft, source: Sheet, new_id: int) -> dict[str, list[Message]]:
    objects: dict[str, list[Message]] = {}
    for name, things in source.objects.items():
        key = _KEYS.get(name)
        used = {thing[key] for sheet in draft.book.sheets for thing in sheet.objects_of(name)} if key else set()
        objects[name] = []
        for thing in things:
            copy = _moved(thing, new_id)
            if key:
                copy[key] = draft.new_id(used)
                used.add(copy[key])
            objects[name].append(copy)
    return objects


def _copy_names(draft: Draft, source: Sheet, copy: Sheet) -> None:
    """Copy the named ranges: as Google shows them, the copy's names begin with the tab's own."""
    named = draft.book.named
    for entry in [entry for entry in named.values() if entry["range"].get("sheetId", 0) == source.id]:
        key = str(draft.new_id({int(known) for known in named if known.isdigit()}))
        named[key] = {
            "namedRangeId": key,
            "name": f"'{copy.title}'!{entry['name'].rpartition('!')[2]}",
            "range": {**entry["range"], "sheetId": copy.id},
        }


def _copy_metadata(draft: Draft, source: Sheet, new_id: int) -> None:
    metadata = draft.book.metadata
    for entry in list(metadata.values()):
        location = entry["location"]
        if location.get("dimensionRange", location).get("sheetId") == source.id:
            key = draft.new_id(metadata)
            metadata[key] = {**entry, "metadataId": key, "location": _moved(location, new_id)}


def copy_paste(draft: Draft, given: Message) -> Message:
    """Answer ``copyPaste``: the source fills the destination, again and again where its size is a multiple.

    What belongs to a place rather than to a cell stays where it is: protections, metadata, sizes.
    """
    kind = given.get("pasteType", "PASTE_NORMAL")
    turned = given.get("pasteOrientation", "NORMAL") == "TRANSPOSE"
    source, there = (grid_area(draft.book, given.get(name, {})) for name in ("source", "destination"))
    cells = _cells(source, turned=turned)
    rect = _filled(there, len(cells), len(cells[0]))
    sheet = draft.sheet(there.sheet.id)
    merges = _source_merges(source, turned=turned) if kind in _WITH_MERGES else None
    if kind in _WITH_RULES:
        _paste_rules(sheet, source, rect, turned=turned)
    if merges is not None:
        _paste_merges(sheet, rect, merges, (len(cells), len(cells[0])))
    paste = _PASTES[kind]
    block = [[paste(cell) for cell in row] for row in cells]
    whole = [row * (rect.breadth // len(row)) for row in block] * (rect.height // len(block))
    draft.place(sheet, rect, whole)
    return {}


def _cells(source: Area, *, turned: bool) -> list[list[Cell]]:
    rect = source.rect
    rows = [
        source.sheet.row(index).padded(rect.right)[rect.left : rect.right] for index in range(rect.top, rect.bottom)
    ]
    return [list(column) for column in zip(*rows, strict=True)] if turned else rows


def _filled(there: Area, height: int, breadth: int) -> Rect:
    """Return the cells a paste fills.

    Raises:
        Refusal: 400 where they reach beyond the grid.
    """
    rect = there.rect
    tall = rect.height if rect.height % height == 0 else height
    broad = rect.breadth if rect.breadth % breadth == 0 else breadth
    whole = Rect(rect.top, rect.top + tall, rect.left, rect.left + broad)
    if not there.sheet.whole.holds(whole):
        raise outside_grid(Area(there.sheet, whole).written(), there.sheet.row_count, there.sheet.column_count)
    return whole


def _offset(part: Rect, source: Rect, *, turned: bool) -> Rect:
    """Return a part of the source counted from its corner, turned over if need be."""
    rows, columns = (
        (part.top - source.top, part.bottom - source.top),
        (part.left - source.left, part.right - source.left),
    )
    return Rect(*columns, *rows) if turned else Rect(*rows, *columns)


def _at(part: Rect, top: int, left: int) -> Rect:
    return Rect(part.top + top, part.bottom + top, part.left + left, part.right + left)


def _source_merges(source: Area, *, turned: bool) -> list[Rect]:
    merges = [open_rect(source.sheet, merge) for merge in source.sheet.objects_of("merges")]
    met = [merge for merge in merges if merge.meets(source.rect)]
    return [_offset(merge, source.rect, turned=turned) for merge in met if source.rect.holds(merge)]


def _paste_merges(sheet: Sheet, rect: Rect, merges: Sequence[Rect], size: tuple[int, int]) -> None:
    known = sheet.objects_of("merges")
    met = [merge for merge in known if open_rect(sheet, merge).meets(rect)]
    if any(not rect.holds(open_rect(sheet, merge)) for merge in met):
        raise bad_request("You must select all cells in a merged range to merge or unmerge them.")
    kept = [merge for merge in known if merge not in met]
    for top in range(rect.top, rect.bottom, size[0]):
        for left in range(rect.left, rect.right, size[1]):
            kept += [as_grid_range(sheet, _at(merge, top, left)) for merge in merges]
    if met or merges:
        sheet.objects["merges"] = kept


def _paste_rules(sheet: Sheet, source: Area, rect: Rect, *, turned: bool) -> None:
    """Let conditional formats of the source colour the destination, too."""
    rules = list(sheet.objects_of("conditionalFormats"))
    for rule in source.sheet.objects_of("conditionalFormats"):
        parts = [_common(open_rect(source.sheet, place), source.rect) for place in rule["ranges"]]
        places = [
            as_grid_range(sheet, _at(_offset(part, source.rect, turned=turned), rect.top, rect.left))
            for part in parts
            if part
        ]
        if not places:
            continue
        if rule in rules:
            rules[rules.index(rule)] = {**rule, "ranges": [*rule["ranges"], *places]}
        else:
            rules.append({**rule, "ranges": places})
    if rules:
        sheet.objects["conditionalFormats"] = rules


def _common(one: Rect, other: Rect) -> Rect | None:
    if not one.meets(other):
        return None
    return Rect(
        max(one.top, other.top), min(one.bottom, other.bottom), max(one.left, other.left), min(one.right, other.right)
    )


def _without_borders(cell: Cell) -> Change:
    format_ = {name: value for name, value in cell.format.items() if name != "borders"}
    return Cell(cell.value, Look.of(format_, cell.rule), cell.note).put


def _value_only(cell: Cell) -> Change:
    value = plain(cell.value) if isinstance(cell.value, Formula) else cell.value
    return lambda old: old.with_value(value)


def _formula_only(cell: Cell) -> Change:
    return lambda old: old.with_value(cell.value)


def _format_only(cell: Cell) -> Change:
    return lambda old: Cell(old.value, Look.of(cell.format, old.rule), old.note)


def _rule_only(cell: Cell) -> Change:
    return lambda old: Cell(old.value, Look.of(old.format, cell.rule), old.note)


def _nothing(_cell: Cell) -> Change:
    return lambda old: old


_PASTES: Final[dict[str, Paste]] = {
    "PASTE_NORMAL": lambda cell: cell.put,
    "PASTE_VALUES": _value_only,
    "PASTE_FORMAT": _format_only,
    "PASTE_NO_BORDERS": _without_borders,
    "PASTE_FORMULA": _formula_only,
    "PASTE_DATA_VALIDATION": _rule_only,
    "PASTE_CONDITIONAL_FORMATTING": _nothing,
}
