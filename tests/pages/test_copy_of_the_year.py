"""A copy of the year: downloaded, edited as people do in Excel, and brought back."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from kaizen.errors import Refused
from kaizen.exports.copy_memory import Origin
from kaizen.exports.xlsx_reading import read_copy
from kaizen.exports.xlsx_writing import written
from kaizen.services.copy_plan import RowMissing
from kaizen.sheet.findings import Place
from kaizen.sheet.layout import LOG
from kaizen.ui.copy_download import year_file
from kaizen.ui.copy_plan_lines import tick
from kaizen.ui.downloads import XLSX
from tests.engine.added import A_DAY, add_column, cells_below, fill_down, number_between
from tests.pages.visitor import Visitor, bare

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.engine.office import Office


def _file(visitor: Visitor, edit: Callable[[Workbook], object] | None = None) -> bytes:
    """Download the year and do something to it in Excel."""
    data = year_file(visitor.office, visitor.office.year.settings.organisers[0])
    if edit is None:
        return data
    book = load_workbook(BytesIO(data))
    edit(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _put(book: Workbook, title: str, row: int, heading: str, value: Any) -> None:
    headings = [cell.value for cell in book[title][1]]
    book[title].cell(row, headings.index(heading) + 1, value)


def _open(visitor: Visitor) -> Visitor:
    return visitor.be("Organiser").open("copy")


def _upload(visitor: Visitor, data: bytes) -> Visitor:
    visitor.app.file_uploader[0].set_value(("our year.xlsx", data, XLSX)).run()
    assert not visitor.app.exception
    return visitor


def test_headings_that_were_renamed_are_the_same_columns_in_the_copy(visitor: Visitor) -> None:
    email = visitor.office.by_hand.grid("Staff")[0].index("Email") + 1
    files = []
    for heading in ("Email", "Where to write to", "Reached at"):
        visitor.office.by_hand.type_in("Staff", 1, email, heading)
        files.append(_file(visitor, lambda book: _put(book, "Workshops", 3, "Title", "Mine")))
        visitor.office.refresh()
    for data in files:
        _upload(_open(visitor), data)
        assert "Where to write to" not in visitor.text()
        assert "Staff" not in visitor.text()
        assert "Write 1 changed row into the sheet" in [button.label for button in visitor.app.button]
        visitor.press("Put this file aside")


def test_the_page_is_for_organisers_only(visitor: Visitor) -> None:
    visitor.be("Headteacher").open("copy")
    assert "This page is for people who may download a copy of the whole year" in visitor.text()
    assert not visitor.app.get("download_button")
    assert "Bring a copy back" in _open(visitor).text()
    assert len(visitor.app.get("download_button")) == 1


def test_the_file_is_made_for_organisers_only(office: Office) -> None:
    data = year_file(office, office.year.settings.organisers[0])
    copy = read_copy(data)
    assert len(copy.grids["Bookings"]) == 391
    assert copy.origin.spreadsheet_id == office.spreadsheet_id
    with pytest.raises(Refused, match="Only an organiser"):
        year_file(office, office.year.schools[0].head_email)


def test_a_copy_that_nobody_has_edited_changes_nothing(visitor: Visitor) -> None:
    _upload(_open(visitor), _file(visitor))
    assert "There is nothing to bring back." in "\n".join(bare(note.value) for note in visitor.app.info)
    assert "into the sheet" not in visitor.text()
    visitor.press("Put this file aside")
    assert visitor.app.file_uploader


def test_changes_are_shown_written_and_logged(visitor: Visitor) -> None:
    def edit(book: Workbook) -> None:
        _put(book, "Workshops", 3, "Title", "![x](http://beacon.example/a.png) =1+1")
        _put(book, "Bookings", 2, "Notes", "by the window")
        book["Rooms"].append(["Attic", "Up the stairs", 12])

    _upload(_open(visitor), _file(visitor, edit))
    title = visitor.office.year.workshops[1].title
    shown = "\n".join(element.value for element in visitor.app.markdown)
    assert f"\u201c{title}\u201d becomes \u201c" in bare(shown)
    assert "![x]" not in shown
    assert "Rooms: Room \u201cAttic\u201d, Where \u201cUp the stairs\u201d, Seats \u201c12\u201d" in bare(shown)
    assert title == visitor.office.year.workshops[1].title, "nothing is written before the last button"
    visitor.press("Write 2 changed rows and 1 new row into the sheet")
    assert "The copy is back: 2 rows changed and 1 row added." in visitor.told()
    year = visitor.office.year
    assert year.workshops[1].title == "![x](http://beacon.example/a.png) =1+1"
    assert (year.bookings[0].notes, year.rooms[-1].room) == ("by the window", "Attic")
    log = visitor.office.by_hand.grid(LOG.title)
    assert [row[2] for row in log[-3:]] == ["Brought a copy back"] * 3
    assert visitor.app.file_uploader, "the next file may be chosen"


def _edited_on_both_sides(visitor: Visitor) -> Visitor:
    data = _file(visitor, lambda book: _put(book, "Workshops", 3, "Title", "Mine"))
    visitor.office.by_hand.type_in("Workshops", 3, 2, "Theirs")
    visitor.office.refresh()
    return _upload(_open(visitor), data)


def test_a_conflict_is_asked_about_and_the_sheet_stands(visitor: Visitor) -> None:
    _edited_on_both_sides(visitor)
    (question,) = [radio for radio in visitor.app.radio if "Workshops row 3" in bare(radio.label)]
    assert "the file says \u201cMine\u201d, the sheet says \u201cTheirs\u201d" in bare(question.label)
    assert "As you have chosen, the sheet stands: there is nothing to write." in visitor.text()
    assert "into the sheet" not in visitor.text()
    assert visitor.office.year.workshops[1].title == "Theirs"


def test_a_conflict_may_be_answered_with_the_file_and_the_answer_outlives_a_look_elsewhere(visitor: Visitor) -> None:
    _edited_on_both_sides(visitor).fill("Workshops row 3", "Take what the file says")
    visitor.open("home").open("copy")
    assert visitor.field("Workshops row 3").value == "Take what the file says"
    visitor.press("Write 1 changed row into the sheet")
    assert visitor.office.year.workshops[1].title == "Mine"


def test_what_changes_while_the_plan_is_read_is_refused_and_then_asked_about(visitor: Visitor) -> None:
    _upload(_open(visitor), _file(visitor, lambda book: _put(book, "Workshops", 3, "Title", "Mine")))
    visitor.office.by_hand.type_in("Workshops", 3, 2, "Theirs")
    visitor.press("Write 1 changed row into the sheet")
    assert 'the sheet now says "Theirs"' in visitor.told()
    visitor.fill("Workshops row 3", "Take what the file says").press("Write 1 changed row into the sheet")
    assert visitor.office.year.workshops[1].title == "Mine"


def test_a_file_that_has_lost_many_rows_wants_their_number(visitor: Visitor) -> None:
    def edit(book: Workbook) -> None:
        book["Bookings"].delete_rows(100, 200)
        _put(book, "Bookings", 2, "Notes", "by the window")

    _upload(_open(visitor), _file(visitor, edit))
    assert "Bookings: 200 rows are not in the file, of 390." in visitor.told()
    visitor.press("Write 1 changed row into the sheet")
    assert "Not saved" in visitor.told()
    assert visitor.office.year.bookings[0].notes == ""
    visitor.fill("Type 200", "200").press("Write 1 changed row into the sheet")
    assert "The copy is back: 1 row changed." in visitor.told()
    assert len(visitor.office.year.bookings) == 390, "no row goes unless that is ticked"


def test_missing_rows_go_once_their_box_is_ticked(visitor: Visitor) -> None:
    def edit(book: Workbook) -> None:
        book["Bookings"].delete_rows(4, 2)
        book["Sessions"].delete_rows(2, 1)
        book["Guests"].delete_rows(2, 1)
        book["Tea rota"].cell(1, 1, "Mine")

    hand = visitor.office.by_hand
    hand.restructure([{"addSheet": {"properties": {"title": "Tea rota"}}}])
    hand.append("Tea rota", ["Day"])
    first, second = visitor.office.year.bookings[2:4]
    session, count = visitor.office.year.sessions[0], len(visitor.office.year.bookings)
    _upload(_open(visitor), _file(visitor, edit))
    shown = bare("\n".join(element.value for element in visitor.app.markdown))
    assert f"Bookings row 4: {first.email}, {first.session}." in shown
    assert f"Sessions row 2: {session.session}. It stays: " in shown
    assert "rows of Bookings point to it." in shown
    assert "from Sessions" not in visitor.text(), "there is nothing to tick"
    assert "into the sheet" not in visitor.text()
    assert not visitor.field("Also remove Guests row 2").value
    visitor.fill("Also remove these 2 rows from Bookings", True)
    visitor.press("Remove 2 rows from the sheet")
    assert "The copy is back: 2 rows removed." in visitor.told()
    assert 'A1: "Day" is now "Mine".' in visitor.told()
    visitor.press("I have done this")
    assert "is now" not in visitor.told()
    visitor.office.refresh()
    refs = {row.ref for row in visitor.office.year.bookings}
    assert len(refs) == count - 2
    assert refs.isdisjoint({first.ref, second.ref})
    assert visitor.office.year.sessions[0] == session


def test_what_a_box_says(office: Office) -> None:
    record = office.year.guests[0]
    rows = [RowMissing(record, Place("Guests", number), "x", held="held" * (number == 2)) for number in (2, 3, 4)]
    assert tick(rows, rows[1:]) == "Also remove the 2 other rows from Guests"


def test_a_missing_row_that_was_changed_in_the_sheet_is_asked_about(visitor: Visitor) -> None:
    data = _file(visitor, lambda book: book["Bookings"].delete_rows(4, 1))
    row = visitor.office.year.bookings[2]
    visitor.office.by_hand.type_in("Bookings", 4, 9, "Please keep")
    visitor.office.refresh()
    _upload(_open(visitor), data)
    assert "It has been changed in the sheet since." in bare(visitor.text())
    assert "Also remove" not in visitor.text()
    assert "As you have chosen, the sheet stands" in visitor.text()
    visitor.fill("Bookings row 4", "Remove it all the same").press("Remove 1 row from the sheet")
    assert "The copy is back: 1 row removed." in visitor.told()
    visitor.office.refresh()
    assert row.ref not in {one.ref for one in visitor.office.year.bookings}


def test_settings_lists_and_own_columns_come_back_too(visitor: Visitor) -> None:
    hand = visitor.office.by_hand
    column = add_column(hand, "Staff", "Allergies")
    hand.type_in("Staff", 2, column + 1, "nuts")
    fill_down(hand, "Staff", add_column(hand, "Staff", "Badge"), "=A{row}", rows=5)
    visitor.office.refresh()
    each = next(number for number, row in enumerate(hand.grid("Settings"), 1) if row[0] == "Workshops each")

    def edit(book: Workbook) -> None:
        _put(book, "Settings", each, "Value", 2)
        _put(book, "Staff", 2, "Allergies", "none")
        _put(book, "Staff", 2, "Badge", "mine")
        book["Lists"].cell(1 + len(visitor.office.year.lists["Roles"]) + 1, 1, "Governor")

    _upload(_open(visitor), _file(visitor, edit))
    shown = bare("\n".join(element.value for element in visitor.app.markdown))
    assert "Workshops each. Value: \u201c3\u201d becomes \u201c2\u201d." in shown
    assert "Allergies: \u201cnuts\u201d becomes \u201cnone\u201d." in shown
    assert "Lists: Roles \u201cGovernor\u201d." in shown
    assert 'change it to "mine". It is hidden or worked out.' in shown
    visitor.press("Write 2 changed rows and 1 new option into the sheet")
    assert "The copy is back: 2 rows changed and 1 option added." in visitor.told()
    visitor.office.refresh()
    assert visitor.office.year.settings.workshops_each == 2
    assert visitor.office.year.lists["Roles"][-1] == "Governor"
    assert hand.grid("Staff")[1][column] == "none"
    assert cells_below(hand, "Staff", "Badge")[0] == {"formulaValue": "=A2"}


def test_a_copy_of_another_sheet_is_refused(visitor: Visitor) -> None:
    other = Origin("another", "Four Hills", "2025-26", datetime.fromisoformat("2025-10-01T09:00"))
    _upload(_open(visitor), written(visitor.office.pictures(), other))
    assert "This is a copy of another sheet: Four Hills 2025-26." in visitor.told()
    _upload(visitor, b"no workbook")
    assert "This is not an .xlsx file" in visitor.told()


def test_a_new_row_brings_what_it_says_in_columns_that_a_head_has_added(visitor: Visitor) -> None:
    hand = visitor.office.by_hand
    add_column(hand, "Workshops", "Helpers", rule=number_between("0", "5"))
    add_column(hand, "Workshops", "Delivered by", rule=A_DAY, number_format={"type": "DATE", "pattern": "ddd d mmm"})
    fill_down(hand, "Workshops", add_column(hand, "Workshops", "Letters"), "=LEN(C{row})")
    add_column(hand, "Workshops", "For the committee", hidden=True)
    visitor.office.refresh()

    def edit(book: Workbook) -> None:
        row = book["Workshops"].max_row + 1
        own = {"Helpers": 4, "Delivered by": datetime(2027, 2, 1), "Letters": 99, "For the committee": "Hm"}  # noqa: DTZ001 - as Excel keeps days
        new = {"Title": "Kites", "Led by": "Ann", "Email": "ann@gynnsands.example", "School": "Gynn Sands"}
        for heading, value in {**new, **own}.items():
            _put(book, "Workshops", row, heading, value)

    _upload(_open(visitor), _file(visitor, edit))
    shown = bare("\n".join(element.value for element in visitor.app.markdown))
    assert "Helpers \u201c4\u201d and Delivered by \u201c01/02/2027\u201d." in shown
    assert "Letters of the new row" not in shown, "its formula comes by itself"
    assert "For the committee of the new row" in shown
    visitor.press("into the sheet")
    new = {heading: cells_below(hand, "Workshops", heading)[-1] for heading in ("Title", "Helpers", "Delivered by")}
    assert new == {
        "Title": {"stringValue": "Kites"},
        "Helpers": {"numberValue": 4},
        "Delivered by": {"numberValue": 46419},
    }
    last = len(hand.grid("Workshops"))
    assert cells_below(hand, "Workshops", "Letters")[-1] == {"formulaValue": f"=LEN(C{last})"}
    assert cells_below(hand, "Workshops", "For the committee") == []
