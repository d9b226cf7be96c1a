"""One workshop a slot: where somebody stands on the day, and the list for each slot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from kaizen.domain.network import Person, School
from kaizen.domain.programme import Room, Session, Slot
from kaizen.domain.record import Email, SessionCode
from kaizen.domain.wording import counted, said_time, subject
from kaizen.domain.workshop import Workshop
from kaizen.rules import places
from kaizen.rules.timetable import EVERYBODY, SessionCard, SlotProgramme, programme
from kaizen.rules.waiting_list import places_for
from kaizen.sheet import layout
from kaizen.ui import fields, forms, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaizen.domain.record import SlotCode
    from kaizen.domain.year import YearSnapshot

NOTHING = SessionCode("")
"""The choice of no workshop."""

ANYBODY = Email("")

ON_THE_PROGRAMME = (Slot, Session, Workshop, Room, Person, School)
"""What a session is and who leads it depends on these; how many places are left depends on Bookings too."""


@dataclass(frozen=True)
class Standing:
    """Where one person stands on the day, looked up once a run; with nobody named, how the day stands for anybody.

    Attributes:
        called: what sentences call the person; "" where it is who reads them.
        held: the session of each slot in which they hold a place.
        waits: sessions on whose waiting lists they stand.
        led: sessions they lead.
    """

    year: YearSnapshot
    person: Email = ANYBODY
    called: str = ""
    held: Mapping[SlotCode, SessionCode] = field(default_factory=dict)
    waits: tuple[SessionCode, ...] = ()
    led: frozenset[SessionCode] = frozenset()

    @classmethod
    def of(cls, year: YearSnapshot, person: Person, reader: Person) -> Standing:
        """Look up where the person stands, to be told to the reader."""
        return cls(
            year=year,
            person=person.email,
            called="" if person.email == reader.email else person.name,
            held={slot: row.session for slot, row in places.holding(year, person.email).items()},
            waits=tuple(row.session for row in places.waits(year, person.email)),
            led=frozenset(session.session for session in places.leads(year, person.email)),
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
        return [row.email for row in places.waiting(self.year, code)].index(self.person) + 1

    def free(self, code: SessionCode) -> int:
        """Return how many places the person could take, those who wait before them served first."""
        return places_for(self.year, self.person, code) if code in self.waits else self.year.once(_free_places)[code]

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
            return f"{subject(self.called, 'have', 'has')} a place"
        if code in self.waits:
            return f"{subject(self.called, 'are', 'is')} number {self.number(code)} on the waiting list"
        free = self.free(code)
        return f"{counted(free, 'place')} left" if free else f"full, {card.waiting} waiting"


def phase_filter(year: YearSnapshot, key: str) -> str:
    """Ask which age phase the workshops are to be for; All is everybody's."""
    options = fields.options_of(year, layout.WORKSHOPS.column("best_for"))
    phases = (EVERYBODY, *(option for option in options if option != EVERYBODY))
    chosen: str = forms.pick("Show workshops for", phases, key)
    return chosen


@lru_cache(maxsize=256)
def times(slot: Slot) -> str:
    """Return when the slot is, such as ``12:50 to 13:30``."""
    return f"{said_time(slot.starts)} to {said_time(slot.ends)}"


def _heading(part: SlotProgramme) -> str:
    return f"Slot {part.slot.slot}, {times(part.slot)}"


def leading(now: Standing, part: SlotProgramme) -> str:
    """Return what the person leads in the slot, a paragraph each; "" for nothing."""
    own = (card for card in part.sessions if card.session.session in now.led)
    lead = subject(now.called, "lead", "leads")
    told = (show.filled("**{}:** {} {} ({}).", _heading(part), lead, card.workshop.title, card.where) for card in own)
    return "\n\n".join(told)


def choose(form: forms.Form, now: Standing, part: SlotProgramme, phase: str) -> SessionCard | None:
    """Ask for one workshop of a slot in which the person leads nothing, and tell what there is to know about it."""
    current = now.now_in(part)
    # A new question once somebody's place has changed: what was picked before no longer means the same.
    key = form.key_of(f"{part.slot.slot}.{current}")
    kept = (current, st.session_state.get(key))
    cards = {c.session.session: c for c in part.sessions if c.places is not None}
    shown = [code for code, card in cards.items() if phase == EVERYBODY or card.suits(phase) or code in kept]
    labels = {NOTHING: "No workshop in this slot", **form.year.once(_labels, *ON_THE_PROGRAMME)}
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
    show.small_print([*_about(now, chosen), *_full(now, full), *_not_bookable_yet(part)])
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
        about = now.year.once(_details, *ON_THE_PROGRAMME)[code]
        yield f"{show.filled('**{}.**', f'{left[0].upper()}{left[1:]}')} {about}"
        if now.would_wait(code) and now.person != ANYBODY:
            yield show.filled("This one is full: saving puts {} on its waiting list.", now.called or "you")


def _full(now: Standing, cards: Sequence[SessionCard]) -> Iterator[str]:
    if cards:
        titles = "; ".join(card.workshop.title for card in cards)
        whose = "its waiting list" if len(cards) == 1 else "the waiting list"
        puts = f" Choosing one puts {now.called or 'you'} on {whose}." if now.person != ANYBODY else ""
        yield show.filled("**Full:** {}.{}", titles, puts)


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
    """Return what there is to know about each session before choosing it, made plain."""
    return {card.session.session: _told(card) for part in programme(year) for card in part.sessions}


def _told(card: SessionCard) -> str:
    leaders, best = ", ".join(card.leaders), ", ".join(card.workshop.best_for)
    words = f"{leaders} ({card.workshop.school}) · {card.where} · Best for {best}. {card.workshop.about}"
    return show.plain(words)
