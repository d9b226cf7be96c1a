"""Rows that others point to, as they last stood: one that somebody has deleted can be brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaizen.domain.network import Person
from kaizen.sheet.cells import shown
from kaizen.sheet.layout import LISTS_TAB, STAFF, TAB_OF, YEAR_TABS
from kaizen.sheet.refs import STAND_IN
from kaizen.sheet.row_reading import filled
from kaizen.sheet.text import match_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaizen.domain.record import Record
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.tab_reading import TabReading

Key = tuple[str, str]
"""Title of a tab, and what others call one of its rows."""


class Lost(NamedTuple):
    """A row that does not stand under its key any more.

    Attributes:
        row: as it was.
        called: its key now, where somebody has only called it something else; "" where it is gone.
    """

    row: Record
    called: str = ""


Gone = dict[Key, Lost]

NOT_KEPT = {LISTS_TAB.title}
"""Options are matched when a cell is read, and Lists holds no rows."""

MOST = 5_000
"""So many rows are remembered; in a sheet that changes for months the eldest are forgotten first."""

ENOUGH = 3
"""So many cells that say the same make a row the same where one says something else."""

POINTED_TO = {
    column.options.tab: column.options.heading
    for tab in YEAR_TABS
    for column in tab.columns
    if column.options is not None and column.options.tab not in NOT_KEPT
}
"""Title of each tab that others point to, to the heading of its keys."""

ABOUT_STAFF = [
    (tab.title, column.heading)
    for tab in YEAR_TABS
    for column in tab.columns
    if column.options is not None and column.options.tab == STAFF.title
]
"""Every column that names people on Staff."""


class LastSeen:
    """What a process has seen of those rows. It is kept in memory only, so a new process begins with nothing.

    Somebody who has left, or has asked to be removed, is not remembered once taken off Staff; nor is anybody else
    when no row names them any more.
    """

    def __init__(self) -> None:
        self._rows: dict[Key, Record] = {}
        self._called: dict[Key, str] = {}
        self._last: tuple[list[TabReading], Gone] = [], {}

    def gone(self, tabs: Mapping[str, TabReading]) -> Gone:
        """Take in what the tabs say now, and return the rows that stood there before and do not under that key now.

        A tab of which nothing at all can be read has not lost its rows, so none of them is returned; one with
        headings and nothing below them has.
        """
        read = [tab for tab in tabs.values() if tab.tab.title in POINTED_TO and (tab.records or _is_emptied(tab))]
        if list(map(id, read)) != list(map(id, self._last[0])):
            self._last = read, self._gone(read)
        self._forget_people(tabs)
        return self._last[1]

    def _gone(self, read: list[TabReading]) -> Gone:
        now = {(tab.tab.title, key): record for tab in read for key, record in _by_key(tab)}
        new = [place for place in now if place not in self._rows]
        for place in now:
            self._rows.pop(place, None)
        titles = {tab.tab.title for tab in read}
        gone = {place: row for place, row in self._rows.items() if place[0] in titles}
        there = {place for tab in read for place in _written(tab)} if gone else set()
        gone = {place: row for place, row in gone.items() if (place[0], match_key(place[1])) not in there}
        found = {place: _new_key(place, row, new, now) for place, row in gone.items()}
        self._called |= {place: key for place, key in found.items() if key}
        self._rows |= now
        for place in list(self._rows)[: max(0, len(self._rows) - MOST)]:
            del self._rows[place]
        chained = {place: self._called.get((place[0], key), key) for place, key in self._called.items()}
        self._called = {place: key for place, key in chained.items() if place in gone and (place[0], key) in now}
        return {place: Lost(row, self._called.get(place, "")) for place, row in gone.items() if place in self._rows}

    def _forget_people(self, tabs: Mapping[str, TabReading]) -> None:
        gone = self._last[1]
        people = [place for place, lost in gone.items() if isinstance(lost.row, Person)]
        named = {name for title, heading in ABOUT_STAFF for name in tabs[title].values(heading)} if people else set()
        for place in people:
            if place[1] not in named or _is_to_be_forgotten(gone[place].row):
                del gone[place]
                self._rows.pop(place, None)


def _is_to_be_forgotten(row: Record) -> bool:
    return isinstance(row, Person) and (row.left or row.asked_to_go is not None)


def _is_emptied(tab: TabReading) -> bool:
    below = tab.grid[tab.heading_row :] if POINTED_TO[tab.tab.title] in tab.columns else [["?"]]
    return not any(filled(cell) for row in below for cell in row)


def _written(tab: TabReading) -> Iterator[Key]:
    """Give the keys that stand in the tab as they are typed: a row that cannot be read is there all the same."""
    for row in range(tab.heading_row + 1, len(tab.grid) + 1):
        yield tab.tab.title, match_key(shown(tab.cell(row, POINTED_TO[tab.tab.title])))


def _by_key(tab: TabReading) -> Iterator[tuple[str, Record]]:
    field = _key_field(tab.tab)
    return ((str(getattr(record, field)), record) for record in tab.records)


def _key_field(tab: Tab) -> str:
    """Return the field by which others point to the rows of a tab."""
    return next(column.field for column in tab.columns if column.heading == POINTED_TO[tab.title])


def _new_key(place: Key, row: Record, new: Sequence[Key], now: Mapping[Key, Record]) -> str:
    """Return the key of the row that has its Ref now, or that is new and is it still; "" for none."""
    title, _ = place
    tab = TAB_OF[type(row)]
    if tab.has_ref and not row.ref.startswith(STAND_IN):
        found = [place for place, one in now.items() if place[0] == title and one.ref == row.ref]
    else:
        besides = {_key_field(tab), "ref"}
        found = [place for place in new if place[0] == title and _is_the_same(row, now[place], besides)]
    return found[0][1] if len(found) == 1 else ""


def _is_the_same(row: Record, other: Record, besides: set[str]) -> bool:
    """Tell whether a new row is an old one under another key: all else is the same but for one cell at most.

    Of a person one of the names has to be, for a newcomer is often typed over somebody who has left.
    """
    if isinstance(row, Person) and isinstance(other, Person) and not set(row.name.split()) & set(other.name.split()):
        return False
    said = {field: value for field, value in row if field not in besides}
    differing = [field for field, value in said.items() if getattr(other, field) != value]
    filled = [field for field, value in said.items() if value not in {None, "", (), False} and field not in differing]
    return not differing or (len(differing) == 1 and len(filled) >= ENOUGH)
