"""Choosing workshops: every slot of the day on one page, one button."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kaizen.domain.programme import SlotKind
from kaizen.domain.record import Email, SessionCode
from kaizen.domain.wording import counted, said_time
from kaizen.rules import places
from kaizen.rules.timetable import EVERYBODY, SessionCard, SlotProgramme, programme
from kaizen.rules.waiting_list import places_for
from kaizen.services.booking import Book
from kaizen.sheet import layout
from kaizen.ui import added_questions, fields, forms, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaizen.domain.network import Person
    from kaizen.domain.programme import Slot
    from kaizen.domain.record import SlotCode
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office

NOTHING = SessionCode("")
"""The choice of no workshop."""

ANYBODY = Email("")


@dataclass(frozen=True)
class Standing:
    """Where one person stands on the day, looked up once a run.

    Attributes:
        held: the session of each slot in which they hold a place.
        waits: sessions on whose waiting lists they stand.
        led: sessions they lead.
    """

    year: YearSnapshot
    me: Person
    held: Mapping[SlotCode, SessionCode]
    waits: tuple[SessionCode, ...]
    led: frozenset[SessionCode]

    @classmethod
    def of(cls, year: YearSnapshot, me: Person) -> Standing:
        """Look up where the person stands."""
        return cls(
            year=year,
            me=me,
            held={slot: row.session for slot, row in places.holding(year, me.email).items()},
            waits=tuple(row.session for row in places.waits(year, me.email)),
            led=frozenset(session.session for session in places.leads(year, me.email)),
        )

    def now_in(self, part: SlotProgramme) -> SessionCode:
        """Return the session of the slot that is held, else the one waited for, else nothing."""
        waited = (card.session.session for card in self.waited_in(part))
        return self.held.get(part.slot.slot) or next(waited, NOTHING)

    def waited_in(self, part: SlotProgramme) -> tuple[SessionCard, ...]:
        """Return the sessions of the slot on whose waiting lists the person stands."""
        return tuple(card for card in part.sessions if card.session.session in self.waits)

    def number(self, code: SessionCode) -> int:
        """Return the person's place on the waiting list of a session, counted from 1."""
        return [row.email for row in places.waiting(self.year, code)].index(self.me.email) + 1

    def free(self, code: SessionCode) -> int:
        """Return how many places the person could take, those who wait before them served first."""
        return places_for(self.year, self.me.email, code) if code in self.waits else self.year.once(_free_places)[code]

    def is_new(self, code: SessionCode) -> bool:
        """Tell whether choosing the session would add a row, booked or waiting."""
        return code not in (*self.waits, *self.held.values())

    def would_wait(self, code: SessionCode) -> bool:
        """Tell whether choosing the session would put the person on its waiting list."""
        return self.is_new(code) and self.free(code) == 0

    def room_left(self, card: SessionCard) -> str:
        """Return what is left of a session for the person, in words."""
        code = card.session.session
        if self.held.get(card.session.slot) == code:
            return "you have a place"
        if code in self.waits:
            return f"you are number {self.number(code)} on the waiting list"
        free = self.free(code)
        return f"{counted(free, 'place')} left" if free else f"full, {card.waiting} waiting"


def _window(office: Office, me: Person) -> str:
    """Return whether booking is open, and how many workshops are chosen."""
    year = office.year
    opening = places.booking_window(year.settings, office.now())
    chosen, waits = len(places.holding(year, me.email)), len(places.waits(year, me.email))
    most = counted(year.settings.workshops_each, "workshop") + (f" and wait for {waits}" if waits else "")
    return show.filled("{} You have chosen **{}** of {}.", opening.sentence, chosen, most)


def choices(office: Office, me: Person) -> None:
    """Ask for one workshop a slot and book them all with one button."""
    form = forms.Form(office, "book", layout.BOOKINGS)
    show.block([_window(office, me), show.headed("Your choices")])
    now = Standing.of(form.year, me)
    parts = [part for part in programme(form.year) if part.slot.what is SlotKind.WORKSHOP]
    own = [_leading(now, part) for part in parts]
    if parts and all(own):
        show.block([*own, "You lead in every slot; there is nothing to choose."])
        form.tell()
        return
    phase = phase_filter(form.year, "book.phase")
    chosen = [_choose(form, now, part, phase) for part in parts]
    wanted = tuple(card.session.session for card in chosen if card)
    # Only who has read that a session is full has agreed to wait for it; a place lost meanwhile is refused.
    agreed = (*now.waits, *form.wish.read_warnings)
    form.wish.warned = tuple(code for code in wanted if now.would_wait(code))
    form.told_about("sessions", wanted)
    queue = tuple(code for code in wanted if code in agreed)
    _ask_more(form, sum(map(now.is_new, wanted)))
    form.send("Save my choices", lambda key: Book(me.email, me.email, wanted, key, wait_for=queue))


def _ask_more(form: forms.Form, new: int) -> None:
    """Ask what heads have added to Bookings, once for all the new choices; what stays as it was is not asked about."""
    if not new:
        added_questions.leave_out(form)
        return
    added_questions.ask(form)
    if form.added and new > 1:
        show.small("Asked once, for all {} workshops that you are adding.", new)


def phase_filter(year: YearSnapshot, key: str) -> str:
    """Ask which age phase the workshops are to be for; All is everybody's."""
    options = fields.options_of(year, layout.WORKSHOPS.column("best_for"))
    phases = (EVERYBODY, *(option for option in options if option != EVERYBODY))
    chosen: str = forms.pick("Show workshops for", phases, key)
    return chosen


def times(slot: Slot) -> str:
    """Return when the slot is, such as ``12:50 to 13:30``."""
    return f"{said_time(slot.starts)} to {said_time(slot.ends)}"


def _choose(form: forms.Form, now: Standing, part: SlotProgramme, phase: str) -> SessionCard | None:
    own = _leading(now, part)
    if own:
        show.block([own])
    picked = None if own else _pick(form, now, part, phase)
    for card in part.sessions:
        form.told_about(card.session.session, card is picked)
    return picked


def _heading(part: SlotProgramme) -> str:
    return f"Slot {part.slot.slot}, {times(part.slot)}"


def _leading(now: Standing, part: SlotProgramme) -> str:
    """Return what the person leads in the slot, a paragraph each; "" for nothing."""
    own = (card for card in part.sessions if card.session.session in now.led)
    told = (show.filled("**{}:** you lead {} ({}).", _heading(part), card.workshop.title, card.where) for card in own)
    return "\n\n".join(told)


def _pick(form: forms.Form, now: Standing, part: SlotProgramme, phase: str) -> SessionCard | None:
    current = now.now_in(part)
    # A new question once somebody's place has changed: what was picked before no longer means the same.
    key = form.key_of(f"{part.slot.slot}.{current}")
    kept = (current, st.session_state.get(key))
    cards = {c.session.session: c for c in part.sessions if c.places is not None}
    shown = [code for code, card in cards.items() if phase == EVERYBODY or card.suits(phase) or code in kept]
    labels = {NOTHING: "No workshop in this slot", **form.year.once(_labels)}
    # A place that is held or waited for is given up with a button of its own, not by choosing nothing.
    options = shown if current in shown else [NOTHING, *shown]
    picked: SessionCode | None = forms.pick_from_list(
        _heading(part),
        options,
        key,
        index=options.index(current) if current in options else 0,
        format_func=form.steady(key, labels.__getitem__),
        # No keyboard over half of a phone for a list that is there to be read.
        filter_mode=None,
    )
    chosen = cards.get(picked or NOTHING)
    full = [cards[code] for code in shown if code != picked and now.would_wait(code)]
    show.small_print([*_about(now, chosen), *_full(full), *_not_bookable_yet(part)])
    return chosen


def _labels(year: YearSnapshot) -> Mapping[SessionCode, str]:
    """Return the title of each session, with who leads it where two of a slot have the same.

    Nothing that changes stands in it, such as the places left: see `forms.Form.choose`.
    """
    labels: dict[SessionCode, str] = {}
    for part in programme(year):
        titles = Counter(card.workshop.title for card in part.sessions)
        for card in part.sessions:
            twin = titles[card.workshop.title] > 1
            by = f", {card.workshop.led_by} ({card.workshop.school}, {card.workshop.id})" if twin else ""
            labels[card.session.session] = f"{card.workshop.title}{by}"
    return labels


def _about(now: Standing, chosen: SessionCard | None) -> Iterator[str]:
    """Give what there is to know about what is picked, first whether there is a place."""
    if chosen is not None:
        left, code = now.room_left(chosen), chosen.session.session
        yield show.filled("**{}.** {}", f"{left[0].upper()}{left[1:]}", now.year.once(_details)[code])
        if now.would_wait(code):
            yield "This one is full: saving puts you on its waiting list."


def _full(cards: Sequence[SessionCard]) -> Iterator[str]:
    if cards:
        titles = "; ".join(card.workshop.title for card in cards)
        whose = "its waiting list" if len(cards) == 1 else "the waiting list"
        yield show.filled("**Full:** {}. Choosing one puts you on {}.", titles, whose)


def _not_bookable_yet(part: SlotProgramme) -> Iterator[str]:
    for card in part.sessions:
        if card.places is None:
            title = card.workshop.title
            yield show.filled("**{}**: its room is still to be found, so it cannot be booked yet.", title)


def _free_places(year: YearSnapshot) -> Mapping[SessionCode, int]:
    """Return for each session how many places somebody who does not wait for it could take."""
    cards = (card for part in programme(year) for card in part.sessions)
    return {card.session.session: places_for(year, ANYBODY, card.session.session) for card in cards}


def _details(year: YearSnapshot) -> Mapping[SessionCode, str]:
    """Return what there is to know about each session before choosing it."""
    return {card.session.session: _told(card) for part in programme(year) for card in part.sessions}


def _told(card: SessionCard) -> str:
    leaders, best = ", ".join(card.leaders), ", ".join(card.workshop.best_for)
    return f"{leaders} ({card.workshop.school}) · {card.where} · Best for {best}. {card.workshop.about}"
