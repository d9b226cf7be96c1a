"""What is to be forgotten is gone from Log and Checks in the same commit, wherever its lines have been moved to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kaizen.sheet.intents import Amend, Decision
from tests.engine.small_year import Take, booking, email, small_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot
    from tests.engine.small_year import SmallOffice

GONE, BO = "removed-1@removed.invalid", email("bo")


@dataclass(frozen=True)
class Forget:
    """Takes Bo's name out of the bookings."""

    key: str
    forgets: Mapping[str, str] | None

    @property
    def by(self) -> Email:
        return email("ann")

    def decide(self, year: YearSnapshot, now: datetime) -> Decision:
        rows = (row for row in year.bookings if row.email == BO)
        intents = tuple(Amend(row, {"email": GONE, "name": "Somebody"}) for row in rows)
        return Decision("Gone.", intents, "Took a name away", self.forgets)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "lock", booking("jo", "b-1")) as made:
        made.office.do(Take("bo", "k1"))
        yield made


def _cells(small: SmallOffice, title: str) -> list[str]:
    return [cell for row in small.office.by_hand.grid(title) for cell in row]


def test_lines_of_log_name_nobody_afterwards_not_even_those_of_the_commit_itself(small: SmallOffice) -> None:
    assert any(BO in cell for cell in _cells(small, "Log"))
    small.office.do(Forget("k2", {BO: GONE, "Bo": "Somebody"}))
    log = small.office.by_hand.grid("Log")
    assert not [cell for row in log for cell in row if "bo@" in cell or cell == "Bo"]
    assert f"{GONE}, W01-A" in _cells(small, "Log")
    changed = [row for row in log if "Took a name away" in row]
    assert [row[5:8] for row in changed] == [["Email", "", GONE], ["Name", "", "Somebody"]]
    assert {row[1] for row in changed} == {email("ann")}


def test_where_nothing_more_is_to_be_forgotten_log_does_not_tell_what_was_there(small: SmallOffice) -> None:
    small.office.do(Forget("k2", {}))
    changed = [row for row in small.office.by_hand.grid("Log") if "Took a name away" in row]
    assert [row[5:8] for row in changed] == [["Email", "", GONE], ["Name", "", "Somebody"]]


def test_any_other_wish_has_log_tell_both(small: SmallOffice) -> None:
    small.office.do(Forget("k2", None))
    changed = [row for row in small.office.by_hand.grid("Log") if "Took a name away" in row]
    assert [row[5:8] for row in changed] == [["Email", BO, GONE], ["Name", "Bo", "Somebody"]]


def test_the_rows_are_changed_in_the_same_call(small: SmallOffice) -> None:
    before = small.wire.count("batchUpdate")
    small.office.do(Forget("k2", {BO: GONE}))
    assert small.wire.count("batchUpdate") == before + 1
    assert [row.email for row in small.office.year.bookings] == [email("jo"), GONE]


def test_longer_addresses_and_names_stay(small: SmallOffice) -> None:
    kept = ["a.bo@larkfold.sch.example", "bo@larkfold.sch.example.org", "Bob", "Bobo", "x-bo@larkfold.sch.example"]
    for column, text in enumerate(kept, start=1):
        small.office.by_hand.type_in("Log", 9, column, text)
    small.office.by_hand.type_in("Log", 10, 1, "ask bo@larkfold.sch.example, or  BO.")
    small.office.do(Forget("k2", {BO: GONE, "Bo": "Somebody"}))
    assert set(kept) <= set(_cells(small, "Log"))
    assert f"ask {GONE}, or  Somebody." in _cells(small, "Log")


def test_checks_are_seen_to_as_well(small: SmallOffice) -> None:
    small.office.by_hand.type_in("Checks", 2, 6, "Bo has another place")
    small.office.do(Forget("k2", {BO: GONE, "Bo": "Somebody"}))
    assert not [cell for cell in _cells(small, "Checks") if "Bo " in cell]


def test_a_sheet_without_log_can_forget(small: SmallOffice) -> None:
    hand = small.office.by_hand
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id(title)}} for title in ("Log", "Checks")])
    small.office.refresh()
    small.office.do(Forget("k2", {BO: GONE}))
    assert [row.email for row in small.office.year.bookings] == [email("jo"), GONE]


def test_many_names_are_looked_for_in_a_few_searches(small: SmallOffice) -> None:
    names = {f"Name No{number}": "Somebody" for number in range(120)}
    small.office.by_hand.type_in("Log", 9, 1, "Name No0 Name No55 Name No119 Name No120")
    small.office.do(Forget("k2", names))
    assert "Somebody Somebody Somebody Name No120" in _cells(small, "Log")
    assert small.wire.bodies[-1].count(b"findReplace") + small.wire.bodies[-2].count(b"findReplace") >= 6
