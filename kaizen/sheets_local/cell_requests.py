"""Requests that write cells: appendCells, updateCells, repeatCell, setDataValidation, merges."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kaizen.sheets_local.cells import Cell, Formula, Look, Value, checked_text
from kaizen.sheets_local.masks import Mask, merged, wanted
from kaizen.sheets_local.ranges import Area, as_grid_range, grid_area, open_rect
from kaizen.sheets_local.ranges import area as named_area
from kaizen.sheets_local.refusals import Refusal, bad_request, outside_grid
from kaizen.sheets_local.values_write import clear
from kaizen.sheets_local.workbook import Rect

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.wire import Message

_READ_ONLY: Final = frozenset({"effectiveValue", "formattedValue", "effectiveFormat", "hyperlink"})


def entered(value: Message) -> Value:
    """Return the content an ``ExtendedValue`` gives to a cell; a text that looks like a formula stays a text.

    Raises:
        Refusal: 400 for an error value, a formula without its sign, or a text that is too long.
    """
    if "stringValue" in value:
        return checked_text(value["stringValue"])
    if "formulaValue" in value:
        if not value["formulaValue"].startswith("="):
            raise bad_request("formulaValue must start with '='.")
        return Formula.of(str(checked_text(value["formulaValue"])))
    if "errorValue" in value:
        raise bad_request("errorValue is read-only.")
    content: Value = value.get("numberValue", value.get("boolValue"))
    return content


def dresser(data: Message, mask: Mask) -> Callable[[Cell], Cell]:
    """Return the change a ``CellData`` makes to a cell within a mask.

    Masked parts that the data lacks are cleared; the others stay.
    """
    everything = "*" in mask
    value = note = keep = _KEEP
    if everything or "userEnteredValue" in mask:
        value = entered(data.get("userEnteredValue", {}))
    if everything or "note" in mask:
        note = data.get("note", "")
    looks = {name: mask.get(name, {}) for name in ("userEnteredFormat", "dataValidation") if everything or name in mask}

    def change(cell: Cell) -> Cell:
        return Cell(
            cell.value if value is keep else value,
            _dressed(cell, data, looks) if looks else cell.look,
            cell.note if note is keep else note,
        )

    return change


_KEEP: Final[Any] = object()


def _dressed(cell: Cell, data: Message, looks: Mask) -> Look | None:
    format_, rule = cell.format, cell.rule
    if "userEnteredFormat" in looks:
        format_ = merged(format_, data.get("userEnteredFormat", {}), looks["userEnteredFormat"])
    if "dataValidation" in looks:
        rule = merged(rule, data.get("dataValidation", {}), looks["dataValidation"])
    return Look.of(format_, rule)


def _cell_mask(fields: str) -> Mask:
    mask = wanted(fields, "CellData")
    if mask.keys() <= _READ_ONLY:
        raise bad_request(f"Invalid field: {next(iter(mask))}")
    return mask


def append_cells(draft: Draft, given: Message) -> Message:
    """Answer ``appendCells``: below the last row with a value in any column, past gaps; the grid grows."""
    mask = _cell_mask(given.get("fields", ""))
    block = [[dresser(data, mask) for data in row.get("values", [])] for row in given.get("rows", [])]
    sheet = draft.sheet(given.get("sheetId", 0))
    top = sheet.last_row()
    rect = Rect(top, top + len(block), 0, max(map(len, block), default=0))
    draft.grow(sheet, rect.bottom, rect.right)
    draft.place(sheet, rect, block)
    return {}


def update_cells(draft: Draft, given: Message) -> Message:
    """Answer ``updateCells``: from a start as far as the rows go, or a range whose rest is cleared."""
    mask = _cell_mask(given.get("fields", ""))
    rows = [row.get("values", []) for row in given.get("rows", [])]
    if ("start" in given) == ("range" in given):
        raise bad_request("Exactly one of start and range must be specified.")
    if "range" in given:
        area = grid_area(draft.book, given["range"])
        _hold_to(area, rows)
        draft.change(draft.sheet(area.sheet.id), area.rect, dresser({}, mask))
    else:
        area = _from_start(draft, given["start"], rows)
    block = [[dresser(data, mask) for data in row] for row in rows]
    draft.place(draft.sheet(area.sheet.id), area.rect, block)
    return {}


def _hold_to(area: Area, rows: list[list[Message]]) -> None:
    bottom, right = area.rect.bottom, area.rect.right
    if len(rows) > area.rect.height:
        raise bad_request(f"Attempting to write row: {bottom}, beyond the last requested row of: {bottom - 1}")
    if max(map(len, rows), default=0) > area.rect.breadth:
        raise bad_request(f"Attempting to write column: {right}, beyond the last requested column of: {right - 1}")


def _from_start(draft: Draft, start: Message, rows: list[list[Message]]) -> Area:
    sheet = draft.sheet(start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    rect = Rect(top, top + len(rows), left, left + max(map(len, rows), default=0))
    if top < 0 or left < 0 or not sheet.whole.holds(rect):
        shown = Area(sheet, Rect(max(top, 0), max(rect.bottom, 1), max(left, 0), max(rect.right, 1)))
        raise outside_grid(shown.written(), sheet.row_count, sheet.column_count)
    return Area(sheet, rect)


def repeat_cell(draft: Draft, given: Message) -> Message:
    """Answer ``repeatCell``: the same change to every cell of a range."""
    change = dresser(given.get("cell", {}), _cell_mask(given.get("fields", "")))
    area = grid_area(draft.book, given.get("range", {}))
    draft.change(draft.sheet(area.sheet.id), area.rect, change)
    return {}


def set_data_validation(draft: Draft, given: Message) -> Message:
    """Answer ``setDataValidation``; without a rule the range has none. The rule is kept, not enforced."""
    rule = given.get("rule", {})
    if rule and "type" not in rule.get("condition", {}):
        raise bad_request("rule.condition.type is required.")
    if rule and rule["condition"]["type"] == "ONE_OF_RANGE":
        _check_source(draft, rule["condition"].get("values", []))
    place = grid_area(draft.book, given.get("range", {}))
    draft.change(draft.sheet(place.sheet.id), place.rect, partial(_ruled, rule=rule))
    return {}


def _check_source(draft: Draft, values: list[Message]) -> None:
    """Hold a dropdown from a range of some tab to a tab that is there; a name may be given to a range later.

    Raises:
        Refusal: 400.
    """
    for text in (value.get("userEnteredValue", "") for value in values):
        tab, there, _ = text.removeprefix("=").rpartition("!")
        try:
            if there:
                named_area(draft.book, f"{tab}!A1")
        except Refusal:
            raise bad_request(f"Invalid ConditionValue.userEnteredValue: {text}") from None


def _ruled(cell: Cell, rule: Message) -> Cell:
    return Cell(cell.value, Look.of(cell.format, rule), cell.note)


def merge_cells(draft: Draft, given: Message) -> Message:
    """Answer ``mergeCells``: the upper left cell of each merge keeps its content, the others lose theirs."""
    kind = given.get("mergeType", "MERGE_ALL")
    area = grid_area(draft.book, given.get("range", {}))
    sheet, rect = draft.sheet(area.sheet.id), area.rect
    draft.guard(sheet, rect)
    kept = [merge for merge in sheet.objects_of("merges") if not open_rect(sheet, merge).meets(rect)]
    cut = [merge for merge in sheet.objects_of("merges") if merge not in kept]
    if any(not rect.holds(open_rect(sheet, merge)) for merge in cut):
        raise bad_request("You must select all cells in a merged range to merge or unmerge them.")
    for part in _parts(rect, kind):
        first = sheet.cell(part.top, part.left)
        clear(draft, Area(sheet, part))
        draft.place(sheet, Rect(part.top, part.top + 1, part.left, part.left + 1), [[first.put]])
        kept.append(as_grid_range(sheet, part))
    sheet.objects["merges"] = kept
    return {}


def _parts(rect: Rect, kind: str) -> list[Rect]:
    if kind == "MERGE_COLUMNS":
        parts = [Rect(rect.top, rect.bottom, column, column + 1) for column in range(rect.left, rect.right)]
    elif kind == "MERGE_ROWS":
        parts = [Rect(row, row + 1, rect.left, rect.right) for row in range(rect.top, rect.bottom)]
    else:
        parts = [rect]
    return [part for part in parts if part.height * part.breadth > 1]


def unmerge_cells(draft: Draft, given: Message) -> Message:
    """Answer ``unmergeCells``: every merge the range meets is undone."""
    area = grid_area(draft.book, given.get("range", {}))
    sheet = draft.sheet(area.sheet.id)
    draft.guard(sheet, area.rect)
    met = [merge for merge in sheet.objects_of("merges") if open_rect(sheet, merge).meets(area.rect)]
    if any(not area.rect.holds(open_rect(sheet, merge)) for merge in met):
        raise bad_request("You must select all cells in a merged range to merge or unmerge them.")
    sheet.objects["merges"] = [merge for merge in sheet.objects_of("merges") if merge not in met]
    return {}
