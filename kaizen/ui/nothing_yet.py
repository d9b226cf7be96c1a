"""What there is to see while the sheet does not answer and nothing of it has been read yet."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import streamlit as st

from kaizen.engine.faults import CallFailed
from kaizen.errors import SetupError
from kaizen.ui import show
from kaizen.ui.opening import opened

EVERY: Final = 30.0
"""Seconds between two looks of a page that has nothing to show; the sheet is asked once for all of them."""


def is_passing(error: SetupError) -> bool:
    """Tell whether the sheet may answer by itself in a while: nobody who comes along has anything to set up."""
    failed = error if isinstance(error, CallFailed) else error.__cause__
    return isinstance(failed, CallFailed) and not failed.unshared


def wait() -> None:
    """Draw the page, which goes on by itself once the sheet answers.

    It is for whoever comes along, so it says nothing about how the app is set up: ``doctor`` does.
    """
    show.title("Kaizen")
    show.caution("The sheet behind Kaizen doesn't answer at the moment, so there is nothing to show yet.")
    show.line("This page looks again by itself every half minute. Whoever runs Kaizen: `python -m kaizen doctor`.")
    _look()


@st.fragment(run_every=EVERY)
def _look() -> None:
    with suppress(SetupError):
        _ = opened().year
        st.rerun(scope="app")
