"""What stands against booking: every reason at once, in the words the person reads."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.domain.record import Email
from kaizen.domain.wording import counted, listed, said_time, subject
from kaizen.rules import places
from kaizen.rules.timetable import titled
from kaizen.rules.waiting_list import is_absent, is_repeat, led_in, places_for
from kaizen.rules.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from kaizen.domain.programme import Session
    from kaizen.domain.record import SessionCode, SlotCode
    from kaizen.domain.year import YearSnapshot


def reasons_against(  # noqa: PLR0913 - what a wish is made of, and whom it is said to
    year: YearSnapshot,
    person: Email,
    sessions: Sequence[SessionCode],
    now: datetime,
    *,
    wait_for: Sequence[SessionCode] = (),
    by: Email | None = None,
) -> tuple[Reason, ...]:
    """Return every reason why the person cannot have these sessions now; none means they can.

    Args:
        year: the snapshot to decide against.
        person: whose places they would be.
        sessions: wanted, one a slot. What the person holds in those slots is given up in exchange,
            what they hold in other slots stays and counts.
        now: local time.
        wait_for: sessions, in ``sessions`` or not, for which a place on the waiting list will do.
        by: who reads the sentences; they say "you" when that is the person, or nobody is named.

    Returns:
        First what stands against booking at all, then session by session.
    """
    wish = Wish.of(year, person, sessions, wait_for)
    called = "" if by in (None, person) else name_of(year, person)
    return (*_against_booking(year, person, called, now), *_against_sessions(wish, called))


def reasons_against_choice(year: YearSnapshot, sessions: Sequence[SessionCode], now: datetime) -> tuple[Reason, ...]:
    """Return every reason why nobody at all can choose these sessions together now, whoever they would be for."""
    wish = Wish.of(year, Email(""), sessions)
    reasons = (_against_the_time(year, now), _against_the_codes(wish), _against_clashing(wish))
    return tuple(chain(*reasons, *(_against_no_places(year, session) for session in wish.firm)))


def offers(year: YearSnapshot, person: Email, now: datetime) -> tuple[Session, ...]:
    """Return the sessions that the person waits for and could have now, giving up what they hold in that slot."""
    codes = [row.session for row in places.waits(year, person)]
    return tuple(year.session_by_code[code] for code in codes if not reasons_against(year, person, (code,), now))


def name_of(year: YearSnapshot, person: Email) -> str:
    """Return the person's name, or the address of somebody who is not on Staff."""
    member = year.person_by_email.get(person)
    return member.name if member else person


def session_named(year: YearSnapshot, code: SessionCode) -> str:
    """Return what the session of that code is called in a sentence, also when there is no such session."""
    session = year.session_by_code.get(code)
    return titled(year, session) if session else f"Session {code}"


def _against_the_time(year: YearSnapshot, now: datetime) -> Iterator[Reason]:
    window = places.booking_window(year.settings, now)
    if not window.is_open:
        yield Reason(Why.CLOSED, window.sentence)


def _against_booking(year: YearSnapshot, person: Email, called: str, now: datetime) -> Iterator[Reason]:
    yield from _against_the_time(year, now)
    if person not in year.person_by_email:
        sentence = f"{person} is not on the Staff tab. The school office can add a row there; then booking works."
        yield Reason(Why.NOT_FOUND, sentence, "person")
    elif is_absent(year, person):
        who = subject(called, "are", "is")
        change = "If that has changed, the school office can put Yes under Conference; then booking works."
        yield Reason(Why.INVALID, f"The Staff tab says that {who} not coming to the conference. {change}", "person")


def _against_the_codes(wish: Wish) -> Iterator[Reason]:
    if not (wish.firm or wish.queued or wish.unknown):
        yield Reason(Why.INVALID, "Choose at least one workshop.", "sessions")
    for code in wish.unknown:
        yield Reason(Why.NOT_FOUND, f"{session_named(wish.year, code)} is not on the programme, or not any more.", code)


def _against_sessions(wish: Wish, called: str) -> Iterator[Reason]:
    yield from _against_the_codes(wish)
    for session in (*wish.new, *wish.queued):
        yield from _against_leading(wish, session, called)
        yield from _against_repeating(wish, session)
    for session in wish.new:
        yield from _against_filling(wish, session, called)
    yield from _against_clashing(wish)
    yield from _against_too_many(wish)


def _against_leading(wish: Wish, session: Session, called: str) -> Iterator[Reason]:
    lead = subject(called, "lead", "leads")
    for own in led_in(wish.year, wish.person, session.slot):
        beside = f"is at the same time as {titled(wish.year, own)}, which {lead}"
        why = f"needs no booking: {lead} it" if own == session else beside
        yield Reason(Why.CLASH, f"{titled(wish.year, session)} {why}.", session.session)


def _against_repeating(wish: Wish, session: Session) -> Iterator[Reason]:
    kept = [wish.year.session_by_code[row.session] for row in wish.kept.values()]
    for other in (*kept, *wish.firm):
        if other.slot != session.slot and is_repeat(wish.year, session, other):
            sentence = f"{titled(wish.year, session)} is the same workshop as in slot {other.slot}; choose it once."
            yield Reason(Why.DUPLICATE, sentence, session.session)


def _against_no_places(year: YearSnapshot, session: Session) -> Iterator[Reason]:
    if places.places_of(year, session) is None:
        why = "its room is still to be found, so its places are to be confirmed"
        yield Reason(Why.CLOSED, f"{titled(year, session)} cannot be booked yet: {why}.", session.session)


def _against_filling(wish: Wish, session: Session, called: str) -> Iterator[Reason]:
    yield from _against_no_places(wish.year, session)
    if places.places_of(wish.year, session) is not None and places_for(wish.year, wish.person, session.session) == 0:
        queue = [row.email for row in places.waiting(wish.year, session.session)]
        standing = _in_the_queue(queue, wish.person, called)
        sentence = f"{titled(wish.year, session)} {standing}{_elsewhere(wish, session)}"
        yield Reason(Why.FULL, sentence, session.session)


def _in_the_queue(queue: list[Email], person: Email, called: str) -> str:
    if person in queue:
        who = subject(called, "are", "is")
        return f"is full, and {who} number {queue.index(person) + 1} on its waiting list."
    before = f"{len(queue) or 'nobody'} before {called or 'you'}"
    return f"has just filled up. Press Save again to join its waiting list ({before}), or choose another workshop."


def _elsewhere(wish: Wish, session: Session) -> str:
    others = [
        (other, places_for(wish.year, wish.person, other.session))
        for other in wish.year.sessions
        if other.workshop == session.workshop and places.is_running(wish.year, other)
    ]
    found = [f"slot {other.slot} ({counted(left, 'place')} left)" for other, left in others if left]
    return f" It also runs in {listed(found)}." if found else ""


def _against_clashing(wish: Wish) -> Iterator[Reason]:
    by_slot: defaultdict[SlotCode, list[Session]] = defaultdict(list)
    for session in wish.firm:
        by_slot[session.slot].append(session)
    for code, sessions in by_slot.items():
        slot = wish.year.slot_by_code[code]
        times = f"{said_time(slot.starts)} to {said_time(slot.ends)}"
        for session in sessions[1:]:
            both = f"{titled(wish.year, sessions[0])} and {titled(wish.year, session)}"
            yield Reason(Why.CLASH, f"{both} are at the same time, {times}; choose one of them.", session.session)


def _against_too_many(wish: Wish) -> Iterator[Reason]:
    most = wish.year.settings.workshops_each
    chosen = len(wish.kept) + len({session.slot for session in wish.firm})
    if chosen > max(most, len(wish.held)):
        sentence = f"Everybody has {counted(most, 'workshop')}, and with these it would be {chosen}."
        yield Reason(Why.INVALID, sentence, "sessions")
