"""One wish a form: double clicks, overtaken runs, refusals and answers that do not come."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass

import pytest

from kaizen.errors import NotSaved, OutcomeUnknown, Refused
from kaizen.ui.desk import Desk, Wish, at_once


@dataclass
class Saved:
    sentence: str = "Saved."


def test_two_clicks_at_once_are_one_wish_and_both_see_it() -> None:
    wish, sent, answer, began = Wish(), [], Future(), threading.Event()

    def later(key: str) -> Future[Saved]:
        sent.append(key)
        began.set()
        return answer

    key, seen = wish.key, []
    clicks = [threading.Thread(target=lambda: (wish.send(key, later), seen.append(wish.wait(10)))) for _ in range(2)]
    for click in clicks:
        click.start()
    assert began.wait(10)
    assert wish.under_way
    assert not wish.wait(0)
    answer.set_result(Saved())
    for click in clicks:
        click.join(10)
    assert (sent, seen) == ([key], [True, True])
    assert wish.outcome == Saved()
    assert not wish.under_way


def test_an_answer_that_nobody_waits_for_is_kept() -> None:
    wish, answer = Wish(answers={"title": "Maps"}), Future()
    wish.send(wish.key, lambda _: answer)
    wish.answers["title"] = "Maps and mazes"
    answer.set_exception(Refused(["No."]))
    assert isinstance(wish.outcome, Refused)
    assert wish.mended("title"), "the refusal is about what was sent"


def test_an_answer_of_a_kind_that_nobody_foresaw_leaves_open_what_happened() -> None:
    wish, answer = Wish(), Future()
    key = wish.key
    wish.send(key, lambda _: answer)
    answer.set_exception(ZeroDivisionError())
    assert isinstance(wish.outcome, OutcomeUnknown)
    assert (wish.key, wish.under_way) == (key, False)


def test_a_click_that_comes_after_the_answer_is_not_a_second_wish() -> None:
    wish, sent = Wish(), []
    key = wish.key
    for _ in range(2):
        wish.send(key, at_once(lambda key: sent.append(key) or Saved()))
    assert sent == [key]


def test_success_gives_a_new_key_and_a_blank_form() -> None:
    wish = Wish()
    key, draft = wish.key, wish.draft
    wish.send(key, at_once(lambda _: Saved()))
    assert (wish.key != key, wish.draft != draft) == (True, True)


@pytest.mark.parametrize("error", [Refused(["No."]), NotSaved("No.")])
def test_a_refusal_keeps_the_draft_and_takes_a_new_key(error: Exception) -> None:
    wish = Wish()
    key, draft = wish.key, wish.draft
    wish.send(key, at_once(_raising(error)))
    assert wish.outcome is error
    assert (wish.key != key, wish.draft) == (True, draft)


def test_an_unknown_outcome_keeps_the_key_so_that_trying_again_is_the_same_wish() -> None:
    wish, sent = Wish(), []
    key = wish.key
    wish.send(key, at_once(_raising(OutcomeUnknown("Who knows."))))
    wish.send(wish.key, at_once(lambda key: sent.append(key) or Saved()))
    assert sent == [key]
    assert wish.outcome == Saved()


def test_an_error_nobody_foresaw_is_raised_and_leaves_the_form_usable() -> None:
    wish = Wish()
    with pytest.raises(ZeroDivisionError):
        wish.send(wish.key, at_once(_raising(ZeroDivisionError())))
    assert not wish.under_way
    wish.send(wish.key, at_once(lambda _: Saved()))
    assert wish.outcome == Saved()


def _raising(error: Exception):  # noqa: ANN202 - a function that always raises
    def do(_: str) -> Saved:
        raise error

    return do


def test_what_has_been_read_is_gone_on_the_next_page_and_what_has_not_is_kept() -> None:
    desk = Desk()
    desk.turn_to("Book")
    for name in ("read", "unread", "unknown"):
        error = OutcomeUnknown("Who knows.") if name == "unknown" else Refused(["No."])
        desk.wish(name).send(desk.wish(name).key, at_once(_raising(error)))
        desk.wish(name).drawn = name != "unread"
    desk.read()
    desk.turn_to("Book")
    assert all(wish.outcome for wish in desk.wishes.values())
    desk.turn_to("Home")
    assert {name: wish.outcome is not None for name, wish in desk.wishes.items()} == {
        "read": False,
        "unread": True,
        "unknown": True,
    }


def test_the_wishes_of_a_list_are_found_by_its_name() -> None:
    desk = Desk()
    mine, _ = desk.wish("give-up.W02-A"), desk.wish("give-upside")
    assert desk.under("give-up.") == [mine]


def test_a_complaint_stands_while_its_answer_is_what_was_sent() -> None:
    wish = Wish(answers={"title": "x" * 99, "about": "y"})
    wish.send(wish.key, at_once(_raising(Refused(["Too long."]))))
    assert not wish.mended("title")
    assert not wish.mended("no field of the form")
    wish.answers["title"] = "x"
    assert wish.mended("title")
    assert not wish.mended("about")
    wish.send(wish.key, at_once(_raising(Refused(["Too short."]))))
    assert not wish.mended("title")


def test_a_success_is_done_with_refusals_that_have_been_read() -> None:
    desk = Desk()
    for name in ("read", "unread", "unknown"):
        error = OutcomeUnknown("Who knows.") if name == "unknown" else Refused(["No."])
        desk.wish(name).send(desk.wish(name).key, at_once(_raising(error)))
        desk.wish(name).seen = name != "unread"
    other = desk.wish("other")
    other.send(other.key, at_once(_raising(Refused(["No."]))))
    desk.succeeded(other)
    assert all(wish.outcome for wish in desk.wishes.values())
    other.send(other.key, at_once(lambda _: Saved()))
    desk.succeeded(other)
    assert [name for name, wish in desk.wishes.items() if wish.outcome is None] == ["read"]


def test_what_nobody_has_read_is_told_on_the_next_page_and_only_there() -> None:
    desk = Desk()
    desk.turn_to("Book")
    left, stayed = desk.wish("left"), desk.wish("stayed")
    stayed.send(stayed.key, at_once(lambda _: Saved()))
    stayed.seen = True
    left.send(left.key, at_once(lambda _: Saved()))
    assert desk.unread() == []
    desk.turn_to("Home")
    assert desk.unread() == [left]
    left.drawn = True
    assert desk.unread() == [left], "the run that drew it was overtaken"
    desk.read()
    assert desk.unread() == []
    desk.turn_to("Book")
    assert left.outcome is None


def test_only_a_warning_of_a_run_that_came_to_its_end_has_been_read() -> None:
    desk = Desk()
    desk.wish("book").warned = ("W02-A",)
    assert desk.wish("book").read_warnings == ()
    desk.read()
    assert desk.wish("book").read_warnings == ("W02-A",)


def test_an_answer_that_comes_after_the_wish_was_drawn_as_unanswered_is_not_missed() -> None:
    desk, answer = Desk(), Future()
    wish = desk.wish("book")
    assert desk.awaited() == []
    wish.send(wish.key, lambda _: answer)
    assert desk.awaited() == [wish]
    wish.spot = "drawn"
    answer.set_result(Saved())
    assert desk.awaited() == [wish], "what is on the page is still the hourglass"
    wish.spot = None
    assert desk.awaited() == []
