"""What is around every page: the lock on its door, the banner, the heading and who you are."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import streamlit as st

from kaizen.domain.settings import SettingRow
from kaizen.errors import CannotBeRead, SetupError
from kaizen.rules.access import SEEING_TO_THE_SHEET, Action, may_open
from kaizen.ui import account, feedback, freshness, gate, identity, menu, nothing_yet, setup, show
from kaizen.ui.opening import opened, providers

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.engine.office import Office

BADGE = "\N{SEEDLING}"
"""The picture on the browser's tab."""


WIDE = "kaizen.wide"
"""Where the session remembers the width it has asked for."""


def open_page(
    title: str, action: Action | None = None, *, embedded_only: bool = False, wide: bool = False
) -> tuple[Office, Person]:
    """Let in who may see the page, and draw its top; for everybody else the page ends here.

    Every page calls this before anything else: straight after a start, Streamlit runs a page that is
    asked for by its address without the main script.

    Args:
        title: the page's heading.
        action: what somebody must be allowed to do; None where being on Staff is enough.
        embedded_only: whether the page is there only while everybody can be anybody, on the embedded sheet.
        wide: whether to use the whole width of the window, for tables.

    Returns:
        The office, and the person who is using the app.
    """
    office = _office_or_stop()
    if not identity.can_be_told(office):
        if office.embedded:
            gate.without_sign_in(office)
        else:
            setup.alone()
        st.stop()
    try:
        me = identity.current(office)
    except CannotBeRead as error:
        gate.unreadable(office, error)
        st.stop()
    if me is not None or identity.is_chosen(office):
        _banner(office)
    if me is None:
        gate.ask(office)
        st.stop()
    identity.keep_in_address(office, me)
    if embedded_only and not identity.is_chosen(office):
        _turn_away(title, "play with the practice sheet")
        st.stop()
    if action is not None and not may_open(office.year, me.email, action):
        _turn_away(title, action)
        st.stop()
    _set_width(wide=wide)
    identity.desk().turn_to(title)
    _top(office, me, title)
    if not office.year.knows(SettingRow) and action not in SEEING_TO_THE_SHEET:
        # Dates, times and limits would be made up.
        st.stop()
    return office, me


def navigation() -> st.Page:
    """Return the page that was asked for, with the menu of whoever is using the app drawn."""
    # Said before the menu: from the icon of a page Streamlit would fetch its picture from a server of Google's.
    st.set_page_config(page_icon=BADGE)
    try:
        office = opened()
        year, playing, me = office.year, identity.is_chosen(office), identity.current(office)
    except (SetupError, CannotBeRead):
        return st.navigation([menu.page(entry, hidden=True) for entry in menu.ENTRIES])
    pages = [menu.page(entry, hidden=not menu.shown_to(entry, year, me, embedded=playing)) for entry in menu.ENTRIES]
    # All in sight: a head has more pages than Streamlit shows before it folds the rest away.
    return st.navigation(pages, expanded=True)


def _office_or_stop() -> Office:
    try:
        office = opened()
        _ = office.year
        identity.can_be_told(office)
    except SetupError as error:
        google = setup.for_google()
        if nothing_yet.is_passing(error) and (_can_sign_in() or not google):
            nothing_yet.wait()
        elif google:
            setup.alone()
        else:
            show.title("Kaizen cannot start yet")
            show.problem(str(error))
        st.stop()
    return office


def _can_sign_in() -> bool:
    """Tell whether people come to this app; before that, whoever comes is setting it up."""
    with suppress(SetupError):
        return bool(providers())
    return False


def _banner(office: Office) -> None:
    settings = office.year.settings
    where = f"{settings.network} {settings.school_year}"
    if identity.is_chosen(office):
        show.note("**Practice sheet with made-up people.** {}.", where)
    else:
        show.small("{}", where)


def _set_width(*, wide: bool) -> None:
    """Say the width when it changes: the browser keeps it from page to page."""
    if st.session_state.get(WIDE, False) != wide:
        st.session_state[WIDE] = wide
        st.set_page_config(layout="wide" if wide else "centered")


def _turn_away(title: str, action: str) -> None:
    show.title(title)
    show.note("This page is for people who may {}. If that should be you, ask your headteacher.", action)
    menu.link("home", "Back to Home")


def _top(office: Office, me: Person, title: str) -> None:
    show.title(title)
    freshness.line(office)
    if may_open(office.year, me.email, Action.SEE_CHECKS):
        for question in office.questions:
            show.caution(question)
    feedback.unread(identity.desk())
    account.side_bar(office, me)
