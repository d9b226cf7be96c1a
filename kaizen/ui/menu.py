"""The pages: what they are called, where they are, and who finds them in the menu."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from kaizen.rules.access import Action, may_open
from kaizen.ui import show

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.year import YearSnapshot

FOLDER = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page.

    Attributes:
        slug: the path in the address.
        action: what somebody must be allowed to do to find it in the menu; None for everybody.
        embedded_only: whether it is there only while everybody can be anybody, on the embedded sheet.
    """

    slug: str
    file: str
    title: str
    icon: str
    action: Action | None = None
    embedded_only: bool = False

    @property
    def path(self) -> Path:
        """The file, absolute: the main script is in another folder."""
        return FOLDER / self.file


ENTRIES = (
    Entry("home", "home.py", "Home", ":material/home:"),
    Entry("propose", "propose.py", "Propose a workshop", ":material/lightbulb:", Action.PROPOSE),
    Entry("programme", "programme.py", "Programme", ":material/calendar_view_day:", Action.SEE_PROGRAMME),
    Entry("book", "book.py", "Book", ":material/how_to_reg:", Action.BOOK_FOR_SELF),
    Entry("visits", "visits.py", "Visits", ":material/directions_walk:", Action.PLAN_VISIT),
    Entry("our-school", "our_school.py", "Our school", ":material/groups:", Action.SEE_SUMMARY),
    Entry("log-a-visit", "log_a_visit.py", "Log a visit", ":material/edit_note:", Action.LOG_VISIT),
    Entry("visit-logs", "visit_logs.py", "What visitors saw", ":material/visibility:", Action.READ_CLEARED_LOGS),
    Entry("follow-ups", "follow_ups.py", "Follow-ups", ":material/checklist:", Action.ADD_FOLLOW_UP),
    Entry("feedback", "feedback.py", "What people said", ":material/forum:", Action.SEE_FEEDBACK),
    Entry("sheet", "the_sheet.py", "The sheet", ":material/table:", Action.SEE_SHEET, embedded_only=True),
    Entry("checks", "checks.py", "Checks", ":material/fact_check:", Action.SEE_CHECKS),
    Entry("people", "people.py", "People", ":material/badge:", Action.ADD_PEOPLE),
    Entry("copy", "copy_of_the_year.py", "A copy of the year", ":material/download:", Action.COPY_THE_YEAR),
    Entry("keeping", "keeping.py", "Keeping and removing", ":material/auto_delete:", Action.MARK_LEAVER),
    Entry("my-data", "my_data.py", "My data", ":material/shield_person:", Action.SEE_OWN_DATA),
    Entry("setup", "setup.py", "Setup", ":material/settings:", Action.SET_UP),
)
BY_SLUG = {entry.slug: entry for entry in ENTRIES}


def page(entry: Entry, *, hidden: bool = False) -> st.Page:
    """Return the page for Streamlit, one's own copy; home is the one at the bare address."""
    return copy(_made(entry, hidden))


@cache
def _made(entry: Entry, hidden: bool) -> st.Page:  # noqa: FBT001 - a cache tells its arguments apart by place
    """Make a page once: looking its file up nine times a run would be a third of an empty page's time."""
    return st.Page(
        entry.path,
        title=entry.title,
        icon=entry.icon,
        url_path="" if entry.slug == "home" else entry.slug,
        default=entry.slug == "home",
        visibility="hidden" if hidden else "visible",
    )


def shown_to(entry: Entry, year: YearSnapshot, me: Person | None, *, embedded: bool) -> bool:
    """Tell whether the menu has the page. The page itself asks again: a menu keeps nobody out."""
    if me is None or (entry.embedded_only and not embedded):
        return False
    return entry.action is None or may_open(year, me.email, entry.action)


def way(slug: str, sentence: str, key: str) -> None:
    """Draw a whole sentence as the way to a page: a button, because a link cuts what does not fit on a phone."""
    entry = BY_SLUG[slug]
    if st.button(show.label(sentence), key=key, icon=entry.icon, width="stretch"):
        st.switch_page(page(entry), query_params=st.query_params.to_dict())


def link(slug: str, label: str = "") -> None:
    """Draw a link to a page; what the address says about the person goes with it."""
    entry = BY_SLUG[slug]
    st.page_link(
        page(entry),
        label=show.label(label or entry.title),
        icon=entry.icon,
        width="stretch",
        query_params=st.query_params.to_dict(),
    )
