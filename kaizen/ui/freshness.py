"""How old what one sees is, a button to look again, and what is wrong while the sheet does not answer."""

from __future__ import annotations

from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING, Final

import streamlit as st

from kaizen.domain.wording import counted, said_moment, said_time
from kaizen.engine.unreadable import unreadable_tabs
from kaizen.errors import CannotBeRead
from kaizen.ui import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.engine.office import Office
    from kaizen.engine.unreadable import UnreadableTab

TICKING = """
export default ({ data, parentElement }) => {
  const line = parentElement.querySelector("span");
  const drawn = Date.now();
  const ago = (seconds) =>
    seconds < 60 ? `${seconds} s ago` : seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : "over an hour ago";
  const tell = () => {
    line.textContent = `As of ${data.at}, ${ago(Math.floor(data.age + (Date.now() - drawn) / 1000))}`;
  };
  clearInterval(line.ticking);
  line.ticking = setInterval(tell, 5000);
  tell();
  return () => clearInterval(line.ticking);
};
"""
"""The age goes on by itself in the browser, so that a page left open never claims to be fresh: nobody is
asked for it, neither the server nor the sheet. It is told as text and never read as markup, and no live
region: a screen reader reads it where it stands."""

SMALL = '<span style="font-size: 0.875rem; opacity: 0.75"></span>'
"""As Streamlit draws small print."""

FOR_FINGERS = """
@media (pointer: coarse) {
  [data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"], [data-testid="stRadio"] label,
  [data-testid="stCheckbox"] label, [data-testid="stExpander"] summary,
  button[data-testid^="stBaseButton-"] { min-height: 44px; }
  [data-testid="stRadio"] label, [data-testid="stCheckbox"] label { align-items: center; }
}
"""
"""What one presses is high enough for a finger, where there is no mouse. It comes with the age because that is
on every page, so that it costs no run anything."""

_age = st.components.v2.component("kaizen_age", html=SMALL, css=FOR_FINGERS, js=TICKING, isolate_styles=False)


def line(office: Office) -> None:
    """Draw when the sheet was read, how long ago that was, and the button that reads it at once."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        as_of = office.as_of
        _age(
            data={"at": f"{as_of:%H:%M:%S}", "age": int(office.age)},
            key="shell.age",
            width="content",
        )
        st.button(
            "Refresh",
            key="shell.refresh",
            type="tertiary",
            icon=":material/refresh:",
            on_click=_look_again,
            args=(office,),
        )
    if clock := _clock(office.clock_ahead):
        show.caution(clock)
    if office.trouble:
        show.caution(
            f"{office.trouble} You can read what was there at {said_time(as_of)}. "
            "Nothing can be saved until this is over; Refresh looks whether it is."
        )
    for tab in unreadable_tabs(office):
        show.caution(f"{tab.sentence} {_seen(tab, office)}")


def _seen(tab: UnreadableTab, office: Office) -> str:
    """Return what is shown of a tab that can't be read, and what that means for saving."""
    if tab.as_of is None:
        return "Nothing of it is shown, and nothing that rests on it can be saved, until someone corrects the sheet."
    today = tab.as_of.date() == office.now().date()
    when = said_time(tab.as_of) if today else said_moment(tab.as_of)
    return f"You're seeing it as it was at {when}. What rests on it can't be saved until someone corrects the sheet."


@contextmanager
def as_far_as_known() -> Iterator[None]:
    """Draw a part of a page; where it comes to a tab of which nothing is known, say so and leave the rest out."""
    try:
        yield
    except CannotBeRead as error:
        show.note("{} So there is nothing to show here for now.", error)


MINUTE: Final = 60

CLOCK_MAY_DIFFER: Final = 10
"""Seconds by which the app's own clock may be wrong before it is worth a word."""


def _clock(ahead: float) -> str:
    """Return a sentence about the app's own clock; "" while it is about right."""
    apart = round(abs(ahead))
    if apart <= CLOCK_MAY_DIFFER:
        return ""
    much = counted(apart, "second") if apart < 2 * MINUTE else counted(round(apart / MINUTE), "minute")
    which = "fast" if ahead > 0 else "slow"
    return (
        f"The app's own clock is {much} {which}. Your bookings are not affected: they go by the sheet's clock. "
        "The organiser can have it corrected."
    )


def _look_again(office: Office) -> None:
    """Read the sheet again, or say when that is next possible: however many press, it is read now and then."""
    left = office.look_again()
    if left:
        show.brief(
            f"The sheet has just been read. Refresh can read it again in {counted(ceil(left), 'second')}.",
            icon=":material/hourglass_top:",
        )


def doubt(office: Office) -> None:
    """Say above a button that it will hardly get anywhere, while that is so."""
    if office.trouble:
        show.small("Saving is not possible at the moment, as the top of this page says. What you fill in here is kept.")
