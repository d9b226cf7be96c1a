"""What one cell can be in an .xlsx file: numbers, truth values, and text that is text whatever it begins with."""

from __future__ import annotations

import math
import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

from kaizen.sheet.cell_values import serial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell import Cell as FileCell

    from kaizen.sheet.cells import Cell, Grid

MOST_LETTERS: Final = 32_767
"""Letters that Excel keeps in a cell; Google Sheets keeps 50,000."""

DIGITS: Final = 15
"""Digits of a number that Excel keeps; days with their milliseconds need 13."""

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a program may take for the beginning of a formula. Source: OWASP, CSV injection."""

_LINE_END = re.compile("\r\n?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_WITHOUT = "\ufffd"
DAY: Final = 86_400


def text_kept(text: str) -> str:
    r"""Return text as the file can hold it, in a cell or anywhere else.

    Characters that would make the whole file unreadable become the replacement mark, line ends become one
    ``\n``, and text longer than Excel takes is cut.
    """
    return _NOT_XML.sub(_WITHOUT, _LINE_END.sub("\n", text))[:MOST_LETTERS]


def as_kept(cell: Cell) -> Cell:
    """Return a cell as the file can hold it: text as `text_kept`, numbers with the 15 digits that Excel keeps."""
    if isinstance(cell, str):
        return text_kept(cell)
    if isinstance(cell, bool):
        return cell
    rounded = float(f"{cell:.{DIGITS}g}")
    return rounded if math.isfinite(rounded) else str(cell)


def put(place: FileCell, cell: Cell) -> None:
    """Put a cell that `as_kept` has returned into its place; text never becomes a formula or an error.

    Text that could begin a formula is marked as text, as by an apostrophe, so that it stays text when somebody
    opens the cell and presses Enter.
    """
    if isinstance(cell, str):
        place.value = _CODED.sub("_x005F_", cell)
        place.data_type = "s"
        place.quotePrefix = cell.startswith(FORMULA_SIGNS)
    else:
        place.value = cell


def taken(value: object) -> Cell:
    """Return what a program has kept in a cell, as the Sheets API would give it: dates as numbers of days."""
    if value is None:
        return ""
    if isinstance(value, timedelta):
        return as_kept(value.total_seconds() / DAY)
    if isinstance(value, date | time):
        return as_kept(serial(value))
    return as_kept(value if isinstance(value, str | bool | int | float) else str(value))


def trimmed(rows: Sequence[Sequence[Cell]]) -> Grid:
    """Return the rows without blanks at their ends and without blank rows at the end."""
    grid = [_trimmed(row) for row in rows]
    while grid and not grid[-1]:
        grid.pop()
    return grid


def _trimmed(row: Sequence[Cell]) -> list[Cell]:
    cells = list(row)
    while cells and cells[-1] == "":
        cells.pop()
    return cells
