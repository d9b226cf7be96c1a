"""Follow the rows that a group adds until each stands under its headings, once.

A new row goes below the last one whatever people do to the rows, but its cells are placed by the headings
as they were read. If a column is moved, added or deleted between that and the write, the row is crooked: its
cells stand under other headings. The answer to the write shows the headings of that instant, so it is known at once.

A crooked row is not moved, for that would be done by its number and could hit another row. It is added again below
the last row, which needs no number, and in the same batch the crooked one is cleared, followed and verified as a
removed row is. All of a batch lands or nothing, so a process that dies leaves no row twice. Only cells
that hold what the app wrote are cleared; anything else in that row is someone's own and stays.

A formula that a new row gets speaks of the row in which it is to stand. If someone adds or deletes rows in
that instant it stands in another one, and that row is crooked too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from kaizen.engine.cleared_rows import RemovedTab
from kaizen.engine.formulas import Formulas, formulas_in
from kaizen.engine.new_row import NewRow, alike, is_crooked, rows_by_tab, to_be_cleared
from kaizen.engine.tracked_rows import Row
from kaizen.sheet.tab_reading import headings_now
from kaizen.sheet.whole_rows import rows_of, titles_of
from kaizen.sheet.writing import appended

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kaizen.engine.column_lookup import ColumnLookup
    from kaizen.engine.google import Workbook
    from kaizen.engine.group import Group
    from kaizen.engine.snapshots import Snapshot
    from kaizen.sheet.added_columns import AddedColumn
    from kaizen.sheet.cells import Cell, Grid
    from kaizen.sheet.tab_reading import TabReading


class NewRows:
    """The rows that one group has added, as far as they may be crooked.

    Args:
        group: as it was written.
        seen: the first rows of its tabs as they were at that instant; None where that is not known.
    """

    def __init__(self, group: Group, seen: Mapping[str, Grid] | None) -> None:
        tabs = group.snapshot.reading.tabs
        there = {title for title in tabs if seen is None or title in seen}
        moved = {title for title in there if seen is None or _moved(tabs[title], seen[title])}
        formulas = {title for title, columns in group.columns.items() if any(column.formula for column in columns)}
        rows = rows_by_tab(group, moved | (formulas & there))
        self._tabs = {
            title: NewTab(tabs[title], list(found.values()))
            for title, found in rows.items()
            if title in moved or (seen is not None and _elsewhere(found, seen[title]))
        }

    @property
    def titles(self) -> set[str]:
        """The tabs in which rows are crooked, as far as is known."""
        return set(self._tabs)

    def look(self, now: Snapshot, workbook: Workbook, lookup: ColumnLookup) -> list[dict[str, Any]] | None:
        """Return the requests that have each row stand under its headings, once; they count as sent, landed or not.

        None where rows have moved since that snapshot. A tab without its headings is left until they are back; one
        that is gone has taken its rows along.

        Raises:
            CallFailed: formulas have to be looked up, and the sheet does not answer.
        """
        tabs = {title: now.reading.tabs[title] for title in self._tabs if title in now.reading.tabs}
        self._tabs, twins = {title: self._tabs[title] for title in tabs}, workbook.structure.twins
        legible = {title: reading for title, reading in tabs.items() if reading.heading_row and title not in twins}
        rows = {title: set(self._tabs[title].places(reading)) for title, reading in legible.items()}
        wanted = {title: rows[title] for title in legible if self._tabs[title].rests_on_formulas(legible[title])}
        columns = lookup.for_repair(now, wanted)
        formulas = formulas_in(workbook, now, wanted)
        if formulas.keys() != wanted.keys():
            return None
        requests: list[dict[str, Any]] = []
        for title, reading in sorted(legible.items()):
            told = formulas.get(title, Formulas())
            found = self._tabs[title].look(reading, workbook.structure.tabs[title], told, columns.get(title, ()))
            requests += found
            if not found:
                del self._tabs[title]
        return requests


class NewTab:
    """The rows that one group has added to one tab, followed until each stands under its headings, once."""

    def __init__(self, before: TabReading, rows: Sequence[NewRow]) -> None:
        self._rows = rows
        self._by_mark: defaultdict[Cell, list[NewRow]] = defaultdict(list)
        for row in rows:
            self._by_mark[next(iter(row.marks))].append(row)
        self._were_there = set(map(alike, before.grid))
        self._clearing: RemovedTab | None = None

    @property
    def has_formulas(self) -> bool:
        """Whether new rows of this tab get formulas."""
        return any(row.formulas for row in self._rows)

    def rests_on_formulas(self, reading: TabReading) -> bool:
        """Tell whether it has to be known where formulas stand: before anything is cleared, and to judge them."""
        return self.has_formulas or (self._clearing is None and any(self._sorted_out(reading, Formulas(), ())[1]))

    def places(self, reading: TabReading) -> dict[int, NewRow]:
        """Return which of these rows stands where, straight or crooked: number, counted from 1, to row."""
        times: Counter[int] = Counter()
        body = dict(enumerate(reading.grid[reading.heading_row :], reading.heading_row + 1))
        found = {number: row for number, cells in body.items() if (row := self._whose(cells, times))}
        there = {id(row) for row in found.values()}
        lost = [row for row in self._rows if id(row) not in there]
        for number in (body.keys() - found.keys()) if lost else ():
            fits = (row for row in lost if row.is_nearly(body[number]) and alike(body[number]) not in self._were_there)
            if (row := next(fits, None)) is not None:
                found[number] = row
        return found

    def _whose(self, cells: Collection[Cell], times: Counter[int]) -> NewRow | None:
        """Return which of these rows cells belong to; of several alike each in its turn, by how often it was found."""
        marked = {id(row): row for cell in cells if cell in self._by_mark for row in self._by_mark[cell]}
        found = [row for row in marked.values() if row.is_in(cells) and alike(cells) not in self._were_there]
        best = min(found, key=lambda row: (row.lacks(cells), times[id(row)]), default=None)
        times[id(best)] += 1
        return best

    def look(
        self, reading: TabReading, sheet_id: int, formulas: Formulas, columns: Sequence[AddedColumn]
    ) -> list[dict[str, Any]]:
        """Return the requests that add what is crooked again, and clear it; see `NewRows.look`."""
        straight, crooked = self._sorted_out(reading, formulas, columns)
        rows = rows_of(reading)
        if crooked and self._clearing is None:
            others = {number: Row(rows[number], rows[number], formulas.by_row.get(number, {})) for number in rows}
            others = {number: row for number, row in others.items() if number not in crooked}
            self._clearing = RemovedTab(reading, others, formulas.own)
        if self._clearing is None:
            return []
        told = formulas.by_row
        going = {
            number: to_be_cleared(row, number, rows[number], told.get(number, {})) for number, row in crooked.items()
        }
        there = {id(row) for row in straight.values()}
        again = {id(row): row for row in crooked.values() if id(row) not in there}
        self._clearing.forget(lambda cells: id(self._whose(cells.values(), Counter())) in again)
        requests = self._clearing.look(reading, sheet_id, going, straight)
        if again:
            left = {number for number in rows if number not in going or going[number].left_alone}
            last = max([*left, *(column.last for column in columns), reading.heading_row]) + self._clearing.added
            cells = [row.cells(reading, columns, number) for number, row in enumerate(again.values(), last + 1)]
            requests.append(appended(sheet_id, cells))
        return requests

    def _sorted_out(
        self, reading: TabReading, formulas: Formulas, columns: Sequence[AddedColumn]
    ) -> tuple[dict[int, NewRow], dict[int, NewRow]]:
        """Return the rows that stand under their headings and those that do not, by number, counted from 1."""
        straight, crooked = dict[int, NewRow](), dict[int, NewRow]()
        wanted = {column.key: column.formula for column in columns if column.formula}
        titles = titles_of(reading)
        meant = {titles[place]: wanted[key] for key, place in reading.added.items() if key in wanted}
        for number, row in self.places(reading).items():
            there = formulas.by_row.get(number, {})
            astray = any(
                there.get(title, formula) != formula and row.wrote(there[title], number)
                for title, formula in meant.items()
            )
            (crooked if astray or is_crooked(reading, number, row) else straight)[number] = row
        return straight, crooked


def _moved(before: TabReading, grid: Grid) -> bool:
    """Tell whether a heading does not stand where it stood, the app's own or an added one."""
    now = headings_now(before, grid)
    added = any(now.added.get(key) != column for key, column in before.added.items())
    return bool(now.heading_row) and (now.columns != before.columns or added)


def _elsewhere(rows: Mapping[int, NewRow], grid: Grid) -> bool:
    """Tell whether a row with formulas does not stand in the row that they speak of."""
    return any(
        row.formulas and not row.is_in(next(iter(grid[number - 1 : number]), ())) for number, row in rows.items()
    )
