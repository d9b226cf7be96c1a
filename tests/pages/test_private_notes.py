"""Notes on people stay in the sheet, but for what a visitor has noted of their own way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.ui import menu
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from kaizen.engine.office import Office

NOTES = {"Staff": "Notes", "Bookings": "Notes", "Visits": "Travel", "Guests": "Notes"}
"""Where somebody might type why a colleague or a guest is away."""

WORDS = {tab: f"Zephyr {tab} has the flu" for tab in NOTES}
PAGES = [entry.slug for entry in menu.ENTRIES if not entry.embedded_only]
"""The practice sheet itself is there only while all people are made up."""


@pytest.fixture
def noted(office: Office) -> Office:
    """Type a private word into every such cell of the sheet."""
    for tab, heading in NOTES.items():
        grid = office.by_hand.grid(tab)
        column = grid[0].index(heading) + 1
        office.by_hand.change(tab, typed={(row, column): WORDS[tab] for row in range(2, len(grid) + 1)})
    office.refresh()
    year = office.year
    read = {one.notes for one in (*year.people, *year.bookings, *year.guests)} | {one.travel for one in year.visits}
    assert read == {*WORDS.values()}
    return office


@pytest.mark.parametrize("role", ["Class teacher", "Teaching assistant", "Workshop leader", "Headteacher", "Organiser"])
def test_no_page_shows_notes_on_people(noted: Office, role: str) -> None:
    visitor = Visitor(noted).be(role)
    own = [row for row in noted.year.visits if row.email == visitor.email and row.date >= noted.now().date()]
    for slug in PAGES:
        text = visitor.open(slug).text()
        assert not visitor.app.exception
        found = {tab for tab, words in WORDS.items() if words in text}
        assert found == ({"Visits"} if slug == "visits" and own else set()), slug


def test_how_somebody_travels_is_shown_to_themselves(noted: Office) -> None:
    visit = next(row for row in noted.year.visits if row.date >= noted.now().date() and row.status == "Planned")
    assert f"Travel: {WORDS['Visits']}" in Visitor(noted).be_with(visit.email).open("visits").text()
    host = noted.year.school_by_name[visit.to_school].head_email
    text = Visitor(noted).be_with(host).open("visits").text()
    assert visit.name in text
    assert WORDS["Visits"] not in text
