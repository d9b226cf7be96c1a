"""Rows that others point to, as they last stood: one that somebody has deleted can be brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.layout import LISTS_TAB, SCHOOLS, STAFF, YEAR_TABS
from kaizen.sheet.refs import STAND_IN
from kaizen.sheet.row_reading import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.domain.record import Record
    from kaizen.sheet.tab_reading import TabReading

Gone = dict[tuple[str, str], "Record"]
"""Title of a tab and key of a row that stood on it, to the row as it was."""

NOT_KEPT = {LISTS_TAB.title, SCHOOLS.title, STAFF.title}
"""Somebody who has left and was taken off Staff is not to be remembered; options and schools are read with the cell."""

MOST = 5_000
"""So many rows are remembered; in a sheet that changes for months the eldest are forgotten first."""

POINTED_TO = {
    column.options.tab: column.options.heading
    for tab in YEAR_TABS
    for column in tab.columns
    if column.options is not None and column.options.tab not in NOT_KEPT
}
"""Title of each tab that others point to, to the heading of its keys."""


class LastSeen:
    """What a process has seen of those rows. It is kept in memory only, so a new process begins with nothing."""

    def __init__(self) -> None:
        self._rows: Gone = {}
        self._last: tuple[list[TabReading], Gone] = [], {}

    def gone(self, tabs: Mapping[str, TabReading]) -> Gone:
        """Take in what the tabs say now, and return the rows that stood there before and do not now.

        A tab of which nothing at all can be read has not lost its rows, so none of them is returned; one with
        headings and nothing below them has.
        """
        read = [tab for tab in tabs.values() if tab.tab.title in POINTED_TO and (tab.records or _is_emptied(tab))]
        if list(map(id, read)) != list(map(id, self._last[0])):
            self._last = read, self._gone(read)
        return self._last[1]

    def _gone(self, read: list[TabReading]) -> Gone:
        now: Gone = {(tab.tab.title, key): record for tab in read for key, record in _by_key(tab)}
        for place in now:
            self._rows.pop(place, None)
        self._rows |= now
        for place in list(self._rows)[: max(0, len(self._rows) - MOST)]:
            del self._rows[place]
        titles, there = {tab.tab.title for tab in read}, {*now, *(place for tab in read for place in _written(tab))}
        return {place: row for place, row in self._rows.items() if place[0] in titles and place not in there}


def _is_emptied(tab: TabReading) -> bool:
    below = tab.grid[tab.heading_row :] if POINTED_TO[tab.tab.title] in tab.columns else [["?"]]
    return not any(filled(cell) for row in below for cell in row)


def _written(tab: TabReading) -> Iterator[tuple[str, str]]:
    """Give the keys that stand in the tab as they are typed: a row that cannot be read is there all the same."""
    for row in range(tab.heading_row + 1, len(tab.grid) + 1):
        yield tab.tab.title, str(tab.cell(row, POINTED_TO[tab.tab.title])).strip()


def _by_key(tab: TabReading) -> Iterator[tuple[str, Record]]:
    field = key_field(tab)
    return ((str(getattr(record, field)), record) for record in tab.records)


def key_field(tab: TabReading) -> str:
    """Return the field by which others point to the rows of a tab."""
    return next(column.field for column in tab.tab.columns if column.heading == POINTED_TO[tab.tab.title])


def new_key(row: Record, tab: TabReading) -> str:
    """Return what the row is called now, where it stands under its Ref still; "" where it is gone."""
    if not tab.tab.has_ref or row.ref.startswith(STAND_IN) or row.ref not in tab.rows:
        return ""
    return next(str(getattr(one, key_field(tab))) for one in tab.records if one.ref == row.ref)
