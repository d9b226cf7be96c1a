"""Somebody's shared INSET day, as it is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.programme import SlotKind
from kaizen.domain.wording import ended, said, subject
from kaizen.rules.timetable import SessionCard, SlotProgramme, programme
from kaizen.services.booking import Withdraw
from kaizen.ui import forms, show
from kaizen.ui.slot_choices import Standing, times

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.record import SessionCode
    from kaizen.engine.office import Office


def timetable(office: Office, me: Person, person: Person, name: str = "give-up") -> None:
    """Show every slot of the person's day, with a way out of each place and of each waiting list.

    Args:
        office: where the wishes go.
        me: who presses the buttons.
        person: whose day it is.
        name: of the buttons; each person's have their own.
    """
    year = office.year
    now, parts = Standing.of(year, person, me), programme(year)
    day = f", {said(year.settings.conference_date)}" if year.settings.conference_date else ""
    whose = f"The day of {now.called}" if now.called else "Your day"
    show.points(
        (f"{times(part.slot)}: {_what(now, part)}" for part in parts),
        under=f"{whose}: {year.settings.conference}{day}",
    )
    way_out = forms.Buttons(office, name)
    way_out.tell()
    for card in (card for part in parts for card in part.sessions):
        code, named = card.session.session, f"{card.workshop.title} (slot {card.session.slot})"
        if code == now.held.get(card.session.slot):
            _offer(way_out, me, person, code, f"Give up {named}")
        elif code in now.waits:
            _offer(way_out, me, person, code, f"Leave the waiting list for {named}")


def _what(now: Standing, part: SlotProgramme) -> str:
    slot = part.slot
    if slot.what is not SlotKind.WORKSHOP:
        return f"{ended(slot.slot)} {slot.notes}" if slot.notes else slot.slot
    lead = subject(now.called, "lead", "leads")
    led = [f"{lead[0].upper()}{lead[1:]}: {_at(card)}" for card in part.sessions if card.session.session in now.led]
    held = [_at(card) for card in part.sessions if card.session.session == now.held.get(slot.slot)]
    waited = [
        f"Waiting for {card.workshop.title} (number {now.number(card.session.session)})."
        for card in now.waited_in(part)
    ]
    return " ".join((*(led[:1] or held), *waited)) or "No workshop chosen"


def _at(card: SessionCard) -> str:
    bring = f"Please bring: {card.workshop.please_bring}" if card.workshop.please_bring else ""
    parts = (card.workshop.title, card.where, card.weather, bring)
    return " ".join(ended(part) for part in parts if part)


def _offer(way_out: forms.Buttons, me: Person, person: Person, code: SessionCode, label: str) -> None:
    way_out.offer(label, code, lambda key: Withdraw(me.email, person.email, code, key))
