"""Home: what somebody has to do next, and the dates that matter to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.wording import said
from kaizen.rules.to_do import Urgency, dates_that_matter, to_do
from kaizen.ui import menu, show

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.engine.office import Office

SAID = {Urgency.NOW: "Now: ", Urgency.SOON: "Soon: ", Urgency.LATER: "When you can: ", Urgency.NEWS: ""}
"""How a task begins, so that nobody has to tell its urgency from its place or a colour."""

MOST_DATES = 8


def greeting(office: Office, me: Person) -> None:
    """Say who the person is here, and what day it is."""
    role = f"{me.role} {me.year_group}".strip() or "Member of staff"
    show.line("Hello {}. You are here as **{}** at **{}**. Today is {}.", me.name, role, me.school, said(office.now()))


def tasks(office: Office, me: Person) -> None:
    """Show what there is to do, the most urgent first, each as a link to where it is done."""
    show.heading("What to do next")
    found = to_do(office.year, me.email, office.now())
    if not found:
        show.good("Nothing is waiting for you.")
    for task in found:
        menu.link(task.page, f"{SAID[task.urgency]}{task.sentence}")


def dates(office: Office, me: Person) -> None:
    """Show the next dates."""
    found = dates_that_matter(office.year, me.email, office.now())[:MOST_DATES]
    show.heading("Dates that matter")
    show.points([f"{said(entry.day)}: {entry.what}" for entry in found] or ["No dates are in the sheet for you."])
