"""Putting right what Checks has suggested, or bringing a row back: shown first, and only a second press writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kaizen.services.bringing_back import BringBack
from kaizen.services.putting_right import PutRight, Repair
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.layout import TAB_OF
from kaizen.ui import forms, identity, show

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.record import Record
    from kaizen.engine.office import Office
    from kaizen.sheet.findings import Place

KEPT = "checks.repair"
"""Where the desk has the repair, or the row, that is being looked at."""

NAME = "put-right"


def told(office: Office) -> None:
    """Show what became of the last repair."""
    forms.Buttons(office, NAME).tell()


def offered(office: Office, me: Person, place: Place, repair: Repair) -> None:
    """Draw the button under a finding; once it is pressed, both values and the button that writes.

    What is written is what was shown: where the finding has changed since, the button stands as at first.
    """
    about = f"{repair.tab}.{repair.ref}.{repair.field}"
    if identity.desk().kept.get(KEPT) != repair:
        label = f"Put it right: {place}"
        st.button(show.label(label), key=f"checks.show.{about}", on_click=_look_at, args=(repair,))
        return
    show.note(
        "{}, {}. It says \u201c{}\u201d and would say \u201c{}\u201d.",
        f"{place.tab} row {place.row}",
        repair.column.heading,
        repair.before,
        repair.after,
    )
    change = f"Yes, write \u201c{repair.after}\u201d"
    forms.Buttons(office, NAME).offer(change, about, lambda key: PutRight(me.email, repair, key), type="primary")
    st.button("Leave it as it is", key=f"checks.leave.{about}", on_click=_look_at, args=(None,))


def offered_back(office: Office, me: Person, row: Record) -> None:
    """Draw the button under a row that is gone; once it is pressed, the row and the button that brings it back."""
    tab = TAB_OF[type(row)]
    name = str(getattr(row, tab.key[0]))
    about = f"{tab.title}.{name}"
    if identity.desk().kept.get(KEPT) != row:
        label = f"Bring {name} back"
        st.button(show.label(label), key=f"checks.show.{about}", on_click=_look_at, args=(row,))
        return
    cells = {one.heading: in_words(getattr(row, one.field), one.kind) for one in tab.columns}
    show.note("This row would stand below the last one of {}. Columns of your own come back blank.", tab.title)
    show.points(f"{heading}: {words}" for heading, words in cells.items() if words)
    yes = f"Yes, bring {name} back"
    forms.Buttons(office, NAME).offer(yes, about, lambda key: BringBack(me.email, row, key), type="primary")
    st.button("Leave it", key=f"checks.leave.{about}", on_click=_look_at, args=(None,))


def _look_at(what: Repair | Record | None) -> None:
    identity.desk().kept[KEPT] = what
