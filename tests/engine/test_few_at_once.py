"""Turns at drawing: never too many at once, first come first served, and none is kept while its thread waits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from kaizen.engine.few_at_once import DRAWING, FewAtOnce
from kaizen.sheet.layout import BOOKINGS
from tests.engine.added import add_column
from tests.engine.small_year import Take, small_office

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENCE = 20.0
"""Seconds after which a thread of a test is stuck."""


class _Stopped(BaseException):
    """As Streamlit ends a run."""


def _until(there: Callable[[], bool]) -> None:
    never = threading.Event()
    for _ in range(int(PATIENCE * 1000)):
        if there():
            return
        never.wait(0.001)
    raise AssertionError("that never came")


def test_never_more_than_the_bound_work_at_once() -> None:
    few, inside, most, lock = FewAtOnce(2), [0], [0], threading.Lock()

    def at_work(step: int) -> None:
        with lock:
            inside[0] += step
            most[0] = max(most[0], inside[0])

    def work(go: threading.Event) -> None:
        with few.turn():
            at_work(1)
            go.wait(PATIENCE)
            at_work(-1)
            with few.aside():
                pass
            at_work(1)
            at_work(-1)

    go = threading.Event()
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(work, go) for _ in range(8)]
        _until(lambda: few.waiting == 6)
        go.set()
        for run in runs:
            run.result(PATIENCE)
    assert (most[0], inside[0], few.waiting) == (2, 0, 0)


def test_two_have_a_turn_and_the_third_waits_for_one_of_them() -> None:
    few, go, seen = FewAtOnce(2), threading.Event(), list[str]()

    def work(name: str) -> None:
        with few.turn():
            seen.append(name)
            go.wait(PATIENCE)

    with ThreadPoolExecutor(3) as pool:
        runs = [pool.submit(work, name) for name in ("one", "two")]
        _until(lambda: len(seen) == 2)
        runs.append(pool.submit(work, "three"))
        _until(lambda: few.waiting == 1)
        assert sorted(seen) == ["one", "two"]
        go.set()
        for run in runs:
            run.result(PATIENCE)
    assert seen[2] == "three"


def test_who_comes_first_is_first() -> None:
    few, order = FewAtOnce(1), list[int]()

    def work(number: int) -> None:
        with few.turn():
            order.append(number)

    with ThreadPoolExecutor(5) as pool, few.turn():
        for number in range(5):
            pool.submit(work, number)
            _until(lambda wanted=number + 1: few.waiting == wanted)  # type: ignore[misc]
    assert order == [0, 1, 2, 3, 4]


def test_who_waits_for_something_else_has_given_its_turn_back() -> None:
    few, answered, drawn = FewAtOnce(1), threading.Event(), list[str]()

    def waits() -> None:
        with few.turn():
            drawn.append("first half")
            with few.aside():
                assert not few.has_turn
                answered.wait(PATIENCE)
            assert few.has_turn
            drawn.append("second half")

    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(waits)
        _until(lambda: drawn == ["first half"])
        with few.turn():
            drawn.append("somebody else")
            answered.set()
            _until(lambda: few.waiting == 1)
        run.result(PATIENCE)
    assert drawn == ["first half", "somebody else", "second half"]


@pytest.mark.parametrize("failed", [ValueError, _Stopped])
@pytest.mark.parametrize("aside", [False, True])
def test_a_turn_goes_back_however_the_run_ends(failed: type[BaseException], aside: bool) -> None:
    few = FewAtOnce(1)
    with suppress(failed), few.turn(), few.aside(aside):
        assert few.has_turn is not aside
        raise failed
    assert not few.has_turn
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_has_turn_inside, few).result(PATIENCE)


def _has_turn_inside(few: FewAtOnce) -> bool:
    with few.turn():
        return few.has_turn


def test_a_turn_within_a_turn_is_the_same_one() -> None:
    few = FewAtOnce(1)
    with few.turn():
        with few.turn():
            assert few.has_turn
        assert few.has_turn
    assert not few.has_turn


def test_who_has_no_turn_has_none_after_waiting_either() -> None:
    few = FewAtOnce(1)
    with few.aside():
        assert not few.has_turn
    assert not few.has_turn


def test_no_run_has_a_turn_while_it_waits_for_the_sheet(tmp_path: Path) -> None:
    with small_office(tmp_path / "sheet.lock") as small:
        office, held = small.office, dict[str, bool]()

        def seen(call: str) -> None:
            held[call] = held.get(call, False) or DRAWING.has_turn

        small.wire.before = seen
        with DRAWING.turn():
            _ = office.year
            add_column(office.by_hand, "Bookings", "Lunch?")
            small.seconds[0] += 100
            _ = office.year
            office.do(Take("ann", "1"))
            office.look_again()
            office.refresh()
            office.pictures()
            office.closed()
            office.added_columns(BOOKINGS)
            assert DRAWING.has_turn
        assert len(held) > 1
        assert not any(held.values())


def test_who_finds_the_year_read_already_keeps_its_turn(tmp_path: Path) -> None:
    with small_office(tmp_path / "sheet.lock") as small:
        _ = small.office.year
        with DRAWING.turn(), DRAWING.turn():
            _ = small.office.year, small.office.age
            assert small.office.added_columns(BOOKINGS) == ()
            assert DRAWING.has_turn
