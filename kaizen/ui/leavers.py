"""Somebody has left: what follows from it is shown first, and done at a second press."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.wording import listed, said
from kaizen.rules.access import Action, may
from kaizen.rules.booking import session_named
from kaizen.rules.leaving import left_behind, still_holds, why_not_by
from kaizen.services.leaving import CameBack, MarkLeft
from kaizen.ui import forms, identity, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.domain.network import Person
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office
    from kaizen.rules.leaving import Behind


def somebody_leaves(office: Office, me: Person) -> None:
    """Ask who has left, show what follows, and note it."""
    show.heading("Somebody has left")
    form = forms.Form(office, "leaver")
    people = {one.email: one for one in _mine(office.year, me) if not one.left and one.email != me.email}
    in_order = sorted(people, key=lambda email: people[email].name.casefold())
    chosen = form.choose(
        "person", "Who?", in_order, lambda email: identity.described(people[email]), placeholder="Type a name"
    )
    if chosen not in people:
        form.tell()
        return
    if why := why_not_by(office.year, me.email, people[chosen]):
        show.note("{}", why)
        form.tell()
        return
    name, behind = people[chosen].name, left_behind(office.year, chosen, office.now().date())
    show.heading(f"If {name} has left", level=3)
    show.points(_done(office.year, behind))
    if to_do := list(_to_do(behind)):
        show.caution("This stays as it is. Please see to it, or tell the organiser:", to_do)
    form.send(f"Note that {name} has left", lambda key: MarkLeft(me.email, chosen, key, identity.utc_now()))


def have_left(office: Office, me: Person) -> None:
    """List who has left, with what they still hold where the tick was put in the sheet, and a way back."""
    year, gone = office.year, [one for one in _mine(office.year, me) if one.left]
    buttons = forms.Buttons(office, "left")
    if gone:
        show.heading("Have left")
    buttons.tell()
    for one in gone:
        show.line("**{}**", identity.described(one))
        if still_holds(year, one.email, office.now()):
            told = f"Give up what {one.name} still holds"
            buttons.offer(told, f"{one.email}.seen", partial(_mark, me, one))
        if not why_not_by(year, me.email, one):
            buttons.offer(f"{one.name} is back", f"{one.email}.back", partial(CameBack, me.email, one.email))


def _mark(me: Person, one: Person, key: str) -> MarkLeft:
    return MarkLeft(me.email, one.email, key, identity.utc_now())


def _mine(year: YearSnapshot, me: Person) -> list[Person]:
    """Return those of whom the person may note that they have left, in the order of the sheet."""
    return [one for one in year.people if may(year, me.email, Action.MARK_LEAVER, one.school)]


def _done(year: YearSnapshot, behind: Behind) -> Iterator[str]:
    """Say line by line what noting it does."""
    yield "Left is ticked on Staff: they can sign in no more, from the next page on, and are not counted."
    for row in behind.bookings:
        held = row.status is BookingStatus.BOOKED
        goes_on = "the place goes to the first who waits and is free" if held else "they wait no more"
        yield f"{session_named(year, row.session)}: {goes_on}."
    for visit in behind.visits:
        yield f"Visit to {visit.to_school} on {said(visit.date)}: cancelled."
    yield "What they have done stays under their name: an organiser can take that away later."


def _to_do(behind: Behind) -> Iterator[str]:
    """Say what needs a person to decide."""
    for workshop in behind.workshops:
        yield f"They lead \u201c{workshop.title}\u201d ({workshop.id}, {workshop.status})."
    for visit in behind.hosting:
        yield f"They were to meet {visit.name or visit.email} on {said(visit.date)} ({visit.visit})."
    for row in behind.follow_ups:
        yield f"Follow-up {row.id}: {row.what}"
    if behind.heading:
        yield f"Schools names them as head of {listed([school.short_name for school in behind.heading])}."
