"""The order of leaving: what waits is saved first, then the server hears of it."""

from __future__ import annotations

import asyncio
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from kaizen.ui import leaving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What happens, in order; the server's own answer to a signal is part of it."""
    monkeypatch.setattr(leaving, "LAST_WORDS", 0.01)
    happened: list[str] = []
    before = signal.signal(signal.SIGTERM, lambda *_: happened.append("the server stops"))
    yield happened
    signal.signal(signal.SIGTERM, before)


def told_to_end(order: list[str], drain: Callable[[], bool], times: int = 1) -> None:
    """Tell a server to end that drains first, so many times, and wait until it stops."""

    async def serve() -> None:
        stopped = asyncio.Event()
        signal.signal(signal.SIGTERM, lambda *_: (order.append("the server stops"), stopped.set()))
        with leaving.drained_first(drain):
            for _ in range(times):
                signal.raise_signal(signal.SIGTERM)
                order.append("told")
            await stopped.wait()

    asyncio.run(asyncio.wait_for(serve(), 20))


@pytest.mark.parametrize("waited", [True, False])
def test_what_waits_is_saved_before_the_server_stops(order: list[str], waited: bool) -> None:
    told_to_end(order, lambda: (order.append("drained"), waited)[1])
    assert sorted(order[:2]) == ["drained", "told"]
    assert order[2:] == ["the server stops"]


def test_a_server_whose_draining_fails_stops_all_the_same(order: list[str], caplog: pytest.LogCaptureFixture) -> None:
    def drain() -> bool:
        raise RuntimeError("something nobody expected")

    told_to_end(order, drain)
    assert order == ["told", "the server stops"]
    assert "could not hand over: RuntimeError at" in caplog.text


def test_who_is_told_twice_waits_no_longer(order: list[str]) -> None:
    go_on = threading.Event()
    told_to_end(order, lambda: go_on.wait(20), times=2)
    assert order == ["told", "the server stops", "told"]
    go_on.set()


def test_afterwards_the_server_hears_by_itself(order: list[str]) -> None:
    told_to_end(order, lambda: False)
    signal.raise_signal(signal.SIGTERM)
    assert order[-2:] == ["the server stops"] * 2


def test_a_server_in_another_thread_hears_no_signals(order: list[str]) -> None:
    def serve() -> None:
        with leaving.drained_first(lambda: False):
            order.append("runs")

    thread = threading.Thread(target=serve)
    thread.start()
    thread.join(10)
    signal.raise_signal(signal.SIGTERM)
    assert order == ["runs", "the server stops"]
