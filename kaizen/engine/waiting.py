"""What people are told about a wish that is not done yet. It never says more than is known."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from kaizen.domain.wording import counted

if TYPE_CHECKING:
    from kaizen.engine.writer import Standing

QUICK: Final = 3.0
"""Seconds that nobody needs to be told of."""

LONG: Final = 10.0
"""Seconds after which a guess that keeps being wrong is not told any more."""

LONGER: Final = "it takes longer than usual at the moment"

_LOOK_AGAIN: Final = "Please look again in a minute; sending it again does nothing twice."


def about_to_wait(standing: Standing, waited: float = 0.0) -> str:
    """Return a sentence such as "You are number 41; saving takes about 20 s."; "" when it goes quickly.

    Args:
        standing: where the wish stands.
        waited: seconds for which the person has waited longer than they were told; 0 while they have not.
    """
    if standing.ahead is None or standing.seconds < QUICK:
        return ""
    return f"You are number {standing.ahead + 1}; {_how_long(standing.seconds, waited)}."


def still_going(standing: Standing, waited: float = 0.0) -> str:
    """Return what somebody hears whose patience is over after ``waited`` seconds while the wish is not."""
    if standing.ahead is None:
        return f"This is being saved at the moment, and may be saved already. {_LOOK_AGAIN}"
    before = counted(standing.ahead, "wish", "wishes")
    return (
        f"This is still waiting to be saved, with {before} before it. You are number {standing.ahead + 1}; "
        f"{_how_long(standing.seconds, waited)}. It will be saved in its turn. {_LOOK_AGAIN}"
    )


def _how_long(seconds: float, waited: float) -> str:
    """Return the guess, unless the person has waited it out twice: nobody believes it then, rightly."""
    if waited >= LONG and seconds < waited / 2:
        return LONGER
    return f"saving takes about {_said_seconds(seconds)}"


def _said_seconds(seconds: float) -> str:
    """Return whole seconds, from 10 on in steps of 5: nobody knows it better."""
    whole = max(ceil(seconds), 1)
    return f"{whole if whole < 10 else 5 * ceil(whole / 5)} s"  # noqa: PLR2004
