"""While writes fail, people read what it is, each try waits longer, and the minute's quota lasts."""

from __future__ import annotations

import logging
import sqlite3
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import requests
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError

from kaizen.engine.calls import FAULT_PATIENCE, LONGEST_REST
from kaizen.errors import NotSaved, OutcomeUnknown, WishError
from tests.engine.sheets import answer
from tests.engine.small_year import SmallOffice, Take, booking, small_office
from tests.engine.test_crooked_rows import insert_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann")) as made:
        _ = made.office.year
        made.wire.calls.clear()
        yield made


def unwell() -> requests.Response:
    return answer(503, "<html>")


def broken() -> requests.Response:
    return answer(500, '{"error": {"message": "Internal error encountered."}}')


def is_reset() -> requests.Response:
    raise requests.ConnectionError("reset by peer")


def not_reached() -> requests.Response:
    pool = HTTPConnectionPool("sheets.example")
    no = NewConnectionError(pool, "refused")  # type: ignore[arg-type]
    raise requests.ConnectionError(MaxRetryError(pool, "/", no))


def full() -> requests.Response:
    return answer(503, '{"error": {"message": "The disk is full."}}')


HOW = {
    unwell: "Google Sheets has a problem of its own at the moment.",
    broken: "Google Sheets has a problem of its own at the moment.",
    is_reset: "The sheet cannot be reached at the moment.",
    not_reached: "The sheet cannot be reached at the moment.",
    full: "The disk of the app's computer is full",
}


def let_writes_fail(small: SmallOffice, how: Callable[[], requests.Response]) -> None:
    small.wire.before = lambda call: how() if call.endswith("batchUpdate") else None


def press(small: SmallOffice, name: str, key: str) -> WishError:
    with pytest.raises((NotSaved, OutcomeUnknown)) as told:
        small.office.do(Take(name, key))
    return told.value


@pytest.mark.parametrize(("how", "sentence"), HOW.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_people_read_what_it_is_and_one_line_a_minute_is_logged(
    small: SmallOffice, how: Callable[[], requests.Response], sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    let_writes_fail(small, how)
    caplog.set_level(logging.WARNING)
    began = small.seconds[0]
    first = press(small, "bo", "k")
    assert str(first).startswith(sentence)
    assert isinstance(first, NotSaved) is (how in {not_reached, full})
    assert small.seconds[0] - began <= FAULT_PATIENCE
    while small.seconds[0] - began < 180:
        assert str(press(small, "cy", str(small.seconds))).startswith(sentence)
    lines = [line.message for line in caplog.records if line.levelno >= logging.WARNING]
    assert 3 <= len(lines) <= 4
    status = {unwell: 503, full: 503, broken: 500}.get(how, 0)
    assert all(line.startswith(f"the sheet fails, status {status}:") for line in lines)


def test_the_quota_lasts_however_often_people_press(small: SmallOffice) -> None:
    let_writes_fail(small, unwell)
    made: list[tuple[float, str]] = []
    noted = small.wire.before

    def note(call: str) -> Any:
        made.append((small.seconds[0], call))
        return noted(call) if noted else None

    small.wire.before = note
    began = small.seconds[0]
    while small.seconds[0] - began < 300:
        press(small, "bo", f"k{len(made)}")
    for start, _ in made:
        minute = [call for at, call in made if start <= at < start + 60]
        assert sum(call.endswith("batchUpdate") for call in minute) <= 13
        assert sum(not call.endswith("batchUpdate") for call in minute) <= 16


def test_each_wait_is_longer_until_the_longest(small: SmallOffice) -> None:
    let_writes_fail(small, not_reached)
    at: list[float] = []
    failing = small.wire.before

    def note(call: str) -> Any:
        if call.endswith("batchUpdate"):
            at.append(small.seconds[0])
        return failing(call) if failing else None

    small.wire.before = note
    for number in range(8):
        press(small, "bo", f"k{number}")
    waits = [later - now for now, later in pairwise(at)]
    least = [0.5, 1, 2, 4, 7.5, 7.5, 7.5]
    assert all(low <= wait <= 2 * low + 0.01 for low, wait in zip(least, waits, strict=False))
    assert max(waits) <= LONGEST_REST + 0.01


def test_the_first_write_that_lands_ends_it(small: SmallOffice) -> None:
    let_writes_fail(small, unwell)
    press(small, "bo", "k")
    press(small, "bo", "l")
    small.wire.before = None
    assert small.office.do(Take("cy", "m")).sentence == "Booked."
    now = small.seconds[0]
    assert small.office.do(Take("di", "n")).sentence == "Booked."
    assert small.seconds[0] == now, "nobody waits any more"
    assert small.held() == ["ann", "cy", "di"]


def test_a_correction_that_fails_is_not_sent_again_at_every_press(small: SmallOffice) -> None:
    def step_in(call: str) -> Any:
        if call.endswith("batchUpdate") and small.wire.count("batchUpdate") == 1:
            insert_column(small.office.by_hand, "Bookings")
        elif call.endswith("batchUpdate"):
            return unwell()
        return None

    small.wire.before = step_in
    press(small, "bo", "k")
    began = small.seconds[0]
    for number in range(8):
        press(small, "cy", f"l{number}")
    assert small.seconds[0] - began > 40
    small.wire.before = None
    small.office.do(Take("di", "m"))
    cells = [cell for row in small.bookings() for cell in row]
    assert [cells.count(f"{name}@larkfold.sch.example") for name in ("ann", "bo", "cy", "di")] == [1, 1, 0, 1]


def test_a_full_disk_of_the_embedded_sheet_says_so(tmp_path: Path) -> None:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann")) as small:
        _ = small.office.year
        storage = small.wire.store._storage
        original = storage.commit

        def no_room() -> None:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

        storage.commit = no_room  # type: ignore[method-assign]
        assert str(press(small, "bo", "k")).startswith("The disk of the app's computer is full")
        storage.commit = original  # type: ignore[method-assign]
        assert small.office.do(Take("bo", "k")).sentence == "Booked."
