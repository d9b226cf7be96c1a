"""The queue of wishes, and the memory that makes one wish of the same wish sent twice."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from concurrent.futures import Future
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from kaizen.domain.wording import counted
from kaizen.engine.wish_limit import MOST_WISHES, WINDOW, WishLimit
from kaizen.errors import NotSaved, TooManyWishes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.sheet.intents import Command

REMEMBERED: Final = 5_000
"""How many finished wishes this process remembers; older ones are recognised from the sheet."""

ARRIVALS: Final = 64
"""How many of the latest arrivals are remembered, to tell a rush from people who come one by one."""

CLOSED: Final = "The app is being restarted. Nothing was saved; please send it again in a minute."
_OTHER_WISH: Final = (
    "This form has been used for something else already. Nothing was saved; please open the page again and repeat it."
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A wish that the sheet has taken in.

    Attributes:
        sentence: what the person is told.
        key: the key of the wish.
        log: the few words under which Log has it; "" when nothing needed writing.
    """

    sentence: str
    key: str
    log: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """A command on its way, and the answer that its sender waits for."""

    command: Command
    answer: Future[Receipt]

    def told(self, outcome: Receipt | Exception) -> None:
        """Give the sender the outcome, unless there is one already."""
        if self.answer.done():
            return
        if isinstance(outcome, Receipt):
            self.answer.set_result(outcome)
        else:
            self.answer.set_exception(outcome)


class Wishes:
    """Wishes in the order in which they came; safe to use from any thread.

    The same key is the same wish: while it is under way its sender gets the same answer to wait for,
    and once it has been saved the same receipt. A wish that was refused may be sent again.
    """

    def __init__(self, remembered: int = REMEMBERED, clock: Callable[[], float] = time.monotonic) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Wish] = deque()
        self._by_key: OrderedDict[str, Wish] = OrderedDict()
        self._remembered = remembered
        self._closed = False
        self._clock = clock
        self._arrivals: deque[float] = deque(maxlen=ARRIVALS)
        self._limit = WishLimit()

    def add(self, command: Command) -> Future[Receipt]:
        """Queue the command and return where its answer will be.

        Raises:
            NotSaved: the queue is closed, or the key belongs to another wish.
            TooManyWishes: its sender has sent very many lately. A key that is known already costs nothing.
        """
        with self._changed:
            known = self._by_key.get(command.key)
            if known is not None and not _refused(known):
                if known.command != command:
                    raise NotSaved(_OTHER_WISH)
                return known.answer
            if self._closed:
                raise NotSaved(CLOSED)
            now = self._clock()
            if left := self._limit.take(command.by, now):
                raise TooManyWishes(_too_many(left))
            wish = Wish(command, Future())
            wish.answer.set_running_or_notify_cancel()
            self._remember(wish)
            self._waiting.append(wish)
            self._arrivals.append(now)
            self._changed.notify_all()
            return wish.answer

    def wait(self) -> bool:
        """Wait until a wish is there to be taken; False once the queue is closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return bool(self._waiting)

    def lately(self, seconds: float) -> int:
        """Return how many wishes have come within so many seconds, counted up to `ARRIVALS`."""
        with self._changed:
            since = self._clock() - seconds
            return sum(arrival > since for arrival in self._arrivals)

    def waiting(self) -> int:
        """Return how many wishes wait."""
        with self._changed:
            return len(self._waiting)

    def take(self, limit: int) -> list[Wish]:
        """Wait for wishes and return up to ``limit`` of them; none once the queue is closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return [self._waiting.popleft() for _ in range(min(limit, len(self._waiting)))]

    def ahead_of(self, key: str) -> int | None:
        """Return how many wishes wait before the one with this key; None when it does not wait (any more)."""
        with self._changed:
            keys = [wish.command.key for wish in self._waiting]
            return keys.index(key) if key in keys else None

    def close(self) -> None:
        """Take no new wishes; those that wait may still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def abandon(self) -> list[Wish]:
        """Return the wishes that still wait and forget them."""
        with self._changed:
            left = list(self._waiting)
            self._waiting.clear()
            return left

    def _remember(self, wish: Wish) -> None:
        self._by_key[wish.command.key] = wish
        self._by_key.move_to_end(wish.command.key)
        while len(self._by_key) > self._remembered:
            oldest = next(iter(self._by_key.values()))
            if not oldest.answer.done():
                return
            del self._by_key[oldest.command.key]


def _too_many(left: float) -> str:
    minutes = counted(ceil(left / 60), "minute")
    return (
        f"In the last {WINDOW / 60:.0f} minutes {MOST_WISHES} things have been sent in your name, which is as many as "
        f"the app takes from one person. Please send this again in {minutes}. If it was not you, tell the organiser."
    )


def _refused(wish: Wish) -> bool:
    return wish.answer.done() and wish.answer.exception() is not None
