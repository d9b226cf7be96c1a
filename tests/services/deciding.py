"""Ask a command and take its decision, or its refusal, apart."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kaizen.sheet.intents import Append, Decision, Refusal, Remove
from tests.demo_year import demo_year

if TYPE_CHECKING:
    from kaizen.domain.reason import Reason
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Command

NOW = datetime(2026, 11, 21, 16, 42, 7, 123456)  # noqa: DTZ001 - local time, as the commands are given it


def granted(command: Command, year: YearSnapshot | None = None, now: datetime = NOW) -> Decision:
    """Return the decision of a command that the rules allow."""
    answer = command.decide(year or demo_year(), now)
    assert isinstance(answer, Decision), answer
    return answer


def refused(command: Command, year: YearSnapshot | None = None, now: datetime = NOW) -> tuple[Reason, ...]:
    """Return the reasons of a command that the rules refuse."""
    answer = command.decide(year or demo_year(), now)
    assert isinstance(answer, Refusal), answer
    assert answer.reasons
    return answer.reasons


def sentences(reasons: tuple[Reason, ...]) -> list[str]:
    """Return what the person reads."""
    return [reason.sentence for reason in reasons]


def after(decision: Decision, year: YearSnapshot | None = None) -> YearSnapshot:
    """Return the year as it is once the decision has been written."""
    year = year or demo_year()
    for intent in decision.intents:
        if isinstance(intent, Append):
            year = year.added(intent.record)
        elif isinstance(intent, Remove):
            year = year.removed(intent.record)
        else:
            year = year.changed(intent.record, intent.record.model_copy(update=dict(intent.wanted)))
    return year


def email(name: str, school: str = "") -> Email:
    """Return the address of the one person of that name, or of that name at the school."""
    (found,) = (person.email for person in demo_year().people if person.name == name and school in person.school)
    return found
