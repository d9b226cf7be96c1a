"""The one thread of a process that writes: it takes all wishes that wait and saves them as a group."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kaizen.engine.commit import UNANSWERED
from kaizen.engine.group import BROKEN
from kaizen.engine.quota import LATELY
from kaizen.engine.wishes import CLOSED, Wishes
from kaizen.errors import NotSaved, OutcomeUnknown, without_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from kaizen.engine.calls import Caller
    from kaizen.engine.commit import Committer
    from kaizen.engine.wishes import Receipt, Wish
    from kaizen.sheet.intents import Command

GROUP_LIMIT: Final = 400
"""How many wishes go out as one batch; the whole network's opening minute fits."""

A_MOMENT: Final = 0.03
A_RUSH: Final = 4
MOMENTS: Final = 8
"""While so many wishes come within a moment, so many moments are waited for at most: where nobody counts the calls."""

FIRST_GUESS: Final = 1.0
"""Seconds that a group is expected to take before one has been seen."""

NEWEST: Final = 0.3
"""How much the latest group counts in how long the next one is expected to take."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one wish stands.

    Attributes:
        ahead: how many wishes wait before it; None once it is being saved, or unknown.
        seconds: until its group is likely to have been saved.
    """

    ahead: int | None
    seconds: float


class Writer:
    """Saves wishes in the order in which they come. Safe to use from any thread.

    Args:
        turn: gives what to hold while reading, deciding and writing, so that the processes of one
            machine take turns.
        caller: knows the quota, and how time passes.
    """

    def __init__(self, committer: Committer, turn: Callable[[], AbstractContextManager[None]], caller: Caller) -> None:
        self._committer = committer
        self._turn = turn
        self._caller = caller
        self._wishes = Wishes(clock=caller.clock)
        self._in_hand: list[Wish] = []
        self._a_group_takes = FIRST_GUESS
        self._thread = threading.Thread(target=self._work, name="kaizen-writer", daemon=True)
        self._thread.start()

    def submit(self, command: Command) -> Future[Receipt]:
        """Queue a wish and return where its outcome will be: a receipt, or an error from ``kaizen.errors``.

        Raises:
            NotSaved: the writer is closed, or the key belongs to another wish.
            TooManyWishes: see `Wishes.add`.
        """
        return self._wishes.add(command)

    def standing(self, key: str) -> Standing:
        """Return where the wish with this key stands."""
        ahead = self._wishes.ahead_of(key)
        groups = 1 + (0 if ahead is None else ahead // GROUP_LIMIT + bool(self._in_hand))
        gap = 0.0 if self._caller.quota is None else self._caller.quota.gap(self._wishes.lately(LATELY))
        return Standing(ahead, groups * self._a_group_takes + (0.0 if ahead is None else gap))

    def close(self, timeout: float) -> bool:
        """Save what waits, for at most ``timeout`` seconds; what is left then hears that it was not saved.

        Those whose group is on its way at that moment hear that nobody knows. Closing again waits no longer
        than the first time.

        Returns:
            Whether anybody has waited.
        """
        waited = bool(self._in_hand or self._wishes.waiting())
        self._caller.closing_at = min(self._caller.closing_at, self._caller.clock() + timeout)
        self._wishes.close()
        self._thread.join(max(self._caller.closing_at - self._caller.clock(), 0.0))
        for wish in self._wishes.abandon():
            wish.told(self._committer.not_denied(wish, NotSaved(CLOSED)))
        if self._thread.is_alive():
            for wish in list(self._in_hand):
                wish.told(OutcomeUnknown(UNANSWERED))
        return waited

    def _work(self) -> None:
        while self._wishes.wait():
            try:
                self._let_others_join()
                with self._turn():
                    self._save()
            except BaseException as failed:  # noqa: BLE001 - whatever it is, everybody who waits hears of it
                log.error("the writer could not get its turn: %s", without_words(failed))
                for wish in self._take():
                    wish.told(self._committer.not_denied(wish, NotSaved(BROKEN)))
                self._in_hand.clear()

    def _save(self) -> None:
        began = self._caller.clock()
        self._committer.commit(self._take)
        self._in_hand.clear()
        self._a_group_takes += NEWEST * (self._caller.clock() - began - self._a_group_takes)

    def _take(self) -> list[Wish]:
        self._in_hand += self._wishes.take(GROUP_LIMIT) if self._wishes.waiting() else []
        return list(self._in_hand)

    def _let_others_join(self) -> None:
        """Leave the gap to the last write that makes the quota last; who comes meanwhile is in the same group.

        Where there is no quota, wait for those who come all at once: deciding would keep them from being heard.
        """
        quota = self._caller.quota
        while quota is not None and (gap := quota.gap(self._wishes.lately(LATELY))) > 0:
            if not self._caller.pause(gap):
                return
        for _ in range(MOMENTS if quota is None else 0):
            if self._wishes.lately(A_MOMENT) < A_RUSH or not self._caller.pause(A_MOMENT):
                return
