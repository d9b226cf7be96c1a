"""The programme of the shared INSET day, written so that a whole slot is one piece of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.programme import SlotKind
from kaizen.domain.wording import said
from kaizen.rules.timetable import SessionCard, SlotProgramme, programme
from kaizen.ui import forms, menu, show, slot_choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.record import SessionCode
    from kaizen.domain.year import YearSnapshot

WHOLE_DAY = "Whole day"
NOBODY = "Nothing here for these ages. Choose All above to see everything."


def the_day(year: YearSnapshot) -> None:
    """Show what runs when and where, with the places left: the whole day in lines, or one slot in full.

    A card is a heading and a few lines, not a container of elements: a day has some forty of them,
    and every element costs the server as much as a whole card does this way.
    """
    settings = year.settings
    day = f", {said(settings.conference_date)}" if settings.conference_date else ""
    menu.link("book", "Book your workshops")
    phase = slot_choices.phase_filter(year, "programme.phase")
    parts = programme(year, phase)
    slots = [part.slot.slot for part in parts if part.slot.what is SlotKind.WORKSHOP]
    slot = (
        forms.pick("Time of day", (WHOLE_DAY, *slots), "programme.slot", format_func=_slot_name) if slots else WHOLE_DAY
    )
    shown = [part for part in parts if slot in (WHOLE_DAY, part.slot.slot)]
    written = year.once(_cards if slot != WHOLE_DAY else _lines)
    where = settings.host_school or "a school still to be named"
    title = show.filled("**{}**{}, at {}", settings.conference, day, where)
    more = ["Choose a slot above to read about each workshop."] if slots and slot == WHOLE_DAY else []
    show.block([title, *more, *(paragraph for part in shown for paragraph in _slot(part, written))])


def _slot_name(slot: str) -> str:
    return slot if slot == WHOLE_DAY else show.plain(f"Slot {slot}")


def _slot(part: SlotProgramme, written: Mapping[SessionCode, str]) -> list[str]:
    slot = part.slot
    if slot.what is not SlotKind.WORKSHOP:
        what = str(slot.what)
        more = slot.notes or ("" if what == str(slot.slot) else what)
        return [show.headed(f"{slot_choices.times(slot)}, {slot.slot}"), *([show.filled("{}", more)] if more else [])]
    told = [written[card.session.session] for card in part.sessions]
    return [show.headed(f"{slot_choices.times(slot)}, slot {slot.slot}"), *(told or [NOBODY])]


def _lines(year: YearSnapshot) -> dict[SessionCode, str]:
    """Return each session in one line; the same for everybody."""
    return {card.session.session: _line(card) for part in programme(year) for card in part.sessions}


def _line(card: SessionCard) -> str:
    leaders, best = ", ".join(card.leaders), ", ".join(card.workshop.best_for)
    who = f"{leaders} ({card.workshop.school})"
    return show.filled("- **{}** ({}): {}. {}. {}.", card.workshop.title, best, who, card.availability, card.where)


def _cards(year: YearSnapshot) -> dict[SessionCode, str]:
    """Return each session in full; the same for everybody."""
    return {card.session.session: _card(card) for part in programme(year) for card in part.sessions}


def _card(card: SessionCard) -> str:
    workshop = card.workshop
    leaders, best = ", ".join(card.leaders), ", ".join(workshop.best_for)
    notes = (f"Please bring: {workshop.please_bring}." if workshop.please_bring else "", card.weather)
    paragraphs = [
        show.filled("### {}", workshop.title),
        show.filled("**{}** · {}", card.availability, card.where),
        show.filled("{} ({}) · Best for {}", leaders, workshop.school, best),
        show.filled("{}", workshop.about),
        *(show.filled("*{}*", note) for note in notes if note),
        "---",
    ]
    return "\n\n".join(paragraphs)
