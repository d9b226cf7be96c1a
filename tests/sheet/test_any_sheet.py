"""Whatever people do to a sheet: no exception, and no row is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaizen.sheet.demo import demo_grids
from kaizen.sheet.layout import ALL_TABS, READ_ME, YEAR_TABS, Tab
from kaizen.sheet.reading import YearReader
from kaizen.sheet.text import clean

if TYPE_CHECKING:
    from kaizen.sheet.cells import Cell, Grid
    from kaizen.sheet.reading import Reading

DEMO = demo_grids()
SMALL = {title: grid[:4] for title, grid in DEMO.items()}

TYPED = st.sampled_from(
    [
        *(
            "",
            "Yes",
            "x",
            "?",
            "tbc",
            "Mon 22 Feb",
            "31/2",
            "9.30",
            "28 max",
            "25-30",
            "\u00a312",
            "(3)",
            "n/a",
            "Total",
        ),
        *(
            "Larkfold",
            "gsps",
            "W04-A",
            "Booked",
            "A",
            "KS1, KS2",
            "#REF!",
            "2026-27",
            "\u200b",
            "  ",
            "\ud800",
            "~",
            "a|b",
        ),
        *("Note: see below", "w/b 22 Feb", "22/2/27 9.30", "46440", "0930", "1\u00bd FE", "Ann <a@b.example>"),
        *("W\u041604", "h\u0435ad@b.example", "E-mail address", "Workshop titel", "#N/A", "Loading...", "\u00bd"),
        *("priya.desai@marrambank.sch.example", "=1+1", "demo-1", "Name", "Email", "School", "Slot", "Ref"),
    ]
)
CELLS = st.one_of(TYPED, st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.integers(46000, 46700))
SHAPES = st.lists(st.lists(CELLS, max_size=14), max_size=14)
TABS = st.sampled_from([tab for tab in ALL_TABS if tab is not READ_ME])


def filled(cell: Cell) -> bool:
    return bool(clean(cell)) if isinstance(cell, str) else cell is not False


def lost_rows(tab: Tab, grid: Grid, reading: Reading) -> list[int]:
    """Return the rows below the headings that are neither a record nor spoken of."""
    read = reading.tabs[tab.title]
    spoken = {finding.place.row for finding in reading.findings if finding.place.tab == tab.title}
    if 0 in {finding.place.row for finding in read.findings if "none of" in finding.sentence.lower()}:
        return []
    headed = set(read.columns.values()) - {read.columns.get("Ref")}
    return [
        number
        for number, row in enumerate(grid[read.heading_row :], start=read.heading_row + 1)
        if any(filled(cell) for column, cell in enumerate(row) if column in headed)
        and number not in spoken
        and number not in read.rows.values()
    ]


def sound(reading: Reading) -> None:
    for tab in reading.tabs.values():
        assert len(tab.rows) == len(tab.records)
        assert [record.ref for record in tab.records] == list(tab.rows)
    for finding in reading.findings:
        assert finding.outcome
        assert finding.sentence[-1] in ".?"


NAMES = ("yes", "larkfold", "e-mail address", "workshop titel", "note: see below")
"""What a look at the marks may say that people call a heading."""


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), tab=TABS, shape=SHAPES)
def test_any_shape_in_any_tab(data: st.DataObject, tab: Tab, shape: Grid) -> None:
    names = data.draw(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(tab.headings), max_size=2))
    reading = YearReader().read({tab.title: shape}, {tab.title: names})
    sound(reading)
    if tab.record is not None and reading.tabs[tab.title].heading_row:
        assert lost_rows(tab, shape, reading) == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), tab=st.sampled_from(YEAR_TABS))
def test_any_rows_below_the_headings(data: st.DataObject, tab: Tab) -> None:
    width = len(tab.headings) + 1
    rows = data.draw(st.lists(st.lists(CELLS, max_size=width), max_size=6))
    headings = data.draw(st.permutations([*tab.headings, "Our own"]))
    grid = [headings, *DEMO[tab.title][1:3], *rows]
    reading = YearReader().read(SMALL | {tab.title: grid})
    sound(reading)
    assert lost_rows(tab, grid, reading) == []


@pytest.mark.parametrize("tab", YEAR_TABS, ids=lambda tab: tab.title)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_text_in_any_cell(tab: Tab, data: st.DataObject) -> None:
    grid = [list(row) for row in DEMO[tab.title][:4]]
    row, column = data.draw(st.integers(0, 3)), data.draw(st.integers(0, len(tab.columns) - 1))
    grid[row][column] = data.draw(CELLS)
    reading = YearReader().read(SMALL | {tab.title: grid})
    sound(reading)
    assert lost_rows(tab, grid, reading) == []
