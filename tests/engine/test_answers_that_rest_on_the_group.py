"""What somebody hears on the strength of others in the same group: not before the sheet has those rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.engine.turns import turn
from kaizen.errors import NotSaved, Refused
from kaizen.sheet.intents import Decision, Reason, Refusal, Why
from tests.engine.sheets import answer
from tests.engine.small_year import PLACES, SESSION, SmallOffice, Take, email, small_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime
    from pathlib import Path

    import requests

    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.wishes import Receipt
    from kaizen.sheet.intents import Command

JO = email("jo")
ABSENT = Reason(Why.INVALID, "You are not coming.", "person")
FULL = Reason(Why.FULL, "W01-A is full.", SESSION)


@dataclass(frozen=True)
class Ask:
    """Hears how many have a place, and that it can have none: with one reason, or two once it is full."""

    key: str
    by: Email = JO

    def decide(self, year: YearSnapshot, now: datetime) -> Refusal:
        taken = sum(row.status is BookingStatus.BOOKED for row in year.bookings_by_session.get(SESSION, ()))
        return Refusal((ABSENT, FULL) if taken >= PLACES else (ABSENT,))


@dataclass(frozen=True)
class AskWhoIsBefore:
    """Hears a refusal in which only the number of those before changes."""

    key: str
    by: Email = JO

    def decide(self, year: YearSnapshot, now: datetime) -> Refusal:
        return Refusal((Reason(Why.FULL, f"{len(year.bookings)} before you.", SESSION),))


@dataclass(frozen=True)
class Count:
    """Hears how many rows somebody has: an answer without a refusal, and with nothing to write."""

    key: str
    by: Email = JO

    def decide(self, year: YearSnapshot, now: datetime) -> Decision:
        mine = year.bookings_by_person.get(self.by, ())
        return Decision(f"You have {len(mine)} rows.", (), "")


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    return tmp_path / "sheet.lock"


@pytest.fixture
def small(lock_file: Path) -> Iterator[SmallOffice]:
    with small_office(lock_file) as made:
        yield made


TAKERS = tuple(Take(name, name) for name in ("ann", "bo", "cy", "di", "ed"))


def told_at_the_write(small: SmallOffice, lock_file: Path, commands: Sequence[Command]) -> list[bool]:
    """Send the commands as one group; return which of them had been answered when the batch set out."""
    answers: list[Future[Receipt]] = []
    seen: list[bool] = []

    def before(call: str) -> None:
        if call.endswith(":batchUpdate") and not seen:
            seen.extend(one.done() for one in answers)

    small.wire.before = before
    with turn(lock_file):
        answers += [small.office.submit(command) for command in commands]
    for one in answers:
        one.exception(10)
    return seen


@pytest.mark.parametrize("last", [Ask("k"), AskWhoIsBefore("k"), Count("k"), Take("jo", "k")])
def test_an_answer_that_others_of_the_group_have_changed_waits_for_their_rows(
    small: SmallOffice, lock_file: Path, last: Command
) -> None:
    assert told_at_the_write(small, lock_file, [*TAKERS, last]) == [False] * 6


def test_a_refusal_that_is_the_same_without_the_group_is_heard_at_once(small: SmallOffice, lock_file: Path) -> None:
    assert told_at_the_write(small, lock_file, [*TAKERS[:4], Ask("k")]) == [False] * 4 + [True]


def test_one_more_reason_is_heard_once_it_is_true(small: SmallOffice, lock_file: Path) -> None:
    with turn(lock_file):
        asked = [small.office.submit(command) for command in [*TAKERS, Ask("k")]]
    failed = asked[-1].exception(10)
    assert isinstance(failed, Refused)
    assert failed.why == (ABSENT, FULL)


def test_where_the_write_fails_nobody_hears_what_it_would_have_made_true(small: SmallOffice, lock_file: Path) -> None:
    def before(call: str) -> requests.Response | None:
        return answer(403, '{"error": {"message": "no"}}') if call.endswith(":batchUpdate") else None

    small.wire.before = before
    with turn(lock_file):
        asked = [small.office.submit(command) for command in [*TAKERS, Ask("k"), Take("jo", "l")]]
    told = [one.exception(10) for one in asked]
    assert {type(one) for one in told} == {NotSaved}
    assert len({str(one) for one in told}) == 1


def test_where_somebody_was_quicker_it_is_decided_again(small: SmallOffice, lock_file: Path) -> None:
    """A head makes room between the read and the write, and the fence sends the group back."""
    sent: list[str] = []

    def before(call: str) -> requests.Response | None:
        if not call.endswith(":batchUpdate") or sent:
            return None
        sent.append(call)
        small.office.by_hand.type_in("Sessions", 2, column, str(PLACES + 1))
        return answer(503, '{"error": {"message": "later"}}')

    column = small.office.by_hand.grid("Sessions")[0].index("Places") + 1
    small.wire.before = before
    with turn(lock_file):
        asked = [small.office.submit(command) for command in [*TAKERS, Take("jo", "l")]]
    assert [one.exception(10) for one in asked] == [None] * 6
    assert len(small.held()) == PLACES + 1
