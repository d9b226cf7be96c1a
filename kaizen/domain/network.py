"""The people and schools of the network."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from kaizen.domain.record import Email, Record, SchoolName

EVERY_DAY = (0, 1, 2, 3, 4)
"""Monday to Friday as Python counts weekdays."""


class School(Record):
    """A school of the network and what visitors need to know about it."""

    name: str
    short_name: SchoolName
    also_called: tuple[str, ...] = ()
    town: str = ""
    local_authority: str = ""
    type: str = ""
    forms_of_entry: float | None = None
    headteacher: str = ""
    head_email: Email = Email("")
    office_email: Email = Email("")
    phone: str = ""
    address: str = ""
    most_visitors: int | None = None
    arriving: str = ""
    checks_letter: date | None = None
    in_network: bool = True


class Attendance(StrEnum):
    """Whether somebody comes to the conference; a blank cell means Yes."""

    YES = "Yes"
    NO = "No"
    PART_DAY = "Part day"
    ASK = "Ask"


class Person(Record):
    """Somebody on the Staff tab.

    Attributes:
        asked_to_go: the day on which they asked to have their name taken away; None where they have not.
    """

    name: str
    email: Email
    school: SchoolName
    role: str = ""
    year_group: str = ""
    days: tuple[int, ...] = EVERY_DAY
    conference: Attendance = Attendance.YES
    notes: str = ""
    left: bool = False
    asked_to_go: date | None = None


class Guest(Record):
    """Somebody invited by a headteacher who is not on the staff of a school.

    Attributes:
        asked_to_go: as of a `Person`.
    """

    name: str
    kind: str
    school: SchoolName = SchoolName("")
    event: str = ""
    invited_by: Email = Email("")
    approved: str = ""
    escort: bool = True
    notes: str = ""
    email: Email = Email("")
    asked_to_go: date | None = None
