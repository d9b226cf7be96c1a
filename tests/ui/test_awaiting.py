"""What somebody reads whose wish waits: a number and seconds that only go down, until they were wrong."""

from __future__ import annotations

import re
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kaizen.engine.few_at_once import AT_ONCE, DRAWING
from kaizen.engine.waiting import LONGER
from kaizen.engine.wishes import Receipt
from kaizen.engine.writer import Standing
from kaizen.ui.awaiting import AT_THE_MOMENT, briefly, counted_down
from kaizen.ui.desk import Wish


def _seconds(sentence: str) -> int:
    found = re.search(r"about (\d+) s", sentence)
    assert found, sentence
    return int(found[1])


def test_the_number_and_the_seconds_are_told() -> None:
    assert counted_down(Standing(40, 20.0), Wish(), 0.0) == "You are number 41; saving takes about 20 s."


def test_the_seconds_go_down_while_the_guess_stays_the_same() -> None:
    wish = Wish()
    told = [counted_down(Standing(40, 20.0), wish, 1000.0 + second) for second in range(20)]
    assert [_seconds(sentence) for sentence in told] == [20] * 5 + [15] * 5 + [10, 9, 8, 7, 6, 5, 4, 3, 3, 3]


def test_what_is_sooner_than_was_said_is_told() -> None:
    wish = Wish()
    counted_down(Standing(40, 60.0), wish, 0.0)
    assert counted_down(Standing(3, 5.0), wish, 1.0) == "You are number 4; saving takes about 5 s."


def test_once_the_time_is_over_the_guess_begins_anew() -> None:
    wish = Wish()
    counted_down(Standing(40, 20.0), wish, 0.0)
    assert _seconds(counted_down(Standing(40, 20.0), wish, 21.0)) == 20


def test_a_guess_that_was_wrong_again_and_again_is_not_told() -> None:
    wish = Wish()
    told = [counted_down(Standing(2, 4.0), wish, float(second)) for second in range(40)]
    assert _seconds(told[0]) == 4
    assert set(told[12:]) == {"You are number 3; it takes longer than usual at the moment."}
    wish.send(wish.key, lambda _: Future())
    assert _seconds(counted_down(Standing(2, 4.0), wish, 40.0)) == 4


def test_what_is_being_saved_has_no_number() -> None:
    assert counted_down(Standing(None, 1.0), Wish(), 0.0) == AT_THE_MOMENT


def test_a_run_that_waits_for_an_answer_has_given_its_turn_back() -> None:
    wish, answer, over = Wish(), Future[Any](), threading.Event()

    def draws() -> None:
        with DRAWING.turn():
            over.wait(20)

    def answers() -> None:
        with DRAWING.turn():
            answer.set_result(Receipt("Done.", "key"))

    with ThreadPoolExecutor(AT_ONCE) as others, DRAWING.turn():
        for _ in range(AT_ONCE - 1):
            others.submit(draws)
        wish.send(wish.key, lambda _: answer)
        others.submit(answers)
        assert briefly(wish)
        assert DRAWING.has_turn
        over.set()


@given(st.floats(0, 120), st.integers(0, 400), st.lists(st.floats(0.1, 3), max_size=40))
def test_nobody_is_told_of_more_seconds_before_the_first_ones_are_over(
    guess: float, ahead: int, steps: list[float]
) -> None:
    wish, now, last = Wish(), 0.0, 10**6
    for step in steps:
        sentence = counted_down(Standing(ahead, guess), wish, now)
        assert now < guess or LONGER in sentence or _seconds(sentence)
        if now < guess:
            told = _seconds(sentence)
            assert told <= last
            last = told
        now += step


def test_a_new_sending_expects_anew() -> None:
    wish = Wish(expected=5.0)
    wish.send(wish.key, lambda _: Future())
    assert wish.expected is None
