"""Rows of one tab after some were cleared: is every row that was to go gone, and no other one?

A row is found by its key and cleared by its position. If somebody sorts, inserts or deletes rows between our read
and our write, another row is cleared. Two reads show it: the row that was meant is still there, and one that was not
meant is missing. What was cleared by mistake is written again with all that it said, formulas as formulas, and the
row that was meant is cleared. Both are written by position too, and are looked after in the same way.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine.tracked_rows import Row, alike, content, fits
from kaizen.sheet.layout import REF
from kaizen.sheet.whole_rows import added_below, cleared, columns_of, filled, rows_of, titles_of, with_formats

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

    from kaizen.sheet.tab_reading import TabReading
    from kaizen.sheet.whole_rows import RowCells


LEFT_OVER: Final = "left over"
"""What stands where a row that is removed has its ref."""


class RemovedTab:
    """The rows of one tab of which some were removed.

    Args:
        before: the tab as it was read before the write.
        rows: as they ought to stand, by number.
        own: titles of people's columns with formulas; what those show tells no row from another.

    Attributes:
        stayed: the refs of rows that are left after all.
        added: so many rows the latest look puts below all others.
    """

    def __init__(self, before: TabReading, rows: Mapping[int, Row], own: frozenset[str]) -> None:
        self.stayed: set[str] = set()
        self.added = 0
        self._keys = [before.tab.column(name).heading for name in before.tab.key]
        self._own = own
        self._rows = {number: row for number, row in rows.items() if self._told(row.cells)}
        going = {number: row for number, row in self._rows.items() if row.going}
        self._aimed = set(going)
        self._blanked = {title for row in going.values() for title in row.to_clear(row.cells)}
        self._columns = columns_of(titles_of(before), self._blanked)
        self._written = {
            cell for row in rows.values() for title, cell in row.after.items() if row.cells.get(title) != cell
        }

    def look(
        self, reading: TabReading, sheet_id: int, going: Mapping[int, Row] | None = None, good: Collection[int] = ()
    ) -> list[dict[str, Any]]:
        """Return the requests that put right what is wrong, and expect them to have been sent by the next look.

        Args:
            reading: the tab as it is now.
            sheet_id: of the tab.
            going: rows that are to be gone, by where they stand now, where their writer knows that.
            good: where rows stand that are certainly whole.
        """
        known = going or {}
        now, titles = rows_of(reading), titles_of(reading)
        told = {number: cells for number, cells in now.items() if self._told(cells)}
        blanked = {titles[column] for column in self._columns if column < len(titles)}
        self._blanked |= blanked
        others = {number: cells for number, cells in told.items() if number not in known}
        moved = self._moved(others, self._paired(known))
        rests = self._jumbled(told, moved) | self._hollowed(told, moved, blanked)
        moved = {number: there for number, there in moved.items() if number not in rests}
        rests |= self._rests(others.keys() - good, told, {**moved, **rests})
        self._let_stay(told, moved)
        missed = {number: there for number, there in {**moved, **rests}.items() if self._rows[number].going}
        left = self._left_over(others, moved, rests)
        hit = self._hit(told, moved, rests, len(missed) + (0 if going is None else len(left)))
        fresh = {there: row for there, row in known.items() if there not in missed.values()}
        if going is None:
            free = sorted(place for place in self._aimed if place not in told)
            places = {number: rests.get(number) or (free.pop(0) if free else 0) for number in hit}
        else:
            places = dict.fromkeys(hit, 0)
            spoilt = {*left, *(rests[number] for number in hit if number in rests)}
            fresh |= {there: Row(now[there], now[there], going=LEFT_OVER, known=True) for there in spoilt}
            left = []
        self.added = sum(not place for place in places.values())
        requests: list[dict[str, Any]] = []
        for there, row in [*((there, self._rows[number]) for number, there in missed.items()), *fresh.items()]:
            requests += row.clearing(sheet_id, there, titles, now[there])
        for there in left:
            requests += cleared(sheet_id, there, columns_of(titles, told[there]))
        for number, place in places.items():
            requests += self._put(reading, sheet_id, self._rows[number], place)
        self._expect(told, moved, missed, places)
        self._aim_at(fresh, titles)
        return requests

    def forget(self, is_one: Callable[[RowCells], bool]) -> None:
        """Look no longer for rows that are written again anyway."""
        self._rows = {number: row for number, row in self._rows.items() if row.known or not is_one(row.cells)}

    def _paired(self, known: Mapping[int, Row]) -> dict[int, int]:
        """Return where rows stand that are still to be gone; which of them is which does not matter."""
        pairs = dict(zip([number for number, row in self._rows.items() if row.known], sorted(known), strict=False))
        self._rows |= {number: known[there] for number, there in pairs.items()}
        return pairs

    def _aim_at(self, fresh: Mapping[int, Row], titles: Sequence[str]) -> None:
        """Expect more rows to be gone by the next look."""
        self._rows |= fresh
        self._aimed |= fresh.keys()
        blanked = {title for row in fresh.values() for title in row.to_clear(row.cells if row.left_alone else titles)}
        self._blanked |= blanked
        self._columns |= columns_of(titles, blanked)

    def _told(self, cells: RowCells) -> RowCells:
        """Return the cells by which a row can be told from others."""
        return {title: cell for title, cell in cells.items() if title not in self._own}

    def _moved(self, now: Mapping[int, RowCells], found: dict[int, int]) -> dict[int, int]:
        """Return where each row stands now; one that is gone, or is not what it was, is not in it.

        A row is known by all that it says, by its Ref or, where it has none, by its natural key.

        Args:
            now: the rows among which to look.
            found: where those stand that are not to be looked for.
        """
        rows = {number: row for number, row in self._rows.items() if not row.known}

        def said(cells: RowCells) -> Hashable:
            return tuple(sorted((title, str(cell)) for title, cell in self._told(cells).items()))

        def ref(cells: RowCells) -> Hashable:
            return cells.get(REF, "")

        def natural(cells: RowCells) -> Hashable:
            whole = REF not in cells and all(key in cells for key in self._keys)
            return tuple(str(cells[key]) for key in self._keys) if whole else ()

        for key in (said, ref, natural):
            self._pair(now, found, {number: key(row.cells) for number, row in rows.items()}, key)
            self._pair(now, found, {number: key(row.after) for number, row in rows.items()}, key)
        return found

    def _pair(
        self,
        now: Mapping[int, RowCells],
        found: dict[int, int],
        wanted: Mapping[int, Hashable],
        key: Callable[[RowCells], Hashable],
    ) -> None:
        taken = set(found.values())
        free: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for there, cells in now.items():
            if there not in taken:
                free[key(cells)].append(there)
        for number, said in wanted.items():
            if number not in found and said and free[said]:
                found[number] = free[said].popleft()

    def _jumbled(self, now: Mapping[int, RowCells], moved: Mapping[int, int]) -> dict[int, int]:
        """Return where rows stand that were written again while somebody moved a column."""
        put = {number: there for number, there in moved.items() if self._rows[number].put}
        told = {number: (self._told(self._rows[number].cells), self._told(now[there])) for number, there in put.items()}
        return {number: put[number] for number, (was, said) in told.items() if was != said and alike(was, said)}

    def _hollowed(self, now: Mapping[int, RowCells], moved: Mapping[int, int], blanked: set[str]) -> dict[int, int]:
        """Return where rows stand that were hit, for the cleared columns are blank, and are known by what is left."""
        return {
            number: there
            for number, there in moved.items()
            if not self._rows[number].going
            and (lost := self._told(self._rows[number].cells).keys() - now[there].keys())
            and lost <= blanked
            and blanked.isdisjoint(self._told(now[there]))
            and now[there].items() <= self._rows[number].cells.items()
        }

    def _rests(self, among: set[int], now: Mapping[int, RowCells], moved: Mapping[int, int]) -> dict[int, int]:
        """Return where something is left of a row that was cleared and said more than the one that was meant."""
        taken, found = set(moved.values()), dict[int, int]()
        for number in self._rows.keys() - moved.keys():
            for there in among - taken:
                if self._is_rest(self._rows[number], self._told(now[there])):
                    found[number] = there
                    taken.add(there)
                    break
        return found

    def _left_over(self, now: Mapping[int, RowCells], moved: Mapping[int, int], rests: Mapping[int, int]) -> list[int]:
        """Return what is left of rows that were written again and stand elsewhere by now."""
        put = [self._told(self._rows[number].cells) for number in moved if self._rows[number].put]
        others = now.keys() - {*moved.values(), *rests.values()}
        return [
            there
            for there in sorted(others)
            if any(now[there].items() <= was.items() or alike(now[there], was) for was in put)
        ]

    def _is_rest(self, row: Row, left: RowCells) -> bool:
        """Tell whether cells are what a row has left, or all of it, put back while somebody moved a column."""
        was = self._told(row.cells)
        is_left = left.items() <= was.items() and was.keys() - left.keys() <= self._blanked
        return is_left or (row.put and alike(was, left))

    def _let_stay(self, now: Mapping[int, RowCells], moved: Mapping[int, int]) -> None:
        """Leave a row in which somebody has typed before it could be cleared."""
        for number, there in moved.items():
            row = self._rows[number]
            fresh = self._told(now[there]).items() - row.cells.items() - row.after.items()
            if row.going and any(title not in row.formulas and cell not in self._written for title, cell in fresh):
                self.stayed.add(row.going)
                self._rows[number] = replace(row, going="")

    def _hit(
        self, now: Mapping[int, RowCells], moved: Mapping[int, int], rests: Mapping[int, int], missed: int
    ) -> list[int]:
        """Return which rows were cleared by mistake; of one that is missing otherwise, somebody has deleted it.

        Of some there is a rest. Others would stand, by the order of the rows, where something was written. Where
        those are fewer than the writes that missed, the rows have been sorted, and all that are missing count.
        """
        lost = [number for number, row in self._rows.items() if not row.going and number not in moved]
        was = {there: number for number, there in moved.items()}
        aimed = [at for at in self._aimed if at not in now or (at in was and self._rows[was[at]].put)]
        sure = [number for number in lost if number in rests or any(fits(number, place, was) for place in aimed)]
        return lost if missed > len(sure) else sure

    def _put(self, reading: TabReading, sheet_id: int, row: Row, place: int) -> Iterator[dict[str, Any]]:
        """Give the requests that write a row again as a whole; below all others where ``place`` is 0."""
        titles, there = titles_of(reading), rows_of(reading).get(place, {})
        cells: dict[int, dict[str, Any]] = {}
        for title, cell in row.cells.items():
            held = content(row.formulas.get(title), cell, place or len(reading.grid) + 1)
            if held and title in titles and (title not in self._own or title not in there):
                cells[titles.index(title)] = held
        if place:
            yield from cleared(sheet_id, place, columns_of(titles, self._told(there).keys() - row.cells.keys()))
            yield from filled(sheet_id, place, with_formats(reading, cells))
        else:
            yield added_below(reading, sheet_id, cells)

    def _expect(
        self,
        now: Mapping[int, RowCells],
        moved: Mapping[int, int],
        missed: Mapping[int, int],
        places: Mapping[int, int],
    ) -> None:
        """Remember how the rows ought to stand once the repairs have landed."""
        rows = {there: Row(cells, cells) for there, cells in now.items()}
        for number, there in moved.items():
            rows[there] = replace(self._rows[number], cells=now[there], after=now[there])
        below = max(now, default=0) + 1
        for number, there in (*missed.items(), *places.items()):
            rows[there or below] = replace(self._rows[number], put=number in places)
            below += not there
        self._rows = rows
        self._aimed = {*missed.values(), *filter(None, places.values())}
