"""Playing the headteacher in the embedded sheet, and what the app then has to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaizen.domain.workshop import WorkshopStatus
from kaizen.ui import identity

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor


def _edit(visitor: Visitor, **state: Any) -> Visitor:
    """Do in the table what the browser would, then press the button."""
    title = visitor.field("Tab").value
    key = f"sheet.{title}.{visitor.app.session_state[identity.DESK].wish(f'sheet.{title}').draft}.grid"
    visitor.app.session_state[key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **state}
    return visitor.press("Type my changes into the sheet")


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


def test_somebody_elses_edit_is_not_typed_over(visitor: Visitor) -> None:
    _open(visitor, "Workshops")
    title = visitor.app.session_state[identity.DESK].wish("sheet.Workshops").draft
    visitor.app.session_state[f"sheet.Workshops.{title}.grid"] = {"edited_rows": {0: {"Title": "Mine"}}}
    visitor.app.run()
    visitor.office.by_hand.type_in("Workshops", 2, 2, "Theirs")
    visitor.app.session_state[f"sheet.Workshops.{title}.grid"] = {"edited_rows": {0: {"Title": "Mine"}}}
    visitor.press("Type my changes into the sheet")
    assert "Somebody else has changed row 2" in visitor.told()
    assert visitor.office.by_hand.grid("Workshops")[1][1] == "Theirs"


def test_every_tab_but_the_apps_own_can_be_opened(visitor: Visitor) -> None:
    visitor.be("Organiser").open("sheet")
    assert "_kaizen" not in visitor.options("Tab")
    for tab in visitor.options("Tab"):
        visitor.fill("Tab", tab)
        assert not visitor.app.exception


def test_a_slip_of_the_pen_is_on_the_checks_with_its_place(visitor: Visitor) -> None:
    _edit(_open(visitor, "Bookings"), edited_rows={0: {"Session": "W99-Z"}})
    text = visitor.open("checks").text()
    assert "Bookings row 2" in text
    assert "W99-Z" in text
    assert text.index("Please look at these") < text.index("Understood, and worth knowing")


def test_a_sheet_without_a_question_says_so(visitor: Visitor) -> None:
    _edit(_open(visitor, "Costs"), deleted_rows=[n for n in range(30) if n < len(visitor.office.year.costs)])
    assert "Every cell of the sheet has been read without a question." in visitor.open("checks").told()


def test_a_real_sheet_has_no_such_page(visitor: Visitor) -> None:
    visitor.be("Organiser")
    visitor.office.embedded = False
    visitor.open("sheet")
    assert "Nobody can sign in yet" in visitor.text()
    assert "Forest school" not in visitor.text()
