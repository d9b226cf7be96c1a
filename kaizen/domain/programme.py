"""Rooms, slots and sessions: the timetable of the shared INSET day."""

from __future__ import annotations

from datetime import time
from enum import StrEnum

from kaizen.domain.record import Record, SessionCode, SlotCode, WorkshopId


class Room(Record):
    """A room at the host school."""

    room: str
    where: str = ""
    seats: int
    outdoors: bool = False
    step_free: str = ""
    kit: str = ""
    notes: str = ""


class SlotKind(StrEnum):
    """What happens in a slot; only Workshop slots can be booked."""

    ARRIVAL = "Arrival"
    KEYNOTE = "Keynote"
    BREAK = "Break"
    LUNCH = "Lunch"
    WORKSHOP = "Workshop"
    PLENARY = "Plenary"


class Slot(Record):
    """A stretch of the day."""

    slot: SlotCode
    starts: time
    ends: time
    what: SlotKind
    notes: str = ""


class Session(Record):
    """One running of an accepted workshop in one slot; the room may still be blank."""

    session: SessionCode
    workshop: WorkshopId
    slot: SlotCode
    room: str = ""
    places: int | None = None
    notes: str = ""
