"""How many wishes one person may have in hand within some minutes: people come nowhere near, a stolen account would.

Everybody's wishes share one quota and one sheet, and what a stranger does with somebody's account has to be undone
by a person. So the limit is each person's own, and nobody else waits for it.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kaizen.domain.record import Email

MOST_WISHES: Final = 60
"""Wishes of one person within `WINDOW`. Somebody who books for a whole school, one form after the other, needs one
about every ten seconds; a wish for a list of people, or for a whole file, counts once. At most six a minute in the
long run are a tenth of the writes that Google allows."""

WINDOW: Final = 600.0
"""Seconds."""


class WishLimit:
    """Counts each person's wishes of the last minutes; to be used under the lock of whoever queues them."""

    def __init__(self) -> None:
        self._lately: OrderedDict[Email, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many people it remembers: those who have sent a wish within `WINDOW`."""
        return len(self._lately)

    def take(self, person: Email, now: float) -> float:
        """Count one wish of the person and return 0, or return the seconds after which another one is possible.

        Args:
            person: whose wish it is.
            now: monotonic seconds, never less than at the call before.
        """
        self._forget_before(now - WINDOW)
        times = self._lately.get(person, deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= MOST_WISHES:
            return times[0] + WINDOW - now
        times.append(now)
        self._lately[person] = times
        self._lately.move_to_end(person)
        return 0.0

    def _forget_before(self, then: float) -> None:
        """Forget whose last wish is older; people stand in the order of their last wishes."""
        while self._lately and next(iter(self._lately.values()))[-1] <= then:
            self._lately.popitem(last=False)
