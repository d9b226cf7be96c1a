"""A head's own formula, told apart from the row it stands in, so that it can be given to another row.

This is what a sheet does by itself when somebody drags a formula down: references to rows move along,
those with a ``$`` before the row stay. Nothing is worked out here and nothing is made up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

RowFormula = tuple[str | int, ...]
"""A formula in pieces: text as it stands, and rows as they stand to the formula's own (0 the same, -1 above)."""

_PIECES = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*')"""  # a text, or the name of a tab
    r"""|(?<![\w.$])(\$?[A-Za-z]{1,3})(\d{1,8})(?![\w.(!])"""  # A2, $A2; not A$2, LOG10( or Sheet1!
    r"""|(?<![\w.$:])(\d{1,8}):(\d{1,8})(?![\w.(:])"""  # 2:2
)


def relative(formula: str, row: int) -> RowFormula:
    """Return a formula, with its ``=``, as it stands to the row it is in, counted from 1."""
    pieces: list[str | int] = []
    end = 0
    for found in _PIECES.finditer(formula):
        text, column, cell_row, first, last = found.groups()
        pieces.append(formula[end : found.start()])
        end = found.end()
        if text is not None:
            pieces.append(text)
        elif column is not None:
            pieces += [column, int(cell_row) - row]
        else:
            pieces += [int(first) - row, ":", int(last) - row]
    pieces.append(formula[end:])
    return tuple(_joined(pieces))


def _joined(pieces: Iterable[str | int]) -> Iterable[str | int]:
    """Give the pieces with neighbouring texts as one, so that two formulas alike are equal."""
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            yield from (text, piece)
            text = ""
    if text:
        yield text


def in_row(formula: RowFormula, row: int) -> str:
    """Return the formula as it reads in a row, counted from 1; ``""`` where it would point above the first row."""
    if any(isinstance(piece, int) and piece + row < 1 for piece in formula):
        return ""
    return "".join(piece if isinstance(piece, str) else str(piece + row) for piece in formula)
