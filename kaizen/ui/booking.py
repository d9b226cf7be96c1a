"""Choosing workshops for oneself or for one other person: every slot of the day on one page, one button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.programme import SlotKind
from kaizen.domain.wording import counted, subject
from kaizen.rules import places
from kaizen.rules.access import Action
from kaizen.rules.timetable import SessionCard, SlotProgramme, programme
from kaizen.services.booking import Book
from kaizen.sheet import layout
from kaizen.ui import added_questions, forms, show, slot_choices
from kaizen.ui.slot_choices import Standing

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.record import Email, SessionCode
    from kaizen.engine.office import Office
    from kaizen.ui.desk import Wish


def choices(office: Office, me: Person, person: Person, name: str = "book") -> None:
    """Ask for one workshop a slot and book them all with one button.

    Args:
        office: where the wish goes.
        me: who presses the button.
        person: whose day it is.
        name: of the form; each person's has its own.
    """
    form = forms.Form(office, name, layout.BOOKINGS)
    now = Standing.of(form.year, person, me)
    show.block([_window(office, now), show.headed(f"What {now.called} chooses" if now.called else "Your choices")])
    parts = [part for part in programme(form.year) if part.slot.what is SlotKind.WORKSHOP]
    own = [slot_choices.leading(now, part) for part in parts]
    if parts and all(own):
        lead = subject(now.called, "lead", "leads")
        show.block([*own, show.filled("{} in every slot; there is nothing to choose.", lead[0].upper() + lead[1:])])
        form.tell()
        return
    phase = slot_choices.phase_filter(form.year, "book.phase")
    chosen = [_choose(form, now, part, phase) for part in parts]
    wanted = tuple(card.session.session for card in chosen if card)
    form.wish.warned = tuple(code for code in wanted if now.would_wait(code))
    form.told_about("sessions", wanted)
    _ask_more(form, sum(map(now.is_new, wanted)))
    label = f"Save the choices of {now.called}" if now.called else "Save my choices"
    form.send(label, _Chosen(me.email, person.email, wanted, now.waits, form.wish), ready=Action.BOOK_FOR_SELF)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What has been chosen on the form, to be booked.

    Attributes:
        by: who presses the button.
        person: whose day it is.
        wanted: the sessions.
        waits: sessions that they wait for already.
        wish: knows what the page has said would happen.
    """

    by: Email
    person: Email
    wanted: tuple[SessionCode, ...]
    waits: tuple[SessionCode, ...]
    wish: Wish

    def __call__(self, key: str) -> Book:
        """Return the command. Only who has read that a session is full has agreed to wait for it."""
        agreed = {*self.waits, *self.wish.read_warnings}
        queue = tuple(code for code in self.wanted if code in agreed)
        return Book(self.by, self.person, self.wanted, key, wait_for=queue)


def _window(office: Office, now: Standing) -> str:
    """Return whether booking is open, and how many workshops are chosen."""
    settings = now.year.settings
    opening = places.booking_window(settings, office.now())
    have = subject(now.called, "have", "has")
    most = counted(settings.workshops_each, "workshop")
    most += f" and {'waits' if now.called else 'wait'} for {len(now.waits)}" if now.waits else ""
    return show.filled("{} {} chosen **{}** of {}.", opening.sentence, have[0].upper() + have[1:], len(now.held), most)


def _ask_more(form: forms.Form, new: int) -> None:
    """Ask what heads have added to Bookings, once for all the new choices; what stays as it was is not asked about."""
    if not new:
        added_questions.leave_out(form)
        return
    added_questions.ask(form)
    if form.added and new > 1:
        show.small("Asked once, for all {} workshops that you are adding.", new)


def _choose(form: forms.Form, now: Standing, part: SlotProgramme, phase: str) -> SessionCard | None:
    own = slot_choices.leading(now, part)
    if own:
        show.block([own])
    picked = None if own else slot_choices.choose(form, now, part, phase)
    for card in part.sessions:
        form.told_about(card.session.session, card is picked)
    return picked
