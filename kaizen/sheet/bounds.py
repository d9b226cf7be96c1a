"""The least and the most that a column of numbers takes, as its rule on layout says: "From 4 to 320."."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.sheet.cells import Read, queried
from kaizen.sheet.findings import Outcome
from kaizen.sheet.layout import Kind

if TYPE_CHECKING:
    from kaizen.sheet.cells import Cell, Reader
    from kaizen.sheet.layout import Column

_FROM_TO = re.compile(r"^From (\d+(?:\.\d+)?) to (\d+(?:\.\d+)?)\.")


@lru_cache(maxsize=256)
def bounds_of(column: Column) -> tuple[float, float] | None:
    """Return the least and the most that the rule of a column of numbers names, None where it names none."""
    found = _FROM_TO.match(column.rule) if column.kind in {Kind.WHOLE, Kind.NUMBER} else None
    return (float(found[1]), float(found[2])) if found else None


def bounded(column: Column, read: Reader) -> Reader:
    """Return a reader that keeps a number outside the bounds of its column and asks about it."""
    bounds = bounds_of(column)
    if bounds is None:
        return read
    least, most = bounds

    def within(cell: Cell) -> Read:
        taken = read(cell)
        number = taken.value
        if taken.outcome is Outcome.QUERIED or not isinstance(number, int | float) or least <= number <= most:
            return taken
        return queried(f"{number:g} is not from {least:g} to {most:g}.", number)

    return within
