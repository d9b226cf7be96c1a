"""What people are told about a wish that is not done yet. It never says more than is known."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from kaizen.domain.wording import counted

if TYPE_CHECKING:
    from kaizen.engine.writer import Standing

QUICK: Final = 3.0
"""Seconds that nobody needs to be told of."""

_LOOK_AGAIN: Final = "Please look again in a minute; sending it again does nothing twice."


def about_to_wait(standing: Standing) -> str:
    """Return a sentence such as "You are number 41; saving takes about 20 s."; "" when it goes quickly."""
    if standing.ahead is None or standing.seconds < QUICK:
        return ""
    return f"You are number {standing.ahead + 1}; saving takes about {_said_seconds(standing.seconds)}."


def still_going(standing: Standing) -> str:
    """Return what somebody hears whose patience is over while the wish is not."""
    if standing.ahead is None:
        return f"This is being saved at the moment, and may be saved already. {_LOOK_AGAIN}"
    before = counted(standing.ahead, "wish", "wishes")
    return (
        f"This is still waiting to be saved, with {before} before it. You are number {standing.ahead + 1}; "
        f"saving takes about {_said_seconds(standing.seconds)}. It will be saved in its turn. {_LOOK_AGAIN}"
    )


def _said_seconds(seconds: float) -> str:
    """Return whole seconds, from 10 on in steps of 5: nobody knows it better."""
    whole = max(ceil(seconds), 1)
    return f"{whole if whole < 10 else 5 * ceil(whole / 5)} s"  # noqa: PLR2004
