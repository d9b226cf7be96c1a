"""The rows that a group of wishes removes: cleared together, and followed until they are gone and no other one is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kaizen.engine.cleared_rows import RemovedTab
from kaizen.engine.tracked_rows import Row
from kaizen.engine.verifying import out_of_sight
from kaizen.sheet.cell_values import entered
from kaizen.sheet.layout import TAB_OF
from kaizen.sheet.whole_rows import cleared, columns_of, rows_of, titles_of
from kaizen.sheet.writing import heading_and_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.domain.record import Record
    from kaizen.engine.group import Group
    from kaizen.engine.structure import Structure
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading
    from kaizen.sheet.whole_rows import RowCells


class Removed:
    """The rows that one group has removed, followed until they are gone and all others are there.

    Attributes:
        stayed: those that somebody has typed in at that very moment; they are left.
        waits: the tabs that have to wait, see `out_of_sight`.
    """

    def __init__(self, group: Group) -> None:
        self.stayed: set[tuple[type[Record], str]] = set()
        self.waits: set[str] = set()
        by_kind: defaultdict[type[Record], set[str]] = defaultdict(set)
        for kind, ref in group.rows.removed:
            by_kind[kind].add(ref)
        self._tabs = {kind: _tab(group, kind, refs) for kind, refs in by_kind.items()}

    @property
    def titles(self) -> set[str]:
        """The tabs that these rows were in."""
        return {TAB_OF[kind].title for kind in self._tabs}

    def look(self, now: Reading, structure: Structure) -> list[dict[str, Any]]:
        """Return the requests that put right what is wrong; they count as sent, landed or not."""
        repairs = []
        self.waits = out_of_sight({TAB_OF[kind].title: tab for kind, tab in self._tabs.items()}, now, structure)
        for kind, tab in list(self._tabs.items()):
            title = TAB_OF[kind].title
            if title in self.waits:
                continue
            found = tab.look(now.tabs[title], structure.tabs[title])
            self.stayed |= {(kind, ref) for ref in tab.stayed}
            repairs += found
            if not found:
                del self._tabs[kind]
        return repairs


def _tab(group: Group, kind: type[Record], refs: set[str]) -> RemovedTab:
    title = TAB_OF[kind].title
    reading, formulas = group.snapshot.reading.tabs[title], group.formulas[title]
    rows = {number: Row(cells, cells, formulas.by_row.get(number, {})) for number, cells in rows_of(reading).items()}
    for (other, ref), values in group.rows.amended.items():
        if other is kind:
            number = reading.places[ref]
            rows[number] = replace(rows[number], after=rows[number].cells | _amended(reading, values))
    for ref in refs:
        number = reading.rows[ref]
        alone = frozenset(formulas.left_alone(number, reading))
        rows[number] = replace(rows[number], going=ref, left_alone=alone)
    return RemovedTab(reading, rows, formulas.own)


def _amended(reading: TabReading, values: Mapping[str, Any]) -> RowCells:
    cells: RowCells = {}
    for name, value in values.items():
        heading, kind = heading_and_kind(reading.tab, name)
        cells[heading] = next(iter(entered(value, kind).values()), "")
    return cells


def clearing(group: Group, structure: Structure) -> Iterator[dict[str, Any]]:
    """Give the requests that clear the rows that a group removes."""
    for kind, ref in group.rows.removed:
        title = TAB_OF[kind].title
        reading = group.snapshot.reading.tabs[title]
        number = reading.rows[ref]
        alone = group.formulas[title].left_alone(number, reading)
        titles = titles_of(reading)
        yield from cleared(structure.tabs[title], number, columns_of(titles, _said(reading, number) - alone))


def _said(reading: TabReading, number: int) -> set[str]:
    """Return the titles of the columns in which a row says something."""
    cells = zip(titles_of(reading), reading.grid[number - 1], strict=False)
    return {title for title, cell in cells if cell != ""}
