"""What a task is, and in which order people should see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

SOON_DAYS = 14
"""Days ahead from which something dated is worth doing rather than knowing."""


class Urgency(IntEnum):
    """How much a task presses; the smaller comes first."""

    NOW = 1
    """Overdue, within the week, or somebody loses a place by waiting."""
    SOON = 2
    LATER = 3
    NEWS = 4
    """Nothing to do, good to know."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do or to know.

    Attributes:
        sentence: plain English.
        page: slug of the page where it is done, such as ``log-a-visit``.
        due: the day by which, None where there is none.
    """

    sentence: str
    page: str
    urgency: Urgency
    due: date | None = None


def pressing(day: date, today: date) -> Urgency:
    """Return how much something due on that day presses: now within a week or when overdue, soon within two."""
    if day <= today + timedelta(days=SOON_DAYS // 2):
        return Urgency.NOW
    return Urgency.SOON if day <= today + timedelta(days=SOON_DAYS) else Urgency.LATER


def in_order(tasks: list[Task]) -> tuple[Task, ...]:
    """Return the tasks, the most urgent first, then the earliest due; those without a day last."""
    return tuple(sorted(tasks, key=lambda task: (task.urgency, task.due is None, str(task.due))))
