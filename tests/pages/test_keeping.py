"""Keeping and removing: what follows is shown first, and done at a second press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.record import SchoolName
from kaizen.rules import places

if TYPE_CHECKING:
    from kaizen.domain.record import Email
    from tests.pages.visitor import Visitor

HEAD = "h.threlfall@gynnsands.sch.example"


GYNN_SANDS = SchoolName("Gynn Sands")


def _booked(visitor: Visitor, school: SchoolName = GYNN_SANDS) -> Email:
    """Return somebody of a school who holds places."""
    year = visitor.office.year
    leaders = {one.email for one in year.workshops}
    return next(
        one.email
        for one in year.people
        if one.school == school
        and one.role == "Teacher"
        and one.email not in leaders
        and len(places.holding(year, one.email)) > 1
    )


@pytest.mark.parametrize("label", ["Class teacher", "Teaching assistant", "Workshop leader"])
def test_the_page_is_not_for_everybody(visitor: Visitor, label: str) -> None:
    assert "This page is for people who may note that somebody has left" in visitor.be(label).open("keeping").text()
    assert not visitor.app.get("selectbox")


def test_a_head_sees_those_of_their_own_school_and_an_organiser_all(visitor: Visitor) -> None:
    visitor.be_with(HEAD).open("keeping")
    assert {option.rpartition(", ")[2] for option in visitor.options("Who?")} == {"Gynn Sands"}
    visitor.be("Organiser").open("keeping")
    assert len({option.rpartition(", ")[2] for option in visitor.options("Who?")}) == len(visitor.office.year.schools)


def test_somebody_leaves_after_what_follows_has_been_shown(visitor: Visitor) -> None:
    who = _booked(visitor)
    visitor.be_with(HEAD).open("keeping").fill("Who?", who)
    name = visitor.office.year.person_by_email[who].name
    assert f"If {name} has left" in visitor.text()
    assert "the place goes to the first who waits and is free" in visitor.text()
    assert not visitor.office.year.person_by_email[who].left
    visitor.press(f"Note that {name} has left")
    assert f"{name} is noted as left. Given up:" in visitor.told()
    assert visitor.office.year.person_by_email[who].left
    assert not places.holding(visitor.office.year, who)
    assert any(who in row and "TRUE" in row for row in visitor.office.by_hand.grid("Staff"))
    visitor.press(f"{name} is back")
    assert "can sign in" in visitor.told()
    assert not visitor.office.year.person_by_email[who].left


def test_an_office_hears_who_notes_that_its_head_has_left(visitor: Visitor) -> None:
    year = visitor.office.year
    office = next(one for one in year.people if one.school == GYNN_SANDS and one.role == "School business manager")
    visitor.be_with(office.email).open("keeping").fill("Who?", HEAD)
    assert "Only another headteacher of the school, or an organiser, can note this." in visitor.text()
    assert not [button for button in visitor.app.button if "has left" in button.label]
    grid = visitor.office.by_hand.grid("Staff")
    row = next(number for number, cells in enumerate(grid, start=1) if HEAD in cells)
    visitor.office.by_hand.type_in("Staff", row, grid[0].index("Left") + 1, "Yes")
    visitor.office.refresh()
    visitor.open("home").open("keeping")
    assert not [button for button in visitor.app.button if "is back" in button.label]


def test_who_was_ticked_in_the_sheet_is_seen_to_here(visitor: Visitor) -> None:
    who = _booked(visitor)
    grid = visitor.office.by_hand.grid("Staff")
    row = next(number for number, cells in enumerate(grid, start=1) if who in cells)
    visitor.office.by_hand.type_in("Staff", row, grid[0].index("Left") + 1, "Yes")
    visitor.office.refresh()
    name = visitor.office.year.person_by_email[who].name
    visitor.be_with(HEAD).open("keeping").press(f"Give up what {name} still holds")
    assert "Given up:" in visitor.told()
    assert not places.holding(visitor.office.year, who)
    assert "still holds" not in visitor.text()


def test_what_a_leader_leaves_is_told(visitor: Visitor) -> None:
    leader = next(one for one in visitor.office.year.workshops if one.status == "Accepted")
    visitor.be("Organiser").open("keeping").fill("Who?", leader.email)
    assert f"They lead “{leader.title}” ({leader.id}, Accepted)." in visitor.told()
