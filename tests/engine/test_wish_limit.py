"""How many wishes one person may send: nobody needs so many, and nobody else waits for who does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.domain.record import Email
from kaizen.engine.wish_limit import MOST_WISHES, WINDOW, WishLimit
from kaizen.engine.wishes import Wishes
from kaizen.errors import NotSaved, TooManyWishes
from tests.engine.small_year import Do, SmallOffice, email, small_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

ANN, BO = email("ann"), email("bo")


def _no_rows(_: Any) -> tuple[()]:
    return ()


def _nothing(key: str, name: str = "ann") -> Do:
    return Do(key, _no_rows, name)


@pytest.fixture
def now() -> list[float]:
    return [1000.0]


@pytest.fixture
def wishes(now: list[float]) -> Wishes:
    """Give a queue in which Ann has just sent all she may."""
    full = Wishes(clock=lambda: now[0])
    for number in range(MOST_WISHES):
        full.add(_nothing(f"k{number}"))
    return full


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock") as made:
        yield made


def test_one_more_is_told_when_to_come_again(wishes: Wishes, now: list[float]) -> None:
    now[0] += 61
    with pytest.raises(TooManyWishes) as told:
        wishes.add(_nothing("more"))
    assert str(told.value) == (
        "In the last 10 minutes 60 things have been sent in your name, which is as many as the app takes from one "
        "person. Please send this again in 9 minutes. If it was not you, tell the organiser."
    )
    assert wishes.waiting() == MOST_WISHES
    now[0] += 9 * 60
    assert not wishes.add(_nothing("more")).done(), "when it said, the very same wish goes through"


def test_nobody_else_waits_for_it(wishes: Wishes) -> None:
    assert not wishes.add(_nothing("another", "bo")).done()


def test_a_double_click_does_not_count_twice(wishes: Wishes, now: list[float]) -> None:
    now[0] += WINDOW
    first = wishes.add(_nothing("double"))
    assert all(wishes.add(_nothing("double")) is first for _ in range(2 * MOST_WISHES))
    assert not wishes.add(_nothing("next")).done()


def test_a_key_of_something_else_is_told_so_and_not_counted(wishes: Wishes, now: list[float]) -> None:
    now[0] += WINDOW
    for _ in range(2 * MOST_WISHES):
        with pytest.raises(NotSaved, match="something else"):
            wishes.add(Do("k0", list))
    assert not wishes.add(_nothing("next")).done()


def test_what_is_refused_for_being_one_too_many_reaches_neither_sheet_nor_memory(small: SmallOffice) -> None:
    for number in range(MOST_WISHES):
        small.office.do(_nothing(f"k{number}"))
    small.wire.calls.clear()
    for _ in range(200):
        with pytest.raises(TooManyWishes):
            small.office.do(_nothing("more"))
    assert small.wire.calls == []
    assert small.office.do(_nothing("other", "bo")).sentence == "Done."
    small.seconds[0] += WINDOW
    assert small.office.do(_nothing("more")).sentence == "Done."


@given(st.randoms(use_true_random=False), st.floats(0, 10))
def test_never_more_than_the_limit_in_any_window(random: Random, pause: float) -> None:
    limit, now = WishLimit(), 0.0
    taken: dict[Email, list[float]] = {ANN: [], BO: []}
    for _ in range(5 * MOST_WISHES):
        person = random.choice((ANN, ANN, BO))
        now += random.uniform(0, pause)
        left = limit.take(person, now)
        lately = [time for time in taken[person] if time > now - WINDOW]
        assert (left > 0) is (len(lately) == MOST_WISHES), "nobody is refused for nothing, and nobody let through"
        if left:
            assert left == pytest.approx(lately[0] + WINDOW - now)
        else:
            taken[person].append(now)
    for times in taken.values():
        assert all(after - first >= WINDOW - 1e-6 for first, after in zip(times, times[MOST_WISHES:], strict=False))


def test_who_is_idle_is_forgotten() -> None:
    limit = WishLimit()
    for number in range(1000):
        assert not limit.take(Email(f"p{number}@larkfold.sch.example"), 0.0)
    assert len(limit) == 1000
    assert not limit.take(ANN, WINDOW - 1)
    assert len(limit) == 1001
    assert not limit.take(BO, WINDOW)
    assert len(limit) == 2
