"""Putting right what Checks has suggested, or bringing a row back: opened first, and only the press inside writes.

What is opened shows both values and is the browser's own affair, so the keyboard stays where it was. The key of the
button inside holds both values: where the sheet has changed since they were drawn, the press meets nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kaizen.domain.visit import VisitNote
from kaizen.rules.visit_logs import may_read
from kaizen.services.putting_right import PutRight, Repair
from kaizen.services.restoring import RestoreRow
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.layout import TAB_OF
from kaizen.ui import forms, show

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.record import Record
    from kaizen.engine.office import Office
    from kaizen.sheet.findings import Place

NAME = "put-right"


def told(office: Office) -> None:
    """Show what became of the last repair."""
    forms.Buttons(office, NAME).tell()


def offered(office: Office, me: Person, place: Place, repair: Repair) -> None:
    """Draw what can be opened under a finding: both values, and the button that writes."""
    about = f"{repair.tab}\n{repair.ref}\n{repair.field}\n{repair.before}\n{repair.after}"
    heading = repair.column.heading
    with st.expander(show.label(f"Put it right: {place}")):
        show.line("{} says \u201c{}\u201d and would say \u201c{}\u201d.", heading, repair.before, repair.after)
        change = f"Yes, write \u201c{repair.after}\u201d in {place.tab} row {place.row}"
        forms.Buttons(office, NAME).offer(change, about, lambda key: PutRight(me.email, repair, key))


def offered_back(office: Office, me: Person, row: Record) -> None:
    """Draw what can be opened under a row that is gone: the row, and the button that brings it back."""
    tab = TAB_OF[type(row)]
    name = str(getattr(row, tab.key[0]))
    cells = {one.heading: in_words(getattr(row, one.field), one.kind) for one in tab.columns}
    with st.expander(show.label(f"Bring {name} back to {tab.title}")):
        show.line(
            "It would stand below the last row of {}. Columns of your own, and what was not read, come back blank.",
            tab.title,
        )
        if isinstance(row, VisitNote) and not may_read(office.year, me.email, row):
            show.small("What it says is not shown here: it is for the visitor and the two schools.")
        else:
            show.points(f"{heading}: {words}" for heading, words in cells.items() if words)
        about = f"{tab.title}\n{row.ref}\n{name}"
        forms.Buttons(office, NAME).offer(f"Yes, bring {name} back", about, lambda key: RestoreRow(me.email, row, key))
