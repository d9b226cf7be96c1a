"""Which table an append goes after: islands of filled cells, as ``values.append`` finds them.

Google does not say how it looks; this follows the examples of its guide and the recorded answers: cells that touch,
corners too, belong together, and the last island that the given range meets is the one.
Source: developers.google.com/sheets/api/guides/values, "Append values"; the recording of two appends to a whole tab.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from kaizen.sheets_local.workbook import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.sheets_local.cells import Row
    from kaizen.sheets_local.ranges import Area
    from kaizen.sheets_local.workbook import Sheet


class _Run(NamedTuple):
    """A stretch of filled cells in one row, and its number."""

    start: int
    end: int
    number: int


def last_table(area: Area) -> Rect | None:
    """Return the last table that meets an area, ``None`` where there is none.

    "Last" is the one that starts lowest, and of those the one furthest right.
    """
    met = [island for island in islands(area.sheet) if island.meets(area.rect)]
    return max(met, key=lambda island: (island.top, island.left), default=None)


def islands(sheet: Sheet) -> list[Rect]:
    """Return the frames around all groups of filled cells that touch."""
    frames: list[Rect] = []
    leader: list[int] = []
    above: list[_Run] = []
    for index, row in enumerate(sheet.rows):
        here = []
        for start, end in _runs(row):
            run = _Run(start, end, len(frames))
            frames.append(Rect(index, index + 1, start, end))
            leader.append(run.number)
            for other in above:
                if other.start <= end and start <= other.end:
                    leader[_led(leader, other.number)] = _led(leader, run.number)
            here.append(run)
        above = here
    joined: dict[int, Rect] = {}
    for number, frame in enumerate(frames):
        led = _led(leader, number)
        joined[led] = _around(joined.get(led, frame), frame)
    return list(joined.values())


def _led(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = number = leader[leader[number]]
    return number


def _runs(row: Row) -> Iterator[tuple[int, int]]:
    """Yield start and end of each stretch of filled cells in a row."""
    for filled, group in groupby(range(row.width), key=lambda column: row.cells[column].value is not None):
        if filled:
            columns = list(group)
            yield columns[0], columns[-1] + 1


def _around(one: Rect, other: Rect) -> Rect:
    return Rect(
        min(one.top, other.top), max(one.bottom, other.bottom), min(one.left, other.left), max(one.right, other.right)
    )
