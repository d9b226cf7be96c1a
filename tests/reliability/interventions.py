"""What happens on a served sheet just before a batch takes effect: the ``between`` of a plan, for real processes.

Counted in batches and not in seconds, so that a fast machine and a slow one see the same.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reliability.faults import Call

STUCK: Final = 120.0
"""Real seconds after which a gate gives up; for a process that has died, never in order."""


class Gate:
    """Holds the first batch of each app until every app has sent one: each was decided before any of them landed.

    Args:
        apps: how many there are.
    """

    def __init__(self, apps: int) -> None:
        self._barrier = threading.Barrier(apps)
        self._come: set[str] = set()

    def __call__(self, call: Call) -> None:
        if call.by not in self._come:
            self._come.add(call.by)
            self._barrier.wait(STUCK)


class Now:
    """Has somebody do something at every so many batches, one at a time.

    Args:
        act: what they do.
        every: from the first batch on.
    """

    def __init__(self, act: Callable[[], None], every: int) -> None:
        self._act = act
        self._every = every
        self._batches = 0
        self._lock = threading.Lock()

    def __call__(self, _: Call) -> None:
        with self._lock:
            if self._batches % self._every == 0:
                self._act()
            self._batches += 1
