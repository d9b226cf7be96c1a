"""The programme of the shared INSET day, written so that a whole slot is one piece of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.programme import SlotKind
from kaizen.domain.wording import said
from kaizen.rules.timetable import SessionCard, SlotProgramme, programme
from kaizen.ui import booking, forms, menu, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.domain.year import YearSnapshot

WHOLE_DAY = "Whole day"


def the_day(year: YearSnapshot) -> None:
    """Show what runs when and where, with the places left: the whole day in lines, or one slot in full.

    A card is a heading and a few lines, not a container of elements: a day has some forty of them,
    and every element costs the server as much as a whole card does this way.
    """
    settings = year.settings
    day = f", {said(settings.conference_date)}" if settings.conference_date else ""
    show.line("**{}**{}, at {}", settings.conference, day, settings.host_school or "a school still to be named")
    menu.link("book", "Book your workshops")
    phase = booking.phase_filter(year, "programme.phase")
    parts = programme(year, phase)
    slots = [part.slot.slot for part in parts if part.slot.what is SlotKind.WORKSHOP]
    slot = (
        forms.pick("Time of day", (WHOLE_DAY, *slots), "programme.slot", format_func=_slot_name) if slots else WHOLE_DAY
    )
    for part in parts:
        if slot in (WHOLE_DAY, part.slot.slot):
            show.block(_lines(part, _card if slot != WHOLE_DAY else _one_line))


def _slot_name(slot: str) -> str:
    return slot if slot == WHOLE_DAY else show.plain(f"Slot {slot}")


def _lines(part: SlotProgramme, written: Callable[[SessionCard], list[str]]) -> list[str]:
    slot = part.slot
    name = f"slot {slot.slot}" if slot.what is SlotKind.WORKSHOP else slot.slot
    heading = show.filled("## {}, {}", booking.times(slot), name)
    if slot.what is not SlotKind.WORKSHOP:
        return [heading, show.filled("{}", slot.notes or slot.what)]
    return (
        [heading, *(line for card in part.sessions for line in written(card))] if part.sessions else [heading, NOBODY]
    )


NOBODY = "Nothing here for these ages. Choose All above to see everything."


def _one_line(card: SessionCard) -> list[str]:
    best = ", ".join(card.workshop.best_for)
    return [show.filled("- **{}** ({}): {}. {}.", card.workshop.title, best, card.availability, card.where)]


def _card(card: SessionCard) -> list[str]:
    workshop = card.workshop
    leaders, best = ", ".join(card.leaders), ", ".join(workshop.best_for)
    notes = [f"Please bring: {workshop.please_bring}." if workshop.please_bring else "", card.weather]
    return [
        show.filled("### {}", workshop.title),
        show.filled("**{}** · {}", card.availability, card.where),
        show.filled("{} ({}) · Best for {}", leaders, workshop.school, best),
        show.filled("{}", workshop.about),
        *(show.filled("*{}*", note) for note in notes if note),
        "---",
    ]
