"""Handing over: what waits is saved while the people who wait can still hear of it.

A server that is told to end closes every page's connection first and lets the app tidy up afterwards. The
wishes that wait would be saved all the same, but nobody would be there to be told. So the signal is
answered here first, and passed on to the server once everybody has an answer.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from kaizen.errors import without_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
"""What ends the server: the host's, and Ctrl+C."""

LAST_WORDS: Final = 2.0
"""Seconds for drawing the answers on the pages of those who have waited for them."""

log = logging.getLogger(__name__)


@contextmanager
def drained_first(drain: Callable[[], bool]) -> Iterator[None]:
    """Have ``drain`` done, while the block lasts, before the server hears that it is to end.

    A second signal is passed on at once. Only a server in the main thread hears signals; for any other the
    block is as it would be without.

    Args:
        drain: saves what waits, within a bounded time; tells whether anybody has waited for that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    leaving = _Leaving(drain, asyncio.get_running_loop())
    leaving.listen()
    try:
        yield
    finally:
        leaving.restore()


class _Leaving:
    """Between the signals and the server."""

    def __init__(self, drain: Callable[[], bool], loop: asyncio.AbstractEventLoop) -> None:
        self._drain = drain
        self._loop = loop
        self._servers = {number: signal.getsignal(number) for number in SIGNALS}
        self._begun = False

    def listen(self) -> None:
        for number in self._servers:
            signal.signal(number, lambda number, _: self._told(number))

    def restore(self) -> None:
        while self._servers:
            signal.signal(*self._servers.popitem())

    def _told(self, number: int) -> None:
        if self._begun:
            self._pass_on(number)
        else:
            self._begun = True
            threading.Thread(target=self._leave, args=(number,), name="kaizen-leaving", daemon=True).start()

    def _leave(self, number: int) -> None:
        try:
            if self._drain():
                time.sleep(LAST_WORDS)
        except Exception as failed:  # noqa: BLE001 - the server has to end, whatever it is
            log.error("could not hand over: %s", without_words(failed))
        finally:
            with suppress(RuntimeError):  # the loop is closed: a second signal was quicker
                self._loop.call_soon_threadsafe(self._pass_on, number)

    def _pass_on(self, number: int) -> None:
        if self._servers:
            self.restore()
            signal.raise_signal(number)
