"""Setting the app up: can it read the sheet, can it write in it, and is there a year in it?

With a Google sheet behind the app and nobody able to sign in, this is all there is to see, for whoever
comes along. So what is said then tells how far things are and nothing of what stands in the sheet, not
even its title; and it is tried at most every few seconds, however often somebody presses the button.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Final

import streamlit as st

from kaizen import setting_up
from kaizen.domain.dates import SchoolYear
from kaizen.engine.building import Order, usual_year
from kaizen.engine.few_at_once import DRAWING
from kaizen.engine.sheet_time import london_time
from kaizen.errors import NotAKaizenSheet, SetupError
from kaizen.sheet.provisioning import Here
from kaizen.ui import show
from kaizen.ui.opening import providers, settings

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.engine.office import Office
    from kaizen.setting_up import Standing
    from kaizen.settings import Settings

CHECK_EVERY: Final = 10.0
"""Seconds for which a check serves everybody who presses the button: it costs four reads at most and a write."""

BUILD_EVERY: Final = 10.0
"""Seconds between two attempts to build, whoever presses the button: nobody has signed in here."""

TOO_SOON: Final = "Somebody has pressed this button a moment ago. Please look in a few seconds what has become of it."

BUILT, YEAR = "setup.built", "setup.year"
"""Where the session keeps that somebody has built, and the year they have typed."""

_WHAT_IS_THERE: Final = {
    Here.EMPTY: "The sheet is empty: a year can be built in it.",
    Here.BEGUN: "A year was begun in the sheet and is not complete: the rest can be built.",
    Here.KAIZEN: "There is a year in the sheet.",
    Here.NEWER: "The year in the sheet was built by a newer version of the app. Please update the app.",
    Here.FOREIGN: "The sheet holds something else, so it is left alone. Make an empty sheet and share that one.",
}


@dataclass(frozen=True, slots=True)
class _Check:
    settings: Settings
    standing: Standing
    tried_at: float
    at: datetime


_lock = threading.Lock()
_last: _Check | None = None
_building = threading.Lock()
_built_at = float("-inf")


def for_google() -> bool:
    """Tell whether it is a Google sheet that the settings mean, be it reachable or not."""
    try:
        return settings().account is not None
    except SetupError:
        return False


def alone() -> None:
    """Draw the page for whoever comes along while nobody can sign in."""
    show.title("Setup")
    show.line("This Kaizen works on a Google sheet. **Nobody can sign in yet, so nothing of the sheet is shown here.**")
    _signing_in()
    try:
        meant = settings()
        check = _checked(meant)
    except SetupError as error:
        show.problem(str(error))
        return
    _sharing(meant)
    _access(check)
    if check.standing.here in {Here.EMPTY, Here.BEGUN} and not check.standing.access.unwritten:
        _build(meant, check.standing.here)


def _signing_in() -> None:
    """Say what people need to sign in, or what is wrong where somebody has begun to set it up."""
    try:
        if not providers():
            show.line("How to let people sign in: `docs/sign-in.md` in the project has every click.")
    except SetupError as error:
        show.problem(str(error))


def for_the_organiser(office: Office) -> None:
    """Draw the page for the organiser of a year that is open."""
    meant = settings()
    if office.embedded:
        show.line("Behind this Kaizen is its practice sheet, on the machine that the app runs on.")
    _sharing(meant)
    try:
        _access(_checked(meant))
    except SetupError as error:
        show.problem(str(error))
    show.heading("To work on a Google sheet")
    show.points(
        (
            "Make an empty Google sheet, and a service account with a key: docs/google-sheet.md has every click.",
            "Put the key and the address of the sheet into the app's secrets, and start the app again.",
            "Share the sheet with the service account's address as Editor. This page then builds the year in it.",
        )
    )
    show.line("`python -m kaizen doctor` says more, line by line.")


@DRAWING.aside()
def _checked(meant: Settings) -> _Check:
    """Return how things stand, tried now unless somebody has had it tried a moment ago."""
    global _last  # noqa: PLW0603 - one for all sessions, so that nobody can use up Google's quota from here
    with _lock:
        if _last is None or _last.settings != meant or monotonic() - _last.tried_at >= CHECK_EVERY:
            _last = _Check(meant, setting_up.standing(meant), monotonic(), london_time())
        return _last


def _forget() -> None:
    global _last  # noqa: PLW0603
    with _lock:
        _last = None


def _sharing(meant: Settings) -> None:
    if not meant.email:
        return
    show.heading("Share the sheet with the app")
    show.line("In the sheet press **Share**, enter this address, choose **Editor** and send:")
    st.code(meant.email, language=None)


def _access(check: _Check) -> None:
    show.heading("Can the app use it?")
    access, here = check.standing.access, check.standing.here
    for what, why in (("read the sheet", access.unread), ("write in it", access.unwritten)):
        if why:
            show.problem(f"The app cannot {what}. {why}")
        else:
            show.good(f"The app can {what}.")
    if here is not None:
        show.line("{}", _WHAT_IS_THERE[here])
    show.small("Tried at {}.", f"{check.at:%H:%M:%S}")
    st.button("Try again", key="setup.again", width="stretch")


def _build(meant: Settings, here: Here) -> None:
    show.heading("Build the year")
    show.line("This makes the tabs, headings and dropdowns, and nothing that is there is written over.")
    year = ""
    if here is Here.EMPTY:
        usual = str(usual_year(london_time().date()))
        year = st.text_input("School year", value=usual, key=YEAR, max_chars=9)
    if st.button("Build it", type="primary", width="stretch", key="setup.build"):
        with st.spinner("Building\u2026"):
            problem = _built(meant, year)
        if not problem:
            st.rerun()
        show.problem(problem)


@DRAWING.aside()
def _built(meant: Settings, year: str) -> str:
    """Build, and return why that did not go through; "" when it did. The sheet's own words are left out."""
    named = SchoolYear.named(year) if year else None
    if year and named is None:
        return f"{year} is not a school year such as 2026-27."
    if not _building.acquire(blocking=False):
        return TOO_SOON
    try:
        return _built_in_turn(meant, Order(named))
    finally:
        _building.release()


def _built_in_turn(meant: Settings, order: Order) -> str:
    global _built_at  # noqa: PLW0603 - one for all sessions, as the check is
    if monotonic() - _built_at < BUILD_EVERY:
        return TOO_SOON
    try:
        setting_up.build_year(meant, order, london_time().date())
    except NotAKaizenSheet:
        return _WHAT_IS_THERE[Here.FOREIGN]
    except SetupError as error:
        return str(error)
    finally:
        _built_at = monotonic()
        _forget()
    return ""
