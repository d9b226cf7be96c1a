"""Looking again after a commit: did every amended cell land in the row it was meant for?

Rows are found by key but written by position. If somebody sorts, inserts or deletes rows between our
read and our write, a cell lands in another row. Two reads show it, the one before and the one after: a
cell that was meant does not hold what was written, and one that was not meant holds it and did not
before. Where the rows stand does not matter, so it does not matter either how often they have moved
since. What puts it right is written by position too, and is looked after in the same way.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from kaizen.sheet.cell_values import VALUE_ONLY, entered
from kaizen.sheet.cells import shown
from kaizen.sheet.layout import REF, TAB_OF
from kaizen.sheet.tab_reading import headings_now
from kaizen.sheet.text import clean
from kaizen.sheet.writing import heading_and_kind, update_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from kaizen.domain.record import Record
    from kaizen.engine.group import Group
    from kaizen.engine.structure import Structure
    from kaizen.sheet.cells import Cell, Grid
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading

Place = tuple[int, str]
"""A row, counted from 1, and a heading."""


class FollowedTab(Protocol):
    """The rows of one tab that a group has changed, followed until they are in their place."""

    def look(self, reading: TabReading, sheet_id: int) -> list[dict[str, Any]]:
        """Return the requests that put right what is wrong, and expect them to have been sent by the next look."""


@dataclass(slots=True)
class Look:
    """What was seen.

    Attributes:
        repairs: requests that put right what landed in a wrong row; none when all is well.
        gone: the rows that are no longer in the sheet, as model and ref.
    """

    repairs: list[dict[str, Any]] = field(default_factory=list)
    gone: set[tuple[type[Record], str]] = field(default_factory=set)


def out_of_sight(tabs: Mapping[str, FollowedTab], now: Reading, structure: Structure) -> set[str]:
    """Return which tabs have to wait for people: gone, not to be read, or two could be meant and something is wrong."""
    return {
        title
        for title, tab in tabs.items()
        if title in now.unreadable
        or title not in structure.tabs
        or (title in structure.twins and deepcopy(tab).look(now.tabs[title], structure.tabs[title]))
    }


class Amended:
    """The rows that one group has amended, followed until each cell is where it belongs.

    Attributes:
        waits: the tabs that have to wait, see `out_of_sight`.
    """

    def __init__(self, group: Group, seen: Mapping[str, Grid] | None) -> None:
        self.waits: set[str] = set()
        by_kind: defaultdict[type[Record], dict[str, Mapping[str, Any]]] = defaultdict(dict)
        for (kind, ref), values in group.rows.amended.items():
            by_kind[kind][ref] = values
        tabs = group.snapshot.reading.tabs
        self._tabs = {kind: AmendedTab(tabs[TAB_OF[kind].title], rows) for kind, rows in by_kind.items()}
        for kind, tab in self._tabs.items():
            tab.written_under(tabs[TAB_OF[kind].title], (seen or {}).get(TAB_OF[kind].title, ()))

    @property
    def titles(self) -> set[str]:
        """The tabs that these rows are in."""
        return {TAB_OF[kind].title for kind in self._tabs}

    def look(self, now: Reading, structure: Structure) -> Look:
        """Return what is wrong with these rows in the latest reading; the repairs count as sent, landed or not."""
        look = Look()
        self.waits = out_of_sight({TAB_OF[kind].title: tab for kind, tab in self._tabs.items()}, now, structure)
        for kind, tab in self._tabs.items():
            title = TAB_OF[kind].title
            if title in self.waits:
                continue
            look.repairs += tab.look(now.tabs[title], structure.tabs[title])
            look.gone |= {(kind, ref) for ref in tab.gone}
        return look


class AmendedTab:
    """The rows of one tab that were amended.

    Args:
        before: the tab as it was read before the write.
        amended: ref to field and value; the field ``ref`` fills in a blank one.

    Attributes:
        gone: the refs of the rows that somebody has deleted.
    """

    def __init__(self, before: TabReading, amended: Mapping[str, Mapping[str, Any]]) -> None:
        self.gone: set[str] = set()
        self._before = Rows(before)
        self._refs = {before.places[ref]: ref for ref in amended}
        self._values: dict[tuple[str, Cell], tuple[str, Any]] = {}
        self._written: dict[Place, Cell] = {}
        self._touched: set[str] = set()
        self._hit: set[Cell] = set()
        for ref, values in amended.items():
            for name, value in values.items():
                heading, kind = heading_and_kind(before.tab, name)
                cell = next(iter(entered(value, kind).values()), "")
                self._values[heading, cell] = name, value
                self._written[before.places[ref], heading] = cell

    def written_under(self, before: TabReading, grid: Grid) -> None:
        """Know under which headings the cells have landed: columns may have moved again by the first look."""
        now = Rows(headings_now(before, grid))
        self._touched |= {now.title(self._before.column(heading)) for _, heading in self._written}

    def look(self, reading: TabReading, sheet_id: int) -> list[dict[str, Any]]:
        """Return the requests that put right what is wrong, and expect them to have been sent by the next look."""
        now = Rows(reading)
        for _, heading in self._written:
            self._touched |= {heading, now.title(self._before.column(heading))}
        self._hit.update(self._written.values())
        moved = matched(self._before, now, self._touched)
        self.gone |= {ref for row, ref in self._refs.items() if row not in moved}
        repairs = {**self._restored(now, moved), **self._repeated(now, moved)}
        self._refs = {moved[row]: ref for row, ref in self._refs.items() if row in moved}
        self._before, self._written = now, repairs
        return [request for place, cell in repairs.items() for request in self._put(reading, sheet_id, place, cell)]

    def _repeated(self, now: Rows, moved: Mapping[int, int]) -> dict[Place, Cell]:
        """Return the cells that were meant and not hit; one that says something new has been typed since and stays."""
        found: dict[Place, Cell] = {}
        for (row, heading), cell in self._written.items():
            if row in moved and heading in now.titles:
                there, was = now.cell(moved[row], heading), self._before.cell(row, heading)
                if there != cell and (there == was or there in self._written.values()):
                    found[moved[row], heading] = cell
        return found

    def _restored(self, now: Rows, moved: Mapping[int, int]) -> dict[Place, Cell]:
        """Return the cells that were hit and not meant, with what they held before.

        There are never more of them than writes that missed: somebody may have typed the same elsewhere.
        A row that says nothing but what was written was blank, also when it was hit some time ago.
        """
        missed = [place for place in self._written if self._may_have_missed(place, now, moved)]
        at = {(row, self._before.column(heading)) for row, heading in missed}
        left = Counter(self._written[place] for place in missed)
        strays = [place for place in self._strays(now, moved) if now.cell(*place) in self._hit]
        found: dict[Place, Cell] = {}
        was_row = {there: row for row, there in moved.items()}
        for row, heading in sorted(strays, key=lambda place: (place[0], now.column(place[1])) not in at):
            hit = now.cell(row, heading)
            if row not in was_row:
                found[row, heading] = ""
            elif left[hit]:
                left[hit] -= 1
                found[row, heading] = self._before.cell(was_row[row], heading)
        return found

    def _may_have_missed(self, place: Place, now: Rows, moved: Mapping[int, int]) -> bool:
        """Tell whether a write may have hit another cell; one that changed nothing where it was meant may have."""
        row, heading = place
        wanted = self._written[place]
        return row not in moved or now.cell(moved[row], heading) != wanted or self._before.cell(row, heading) == wanted

    def _strays(self, now: Rows, moved: Mapping[int, int]) -> Iterator[Place]:
        """Give each cell under a heading in question that was not meant and says something new.

        Of rows that were not there before only those count that say nothing else: they were blank.
        """
        was_row = {there: row for row, there in moved.items()}
        for there, cells in now.body.items():
            row = was_row.get(there, 0)
            if row or cells.keys() <= self._touched:
                for heading in self._touched.intersection(now.titles):
                    new = now.cell(there, heading) != self._before.cell(row, heading)
                    if new and (row, heading) not in self._written:
                        yield there, heading

    def _put(self, reading: TabReading, sheet_id: int, place: Place, cell: Cell) -> list[dict[str, Any]]:
        """Return the request for one cell; what a wish wanted is written as it was the first time."""
        row, heading = place
        ref = next((ref for ref, number in reading.places.items() if number == row), None)
        if ref is not None and (heading, cell) in self._values:
            return update_cells(reading, sheet_id, ref, dict([self._values[heading, cell]]))
        kind = "boolValue" if isinstance(cell, bool) else "stringValue" if isinstance(cell, str) else "numberValue"
        held = {VALUE_ONLY: {kind: cell}} if cell != "" else {}
        start = {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": self._before.column(heading)}
        return [{"updateCells": {"start": start, "rows": [{"values": [held]}], "fields": VALUE_ONLY}}]


class Rows:
    """The cells of one tab by row and heading.

    Attributes:
        titles: what stands in the heading row, in order, as layout spells what it knows.
        body: row, counted from 1, to heading to cell; blank cells, and columns without a heading, are missing.
        keys: the headings of the natural key.
    """

    def __init__(self, reading: TabReading) -> None:
        heads = reading.grid[reading.heading_row - 1] if reading.heading_row else ()
        self.titles = [clean(shown(cell)) for cell in heads]
        # A column of people's own may have the name of one of the app's; then its number is its name.
        self.titles = [f"\n{n}" if title in reading.columns else title for n, title in enumerate(self.titles)]
        for heading, column in reading.columns.items():
            self.titles[column] = heading
        self.body = {
            number: {title: cell for title, cell in zip(self.titles, cells, strict=False) if title and cell != ""}
            for number, cells in enumerate(reading.grid[reading.heading_row :], reading.heading_row + 1)
        }
        self.keys = [reading.tab.column(name).heading for name in reading.tab.key]

    def cell(self, row: int, heading: str) -> Cell:
        """Return a cell, "" where there is nothing or no such row."""
        return self.body.get(row, {}).get(heading, "")

    def title(self, column: int) -> str:
        """Return the heading of a column counted from 0, "" where there is none."""
        return self.titles[column] if 0 <= column < len(self.titles) else ""

    def column(self, heading: str) -> int:
        """Return the column of a heading, counted from 0; -1 where there is none."""
        return self.titles.index(heading) if heading in self.titles else -1


def matched(before: Rows, now: Rows, touched: set[str]) -> dict[int, int]:
    """Return where each row of ``before`` stands now; one that is gone, or was blank, is not in it.

    A row is known by its Ref. Where that is blank, or was itself written, it is known by all else that it
    says, apart from what is under the headings in ``touched``; and last by its natural key.
    """
    found: dict[int, int] = {}

    def ref(cells: Mapping[str, Cell]) -> Hashable:
        return cells.get(REF, "")

    def rest(cells: Mapping[str, Cell]) -> Hashable:
        return tuple(sorted((name, str(cell)) for name, cell in cells.items() if name not in touched))

    def natural(cells: Mapping[str, Cell]) -> Hashable:
        return tuple(str(cells[name]) for name in before.keys if name in cells and name not in touched)

    known = set() if REF in touched else {row for row, cells in before.body.items() if ref(cells)}
    _pair(before, now, found, ref, known)
    for key in (rest, ref, natural):
        _pair(before, now, found, key, before.body.keys() - known)
    return found


def _pair(
    before: Rows, now: Rows, found: dict[int, int], key: Callable[[Mapping[str, Cell]], Hashable], rows: set[int]
) -> None:
    taken = set(found.values())
    free: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for row, cells in now.body.items():
        if row not in taken:
            free[key(cells)].append(row)
    for row in sorted(rows - found.keys()):
        said = key(before.body[row])
        if said and free[said]:
            found[row] = free[said].popleft()
