"""Bringing an edited copy of the year back: choose the file, see the plan, answer its questions, send it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

import streamlit as st

from kaizen.domain.wording import counted, listed, said_moment
from kaizen.engine.few_at_once import DRAWING
from kaizen.errors import Refused
from kaizen.exports.upload_checks import MOST_BYTES
from kaizen.exports.xlsx_reading import YearCopy, read_copy
from kaizen.services.copy_answers import OwnColumns
from kaizen.services.copy_return import BringBack, plan_of, told_of_new_tabs
from kaizen.sheet.added_columns import GROWING_TABS
from kaizen.sheet.reading import YearReader
from kaizen.ui import copy_plan_lines, forms, identity, show, uploads
from kaizen.ui.desk import new_key

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.engine.office import Office
    from kaizen.engine.wishes import Receipt
    from kaizen.services.copy_plan import Plan, RowChange, RowMissing
    from kaizen.sheet.findings import Place
    from kaizen.sheet.reading import Reading

KEPT: Final = "copy.kept"
"""Where the desk has the file that is being looked at, and what was left to people when the last one was sent."""

KEEP, TAKE = "Keep what the sheet says", "Take what the file says"
KEEP_IT, REMOVE_IT = "Keep the row", "Remove it all the same"

MOST_QUESTIONS: Final = 50
"""Rows that are asked about at once; of all others the sheet's stands."""


@dataclass
class Opened:
    """A file that has been read, and the plan for the latest reading of the sheet."""

    draft: str
    name: str
    copy: YearCopy
    base: Reading
    file: Reading
    _plan: Plan | None = None

    def plan(self, office: Office) -> Plan:
        """Return what bringing the file back would do to the sheet as it was when first asked.

        It stays as the person has read it: what somebody changes in the sheet from then on is found out when it
        is sent, and asked about.
        """
        if self._plan is None:
            cells = {
                title: (grid, self.copy.grids[title])
                for title, grid in self.copy.base.items()
                if title in self.copy.grids
            }
            year = office.year.settings.school_year
            added = {tab.title: office.added_columns(tab) or () for tab in GROWING_TABS}
            own = {title: OwnColumns(added.get(title, ()), year, kept) for title, kept in office.closed().items()}
            plan = plan_of(self.base, self.file, office.reading, cells, own)
            self._plan = told_of_new_tabs(self.copy.added).then(plan)
        return self._plan

    def look_again(self) -> None:
        """Make the plan anew when it is next asked for."""
        self._plan = None


@dataclass
class Work:
    """What a person is at.

    Attributes:
        opened: the file, None before one is chosen.
        left: what the last file has left to people, in words.
    """

    opened: Opened | None = None
    left: list[str] = field(default_factory=list)


def bring(office: Office, me: Person) -> None:
    """Ask for the file, show what bringing it back would do, and do it when the last button is pressed."""
    show.heading("Bring a copy back")
    form = forms.Form(office, "bring-back")
    work: Work = identity.desk().kept.setdefault(KEPT, Work())
    if work.opened is not None and work.opened.draft != form.wish.draft:
        work.opened = None
    if work.opened is None:
        _choose(form, work)
    else:
        _look(form, me, work, work.opened)


def _choose(form: forms.Form, work: Work) -> None:
    form.tell()
    if work.left:
        show.caution("This was left for you to do in the sheet:", work.left)
        st.button("I have done this", on_click=work.left.clear, key="copy.done", width="stretch")
    show.line(
        "Edit the copy in Excel or LibreOffice, keep it as .xlsx, and choose it here. "
        "You see what would change, and **nothing is changed before you say so**."
    )
    uploads.drawn()
    file = st.file_uploader(
        "Your edited copy", type=["xlsx"], key=form.key_of("file"), max_upload_size=MOST_BYTES // 1_000_000
    )
    if file is None:
        return
    try:
        with DRAWING.aside(), st.spinner("Reading the file\u2026"):
            work.opened = opened(form.office, file.getvalue(), file.name, form.wish.draft)
    except Refused as refused:
        show.problem(str(refused))
    else:
        st.rerun()


def opened(office: Office, data: bytes, name: str, draft: str) -> Opened:
    """Return a file that has been read.

    Raises:
        Refused: it is not a copy of the sheet behind the app.
    """
    copy = read_copy(data)
    origin, year = copy.origin, str(office.year.settings.school_year)
    if origin.spreadsheet_id != office.spreadsheet_id:
        whose = f"{origin.network} {origin.school_year}"
        raise Refused([f"This is a copy of another sheet: {whose}. Please bring a copy of this one, of {year}."])
    names = copy.headings
    if names is None:
        names = {title: tab.names for title, tab in office.reading.tabs.items()}
    return Opened(draft, name, copy, YearReader().read(copy.base, names), YearReader().read(copy.grids, names))


def _look(form: forms.Form, me: Person, work: Work, file: Opened) -> None:
    if told := form.office.reading.unreadable:
        show.note("Nothing can be brought back for now. {}", " ".join(told.values()))
        return
    plan = file.plan(form.office)
    show.line("**{}**, a copy made on {}.", file.name, said_moment(file.copy.origin.made_at))
    copy_plan_lines.draw(form.office, plan)
    taken = _questions(form, [row for row in plan.changed if row.asked])
    removed = _removed(form, plan)
    confirmed = _confirmed(form, plan)
    changed = [row for row in plan.changed if row.place in taken or not all(cell.asked for cell in row.cells)]
    if changed or plan.added or plan.options or removed:
        form.carry_out(
            _label(len(changed), len(plan.added), len(plan.options), len(removed)),
            lambda key: _done(form.office, BringBack(me.email, plan, taken, confirmed, key, removed), work, file),
        )
    else:
        form.tell()
        if plan.changed or plan.missing:
            show.line("As you have chosen, the sheet stands: there is nothing to write.")
    st.button("Put this file aside", on_click=_aside, args=(work,), key="copy.aside", width="stretch")


def _questions(form: forms.Form, rows: list[RowChange]) -> frozenset[Place]:
    if not rows:
        return frozenset()
    show.heading("Please choose")
    show.line("These rows have been changed in your file and, otherwise, in the sheet.")
    taken = set()
    for row in rows[:MOST_QUESTIONS]:
        label = copy_plan_lines.question(row)
        if form.choose_here("choice", label, (KEEP, TAKE), of=f"{row.place.tab}.{row.record.ref}") == TAKE:
            taken.add(row.place)
    if len(rows) > MOST_QUESTIONS:
        show.small("Of {} more the sheet stays as it is; bring the file again to choose.", len(rows) - MOST_QUESTIONS)
    return frozenset(taken)


def _removed(form: forms.Form, plan: Plan) -> frozenset[Place]:
    """Ask which of the missing rows are to go: none unless that is ticked, tab by tab."""
    if not plan.missing:
        return frozenset()
    show.heading("Not in the file, and still in the sheet")
    show.line("These rows stay unless you tick the box below them. Then they are cleared; Log keeps what they said.")
    gone: set[Place] = set()
    for tab, group in groupby(plan.missing, key=lambda row: row.place.tab):
        rows = list(group)
        copy_plan_lines.missing(form.office, tab, rows)
        free = [row for row in rows if row.may_go]
        label = copy_plan_lines.tick(rows, free)
        if free and st.checkbox(show.label(label), key=form.key_of(f"remove.{tab}"), persist_state="session"):
            gone |= {row.place for row in free}
        gone |= {row.place for row in rows if row.changed and not row.held and _goes(form, row)}
    return frozenset(gone)


def _goes(form: forms.Form, row: RowMissing) -> bool:
    label = f"{row.place}, {row.name}: it is not in the file, and has been changed in the sheet since the copy was made"
    chosen: str = form.choose_here("gone", label, (KEEP_IT, REMOVE_IT), of=f"{row.place.tab}.{row.record.ref}")
    return chosen == REMOVE_IT


def _confirmed(form: forms.Form, plan: Plan) -> bool:
    """Ask for the number of missing rows where there are many; True where there are not, or it has been typed."""
    if not plan.thinned:
        return True
    show.caution("Much is missing from this file. Is it the right one?", [thin.sentence for thin in plan.thinned])
    label = f"Type {len(plan.missing)}, the number of missing rows, if that is meant"
    typed = form.type_in("confirm", label)
    return typed.strip() == str(len(plan.missing))


def _label(changed: int, added: int, options: int, removed: int) -> str:
    parts = [counted(changed, "changed row")] if changed else []
    parts += [counted(added, "new row")] if added else []
    parts += [counted(options, "new option")] if options else []
    gone = f"remove {counted(removed, 'row')}"
    if not parts:
        return f"{gone.capitalize()} from the sheet"
    return f"Write {listed(parts)} into the sheet{f' and {gone}' if removed else ''}"


def _done(office: Office, command: BringBack, work: Work, file: Opened) -> Receipt:
    """Have it carried out and keep what is left to people; a refusal may be about a sheet that has moved on."""
    try:
        receipt = office.do(command)
    except Refused:
        file.look_again()
        raise
    work.left[:] = copy_plan_lines.to_do(command.plan)
    return receipt


def _aside(work: Work) -> None:
    work.opened = None
    identity.desk().wish("bring-back").draft = new_key()
