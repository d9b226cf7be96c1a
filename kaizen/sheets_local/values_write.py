"""Writing values: ``values.update``, ``values.append``, ``values.clear`` and their batches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from kaizen.sheets_local.a1 import column_letters, in_quotes
from kaizen.sheets_local.cells import Cell, Value, checked_text
from kaizen.sheets_local.dimensions import Span, insert
from kaizen.sheets_local.entered import Reading, typed_into
from kaizen.sheets_local.ranges import Area, area, written
from kaizen.sheets_local.refusals import bad_request, outside_grid
from kaizen.sheets_local.schema import is_number, number_of
from kaizen.sheets_local.tables import last_table
from kaizen.sheets_local.values_read import value_range
from kaizen.sheets_local.workbook import COLUMNS, ROWS, Rect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.values_read import Rendering
    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Sheet


class Input(NamedTuple):
    """How given values are to be taken.

    Attributes:
        option: ``RAW`` or ``USER_ENTERED``.
        dimension: ``ROWS`` or ``COLUMNS``.
    """

    option: str
    dimension: str = ROWS


class Written(NamedTuple):
    """What a write touched.

    Attributes:
        area: the cells in reach of the values.
        rows: rows with at least one value that was not null.
        columns: likewise.
        cells: values that were not null.
    """

    area: Area
    rows: int
    columns: int
    cells: int


def update(draft: Draft, target: Area, values: Sequence[Sequence[object]], how: Input) -> Written:
    """Write values into an area; ``null`` leaves a cell as it is, ``""`` empties it.

    Raises:
        Refusal: 400 where the values reach beyond the range or the grid, or are no plain values.
    """
    block = _as_rows(values, how.dimension)
    sheet = draft.sheet(target.sheet.id)
    rect = _reach(sheet, target, block)
    changes = _changes(draft, block, how.option)
    draft.place(sheet, rect, changes)
    return _counted(Area(sheet, rect), changes)


def _as_rows(values: Sequence[Sequence[object]], dimension: str) -> list[list[object]]:
    for index, row in enumerate(values):
        for column, value in enumerate(row):
            if isinstance(value, dict | list):
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise bad_request(f"Invalid values[{index}][{column}]: {kind} {{ }}")
    if dimension != COLUMNS:
        return [list(row) for row in values]
    height = max(map(len, values), default=0)
    return [[column[row] if row < len(column) else None for column in values] for row in range(height)]


def _reach(sheet: Sheet, target: Area, block: list[list[object]]) -> Rect:
    """Return the rectangle the values cover, held to the range that was asked for and to the grid."""
    top, left = target.rect.top, target.rect.left
    rect = Rect(top, top + max(len(block), 1), left, left + max([1, *map(len, block)]))
    if not target.anchor and not target.rect.holds(rect) and target.rect != sheet.whole:
        place = _place_beyond(target.rect, rect)
        asked = f"{in_quotes(sheet.title)}!{target.written().rpartition('!')[2]}"
        raise bad_request(f"Requested writing within range [{asked}], but tried writing to {place}")
    if not sheet.whole.holds(rect):
        raise outside_grid(written(sheet, rect), sheet.row_count, sheet.column_count)
    return rect


def _place_beyond(asked: Rect, reached: Rect) -> str:
    if reached.right > asked.right:
        return f"column [{column_letters(asked.right)}]"
    return f"row [{asked.bottom + 1}]"


def _changes(draft: Draft, block: list[list[object]], option: str) -> list[list[Any]]:
    if option == "RAW":
        return [[None if value is None else partial(_put, content=_raw(value)) for value in row] for row in block]
    reading = draft.book.reading()
    return [[_typed(value, reading) for value in row] for row in block]


def _put(cell: Cell, content: Value) -> Cell:
    return Cell(content, cell.look, cell.note)


def _raw(value: object) -> Value:
    if isinstance(value, str):
        return checked_text(value)
    if isinstance(value, bool):
        return value
    if is_number(value):
        return number_of(value)
    raise bad_request(f"Invalid value: {value}")


def _typed(value: object, reading: Reading) -> Callable[[Cell], Cell] | None:
    if value is None:
        return None
    if isinstance(value, str):
        return partial(typed_into, text=value, reading=reading)
    return partial(_put, content=_raw(value))


def _counted(reached: Area, changes: list[list[Any]]) -> Written:
    filled = [[column for column, change in enumerate(row) if change is not None] for row in changes]
    columns = {column for row in filled for column in row}
    return Written(reached, sum(map(bool, filled)), len(columns), sum(map(len, filled)))


def append(
    draft: Draft, target: Area, values: Sequence[Sequence[object]], how: Input, *, insert_rows: bool
) -> tuple[Rect | None, Written]:
    """Write values after the last table in an area, or into the area where it meets none; the grid grows.

    Args:
        draft: the change in the making.
        target: where to look for a table.
        values: by row, or by column as ``how`` says.
        how: how to take them.
        insert_rows: make room by inserting rows (``INSERT_ROWS``) instead of writing over what is below.

    Returns:
        The table, if any, and what was written.
    """
    table = last_table(target)
    top, left = (table.bottom, table.left) if table else (target.rect.top, target.rect.left)
    block = _as_rows(values, how.dimension)
    rect = Rect(top, top + len(block), left, left + max(map(len, block), default=0))
    sheet = draft.sheet(target.sheet.id)
    if insert_rows and block and top < sheet.row_count:
        insert(draft, Span(sheet, ROWS, top, rect.bottom), inherit_before=top > 0)
    draft.grow(sheet, rect.bottom, rect.right)
    anchor = Area(sheet, Rect(top, top + 1, left, left + 1), anchor=True)
    return table, update(draft, anchor, block, Input(how.option))


def clear(draft: Draft, target: Area) -> None:
    """Empty the cells of an area; looks and notes stay."""
    sheet = draft.sheet(target.sheet.id)
    held = Rect(target.rect.top, min(target.rect.bottom, len(sheet.rows)), target.rect.left, target.rect.right)
    draft.guard(sheet, target.rect)
    draft.change(sheet, held, _emptied)


def _emptied(cell: Cell) -> Cell:
    return Cell(None, cell.look, cell.note)


def update_answer(book_id: str, done: Written, echo: Rendering | None) -> Message:
    """Return an ``UpdateValuesResponse``; counts of nought are left out, as Google leaves them out."""
    answer: Message = {"spreadsheetId": book_id, "updatedRange": done.area.written()}
    counts = {"updatedRows": done.rows, "updatedColumns": done.columns, "updatedCells": done.cells}
    answer |= {name: count for name, count in counts.items() if count}
    if echo is not None:
        answer["updatedData"] = value_range(done.area, echo)
    return answer


def write_area(draft: Draft, text: str) -> Area:
    """Return the area a write names, on the draft as changed so far."""
    return area(draft.book, text, writing=True)
