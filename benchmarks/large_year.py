"""A year of 20,000 rows, as nine schools have it that never throw anything away: made from the demo, and sound."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kaizen.sheet.demo import demo_grids
from kaizen.sheet.layout import YEAR_TABS, Kind, Tab
from kaizen.sheet.reading import YearReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Cell, Grid

COPIES = 18
"""The demo has about 1,200 rows; so many times them are more than 20,000."""

KEPT = {"Settings", "Schools", "Slots", "Visit days"}
"""Tabs that do not grow: there are nine schools, nine slots and a visit day for each school."""

PROGRAMME = {"Workshops", "Sessions", "Rooms"}
"""Tabs of which there can be more than of people."""

_CODE = re.compile(r"^([A-Z])(\d+)")


def large_grids(copies: int = COPIES, programme: int = 0) -> dict[str, Grid]:
    """Return the cells of a year in which every row of the demo stands ``copies`` times, each with keys of its own.

    Args:
        copies: how many times.
        programme: how many times those of workshops, sessions and rooms; as many as the others without it.
    """
    grids = demo_grids()
    tabs = {tab.title: tab for tab in YEAR_TABS if tab.title not in KEPT}
    times = {title: (programme or copies) if title in PROGRAMME else copies for title in tabs}
    return {
        title: _grown(tabs[title], grid, times[title], copies) if title in tabs else grid
        for title, grid in grids.items()
    }


def large_rows(copies: int = COPIES, programme: int = 0) -> dict[str, Sequence[Record]]:
    """Return the same as records by tab, to build a sheet with."""
    return {title: tab.records for title, tab in YearReader().read(large_grids(copies, programme)).tabs.items()}


def _grown(tab: Tab, grid: Grid, times: int, people: int) -> Grid:
    head, *rows = grid
    kinds = {column.heading: column.kind for column in tab.columns}
    return [
        head,
        *(
            [
                _copied(tab, str(name), kinds.get(str(name)), cell, copy % people if name == "Led by" else copy)
                for name, cell in zip(head, row, strict=False)
            ]
            for copy in range(times)
            for row in rows
        ),
    ]


def _copied(tab: Tab, heading: str, kind: Kind | None, cell: Cell, copy: int) -> Cell:
    """Return a cell of one copy of a row; codes and addresses are its own, and point to that copy's."""
    if not copy or not isinstance(cell, str) or not cell:
        return cell
    if kind is Kind.EMAIL:
        return cell.replace("@", f".{copy}@")
    if tab.title == "Dates":
        return _busy_later(heading, cell, copy)
    if kind is Kind.CODE or (tab.title, heading) == ("Costs", "Event"):
        return _CODE.sub(rf"\g<1>{copy}0\2", cell)
    named = (tab.title, heading) in {("Rooms", "Room"), ("Sessions", "Room"), ("Guests", "Name"), ("Staff", "Name")}
    return f"{cell} {copy}" if named or heading in {"Led by", "Name"} else cell


def _busy_later(heading: str, cell: str, copy: int) -> str:
    """Return a date row as one more busy day some days later: holidays cannot be had so many times."""
    if heading in {"First day", "Last day"}:
        day = date.fromisoformat(cell) + timedelta(days=copy)
        return min(day, date(2027, 8, 31)).isoformat()
    return {"What": "Busy", "Notes": f"{cell} {copy}"}.get(heading, cell)
