"""Book workshops for the shared INSET day, change the choice, wait for a place, give one up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import listed, said
from kaizen.rules import places
from kaizen.rules.access import Action, may
from kaizen.rules.booking import reasons_against, session_named
from kaizen.rules.on_behalf import logged, told
from kaizen.rules.timetable import titled
from kaizen.rules.wishes import Wish
from kaizen.services.seating import Seating
from kaizen.sheet.intents import Decision, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kaizen.domain.booking import Booking
    from kaizen.domain.record import Email, SchoolName, SessionCode
    from kaizen.domain.year import YearSnapshot


@dataclass(frozen=True, slots=True)
class Book:
    """Hold these sessions; what is held in the same slots is given up in the same decision.

    Slots that are not named stay as they are. Places given up go to the first person waiting who
    is free in that slot.

    Attributes:
        by: who presses the button.
        person: whose places they are: the same, or somebody ``by`` may book for.
        wait_for: sessions for which a place on the waiting list will do if they are full.
    """

    by: Email
    person: Email
    sessions: tuple[SessionCode, ...]
    key: str
    wait_for: tuple[SessionCode, ...] = ()

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Book everything that is wished, or refuse with every reason and change nothing."""
        reasons = barred(year, self.by, self.person) or reasons_against(
            year, self.person, self.sessions, now, wait_for=self.wait_for, by=self.by
        )
        return Refusal(reasons) if reasons else self._booked(Seating(year, self.key, now))

    def _booked(self, seating: Seating) -> Decision:
        year = seating.year
        wish = Wish.of(year, self.person, self.sessions, self.wait_for)
        given_up = seating.booked_in(self.person, {session.slot for session in wish.new})
        for session in wish.new:
            seating.seat(self.person, session)
        seating.release(given_up)
        _hand_on(seating, self.person, given_up)
        for session in wish.queued:  # last, for whoever is placed in a slot gives up what they waited for in it before
            seating.queue(self.person, session)
        new = [session.session for session in wish.new]
        parts = (
            _told(year, "Booked", new),
            _told(year, "Already booked", (s.session for s in wish.firm if s not in wish.new)),
            _told(year, "Given up", (row.session for row in given_up)),
            _inherited(year, seating.year, self.person, set(new)),
            *(_queueing(seating.year, self.person, session.session) for session in wish.queued),
        )
        return _decision(seating, self.by, self.person, parts, "Changed booking" if given_up else "Booked")


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Give up a place, or a place on the waiting list; the first person waiting is placed in the same commit.

    The row stays in the sheet as Cancelled. It works until the day of the conference; once booking
    has closed nobody is moved up any more, for people have their timetables by then.
    """

    by: Email
    person: Email
    session: SessionCode
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Give up the place, or say that there is none; giving up twice is giving up once."""
        rows = [row for row in year.bookings_by_person.get(self.person, ()) if row.session == self.session]
        reasons = barred(year, self.by, self.person, rows) or tuple(self._against(year, rows, now))
        return Refusal(reasons) if reasons else self._given_up(Seating(year, self.key, now), rows)

    def _against(self, year: YearSnapshot, rows: list[Booking], now: datetime) -> Iterable[Reason]:
        day = year.settings.conference_date
        if day is not None and now.date() >= day:
            sentence = f"The conference is on {said(day)}, so bookings stand as they are. Please tell the organiser."
            yield Reason(Why.CLOSED, sentence, self.session)
        if not rows:
            sentence = f"There is no booking for {session_named(year, self.session)} to give up."
            yield Reason(Why.NOT_FOUND, sentence, self.session)

    def _given_up(self, seating: Seating, rows: list[Booking]) -> Decision:
        year = seating.year
        active = [row for row in rows if row.status is not BookingStatus.CANCELLED]
        seating.release(active)
        if not places.booking_window(year.settings, seating.now).is_over:
            _hand_on(seating, self.person, active)
        name = session_named(year, self.session)
        given_up = f"Given up: {name}." if active else f"{name} had been given up already."
        parts = (given_up, _inherited(year, seating.year, self.person, set()))
        return _decision(seating, self.by, self.person, parts, "Gave up a place")


def barred(year: YearSnapshot, by: Email, person: Email, rows: Iterable[Booking] = ()) -> tuple[Reason, ...]:
    """Return why somebody may not act for the person, before anything about the person is said; none means they may.

    Args:
        year: the snapshot to decide against.
        by: who wants to.
        person: whose places they are.
        rows: of Bookings that it is about; they say whose staff somebody was who is not on Staff any more.
    """
    schools = _schools(year, person, rows)
    own = may(year, by, Action.BOOK_FOR_SELF, owner=person)
    if own or not schools or any(may(year, by, Action.BOOK_FOR_OTHERS, school) for school in schools):
        return ()
    who = "the person themselves, or the headteacher or office of their school"
    return (Reason(Why.NOT_OWNER, f"Only {who}, can change these bookings.", "person"),)


def _schools(year: YearSnapshot, person: Email, rows: Iterable[Booking]) -> set[SchoolName]:
    """Return whose staff the person is; for somebody who has left, the school their rows name; none for nobody."""
    member = year.person_by_email.get(person)
    return {member.school} if member else {row.school for row in rows}


def _hand_on(seating: Seating, person: Email, given_up: Iterable[Booking]) -> None:
    """Pass on what was given up, and whatever the person waits for and has become free to take."""
    waited_for = (row.session for row in places.waits(seating.year, person))
    seating.hand_on(dict.fromkeys((*(row.session for row in given_up), *waited_for)))


def _inherited(before: YearSnapshot, after: YearSnapshot, person: Email, asked: set[SessionCode]) -> str:
    known = {*asked, *(row.session for row in places.holding(before, person).values())}
    gained = [row.session for row in places.holding(after, person).values() if row.session not in known]
    return _told(before, "From the waiting list", gained)


def _queueing(year: YearSnapshot, person: Email, code: SessionCode) -> str:
    queue = [row.email for row in places.waiting(year, code)]
    return f"On the waiting list: {session_named(year, code)}, number {queue.index(person) + 1}."


def _told(year: YearSnapshot, what: str, codes: Iterable[SessionCode]) -> str:
    names = [titled(year, year.session_by_code[code]) for code in codes]
    return f"{what}: {listed(names)}." if names else ""


def _decision(seating: Seating, by: Email, person: Email, parts: Iterable[str], log: str) -> Decision:
    sentence, year = " ".join(part for part in parts if part), seating.year
    return Decision(told(sentence, year, by, person), tuple(seating.intents), logged(log, year, by, person))
