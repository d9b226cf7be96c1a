"""Workshops that members of staff propose and lead."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from kaizen.domain.record import Email, Record, SchoolName, WorkshopId


class WorkshopStatus(StrEnum):
    """Where a proposal stands; the organiser moves it on."""

    PROPOSED = "Proposed"
    ACCEPTED = "Accepted"
    NOT_THIS_YEAR = "Not this year"
    WITHDRAWN = "Withdrawn"


class Workshop(Record):
    """A row of Workshops: a proposal, and once accepted something people can choose.

    Attributes:
        most_people: None means as many as the room has seats.
        also_leading: as typed, names with the school in brackets, apart by ``;`` or ``and``.
    """

    id: WorkshopId
    title: str
    led_by: str
    email: Email
    school: SchoolName
    also_leading: str = ""
    about: str = ""
    best_for: tuple[str, ...] = ()
    most_people: int | None = None
    times: int = 1
    room_needed: str = ""
    please_bring: str = ""
    status: WorkshopStatus = WorkshopStatus.PROPOSED
    proposed_on: date | None = None
    note: str = ""
