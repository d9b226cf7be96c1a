"""A head adds columns to a tab, and the form over that tab asks them: nobody has changed a program."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kaizen.ui import added_questions, prefill, show
from tests.engine.added import (
    A_DAY,
    TICK_BOX,
    add_column,
    cells_below,
    fill_down,
    from_range,
    number_between,
    one_of,
)
from tests.pages.test_propose import ABOUT

if TYPE_CHECKING:
    from kaizen.engine.hand import Hand
    from kaizen.engine.office import Office
    from tests.pages.visitor import Visitor


ADDED = ("Do you need a projector? *", "How many helpers?", "Age of children", "Delivered by", "A word to us")


@pytest.fixture
def hand(office: Office) -> Hand:
    return ask_more(office)


def ask_more(office: Office) -> Hand:
    """Return the hand of a head who has added five questions to Workshops, between and after the app's own columns."""
    hand = office.by_hand
    at = hand.grid("Workshops")[0].index("Status")
    ages = one_of("3-5", "5-7", "7-11")
    add_column(hand, "Workshops", "Age of children", at=at, rule=ages, note="Of those it is meant for.")
    add_column(hand, "Workshops", "How many helpers?", at=at, rule=number_between("0", "5"), note="Grown-ups only.")
    add_column(hand, "Workshops", "Do you need a projector? *", at=at, rule=TICK_BOX)
    add_column(hand, "Workshops", "Delivered by", rule=A_DAY)
    add_column(hand, "Workshops", "A word to us")
    add_column(hand, "Workshops", "For the committee", hidden=True)
    office.refresh()
    return hand


def fill_in(visitor: Visitor) -> Visitor:
    visitor.be("Teaching assistant").open("propose")
    return visitor.fill("Title", "Stories out of doors").fill("What it's about", ABOUT).fill("Best for", ["KS1"])


def test_the_form_asks_what_was_added_in_the_order_of_the_sheet(visitor: Visitor, hand: Hand) -> None:
    before = len(hand.grid("Workshops"))
    visitor.be("Teaching assistant").open("propose")
    app = visitor.app
    labels = [
        visitor.field(label).label
        for label in ("Do you need a projector?", "How many helpers?", "Age of children", "Delivered by")
    ]
    assert labels == [
        "Do you need a projector?",
        "How many helpers? (optional)",
        "Age of children (optional)",
        "Delivered by (optional)",
    ]
    drawn = [element.label for element in app.main if getattr(element, "label", None)]
    assert [label for label in drawn if label in labels] == labels
    assert visitor.field("How many helpers?").help == "Grown\\-ups only\\. From 0 to 5\\."
    assert visitor.options("Do you need a projector?") == ["Yes", "No"]
    assert visitor.field("Do you need a projector?").value is None
    assert "For the committee" not in visitor.text() + "".join(map(str, drawn))
    assert len(hand.grid("Workshops")) == before


def test_the_answers_stand_in_the_sheet_as_what_they_are(visitor: Visitor, hand: Hand) -> None:
    fill_in(visitor).fill("Do you need a projector?", True).fill("How many helpers?", 2)
    visitor.fill("Age of children", "5-7").fill("Delivered by", date(2027, 2, 1)).fill("A word to us", "=HYPERLINK(1)")
    visitor.press("Propose this workshop")
    assert "W19" in visitor.told()
    new = {heading: cells_below(hand, "Workshops", heading)[-1] for heading in (*ADDED, "ID")}
    assert new == {
        "Do you need a projector? *": {"boolValue": True},
        "How many helpers?": {"numberValue": 2},
        "Age of children": {"stringValue": "5-7"},
        "Delivered by": {"numberValue": 46419},
        "A word to us": {"stringValue": "=HYPERLINK(1)"},
        "ID": {"stringValue": "W19"},
    }
    head, *_, row = hand.grid("Workshops")
    assert row[head.index("Delivered by")] == "01/02/2027"
    assert visitor.field("How many helpers?").value is None


def test_what_is_required_is_asked_for_beside_its_field_and_the_draft_is_kept(visitor: Visitor, hand: Hand) -> None:
    fill_in(visitor).fill("Age of children", "7-11").press("Propose this workshop")
    sentence = "Please say Yes or No under “Do you need a projector?”."
    assert visitor.told().count(sentence) == 2, "beside the field and under the button"
    assert (visitor.field("Title").value, visitor.field("Age of children").value) == ("Stories out of doors", "7-11")
    assert len(visitor.office.year.workshops) == 18
    visitor.fill("Do you need a projector?", False)
    assert sentence not in visitor.told()
    visitor.press("Propose this workshop")
    assert cells_below(hand, "Workshops", "Do you need a projector? *")[-1] == {"boolValue": False}


def test_bounds_that_move_while_somebody_fills_the_form_in_break_nothing(visitor: Visitor, hand: Hand) -> None:
    fill_in(visitor).fill("Do you need a projector?", True).fill("How many helpers?", 4)
    column = hand.grid("Workshops")[0].index("How many helpers?")
    body = {"sheetId": hand.sheet_id("Workshops"), "startColumnIndex": column, "endColumnIndex": column + 1}
    hand.restructure([{"setDataValidation": {"range": {**body, "startRowIndex": 1}, "rule": number_between("0", "2")}}])
    visitor.office.refresh()
    visitor.open("propose")
    assert (visitor.field("How many helpers?").max, visitor.field("How many helpers?").value) == (2, None)
    assert visitor.field("Title").value == "Stories out of doors"


def test_a_column_that_goes_while_somebody_fills_the_form_in_is_told(visitor: Visitor, hand: Hand) -> None:
    fill_in(visitor).fill("Do you need a projector?", True)
    column = hand.grid("Workshops")[0].index("Do you need a projector? *")
    hand.type_in("Workshops", 1, column + 1, "")
    visitor.press("Propose this workshop")
    assert "no column headed Do you need a projector? *" in visitor.told()
    assert visitor.field("Title").value == "Stories out of doors"


def test_formulas_are_named_and_not_asked(visitor: Visitor, hand: Hand) -> None:
    column = add_column(hand, "Workshops", "Words in it", note="Counted by the sheet.")
    fill_down(hand, "Workshops", column, "=LEN(C{row})")
    visitor.office.refresh()
    fill_in(visitor).fill("Do you need a projector?", True)
    assert "Worked out in the sheet: Words in it." in visitor.text()
    visitor.press("Propose this workshop")
    assert cells_below(hand, "Workshops", "Words in it")[-1] == {"formulaValue": "=LEN(C20)"}


def test_an_option_that_a_head_adds_to_lists_is_in_the_form(visitor: Visitor, hand: Hand) -> None:
    add_column(hand, "Workshops", "Year group", rule=from_range("=Lists!$B$2:$B"))
    visitor.office.refresh()
    visitor.be("Teaching assistant").open("propose")
    lists = hand.grid("Lists")
    for heading, label in (("Best for", "Best for"), (lists[0][1], "Year group")):
        column = lists[0].index(heading)
        row = next((n for n, cells in enumerate(lists, 1) if len(cells) <= column or not cells[column]), len(lists) + 1)
        assert "A new one" not in visitor.options(label)
        hand.type_in("Lists", row, column + 1, "A new one")
        visitor.office.refresh()
        visitor.open("propose")
        assert "A new one" in visitor.options(label)


@pytest.mark.parametrize(
    ("tab", "slug", "button", "fills"),
    [
        ("Follow-ups", "follow-ups", "Add this follow-up", {"What": "Try it", "Kind": "Try in class"}),
        (
            "Visit notes",
            "log-a-visit",
            "Send",
            {"What I saw": "Role cards", "What I'll try": "The same"},
        ),
    ],
)
def test_every_form_that_adds_a_row_asks(
    visitor: Visitor, tab: str, slug: str, button: str, fills: dict[str, str]
) -> None:
    hand = visitor.office.by_hand
    add_column(hand, tab, "Was it worth it? *", rule=one_of("Very", "A little", strict=True))
    visitor.office.refresh()
    visitor.be("Class teacher").open(slug)
    for label, answer in fills.items():
        visitor.fill(label, answer)
    visitor.press(button)
    assert "Please choose “Was it worth it?”." in visitor.told()
    visitor.fill("Was it worth it?", "Very").press(button)
    assert "Not saved" not in visitor.told(), visitor.told()
    assert cells_below(hand, tab, "Was it worth it? *")[-1] == {"stringValue": "Very"}


@pytest.mark.parametrize("tab", ["Visits", "Visit days"])
def test_forms_of_visits_ask_too(visitor: Visitor, tab: str) -> None:
    add_column(visitor.office.by_hand, tab, "Anything else", rule=one_of("A", "B"))
    visitor.office.refresh()
    heads = [school.head_email for school in visitor.office.year.schools if school.head_email]
    pages = (visitor.be_with(head).open("visits").app for head in heads)
    assert any("Anything else" in box.label for page in pages for box in page.selectbox)


def test_hostile_headings_notes_and_options_are_text(visitor: Visitor) -> None:
    nasty = "![x](https://evil.example/a.png) :red[b] <b>1</b> $x$"
    add_column(visitor.office.by_hand, "Workshops", nasty, note=nasty, rule=one_of(nasty, "fine"))
    visitor.office.refresh()
    box = next(box for box in visitor.be("Teaching assistant").open("propose").app.selectbox if "evil" in box.label)
    assert all(mark not in box.label.replace(f"\\{mark}", "") for mark in "[]")
    assert "[" not in box.help.replace(show.APART, "").replace("\\[", "")
    fill_in(visitor)
    next(one for one in visitor.app.selectbox if "evil" in one.label).set_value(nasty).run()
    visitor.press("Propose this workshop")
    assert cells_below(visitor.office.by_hand, "Workshops", nasty)[-1] == {"stringValue": nasty}


def _address(visitor: Visitor, **told: str) -> None:
    """Follow a link to the page Propose with something filled in beforehand."""
    visitor.be("Teaching assistant")
    for name, text in told.items():
        visitor.app.query_params[name.replace("_q_", " ")] = text
    visitor.open("propose")


def test_an_address_fills_in_what_the_form_would_take(visitor: Visitor, hand: Hand) -> None:
    _address(
        visitor,
        best_for="ks1, EYFS",
        title="  Clay  for all ",
        most_people="max 12",
        times="99",
        status="Accepted",
        Age_q_of_q_children="5-7",
        **{"how many helpers?": "3"},
    )
    assert visitor.field("Best for").value == ["KS1", "EYFS"]
    assert visitor.field("Title").value == "Clay for all"
    assert visitor.field("Most people").value == 12
    assert visitor.field("Times they'll run it").value == 1, "what is known is not overwritten"
    assert visitor.field("Age of children").value == "5-7"
    assert visitor.field("How many helpers?").value == 3
    assert len(visitor.office.year.workshops) == 18
    visitor.open("programme").open("propose")
    assert visitor.field("Title").value == "Clay for all", "the menu takes it out of the address"
    visitor.fill("Title", "").open("home").open("propose")
    assert visitor.field("Title").value == "", "and what is taken out of the box stays out"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("best_for", "KS1, Everybody and their dog"),
        ("title", "x" * 3000),
        ("best_for", "KS1," * 700 + "KS1"),
        ("most_people", "-3"),
        ("how many helpers?", "7"),
        ("do you need a projector?", "perhaps"),
        ("delivered by", "31/02/2027"),
    ],
)
def test_what_the_form_would_not_take_is_not_filled_in(visitor: Visitor, hand: Hand, name: str, text: str) -> None:
    blank = visitor.be("Teaching assistant").open("propose").app
    labels = {"title": "Title", "best_for": "Best for", "most_people": "Most people"}
    label = labels.get(name, name.capitalize())
    before = visitor.field(label).value
    assert not blank.exception
    _address(visitor, **{name: text})
    assert visitor.field(label).value == before
    assert not visitor.app.exception


def test_of_an_address_without_end_only_the_beginning_is_looked_at(visitor: Visitor) -> None:
    others = {f"part {number}": "x" for number in range(prefill.MOST_ANSWERS - 1)}
    _address(visitor, title="Clay for all", **others, best_for="KS1")
    assert visitor.field("Title").value == "Clay for all"
    assert visitor.field("Best for").value == []


def test_without_an_answer_from_the_sheet_nothing_is_sent(visitor: Visitor, hand: Hand) -> None:
    assert "For the committee" in hand.grid("Workshops")[0]
    fill_in(visitor)
    columns = visitor.office._snapshots.columns
    columns._known, columns._tried_at = {}, float("inf")  # as after a start at which the sheet did not answer
    visitor.press("Propose this workshop")
    assert "does not say at the moment what else is asked here" in visitor.told()
    assert len(visitor.office.year.workshops) == 18
    columns.forget()
    visitor.open("propose").fill("Do you need a projector?", True).press("Propose this workshop")
    assert "W19" in visitor.told()


def test_a_form_over_no_tab_has_nothing_added(office: Office) -> None:
    class Nothing:
        office, tab, name = None, None, "nothing"

    with pytest.raises(TypeError, match="over no tab"):
        added_questions.ask(Nothing())  # type: ignore[arg-type]
