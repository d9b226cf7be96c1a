"""However often people ask for it, the sheet is read now and then: counted on the wire, on a clock of our own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaizen.engine import large_reads, snapshots
from kaizen.engine.large_reads import LARGE_EVERY
from kaizen.engine.office import INTERVAL
from kaizen.engine.snapshots import REFRESH_EVERY
from kaizen.errors import Refused, SheetUnreachable
from kaizen.sheet.findings import Place
from kaizen.sheet.layout import BOOKINGS
from tests.engine.added import TICK_BOX, add_column
from tests.engine.sheets import Wire, answer
from tests.engine.small_year import SmallOffice, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    import requests


def _silent(_: str) -> requests.Response:
    return answer(503, "<html>")


@contextmanager
def _meanwhile(small: SmallOffice, reads: Callable[[], Any]) -> Iterator[tuple[Future[Any], threading.Event]]:
    """Have somebody else read, whom the sheet keeps waiting until the event."""
    reading, go_on = threading.Event(), threading.Event()

    def hold(_: str) -> None:
        reading.set()
        go_on.wait(20)

    small.wire.before = hold
    with ThreadPoolExecutor(1) as somebody:
        first = somebody.submit(reads)
        assert reading.wait(10)
        yield first, go_on


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    return tmp_path / "sheet.lock"


@pytest.fixture
def small(lock_file: Path) -> Iterator[SmallOffice]:
    with small_office(lock_file) as made:
        _ = made.office.year
        made.wire.calls.clear()
        yield made


def test_a_lone_press_reads_at_once_and_the_next_ones_wait_for_the_seconds_to_pass(small: SmallOffice) -> None:
    office, seconds = small.office, small.seconds
    assert office.look_again() == 0
    small.office.by_hand.type_in("Staff", 2, 1, "Annie")
    seconds[0] += 2
    assert office.look_again() == REFRESH_EVERY - 2
    assert (office.year.people[0].name, office.age) == ("Ann", 2), "the last reading, and it says how old it is"
    assert small.wire.calls == ["values:batchGet"]
    seconds[0] += REFRESH_EVERY - 2
    assert office.look_again() == 0
    assert (office.year.people[0].name, office.age) == ("Annie", 0)
    assert len(small.wire.calls) == 2


def test_a_hundred_presses_at_once_cost_one_read(small: SmallOffice) -> None:
    with ThreadPoolExecutor(20) as people:
        left = list(people.map(lambda _: small.office.look_again(), range(100)))
    assert (left.count(0.0), len(small.wire.calls)) == (1, 1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.floats(0, 4), st.booleans()), max_size=60))
def test_whatever_people_do_there_are_three_reads_in_any_ten_seconds_at_most(
    small: SmallOffice, doings: list[tuple[float, bool]]
) -> None:
    small.seconds[0] += 60
    small.wire.calls.clear()
    reads: list[float] = []
    for wait, press in doings:
        small.seconds[0] += wait
        before = len(small.wire.calls)
        _ = small.office.look_again() if press else small.office.year
        reads += [small.seconds[0]] * (len(small.wire.calls) - before)
    assert all(later - first >= INTERVAL for first, later in zip(reads, reads[3:], strict=False)), "3 in any 10 s"


def test_who_presses_while_another_one_reads_does_not_wait_for_ever(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "WAIT", 0.05)
    with _meanwhile(small, small.office.look_again) as (first, go_on):
        assert small.office.look_again() == REFRESH_EVERY
        go_on.set()
        assert first.result(10) == 0
    assert len(small.wire.calls) == 1


def test_a_silent_sheet_is_asked_once_in_the_interval_however_many_press(small: SmallOffice) -> None:
    small.wire.before = _silent
    for _ in range(20):
        small.office.look_again()
        _ = small.office.year
    assert small.wire.calls == ["values:batchGet"]
    assert small.office.trouble
    small.wire.before = None
    small.seconds[0] += REFRESH_EVERY
    assert small.office.look_again() == 0
    assert small.office.trouble == ""


def test_a_silent_sheet_that_takes_long_is_not_asked_by_one_after_the_other(small: SmallOffice) -> None:
    def slow(_: str) -> requests.Response:
        small.seconds[0] += 25
        return answer(503, "<html>")

    small.wire.before = slow
    for _ in range(20):
        small.office.look_again()
    assert len(small.wire.calls) == 1, "the seconds count from the end of the read"


def test_a_sheet_that_has_never_answered_is_asked_once_in_the_interval(small: SmallOffice, lock_file: Path) -> None:
    wire = Wire(small.wire.store, before=_silent)
    with reopened(lock_file, wire, small.office.spreadsheet_id) as other:
        for _ in range(10):
            with pytest.raises(SheetUnreachable, match="problem of its own"):
                _ = other.office.year
            with suppress(SheetUnreachable):
                assert other.office.look_again() == REFRESH_EVERY
        assert len(wire.calls) == 2, "one for all who look and one for all who ask"
        wire.before = None
        other.seconds[0] += 10
        assert other.office.year.people[0].name == "Ann"


def test_who_comes_while_the_first_reading_is_made_has_it(small: SmallOffice, lock_file: Path) -> None:
    with reopened(lock_file, small.wire, small.office.spreadsheet_id) as other, ThreadPoolExecutor(8) as people:
        years = set(map(id, people.map(lambda _: other.office.year, range(20))))
    assert (len(years), small.wire.count("batchGet")) == (1, 1)


def test_a_reading_that_is_new_enough_serves_whoever_wants_one(small: SmallOffice) -> None:
    small.seconds[0] += 3
    latest = small.office._snapshots.view()
    assert small.office._snapshots.within(4) is latest
    assert small.wire.calls == []
    assert small.office._snapshots.within(3) is not latest
    assert len(small.wire.calls) == 1


def test_an_open_form_looks_at_added_columns_no_oftener_than_the_sheet_is_read(small: SmallOffice) -> None:
    add_column(small.office.by_hand, "Bookings", "Bus", rule=TICK_BOX)
    small.seconds[0] += 60
    _ = small.office.year
    small.wire.calls.clear()
    for _ in range(30):
        small.office.look_again()
        small.office.added_columns(BOOKINGS)
    assert small.wire.calls == ["values:batchGet", small.office.spreadsheet_id]


def test_links_to_places_cost_no_call_even_when_the_tabs_are_to_be_looked_up_again(
    small: SmallOffice, lock_file: Path
) -> None:
    with reopened(lock_file, small.wire, small.office.spreadsheet_id, embedded=False) as real:
        _ = real.office.year
        real.office._book.forget()
        small.wire.before = _silent
        small.wire.calls.clear()
        links = [real.office.link(Place("Bookings", row)) for row in range(2, 40)]
        assert small.wire.calls == []
        assert all("#gid=" in link for link in links)


def test_copies_of_the_year_are_made_and_compared_some_seconds_apart(small: SmallOffice) -> None:
    taken_at = []

    def note(call: str) -> None:
        if call == small.office.spreadsheet_id:
            taken_at.append(small.seconds[0])

    small.wire.before = note
    began = small.seconds[0]
    for look in (small.office.pictures, small.office.closed) * 2:
        assert look()
    assert taken_at == pytest.approx([began + LARGE_EVERY * number for number in range(4)])
    small.seconds[0] += 60
    began = small.seconds[0]
    small.office.pictures()
    assert taken_at[-1] == began, "who comes alone does not wait"


def test_one_copy_is_made_at_a_time_and_who_waits_too_long_is_told(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_reads, "TURN", 0.05)
    with _meanwhile(small, small.office.pictures) as (first, go_on):
        with pytest.raises(Refused, match="press the button again in a minute"):
            small.office.pictures()
        go_on.set()
        assert first.result(10)
    assert len(small.wire.calls) == 1
