"""From the cells of a workbook to the snapshot of a year.

`YearReader` remembers what it has read: a tab whose cells are the same as last time, and whose
surroundings (school year, names of schools, lists, keys it points to) are too, is not parsed again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
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
    SETTINGS,
    SIGN_INS,
    TAB_OF,
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

if TYPE_CHECKING:
    from kaizen.domain.settings import Settings

__all__ = ["Grid", "Reading", "TabReading", "YearReader"]

GivenNames = Mapping[str, Mapping[str, str]]
"""By tab, which columns are known by their marks, see `column_marks.given_names`."""

OPTIONAL = (EVENTS, COSTS, GUESTS, FEEDBACK, JOINING, SIGN_INS)
"""Tabs a network can do without."""


@dataclass(frozen=True)
class Reading:
    """A whole workbook, read.

    Attributes:
        year: what the rows say.
        tabs: every tab of layout that is there, by title, but for Read me.
        findings: of all tabs in the order of the tabs, then those between tabs.
        told_once: of cells of which a finding says the same for all of them together, see `lost_schools`.
        former_codes: tab and what stands for the code of a row to the code that somebody has deleted there.
        memory: names and values of the hidden tab.
    """

    year: YearSnapshot
    tabs: Mapping[str, TabReading]
    findings: tuple[Finding, ...]
    memory: Mapping[str, Cell] = field(default_factory=dict)
    told_once: tuple[Finding, ...] = ()
    former_codes: Mapping[tuple[str, str], str] = field(default_factory=dict)


class YearReader:
    """Reads the year again and again; not for several threads at once.

    Args:
        seen: rows that have stood in the sheet before, none without it.
    """

    def __init__(self, seen: LastSeen | None = None) -> None:
        self._tabs: dict[str, tuple[Grid, Context, Mapping[str, str], TabReading]] = {}
        self._last: tuple[Mapping[str, Grid], GivenNames, Reading] | None = None
        self._grids = LastGrids()
        self._names: GivenNames = {}
        self._seen = seen or LastSeen()

    def read(self, grids: Mapping[str, Grid], names: GivenNames | None = None) -> Reading:
        """Return what the cells mean. Never raises on content.

        Args:
            grids: the rows of each tab by title, as ``values.batchGet`` gives them unformatted, dates as
                serial numbers. The grids must not be changed afterwards.
            names: which columns are known by their marks.

        Returns:
            The very reading of last time when nothing has changed.
        """
        self._names = names or {}
        grids = self._grids.shared(grids)
        if self._last is None or not _same(self._last[0], grids) or self._last[1] != self._names:
            with _collector_resting():
                reading = self._read({match_key(title): grid for title, grid in grids.items()})
            self._last = (grids, self._names, reading)
        return self._last[2]

    def shared(self, grids: Mapping[str, Grid]) -> dict[str, Grid]:
        """Return the grids; a tab that holds what it held last time is the very object of last time.

        So that the cells of a tab are in memory once.
        """
        return self._grids.shared(grids)

    def _read(self, grids: Mapping[str, Grid]) -> Reading:
        lists = _options(grids.get(match_key(LISTS_TAB.title), ()), self._names.get(LISTS_TAB.title, {}))
        settings = self._tab(SETTINGS, grids, Context(FIRST_YEAR))
        year, findings = school_year_of(settings, grids.get(match_key(DATES.title), ()))
        tabs = {SETTINGS.title: settings}
        for tab in ALL_TABS[1:]:
            if tab is not SETTINGS:
                tabs[tab.title] = self._tab(tab, grids, surroundings(tab, year, lists, tabs))
        context = surroundings(SETTINGS_VALUES, year, lists, tabs)
        told, about_settings = read_settings(settings, context)
        snapshot = _snapshot(tabs, told, lists)
        if self._last is not None:
            snapshot = snapshot.with_indexes_of(self._last[2].year)
        gone = self._seen.gone(tabs)
        schools = lost_schools(tabs, gone)
        of_cells = [one for tab in tabs.values() for one in tab.findings]
        findings += [one for one in of_cells if one.place not in schools.cells]
        told_once = tuple(one for one in of_cells if one.place in schools.cells) if schools.cells else ()
        findings += [*about_settings, *cross_check(snapshot, tabs, gone, schools)]
        there = {title: tab for title, tab in tabs.items() if match_key(title) in grids}
        memory = _memory(tabs[KAIZEN.title])
        former = {(tab, lost.called): key for (tab, key), lost in gone.items() if is_stand_in(lost.called)}
        return Reading(snapshot, there, addressed(findings, snapshot, tabs), memory, told_once, former)

    def _tab(self, tab: Tab, grids: Mapping[str, Grid], context: Context) -> TabReading:
        grid = grids.get(match_key(tab.title))
        if grid is None:
            return TabReading(tab, findings=(_absent(tab),))
        names = self._names.get(tab.title, {})
        last = self._tabs.get(tab.title)
        if last is not None and last[0] is grid and last[1:3] == (context, names):
            return last[3]
        reading = read_tab(tab, grid, context, names, last and last[3])
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


def _absent(tab: Tab) -> Finding:
    core = tab in YEAR_TABS and tab not in OPTIONAL
    sentence = f'There is no tab called "{tab.title}". Meanwhile it counts as empty.'
    return Finding(Place(tab.title), Outcome.QUERIED if core else Outcome.NOTED, sentence)


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
