"""Finding the headings of a tab by name, wherever people have moved them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.domain.wording import listed
from kaizen.sheet.cells import Cell, Grid, shown
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import REF, Tab
from kaizen.sheet.text import LIKENESS, clean, match_key, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

ROWS_LOOKED_AT = 10
"""Headings are looked for in this many rows from the top."""

ENOUGH = 2
"""So many known headings make a row of headings; one is enough for a tab that has no more."""

LONG_ENOUGH = 4
"""A heading of so many letters is likely to be meant where another one has it in it: "Led-by (name)"."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings of a tab stand.

    Attributes:
        row: counted from 1; 0 where none were found.
        columns: heading, as layout spells it, to column, counted from 0.
        extra: headings that layout does not know, as typed; their columns are kept and never written.
        keys: `heading_key` of every cell of the row, in order.
        names: which columns are known by their marks, as `find_headings` was told.
    """

    row: int
    columns: Mapping[str, int]
    extra: tuple[str, ...]
    findings: tuple[Finding, ...]
    keys: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def heading_key(cell: Cell) -> str:
    """Return what two spellings of a heading share: capitals, spaces, a colon or ``*`` at the end do not count."""
    return match_key(shown(cell)).rstrip(" *:")


def nth_of(keys: Sequence[str]) -> list[str]:
    """Return what tells each column of a row of headings from the others, wherever they are moved.

    That is its `heading_key`, and from the second one of that name on its number among them.
    """
    return [f"{key}\n{before}" if (before := keys[:column].count(key)) else key for column, key in enumerate(keys)]


def find_headings(tab: Tab, grid: Grid, names: Mapping[str, str] | None = None) -> Headings:
    """Find the headings of a tab among the first ten rows.

    The row with most known headings holds, the first of two alike; title rows above do not matter.
    A column that is known by its mark is that column, whatever else has its heading. Where a heading stands twice
    and no mark tells, the first holds. Every oddity is a finding; nothing is guessed: a heading that is only like a
    missing one is asked about.

    Args:
        tab: whose headings are looked for.
        grid: its cells.
        names: which columns are known by their marks, see `column_marks.given_names`.
    """
    names = names or {}
    known = {name.partition("\n")[0] for name in names} | _known(tab).keys()
    row = max(range(min(ROWS_LOOKED_AT, len(grid))), key=lambda row: _score(grid[row], known), default=0)
    if not grid or _score(grid[row], known) < min(ENOUGH, len(known)):
        return Headings(0, {}, (), (_none_found(tab, grid),) if known else (), names=names)
    return _Row(tab, grid[row], row + 1, names).headings()


@lru_cache(maxsize=64)
def _known(tab: Tab) -> Mapping[str, str]:
    return {heading_key(heading): heading for heading in tab.headings}


def _score(row: Sequence[Cell], known: AbstractSet[str]) -> int:
    return len({heading_key(cell) for cell in row if cell} & known)


def _none_found(tab: Tab, grid: Grid) -> Finding:
    filled = sum(any(shown(cell).strip() for cell in row) for row in grid)
    wanted = listed([column.heading for column in tab.columns[:3]])
    what = f"None of its {filled} rows is read" if filled else "It is empty"
    sentence = f"There are no headings in the first ten rows: {wanted} are looked for. {what} until they are there."
    return Finding(Place(tab.title), Outcome.QUERIED, sentence)


class _Row:
    """The row of headings of one tab, taken apart."""

    def __init__(self, tab: Tab, cells: Sequence[Cell], number: int, names: Mapping[str, str]) -> None:
        self._tab = tab
        self._cells = cells
        self._number = number
        self._names = names
        self._keys = tuple(map(heading_key, cells))
        self._marked = {
            names[name]: column
            for column, name in enumerate(nth_of(self._keys))
            if name in names and self._keys[column]
        }
        self._given = {self._keys[column]: heading for heading, column in self._marked.items()}

    def headings(self) -> Headings:
        columns = self._columns()
        heading_at = {column: heading for heading, column in columns.items()}
        extra: list[str] = []
        findings: list[Finding] = []
        for column, (key, cell) in enumerate(zip(self._keys, self._cells, strict=True)):
            if column in heading_at:
                findings += self._renamed(heading_at[column], key, cell)
            elif (heading := _known(self._tab).get(key) or self._given.get(key)) is not None:
                findings.append(self._twice(heading, shown(cell), columns[heading]))
            else:
                extra += [clean(shown(cell))] if clean(shown(cell)) else []
                findings += self._own_twice(column, key, cell)
        findings += self._missing(columns, extra)
        return Headings(self._number, columns, tuple(extra), tuple(findings), self._keys, self._names)

    def _columns(self) -> dict[str, int]:
        """Return where each heading stands: by its mark, else as layout spells it, else the first in any spelling."""
        columns, left = dict(self._marked), dict[str, list[int]]()
        for column, key in enumerate(self._keys):
            if key in _known(self._tab) and column not in columns.values():
                left.setdefault(_known(self._tab)[key], []).append(column)
        for heading, there in left.items():
            exact = [column for column in there if clean(shown(self._cells[column])) == heading]
            columns.setdefault(heading, (exact or there)[0])
        return dict(sorted(columns.items(), key=lambda item: item[1]))

    def _place(self, heading: str) -> Place:
        return Place(self._tab.title, self._number, heading)

    def _twice(self, heading: str, text: str, column: int) -> Finding:
        """Ask about a second column: that which is marked is the app's, or is spelt as layout has it, or the first."""
        there = clean(shown(self._cells[column]))
        read = f"the one called {quoted(there)}" if there == heading != clean(text) else "the first column"
        sentence = f"The heading {quoted(text)} stands twice. It is read from {read}, and this one is not."
        if heading in self._marked:
            sentence = (
                f"The app has its own column for {quoted(heading)}, called {quoted(there)}. This one counts as yours: "
                "it isn't read and never written to. Please give it another name."
            )
        return Finding(self._place(heading), Outcome.QUERIED, sentence, text)

    def _own_twice(self, column: int, key: str, cell: Cell) -> Iterator[Finding]:
        if key and key in self._keys[:column]:
            sentence = f"Your heading {quoted(shown(cell))} stands twice. Forms ask and write the first column only."
            yield Finding(Place(self._tab.title, self._number, clean(shown(cell))), Outcome.NOTED, sentence)

    def _renamed(self, heading: str, key: str, cell: Cell) -> Iterator[Finding]:
        if _known(self._tab).get(key) != heading:
            sentence = f"This column was called {quoted(heading)}; it is still read as that."
            yield Finding(self._place(heading), Outcome.NOTED, sentence, shown(cell))

    def _missing(self, columns: Mapping[str, int], extra: Sequence[str]) -> Iterator[Finding]:
        for heading in self._tab.headings:
            if heading not in columns:
                outcome, meanwhile = _without(self._tab, heading)
                alike = most_alike(heading, extra)
                if alike:
                    sentence = (
                        f'There is no heading "{heading}". Is it the one called {quoted(alike)}? '
                        f"Then please call it {quoted(heading)}. Meanwhile it is not read. {meanwhile}"
                    )
                    yield Finding(self._place(heading), Outcome.QUERIED, sentence, alike)
                else:
                    sentence = f'There is no heading "{heading}". {meanwhile}'
                    yield Finding(Place(self._tab.title, heading=heading), outcome, sentence)


def most_alike(heading: str, others: Sequence[str]) -> str:
    """Return which of the other headings may be meant for this one, "" where none is like it.

    Either most letters are the same, or each word of the heading is like a word of the other:
    "E-mail address" may be Email. It is a question for people; nothing is read from it.
    """
    likeness = {other: _likeness(heading, other) for other in others}
    best = max(likeness, key=lambda other: likeness[other], default="")
    return best if best and likeness[best] >= LIKENESS else ""


def _likeness(heading: str, other: str) -> float:
    """Return from 0 to 1 how alike two headings are."""
    ours, theirs = _words(heading), _words(other)
    if "".join(ours) in "".join(theirs) and len("".join(ours)) >= LONG_ENOUGH:
        return 1.0
    whole = _share("".join(ours), "".join(theirs))
    words = min((max((_share(one, two) for two in theirs), default=0.0) for one in ours), default=0.0)
    return max(whole, words)


def _words(heading: str) -> list[str]:
    """Return the letters and digits of a heading by words; a dash or a quote does not part a word."""
    return re.findall(r"\w+", re.sub(r"[-']", "", match_key(heading)))


def _share(one: str, two: str) -> float:
    return difflib.SequenceMatcher(None, one[:100], two[:100]).ratio()


def _without(tab: Tab, heading: str) -> tuple[Outcome, str]:
    """Return how bad the lack of a heading is, and what happens meanwhile."""
    if heading == REF:
        return Outcome.QUERIED, "Rows are told apart by what they say, which is less sure; please put it back."
    needed = any(column.needed for column in tab.columns if column.heading == heading)
    return (Outcome.QUERIED if needed else Outcome.NOTED), "Its cells count as blank."
