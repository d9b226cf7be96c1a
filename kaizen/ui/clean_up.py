"""The yearly clean-up: what is kept until when, what is due now, and the doing of it after a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.domain.wording import counted, said
from kaizen.rules.access import Action, may
from kaizen.rules.retention import retained
from kaizen.services.cleaning_up import CleanUp
from kaizen.ui import forms, my_data, show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kaizen.domain.network import Person
    from kaizen.engine.office import Office
    from kaizen.rules.retention import Due

MANY: Final = 30
"""Rows from which on the number has to be typed: nobody takes so much away with a slip of the finger."""


def yearly(office: Office, me: Person) -> None:
    """Show an organiser how long everything is kept, and let them take away what is due."""
    if not may(office.year, me.email, Action.CLEAN_UP):
        return
    today = office.now().date()
    parts = retained(office.year)
    show.heading("Yearly clean-up")
    show.points(_kept(part, today) for part in parts)
    show.small("How long is a row of Settings each: Keep bookings for, Keep visit logs for, Keep guests for.")
    due = [part for part in parts if part.is_due(today)]
    form = forms.Form(office, "clean-up")
    if not due:
        show.line("Nothing has been kept too long.")
        form.tell()
        return
    show.points((line for part in due for line in _rows(part)), under="What would be done")
    number = sum(len(part.rows) for part in due)
    rows = number if number <= MANY else _typed(form, number)
    form.send(f"Take away {counted(number, 'row')}", lambda key: CleanUp(me.email, rows, key))


def _kept(part: Due, today: date) -> str:
    what = "names go, the rows stay" if part.names_only else "the rows are cleared"
    if not part.rows:
        return f"{part.what}: nothing is held."
    since = "due since" if part.is_due(today) else "kept until"
    return f"{part.what}: {counted(len(part.rows), 'row')}, {since} {said(part.first_day)}; then {what}."


def _rows(part: Due) -> Iterator[str]:
    """Say tab by tab what would be done."""
    kinds = [type(row) for row in part.rows]
    for kind in dict.fromkeys(kinds):
        what = "the names go, the rows stay" if part.names_only else "cleared"
        yield f"{my_data.title_of(kind)}: {counted(kinds.count(kind), 'row')}, {what}."


def _typed(form: forms.Form, number: int) -> int:
    """Ask for the number of rows; 0, which no plan has, until it is a number."""
    typed: str = form.type_in("rows", f"This is a lot at once. Type {number} to go on")
    return int(typed) if typed.isdecimal() and typed.isascii() else 0
