"""The embedded sheet as editable tables: play the headteacher and watch the app follow.

What is done here goes through a client of its own and is typed in as a person would type it, so it
is somebody else's edit to the rest of the app.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from kaizen.sheet import layout
from kaizen.ui import forms, identity, show
from kaizen.ui.sheet_table import Kept, Table

if TYPE_CHECKING:
    from kaizen.engine.office import Office

KEPT = "sheet"
"""Where the person's desk has what they have typed into the tabs."""

MOST = 200
"""Letters of an edit in the list of what is waiting; the whole of it stands in the table."""


@dataclass
class Tabs:
    """What a person has done to the tabs.

    Attributes:
        kept: the tables, by title.
        left: what did not go into the sheet, by title.
    """

    kept: dict[str, Kept] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)


def play(office: Office) -> None:
    """Show one tab as a table that can be typed into, sorted, added to and deleted from."""
    show.line("Type as a headteacher would. **Nothing is in the sheet until you press the button.**")
    titles, first = _titles(office), layout.WORKSHOPS.title
    title = forms.pick_from_list("Tab", titles, "sheet.tab", index=titles.index(first) if first in titles else 0)
    form = forms.Form(office, f"sheet.{title}")
    table = _table(form, title)
    table.draw()
    _waiting(table.kept)
    form.carry_out("Type my changes into the sheet", lambda _: table.write())
    _left(table)
    if len(table.names) and table.kept.rows:
        _sorting(office, table)


def _titles(office: Office) -> list[str]:
    """Return every tab there is, a head's own too; only the app's own stays closed."""
    return [title for title in office.by_hand.tabs() if title != layout.KAIZEN.title]


def _table(form: forms.Form, title: str) -> Table:
    tabs: Tabs = identity.desk().kept.setdefault(KEPT, Tabs())
    key = form.key_of("grid")
    if title not in tabs.kept or tabs.kept[title].form != key:
        tabs.kept[title] = Kept(key)
    tabs.kept[title].follow(form.office, title)
    return Table(form.office, title, tabs.kept[title], tabs.left.setdefault(title, []))


def _waiting(kept: Kept) -> None:
    """List the edits that came back, and let them all be taken back."""
    if kept.draft:
        show.line("You typed this before, and it is **not in the sheet yet**:")
        show.points(f"{said[:MOST]}\N{HORIZONTAL ELLIPSIS}" if len(said) > MOST else said for said in _said(kept))
    if kept.pending:
        st.button(
            "Take back what I have typed",
            on_click=kept.draw_anew,
            key=f"{kept.key}.back",
            width="stretch",
            type="secondary",
        )


def _said(kept: Kept) -> tuple[str, ...]:
    return kept.draft.sentences(kept.rows)


def _left(table: Table) -> None:
    """Show what could not be typed for as long as the person wants, so that nothing typed is lost."""
    if table.left:
        show.caution("This has not been typed into the sheet. Copy what you still want:", table.left)
        st.button("I have read this", on_click=table.left.clear, key=f"{table.kept.form}.read", width="stretch")


def _sorting(office: Office, table: Table) -> None:
    form = forms.Form(office, f"sort.{table.title}")
    heading = form.choose("heading", "Sort the tab by", table.names, str)
    form.carry_out("Sort the tab for everybody", lambda _: table.sort(heading), type="secondary")
