"""The rows of one tab by what stands under which heading, and which rows of two readings are the same row."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kaizen.sheet.cell_values import in_words
from kaizen.sheet.cells import Cell, shown
from kaizen.sheet.findings import Outcome
from kaizen.sheet.layout import REF
from kaizen.sheet.refs import STAND_IN
from kaizen.sheet.text import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kaizen.domain.record import Record
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.tab_reading import TabReading

MOST_PAIRS: Final = 250_000
"""So many pairs of rows are compared to find one that has changed its key; more would take seconds."""

CellsByHeading = dict[str, Cell]


@dataclass(frozen=True)
class SheetRows:
    """One tab, read, with its cells by heading.

    Attributes:
        records: by ref.
        cells: row, counted from 1, to heading to cell; blank rows, blank cells and columns without a heading are
            missing.
        headings: known ones as layout spells them, people's own as typed.
        asked: row and heading to what is asked about the cell.
    """

    reading: TabReading
    records: Mapping[str, Record] = field(init=False)
    cells: Mapping[int, CellsByHeading] = field(init=False)
    headings: tuple[str, ...] = field(init=False)
    asked: Mapping[tuple[int, str], str] = field(init=False)

    def __post_init__(self) -> None:
        reading = self.reading
        titles = _titles(reading)
        object.__setattr__(self, "headings", tuple(filter(None, titles)))
        object.__setattr__(self, "records", {record.ref: record for record in reading.records})
        object.__setattr__(self, "cells", _cells(reading, titles))
        asked = {
            (finding.place.row, finding.place.heading): finding.sentence
            for finding in reading.findings
            if finding.outcome is Outcome.QUERIED
        }
        object.__setattr__(self, "asked", asked)

    @property
    def own_headings(self) -> tuple[str, ...]:
        """The headings that people have added."""
        return tuple(heading for heading in self.headings if heading not in self.reading.columns)

    @property
    def unreadable(self) -> str:
        """Why none of its rows can be read, "" where they can."""
        return self.asked.get((0, ""), "")

    def row_of(self, ref: str) -> CellsByHeading:
        """Return the cells of the row of a record."""
        return self.cells.get(self.reading.rows[ref], {})

    def not_read(self) -> dict[int, CellsByHeading]:
        """Return the rows that are not records: those that cannot be read, totals and labels."""
        known = set(self.reading.rows.values())
        return {row: cells for row, cells in self.cells.items() if row not in known}


def _titles(reading: TabReading) -> list[str]:
    """Return what each column is called: "" for one without a heading, or with one that stood before."""
    titles: list[str] = []
    by_column = {column: heading for heading, column in reading.columns.items()}
    for column, cell in enumerate(reading.grid[reading.heading_row - 1] if reading.heading_row else ()):
        title = by_column.get(column) or clean(shown(cell))
        taken = title in titles or (column not in by_column and title in reading.columns)
        titles.append("" if taken else title)
    return titles


def _cells(reading: TabReading, titles: list[str]) -> dict[int, CellsByHeading]:
    rows = enumerate(reading.grid[reading.heading_row :], reading.heading_row + 1) if reading.heading_row else ()
    found = {
        number: {title: plain(cell) for title, cell in zip(titles, cells, strict=False) if title and not _blank(cell)}
        for number, cells in rows
    }
    return {number: cells for number, cells in found.items() if cells}


def plain(cell: Cell) -> Cell:
    """Return a cell with no more digits than a file keeps, so that the sheet's own can be compared with it."""
    return float(f"{cell:.15g}") if isinstance(cell, float) else cell


def _blank(cell: Cell) -> bool:
    """Tell whether a cell says nothing; an empty tick box does not."""
    return cell is False or (isinstance(cell, str) and not cell.strip())


def name_of(tab: Tab, record: Record) -> str:
    """Return what people call a row: its natural key or, where it has none yet, the first things it says."""
    keys = [in_words(getattr(record, field), tab.column(field).kind) for field in tab.key]
    if all(key and not key.startswith(STAND_IN) for key in keys):
        return ", ".join(keys)
    texts = [in_words(getattr(record, column.field), column.kind) for column in tab.columns]
    return ", ".join([text for text in texts if text and not text.startswith(STAND_IN)][:3])


def paired(before: SheetRows, after: SheetRows) -> dict[str, str]:
    """Return for each row of a tab, by ref, which row it is afterwards; one that is gone is missing.

    A row is known by its Ref or natural key. Where its Ref has been emptied, its natural key tells. Where
    people own the key they may change it: a row whose key is gone is the new one that says most of the same, at
    least half of its cells.
    """
    same = {ref: ref for ref in before.records if ref in after.records}
    if before.reading.tab.has_ref:
        same |= _by_key(before, after, same)
    taken = set(same.values())
    free = [ref for ref in after.records if ref not in taken]
    return same | _by_likeness(before, after, [ref for ref in before.records if ref not in same], free)


def _by_key(before: SheetRows, after: SheetRows, same: Mapping[str, str]) -> dict[str, str]:
    tab = before.reading.tab
    free: defaultdict[str, deque[str]] = defaultdict(deque)
    for ref, record in after.records.items():
        if ref not in same and ref.startswith(STAND_IN):
            free[name_of(tab, record)].append(ref)
    gone = [record for ref, record in before.records.items() if ref not in same]
    return {record.ref: names.popleft() for record in gone if (names := free[name_of(tab, record)])}


def _by_likeness(before: SheetRows, after: SheetRows, gone: list[str], new: list[str]) -> dict[str, str]:
    old, fresh = (
        [ref for ref in refs if ref.startswith(STAND_IN) or not before.reading.tab.has_ref] for refs in (gone, new)
    )
    if len(old) * len(fresh) > MOST_PAIRS:
        return {}
    scores = [(likeness(before.row_of(one), after.row_of(other)), one, other) for one in old for other in fresh]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for score, one, other in sorted(scores, key=lambda pair: -pair[0]):
        if score and one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def likeness(one: CellsByHeading, other: CellsByHeading) -> float:
    """Return which share of their cells two rows have in common; 0 where it is less than half."""
    cells, others = ({item for item in row.items() if item[0] != REF} for row in (one, other))
    most = max(len(cells), len(others), 1)
    share = len(cells & others) / most
    return share if share >= 1 / 2 else 0.0


def is_like_one_of(row: CellsByHeading, others: Collection[CellsByHeading]) -> bool:
    """Tell whether a row is, with half of its cells changed at most, one of the others."""
    return any(likeness(row, other) for other in others)


def accounted_for(gone: Mapping[str, CellsByHeading], unread: Collection[CellsByHeading]) -> set[str]:
    """Return which of the rows that are gone are there and cannot be read; each unread row is one of them at most.

    A row is known by its Ref, else it is the one that says most of the same.
    """
    scores = [
        ((REF in cells and cells.get(REF) == row.get(REF)) + likeness(cells, row), ref, number)
        for ref, cells in gone.items()
        for number, row in enumerate(unread)
    ]
    found: dict[str, int] = {}
    for score, ref, number in sorted(scores, key=lambda one: -one[0]):
        if score and ref not in found and number not in found.values():
            found[ref] = number
    return set(found)


def without(rows: Mapping[int, CellsByHeading], known: Collection[CellsByHeading]) -> dict[int, CellsByHeading]:
    """Return the rows that are not, cell by cell, among the known ones, each of which takes away one."""
    left = Counter(frozenset(cells.items()) for cells in known)
    found = {}
    for number, cells in rows.items():
        key = frozenset(cells.items())
        if left[key]:
            left[key] -= 1
        else:
            found[number] = cells
    return found
