"""Building what is missing of a year that was begun. What is there is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.sheet.cell_values import VALUE_ONLY
from kaizen.sheet.cells import shown
from kaizen.sheet.headings import find_headings
from kaizen.sheet.layout import ALL_TABS, KAIZEN, READ_ME, SETTINGS
from kaizen.sheet.provisioning import (
    SCHEMA_NAME,
    blank_tab,
    free_ids,
    is_blank,
    needs_all_tabs,
    new_tab,
    read_me,
    schema_row,
)
from kaizen.sheet.setting_rows import SCHOOL_YEAR, setting_called, usual_settings
from kaizen.sheet.text import match_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaizen.domain.dates import SchoolYear
    from kaizen.domain.record import Record
    from kaizen.domain.settings import SettingRow
    from kaizen.sheet.cell_values import Request
    from kaizen.sheet.cells import Grid
    from kaizen.sheet.layout import Tab


@dataclass(frozen=True, slots=True)
class Completion:
    """What is to be done.

    Attributes:
        requests: of one ``spreadsheets.batchUpdate``; none where nothing is missing.
        tabs: the titles of the tabs they build, in the order of layout.
        renamed: title to the name that somebody has given the tab; it is not built a second time.
    """

    requests: list[Request]
    tabs: tuple[str, ...]
    renamed: Mapping[str, str]


def complete(
    existing: Mapping[str, int], grids: Mapping[str, Grid], rows: Mapping[str, Sequence[Record]] | None = None
) -> Completion:
    """Return what builds the tabs that are not there, fills those that are blank, and marks the workbook.

    Nothing that stands in the sheet is written over, and no tab is deleted.

    Args:
        existing: title to sheet id of every tab.
        grids: title to cells of every tab.
        rows: records to begin with, by tab, for the tabs that are built.
    """
    there = {match_key(title): title for title in existing}
    ids = free_ids(set(existing.values()))
    requests: list[Request] = []
    built: list[str] = []
    renamed = renamed_tabs(grids)
    for index, tab in enumerate(ALL_TABS):
        title = there.get(match_key(tab.title))
        if title is None and tab.title in renamed:
            continue
        if title is None:
            place = min(index, len(existing) + len(built))
            requests += _added(tab, ids[tab.title], place, rows or {})
        elif is_blank(grids.get(title, ())):
            requests += _filled(tab, existing[title], rows or {})
        else:
            requests += _mark(existing[title], grids[title]) if tab is KAIZEN else []
            continue
        built.append(tab.title)
    return Completion(sorted(requests, key=needs_all_tabs), tuple(built), renamed)


def renamed_tabs(grids: Mapping[str, Grid]) -> dict[str, str]:
    """Return what a tab of layout that is missing seems to be called now: another tab has most of its headings."""
    there = {match_key(title) for title in grids}
    known = {match_key(tab.title) for tab in ALL_TABS}
    others = {title: grid for title, grid in grids.items() if match_key(title) not in known}
    found: dict[str, str] = {}
    for tab in ALL_TABS:
        if match_key(tab.title) not in there and tab.columns:
            name = next((title for title, grid in others.items() if _has_most_headings(tab, grid)), None)
            found |= {} if name is None else {tab.title: name}
    return found


def _has_most_headings(tab: Tab, grid: Grid) -> bool:
    return 2 * len(find_headings(tab, grid).columns) > len(tab.headings)


def _added(tab: Tab, sheet_id: int, place: int, rows: Mapping[str, Sequence[Record]]) -> list[Request]:
    if tab is not READ_ME:
        return new_tab(tab, sheet_id, place, rows)
    properties = {"sheetId": sheet_id, "title": READ_ME.title, "index": 0}
    return [{"addSheet": {"properties": properties}}, *read_me(sheet_id)]


def _filled(tab: Tab, sheet_id: int, rows: Mapping[str, Sequence[Record]]) -> list[Request]:
    return read_me(sheet_id) if tab is READ_ME else blank_tab(tab, sheet_id, rows)


def _mark(sheet_id: int, memory: Grid) -> list[Request]:
    rows = [{"values": schema_row()}]
    for number, row in enumerate(memory):
        if row and row[0] == SCHEMA_NAME:
            if len(row) > 1 and shown(row[1]).isdecimal():
                return []
            start = {"sheetId": sheet_id, "rowIndex": number, "columnIndex": 0}
            return [{"updateCells": {"start": start, "rows": rows, "fields": VALUE_ONLY}}]
    return [{"appendCells": {"sheetId": sheet_id, "rows": rows, "fields": VALUE_ONLY}}]


def rows_for(year: SchoolYear) -> dict[str, list[SettingRow]]:
    """Return the rows that a new year begins with: the usual settings, and which school year it is."""
    return {SETTINGS.title: [_named(row, year) for row in usual_settings()]}


def _named(row: SettingRow, year: SchoolYear) -> SettingRow:
    setting = setting_called(row.setting)
    is_year = setting is not None and setting.column.field == SCHOOL_YEAR
    return row.model_copy(update={"value": str(year)}) if is_year else row
