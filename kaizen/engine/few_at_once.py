"""A few threads at work at once, the others in the order in which they came.

Every run of a page is a thread, and all threads share one interpreter. When hundreds draw at once, each gets a
hundredth of it, and so does the thread that sends to the browsers what has been drawn: the first answer comes with the
last. A few at a time, and the first is there while the others wait.

Whoever waits for anything else, such as the sheet, gives its turn back for as long as that takes.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE: Final = 2
"""How many runs draw at once: one more than the interpreter can, so that it is never idle."""


class FewAtOnce:
    """Turns for so many threads at once. A turn belongs to its thread.

    Args:
        most: how many may have a turn at the same time.
    """

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        self._free = most
        self._queue: deque[threading.Lock] = deque()
        self._mine = threading.local()

    @property
    def has_turn(self) -> bool:
        """Whether this thread has a turn."""
        return getattr(self._mine, "turn", False)

    @property
    def waiting(self) -> int:
        """How many threads wait for a turn."""
        with self._lock:
            return len(self._queue)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and have it inside; it goes back however the block ends.

        A block within a block has the turn of the outer one.
        """
        if self.has_turn:
            yield
            return
        self._take()
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def aside(self, waits: bool = True) -> Iterator[None]:  # noqa: FBT001, FBT002 - also a decorator
        """Give this thread's turn back while the block lasts, and wait for another one after it.

        Nothing may be locked outside the block that somebody with a turn could wait for. A thread without a turn
        has none afterwards either.

        Args:
            waits: False where there is nothing to wait for after all, so that the turn is kept.
        """
        if not (waits and self.has_turn):
            yield
            return
        self._give_back()
        try:
            yield
        finally:
            self._take()

    def _take(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                self._mine.turn = True
                return
            called = threading.Lock()
            called.acquire()
            self._queue.append(called)
        called.acquire()
        self._mine.turn = True

    def _give_back(self) -> None:
        """Hand the turn to the first who waits: nobody who comes this moment can snatch it."""
        self._mine.turn = False
        with self._lock:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._free += 1


DRAWING: Final = FewAtOnce(AT_ONCE)
"""The turns of the runs that draw pages in this process."""
