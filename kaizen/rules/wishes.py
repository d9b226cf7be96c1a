"""One person's wished sessions, sorted by what would become of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.rules import places
from kaizen.rules.waiting_list import places_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.domain.booking import Booking
    from kaizen.domain.programme import Session
    from kaizen.domain.record import Email, SessionCode, SlotCode
    from kaizen.domain.year import YearSnapshot


@dataclass(frozen=True, slots=True)
class Wish:
    """The wished sessions of one person against the year as it stands.

    Attributes:
        unknown: codes of sessions that are not on the programme.
        firm: sessions to hold a place in; among them those already held.
        queued: full sessions to wait for.
        held: the place held in each slot as things stand.
    """

    year: YearSnapshot
    person: Email
    unknown: tuple[SessionCode, ...]
    firm: tuple[Session, ...]
    queued: tuple[Session, ...]
    held: dict[SlotCode, Booking]

    @classmethod
    def of(
        cls, year: YearSnapshot, person: Email, sessions: Sequence[SessionCode], wait_for: Sequence[SessionCode] = ()
    ) -> Wish:
        """Sort the wish. A session to wait for is queued only while it has no place for the person."""
        codes = tuple(dict.fromkeys((*sessions, *wait_for)))
        found = [session for code in codes if (session := places.running(year, code)) is not None]
        held = places.holding(year, person)
        held_codes = {row.session for row in held.values()}
        queued = tuple(
            session
            for session in found
            if session.session in wait_for and session.session not in held_codes and _is_full(year, person, session)
        )
        return cls(
            year=year,
            person=person,
            unknown=tuple(code for code in codes if places.running(year, code) is None),
            firm=tuple(session for session in found if session not in queued),
            queued=queued,
            held=held,
        )

    @property
    def new(self) -> tuple[Session, ...]:
        """Sessions to hold that are not held yet."""
        held = {row.session for row in self.held.values()}
        return tuple(session for session in self.firm if session.session not in held)

    @property
    def kept(self) -> dict[SlotCode, Booking]:
        """Places in slots for which nothing else is wished."""
        slots = {session.slot for session in self.firm}
        return {slot: row for slot, row in self.held.items() if slot not in slots}


def _is_full(year: YearSnapshot, person: Email, session: Session) -> bool:
    return places.places_of(year, session) is not None and places_for(year, person, session.session) == 0
