"""The one thread of a process that writes: it takes all wishes that wait and saves them as a group."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from kaizen.engine.group import BROKEN
from kaizen.engine.wishes import CLOSED, Wishes
from kaizen.errors import NotSaved

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from kaizen.engine.commit import Committer
    from kaizen.engine.wishes import Receipt
    from kaizen.sheet.intents import Command

GROUP_LIMIT: Final = 400
"""How many wishes go out as one batch; the whole network's opening minute fits."""

log = logging.getLogger(__name__)


class Writer:
    """Saves wishes in the order in which they come. Safe to use from any thread.

    Args:
        turn: gives what to hold while reading, deciding and writing, so that the processes of one
            machine take turns.
    """

    def __init__(self, committer: Committer, turn: Callable[[], AbstractContextManager[None]]) -> None:
        self._committer = committer
        self._turn = turn
        self._wishes = Wishes()
        self._thread = threading.Thread(target=self._work, name="kaizen-writer", daemon=True)
        self._thread.start()

    def submit(self, command: Command) -> Future[Receipt]:
        """Queue a wish and return where its outcome will be: a receipt, or an error from ``kaizen.errors``.

        Raises:
            NotSaved: the writer is closed, or the key belongs to another wish.
        """
        return self._wishes.add(command)

    def ahead_of(self, key: str) -> int | None:
        """Return how many wishes wait before the one with this key; None when it is not waiting."""
        return self._wishes.ahead_of(key)

    def close(self, timeout: float) -> None:
        """Save what waits, for at most ``timeout`` seconds; what is left then hears that it was not saved."""
        self._wishes.close()
        self._thread.join(timeout)
        for wish in self._wishes.abandon():
            wish.told(NotSaved(CLOSED))

    def _work(self) -> None:
        while group := self._wishes.take(GROUP_LIMIT):
            try:
                with self._turn():
                    self._committer.commit(group)
            except BaseException:
                log.exception("the writer could not get its turn")
                for wish in group:
                    wish.told(NotSaved(BROKEN))
