"""From the cells of a workbook to the snapshot of a year.

`YearReader` remembers what it has read: a tab whose cells are the same as last time, and whose
surroundings (school year, names of schools, lists, keys it points to) are too, is not parsed again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kaizen.domain.codes import STAND_IN, is_stand_in
from kaizen.domain.year import FIELD_OF, YearSnapshot
from kaizen.sheet.acting import addressed
from kaizen.sheet.bank_holidays import in_england
from kaizen.sheet.cells import Cell, Context, Grid, shown
from kaizen.sheet.cross_checks import cross_check
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.headings import find_headings
from kaizen.sheet.last_seen import LastSeen
from kaizen.sheet.layout import (
    ALL_TABS,
    BOOKINGS,
    COSTS,
    DATES,
    EVENTS,
    FEEDBACK,
    GUESTS,
    JOINING,
    KAIZEN,
    LISTS,
    LISTS_TAB,
    LOG,
    SCHOOLS,
    SETTINGS,
    SIGN_INS,
    SLOTS,
    STAFF,
    TAB_OF,
    VISITS,
    YEAR_TABS,
    Tab,
)
from kaizen.sheet.lost_schools import lost_schools
from kaizen.sheet.rows import read_tab
from kaizen.sheet.same_cells import LastGrids
from kaizen.sheet.school_year import school_year_of
from kaizen.sheet.setting_rows import FIRST_YEAR, SETTINGS_VALUES, read_settings
from kaizen.sheet.surroundings import surroundings
from kaizen.sheet.tab_reading import TabReading
from kaizen.sheet.text import clean, match_key
from kaizen.sheet.typed_codes import typed_codes
from kaizen.sheet.unreadable import unreadable, with_earlier_rows, without_rows

if TYPE_CHECKING:
    from kaizen.domain.settings import Settings

__all__ = ["Grid", "Reading", "TabReading", "YearReader"]

GivenNames = Mapping[str, Mapping[str, str]]
"""By tab, which columns are known by their marks, see `column_marks.given_names`."""

NO_TAB = "there is no tab of that name"

OPTIONAL = (EVENTS, COSTS, GUESTS, FEEDBACK, JOINING, SIGN_INS, LISTS_TAB)
"""Tabs a network can do without, as long as nothing has stood on them."""


NEVER_HALF_TYPED = (SCHOOLS, STAFF, SLOTS, BOOKINGS, VISITS, SIGN_INS)
"""Tabs without whose rows nobody comes in or books, or that the app writes: hardly a row that can be read is damage."""


@dataclass(frozen=True)
class Reading:
    """A whole workbook, read.

    Attributes:
        year: what the rows say.
        tabs: every tab of layout that is there, by title, but for Read me.
        findings: of all tabs in the order of the tabs, then those between tabs.
        told_once: of cells of which a finding says the same for all of them together, see `lost_schools`.
        former_codes: tab and what stands for the code of a row to the code that somebody has deleted there.
        unreadable: title of each tab that can't be read for now, to a sentence that names it and says why. The year
            has the rows of its last good reading, or `Unread` where there is none; ``tabs`` have what is there.
        unknown: the same for those of which there are no rows, and for those that rest on them.
        memory: names and values of the hidden tab.
    """

    year: YearSnapshot
    tabs: Mapping[str, TabReading]
    findings: tuple[Finding, ...]
    memory: Mapping[str, Cell] = field(default_factory=dict)
    told_once: tuple[Finding, ...] = ()
    former_codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)


class YearReader:
    """Reads the year again and again; not for several threads at once.

    Args:
        seen: rows that have stood in the sheet before, none without it.
    """

    def __init__(self, seen: LastSeen | None = None) -> None:
        self._tabs: dict[str, tuple[Grid, Context, Mapping[str, str], TabReading]] = {}
        self._good: dict[str, TabReading] = {}
        self._before: YearSnapshot | None = None
        self._last: tuple[Mapping[str, Grid], GivenNames, Reading] | None = None
        self._grids = LastGrids()
        self._names: GivenNames = {}
        self._seen = seen or LastSeen()

    def read(
        self, grids: Mapping[str, Grid], names: GivenNames | None = None, before: YearSnapshot | None = None
    ) -> Reading:
        """Return what the cells mean. Never raises on content.

        Of a tab that can't be read as a whole, the rows of its last good reading go on counting.

        Args:
            grids: the rows of each tab by title, as ``values.batchGet`` gives them unformatted, dates as
                serial numbers. The grids must not be changed afterwards.
            names: which columns are known by their marks.
            names: what people have renamed headings to.
            before: the year as last shown, which also has what has been saved since a tab was last read.

        Returns:
            The very reading of last time when nothing has changed.
        """
        self._names = names or {}
        grids = self._grids.shared(grids)
        self._before = before
        if self._last is None or not _same(self._last[0], grids) or not self._holds(self._last):
            with _collector_resting():
                reading = self._read({match_key(title): grid for title, grid in grids.items()})
            self._last = (grids, self._names, reading)
        return self._last[2]

    def shared(self, grids: Mapping[str, Grid]) -> dict[str, Grid]:
        """Return the grids; a tab that holds what it held last time is the very object of last time.

        So that the cells of a tab are in memory once.
        """
        return self._grids.shared(grids)

    def _holds(self, last: tuple[Mapping[str, Grid], GivenNames, Reading]) -> bool:
        """Tell whether the reading of last time is that of the same cells now; rows from before may be others."""
        return last[1] == self._names and (not last[2].unreadable or self._before is last[2].year)

    def _read(self, grids: Mapping[str, Grid]) -> Reading:
        lists = self._lists(grids.get(match_key(LISTS_TAB.title), ()))
        there = {SETTINGS.title: self._tab(SETTINGS, grids, Context(FIRST_YEAR))}
        tabs = {SETTINGS.title: self._or_good(there[SETTINGS.title])}
        year, findings = school_year_of(tabs[SETTINGS.title], grids.get(match_key(DATES.title), ()))
        for tab in (tab for tab in ALL_TABS[1:] if tab is not SETTINGS):
            there[tab.title] = self._tab(tab, grids, surroundings(tab, year, lists, tabs))
            tabs[tab.title] = self._or_good(there[tab.title])
        told, about_settings = read_settings(tabs[SETTINGS.title], surroundings(SETTINGS_VALUES, year, lists, tabs))
        snapshot = _snapshot(tabs, told, lists)
        if self._last is not None:
            snapshot = snapshot.with_indexes_of(self._last[2].year)
        gone = self._seen.gone(tabs)
        schools = lost_schools(tabs, gone)
        of_cells = [one for tab in there.values() for one in tab.findings]
        findings += [one for one in of_cells if one.place not in schools.cells]
        between = (*about_settings, *cross_check(snapshot, tabs, gone, schools))
        findings += [one for one in between if not there[one.place.tab].unreadable]
        told_once = tuple(one for one in of_cells if one.place in schools.cells) if schools.cells else ()
        former = {(tab, lost.called): key for (tab, key), lost in gone.items() if is_stand_in(lost.called)}
        reading = self._reading(snapshot, there, addressed(findings, snapshot, tabs), told_once, grids)
        return replace(reading, former_codes=former) if former else reading

    def _reading(
        self,
        year: YearSnapshot,
        tabs: Mapping[str, TabReading],
        findings: tuple[Finding, ...],
        told_once: tuple[Finding, ...],
        grids: Mapping[str, Grid],
    ) -> Reading:
        told = unreadable(tabs, self._good.keys())
        unknown = without_rows(told, self._good)
        self._good |= {title: tab for title, tab in tabs.items() if not tab.unreadable and title not in unknown}
        year = with_earlier_rows(year, told, unknown, self._before) if told else year
        there = {title: tab for title, tab in tabs.items() if match_key(title) in grids}
        memory = _memory(tabs[KAIZEN.title])
        return Reading(year, there, findings, memory, told_once, unreadable=told, unknown=unknown)

    def _was_whole(self, tab: Tab) -> bool:
        """Tell whether rows that can't be read are damage; in a tab that heads are filling in they may be a plan."""
        good = self._good.get(tab.title)
        return tab in NEVER_HALF_TYPED or (good is not None and bool(good.records))

    def _or_good(self, tab: TabReading) -> TabReading:
        """Return the tab, or its last good reading while it can't be read."""
        return self._good.get(tab.tab.title, tab) if tab.unreadable else tab

    def _lists(self, grid: Grid) -> dict[str, tuple[str, ...]]:
        names, last = self._names.get(LISTS_TAB.title, {}), self._good.get(LISTS_TAB.title)
        lost = last is not None and not find_headings(LISTS_TAB, grid, names).row
        return _options(last.grid, last.names) if last is not None and lost else _options(grid, names)

    def _tab(self, tab: Tab, grids: Mapping[str, Grid], context: Context) -> TabReading:
        grid = grids.get(match_key(tab.title))
        if grid is None:
            good = self._good.get(tab.title)
            missed = tab not in OPTIONAL or (good is not None and len(good.grid) > good.heading_row)
            return TabReading(tab, findings=(_absent(tab, missed=missed),), unreadable=NO_TAB if missed else "")
        names = self._names.get(tab.title, {})
        last = self._tabs.get(tab.title)
        if last is not None and last[0] is grid and last[1:3] == (context, names):
            return last[3]
        reading = read_tab(tab, grid, context, names, last and last[3])
        if reading.rows_read.columns and not self._was_whole(tab):
            reading = replace(reading, unreadable="")
        self._tabs[tab.title] = grid, context, names, reading
        return reading


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Let the collector of cycles rest: a reading has none, and is so many objects that it would look several times."""
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()


def _same(before: Mapping[str, Grid], now: Mapping[str, Grid]) -> bool:
    return before.keys() == now.keys() and all(before[title] is grid for title, grid in now.items())


def _absent(tab: Tab, *, missed: bool) -> Finding:
    missing = f'There is no tab called "{tab.title}".'
    if missed and tab in YEAR_TABS:
        sentence = f"{missing} Nothing that rests on it can be saved until it is back: see File > Version history."
        return Finding(Place(tab.title), Outcome.QUERIED, sentence)
    return Finding(Place(tab.title), Outcome.NOTED, f"{missing} Meanwhile it counts as empty.")


def _options(grid: Grid, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the options under each heading of Lists; what a new sheet starts with where there are none."""
    headings = find_headings(LISTS_TAB, grid, names)
    found = {name: _below(grid, headings.row, column) for name, column in headings.columns.items()}
    return {name: found.get(name) or options for name, options in LISTS.items()}


def _below(grid: Grid, row: int, column: int) -> tuple[str, ...]:
    options = (clean(shown(cells[column])) for cells in grid[row:] if column < len(cells))
    return tuple(dict.fromkeys(filter(None, options)))


def _snapshot(tabs: Mapping[str, TabReading], settings: Settings, lists: Mapping[str, tuple[str, ...]]) -> YearSnapshot:
    rows: dict[str, Any] = {name: tabs[TAB_OF[kind].title].records for kind, name in FIELD_OF.items()}
    holidays = in_england(settings.school_year)
    rows |= {"seen_keys": _seen_keys(tabs), "codes": typed_codes(tabs), "bank_holidays": holidays}
    return YearSnapshot(settings=settings, lists=lists, **rows)


def _seen_keys(tabs: Mapping[str, TabReading]) -> frozenset[str]:
    refs = {ref for tab in tabs.values() if tab.tab.has_ref for ref in tab.rows if not ref.startswith(STAND_IN)}
    keys = {ref.rpartition("-")[0] for ref in refs}
    log = tabs[LOG.title]
    keys.update(_below(log.grid, log.heading_row, log.columns["Key"]) if "Key" in log.columns else ())
    return frozenset(keys - {""})


def _memory(tab: TabReading) -> dict[str, Cell]:
    rows = range(tab.heading_row + 1, len(tab.grid) + 1) if tab.columns else ()
    return {shown(tab.cell(row, "Name")): tab.cell(row, "Value") for row in rows}
