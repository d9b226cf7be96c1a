"""A year of which something is missing is finished, and what is there stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gspread
import pytest

from kaizen.domain.dates import SchoolYear
from kaizen.sheet.completing import complete, rows_for
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.layout import ALL_TABS, KAIZEN, LOG, READ_ME, SCHOOLS, SETTINGS, STAFF
from kaizen.sheet.provisioning import Here, provision, what_is_here
from kaizen.sheets_local import LocalSheets, session
from tests.sheet.test_provisioning import grids_of, read, tabs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLES = [tab.title for tab in ALL_TABS]


def _client(store: LocalSheets) -> gspread.Client:
    return gspread.Client(auth=None, session=session(store))


@pytest.fixture
def book() -> Iterator[gspread.Spreadsheet]:
    """Return a spreadsheet that holds a year with a few schools."""
    store = LocalSheets.open(None)
    made = _client(store).create("A year")
    made.batch_update({"requests": provision(tabs_of(made), {SCHOOLS.title: demo_rows()[SCHOOLS.title]})})
    yield made
    store.close()


def finish(book: gspread.Spreadsheet, rows: Any = None) -> tuple[str, ...]:
    left = complete(tabs_of(book), grids_of(book), rows)
    if left.requests:
        book.batch_update({"requests": left.requests})
    return left.tabs


def remove(book: gspread.Spreadsheet, *titles: str) -> None:
    ids = tabs_of(book)
    book.batch_update({"requests": [{"deleteSheet": {"sheetId": ids[title]}} for title in titles]})


def test_a_whole_year_needs_nothing(book: gspread.Spreadsheet) -> None:
    assert complete(tabs_of(book), grids_of(book)).requests == []


@pytest.mark.parametrize("tab", ALL_TABS, ids=lambda tab: tab.title)
def test_a_tab_that_is_missing_is_built_in_its_place(book: gspread.Spreadsheet, tab: Any) -> None:
    before = grids_of(book)
    remove(book, tab.title)
    assert finish(book) == (tab.title,)
    after = grids_of(book)
    assert list(after) == TITLES
    assert what_is_here(after) is Here.KAIZEN
    assert [after[title] == before[title] for title in TITLES if title != tab.title] == [True] * (len(TITLES) - 1)
    if tab is not READ_ME:
        assert tuple(after[tab.title][0]) == tab.headings


def test_a_tab_that_somebody_has_renamed_is_not_built_beside_its_rows(book: gspread.Spreadsheet) -> None:
    book.worksheet(SCHOOLS.title).update_title("Our schools")
    book.worksheet(STAFF.title).update_title("Colleagues")
    book.worksheet("Colleagues").update([["First name"]], "A1")
    remove(book, LOG.title)
    left = complete(tabs_of(book), grids_of(book))
    assert left.renamed == {SCHOOLS.title: "Our schools", STAFF.title: "Colleagues"}
    assert finish(book) == (LOG.title,)
    assert finish(book) == ()


def test_a_blank_tab_is_filled_and_a_filled_one_is_not_touched(book: gspread.Spreadsheet) -> None:
    for tab in (STAFF, READ_ME, KAIZEN):
        book.worksheet(tab.title).clear()
    book.worksheet(SCHOOLS.title).update([["Our own heading"]], "A1")
    schools = grids_of(book)[SCHOOLS.title]
    assert finish(book) == (READ_ME.title, STAFF.title, KAIZEN.title)
    after = grids_of(book)
    assert tuple(after[STAFF.title][0]) == STAFF.headings
    assert after[SCHOOLS.title] == schools
    assert what_is_here(after) is Here.KAIZEN


@pytest.mark.parametrize("memory", [[["schema"]], [["schema", "x"]], [["revision", "r7"]]])
def test_the_mark_is_put_right_and_the_revision_stays(book: gspread.Spreadsheet, memory: list[list[str]]) -> None:
    sheet = book.worksheet(KAIZEN.title)
    sheet.clear()
    sheet.update([["Name", "Value"], *memory], "A1")
    assert what_is_here(grids_of(book)) is Here.BEGUN
    assert finish(book) == ()
    assert what_is_here(grids_of(book)) is Here.KAIZEN
    kept = [row for row in memory if row[0] == "revision"]
    assert [row for row in grids_of(book)[KAIZEN.title] if row[0] == "revision"] == kept
    assert finish(book) == ()


def test_tabs_and_colours_of_people_stay(book: gspread.Spreadsheet) -> None:
    book.add_worksheet("Cakes", 5, 5).update([["Lemon"]], "A1")
    remove(book, SETTINGS.title, LOG.title)
    assert finish(book, rows_for(SchoolYear(2031))) == (SETTINGS.title, LOG.title)
    assert grids_of(book)["Cakes"] == [["Lemon"]]
    assert read(book).year.settings.school_year == SchoolYear(2031)


def test_several_blank_tabs_become_a_year_and_none_is_deleted() -> None:
    empty = _client(LocalSheets.open(None)).create("Empty")
    for title in ("staff", "Minutes"):
        empty.add_worksheet(title, 5, 5)
    finish(empty, rows_for(SchoolYear(2026)))
    titles = list(tabs_of(empty))
    assert set(titles) == {*TITLES, "Sheet1", "Minutes"}
    assert what_is_here(grids_of(empty)) is Here.KAIZEN
    assert tuple(grids_of(empty)["Staff"][0]) == STAFF.headings


HEADINGS = {tab.title: [list(tab.headings)] for tab in ALL_TABS if tab is not READ_ME}


@pytest.mark.parametrize(
    ("grids", "here"),
    [
        ({"Staff": HEADINGS["Staff"], "_kaizen": [["Name", "Value"]]}, Here.BEGUN),
        ({"Read me": [["This sheet is the Kaizen year"]], "Sheet1": ()}, Here.BEGUN),
        ({"Read me": [["Please do"]], "Staff": HEADINGS["Staff"]}, Here.FOREIGN),
        ({"Read me": [[]], "Budget": [[1]]}, Here.FOREIGN),
        ({"Settings": [["Setting", "Value"], ["Colour", "red"]]}, Here.FOREIGN),
        ({"Staff": HEADINGS["Staff"], "Budget": [[1]]}, Here.FOREIGN),
        ({**{title: [["x"]] for title in TITLES[1:10]}, "Budget": [[1]]}, Here.BEGUN),
        ({**{title: [["x"]] for title in TITLES[1:9]}, "Budget": [[1]]}, Here.FOREIGN),
    ],
)
def test_a_year_that_was_begun_is_known_from_somebody_elses_sheet(grids: dict[str, Any], here: Here) -> None:
    assert what_is_here(grids) is here
