"""A clock that runs only when everybody waits, so that minutes of a run pass in milliseconds, in a fixed order.

The threads of the app are real ones. Whenever each of them sleeps on this clock or has nothing to do,
the clock jumps to the next thing that is due. Only one of them ever runs at a time.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

STUCK: Final = 60.0
"""Real seconds without any progress after which a run is given up; for a bug in a test, never in order."""


class VirtualTime:
    """Seconds since some moment, for one run; driven by the thread that made it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._order = itertools.count()
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._changed = threading.Condition()
        self._asleep = 0
        self._busy = 0
        self._driver = threading.get_ident()

    def clock(self) -> float:
        """Return the seconds."""
        return self.now

    def at(self, when: float, act: Callable[[], object]) -> None:
        """Have something done by the driving thread at that second."""
        with self._changed:
            heapq.heappush(self._due, (when, next(self._order), act))

    def after(self, seconds: float, act: Callable[[], object]) -> None:
        """Have something done when so many seconds have passed."""
        self.at(self.now + seconds, act)

    def sleep(self, seconds: float) -> None:
        """Sleep on this clock; people who look at a page, on the driving thread, take no time."""
        if threading.get_ident() == self._driver:
            return
        woken = threading.Event()
        with self._changed:
            heapq.heappush(self._due, (self.now + seconds, next(self._order), lambda: self._wake(woken)))
            self._asleep += 1
            self._changed.notify_all()
        if not woken.wait(STUCK):
            raise TimeoutError("the virtual clock stands still")

    def working(self, change: int) -> None:
        """Tell that one more thread (1), or one fewer (-1), has work to do."""
        with self._changed:
            self._busy += change
            self._changed.notify_all()

    def settle(self) -> None:
        """Wait, without any time passing, until every thread that has work to do sleeps."""
        with self._changed:
            # A writer may sleep on when all its people have heard: it looks after what a lost batch has left behind.
            if not self._changed.wait_for(lambda: self._asleep >= self._busy, STUCK):
                raise TimeoutError(f"{self._busy} threads work and {self._asleep} sleep")

    def run(self, seconds: float = float("inf")) -> None:
        """Let so many seconds pass; without a number, all until nothing is due and nobody works."""
        until = self.now + seconds
        while True:
            self.settle()
            with self._changed:
                if not self._due or self._due[0][0] > until:
                    self.now = self.now if until == float("inf") else until
                    return
                when, _, act = heapq.heappop(self._due)
                self.now = max(self.now, when)
            act()

    def _wake(self, woken: threading.Event) -> None:
        with self._changed:
            self._asleep -= 1
        woken.set()
