"""Places in sessions, held or waited for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kaizen.domain.record import Email, Record, SchoolName, SessionCode, SlotCode


class BookingStatus(StrEnum):
    """A place held, waited for, or given up."""

    BOOKED = "Booked"
    WAITING = "Waiting"
    CANCELLED = "Cancelled"


class Booking(Record):
    """One person, one slot, one session.

    Attributes:
        attended: None until the day.
    """

    booked_at: datetime | None = None
    email: Email
    name: str = ""
    school: SchoolName = SchoolName("")
    slot: SlotCode = SlotCode("")
    session: SessionCode
    status: BookingStatus = BookingStatus.BOOKED
    attended: bool | None = None
    notes: str = ""
