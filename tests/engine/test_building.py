"""A year is built in a sheet that somebody has shared, once and as a whole, or nothing is changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.dates import SchoolYear
from kaizen.engine.building import Order, built, usual_year
from kaizen.engine.column_marks import marked
from kaizen.engine.faults import CallFailed
from kaizen.engine.google import Workbook
from kaizen.errors import NotAKaizenSheet, SetupError
from kaizen.sheet.column_marks import KEY
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.layout import ALL_TABS, ROOMS
from kaizen.sheet.provisioning import Here, what_is_here
from kaizen.sheet.reading import YearReader
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

OCTOBER = date(2026, 10, 5)
TITLES = [tab.title for tab in ALL_TABS]


@pytest.fixture
def wire() -> Iterator[Wire]:
    store = LocalSheets.open(None)
    yield Wire(store)
    store.close()


@pytest.fixture
def book(wire: Wire) -> Workbook:
    return Workbook(wire.client(), wire.client().create("Our year").id)


def grids(book: Workbook) -> dict[str, Any]:
    book.forget()
    return book.read(book.structure.tabs)


def year_in(book: Workbook) -> SchoolYear:
    return YearReader().read(grids(book)).year.settings.school_year


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 9, 1), 2026), (date(2027, 5, 31), 2026), (date(2027, 6, 1), 2027), (date(2026, 12, 31), 2026)],
)
def test_from_june_on_the_coming_year_is_meant(today: date, year: int) -> None:
    assert usual_year(today) == SchoolYear(year)


@pytest.mark.parametrize(("order", "year"), [(Order(), 2026), (Order(SchoolYear(2029)), 2029)])
def test_an_empty_sheet_becomes_a_year_in_one_change(wire: Wire, book: Workbook, order: Order, year: int) -> None:
    wire.calls.clear()
    said = built(book, order, OCTOBER)
    assert said.startswith(f'The spreadsheet "Our year" is ready for the school year {SchoolYear(year)}: 24 tabs')
    assert wire.count(":batchUpdate") == 1
    assert list(grids(book)) == TITLES
    assert (year_in(book), YearReader().read(grids(book)).findings) == (SchoolYear(year), ())


def test_running_it_twice_changes_nothing(wire: Wire, book: Workbook) -> None:
    built(book, Order(), OCTOBER)
    before = grids(book)
    wire.calls.clear()
    assert "nothing to build" in built(book, Order(), OCTOBER)
    assert "nothing to build" in built(book, Order(SchoolYear(2026)), OCTOBER)
    assert wire.count(":batchUpdate") == 0
    assert grids(book) == before


def test_the_fictional_network_comes_into_an_empty_sheet_only(book: Workbook) -> None:
    order = Order(demo=demo_rows())
    assert "holds the fictional network now" in built(book, order, OCTOBER)
    assert len(YearReader().read(grids(book)).year.bookings) == 390
    with pytest.raises(SetupError, match="a year in the spreadsheet already"):
        built(book, order, OCTOBER)


def test_another_year_is_not_built_over_one(book: Workbook) -> None:
    built(book, Order(SchoolYear(2026)), OCTOBER)
    with pytest.raises(SetupError, match="holds the school year 2026-27 and not 2027-28"):
        built(book, Order(SchoolYear(2027)), OCTOBER)
    assert year_in(book) == SchoolYear(2026)


def test_a_run_that_stopped_half_way_is_finished(book: Workbook) -> None:
    built(book, Order(SchoolYear(2026)), OCTOBER)
    tabs = book.structure.tabs
    gone = [{"deleteSheet": {"sheetId": tabs[title]}} for title in TITLES if title not in {"Staff", "_kaizen"}]
    book.apply([*gone, {"deleteDimension": {"range": _rows(tabs["_kaizen"], 1, 2)}}])
    assert what_is_here(grids(book)) is Here.BEGUN
    said = built(book, Order(SchoolYear(2030)), OCTOBER)
    assert said.startswith('The spreadsheet "Our year" holds its year. Missing was Read me, Settings, Schools, Dates')
    assert (sorted(grids(book)), year_in(book)) == (sorted(TITLES), SchoolYear(2030))
    assert "nothing to build" in built(book, Order(), OCTOBER)


def test_a_lost_mark_is_put_back(book: Workbook) -> None:
    built(book, Order(), OCTOBER)
    book.apply([{"deleteDimension": {"range": _rows(book.structure.tabs["_kaizen"], 1, 2)}}])
    assert "only its hidden mark was missing" in built(book, Order(SchoolYear(2026)), OCTOBER)
    assert what_is_here(grids(book)) is Here.KAIZEN


def test_a_sheet_from_before_the_marks_gets_them(wire: Wire, book: Workbook) -> None:
    built(book, Order(), OCTOBER)
    every = {"developerMetadataLookup": {"metadataKey": KEY}}
    book.apply([{"deleteDeveloperMetadata": {"dataFilter": every}}])
    before = grids(book)
    assert marked(book, ["Staff"])["Staff"].marks == ()
    assert "its columns are marked now, so that you may rename the headings." in built(book, Order(), OCTOBER)
    assert [mark.field for mark in marked(book, ["Rooms"])["Rooms"].marks] == [column.field for column in ROOMS.columns]
    assert grids(book) == before
    wire.calls.clear()
    assert "nothing to build" in built(book, Order(), OCTOBER)
    assert wire.count(":batchUpdate") == 0


def test_a_mark_on_a_wrong_column_moves_to_the_right_one(wire: Wire, book: Workbook) -> None:
    built(book, Order(), OCTOBER)
    rooms = wire.client().open_by_key(book.spreadsheet_id).worksheet("Rooms")
    rooms.update([["Where", "Room", "Places to sit"]], "A1")
    built(book, Order(), OCTOBER)
    fields = {mark.column: mark.field for mark in marked(book, ["Rooms"])["Rooms"].marks}
    assert [fields[column] for column in (0, 1, 2)] == ["where", "room", "seats"]


def test_a_renamed_tab_is_named_and_not_built_again(book: Workbook) -> None:
    built(book, Order(), OCTOBER)
    properties = {"sheetId": book.structure.tabs["Staff"], "title": "Colleagues"}
    book.apply([{"updateSheetProperties": {"properties": properties, "fields": "title"}}])
    said = built(book, Order(), OCTOBER)
    assert 'nothing to build. The tab Staff is called "Colleagues" now: please give it its name back.' in said
    assert "Staff" not in grids(book)


def _rows(sheet_id: int, first: int, end: int) -> dict[str, Any]:
    return {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": first, "endIndex": end}


@pytest.mark.parametrize(
    ("title", "cells", "sentence"),
    [
        ("Sheet1", [["Monday", "£2.40"]], "somebody else's"),
        ("Settings", [["Colour"], ["red"]], "somebody else's"),
        ("_kaizen", [["schema", "99"]], "newer version"),
    ],
)
def test_other_peoples_data_is_left_as_it_is(
    wire: Wire, book: Workbook, title: str, cells: list[list[str]], sentence: str
) -> None:
    sheet = wire.client().open_by_key(book.spreadsheet_id).sheet1
    sheet.update_title(title)
    sheet.update(cells, "A1")
    wire.calls.clear()
    for order in (Order(), Order(SchoolYear(2026)), Order(demo=demo_rows())):
        with pytest.raises(NotAKaizenSheet, match=rf'"Our year" .*{sentence}.*Nothing in it was changed'):
            built(book, order, OCTOBER)
    assert wire.count(":batchUpdate") == 0
    assert grids(book) == {title: cells}


def test_blank_tabs_of_people_stay(book: Workbook) -> None:
    book.apply([{"addSheet": {"properties": {"title": title}}} for title in ("Minutes", "staff")])
    assert "is ready for the school year 2026-27" in built(book, Order(), OCTOBER)
    assert set(grids(book)) == {*TITLES, "Sheet1", "Minutes"}
    assert "nothing to build" in built(book, Order(), OCTOBER)


def test_two_people_who_press_at_once_build_one_year(wire: Wire, book: Workbook) -> None:
    other = Workbook(Wire(wire.store).client(), book.spreadsheet_id)

    def sooner(call: str) -> None:
        if call.endswith(":batchUpdate"):
            wire.before = None
            built(other, Order(), OCTOBER)

    wire.before = sooner
    assert "is ready" in built(book, Order(), OCTOBER)
    assert list(grids(book)) == TITLES


def test_an_answer_that_is_lost_is_looked_up(wire: Wire, book: Workbook) -> None:
    def lost(call: str, said: requests.Response) -> requests.Response:
        return answer(503, "<html>") if call.endswith(":batchUpdate") else said

    wire.after = lost
    assert "is ready" in built(book, Order(), OCTOBER)
    wire.after = None
    assert list(grids(book)) == TITLES


@pytest.mark.parametrize("status", [403, 503])
def test_a_change_that_is_refused_is_said(wire: Wire, book: Workbook, status: int) -> None:
    wire.before = lambda call: answer(status, "<html>") if call.endswith(":batchUpdate") else None
    with pytest.raises(CallFailed) as failed:
        built(book, Order(), OCTOBER)
    assert (failed.value.status, list(grids(book))) == (status, ["Sheet1"])
