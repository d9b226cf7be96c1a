"""What an organiser has to see to about people's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.wording import counted
from kaizen.rules.access import Action, may
from kaizen.rules.retention import retained
from kaizen.rules.tasks import Task, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot


def privacy_tasks(year: YearSnapshot, person: Email, today: date) -> tuple[Iterator[Task], ...]:
    """Return who asks to be taken out, and what has been kept long enough; nothing for those who may not see to it."""
    return _asking(year, person), _kept_long_enough(year, person, today)


def _asking(year: YearSnapshot, person: Email) -> Iterator[Task]:
    if may(year, person, Action.REMOVE_NAMES):
        asking = sum(one.asked_to_go is not None for one in year.people)
        asking += sum(one.asked_to_go is not None for one in year.guests)
        if asking:
            ask = "asks to have their name" if asking == 1 else "ask to have their names"
            told = f"{counted(asking, 'person', 'people')} {ask} taken away."
            yield Task(told, "keeping", Urgency.SOON)


def _kept_long_enough(year: YearSnapshot, person: Email, today: date) -> Iterator[Task]:
    if may(year, person, Action.CLEAN_UP):
        rows = sum(len(part.rows) for part in retained(year) if part.is_due(today))
        if rows:
            have = "has" if rows == 1 else "have"
            yield Task(f"{counted(rows, 'row')} {have} been kept long enough.", "keeping", Urgency.SOON)
