"""One call: within the quota, again where that is safe, and never for ever."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kaizen.engine.calls import FAULT_PATIENCE, FOR_THE_APP, FOR_WISHES, LONGEST, QUOTA_PATIENCE, TRIES, Caller
from kaizen.engine.faults import CallFailed
from kaizen.engine.quota import A_MINUTE, Kind, Quota

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Line:
    """Somebody who calls, on a clock of their own, and what each call is answered."""

    def __init__(self, quota_file: Path | None = None) -> None:
        self.now = 1000.0
        self.asked: list[float] = []
        self.answers: list[CallFailed] = []
        self.always: CallFailed | None = None
        quota = Quota(quota_file, lambda: self.now) if quota_file else None
        self.caller = Caller(quota, self._sleep, lambda: 0.5, lambda: self.now)

    def _sleep(self, seconds: float) -> None:
        self.now += seconds

    def ask(self) -> str:
        self.asked.append(self.now - 1000)
        if self.always is not None:
            raise self.always
        if self.answers:
            raise self.answers.pop(0)
        return "answered"


def failed(status: int, *, unknown: bool = False) -> CallFailed:
    return CallFailed(status, unknown=unknown, detail="No.")


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def counted(tmp_path: Path) -> Line:
    return Line(tmp_path / "sheet.quota")


@pytest.mark.parametrize("error", [failed(429), failed(500, unknown=True), failed(0), failed(0, unknown=True)])
def test_a_read_is_put_again(line: Line, error: CallFailed) -> None:
    line.answers = [error, error]
    assert line.caller.read(line.ask) == "answered"
    assert line.asked == [0, 1.5, 4], "1 s, then 2 s, each with something added"


@pytest.mark.parametrize("error", [failed(429), failed(0)])
def test_a_write_that_certainly_did_nothing_is_put_again(line: Line, error: CallFailed) -> None:
    line.answers = [error]
    assert line.caller.write(line.ask) == "answered"
    assert len(line.asked) == 2


@pytest.mark.parametrize(
    "error", [failed(500, unknown=True), failed(503, unknown=True), failed(0, unknown=True), failed(400), failed(403)]
)
def test_a_write_that_may_have_done_something_is_not(line: Line, error: CallFailed) -> None:
    line.answers = [error]
    with pytest.raises(CallFailed):
        line.caller.write(line.ask)
    assert len(line.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_plain_no_is_not_asked_for_twice(line: Line, status: int) -> None:
    line.always = failed(status)
    with pytest.raises(CallFailed):
        line.caller.read(line.ask)
    assert len(line.asked) == 1


@pytest.mark.parametrize(("status", "patience"), [(500, FAULT_PATIENCE), (0, FAULT_PATIENCE), (429, QUOTA_PATIENCE)])
@pytest.mark.parametrize("put", [Caller.read, Caller.write])
def test_nobody_asks_for_ever(
    line: Line, status: int, patience: float, put: Callable[[Caller, Callable[[], str]], str]
) -> None:
    line.always = failed(status)
    with pytest.raises(CallFailed):
        put(line.caller, line.ask)
    assert line.asked[-1] <= patience
    assert len(line.asked) <= TRIES or status == 429
    pauses = [later - before for before, later in zip(line.asked, line.asked[1:], strict=False)]
    assert all(pause <= LONGEST for pause in pauses)


def test_a_caller_that_tries_once_tries_once() -> None:
    line = Line()
    line.caller.tries = 1
    line.always = failed(429)
    with pytest.raises(CallFailed):
        line.caller.read(line.ask)
    assert len(line.asked) == 1


def test_a_call_waits_for_its_place_and_nobody_hears_of_it(counted: Line) -> None:
    for _ in range(A_MINUTE):
        counted.caller.write(counted.ask)
    assert counted.caller.write(counted.ask) == "answered"
    assert counted.asked[-1] == pytest.approx(60)


def test_a_refusal_is_learnt_from(counted: Line) -> None:
    for _ in range(10):
        counted.caller.read(counted.ask)
    counted.answers = [failed(429)]
    assert counted.caller.read(counted.ask) == "answered"
    assert counted.asked[-1] > 50, "less is asked for from then on"


def test_a_place_that_never_comes_is_not_waited_for(counted: Line) -> None:
    counted.always = failed(429)
    with pytest.raises(CallFailed, match="busy"):
        counted.caller.read(counted.ask)
    assert counted.now <= 1000 + QUOTA_PATIENCE + LONGEST


def test_a_quota_that_is_far_off_is_not_waited_for(counted: Line) -> None:
    assert counted.caller.quota is not None
    for _ in range(A_MINUTE):
        counted.caller.quota.take(Kind.READ)
    counted.caller.closing_at = 1010.0
    with pytest.raises(CallFailed, match="busy"):
        counted.caller.read(counted.ask)
    assert (counted.now, counted.asked) == (1000, []), "the app is being closed, and the minute is not over by then"


def test_who_looks_does_not_wait_and_leaves_some_for_those_who_save(counted: Line) -> None:
    for _ in range(A_MINUTE - FOR_WISHES):
        assert counted.caller.look(counted.ask) == "answered"
    with pytest.raises(CallFailed) as full:
        counted.caller.look(counted.ask)
    assert (full.value.status, counted.now) == (429, 1000)
    assert counted.caller.read(counted.ask) == "answered"


def test_who_looks_asks_once(line: Line) -> None:
    line.answers = [failed(503, unknown=True)]
    with pytest.raises(CallFailed):
        line.caller.look(line.ask)
    assert len(line.asked) == 1


def test_a_pause_is_cut_short_when_the_app_is_closed(line: Line) -> None:
    assert line.caller.pause(3)
    assert line.now == 1003
    line.caller.closing_at = 1005
    assert not line.caller.pause(30)
    assert line.now == 1003


def test_who_looks_after_the_sheet_leaves_calls_to_the_app(counted: Line) -> None:
    upkeep = replace(counted.caller, spare=FOR_THE_APP)
    for _ in range(A_MINUTE - FOR_THE_APP):
        upkeep.write(counted.ask)
    assert counted.now == 1000
    assert counted.caller.write(counted.ask) == "answered"
    assert counted.now == 1000, "the app has its place"
    upkeep.write(counted.ask)
    assert counted.asked[-1] == pytest.approx(60)


def test_a_page_does_not_wait_for_a_place(counted: Line) -> None:
    upkeep = replace(counted.caller, spare=A_MINUTE - 1, patience=0.0)
    assert upkeep.read(counted.ask) == "answered"
    with pytest.raises(CallFailed, match="busy"):
        upkeep.read(counted.ask)
    assert counted.now == 1000


def test_calls_that_are_to_go_at_once_wait_for_the_last_of_them(counted: Line) -> None:
    for _ in range(A_MINUTE - 10):
        counted.caller.write(counted.ask)
    assert counted.caller.quota is not None
    counted.caller.make_room(Kind.WRITE, 20)
    assert counted.now == pytest.approx(1060)
    assert [counted.caller.quota.take(Kind.WRITE) == 0 for _ in range(A_MINUTE - 19)].count(True) == A_MINUTE - 20
    counted.caller.patience = 10.0
    with pytest.raises(CallFailed, match="busy"):
        counted.caller.make_room(Kind.WRITE, A_MINUTE)
