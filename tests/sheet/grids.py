"""Small sheets for tests: a few rows under the headings of layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.dates import SchoolYear
from kaizen.sheet.cells import Cell, Context, Grid, Names
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.reading import YearReader
from kaizen.sheet.rows import read_tab

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.sheet.findings import Finding
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading

YEAR = SchoolYear(2026)

SCHOOLS = Names.of(
    [
        ("Larkfold", "Larkfold"),
        ("Larkfold Community Primary School", "Larkfold"),
        ("LCPS", "Larkfold"),
        ("St Bega's", "St Bega's"),
        ("The Academy", "Larkfold"),
        ("The Academy", "St Bega's"),
    ]
)

CONTEXT = Context(YEAR, schools=SCHOOLS, who=SCHOOLS)


def grid(tab: Tab, *rows: Mapping[str, Cell]) -> Grid:
    """Return the headings of a tab and some rows, given as heading to cell."""
    return [list(tab.headings), *([row.get(heading, "") for heading in tab.headings] for row in rows)]


def read(tab: Tab, *rows: Mapping[str, Cell]) -> TabReading:
    """Read some rows of a tab in a context with two schools."""
    return read_tab(tab, grid(tab, *rows), CONTEXT)


def told(findings: tuple[Finding, ...] | list[Finding]) -> list[str]:
    """Return findings as lines to compare: how bad, where and what."""
    return [f"{finding.outcome.name} {finding.place}: {finding.sentence}" for finding in findings]


def demo_with(**tabs: Grid) -> Reading:
    """Read the demo network with some tabs replaced."""
    return YearReader().read(demo_grids() | tabs)


def changed(cells: Grid, row: int, heading: str, cell: Cell) -> Grid:
    """Return a grid with one cell changed; ``row`` counts from 1, headings are in the first."""
    column = list(cells[0]).index(heading)
    copy = [list(line) for line in cells]
    copy[row - 1][column] = cell
    return copy
