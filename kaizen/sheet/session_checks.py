"""Sessions that cannot all be right: one room or one leader twice in a slot, more places than seats."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kaizen.domain.wording import counted, listed
from kaizen.rules.leading import leaders_of
from kaizen.rules.places import is_running
from kaizen.sheet.findings import Finding, Outcome, Place, Suggestion
from kaizen.sheet.layout import SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaizen.domain.programme import Session
    from kaizen.domain.record import Email, SlotCode
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.tab_reading import TabReading

TWICE = 2


def session_findings(year: YearSnapshot, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Ask about sessions that share a room or a leader in one slot, and about places without seats."""
    rows = tabs[SESSIONS.title].rows
    yield from _one_room(year, rows)
    yield from _one_leader(year, rows)
    yield from _more_places_than_seats(year, rows)


def _programme(year: YearSnapshot) -> list[Session]:
    return [session for session in year.session_by_code.values() if is_running(year, session)]


def sessions_led(year: YearSnapshot) -> Mapping[tuple[Email, SlotCode], Sequence[Session]]:
    """Return what each leader and co-leader leads in each slot of the programme, in the order of the sheet."""
    return year.once(_led)


def _led(year: YearSnapshot) -> dict[tuple[Email, SlotCode], list[Session]]:
    leaders = {workshop.id: leaders_of(year, workshop) for workshop in year.workshop_by_id.values()}
    led: defaultdict[tuple[Email, SlotCode], list[Session]] = defaultdict(list)
    for session in year.once(_programme):
        for leader in leaders[session.workshop]:
            led[leader, session.slot].append(session)
    return dict(led)


def _one_room(year: YearSnapshot, rows: Mapping[str, int]) -> Iterator[Finding]:
    used: defaultdict[tuple[str, SlotCode], list[Session]] = defaultdict(list)
    for session in year.once(_programme):
        if session.room:
            used[session.room, session.slot].append(session)
    for (room, slot), sessions in used.items():
        if len(sessions) >= TWICE:
            times = "twice" if len(sessions) == TWICE else counted(len(sessions), "time")
            yield _shared(sessions, rows, "Room", f"{room} is used {times} in slot {slot}.")


def _one_leader(year: YearSnapshot, rows: Mapping[str, int]) -> Iterator[Finding]:
    for (leader, slot), sessions in sessions_led(year).items():
        if len(sessions) >= TWICE:
            person = year.person_by_email.get(leader)
            codes = listed([session.session for session in sessions])
            yield _shared(sessions, rows, "Slot", f"{person.name if person else leader} leads {codes} in slot {slot}.")


def _shared(sessions: Sequence[Session], rows: Mapping[str, int], heading: str, what: str) -> Finding:
    numbers = [rows[session.ref] for session in sessions]
    stand = "both" if len(sessions) == TWICE else "all of them"
    sentence = f"Sessions rows {listed(list(map(str, numbers)))}: {what} Meanwhile {stand} stand as they are."
    return Finding(Place(SESSIONS.title, numbers[-1], heading), Outcome.QUERIED, sentence)


def _more_places_than_seats(year: YearSnapshot, rows: Mapping[str, int]) -> Iterator[Finding]:
    for session in year.session_by_code.values():
        room = year.room_by_name.get(session.room)
        if room is not None and session.places is not None and session.places > room.seats:
            seats = counted(room.seats, "seat")
            sentence = f"{session.places} is more than the {seats} of {room.room}; {room.seats} count."
            place = Place(SESSIONS.title, rows[session.ref], "Places")
            yield Finding(place, Outcome.QUERIED, sentence, str(session.places), Suggestion("Places", room.seats))
