"""Waiting for a wish without holding anybody up.

Most wishes are answered within a second, under a spinner where the button is. While many people save at
once it takes longer: then the page is drawn to its end, says how long it will be, and the run stays there
until the answer comes. Whatever the person does meanwhile ends that run and begins another, which goes on
waiting. Nothing is asked of the sheet for any of this, and nothing of the server while a run waits.
"""

from __future__ import annotations

from concurrent.futures import wait
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

import streamlit as st

from kaizen.engine.few_at_once import DRAWING
from kaizen.engine.waiting import QUICK, about_to_wait
from kaizen.ui import identity, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.engine.office import Office
    from kaizen.engine.writer import Standing
    from kaizen.ui.desk import Wish

BRIEFLY = 1.5
"""Seconds a run waits for an answer before it draws the rest of the page."""

AT_ONCE = 0.5
"""Seconds in which nobody needs to read that something is being saved."""

STEP = 1.0
"""Seconds between two looks at how far a wish is."""

SAVING = "Saving\N{HORIZONTAL ELLIPSIS}"
AT_THE_MOMENT = "This is being saved at the moment. It takes a little longer than usual."


def briefly(wish: Wish, below: Any = None) -> bool:  # noqa: ANN401 - a placeholder of Streamlit's
    """Wait for the answer as long as it usually takes; tells whether it is here.

    Args:
        wish: that has been sent.
        below: where to say that it is being saved; where the run has come to, without it.
    """
    with DRAWING.aside():
        if below is None:
            with st.spinner(SAVING):
                return wish.wait(BRIEFLY)
        if wish.wait(AT_ONCE):
            return True
        with below:
            show.pending(SAVING)
        return wish.wait(BRIEFLY - AT_ONCE)


def keep_a_spot(wish: Wish) -> None:
    """Draw where `until_answered` will say how far the wish is."""
    wish.spot = st.empty()


def until_answered(office: Callable[[], Office]) -> None:
    """At the end of a run, wait for what is under way and draw the page again once one of it has been answered.

    Does nothing where nothing is under way.
    """
    desk = identity.desk()
    waited_for = desk.awaited()
    if not waited_for:
        return
    said: dict[str, str] = {}
    while all(wish.under_way for wish in waited_for):
        for wish in waited_for:
            _say(office(), wish, said)
        with DRAWING.aside():
            wait([pending for wish in waited_for if (pending := wish.pending)], STEP, "FIRST_COMPLETED")
        # Looking into the session is where Streamlit ends a run that has been overtaken or left.
        identity.desk()
    for wish in waited_for:
        if not wish.under_way:
            wish.spot = None
            desk.succeeded(wish)
    st.rerun()


def _say(office: Office, wish: Wish, said: dict[str, str]) -> None:
    """Say how far a wish is, where that is something new: a screen reader reads every change, after all else."""
    sentence = counted_down(office.standing_of(wish.key), wish, monotonic())
    if wish.spot is None or said.get(wish.key) == sentence:
        return
    said[wish.key] = sentence
    with wish.spot:
        if wish.page == identity.desk().page:
            show.pending(sentence)
        else:
            show.pending(f"From the page \u201c{wish.page}\u201d: {sentence}")


def counted_down(standing: Standing, wish: Wish, now: float) -> str:
    """Return what to tell somebody who has been waiting since they were last told.

    Args:
        standing: where the wish stands; how long a group takes is a guess that is the same all the while.
        wish: remembers when the answer was expected; never later than was said, until that is over.
        now: seconds on any clock, the same for every call about the wish.
    """
    if standing.ahead is None:
        return AT_THE_MOMENT
    if wish.began is None:
        wish.began = now
    sooner = min(wish.expected or now + standing.seconds, now + standing.seconds)
    wish.overdue = wish.overdue or sooner <= now
    wish.expected = sooner if sooner > now else now + standing.seconds
    waited = now - wish.began if wish.overdue else 0.0
    return about_to_wait(replace(standing, seconds=max(wish.expected - now, QUICK)), waited)
