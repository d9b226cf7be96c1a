"""A head changes what a form asks while somebody fills it in: nothing lands where it should not, no word just goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.engine import column_lookup
from tests.engine.added import add_column, cells_below, fill_down, from_range, one_of
from tests.pages.test_added_questions import ask_more, fill_in

if TYPE_CHECKING:
    from kaizen.engine.hand import Hand
    from kaizen.engine.office import Office
    from tests.pages.visitor import Visitor


@pytest.fixture
def hand(office: Office) -> Hand:
    return ask_more(office)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a wish look at the columns whenever it is decided, as if ten seconds had passed."""
    monkeypatch.setattr(column_lookup, "FRESH", 0.0)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(("heading", "answer"), [("A word to us", "hello"), ("Age of children", "5-7")])
def test_a_column_that_is_hidden_while_somebody_fills_the_form_in_gets_nothing(
    visitor: Visitor, hand: Hand, heading: str, answer: str
) -> None:
    fill_in(visitor).fill("Do you need a projector?", True).fill(heading, answer)
    column = hand.grid("Workshops")[0].index(heading)
    span = {"sheetId": hand.sheet_id("Workshops"), "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    shut = {"range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    hand.restructure([{"updateDimensionProperties": shut}])
    visitor.press("Propose this workshop")
    assert f'“{heading}” is not asked any more. Nothing is saved yet; you had answered "{answer}".' in visitor.told()
    assert visitor.field("Title").value == "Stories out of doors"
    visitor.press("Propose this workshop")
    assert "W19" in visitor.told()
    assert not any(cells_below(hand, "Workshops", heading))


@pytest.mark.usefixtures("at_once")
def test_an_option_that_goes_and_a_formula_that_comes_meanwhile_are_told(visitor: Visitor, hand: Hand) -> None:
    fill_in(visitor).fill("Do you need a projector?", True).fill("Age of children", "5-7").fill("A word to us", "hello")
    head, *rows = hand.grid("Workshops")
    ages, words = head.index("Age of children"), head.index("A word to us")
    body = {"sheetId": hand.sheet_id("Workshops"), "startRowIndex": 1}
    strict = one_of("3-5", "7-11", strict=True)
    body |= {"startColumnIndex": ages, "endColumnIndex": ages + 1}
    hand.restructure([{"setDataValidation": {"range": body, "rule": strict}}])
    fill_down(hand, "Workshops", words, "=1+{row}")
    visitor.press("Propose this workshop")
    assert "“A word to us” is not asked any more. Nothing is saved yet" in visitor.told()
    assert "“Age of children” has changed in the sheet meanwhile. You had answered “5-7”" in visitor.told()
    visitor.fill("Age of children", "7-11")
    assert "has changed in the sheet" not in visitor.told()
    assert len(hand.grid("Workshops")) == len(rows) + 1


def test_what_was_typed_is_told_where_its_question_is_renamed_or_becomes_a_choice(visitor: Visitor, hand: Hand) -> None:
    fill_in(visitor).fill("A word to us", "hello").fill("How many helpers?", 0).fill("Do you need a projector?", True)
    head = hand.grid("Workshops")[0]
    words = head.index("A word to us")
    hand.type_in("Workshops", 1, words + 1, "A word to the hosts")
    column = head.index("How many helpers?")
    body = {"sheetId": hand.sheet_id("Workshops"), "startRowIndex": 1, "startColumnIndex": column}
    rule = {"setDataValidation": {"range": body | {"endColumnIndex": column + 1}, "rule": one_of("few", "many")}}
    hand.restructure([rule])
    visitor.office.refresh()
    told = visitor.open("propose").told()
    assert "“A word to us” is not asked any more. You had answered “hello”, which is not sent." in told
    assert "“How many helpers?” has changed in the sheet meanwhile. You had answered “0”, which is not sent." in told
    visitor.press("Propose this workshop")
    assert "W19" in visitor.told()
    assert "You had answered" not in visitor.told()


def test_a_list_that_is_emptied_is_not_asked(visitor: Visitor, hand: Hand) -> None:
    add_column(hand, "Workshops", "Which box?", rule=from_range("=Lists!$Z$2:$Z"))
    visitor.office.refresh()
    visitor.be("Teaching assistant").open("propose")
    assert "Not asked, for there is nothing to choose from at the moment: Which box?." in visitor.text()


@pytest.mark.usefixtures("at_once")
def test_a_number_that_is_chosen_is_one_in_the_sheet(visitor: Visitor, hand: Hand) -> None:
    add_column(hand, "Workshops", "How many tables?", rule=one_of("2", "4", strict=True))
    visitor.office.refresh()
    fill_in(visitor).fill("Do you need a projector?", False).fill("How many tables?", "4")
    visitor.press("Propose this workshop")
    assert "W19" in visitor.told()
    assert cells_below(hand, "Workshops", "How many tables?")[-1] == {"numberValue": 4}
