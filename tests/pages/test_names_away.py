"""A name is taken away from the page, on the real sheet: afterwards no tab has it but where people wrote it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from kaizen.rules import places
from kaizen.rules.naming import named
from kaizen.sheet.layout import LOG
from kaizen.ui.my_data import own_file

if TYPE_CHECKING:
    from kaizen.domain.record import Email
    from kaizen.engine.office import Office
    from tests.pages.visitor import Visitor

HEAD = "h.threlfall@gynnsands.sch.example"
PRIYA = "priya.desai@marrambank.sch.example"


def _cells(office: Office) -> list[tuple[str, str]]:
    """Return every cell of every tab as people see it, hidden ones too."""
    return [(title, cell) for title in office.by_hand.tabs() for row in office.by_hand.grid(title) for cell in row]


def _rows_with(office: Office, who: Email) -> list[list[str]]:
    return [row for title in ("Staff", "Bookings", "Visits") for row in office.by_hand.grid(title) if who in row]


def _one_with_rows(office: Office) -> Email:
    """Return somebody who books, visits, has written something, leads nothing and has no namesake."""
    year = office.year
    return next(
        one.email
        for one in year.people
        if named(year, one.email).is_alone
        and places.holding(year, one.email)
        and any(visit.email == one.email for visit in year.visits)
        and any(note.email == one.email for note in year.visit_notes)
        and not any(row.email == one.email for row in year.workshops)
    )


def _press_left(visitor: Visitor, who: Email) -> None:
    visitor.be("Organiser").open("keeping").fill("Who?", who)
    visitor.press("Note that")


def test_heads_do_not_take_names_away(visitor: Visitor) -> None:
    assert "Take somebody's name away" not in visitor.be_with(HEAD).open("keeping").text()
    assert "Take somebody's name away" in visitor.be("Organiser").open("keeping").text()


def test_who_asks_is_told_on_home_and_here(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("my-data").press("Ask to have my name taken away")
    name = visitor.office.year.person_by_email[visitor.email].name
    visitor.be("Organiser")
    assert "1 person asks to have their name taken away." in visitor.open("home").text()
    text = visitor.open("keeping").text()
    assert f"{name}, " in text
    assert "Sat 21 Nov 2026" in text
    assert "asks to have their name" not in visitor.be_with(HEAD).open("home").text()


def test_who_is_still_here_leaves_first(visitor: Visitor) -> None:
    visitor.be("Organiser").open("keeping").fill("Whose?", PRIYA)
    assert "is still on Staff. Note first that they have left" in visitor.told()
    assert "Take this name away" not in [button.label for button in visitor.app.button]


def test_export_then_erase_leaves_no_hit_in_any_tab(visitor: Visitor) -> None:
    office, who = visitor.office, _one_with_rows(visitor.office)
    whom = named(office.year, who)
    book = load_workbook(BytesIO(own_file(office, who)))
    assert {"Staff", "Bookings", "Visits", "Visit notes"} <= set(book.sheetnames)
    assert not [cell for tab in book for row in tab.rows for cell in row if cell.data_type == "f"]
    _press_left(visitor, who)
    held = {row.ref: (row.session, row.status) for row in office.year.bookings_by_person[who]}
    visitor.fill("Whose?", who)
    assert "Staff: 1 row, cleared." in visitor.text()
    assert "Log and Checks: name and address are taken out of every line." in visitor.text()
    assert any(whom.is_called_in(cell) for title, cell in _cells(office) if title == LOG.title)
    visitor.press("Take this name away")
    assert "The name is taken out of" in visitor.told()
    hits = [(title, cell) for title, cell in _cells(office) if whom.is_called_in(cell)]
    assert hits == []
    office.refresh()
    assert who not in office.year.person_by_email
    assert {row.ref: (row.session, row.status) for row in office.year.bookings if row.ref in held} == held
    assert not [finding for finding in office.findings if "removed.invalid" in finding.sentence]


def test_where_people_wrote_the_name_is_listed_before_and_afterwards(visitor: Visitor) -> None:
    office, who = visitor.office, _one_with_rows(visitor.office)
    name, hand = named(office.year, who).name, visitor.office.by_hand
    hand.type_in("Rooms", 2, hand.grid("Rooms")[0].index("Notes") + 1, f"Ask {name} for the key")
    office.refresh()
    _press_left(visitor, who)
    visitor.fill("Whose?", who)
    assert "This stays, because people have written it; please look at it:" in visitor.text()
    assert "Rooms row 2, Notes" in visitor.text()
    visitor.press("Take this name away")
    assert "Names still stand where people have written them:" in visitor.text()
    assert [cell for _, cell in _cells(office) if name in cell] == [f"Ask {name} for the key"]
    visitor.press("I have looked at these")
    assert "Names still stand" not in visitor.text()


def test_a_namesake_keeps_their_rows_and_log_keeps_the_name(visitor: Visitor) -> None:
    office = visitor.office
    one, other = [person for person in office.year.people if person.name == "Sarah Jones"][:2]
    before = _rows_with(office, other.email)
    _press_left(visitor, one.email)
    visitor.fill("Whose?", one.email)
    assert "Somebody else has the same name, so the name stays." in visitor.text()
    visitor.press("Take this name away")
    assert _rows_with(office, other.email) == before
    assert not [cell for _, cell in _cells(office) if one.email in cell]


def test_a_guest_is_cleared(visitor: Visitor) -> None:
    guest = next(one for one in visitor.office.year.guests if one.email)
    visitor.be("Organiser").open("keeping").fill("Whose?", guest.email).press("Take this name away")
    assert not [cell for title, cell in _cells(visitor.office) if title == "Guests" and guest.name in cell]
