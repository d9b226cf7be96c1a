"""Finding the headings of a tab by name, wherever people have moved them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.domain.wording import listed
from kaizen.sheet.cells import Cell, Grid, shown
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import REF, Tab
from kaizen.sheet.text import clean, match_key, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROWS_LOOKED_AT = 10
"""Headings are looked for in this many rows from the top."""

ENOUGH = 2
"""So many known headings make a row of headings; one is enough for a tab that has no more."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings of a tab stand.

    Attributes:
        row: counted from 1; 0 where none were found.
        columns: heading, as layout spells it, to column, counted from 0.
        extra: headings that layout does not know, as typed; their columns are kept and never written.
    """

    row: int
    columns: Mapping[str, int]
    extra: tuple[str, ...]
    findings: tuple[Finding, ...]


def heading_key(cell: Cell) -> str:
    """Return what two spellings of a heading share: capitals, spaces, a colon or ``*`` at the end do not count."""
    return match_key(shown(cell)).rstrip(" *:")


def find_headings(tab: Tab, grid: Grid) -> Headings:
    """Find the headings of a tab among the first ten rows.

    The row with most known headings holds, the first of two alike; title rows above do not matter.
    Where a heading stands twice the first holds. Every oddity is a finding; nothing is guessed.
    """
    known = _known(tab)
    row = max(range(min(ROWS_LOOKED_AT, len(grid))), key=lambda row: _score(grid[row], known), default=0)
    if not grid or _score(grid[row], known) < min(ENOUGH, len(known)):
        return Headings(0, {}, (), (_none_found(tab, grid),) if known else ())
    return _placed(tab, grid[row], row + 1)


@lru_cache(maxsize=64)
def _known(tab: Tab) -> Mapping[str, str]:
    return {heading_key(heading): heading for heading in tab.headings}


def _score(row: Sequence[Cell], known: Mapping[str, str]) -> int:
    return len({heading_key(cell) for cell in row if cell} & known.keys())


def _none_found(tab: Tab, grid: Grid) -> Finding:
    filled = sum(any(shown(cell).strip() for cell in row) for row in grid)
    wanted = listed([column.heading for column in tab.columns[:3]])
    what = f"None of its {filled} rows is read" if filled else "It is empty"
    sentence = f"There are no headings in the first ten rows: {wanted} are looked for. {what} until they are there."
    return Finding(Place(tab.title), Outcome.QUERIED, sentence)


def _placed(tab: Tab, cells: Sequence[Cell], row: int) -> Headings:
    known = _known(tab)
    columns: dict[str, int] = {}
    extra: list[str] = []
    findings: list[Finding] = []
    for number, cell in enumerate(cells):
        heading = known.get(heading_key(cell))
        if heading is None:
            extra += [clean(shown(cell))] if clean(shown(cell)) else []
        elif heading in columns:
            findings.append(_twice(Place(tab.title, row, heading), shown(cell)))
        else:
            columns[heading] = number
    findings += _missing(tab, columns)
    return Headings(row, columns, tuple(extra), tuple(findings))


def _twice(place: Place, text: str) -> Finding:
    sentence = f"The heading {quoted(text)} stands twice. The first column is read, the second is not."
    return Finding(place, Outcome.QUERIED, sentence, text)


def _missing(tab: Tab, columns: Mapping[str, int]) -> list[Finding]:
    findings = []
    for heading in tab.headings:
        if heading not in columns:
            outcome, meanwhile = _without(tab, heading)
            sentence = f'There is no heading "{heading}". {meanwhile}'
            findings.append(Finding(Place(tab.title, heading=heading), outcome, sentence))
    return findings


def _without(tab: Tab, heading: str) -> tuple[Outcome, str]:
    """Return how bad the lack of a heading is, and what happens meanwhile."""
    if heading == REF:
        return Outcome.QUERIED, "Rows are told apart by what they say, which is less sure; please put it back."
    needed = any(column.needed for column in tab.columns if column.heading == heading)
    return (Outcome.QUERIED if needed else Outcome.NOTED), "Its cells count as blank."
