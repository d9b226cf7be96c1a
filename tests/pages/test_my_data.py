"""My data: seen, taken away, and the wish to be taken out."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from kaizen.exports.own_data_file import own_data_file
from kaizen.ui.my_data import lines_about

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor


def test_somebody_sees_their_rows_by_tab(visitor: Visitor) -> None:
    text = visitor.be_with("priya.desai@marrambank.sch.example").open("my-data").text()
    for heading in ("Staff (1)", "Workshops (1)", "Visits (1)", "Visit notes (1)", "Follow-ups (1)", "Log (0)"):
        assert heading in text
    assert "Name: Priya Desai · Email: priya.desai@marrambank.sch.example · School: Marram Bank" in text
    assert "Bookings" not in text


def test_what_they_do_is_on_log_and_in_the_file(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("follow-ups").fill("What", "Role cards").fill("Kind", "Try in class")
    visitor.press("Add this follow-up").office.refresh()
    visitor.open("my-data")
    assert "Log (1)" in visitor.text()
    assert len(visitor.app.get("download_button")) == 1
    book = load_workbook(BytesIO(own_data_file(lines_about(visitor.office, visitor.email))))
    assert {"Staff", "Follow-ups", "Log"} <= set(book.sheetnames)
    assert visitor.email in [cell.value for cell in book["Staff"][2]]
    assert visitor.email in [cell.value for cell in book["Log"][2]]


def test_no_address_of_anybody_else_is_shown_or_taken_away(visitor: Visitor) -> None:
    office = visitor.office
    year = office.year
    contact = next(one for one in year.people if one.name == "Rachel Bamber")
    office.by_hand.append("Log", ["", "head@x.example", "Booked", "Bookings", "k-1", "", "", contact.email, "k"])
    office.refresh()
    for person in (contact, next(one for one in year.people if one.email == year.schools[0].head_email)):
        shown = visitor.be_with(person.email).open("my-data").text()
        cells = [str(line) for lines in lines_about(office, person.email).values() for line in lines]
        assert person.email in shown
        others = {one.email for one in (*year.people, *year.guests) if one.email} - {person.email}
        others |= {"head@x.example", *(one.office_email for one in year.schools)} - {person.email, ""}
        assert not [one for one in others if one in shown or any(one in cell for cell in cells)]


def test_hidden_rows_have_a_name_that_can_be_read(visitor: Visitor) -> None:
    text = visitor.be_with("h.threlfall@gynnsands.sch.example").open("my-data").text()
    assert "Sign-ins (1)" in text
    assert "_sign_ins" not in text
    visitor.be("Headteacher").open("my-data")
    text = visitor.text()
    assert "Your name, or one like it, also stands in what other people have written: 1 row of Events." in text


@pytest.mark.parametrize("label", ["Class teacher", "Organiser"])
def test_asking_is_noted_in_the_sheet_and_taken_back(visitor: Visitor, label: str) -> None:
    visitor.be(label).open("my-data").press("Ask to have my name taken away")
    assert "the organiser sees it" in visitor.told()
    assert visitor.office.year.person_by_email[visitor.email].asked_to_go is not None
    assert "21/11/2026" in _row(visitor)
    assert "You asked for this on Sat 21 Nov 2026." in visitor.open("home").open("my-data").text()
    visitor.press("I would rather stay")
    assert "Your name stays." in visitor.told()
    assert "21/11/2026" not in _row(visitor)


def _row(visitor: Visitor) -> list[str]:
    return next(row for row in visitor.office.by_hand.grid("Staff") if visitor.email in row)


def test_the_privacy_note_is_named_where_the_network_says_where_it_is(visitor: Visitor) -> None:
    text = visitor.be("Organiser").open("my-data").text()
    assert "see your school's privacy note (In every staff room and with the school office)." in text
    hand = visitor.office.by_hand
    row = next(number for number, cells in enumerate(hand.grid("Settings"), 1) if cells[0] == "Privacy note")
    hand.type_in("Settings", row, 2, "")
    visitor.office.refresh()
    assert (
        "see your school's privacy note, which your school office has." in visitor.open("home").open("my-data").text()
    )


def test_a_guest_sees_and_asks_too(visitor: Visitor) -> None:
    visitor.be("Guest").open("my-data")
    assert "Guests (1)" in visitor.text()
    visitor.press("Ask to have my name taken away")
    assert "the organiser sees it" in visitor.told()
    assert visitor.office.year.guest_by_email[visitor.email].asked_to_go is not None
    assert "This page is for people who may" in visitor.open("keeping").text()
