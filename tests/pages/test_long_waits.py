"""Saving while the sheet takes its time: nobody is held up, and everybody hears what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.record import Email, SessionCode
from kaizen.rules import places
from kaizen.services.booking import Book
from kaizen.services.booking_for_several import BookForSeveral
from kaizen.ui import awaiting, identity, our_school

if TYPE_CHECKING:
    from tests.pages.faulty_demo import ServedDemo
    from tests.pages.visitor import Visitor

SLOW = awaiting.BRIEFLY + 0.5
"""Seconds, longer than a button waits by itself."""


@pytest.fixture
def at_the_form(guest: Visitor) -> Visitor:
    """Give somebody who has picked a workshop."""
    guest.be("Teaching assistant").open("book")
    guest.fill("Slot A", next(option for option in guest.field("Slot A").options if "Picture books" in option))
    return guest


def _held(visitor: Visitor) -> list[str]:
    return [row.session for row in places.holding(visitor.office.year, visitor.email).values()]


def test_who_waits_long_hears_the_outcome_on_the_same_page(served: ServedDemo, at_the_form: Visitor) -> None:
    served.plan.writes = SLOW
    at_the_form.press("Save my choices")
    assert at_the_form.app.title[0].value == "Book your workshops"
    assert "Booked: Picture books" in at_the_form.told()
    assert "You have chosen 1 of 3 workshops" in at_the_form.text()
    assert _held(at_the_form) == ["W02-A"]


def test_who_looks_at_another_page_meanwhile_hears_it_there(served: ServedDemo, at_the_form: Visitor) -> None:
    served.plan.writes = SLOW
    wish = at_the_form.app.session_state[identity.DESK].wishes["book"]
    booked = Book(at_the_form.email, at_the_form.email, (SessionCode("W02-A"),), wish.key)
    wish.send(wish.key, lambda _: at_the_form.office.submit(booked))
    assert wish.under_way
    at_the_form.open("programme")
    assert at_the_form.app.title[0].value == "Programme"
    assert "Booked: Picture books" in at_the_form.told()
    assert at_the_form.open("home").told() == ""


def test_who_looks_at_another_part_of_the_page_meanwhile_hears_it_there_once(
    served: ServedDemo, guest: Visitor
) -> None:
    head, ryan = Email("hetal.mistry@larkfold.sch.example"), Email("ryan.riding@larkfold.sch.example")
    several, *_, numbers = list(our_school.ROOMS)[1:]
    guest.be_with(head).open("our-school").fill("What would you like to do?", several)
    served.plan.writes = SLOW
    wish = guest.app.session_state[identity.DESK].wishes["our-school.several.Larkfold"]
    booked = BookForSeveral(head, (ryan,), (SessionCode("W02-A"),), wish.key)
    wish.send(wish.key, lambda _: guest.office.submit(booked))
    guest.fill("What would you like to do?", numbers)
    assert guest.told().count("Booked for Ryan Riding.") == 1
    guest.app.run()
    assert "Booked for" not in guest.told()
    assert guest.fill("What would you like to do?", several).told().count("Booked for Ryan Riding.") == 1


def test_a_refusal_that_comes_late_keeps_what_was_filled_in(served: ServedDemo, at_the_form: Visitor) -> None:
    picked = at_the_form.field("Slot A").value
    served.plan.reads = SLOW / 2
    office, settings = at_the_form.office, "Settings"
    grid = office.by_hand.grid(settings)
    (row,) = (number for number, cells in enumerate(grid, start=1) if cells[:1] == ["Booking closes"])
    office.by_hand.type_in(settings, row, 2, "01/09/2026 08:00")
    at_the_form.press("Save my choices")
    assert "Not saved" in at_the_form.told()
    assert _held(at_the_form) == []
    assert at_the_form.field("Slot A").value == picked


def test_a_page_on_which_nothing_is_under_way_ends_at_once(guest: Visitor) -> None:
    guest.be("Class teacher").open("programme")
    assert identity.DESK in guest.app.session_state
    assert guest.app.session_state[identity.DESK].awaited() == []
