"""What a browser still holds of forms that this process has never drawn."""

from __future__ import annotations

from streamlit.elements.lib.utils import compute_and_register_element_id
from streamlit.runtime.state import SafeSessionState

from kaizen.ui.brought import INPUT, drafts_in, input_keys, mark_of
from kaizen.ui.desk import Desk

MINE, OTHERS = mark_of("ann@shore.sch.example"), mark_of("bob@shore.sch.example")
KEY = "0123456789ab"


def test_drafts_are_found_by_the_name_of_their_form() -> None:
    keys = [
        f"propose.{KEY}{MINE}.title",
        f"propose.{'f' * 12}{MINE}.title",
        f"our-school.log.a.b@shore.sch.example.{KEY}{MINE}.saw.W01",
        f"cancel-visit.V001.{KEY}{MINE}",
        f"feedback.{KEY}{OTHERS}.better",
        f"{KEY}{MINE}.title",
        f"book.{KEY}.slot",
        *("", ".", "visits.who", "x" * 10_000),
    ]
    assert drafts_in(keys, MINE) == {
        "propose": KEY + MINE,
        "our-school.log.a.b@shore.sch.example": KEY + MINE,
        "cancel-visit.V001": KEY + MINE,
    }


def test_a_form_goes_on_as_the_same_wish() -> None:
    desk = Desk(mark=MINE, brought={"propose": KEY + MINE})
    assert (desk.wish("propose").draft, desk.wish("propose").key) == (KEY + MINE, KEY)
    fresh = desk.wish("book")
    assert fresh.draft == fresh.key + MINE
    assert drafts_in([f"book.{fresh.draft}.slot"], MINE) == {"book": fresh.draft}


def test_without_a_run_of_a_page_there_is_nothing() -> None:
    assert input_keys() == ()


def test_streamlit_has_what_this_stands_on() -> None:
    assert callable(SafeSessionState.get_widget_states)
    name = compute_and_register_element_id("text_input", user_key="propose.title", dg=None, key_as_main_identity=True)
    match = INPUT.fullmatch(name)
    assert match is not None
    assert match[1] == "propose.title"
