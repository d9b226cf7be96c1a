"""A sheet that is read again after people have worked in it reads as one that is read for the first time."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaizen.sheet import reading
from kaizen.sheet.cells import Cell
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.last_seen import LastSeen
from kaizen.sheet.layout import ALL_TABS, READ_ME
from kaizen.sheet.reading import YearReader
from kaizen.sheet.row_reading import RowReader
from tests.sheet.grids import changed
from tests.sheet.test_any_sheet import CELLS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Rows = list[list[Cell]]

DEMO = demo_grids()
ROWS_OF_EACH = 8
SMALL: dict[str, list[list[Cell]]] = {title: [list(row) for row in grid[:ROWS_OF_EACH]] for title, grid in DEMO.items()}
TITLES = [tab.title for tab in ALL_TABS if tab is not READ_ME]


def _typed(draw: st.DrawFn, rows: Rows, at: int, column: int) -> Rows:
    there = rows[at] + [""] * (column + 1 - len(rows[at]))
    return _with(rows, at, [[*there[:column], draw(CELLS), *there[column + 1 :]]])


def _moved(draw: st.DrawFn, rows: Rows, at: int, _: int) -> Rows:
    others = _with(rows, at, [])
    to = draw(st.integers(0, len(others)))
    return [*others[:to], rows[at], *others[to:]]


def _sorted(_: st.DrawFn, rows: Rows, at: int, column: int) -> Rows:
    return rows[:at] + sorted(rows[at:], key=lambda row: str(row[column : column + 1]))


def _headed(draw: st.DrawFn, rows: Rows, _: int, column: int) -> Rows:
    heading = draw(st.sampled_from(["", "Our own", "Name", "School", "Ref"]))
    return [[*rows[0][:column], heading, *rows[0][column + 1 :]], *rows[1:]]


def _with(rows: Rows, at: int, others: Rows) -> Rows:
    return [*rows[:at], *others, *rows[at + 1 :]]


EDITS: dict[str, Callable[[st.DrawFn, Rows, int, int], Rows]] = {
    "type": _typed,
    "clear": lambda _, rows, at, column: _with(rows, at, [["" if n == column else c for n, c in enumerate(rows[at])]]),
    "move a row": _moved,
    "copy a row": lambda _, rows, at, __: _with(rows, at, [rows[at], rows[at]]),
    "delete a row": lambda _, rows, at, __: _with(rows, at, []),
    "insert a row": lambda draw, rows, at, _: _with(rows, at, [draw(st.lists(CELLS, max_size=6)), rows[at]]),
    "sort": _sorted,
    "name a heading": _headed,
    "insert a column": lambda _, rows, __, column: [[*row[:column], "", *row[column:]] for row in rows],
    "delete a column": lambda _, rows, __, column: [[*row[:column], *row[column + 1 :]] for row in rows],
    "empty the tab": lambda *_: [],
}


@st.composite
def days_of_work(draw: st.DrawFn) -> list[dict[str, Rows]]:
    """Draw a sheet and what it is after each of a few edits."""
    sheets = [SMALL]
    for _ in range(draw(st.integers(1, 5))):
        title = draw(st.sampled_from(TITLES))
        rows = sheets[-1].get(title) or [[draw(CELLS)]]
        edit = EDITS[draw(st.sampled_from(sorted(EDITS)))]
        at, column = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, max(map(len, rows))))
        sheets.append(sheets[-1] | {title: edit(draw, rows, at, column)})
    return [*sheets, draw(st.sampled_from(sheets))]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets=days_of_work())
def test_a_sheet_reads_after_edits_as_from_scratch(sheets: list[dict[str, Rows]]) -> None:
    reader, seen = YearReader(), LastSeen()
    for sheet in sheets:
        again, scratch = reader.read(sheet), YearReader(seen).read(sheet)
        if not again.unreadable:  # else the rows of that tab are those from before
            assert again.findings == scratch.findings
            assert again.tabs == scratch.tabs
            assert again.memory == scratch.memory
            assert again.year == scratch.year


@pytest.mark.parametrize(("before", "after"), [(True, 1), (1, True), (False, 0), (0, False)])
def test_a_tick_is_not_taken_for_a_number(before: Cell, after: Cell) -> None:
    there = changed(DEMO["Rooms"], 2, "Seats", before)
    reader = YearReader()
    reader.read(DEMO | {"Rooms": there})
    sheet = DEMO | {"Rooms": changed(there, 2, "Seats", after)}
    again, scratch = reader.read(sheet), YearReader().read(sheet)
    assert again.year.rooms == scratch.year.rooms
    assert again.findings == scratch.findings


def test_only_rows_that_changed_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, rows = YearReader(), [list(row) for row in DEMO["Bookings"]]
    reader.read(DEMO)
    read: list[Sequence[Cell]] = []
    one = RowReader.read
    monkeypatch.setattr(RowReader, "read", lambda self, cells: read.append(cells) or one(self, cells))
    rows[3][-1] = "note"
    moved = [rows[0], *rows[200:], rows[1], *rows[3:200]]
    assert len(reader.read(DEMO | {"Bookings": moved}).year.bookings) == len(rows) - 2
    assert read == [rows[3]]


def test_what_is_the_same_again_is_kept_once() -> None:
    reader = YearReader()
    first = reader.shared(DEMO | {"Rooms": ()})
    assert first == DEMO | {"Rooms": []}
    again = {title: [list(row) for row in rows] for title, rows in first.items()}
    assert all(rows is first[title] for title, rows in reader.shared(again).items())
    reading = reader.read(again)
    assert reading.tabs["Staff"].grid is first["Staff"]
    edited = again | {"Staff": changed(DEMO["Staff"], 2, "Notes", "x")}
    assert [title for title, rows in reader.shared(edited).items() if rows is not first[title]] == ["Staff"]
    assert reader.read(again) == reading, "as it was before, after another look"
    assert reader.read({}).tabs == {}


def test_a_text_that_stands_often_is_kept_once() -> None:
    status = DEMO["Bookings"][0].index("Status")
    fresh = {"Bookings": [["".join(str(cell)) for cell in row] for row in DEMO["Bookings"]]}
    assert len({id(row[status]) for row in YearReader().shared(fresh)["Bookings"] if row[status] == "Booked"}) == 1
    records = YearReader().read(DEMO).year.bookings
    assert len({id(record.model_fields_set) for record in records}) < len(records) / 4
    assert all(type(record)(**record.model_dump(include=record.model_fields_set)) == record for record in records)


@pytest.mark.parametrize("works", [True, False])
def test_the_collector_works_afterwards_as_it_did_before(*, works: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile: list[bool] = []
    read = reading.read_tab
    monkeypatch.setattr(reading, "read_tab", lambda *rest: meanwhile.append(gc.isenabled()) or read(*rest))
    try:
        (gc.enable if works else gc.disable)()
        YearReader().read(SMALL)
        assert gc.isenabled() is works
    finally:
        gc.enable()
    assert set(meanwhile) == {False}
