"""What leaders hear about their workshops, and what is left for organisers to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.wording import counted, listed
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules import places
from kaizen.rules.leading import leaders_of
from kaizen.rules.tasks import Task, Urgency
from kaizen.rules.timetable import programme, titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.domain.record import Email
    from kaizen.domain.workshop import Workshop
    from kaizen.domain.year import YearSnapshot
    from kaizen.rules.timetable import SessionCard


def leader_tasks(year: YearSnapshot, person: Email) -> Iterator[Task]:
    """Give where each workshop of the person stands, and how many have booked so far."""
    for workshop in year.workshops:
        if workshop.status is not WorkshopStatus.WITHDRAWN and person in leaders_of(year, workshop):
            yield Task(_standing(year, workshop), "propose", Urgency.NEWS)


def organiser_tasks(year: YearSnapshot) -> Iterator[Task]:
    """Give what only an organiser can put right: proposals, sessions without places, over-full ones."""
    proposed = [workshop for workshop in year.workshops if workshop.status is WorkshopStatus.PROPOSED]
    if proposed:
        are = "is waiting" if len(proposed) == 1 else "are waiting"
        sentence = f"{counted(len(proposed), 'workshop proposal')} {are} for your decision."
        yield Task(sentence, "propose", Urgency.SOON)
    cards = _cards(year)
    shown = {card.workshop.id for card in cards}
    for workshop in year.workshops:
        if workshop.status is WorkshopStatus.ACCEPTED and workshop.id not in shown:
            sentence = f"\u201c{workshop.title}\u201d is accepted and has no session yet: add rows on the Sessions tab."
            yield Task(sentence, "programme", Urgency.SOON)
    for card in cards:
        name = titled(year, card.session)
        if card.over:
            yield Task(f"{name} is over-full by {card.over}.", "programme", Urgency.NOW)
        elif card.room is None:
            yield Task(f"{name} has no room yet.", "programme", Urgency.SOON)


def _standing(year: YearSnapshot, workshop: Workshop) -> str:
    name = f"\u201c{workshop.title}\u201d"
    if workshop.status is WorkshopStatus.PROPOSED:
        return f"{name} is proposed; the organiser has still to decide."
    if workshop.status is WorkshopStatus.NOT_THIS_YEAR:
        note = f" Note from the organiser: {workshop.note}" if workshop.note else ""
        return f"{name} is not on this year's programme.{note}"
    each = [
        f"{len(places.taken(year, card.session.session))} in slot {card.session.slot}"
        for card in _cards(year)
        if card.workshop.id == workshop.id
    ]
    return f"You lead {name}. Booked so far: {listed(each)}." if each else f"{name} is accepted; its times follow."


def _cards(year: YearSnapshot) -> list[SessionCard]:
    return [card for part in programme(year) for card in part.sessions]
