"""Reads of the whole sheet for one person: one after the other, some seconds apart, whoever wants them."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from kaizen.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.engine.calls import Caller

LARGE_EVERY: Final = 5.0
"""Seconds between the end of one such read and the next; nothing that is read is larger."""

TURN: Final = 30.0
"""Seconds for which somebody waits for those before."""

BUSY: Final = "Several copies of the year are being worked on at the moment. Please press the button again in a minute."


class LargeReads:
    """Lets one at a time read; safe to use from any thread.

    Args:
        caller: knows how time passes.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._turn = threading.Lock()
        self._done_at = float("-inf")

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Wait for one's turn, and keep it as long as the block lasts.

        Raises:
            Refused: very many have wanted one just now.
        """
        if not self._turn.acquire(timeout=TURN):
            raise Refused([BUSY])
        try:
            self._caller.pause(self._done_at + LARGE_EVERY - self._caller.clock())
            yield
        finally:
            self._done_at = self._caller.clock()
            self._turn.release()
