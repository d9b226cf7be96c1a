"""What heads and offices have to see to for their own school."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kaizen.domain.visit import VisitDayStatus, VisitStatus
from kaizen.domain.wording import counted, listed, said
from kaizen.rules import places
from kaizen.rules.access import Action, may
from kaizen.rules.school_summary import choosing
from kaizen.rules.tasks import Task, Urgency, pressing
from kaizen.rules.visit_logs import waiting_to_be_cleared
from kaizen.rules.visit_tasks import is_overdue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.year import YearSnapshot


def school_tasks(year: YearSnapshot, person: Email, school: SchoolName, now: datetime) -> tuple[Iterator[Task], ...]:
    """Return what the person may see to for that school, by what it is about; nothing for those who may not."""
    about = {
        Action.SEE_WHO_HAS_BOOKED: (_not_booked(year, school, now),),
        Action.CHOOSE_VISIT_DAY: (_visit_day(year, school, now.date()), _overdue(year, school, now.date())),
        Action.CONFIRM_VISITS: (_visitors(year, school, now.date()),),
    }
    return (
        *(_if_may(year, person, action, school, part) for action, parts in about.items() for part in parts),
        _logs_to_clear(year, person, school),
    )


def _if_may(
    year: YearSnapshot, person: Email, action: Action, school: SchoolName, tasks: Iterator[Task]
) -> Iterator[Task]:
    if may(year, person, action, school):
        yield from tasks


def _not_booked(year: YearSnapshot, school: SchoolName, now: datetime) -> Iterator[Task]:
    if not places.booking_window(year.settings, now).is_open:
        return
    stand = choosing(year, school)
    missing = len(stand.to_choose)
    if missing:
        have = "has" if missing == 1 else "have"
        closes = year.settings.booking_closes
        sentence = f"{missing} of {stand.staff} staff at {school} {have} still to choose workshops."
        urgency = pressing(closes.date(), now.date()) if closes else Urgency.LATER
        yield Task(sentence, "our-school", urgency, closes.date() if closes else None)


def _visit_day(year: YearSnapshot, school: SchoolName, today: date) -> Iterator[Task]:
    days = [row for row in year.visit_days if row.school == school and row.status is not VisitDayStatus.DROPPED]
    if not days:
        yield Task(f"{school} has no uncommon INSET day yet. Choose one.", "visits", Urgency.LATER)
    for row in days:
        if row.status is VisitDayStatus.PROPOSED and row.date >= today:
            sentence = f"{school}'s uncommon INSET on {said(row.date)} is only proposed. Agree it with the other heads."
            yield Task(sentence, "visits", min(pressing(row.date, today), Urgency.SOON), row.date)


def _overdue(year: YearSnapshot, school: SchoolName, today: date) -> Iterator[Task]:
    late = sum(row.school == school and is_overdue(row, today) for row in year.follow_ups)
    if late:
        are = "is" if late == 1 else "are"
        yield Task(f"{counted(late, 'follow-up')} at {school} {are} overdue.", "follow-ups", Urgency.SOON)


def _logs_to_clear(year: YearSnapshot, person: Email, school: SchoolName) -> Iterator[Task]:
    waiting = len(waiting_to_be_cleared(year, person, school))
    if waiting:
        wait = "waits" if waiting == 1 else "wait"
        sentence = f"{counted(waiting, 'log')} by or about {school} {wait} to be cleared for every school to read."
        yield Task(sentence, "visit-logs", Urgency.LATER)


def _visitors(year: YearSnapshot, school: SchoolName, today: date) -> Iterator[Task]:
    for day in sorted({visit.date for visit in year.visits if visit.to_school == school and visit.date >= today}):
        coming = [visit for visit in year.visits_by_day[day] if visit.to_school == school]
        coming = [visit for visit in coming if visit.status in (VisitStatus.PLANNED, VisitStatus.CONFIRMED)]
        if not coming:
            continue
        by_school = Counter(visit.from_school for visit in coming)
        who = listed([f"{number} from {name}" for name, number in by_school.items()])
        asked = sum(visit.status is VisitStatus.PLANNED for visit in coming)
        confirm = f" {asked} of them still to be confirmed." if asked else ""
        sentence = f"Visitors to {school} on {said(day)}: {who}.{confirm}"
        yield Task(sentence, "visits", pressing(day, today) if asked else Urgency.NEWS, day)
