"""Cells and rows as values: never changed, only replaced, so that a refused batch leaves no trace."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from kaizen.sheets_local.arithmetic import Fault, worked_out
from kaizen.sheets_local.refusals import TEXT_LIMIT, text_too_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.sheets_local.wire import Message

Scalar: TypeAlias = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as typed, and what it comes to; worked out once, for it holds no references."""

    text: str
    result: Scalar | Fault = field(compare=False)

    @classmethod
    def of(cls, text: str) -> Formula:
        """Return the formula, worked out where it is arithmetic on numbers."""
        return cls(text, worked_out(text))


Value: TypeAlias = Scalar | Formula | None


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks and what it accepts: its format and its data validation, shared by many cells.

    Attributes:
        format: Google's ``CellFormat`` as entered.
        rule: Google's ``DataValidationRule``, empty for none.
        key: a name made from the content, the same in every process.
    """

    format: Message = field(compare=False)
    rule: Message = field(compare=False)
    key: str

    @classmethod
    def of(cls, format_: Message, rule: Message) -> Look | None:
        """Return the look, or ``None`` where there is nothing to see."""
        if not format_ and not rule:
            return None
        return cls.from_text(json.dumps([format_, rule], sort_keys=True))

    @classmethod
    def from_text(cls, text: str) -> Look:
        """Return the look written by :meth:`text`."""
        return _look(text)

    def text(self) -> str:
        """Return the look as JSON, for the file."""
        return json.dumps([self.format, self.rule], sort_keys=True)


@lru_cache(maxsize=4096)
def _look(text: str) -> Look:
    format_, rule = json.loads(text)
    return Look(format_, rule, hashlib.blake2b(text.encode(), digest_size=6).hexdigest())


class Cell(NamedTuple):
    """One cell: what was entered, how it looks, its note."""

    value: Value = None
    look: Look | None = None
    note: str = ""

    def with_value(self, value: Value) -> Cell:
        """Return the cell with another content, its look and note kept."""
        return Cell(value, self.look, self.note)

    def put(self, _old: Cell) -> Cell:
        """Return this cell whatever was there: the change that puts it in a place."""
        return self

    @property
    def format(self) -> Message:
        """The format as entered, empty for none; not to be changed in place."""
        return self.look.format if self.look else {}

    @property
    def rule(self) -> Message:
        """The data validation, empty for none; not to be changed in place."""
        return self.look.rule if self.look else {}


BLANK: Final = Cell()


def plain(formula: Formula) -> Scalar:
    """Return what a formula shows before formatting: its result, or the text of its error."""
    return formula.result.text if isinstance(formula.result, Fault) else formula.result


def checked_text(text: str) -> str | None:
    """Return a text fit for a cell, ``None`` for the empty one.

    Raises:
        Refusal: 400 for more than 50,000 characters.
    """
    if len(text) > TEXT_LIMIT:
        raise text_too_long()
    return text or None


class Row:
    """The cells of one row, without the blank ones at its end.

    Attributes:
        cells: from column A.
        width: cells up to the last one that holds something, looks and notes not counted.
    """

    __slots__ = ("cells", "width")

    def __init__(self, cells: tuple[Cell, ...]) -> None:
        self.cells = cells
        width = len(cells)
        while width and cells[width - 1].value is None:
            width -= 1
        self.width = width

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Row:
        """Return the row of these cells; wholly blank ones at the end are left out."""
        length = len(cells)
        while length and cells[length - 1] == BLANK:
            length -= 1
        return cls(tuple(cells[:length])) if length else EMPTY_ROW

    def cell(self, column: int) -> Cell:
        """Return the cell in a column, blank beyond the end."""
        return self.cells[column] if column < len(self.cells) else BLANK

    def padded(self, length: int) -> list[Cell]:
        """Return the cells as a list at least ``length`` long, to be changed and made into a new row."""
        return [*self.cells, *([BLANK] * (length - len(self.cells)))]


EMPTY_ROW: Final = Row(())
