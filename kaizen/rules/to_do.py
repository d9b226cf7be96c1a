"""What somebody has to do next, whatever their roles."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kaizen.errors import CannotBeRead
from kaizen.rules.access import Action, may, schools_of
from kaizen.rules.booking_tasks import booking_tasks
from kaizen.rules.dates_that_matter import DateThatMatters, dates_that_matter
from kaizen.rules.privacy_tasks import privacy_tasks
from kaizen.rules.school_tasks import school_tasks
from kaizen.rules.tasks import Task, Urgency, in_order
from kaizen.rules.visit_tasks import follow_up_tasks, visit_tasks
from kaizen.rules.workshop_tasks import leader_tasks, organiser_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot

__all__ = ["DateThatMatters", "Task", "Urgency", "dates_that_matter", "to_do"]


def to_do(year: YearSnapshot, person: Email, now: datetime) -> tuple[Task, ...]:
    """Return everything for the person to do or know at local time ``now``, the most urgent first.

    What they see follows from their roles in the sheet: their own places, visits, follow-ups and
    workshops; for heads and offices their own school; for organisers the programme. Nothing for
    somebody who is not on Staff. What the app asks about the sheet is not in it: findings belong to
    the reading, not to the year. Nobody is chased on the strength of rows that can't be read for now.
    """
    member = year.person_by_email.get(person)
    if member is None:
        return ()
    sure, today = year.certain, now.date()
    sources = [
        booking_tasks(sure, person, now),
        visit_tasks(sure, member, today),
        follow_up_tasks(sure, member, today),
        leader_tasks(sure, person),
        *privacy_tasks(sure, person, today),
        *(part for school in sorted(schools_of(year, person)) for part in school_tasks(sure, person, school, now)),
    ]
    if may(year, person, Action.DECIDE_PROPOSALS):
        sources.append(organiser_tasks(sure))
    return in_order([task for source in sources for task in _as_far_as_known(source)])


def _as_far_as_known(tasks: Iterator[Task]) -> Iterator[Task]:
    with suppress(CannotBeRead):
        yield from tasks
