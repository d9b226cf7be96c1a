"""Rows and looks as the file keeps them: compact JSON, a plain cell as its bare value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kaizen.sheets_local.cells import BLANK, Cell, Formula, Look, Row
from kaizen.sheets_local.refusals import file_damaged

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping


def row_text(row: Row) -> str:
    """Return a row as JSON: a value, ``null`` for a blank, or an object for a cell with more to it."""
    return json.dumps([_cell(cell) for cell in row.cells], ensure_ascii=False, separators=(",", ":"))


def _cell(cell: Cell) -> object:
    formula = isinstance(cell.value, Formula)
    if not formula and cell.look is None and not cell.note:
        return cell.value
    out: dict[str, object] = {}
    if isinstance(cell.value, Formula):
        out["="] = cell.value.text
    elif cell.value is not None:
        out["v"] = cell.value
    if cell.look is not None:
        out["l"] = cell.look.key
    if cell.note:
        out["n"] = cell.note
    return out


def row_from(text: str, looks: Mapping[str, Look], known: dict[Hashable, Cell]) -> Row:
    """Return the row written by :func:`row_text`.

    Args:
        text: JSON.
        looks: all looks of the file by key.
        known: cells that have been read; most cells of a sheet are like others, and are kept once.

    Raises:
        Refusal: 400 for a text that :func:`row_text` never writes: the file has been damaged.
    """
    try:
        cells = [_cell_from(item, looks) for item in json.loads(text)]
        return Row.of([known.setdefault((type(cell.value), cell), cell) for cell in cells])
    except (ValueError, LookupError, TypeError, AttributeError):
        raise file_damaged() from None


def _cell_from(item: Any, looks: Mapping[str, Look]) -> Cell:  # noqa: ANN401 - a JSON value
    if item is None:
        return BLANK
    if not isinstance(item, dict):
        return Cell(item)
    value = Formula.of(item["="]) if "=" in item else item.get("v")
    return Cell(value, looks[item["l"]] if "l" in item else None, item.get("n", ""))


def looks_of(rows: list[Row]) -> dict[str, Look]:
    """Return every look the rows wear, by key."""
    return {cell.look.key: cell.look for row in rows for cell in row.cells if cell.look is not None}
