"""Booking: the happy way, every refusal, the waiting list, and nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.rules import places
from kaizen.rules.timetable import programme
from kaizen.rules.waiting_list import places_for

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor


def _choose(visitor: Visitor, slot: str, words: str) -> str:
    """Pick the first session of the slot that reads so, and return how it reads in full."""
    question = visitor.field(f"Slot {slot}")
    option = next(option for option in question.options if words in option)
    visitor.fill(f"Slot {slot}", option)
    return option


def _held(visitor: Visitor) -> dict[str, str]:
    year = visitor.office.year
    return {slot: row.session for slot, row in places.holding(year, visitor.email).items()}


def test_three_choices_are_booked_with_one_button(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    for slot, words in (("A", "Picture books"), ("B", "Mindfulness"), ("C", "Singing")):
        _choose(visitor, slot, words)
    visitor.press("Save my choices")
    assert _held(visitor) == {"A": "W02-A", "B": "W07-B", "C": "W13-C"}
    assert "Booked" in visitor.told()
    assert "You have chosen 3 of 3 workshops" in visitor.text()
    assert any(cells[1] == visitor.email and "W07-B" in cells for cells in visitor.office.by_hand.grid("Bookings"))


def test_what_was_told_is_still_there_on_the_next_run_and_gone_on_the_next_page(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    visitor.press("Save my choices")
    visitor.app.run()
    assert "Booked" in visitor.told()
    visitor.open("programme").open("book")
    assert visitor.told() == ""


def test_a_change_gives_the_old_place_back(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    visitor.press("Save my choices")
    before = places.left(visitor.office.year, "W02-A")
    _choose(visitor, "A", "Mindfulness")
    visitor.press("Save my choices")
    assert _held(visitor) == {"A": "W07-A"}
    assert places.left(visitor.office.year, "W02-A") == before + 1


def test_a_full_session_offers_its_waiting_list(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    year = visitor.office.year
    full = next(
        card
        for part in programme(year)
        for card in part.sessions
        if part.slot.slot == "A" and card.places and places_for(year, visitor.email, card.session.session) == 0
    )
    option = _choose(visitor, "A", full.workshop.title.split(":")[0])
    assert f"Full, {full.waiting} waiting" in option
    assert "saving puts you on its waiting list" in visitor.text()
    visitor.press("Save my choices")
    waiting = places.waiting(visitor.office.year, full.session.session)
    assert waiting[-1].email == visitor.email
    assert f"you are number {len(waiting)} on the waiting list" in visitor.text()
    visitor.press("Leave the waiting list in slot A")
    rows = visitor.office.year.bookings_by_person[visitor.email]
    assert [row.status for row in rows] == [BookingStatus.CANCELLED]


def test_every_reason_is_given_and_every_choice_kept(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    visitor.office.by_hand.type_in("Settings", _row(visitor, "Settings", "Booking closes"), 2, "17/11/2026 17:00")
    visitor.office.refresh()
    _choose(visitor, "A", "Picture books")
    _choose(visitor, "B", "Picture books")
    visitor.press("Save my choices")
    assert "Not saved, for 3 reasons" in visitor.told()
    assert "Booking closed on Tue 17 Nov 2026" in visitor.told()
    assert "same workshop" in visitor.told()
    assert _held(visitor) == {}
    assert [visitor.field(f"Slot {slot}").value for slot in "AB"] == ["W02-A", "W02-B"]


def _row(visitor: Visitor, tab: str, first: str) -> int:
    return next(n for n, cells in enumerate(visitor.office.by_hand.grid(tab), start=1) if cells and cells[0] == first)


def test_a_leader_is_not_asked_in_their_own_slot(visitor: Visitor) -> None:
    visitor.be("Workshop leader").open("book")
    led = {session.slot for session in places.leads(visitor.office.year, visitor.email)}
    assert led
    assert f"Slot {min(led)}, 12:50 to 13:30: you lead" in visitor.text()
    assert not [question for question in visitor.app.selectbox if f"Slot {min(led)}" in question.label]


def test_a_place_can_be_given_up(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    visitor.press("Save my choices")
    visitor.press("Give up my place in slot A")
    assert _held(visitor) == {}
    assert len(visitor.app.success) == 2


def test_a_choice_is_kept_while_looking_at_the_programme(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    visitor.open("programme").open("book")
    assert visitor.field("Slot A").value == "W02-A"


def test_what_is_picked_is_not_taken_for_something_else_when_the_sheet_changes(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    member = visitor.office.year.person_by_email[visitor.email]
    hand = visitor.office.by_hand
    hand.append("Bookings", ["16/11/2026 09:00", member.email, member.name, member.school, "A", "W07-A", "Booked"])
    visitor.office.refresh()
    visitor.open("programme").open("book")
    assert visitor.field("Slot A").value == "W07-A"
    visitor.press("Save my choices")
    assert _held(visitor) == {"A": "W07-A"}


def test_the_filter_never_hides_what_is_picked(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Forest school")
    visitor.fill("Show workshops for", "KS2")
    assert any("Forest school" in option for option in visitor.options("Slot A"))
    assert not any("Telling tales" in option for option in visitor.options("Slot A"))
