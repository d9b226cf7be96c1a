"""What schools do after a visit."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from kaizen.domain.record import Record, SchoolName


class FollowUpStatus(StrEnum):
    """How far an action has come."""

    TO_DO = "To do"
    DOING = "Doing"
    DONE = "Done"
    DROPPED = "Dropped"


class FollowUp(Record):
    """An action, a further visit or a project that came out of a visit."""

    id: str
    from_log: str = ""
    school: SchoolName
    who: str
    kind: str
    what: str
    by: date | None = None
    status: FollowUpStatus = FollowUpStatus.TO_DO
    happened: str = ""
