"""Putting one call to the Sheets API: within the quota, and again where that is safe and worth it.

A call that was refused for being one too many was not carried out, so it may be put again whatever it
is. A call that got no proper answer may be put again when it only reads; what became of a write has to
be found out by reading first, which is not done here. The wait before each further try doubles, with
something random added so that several processes do not come back at once. Tries and total time are bounded.
"""

from __future__ import annotations

import logging
import random
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar

from kaizen.engine.faults import NO_ANSWER, CallFailed
from kaizen.engine.quota import Kind, Quota
from kaizen.errors import without_words

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

log = logging.getLogger(__name__)

LONGEST: Final = 32.0
"""Seconds between two tries, at most."""

TRIES: Final = 5
"""How often one call is put."""

FAULT_PATIENCE: Final = 15.0
"""Seconds for which a call is put again while the other side has a problem."""

QUOTA_PATIENCE: Final = 75.0
"""Seconds that a call waits for its place in the quota: a minute, and a little."""

FOR_WISHES: Final = 15
"""Reads of a minute's that looking at pages leaves to those who are saving."""

FOR_THE_APP: Final = 30
"""Calls of a kind and a minute that looking after the sheet leaves to the app: a doctor must not starve it."""

LONGEST_REST: Final = 15.0
"""Seconds between two writes while writes fail, at most: people are waiting to hear of it."""

A_LINE_EVERY: Final = 60.0
"""Seconds between two lines in the app's log about the same trouble."""

_NAP: Final = 0.25
"""Seconds after which a waiting call looks whether the app is being closed."""


@dataclass(slots=True)
class Caller:
    """How this process puts its calls.

    Attributes:
        quota: None where nobody counts, as on the embedded sheet.
        sleep: lets seconds pass.
        random: a number from 0 to 1.
        clock: monotonic seconds.
        tries: how often one call is put at most.
        closing_at: when the app has to be done; nothing waits beyond it.
        spare: calls of a kind and a minute that are left to others.
        patience: seconds that a call waits for its place in the quota.
    """

    quota: Quota | None = None
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = field(default=random.random)
    clock: Callable[[], float] = time.monotonic
    tries: int = TRIES
    closing_at: float = float("inf")
    spare: int = 0
    patience: float = QUOTA_PATIENCE

    def look(self, ask: Callable[[], T]) -> T:
        """Put a call that only reads, once and now, for somebody who looks at a page.

        Raises:
            CallFailed: it did not end well, or the quota has no place for it.
        """
        if self.quota is not None and self.quota.take(Kind.READ, FOR_WISHES):
            raise _no_room()
        return self._put(Kind.READ, ask)

    def read(self, ask: Callable[[], T]) -> T:
        """Put a call that only reads until it is answered.

        Raises:
            CallFailed: it did not end well, and another try is not worth it.
        """
        return self._again_and_again(Kind.READ, ask, may_pass)

    def write(self, ask: Callable[[], T]) -> T:
        """Put a call that changes the sheet; again only where it has certainly not been carried out.

        Raises:
            CallFailed: it did not end well; ``unknown`` says whether it may have taken effect.
        """
        return self._again_and_again(Kind.WRITE, ask, lambda failed: may_pass(failed) and not failed.unknown)

    def write_now(self, ask: Callable[[], T]) -> T:
        """Put a call that changes what has just been read, once and now: while it waits, people go on editing.

        Raises:
            CallFailed: as for `write`, or the quota has no place for it.
        """
        if self.quota is not None and self.quota.take(Kind.WRITE, self.spare):
            raise _no_room()
        return self._put(Kind.WRITE, ask)

    def make_room(self, kind: Kind, calls: int) -> None:
        """Wait until there is a place in the quota for so many calls at the same time, and take it.

        Raises:
            CallFailed: there is none in good time.
        """
        for others in reversed(range(calls)):
            self._wait_for_room(kind, self.clock() + self.patience, others)

    def pause(self, seconds: float) -> bool:
        """Let seconds pass; False when the app has to be done before they are over."""
        until = self.clock() + seconds
        while (left := until - self.clock()) > 0:
            if until > self.closing_at:
                return False
            self.sleep(min(left, _NAP))
        return True

    def _again_and_again(self, kind: Kind, ask: Callable[[], T], worth_it: Callable[[CallFailed], bool]) -> T:
        tries = Tries(self)
        while True:
            self._wait_for_room(kind, tries.began + self.patience)
            try:
                return self._put(kind, ask)
            except CallFailed as failed:
                if not worth_it(failed) or not tries.again(failed):
                    raise

    def _wait_for_room(self, kind: Kind, until: float, others: int = 0) -> None:
        while self.quota is not None and (wait := self.quota.take(kind, self.spare + others)):
            if self.clock() + wait > until or not self.pause(wait):
                raise _no_room()

    def _put(self, kind: Kind, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except CallFailed as failed:
            if self.quota is not None and failed.status == HTTPStatus.TOO_MANY_REQUESTS:
                self.quota.refused(kind)
            raise


class Tries:
    """How often one thing has been tried, and since when."""

    def __init__(self, caller: Caller) -> None:
        self.began = caller.clock()
        self._caller = caller
        self._number = 0

    def again(self, failed: CallFailed) -> bool:
        """Wait for a while and return True; False at once where that takes too long, or it was tried too often."""
        caller, self._number = self._caller, self._number + 1
        wait = min(2 ** (self._number - 1) + caller.random(), LONGEST)
        busy = failed.status == HTTPStatus.TOO_MANY_REQUESTS
        until = self.began + (caller.patience if busy else FAULT_PATIENCE)
        too_often = self._number >= caller.tries and not (busy and caller.tries > 1)
        return not too_often and caller.clock() + wait <= until and caller.pause(wait)


class Trouble:
    """Writes that fail one after the other: wait longer each time, and have the log know once a minute.

    It outlasts a group of wishes. While writes fail, the next group rests first and then tries once, so that people who
    press again and again don't spend the minute's quota.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._times = 0
        self._began = self._until = self._logged_at = float("-inf")

    def over(self) -> None:
        """Know that a write has landed."""
        self._times, self._until = 0, float("-inf")

    def rest(self) -> None:
        """Wait until the next write is worth it; at once where the last one has landed, or the app is being closed."""
        self._caller.pause(self._until - self._caller.clock())

    def failed(self, failed: CallFailed) -> None:
        """Know that a write has failed, and how long to rest; who comes from now on is not told of this failure."""
        now, self._times = self._caller.clock(), self._times + 1
        self._began = now if self._times == 1 else self._began
        self._until = now + min(2.0 ** (self._times - 2), LONGEST_REST / 2) * (1 + self._caller.random())
        self.note(failed)

    def again(self, failed: CallFailed) -> bool:
        """Wait after a failure and return True; False at once where it has lasted too long already."""
        self.failed(failed)
        caller = self._caller
        worth_it = self._times < caller.tries and self._until <= self._began + FAULT_PATIENCE
        return worth_it and caller.pause(self._until - caller.clock())

    def note(self, failed: CallFailed) -> None:
        """Have the log know that a call has failed, once a minute."""
        if (now := self._caller.clock()) - self._logged_at >= A_LINE_EVERY:
            self._logged_at = now
            log.warning("the sheet fails, status %d: %s", failed.status, without_words(failed))


def may_pass(failed: CallFailed) -> bool:
    """Tell whether the same call may go well a little later."""
    busy = failed.status == HTTPStatus.TOO_MANY_REQUESTS
    return busy or failed.status == NO_ANSWER or failed.status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _no_room() -> CallFailed:
    return CallFailed(HTTPStatus.TOO_MANY_REQUESTS, unknown=False, detail="no place in the quota")
