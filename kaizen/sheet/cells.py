"""What a cell says: a value, and how surely it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec

from kaizen.sheet.findings import Outcome
from kaizen.sheet.text import clean, match_key, quoted

if TYPE_CHECKING:
    from kaizen.domain.dates import SchoolYear
    from kaizen.domain.record import SchoolName

Cell = str | int | float | bool
"""A cell as the API gives it unformatted: ``""`` is blank, dates and times are numbers of days."""

Grid = Sequence[Sequence[Cell]]
"""The rows of one tab; blanks at the end of a row and rows at the end are missing."""

Value = object
"""What a field of a model holds; which type it is follows from the kind of the column."""


class Read(NamedTuple):
    """What was read from a cell.

    Attributes:
        value: None where the cell is blank or cannot be read.
        outcome: READ, NOTED or QUERIED.
        sentence: what is to be said about it, without what happens meanwhile; "" when plainly read.
    """

    value: Value
    outcome: Outcome = Outcome.READ
    sentence: str = ""


BLANK = Read(None)
"""A cell with nothing in it."""

Reader = Callable[[Cell], Read]
"""Reads the cells of one column."""

LONGEST = 300
"""So many letters of one value are read; an e-mail address has at most 254, a date in words about 50."""

P = ParamSpec("P")


def noted(value: Value, sentence: str) -> Read:
    """Return a value that was read, with something worth a gentle mention."""
    return Read(value, Outcome.NOTED, sentence)


def queried(sentence: str, value: Value = None) -> Read:
    """Return a question; ``value`` is what counts meanwhile, None for nothing."""
    return Read(value, Outcome.QUERIED, sentence)


def of_bounded_length(read: Callable[Concatenate[Cell, P], Read]) -> Callable[Concatenate[Cell, P], Read]:
    """Let a reader see only texts that can be one value.

    A longer one is asked about and not looked at any closer, so that no cell costs more than its length. Blanks
    and invisible characters do not count.
    """

    @wraps(read)
    def bounded(cell: Cell, /, *args: P.args, **named: P.kwargs) -> Read:
        if isinstance(cell, str) and len(cell) > LONGEST:
            cell = clean(cell)
            if len(cell) > LONGEST:
                return queried(f"{quoted(cell)} is too long to be read here.")
        return read(cell, *args, **named)

    return bounded


@dataclass(frozen=True)
class Names:
    """Things people refer to by name, whatever the capitals, spaces and quotes.

    Attributes:
        by_key: `match_key` of every name to the things that bear it.
        shown: the names to offer when none fits.
    """

    by_key: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shown: tuple[str, ...] = ()

    @classmethod
    def of(cls, named: Sequence[tuple[str, str]]) -> Names:
        """Index (name, thing) pairs; a name of several things keeps them all."""
        by_key: dict[str, dict[str, None]] = {}
        for name, thing in named:
            if key := match_key(name):
                by_key.setdefault(key, {})[thing] = None
        return cls({key: tuple(things) for key, things in by_key.items()}, tuple(dict(named)))

    def called(self, text: str) -> tuple[str, ...]:
        """Return the things called ``text``: none, one, or several that share the name."""
        return self.by_key.get(match_key(text), ())


@dataclass(frozen=True)
class Context:
    """What reading a cell has to know about the rest of the workbook.

    Attributes:
        year: dates typed without a year fall in it.
        schools: short names, full names and "Also called" to short names.
        who: the same, and councils and "All schools".
        keys: keys of another tab, by tab and heading, such as ``("Slots", "Slot")``.
        lists: the options of each heading on Lists.
    """

    year: SchoolYear
    schools: Names = field(default_factory=Names)
    who: Names = field(default_factory=Names)
    keys: Mapping[tuple[str, str], Names] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    people: Mapping[str, tuple[str, SchoolName]] = field(default_factory=dict)
    """Name and school of everybody on Staff, by e-mail address."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """The slot of each session."""


def shown(cell: Cell) -> str:
    """Return a cell as text the way the sheet shows a plain number or tick: ``42``, ``9.5``, ``TRUE``."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
