"""Is a proposed workshop complete, in time and not there already?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.programme import SlotKind
from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import counted, listed, said
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules.typed_text import SHORT_TEXT, against_text, tidy_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kaizen.domain.record import Email
    from kaizen.domain.settings import Settings
    from kaizen.domain.workshop import Workshop
    from kaizen.domain.year import YearSnapshot

LONGEST_TITLE = 90
"""Characters; more does not fit on a room sign."""

SHORTEST_ABOUT, LONGEST_ABOUT = 60, 800
"""Characters: enough to choose by, and not more than one reads in a list of fifteen."""

FEWEST_PEOPLE, MOST_PEOPLE = 4, 320
"""People in one session: a talk among fewer needs no slot, and more fit in no hall of the network."""

SHORT_BOXES = (
    ("room_needed", "Room needed"),
    ("please_bring", "Please bring"),
    ("also_leading", "Also leading"),
)

BEST_FOR = "Best for"


def most_times(year: YearSnapshot) -> int:
    """Return how often a workshop can run: once in each workshop slot; while none is set, as often as people choose."""
    slots = sum(slot.what is SlotKind.WORKSHOP for slot in year.slots)
    return slots or year.settings.workshops_each


def closed(settings: Settings, today: date) -> str:
    """Return a sentence when proposals are closed, "" while they are open: the closing day is the last one."""
    last = settings.proposals_close
    if last is None or today <= last:
        return ""
    return f"Workshop proposals closed on {said(last)}. If you have a late idea, please speak to the organiser."


def reasons_against(year: YearSnapshot, proposal: Workshop, today: date) -> tuple[Reason, ...]:
    """Return every reason why the proposal cannot be taken as it stands.

    Args:
        year: the snapshot to decide against.
        proposal: the row as it would be written.
        today: local date; the proposal must be in by the closing day.
    """
    return (
        *_against_day(year, today),
        *against_text("title", "Title", proposal.title, LONGEST_TITLE, needed=True),
        *_against_repeat(year, proposal),
        *_against_about(proposal.about),
        *_against_best_for(proposal.best_for, year.lists.get(BEST_FOR, ())),
        *_against_number("most_people", "Most people", proposal.most_people, FEWEST_PEOPLE, MOST_PEOPLE),
        *_against_number("times", "Times they'll run it", proposal.times, 1, most_times(year)),
        *(
            reason
            for field, label in SHORT_BOXES
            for reason in against_text(field, label, getattr(proposal, field), SHORT_TEXT)
        ),
    )


def earlier(year: YearSnapshot, person: Email, title: str) -> Workshop | None:
    """Return the person's own proposal of that title, in any case, unless it was withdrawn."""
    for workshop in year.workshops:
        same = workshop.email == person and _folded(workshop.title) == _folded(title)
        if same and workshop.status is not WorkshopStatus.WITHDRAWN:
            return workshop
    return None


def _against_day(year: YearSnapshot, today: date) -> Iterator[Reason]:
    sentence = closed(year.settings, today)
    if sentence:
        yield Reason(Why.CLOSED, sentence)


def _against_repeat(year: YearSnapshot, proposal: Workshop) -> Iterator[Reason]:
    there = earlier(year, proposal.email, proposal.title)
    if there is not None:
        sentence = f"\u201c{there.title}\u201d is already proposed as {there.id} ({there.status})."
        yield Reason(Why.DUPLICATE, f"{sentence} Please give a second workshop another title.", "title")


def _against_about(about: str) -> Iterator[Reason]:
    label, length = "What it's about", len(tidy_lines(about))
    if not length:
        yield from against_text("about", label, about, LONGEST_ABOUT, needed=True)
    elif length < SHORTEST_ABOUT:
        more = counted(SHORTEST_ABOUT - length, "more letter")
        sentence = f"Please say a little more under \u201c{label}\u201d, at least {more}: people choose by it."
        yield Reason(Why.INVALID, sentence, "about")
    else:
        yield from against_text("about", label, about, LONGEST_ABOUT)


def _against_best_for(best_for: Sequence[str], options: Sequence[str]) -> Iterator[Reason]:
    if not best_for:
        yield Reason(Why.INVALID, f"Please choose at least one under \u201c{BEST_FOR}\u201d.", "best_for")
    unknown = [choice for choice in best_for if options and choice not in options]
    if not options:
        yield from against_text("best_for", BEST_FOR, ", ".join(best_for), SHORT_TEXT)
    if unknown:
        sentence = f"{listed(unknown)} cannot be chosen under \u201c{BEST_FOR}\u201d: {listed(options, 'or')} can."
        yield Reason(Why.INVALID, sentence, "best_for")


def _against_number(field: str, label: str, number: int | None, least: int, most: int) -> Iterator[Reason]:
    if number is not None and not least <= number <= most:
        sentence = f"\u201c{label}\u201d is {number:,}; it can be from {least} to {most}."
        yield Reason(Why.INVALID, sentence, field)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
