"""What goes into the file comes out of it: any text, number and date, and the whole demo network."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.engine.calls import Caller
from kaizen.engine.google import client_over
from kaizen.engine.opening import found_or_built
from kaizen.engine.pictures import pictures
from kaizen.exports.xlsx_cells import as_kept
from kaizen.exports.xlsx_reading import read_copy
from kaizen.exports.xlsx_writing import written
from kaizen.services.copy_return import plan_of, told_of_new_tabs
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.layout import ALL_TABS, KAIZEN, SIGN_INS
from kaizen.sheet.reading import YearReader
from kaizen.sheets_local import LocalSheets, session
from tests.exports.demo_copy import ORIGIN, opened, picture

if TYPE_CHECKING:
    from pathlib import Path

    from kaizen.services.copy_plan import Plan

SIGNS = st.text(alphabet="=+-@\t\r\n'\"_x0041&<>%\u00a3\u00e9", max_size=12)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
CELLS = st.text(max_size=40) | SIGNS | NUMBERS | st.booleans()


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make the file of the demo network."""
    store = LocalSheets.open(None)
    client = client_over(session(store))
    lock = tmp_path_factory.mktemp("demo") / "lock"
    sheet = found_or_built(client, "Kaizen demo year", demo_rows(), lock)
    data = written(pictures(client, sheet, Caller(tries=1), {}), ORIGIN)
    store.close()
    return data


def _plan(data: bytes) -> Plan:
    copy = read_copy(data)
    base = YearReader().read(copy.base)
    cells = {title: (grid, copy.grids[title]) for title, grid in copy.base.items()}
    return told_of_new_tabs(copy.added).then(plan_of(base, YearReader().read(copy.grids), base, cells))


def test_the_demo_network_comes_back_as_it_went(demo_file: bytes) -> None:
    copy = read_copy(demo_file)
    assert copy.origin == ORIGIN
    assert copy.grids == copy.base
    assert copy.added == ()
    assert set(copy.grids) == {tab.title for tab in ALL_TABS} - {KAIZEN.title, SIGN_INS.title}
    assert len(YearReader().read(copy.grids).year.bookings) == 390
    assert _plan(demo_file).nothing


@given(st.lists(st.lists(CELLS, max_size=4), max_size=4))
@settings(max_examples=25, deadline=None)
def test_any_cells_come_back_as_they_were_kept(rows: list[list[str | float | bool]]) -> None:
    copy = read_copy(written([picture("Mine", rows)], ORIGIN))
    wanted = [[as_kept(cell) for cell in row] for row in rows]
    for number, row in enumerate(wanted):
        there = copy.grids["Mine"][number] if number < len(copy.grids["Mine"]) else []
        for column, cell in enumerate(row):
            found = there[column] if column < len(there) else ""
            assert (found, isinstance(found, str)) == (cell, isinstance(cell, str))


@given(SIGNS | st.text(max_size=20))
@settings(max_examples=25, deadline=None)
def test_no_text_becomes_a_formula_or_an_error(text: str) -> None:
    book = opened(written([picture("Mine", [["#N/A", text, "=1+1", '=HYPERLINK("http://x.example")']])], ORIGIN))
    assert {cell.data_type for cell in book["Mine"][1]} <= {"s", "n"}
    assert all(cell.data_type == "s" for cell in book["Mine"][1] if cell.value is not None)


@pytest.mark.parametrize("value", [44_000, 46440.5, 0.3958333333, 46440])
def test_dates_and_times_are_numbers_of_days_again(value: float) -> None:
    grid = [[value]]
    looks = [[{"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "dd/mm/yyyy hh:mm"}}}]]
    tab = picture("Mine", grid)
    dated = type(tab)(tab.title, tab.known_as, grid, looks)
    (((there,),),) = [read_copy(written([dated], ORIGIN)).grids["Mine"]]
    assert there == pytest.approx(value, abs=1e-8)


@pytest.mark.slow
def test_libreoffice_keeps_everything(demo_file: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        assert not os.environ.get("KAIZEN_NO_SKIPS"), "LibreOffice is missing where nothing may be skipped"
        pytest.skip("LibreOffice is not installed: apt-get install --no-install-recommends libreoffice-calc-nogui")
    (tmp_path / "year.xlsx").write_bytes(demo_file)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    told = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    command = [office, profile, *told, str(tmp_path / "year.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    data = (tmp_path / "out" / "year.xlsx").read_bytes()
    assert data != demo_file
    assert _plan(data).nothing
    book = opened(data)
    formulas = {cell.value for tab in book for row in tab.iter_rows() for cell in row if cell.data_type == "f"}
    assert formulas <= {"=TRUE()", "=FALSE()"}, "LibreOffice keeps a tick so, and nothing else is a formula"
    assert book["Staff"]["A1"].font.bold
    assert opened(demo_file)["Staff"].freeze_panes == "A2", "LibreOffice without a window has no view to freeze"
    rules = book["Bookings"].data_validations.dataValidation
    assert any("Sessions" in str(rule.formula1) for rule in rules)
    assert book["_kaizen copy"].sheet_state == "hidden"
