"""The moment between what a batch was decided on and its setting out, in which people may edit what nobody can know.

It is short: a decision that waits, for Google's quota or for anything else, has to be made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.reliability.history import Event

MOMENT: Final = 1.0
"""Seconds from a read to the batch decided on it, beyond those for which a read may serve: the answer's way back, and
a look at the columns."""


def with_short_moments(history: Sequence[Event]) -> list[Event]:
    """Return the history with ``asof`` of each batch no earlier than it may honestly be.

    That is so long before the batch was ``sent`` as a read may serve, plus a `MOMENT` (``moment`` of ``meta``, if it
    says one), plus the seconds which the faults in between took from that process. What people did before then the
    app has to have known.
    """
    meta: Event = next((event for event in history if event["event"] == "meta"), {})
    moment = float(meta.get("fresh_for", 0.0)) + float(meta.get("moment", MOMENT))
    faults = [event for event in history if event["event"] == "fault"]

    def shortened(event: Event) -> Event:
        since, sent = event["asof"], event["sent"]
        delayed = covered(((one["from"], one["to"]) for one in faults if one.get("p") == event["p"]), since, sent)
        return {**event, "asof": max(since, sent - moment - delayed)}

    return [shortened(event) if event["event"] == "commit" else event for event in history]


def covered(windows: Iterable[tuple[float, float]], start: float, end: float) -> float:
    """Return how many seconds from start to end lie in at least one of the windows."""
    covered = 0.0
    for window in sorted(windows):
        begins, ends = max(window[0], start), min(window[1], end)
        if ends > begins:
            covered, start = covered + ends - begins, ends
    return covered
