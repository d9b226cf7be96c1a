"""Uncommon INSET days, the visits made on them, and what people saw."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from kaizen.domain.record import Email, Record, SchoolName


class VisitDayStatus(StrEnum):
    """Where a school's uncommon INSET day stands."""

    PROPOSED = "Proposed"
    AGREED = "Agreed"
    DONE = "Done"
    DROPPED = "Dropped"


class VisitDay(Record):
    """The day on which a school closes to pupils and its staff visit the others."""

    school: SchoolName
    date: date
    status: VisitDayStatus = VisitDayStatus.PROPOSED
    agreed_by: str = ""
    notes: str = ""


class VisitStatus(StrEnum):
    """Where one person's visit stands; the host confirms."""

    PLANNED = "Planned"
    CONFIRMED = "Confirmed"
    DONE = "Done"
    CANCELLED = "Cancelled"


class Visit(Record):
    """One visitor on one day to one host."""

    visit: str
    date: date
    email: Email
    name: str = ""
    from_school: SchoolName
    to_school: SchoolName
    focus: str = ""
    seeing: str = ""
    host_contact: str = ""
    status: VisitStatus = VisitStatus.PLANNED
    travel: str = ""


class VisitNote(Record):
    """What a visitor saw and will try; never a judgement of a teacher, never a child's name."""

    log: str
    visit: str = ""
    date: date
    email: Email
    name: str = ""
    from_school: SchoolName
    to_school: SchoolName
    focus: str = ""
    saw: str
    will_try: str
    questions: str = ""
    thank_you: str = ""
    follow_up_wanted: bool = False
    sent_at: datetime | None = None
    cleared: bool = False
