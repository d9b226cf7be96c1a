"""The rows that change when people take, give up and inherit places, worked out one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.booking import Booking, BookingStatus
from kaizen.domain.wording import said
from kaizen.rules import places
from kaizen.rules.booking import name_of
from kaizen.rules.waiting_list import next_in, next_moment
from kaizen.sheet.intents import Amend, Append, row_ref

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kaizen.domain.programme import Session
    from kaizen.domain.record import Email, SessionCode, SlotCode
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Intent


class Seating:
    """A plan of changes to Bookings; each step sees what the steps before it have changed.

    Attributes:
        year: the year as it will be when the plan is written.
        intents: the plan, new rows before the rows given up for them.
        now: local time.
        log: what Log says of the rows from here on; "" for what it says of the whole plan.
    """

    def __init__(self, year: YearSnapshot, key: str, now: datetime) -> None:
        """Start from ``year``; new rows get their refs from ``key`` and are booked at ``now``, one after the other."""
        self.year = year
        self.intents: list[Intent] = []
        self._key = key
        self.now = now
        self.log = ""
        self._rows = 0

    def seat(self, person: Email, session: Session) -> None:
        """Give the person the place; one who waited for it keeps the row, and waits for nothing else then."""
        waiting = [row for row in places.waits(self.year, person) if row.session == session.session]
        for row in waiting:
            self._place(row)
        if not waiting:
            self._append(person, session, BookingStatus.BOOKED)

    def queue(self, person: Email, session: Session) -> None:
        """Put the person at the end of the session's waiting list, unless they are on it."""
        if all(row.session != session.session for row in places.waits(self.year, person)):
            self._append(person, session, BookingStatus.WAITING)

    def release(self, rows: Iterable[Booking]) -> None:
        """Cancel the rows; they stay in the sheet."""
        for row in rows:
            self._amend(row, status=BookingStatus.CANCELLED)

    def hand_on(self, codes: Iterable[SessionCode]) -> None:
        """Give the free places of these sessions to those whose turn it is."""
        for code in codes:
            while (row := next_in(self.year, code)) is not None:
                on = f"{places.FROM_THE_WAITING_LIST} on {said(self.now)}"
                self._place(row, notes=f"{row.notes}; {on}" if row.notes else on)

    def booked_in(self, person: Email, slots: Iterable[SlotCode]) -> tuple[Booking, ...]:
        """Return every Booked row of the person in these slots, also a second one typed by hand."""
        wanted = set(slots)
        return tuple(
            row
            for row in self.year.bookings_by_person.get(person, ())
            if row.status is BookingStatus.BOOKED
            and (session := places.running(self.year, row.session)) is not None
            and session.slot in wanted
        )

    def _place(self, row: Booking, **also: str) -> None:
        slot = self.year.session_by_code[row.session].slot
        self._amend(row, status=BookingStatus.BOOKED, **also)
        self.release(
            other
            for other in places.waits(self.year, row.email)
            if self.year.session_by_code[other.session].slot == slot
        )

    def _append(self, person: Email, session: Session, status: BookingStatus) -> None:
        self._rows += 1
        row = Booking(
            ref=row_ref(self._key, self._rows),
            booked_at=next_moment(self.year, self.now),
            email=person,
            name=name_of(self.year, person),
            school=self.year.person_by_email[person].school,
            slot=session.slot,
            session=session.session,
            status=status,
        )
        self.intents.append(Append(row, log=self.log))
        self.year = self.year.added(row)

    def _amend(self, row: Booking, **wanted: BookingStatus | str) -> None:
        self.intents.append(Amend(row, wanted, log=self.log))
        self.year = self.year.changed(row, row.model_copy(update=wanted))
