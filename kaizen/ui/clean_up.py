"""The yearly clean-up: what is kept until when, what is due now, and the doing of it after a second look."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kaizen.domain.wording import counted, said
from kaizen.rules.access import Action, may
from kaizen.rules.retention import retained
from kaizen.services.cleaning_up import CleanUp
from kaizen.services.names_left import names_written
from kaizen.ui import forms, my_data, names_away, show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kaizen.domain.network import Person
    from kaizen.engine.office import Office
    from kaizen.rules.retention import Due
    from kaizen.sheet.findings import Place

MANY: Final = 30
"""Rows from which on the number has to be typed: nobody takes so much away with a slip of the finger."""


STAYS: Final = "This stays, because people have written it. Names are in it, so please look at it:"


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
    show.heading("What would be done", level=3)
    show.points(line for part in due for line in _rows(part))
    lines = names_away.places_to_look_at(office, _written(office, due))
    if lines:
        show.block([STAYS, "\n".join(lines)])
    number = sum(len(part.rows) for part in due)
    rows = _confirmed(form, number)
    label = f"Take away {counted(number, 'row')}"
    form.send(label, lambda key: names_away.remembered(CleanUp(me.email, rows, key), lines))


def _written(office: Office, due: list[Due]) -> tuple[Place, ...]:
    """Return where people have written names into rows that stay."""
    kinds = dict.fromkeys(type(row) for part in due if part.names_only for row in part.rows)
    return names_written(office.reading, kinds)


def _kept(part: Due, today: date) -> str:
    what = "names go, the rows stay" if part.names_only else "the rows are cleared"
    if not part.rows:
        return f"{part.what}: nothing is held."
    rows = f"{part.what}: {counted(len(part.rows), 'row')}"
    if part.is_due(today):
        return f"{rows}, due since {said(part.first_day)}: {what}."
    return f"{rows}, kept until {said(part.first_day - timedelta(days=1))}; then {what}."


def _rows(part: Due) -> Iterator[str]:
    """Say tab by tab what would be done."""
    kinds = [type(row) for row in part.rows]
    for kind in dict.fromkeys(kinds):
        what = "the names go, the rows stay" if part.names_only else "cleared"
        yield f"{my_data.title_of(kind)}: {counted(kinds.count(kind), 'row')}, {what}."


def _confirmed(form: forms.Form, number: int) -> int:
    """Ask for a tick, or for the number of rows where there are many; 0, which no plan has, until it is there."""
    if number <= MANY:
        return number if form.tick("rows", "I have read what would be done") else 0
    typed = form.type_in("rows", f"This is a lot at once. Type {number} to go on")
    return number if typed == str(number) else 0
