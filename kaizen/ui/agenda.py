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


def tasks(office: Office, me: Person) -> None:
    """Say who the person is here, and what there is to do, the most urgent first, each a way to its page."""
    show.block([_greeting(office, me), *_from_the_network(office), show.headed("What to do next")])
    found = to_do(office.year, me.email, office.now())
    if office.year.unreadable:
        show.small("This list leaves out what rests on the tabs that can't be read for now.")
    elif not found:
        show.good("Nothing is waiting for you.")
    for number, task in enumerate(found):
        menu.way(task.page, f"{SAID[task.urgency]}{task.sentence}", f"task.{number}.{task.page}")


def _greeting(office: Office, me: Person) -> str:
    role, today = ", ".join(filter(None, (me.role, me.year_group))) or "Member of staff", said(office.now())
    return show.filled("Hello {}. You are here as **{}** at **{}**. Today is {}.", me.name, role, me.school, today)


def _from_the_network(office: Office) -> list[str]:
    """Return what the network says to everybody, as its Settings have it."""
    settings = office.year.settings
    welcome = [show.filled("{}", settings.welcome)] if settings.welcome else []
    return [*welcome, *show.theme(settings.theme)]


def dates(office: Office, me: Person) -> None:
    """Show the next dates."""
    found = dates_that_matter(office.year, me.email, office.now())[:MOST_DATES]
    told = [f"{said(entry.day)}: {entry.what}" for entry in found]
    show.points(told, under="Dates that matter", nothing="No dates are in the sheet for you.")
