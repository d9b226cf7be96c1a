"""A head adds columns to Bookings: the page Book asks them once, and each row that it adds gets the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.rules import places
from kaizen.rules.timetable import programme
from kaizen.rules.waiting_list import places_for
from tests.engine.added import add_column, cells_below, fill_down, number_between, one_of

if TYPE_CHECKING:
    from kaizen.engine.hand import Hand
    from kaizen.engine.office import Office
    from tests.pages.visitor import Visitor

LUNCH, GUESTS = "Lunch *", "Cakes you bring"
SAVE = "Save my choices"
MISSING = "Please choose “Lunch”."


@pytest.fixture
def hand(office: Office) -> Hand:
    """Give the hand of a head who asks for lunch, which has to be answered, and for cakes."""
    hand = office.by_hand
    lunch = one_of("Cheese", "Ham", strict=True)
    add_column(hand, "Bookings", LUNCH, rule=lunch, note="One lunch for the whole day.")
    add_column(hand, "Bookings", GUESTS, rule=number_between("0", "5"))
    office.refresh()
    return hand


def _pick(visitor: Visitor, slot: str, words: str) -> None:
    options = visitor.field(f"Slot {slot}").options
    visitor.fill(f"Slot {slot}", next(option for option in options if words in option))


def _asked(visitor: Visitor) -> bool:
    return any(box.label.startswith("Lunch") for box in visitor.app.selectbox)


def _answers(visitor: Visitor) -> dict[str, tuple[str, str]]:
    """Return what stands under the added headings, by session, in the rows of the person."""
    head, *rows = visitor.office.by_hand.grid("Bookings")
    lunch, cakes = head.index(LUNCH), head.index(GUESTS)
    return {
        str(row[head.index("Session")]): tuple("".join(map(str, row[at : at + 1])) for at in (lunch, cakes))  # type: ignore[misc]
        for row in rows
        if visitor.email in row
    }


def test_three_choices_ask_once_and_three_rows_have_the_answers(visitor: Visitor, hand: Hand) -> None:
    column = add_column(hand, "Bookings", "Badge")
    fill_down(hand, "Bookings", column, "=LEN(B{row})")
    visitor.office.refresh()
    before = len(hand.grid("Bookings"))
    visitor.be("Teaching assistant").open("book")
    assert not _asked(visitor), "nothing is chosen yet"
    _pick(visitor, "A", "Picture books")
    assert _asked(visitor)
    assert "Asked once" not in visitor.text()
    _pick(visitor, "B", "Mindfulness")
    _pick(visitor, "C", "Singing")
    assert "Asked once, for all 3 workshops that you are adding." in visitor.text()
    assert visitor.field("Lunch").help == "One lunch for the whole day\\."
    visitor.fill("Lunch", "Cheese").fill("Cakes you bring", 2).press(SAVE)
    answers = ("Cheese", "2")
    assert _answers(visitor) == {"W02-A": answers, "W07-B": answers, "W13-C": answers}
    assert cells_below(hand, "Bookings", GUESTS)[-3:] == [{"numberValue": 2}] * 3
    formulas = [{"formulaValue": f"=LEN(B{row})"} for row in range(before + 1, before + 4)]
    assert cells_below(hand, "Bookings", "Badge")[-3:] == formulas
    assert not _asked(visitor), "all three are saved"


def test_what_is_required_is_told_beside_it_and_every_choice_kept(visitor: Visitor, hand: Hand) -> None:
    before = hand.grid("Bookings")
    visitor.be("Teaching assistant").open("book")
    _pick(visitor, "A", "Picture books")
    visitor.press(SAVE)
    assert visitor.told().count(MISSING) == 2, "beside the field and under the button"
    assert hand.grid("Bookings") == before
    assert visitor.field("Slot A").value == "W02-A"
    visitor.fill("Lunch", "Ham")
    assert MISSING not in visitor.told()
    visitor.press(SAVE)
    assert _answers(visitor) == {"W02-A": ("Ham", "")}


def test_choices_without_a_new_row_are_neither_asked_about_nor_held_up(visitor: Visitor, hand: Hand) -> None:
    visitor.be("Teaching assistant").open("book")
    _pick(visitor, "A", "Picture books")
    visitor.fill("Lunch", "Ham").press(SAVE)
    before = hand.grid("Bookings")
    assert not _asked(visitor)
    visitor.press(SAVE)
    assert "Already booked" in visitor.told()
    assert hand.grid("Bookings") == before
    visitor.press("Give up Picture books")
    assert "Given up" in visitor.told()
    assert _answers(visitor) == {"W02-A": ("Ham", "")}


def test_a_change_keeps_the_answers_of_the_old_row_and_asks_for_the_new_one(visitor: Visitor, hand: Hand) -> None:
    visitor.be("Teaching assistant").open("book")
    _pick(visitor, "A", "Picture books")
    visitor.fill("Lunch", "Ham").press(SAVE)
    _pick(visitor, "A", "Mindfulness")
    assert visitor.field("Lunch").value is None, "it is another row"
    visitor.press(SAVE)
    assert MISSING in visitor.told()
    visitor.fill("Lunch", "Cheese").press(SAVE)
    assert _answers(visitor) == {"W02-A": ("Ham", ""), "W07-A": ("Cheese", "")}
    rows = visitor.office.year.bookings_by_person[visitor.email]
    assert [row.status for row in rows] == [BookingStatus.CANCELLED, BookingStatus.BOOKED]


def test_a_reason_about_what_is_not_asked_any_more_goes_and_comes_with_it(visitor: Visitor, hand: Hand) -> None:
    visitor.be("Teaching assistant").open("book")
    assert LUNCH in hand.grid("Bookings")[0]
    _pick(visitor, "A", "Picture books")
    visitor.press(SAVE)
    assert MISSING in visitor.told()
    _pick(visitor, "A", "No workshop")
    assert not _asked(visitor)
    assert visitor.told() == ""
    _pick(visitor, "A", "Picture books")
    assert visitor.told().count(MISSING) == 2


def test_a_row_on_a_waiting_list_has_the_answers_too(visitor: Visitor, hand: Hand) -> None:
    visitor.be("Teaching assistant").open("book")
    year = visitor.office.year
    full = next(
        card
        for part in programme(year)
        for card in part.sessions
        if part.slot.slot == "A" and card.places and places_for(year, visitor.email, card.session.session) == 0
    )
    _pick(visitor, "A", full.workshop.title.split(":")[0])
    visitor.fill("Lunch", "Ham").press(SAVE)
    assert places.waiting(visitor.office.year, full.session.session)[-1].email == visitor.email
    assert _answers(visitor) == {full.session.session: ("Ham", "")}
    before = hand.grid("Bookings")
    assert not _asked(visitor)
    visitor.press(SAVE)
    assert MISSING not in visitor.told()
    assert hand.grid("Bookings") == before


def test_what_is_filled_in_survives_another_page_and_a_choice_taken_back(visitor: Visitor, hand: Hand) -> None:
    visitor.be("Teaching assistant").open("book")
    assert LUNCH in hand.grid("Bookings")[0]
    _pick(visitor, "A", "Picture books")
    visitor.fill("Lunch", "Ham").open("programme").open("book")
    assert visitor.field("Lunch").value == "Ham"
    _pick(visitor, "A", "No workshop")
    _pick(visitor, "A", "Mindfulness")
    assert visitor.field("Lunch").value == "Ham"


def test_a_column_that_goes_while_somebody_chooses_is_told_and_nothing_is_booked(visitor: Visitor, hand: Hand) -> None:
    visitor.be("Teaching assistant").open("book")
    _pick(visitor, "A", "Picture books")
    _pick(visitor, "B", "Mindfulness")
    visitor.fill("Lunch", "Ham")
    hand.type_in("Bookings", 1, hand.grid("Bookings")[0].index(LUNCH) + 1, "")
    before = len(hand.grid("Bookings"))
    visitor.press(SAVE)
    assert f"no column headed {LUNCH}" in visitor.told()
    assert len(hand.grid("Bookings")) == before
    visitor.press(SAVE)
    assert "Booked" in visitor.told()
    assert len(hand.grid("Bookings")) == before + 2
