"""Notes on people stay in the sheet, but for what a visitor has noted of their own way there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kaizen.ui import menu
from kaizen.ui.demo_people import demo_people
from tests.demo_year import demo_year
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from kaizen.engine.office import Office

NOTES = {"Staff": "Notes", "Bookings": "Notes", "Visits": "Travel", "Guests": "Notes"}
"""Where somebody might type why a colleague or a guest is away."""

WHOSE = {"Staff": ("Email",), "Bookings": ("Email",), "Visits": ("Email",), "Guests": ("Email", "Invited by")}
"""Who may read it: whom the row is about, and of a guest whoever has invited them too."""

PAGES = [entry.slug for entry in menu.ENTRIES if not entry.embedded_only]
"""The practice sheet itself is there only while all people are made up."""

SAID = re.compile(r"Zephyr (\w+) <([^>]*)> has the flu")


def word(tab: str, *whose: str) -> str:
    """Return the private word in a row of the tab that these may read."""
    return f"Zephyr {tab} <{' '.join(whose)}> has the flu"


@pytest.fixture
def noted(office: Office) -> Office:
    """Type a private word into every such cell of the sheet."""
    for tab, heading in NOTES.items():
        first, *rows = office.by_hand.grid(tab)
        column, whose = first.index(heading), [first.index(one) for one in WHOSE[tab]]
        words = [word(tab, *(row[place] for place in whose if place < len(row))) for row in rows]
        typed = {(number, column + 1): text for number, text in enumerate(words, start=2)}
        office.by_hand.change(tab, typed=typed)
    office.refresh()
    year = office.year
    read = [one.notes for one in (*year.people, *year.bookings, *year.guests)] + [one.travel for one in year.visits]
    assert all(map(SAID.fullmatch, read))
    return office


@pytest.mark.parametrize("role", demo_people(demo_year()))
def test_no_page_shows_notes_on_anybody_else(noted: Office, role: str) -> None:
    visitor = Visitor(noted).be(role)
    shown = set()
    for slug in PAGES:
        found = SAID.findall(visitor.open(slug).text())
        assert not visitor.app.exception
        assert all(visitor.email in whose.split() for _, whose in found), slug
        shown |= {(slug, tab) for tab, _ in found}
    assert {slug for slug, _ in shown} <= {"my-data", "visits"}
    assert ("my-data", "Guests" if role == "Guest" else "Staff") in shown, "finding nothing at all would prove nothing"


def test_how_somebody_travels_is_shown_to_themselves(noted: Office) -> None:
    visit = next(row for row in noted.year.visits if row.date >= noted.now().date() and row.status == "Planned")
    assert f"Travel: {word('Visits', visit.email)}" in Visitor(noted).be_with(visit.email).open("visits").text()
    host = noted.year.school_by_name[visit.to_school].head_email
    text = Visitor(noted).be_with(host).open("visits").text()
    assert visit.name in text
    assert not SAID.findall(text)
