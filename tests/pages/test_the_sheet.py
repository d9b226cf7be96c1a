"""Playing the headteacher in the embedded sheet, and what the app then has to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaizen import bootstrap
from kaizen.domain.workshop import WorkshopStatus
from kaizen.engine.hand import Hand
from kaizen.ui import identity
from kaizen.ui.sheet_grid import KEPT
from tests.engine.sheets import Wire, answer

if TYPE_CHECKING:
    from kaizen.ui.sheet_grid import Tabs
    from tests.pages.visitor import Visitor


def _key(visitor: Visitor) -> str:
    title = visitor.field("Tab").value
    kept: Tabs = visitor.app.session_state[identity.DESK].kept[KEPT]
    return kept.kept[title].key


def _type(visitor: Visitor, **state: Any) -> Visitor:
    """Do in the table what the browser would."""
    visitor.app.session_state[_key(visitor)] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **state}
    visitor.app.run()
    return visitor


def _edit(visitor: Visitor, **state: Any) -> Visitor:
    """Do in the table what the browser would, then press the button."""
    visitor.app.session_state[_key(visitor)] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **state}
    return visitor.press("Type my changes into the sheet")


def _table(visitor: Visitor) -> Any:
    """Return the table as it is drawn."""
    return visitor.app.dataframe[0].value


def _open(visitor: Visitor, tab: str) -> Visitor:
    return visitor.be("Organiser").open("sheet").fill("Tab", tab)


def test_the_app_follows_what_is_typed(visitor: Visitor) -> None:
    _edit(_open(visitor, "Workshops"), edited_rows={"15": {"Status": "Accepted"}})
    assert "Workshops: 1 cell typed." in visitor.told()
    assert visitor.office.year.workshop_by_id["W16"].status is WorkshopStatus.ACCEPTED


def test_a_row_is_added(visitor: Visitor) -> None:
    row = {"Name": "Ada Brook", "Email": "a.brook@larkfold.sch.example", "School": "Larkfold", "Role": "Teacher"}
    _edit(_open(visitor, "Staff"), added_rows=[row])
    assert visitor.office.year.people[-1].name == "Ada Brook"
    assert "1 row added" in visitor.told()


def test_a_row_is_deleted(visitor: Visitor) -> None:
    first = visitor.office.year.bookings[0]
    _edit(_open(visitor, "Bookings"), deleted_rows=[0])
    assert first.ref not in {row.ref for row in visitor.office.year.bookings}
    assert len(visitor.office.year.bookings) == 389


def test_a_tab_is_sorted_and_everything_still_found(visitor: Visitor) -> None:
    _open(visitor, "Bookings").fill("Sort the tab by", "Name").press("Sort the tab for everybody")
    names = [cells[2] for cells in visitor.office.by_hand.grid("Bookings")[1:]]
    assert names == sorted(names, key=str.casefold)
    assert len(visitor.office.year.bookings) == 390


def test_sorting_by_nothing_is_refused(visitor: Visitor) -> None:
    _open(visitor, "Bookings").press("Sort the tab for everybody")
    assert "Choose a heading to sort by." in visitor.told()


def _own_tab(visitor: Visitor, *rows: list[str]) -> None:
    """Let a head add a tab of her own."""
    visitor.office.by_hand.restructure([{"addSheet": {"properties": {"title": "Bus list"}}}])
    visitor.office.by_hand.change("Bus list", added=rows)


def test_a_heads_own_tab_is_there_and_sorted_by_a_column_without_a_heading(visitor: Visitor) -> None:
    _own_tab(visitor, ["Name", "Notes", "", "Notes"], ["Bo", "b", "2", "y"], ["Ann", "a", "1", "z"])
    _open(visitor, "Bus list")
    assert visitor.options("Sort the tab by") == ["Name", "Notes", "Column (3)", "Notes (4)"]
    visitor.fill("Sort the tab by", "Column (3)").press("Sort the tab for everybody")
    assert "Bus list is sorted by Column (3)." in visitor.told()
    assert [row[0] for row in visitor.office.by_hand.grid("Bus list")] == ["Name", "Ann", "Bo"]
    visitor.fill("Sort the tab by", "Notes (4)").press("Sort the tab for everybody")
    assert [row[0] for row in visitor.office.by_hand.grid("Bus list")] == ["Name", "Bo", "Ann"]


def test_a_title_above_the_headings_stays_where_it_is(visitor: Visitor) -> None:
    hand = visitor.office.by_hand
    above = {"sheetId": hand.sheet_id("Schools"), "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    hand.restructure([{"insertDimension": {"range": above}}])
    hand.type_in("Schools", 1, 1, "Zoo of schools")
    visitor.office.refresh()
    _open(visitor, "Schools").fill("Sort the tab by", hand.grid("Schools")[1][1]).press("Sort the tab for everybody")
    assert not visitor.app.exception
    grid = hand.grid("Schools")
    assert grid[0] == ["Zoo of schools"]
    assert grid[1][0] == "School"
    assert [row[1] for row in grid[2:]] == sorted((row[1] for row in grid[2:]), key=str.casefold)


def test_headings_that_have_moved_meanwhile_are_not_sorted_by(visitor: Visitor) -> None:
    _own_tab(visitor, ["Name", "Age"], ["Bo", "1"], ["Ann", "2"])
    _open(visitor, "Bus list").fill("Sort the tab by", "Age")
    _type(visitor, edited_rows={0: {"Age": "3"}})
    visitor.office.by_hand.change("Bus list", typed={(1, 1): "Age", (1, 2): "Name"})
    visitor.press("Sort the tab for everybody")
    assert "Somebody has moved the headings meanwhile." in visitor.told()
    assert [row[0] for row in visitor.office.by_hand.grid("Bus list")] == ["Age", "Bo", "Ann"]


def test_somebody_elses_edit_is_not_typed_over_and_everything_else_is_typed(visitor: Visitor) -> None:
    _type(_open(visitor, "Workshops"), edited_rows={0: {"Title": "Mine"}, 1: {"Title": "Mine too"}})
    visitor.office.by_hand.type_in("Workshops", 2, 2, "Theirs")
    visitor.press("Type my changes into the sheet")
    assert "Workshops: 1 cell typed." in visitor.told()
    assert "Row 2, Title: \u201cMine\u201d (somebody else has changed this row)" in visitor.told()
    grid = visitor.office.by_hand.grid("Workshops")
    assert [row[1] for row in grid[1:3]] == ["Theirs", "Mine too"]
    assert "Mine\u201d" in visitor.open("home").open("sheet").told()
    assert "Mine\u201d" not in visitor.press("I have read this").told()


def test_what_is_not_sent_is_still_there_after_a_look_at_another_page(visitor: Visitor) -> None:
    _type(_open(visitor, "Costs"), edited_rows={1: {"Notes": "Mine"}}, added_rows=[{"Notes": "More"}], deleted_rows=[0])
    before, rows = visitor.office.by_hand.grid("Costs"), len(_table(visitor))
    visitor.open("home").open("sheet")
    assert "it is not in the sheet yet" in visitor.text()
    assert "Row 3, Notes: \u201cMine\u201d" in visitor.text()
    table = _table(visitor)
    assert (len(table), table["Notes"].iloc[0], table["Notes"].iloc[-1]) == (rows, "Mine", "More")
    assert visitor.office.by_hand.grid("Costs") == before
    _edit(visitor, edited_rows={1: {"Notes": "Later"}})
    assert "Costs: 2 cells typed, 1 row added and 1 row deleted." in visitor.told()
    notes = before[0].index("Notes")
    after = visitor.office.by_hand.grid("Costs")
    assert len(after) == len(before)
    assert [after[row][notes] for row in (1, 2, -1)] == ["Mine", "Later", "More"]
    assert "it is not in the sheet yet" not in visitor.text()


def test_what_has_been_typed_can_be_taken_back(visitor: Visitor) -> None:
    _type(_open(visitor, "Costs"), edited_rows={0: {"Notes": "Mine"}})
    visitor.fill("Tab", "Staff").fill("Tab", "Costs")
    assert "Mine" in visitor.text()
    visitor.press("Take back what I have typed")
    assert "Mine" not in visitor.text()
    assert "Mine" not in list(_table(visitor)["Notes"])


def test_nothing_typed_is_no_success(visitor: Visitor) -> None:
    _edit(_open(visitor, "Costs"), added_rows=[{}, {"Notes": " "}])
    assert visitor.app.info[-1].value == "You have not changed anything yet\\."
    assert not visitor.app.success


def test_a_text_that_no_cell_takes_is_a_sentence_and_stays_in_the_table(visitor: Visitor) -> None:
    _edit(_open(visitor, "Costs"), edited_rows={0: {"Notes": "x" * 50_001}}, added_rows=[{"Notes": "More"}])
    assert "Not saved, and nothing was changed. A text is longer than the 50,000 characters" in visitor.told()
    assert "Sort the tab for everybody" in visitor.text()
    assert not any("More" in row for row in visitor.office.by_hand.grid("Costs"))
    _edit(visitor, edited_rows={0: {"Notes": "short"}}, added_rows=[{"Notes": "More"}])
    assert "Costs: 1 cell typed and 1 row added." in visitor.told()


def _protect(visitor: Visitor, title: str, row: int) -> None:
    """Let the owner of the sheet keep everybody else out of a row."""
    area = {"sheetId": visitor.office.by_hand.sheet_id(title), "startRowIndex": row - 1, "endRowIndex": row}
    visitor.office._book.apply([{"addProtectedRange": {"protectedRange": {"range": area}}}])


def test_a_protected_row_is_a_sentence(visitor: Visitor) -> None:
    _protect(visitor, "Costs", 2)
    _edit(_open(visitor, "Costs"), edited_rows={0: {"Notes": "Mine"}})
    assert "Not saved, and nothing was changed. A part of the sheet" in visitor.told()
    _edit(visitor, deleted_rows=[0])
    assert "Not saved, and nothing was changed. A part of the sheet" in visitor.told()


def test_what_has_been_done_before_a_refused_deletion_is_told(visitor: Visitor) -> None:
    _protect(visitor, "Costs", 2)
    rows = len(visitor.office.by_hand.grid("Costs"))
    _edit(_open(visitor, "Costs"), edited_rows={1: {"Notes": "Mine"}}, deleted_rows=[0])
    assert "Costs: 1 cell typed." in visitor.told()
    assert "Not deleted: row 2. A part of the sheet" in visitor.told()
    assert len(visitor.office.by_hand.grid("Costs")) == rows


def _silent(visitor: Visitor, *, after: bool) -> Wire:
    """Let the sheet carry out what is typed, or not, and say nothing about it."""
    ways = bootstrap._open[1] if bootstrap._open else None
    assert ways is not None
    assert ways.store is not None
    wire = Wire(ways.store)
    visitor.office.by_hand = Hand(wire.client(), visitor.office.spreadsheet_id)
    if after:
        wire.after = lambda call, said: answer(503, "<html>") if call == "values:batchUpdate" else said
    else:
        wire.before = lambda call: answer(503, "<html>") if call == "values:batchUpdate" else None
    return wire


def test_a_row_is_not_added_twice_because_the_sheet_did_not_answer(visitor: Visitor) -> None:
    wire = _silent(visitor, after=True)
    _edit(_open(visitor, "Costs"), added_rows=[{"Notes": "More"}])
    assert "We do not know yet whether this was saved." in visitor.told()
    wire.after = None
    visitor.press("Type my changes into the sheet")
    assert "New row: Notes \u201cMore\u201d (perhaps done)" in visitor.told()
    assert sum("More" in row for row in visitor.office.by_hand.grid("Costs")) == 1


def test_a_row_is_added_after_all_where_nothing_had_happened(visitor: Visitor) -> None:
    wire = _silent(visitor, after=False)
    _edit(_open(visitor, "Costs"), added_rows=[{"Notes": "More"}])
    assert "We do not know yet whether this was saved." in visitor.told()
    wire.before = None
    visitor.press("Type my changes into the sheet")
    assert "Costs: 1 row added." in visitor.told()
    assert sum("More" in row for row in visitor.office.by_hand.grid("Costs")) == 1


def test_every_tab_but_the_apps_own_can_be_opened(visitor: Visitor) -> None:
    visitor.be("Organiser").open("sheet")
    assert "_kaizen" not in visitor.options("Tab")
    for tab in visitor.options("Tab"):
        visitor.fill("Tab", tab)
        assert not visitor.app.exception


def test_a_slip_of_the_pen_is_on_the_checks_with_its_place(visitor: Visitor) -> None:
    _edit(_open(visitor, "Bookings"), edited_rows={0: {"Session": "W99-Z"}})
    text = visitor.open("checks").text()
    assert "Please look: Bookings row 2, Session: " in text
    assert "W99-Z" in text
    assert text.index("For Larkfold: ") < text.index("Bookings row 2, Session")


def test_a_cell_that_the_sentence_quotes_is_not_said_twice(visitor: Visitor) -> None:
    _edit(_open(visitor, "Sessions"), edited_rows={0: {"Places": "lots and lots"}})
    told = visitor.open("checks").text()
    assert told.count("lots and lots") == 1
    assert "It says" not in next(line for line in told.split("\n") if "lots and lots" in line)


def test_a_sheet_without_a_question_says_so(visitor: Visitor) -> None:
    _edit(_open(visitor, "Costs"), deleted_rows=[n for n in range(30) if n < len(visitor.office.year.costs)])
    red = next(n for n, row in enumerate(visitor.office.year.visit_days) if row.school == "Dockwray Street")
    _edit(_open(visitor, "Visit days"), deleted_rows=[red])
    assert "Every cell of the sheet has been read without a question." in visitor.open("checks").told()


def test_a_real_sheet_has_no_such_page(visitor: Visitor) -> None:
    visitor.be("Organiser")
    visitor.office.embedded = False
    visitor.open("sheet")
    assert "Nobody can sign in yet" in visitor.text()
    assert "Forest school" not in visitor.text()
