"""Who gets in, and what somebody sees who has not said who they are."""

from __future__ import annotations

import pytest

from kaizen.rules.access import may
from kaizen.ui import identity, menu
from kaizen.ui.demo_people import demo_people
from tests.pages.visitor import Visitor

ROLES = ("Class teacher", "Teaching assistant", "Workshop leader", "Headteacher", "Organiser")


def test_nobody_is_asked_who_they_are(visitor: Visitor) -> None:
    assert visitor.app.title[0].value == "Who are you today\\?"
    assert [button.label.partition("**:")[0] for button in visitor.app.button] == [f"**{role}" for role in ROLES]


def test_every_page_asks_first(visitor: Visitor) -> None:
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        assert [title.value for title in visitor.app.title] == ["Who are you today\\?"]
        assert visitor.office.year.settings.conference not in visitor.text()


@pytest.mark.parametrize("role", ROLES)
def test_everybody_can_open_what_they_may(visitor: Visitor, role: str) -> None:
    visitor.be(role)
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        allowed = entry.action is None or may(visitor.office.year, visitor.email, entry.action)
        assert not visitor.app.exception
        assert len(visitor.app.title) == 1
        assert ("This page is for people who may" in visitor.text()) is not allowed


def test_a_teacher_does_not_see_the_checks(visitor: Visitor) -> None:
    office = visitor.office
    office.by_hand.append("Bookings", ["", "x@larkfold.sch.example", "", "", "", "W99-A", "Booked"])
    office.refresh()
    assert "W99-A" in Visitor(office).be("Organiser").open("checks").text()
    assert "W99-A" not in visitor.be("Class teacher").open("checks").text()


def test_the_choice_survives_pages_and_can_be_undone(visitor: Visitor) -> None:
    label, person = next(iter(demo_people(visitor.office.year).items()))
    visitor.press(label)
    assert person.name in visitor.open("programme").text()
    visitor.press("Be somebody else")
    assert visitor.app.title[0].value == "Who are you today\\?"


def test_anybody_on_staff_can_be_found(visitor: Visitor) -> None:
    finder = visitor.app.selectbox[0]
    assert len(finder.options) == len(visitor.office.year.person_by_email)
    last = max(visitor.office.year.person_by_email)
    finder.set_value(last).run()
    assert visitor.app.session_state[identity.PERSON] == last


def test_somebody_who_has_left_staff_is_asked_again(visitor: Visitor) -> None:
    visitor.be_with("gone@larkfold.sch.example")
    assert visitor.app.title[0].value == "Who are you today\\?"


def test_the_people_offered_stay_the_same_whatever_they_do(visitor: Visitor) -> None:
    before = demo_people(visitor.office.year)
    said = {"ID": "W99", "Title": "Maps", "What it's about": "Chalk and a compass", "Best for": "All"}
    who = {"Email": before["Class teacher"].email, "Led by": "Her", "School": before["Class teacher"].school}
    row = {**said, **who, "Times they'll run it": "1", "Status": "Accepted"}
    headings = visitor.office.by_hand.grid("Workshops")[0]
    visitor.office.by_hand.append("Workshops", [row.get(heading, "") for heading in headings])
    visitor.office.refresh()
    assert "W99" in visitor.office.year.workshop_by_id
    assert demo_people(visitor.office.year) == before


def test_people_who_are_not_in_the_sheet_are_not_offered(visitor: Visitor) -> None:
    staff = visitor.office.by_hand.grid("Staff")
    gone = demo_people(visitor.office.year)["Class teacher"].email
    visitor.office.by_hand.delete("Staff", next(n for n, row in enumerate(staff, start=1) if gone in row))
    visitor.office.refresh()
    offered = demo_people(visitor.office.year)
    assert list(offered) == ["Class teacher", "Teaching assistant", "Workshop leader", "Headteacher", "Organiser"]
    assert gone not in {person.email for person in offered.values()}
