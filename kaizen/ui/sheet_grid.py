"""The embedded sheet as editable tables: play the headteacher and watch the app follow.

What is done here goes through a client of its own and is typed in as a person would type it, so it
is somebody else's edit to the rest of the app.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kaizen.domain.wording import counted, listed
from kaizen.errors import Refused
from kaizen.sheet import layout
from kaizen.ui import forms, show
from kaizen.ui.hand_edits import ROW, hand_edits

if TYPE_CHECKING:
    from kaizen.engine.office import Office

TALL = 520
"""Pixels of the table; it scrolls inside."""

SHOWN = "sheet.shown"
"""Where the session keeps the tab as its table was drawn, with the key of the table."""


@dataclass(frozen=True, slots=True)
class Done:
    """What has been typed into the sheet."""

    sentence: str


def play(office: Office) -> None:
    """Show one tab as a table that can be typed into, sorted, added to and deleted from."""
    show.line("Type as a headteacher would. **Nothing is in the sheet until you press the button.**")
    title = forms.pick_from_list("Tab", _titles(office), "sheet.tab", layout.WORKSHOPS.title)
    form = forms.Form(office, f"sheet.{title}")
    grid = _Table.of(form, office, title)
    grid.draw()
    form.carry_out("Type my changes into the sheet", lambda _: grid.write())
    if len(grid.names) and len(grid.shown) > grid.heading_row:
        _sorting(office, grid)


def _titles(office: Office) -> list[str]:
    return [layout.READ_ME.title, *(title for title in office.reading.tabs if title != layout.KAIZEN.title)]


def _sorting(office: Office, grid: _Table) -> None:
    form = forms.Form(office, f"sort.{grid.title}")
    heading = form.choose("heading", "Sort the tab by", grid.names, str)
    form.carry_out("Sort the tab for everybody", lambda _: grid.sort(heading), type="secondary")


@dataclass(frozen=True)
class _Table:
    """One tab as it was when its table was drawn; ``rows`` are the numbers of the rows in the sheet."""

    office: Office
    title: str
    key: str
    shown: list[list[str]]
    heading_row: int
    state: dict[str, Any]

    @classmethod
    def of(cls, form: forms.Form, office: Office, title: str) -> _Table:
        """Return the tab as it is now, or, while something typed waits, as it was when the typing began."""
        key = form.key_of("grid")
        state: dict[str, Any] = dict(st.session_state.get(key, {}))
        drawn, shown = st.session_state.get(SHOWN, ("", []))
        if drawn != key or not any(state.values()):
            shown = office.by_hand.grid(title)
            st.session_state[SHOWN] = (key, shown)
        reading = office.reading.tabs.get(title)
        heading_row = max(1, reading.heading_row) if reading else 1
        return cls(office, title, key, shown, heading_row, state)

    @property
    def names(self) -> list[str]:
        """The headings, each once; a column without one is called by its letter."""
        cells = self.shown[self.heading_row - 1] if len(self.shown) >= self.heading_row else []
        width = max((len(row) for row in self.shown), default=1)
        cells = [*cells, *[""] * (width - len(cells))]
        names: list[str] = []
        for number, cell in enumerate(cells, start=1):
            names.append(cell if cell and cell != ROW and cell not in names else f"{cell or 'Column'} ({number})")
        return names

    @property
    def rows(self) -> list[int]:
        """The number in the sheet of each row below the headings."""
        return list(range(self.heading_row + 1, len(self.shown) + 1))

    def draw(self) -> None:
        """Draw the table."""
        names, rows = self.names, self.rows
        cells = [[str(row), *self.shown[row - 1], *[""] * (len(names) - len(self.shown[row - 1]))] for row in rows]
        st.data_editor(
            pd.DataFrame(cells, columns=pd.Index([ROW, *names]), dtype="str"),
            key=self.key,
            num_rows="dynamic",
            hide_index=True,
            disabled=[ROW],
            height=TALL,
            column_config={ROW: st.column_config.TextColumn(width="small", pinned=True)},
            alt=f"The tab {self.title}, {counted(len(rows), 'row')}",
        )

    def write(self) -> Done:
        """Type everything in, or refuse where a row has been changed by somebody else meanwhile."""
        edits = hand_edits(self.state, self.names, self.rows, self.shown, self.office.by_hand.grid(self.title))
        if edits.lost:
            rows = listed([str(row) for row in edits.lost])
            raise Refused([f"Somebody else has changed row {rows} since you opened this tab. Open the tab again."])
        self.office.by_hand.change(self.title, typed=edits.typed, added=edits.added, deleted=edits.deleted)
        self.office.refresh()
        parts = (
            (len(edits.typed), "cell typed", "cells typed"),
            (len(edits.added), "row added", "rows added"),
            (len(edits.deleted), "row deleted", "rows deleted"),
        )
        told = [counted(number, one, many) for number, one, many in parts if number]
        return Done(f"{self.title}: {listed(told) or 'nothing to type'}. The app follows at once.")

    def sort(self, heading: str | None) -> Done:
        """Sort the tab by a heading."""
        if heading is None:
            raise Refused(["Choose a heading to sort by."])
        self.office.by_hand.sort(self.title, heading)
        self.office.refresh()
        return Done(f"{self.title} is sorted by {heading}.")
