"""Book workshops for several people of one's own school with one wish."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import counted, listed
from kaizen.rules import places
from kaizen.rules.booking import reasons_against, reasons_against_choice
from kaizen.rules.on_behalf import logged, told
from kaizen.rules.timetable import titled
from kaizen.services.booking import barred
from kaizen.services.seating import Seating
from kaizen.services.several import PEOPLE, by_name, names_of
from kaizen.sheet.intents import Decision, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from kaizen.domain.programme import Session
    from kaizen.domain.record import Email, SessionCode
    from kaizen.domain.year import YearSnapshot


@dataclass
class Turn:
    """What becomes of one person of the list.

    Attributes:
        name: as it tells them apart from the others.
        had: sessions that they held before.
        booked: sessions in which they get a place.
        waits: full sessions on whose waiting lists they stand.
        kept: other sessions that they hold at the same time as one of these, and go on holding.
        missed: why they cannot have the others.
    """

    person: Email
    name: str
    had: list[SessionCode] = field(default_factory=list)
    booked: list[SessionCode] = field(default_factory=list)
    waits: list[SessionCode] = field(default_factory=list)
    kept: list[SessionCode] = field(default_factory=list)
    missed: list[Reason] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BookForSeveral:
    """Hold these sessions for each of the people, in the order of the list.

    Nobody gives anything up: whoever holds another place in a slot keeps it and is told by name, as is
    whoever leads then, is not coming, or comes after the last place. Everybody else is booked all the same.

    Attributes:
        by: who presses the button; may book for each of the people.
        people: first come, first served.
        sessions: one a slot.
        wait_for: sessions for which a place on the waiting list will do if they are full.
    """

    by: Email
    people: tuple[Email, ...]
    sessions: tuple[SessionCode, ...]
    key: str
    wait_for: tuple[SessionCode, ...] = ()

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Book whatever can be booked; refuse with every reason where nobody can have anything."""
        reasons = tuple(self._against(year, now))
        if reasons:
            return Refusal(reasons)
        seating, names = Seating(year, self.key, now), names_of(year, self.people)
        turns = [self._served(seating, Turn(person, name)) for person, name in names.items()]
        missed, kept = by_name((turn.name, turn.missed) for turn in turns), tuple(_kept(seating.year, turns))
        if not any(turn.had or turn.booked or turn.waits for turn in turns):
            return Refusal((*missed, *kept))
        points = [f"Not booked: {reason.sentence}" for reason in missed] + [reason.sentence for reason in kept]
        points += [line for code in dict.fromkeys(self.sessions) for line in _who_has(seating.year, turns, code)]
        sentence = told(_summary(turns), year, self.by, *names)
        return Decision("\n".join((sentence, *points)), tuple(seating.intents), "Booked for several people")

    def _against(self, year: YearSnapshot, now: datetime) -> Iterator[Reason]:
        """Give what stands against all of it, first whether it is anybody's business."""
        mine = [reason for person in self.people for reason in barred(year, self.by, person)]
        if mine:
            yield mine[0]
            return
        if not self.people:
            yield Reason(Why.INVALID, "Choose at least one person.", PEOPLE)
        yield from reasons_against_choice(year, self.sessions, now)

    def _served(self, seating: Seating, turn: Turn) -> Turn:
        seating.log = logged("Booked", seating.year, self.by, turn.person)
        for code in dict.fromkeys(self.sessions):
            session = seating.year.session_by_code[code]
            held = places.holding(seating.year, turn.person).get(session.slot)
            reasons = self._reasons(seating, turn.person, session)
            if held is not None:
                (turn.had if held.session == code else turn.kept).append(held.session)
            elif not reasons:
                seating.seat(turn.person, session)
                turn.booked.append(code)
            elif code in self.wait_for and all(reason.why is Why.FULL for reason in reasons):
                seating.queue(turn.person, session)
                turn.waits.append(code)
            else:
                turn.missed += reasons
        return turn

    def _reasons(self, seating: Seating, person: Email, session: Session) -> list[Reason]:
        year = seating.year
        found = reasons_against(year, person, (session.session,), seating.now, by=self.by)
        return [replace(one, sentence=_full(year, person, session)) if one.why is Why.FULL else one for one in found]


def _full(year: YearSnapshot, person: Email, session: Session) -> str:
    queue = [row.email for row in places.waiting(year, session.session)]
    number = f"; already number {queue.index(person) + 1} on its waiting list" if person in queue else ""
    return f"{titled(year, session)} is full{number}."


def _kept(year: YearSnapshot, turns: Sequence[Turn]) -> Iterator[Reason]:
    """Give who keeps what they hold in a slot of these, a sentence for each person."""
    for turn in turns:
        if turn.kept:
            what = listed([titled(year, year.session_by_code[code]) for code in turn.kept])
            yield Reason(Why.CLASH, f"{turn.name} keeps {what}.", PEOPLE)


def _summary(turns: Sequence[Turn]) -> str:
    served = [turn.name for turn in turns if turn.booked]
    short = sum(bool(turn.missed) for turn in turns)
    whom = f"{len(served)} of {counted(len(turns), 'person', 'people')}"
    if len(served) == len(turns):
        whom = served[0] if len(turns) == 1 else f"all {len(turns)} people"
    could = f" {counted(short, 'person', 'people')} could not have everything." if short else ""
    return f"Booked for {whom}.{could}" if served else f"Nobody was given a new place.{could}"


def _who_has(year: YearSnapshot, turns: Sequence[Turn], code: SessionCode) -> Iterator[str]:
    """Give who has the session now, who had it before and who waits for it, a line each."""
    what = titled(year, year.session_by_code[code])
    number = {row.email: number for number, row in enumerate(places.waiting(year, code), start=1)}
    waits = [f"{turn.name} (number {number[turn.person]})" for turn in turns if code in turn.waits]
    for said, names in (
        (what, [turn.name for turn in turns if code in turn.booked]),
        (f"{what}, as before", [turn.name for turn in turns if code in turn.had]),
        (f"Waiting list for {what}", waits),
    ):
        if names:
            yield f"{said}: {listed(names)}."
