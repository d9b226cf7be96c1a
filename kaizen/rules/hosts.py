"""How many visitors can a school take, and whom does it have already?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.visit import VisitStatus

if TYPE_CHECKING:
    from datetime import date

    from kaizen.domain.network import School
    from kaizen.domain.record import SchoolName
    from kaizen.domain.visit import Visit
    from kaizen.domain.year import YearSnapshot

STANDING = (VisitStatus.PLANNED, VisitStatus.CONFIRMED, VisitStatus.DONE)
"""A visit takes a place from the moment it is planned; one that is cancelled gives it back."""


def limit_of(year: YearSnapshot, host: School) -> int:
    """Return how many visitors the school takes at once; the setting where the school has not said."""
    return year.settings.most_visitors if host.most_visitors is None else host.most_visitors


def visitors_at(year: YearSnapshot, host: SchoolName, day: date) -> tuple[Visit, ...]:
    """Return the visits to the school that stand on that day, from whichever school."""
    visits = year.visits_by_day.get(day, ())
    return tuple(visit for visit in visits if visit.to_school == host and visit.status in STANDING)


def room_at(year: YearSnapshot, host: SchoolName, day: date) -> int:
    """Return how many more visitors the school can take that day.

    Never below 0, also when more have been typed into the sheet than the school takes; 0 for a
    school that nobody knows.
    """
    school = year.school_by_name.get(host)
    return max(0, limit_of(year, school) - len(visitors_at(year, host, day))) if school else 0
