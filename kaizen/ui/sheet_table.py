"""One tab of the embedded sheet as a table that can be typed into.

What has been typed and not sent stays with the person, whichever page they look at meanwhile: Streamlit
forgets the state of a table that is not drawn, so the table comes back with the edits drawn into it.
"""

from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kaizen.domain.wording import counted, listed
from kaizen.engine.faults import CallFailed
from kaizen.errors import NotSaved, OutcomeUnknown, Refused
from kaizen.ui.hand_edits import NOTHING, ROW, Draft, HandEdits, hand_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.engine.office import Office

TALL = 520
"""Pixels of the table; it scrolls inside."""

NEW = "new"
"""Stands where the number of a row would, that is not in the sheet yet."""


@dataclass(frozen=True, slots=True)
class Done:
    """What has been typed into the sheet.

    Attributes:
        sentence: for the person.
        quiet: whether nothing has been done, so that there is nothing to be pleased about.
    """

    sentence: str
    quiet: bool = False


@dataclass
class Kept:
    """One tab as a person saw it, and what they have done to it since.

    Attributes:
        form: names the draft of the form; the table of another draft begins afresh.
        number: of the table, as a new one is drawn for edits that came back.
        shown: the tab as it was when the typing began.
        heading_row: counted from 1.
        draft: the edits that are drawn into the table.
        state: what has been done in the table since.
        sent: the tab as it was before a sending that was not answered.
    """

    form: str
    number: int = 0
    shown: list[list[str]] = field(default_factory=list)
    heading_row: int = 1
    draft: Draft = NOTHING
    state: dict[str, Any] = field(default_factory=dict)
    sent: list[list[str]] | None = None

    @property
    def key(self) -> str:
        """The session's name for the table."""
        return f"{self.form}.{self.number}" if self.number else self.form

    @property
    def rows(self) -> list[int]:
        """The number in the sheet of each row below the headings."""
        return list(range(self.heading_row + 1, len(self.shown) + 1))

    @property
    def pending(self) -> Draft:
        """Everything that is not in the sheet yet."""
        return self.draft.then(self.state, len(self.rows))

    def follow(self, office: Office, title: str) -> None:
        """Take in what has been typed; while there is nothing, show the tab as it is now."""
        state = st.session_state.get(self.key)
        if state is None and any(self.state.values()):
            self.draw_anew(self.pending)
        self.state = deepcopy(dict(state or {}))
        if not self.pending:
            self.shown, self.heading_row = office.by_hand.grid(title), heading_row_of(office, title)

    def draw_anew(self, draft: Draft = NOTHING) -> None:
        """Let the next table begin with these edits in it."""
        self.draft, self.state, self.number = draft, {}, self.number + 1


@dataclass(frozen=True, slots=True)
class Table:
    """One tab with its table."""

    office: Office
    title: str
    kept: Kept
    left: list[str]
    """What somebody typed that has not gone into the sheet and no longer stands in the table."""

    @property
    def names(self) -> list[str]:
        """The headings, each once; a column without one is called by its number."""
        return names_of(self.kept.shown, self.kept.heading_row)

    def draw(self) -> None:
        """Draw the table."""
        names, kept, draft = self.names, self.kept, self.kept.draft
        rows = {at: [str(row), *kept.shown[row - 1]] for at, row in enumerate(kept.rows)}
        for at, cells in draft.edited.items():
            rows[at] = _with(rows[at], cells, names)
        for number, cells in enumerate(draft.added):
            rows[len(kept.rows) + number] = _with([NEW], cells, names)
        width = len(names) + 1
        st.data_editor(
            pd.DataFrame(
                [[*rows[at], *[""] * (width - len(rows[at]))] for at in draft.order(len(kept.rows))],
                columns=pd.Index([ROW, *names]),
                dtype="str",
            ),
            key=kept.key,
            num_rows="dynamic",
            hide_index=True,
            disabled=[ROW],
            height=TALL,
            column_config={ROW: st.column_config.TextColumn(width="small", pinned=True)},
            placeholder="",
            alt=f"The tab {self.title}, {counted(len(kept.rows), 'row')}",
        )

    def write(self) -> Done:
        """Type everything in, but for rows that somebody else has changed meanwhile.

        Raises:
            NotSaved: nothing was typed.
            OutcomeUnknown: the sheet has not answered.
        """
        if not self.kept.pending:
            return Done("You have not changed anything yet.", quiet=True)
        with _settled():
            live = self.office.by_hand.grid(self.title)
        if self.kept.sent not in (None, live):
            return self._found_changed()
        edits = hand_edits(self.kept.pending, self.names, self.kept.rows, self.kept.shown, live)
        try:
            told = self._typed(edits)
        except CallFailed as failed:
            self.kept.sent = live if failed.unknown else None
            raise _wish_error(failed) from failed
        self.left.extend(
            f"{said} (somebody else has changed this row)" for said in edits.lost.sentences(self.kept.rows)
        )
        self.office.refresh()
        if not told:
            return Done(f"{self.title}: nothing was typed.", quiet=True)
        return Done(f"{self.title}: {listed(told)}. The app follows at once.")

    def sort(self, heading: str | None) -> Done:
        """Sort the tab by a heading.

        Raises:
            Refused: no heading was chosen, or it is not where it was.
            NotSaved: nothing was sorted.
            OutcomeUnknown: the sheet has not answered.
        """
        if heading is None:
            raise Refused(["Choose a heading to sort by."])
        self.office.refresh()
        with _settled():
            row, column = heading_row_of(self.office, self.title), self.names.index(heading)
            live = names_of(self.office.by_hand.grid(self.title), row)
            if row != self.kept.heading_row or live[column : column + 1] != [heading]:
                raise Refused(["Somebody has moved the headings meanwhile. Look at the tab and choose again."])
            self.office.by_hand.sort_below(self.title, column + 1, row)
        self.office.refresh()
        return Done(f"{self.title} is sorted by {heading}.")

    def _typed(self, edits: HandEdits) -> list[str]:
        """Type, add and delete; returns what has been done. Deleting is a call of its own, which can fail alone."""
        hand, told = self.office.by_hand, []
        if edits.typed or edits.added:
            hand.change(self.title, typed=edits.typed, added=edits.added)
            told += [counted(len(edits.typed), "cell typed", "cells typed")] if edits.typed else []
            told += [counted(len(edits.added), "row added", "rows added")] if edits.added else []
        if edits.deleted:
            try:
                hand.change(self.title, deleted=edits.deleted)
            except CallFailed as failed:
                if not told:
                    raise
                rows = f"row {listed([str(row) for row in edits.deleted])}"
                self.left.append(f"{'Perhaps not' if failed.unknown else 'Not'} deleted: {rows}. {failed}")
            else:
                told.append(counted(len(edits.deleted), "row deleted", "rows deleted"))
        return told

    def _found_changed(self) -> Done:
        """End a sending that was not answered: the tab has changed, and nobody can tell by whom."""
        self.left.extend(f"{said} (perhaps done)" for said in self.kept.pending.sentences(self.kept.rows))
        self.office.refresh()
        return Done(
            f"{self.title}: the tab has changed since it did not answer. Look what stands in it now.", quiet=True
        )


def heading_row_of(office: Office, title: str) -> int:
    """Return the row of the headings, counted from 1: the first, unless the app has found its headings elsewhere."""
    reading = office.reading.tabs.get(title)
    return max(1, reading.heading_row) if reading else 1


def names_of(grid: list[list[str]], heading_row: int) -> list[str]:
    """Return a name for each column, every one once."""
    cells = grid[heading_row - 1] if len(grid) >= heading_row else []
    width = max((len(row) for row in grid), default=1)
    names: list[str] = []
    for number, cell in enumerate([*cells, *[""] * (width - len(cells))], start=1):
        name = cell if cell and cell != ROW else f"{cell or 'Column'} ({number})"
        while name in names:
            name = f"{name} ({number})"
        names.append(name)
    return names


def _with(row: list[str], cells: Mapping[str, str], names: list[str]) -> list[str]:
    """Return a row of the table, its number first, with some cells in it."""
    row = [*row, *[""] * (len(names) + 1 - len(row))]
    return [row[0], *(cells.get(name, old) for name, old in zip(names, row[1:], strict=True))]


def _wish_error(failed: CallFailed) -> NotSaved | OutcomeUnknown:
    return OutcomeUnknown(str(failed)) if failed.unknown else NotSaved(str(failed))


@contextmanager
def _settled() -> Iterator[None]:
    """Turn a call that failed into what the person who pressed the button hears."""
    try:
        yield
    except CallFailed as failed:
        raise _wish_error(failed) from failed
