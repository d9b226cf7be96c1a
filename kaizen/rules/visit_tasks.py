"""What is to be done about somebody's own visits, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.follow_up import FollowUpStatus
from kaizen.domain.visit import VisitStatus
from kaizen.domain.wording import said
from kaizen.rules.tasks import Task, Urgency, pressing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kaizen.domain.follow_up import FollowUp
    from kaizen.domain.network import Person
    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.visit import Visit
    from kaizen.domain.year import YearSnapshot

OPEN = (FollowUpStatus.TO_DO, FollowUpStatus.DOING)


def visit_tasks(year: YearSnapshot, person: Person, today: date) -> Iterator[Task]:
    """Give the visits to come with what to know on arriving, and those still to be written up."""
    for visit in year.visits:
        if visit.email != person.email or visit.status is VisitStatus.CANCELLED:
            continue
        if visit.date >= today and visit.status is not VisitStatus.DONE:
            yield Task(_coming(year, visit), "visits", pressing(visit.date, today), visit.date)
        if visit.date <= today and not is_logged(year, visit):
            sentence = f"Write up your visit to {visit.to_school} on {said(visit.date)}, while it is fresh."
            yield Task(sentence, "log-a-visit", Urgency.NOW, visit.date)


def unlogged(year: YearSnapshot, person: Email) -> list[Visit]:
    """Return the person's visits that have not been written up, those to come included, the latest first."""
    own = (visit for visit in year.visits if visit.email == person and visit.status is not VisitStatus.CANCELLED)
    return sorted((visit for visit in own if not is_logged(year, visit)), key=lambda visit: visit.date, reverse=True)


def unlogged_at(year: YearSnapshot, school: SchoolName, today: date) -> list[Visit]:
    """Return the visits that the school's staff have made by today and not written up, the earliest first."""
    made = (visit for visit in year.visits if visit.from_school == school and visit.date <= today)
    own = (visit for visit in made if visit.status is not VisitStatus.CANCELLED)
    return sorted((visit for visit in own if not is_logged(year, visit)), key=lambda visit: visit.date)


def is_logged(year: YearSnapshot, visit: Visit) -> bool:
    """Tell whether the visitor has written it up: a log names the visit, or its person, day and school."""
    return any(
        log.visit == visit.visit
        or (log.email == visit.email and log.date == visit.date and log.to_school == visit.to_school)
        for log in year.visit_notes
    )


def follow_up_tasks(year: YearSnapshot, person: Person, today: date) -> Iterator[Task]:
    """Give the person's own follow-ups that are overdue or due within two weeks."""
    for row in year.follow_ups:
        if row.status in OPEN and row.by is not None and _is_theirs(row, person):
            urgency = pressing(row.by, today)
            when = f"was due {said(row.by)}" if row.by < today else f"due {said(row.by)}"
            if urgency < Urgency.LATER:
                yield Task(f"{row.kind}, {when}: {row.what}", "follow-ups", urgency, row.by)


def is_overdue(row: FollowUp, today: date) -> bool:
    """Tell whether the follow-up should have been done by now and is not."""
    return row.status in OPEN and row.by is not None and row.by < today


def _coming(year: YearSnapshot, visit: Visit) -> str:
    host = year.school_by_name.get(visit.to_school)
    arriving = f" Arriving: {host.arriving}" if host and host.arriving else ""
    contact = f" Ask for {visit.host_contact}." if visit.host_contact else ""
    sure = "" if visit.status is VisitStatus.CONFIRMED else f" {visit.to_school} has still to confirm it."
    return f"You visit {visit.to_school} on {said(visit.date)}.{sure}{contact}{arriving}"


def _is_theirs(row: FollowUp, person: Person) -> bool:
    return row.school == person.school and row.who.strip().casefold() == person.name.casefold()
