"""Two processes on two machines: one puts right what has hit the wrong row, and the other does not decide on it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import requests

from kaizen.domain.booking import BookingStatus
from kaizen.engine.neighbours import LOOK_AGAIN, MOVING, PATIENCE
from kaizen.engine.turns import turn
from kaizen.errors import NotSaved, OutcomeUnknown, Refused
from kaizen.sheet.intents import Amend, Append
from tests.engine.sheets import Wire
from tests.engine.small_year import Do, SmallOffice, Take, booking, email, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.domain.year import YearSnapshot

SEATED = ("ann", "bo", "di", "ed", "flo")
"""As many as there are places."""


@dataclass
class Naps:
    """What the other process does while it waits: its clock goes on, and a test may step in.

    Attributes:
        slept: how long, in seconds, each time.
    """

    seconds: list[float] = field(default_factory=lambda: [0.0])
    slept: list[float] = field(default_factory=list)
    meanwhile: Callable[[], Any] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds[0] += seconds
        self.meanwhile()


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[SmallOffice]:
    rows = [booking("cy", "old-cy", BookingStatus.WAITING), *(booking(name, f"old-{name}") for name in SEATED)]
    with small_office(tmp_path / "mine.lock", *rows) as made:
        yield made


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def theirs(mine: SmallOffice, naps: Naps, tmp_path: Path) -> Iterator[SmallOffice]:
    """The same sheet opened on another machine: nobody there waits for this one's turn."""
    habits: dict[str, Any] = {"sleep": naps.sleep, "clock": lambda: naps.seconds[0]}
    wire = Wire(mine.wire.store)
    with reopened(tmp_path / "theirs.lock", wire, mine.office.spreadsheet_id, **habits) as made:
        yield made


def stop_waiting(key: str = "k") -> Do:
    """Take Cy off the waiting list: no place gets free by that."""

    def intents(year: YearSnapshot) -> list[Any]:
        return [Amend(year.bookings_by_person[email("cy")][0], {"status": BookingStatus.CANCELLED})]

    return Do(key, intents, "cy")


def sort(small: SmallOffice) -> None:
    """Move Ann, who has a place, to where Cy stood."""
    small.office.by_hand.sort("Bookings", "Name")


def insert(small: SmallOffice) -> None:
    span = {"sheetId": small.office.by_hand.sheet_id("Bookings"), "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    small.office.by_hand.restructure([{"insertDimension": {"range": span}}])


def at_each_batch(small: SmallOffice, *steps: Callable[[], Any]) -> None:
    left = list(steps)
    small.wire.before = lambda call: left.pop(0)() if call.endswith(":batchUpdate") and left else None


@pytest.mark.parametrize("moves", [1, 2], ids=["once", "and again during the repair"])
def test_nothing_is_decided_on_cells_that_another_process_is_about_to_put_right(
    mine: SmallOffice, theirs: SmallOffice, naps: Naps, moves: int
) -> None:
    waits, go_on = threading.Event(), threading.Event()
    naps.meanwhile = lambda: (waits.set(), go_on.wait(20))
    told: list[Any] = []

    def repair() -> None:
        assert "ann" not in mine.held(), "her place looks free, and is not"
        told.append(theirs.office.submit(Take("gus", "l")))
        assert waits.wait(20)

    at_each_batch(mine, lambda: sort(mine), *[lambda: insert(mine)] * (moves - 1), repair)
    assert mine.office.do(stop_waiting()).sentence == "Done."
    go_on.set()
    with pytest.raises(Refused, match="W01-A is full"):
        told[0].result(20)
    assert sorted(mine.held()) == list(SEATED)
    assert sum(naps.slept) < PATIENCE


def test_a_neighbour_whose_cells_are_in_place_costs_nothing(mine: SmallOffice, theirs: SmallOffice, naps: Naps) -> None:
    _ = theirs.office.year
    for number in range(3):
        mine.office.do(
            Do(f"k{number}", lambda year: [Amend(year.bookings[0], {"notes": f"note {len(year.seen_keys)}"})])
        )
        theirs.wire.calls.clear()
        theirs.office.do(Do(f"l{number}", lambda year: [Amend(year.bookings[1], {"notes": "hello"})]))
        assert [call.partition(":")[2] for call in theirs.wire.calls] == ["batchGet", "batchUpdate"]
    assert naps.slept == []


def test_a_process_looks_at_its_own_cells_no_further(mine: SmallOffice) -> None:
    """Somebody takes back by hand what the app has done: its own process knows that it was done."""
    mine.office.do(stop_waiting())
    mine.office.by_hand.type_in("Bookings", 2, 7, "Waiting")
    began = mine.seconds[0]
    mine.office.do(stop_waiting("again"))
    assert mine.seconds[0] == began


def is_killed_before_it_looks(mine: SmallOffice) -> None:
    """Let a process end when its amendment has hit Ann's row and nobody has seen it."""

    def gone() -> None:
        raise requests.ConnectionError("killed")

    at_each_batch(mine, lambda: sort(mine), *[gone] * 9)
    with pytest.raises(OutcomeUnknown):
        mine.office.do(stop_waiting())
    assert "ann" not in mine.held()


def test_a_neighbour_that_was_killed_is_waited_for_once(mine: SmallOffice, theirs: SmallOffice, naps: Naps) -> None:
    is_killed_before_it_looks(mine)
    assert theirs.office.do(Do("note", lambda _: ())).sentence == "Done."
    assert PATIENCE <= sum(naps.slept) < PATIENCE + LOOK_AGAIN
    assert theirs.office.do(Do("note 2", lambda _: ())).sentence == "Done."
    assert sum(naps.slept) < PATIENCE + LOOK_AGAIN


def test_who_is_being_closed_waits_for_nobody(mine: SmallOffice, theirs: SmallOffice, naps: Naps) -> None:
    is_killed_before_it_looks(mine)
    naps.meanwhile = lambda: setattr(theirs.office._writer._caller, "closing_at", 0.0)
    with pytest.raises(NotSaved, match=MOVING):
        theirs.office.do(Take("gus", "l"))
    assert "gus" not in mine.held()


def typed_over(mine: SmallOffice) -> None:
    mine.office.by_hand.type_in("Bookings", 2, 7, "Booked")


def deleted(mine: SmallOffice) -> None:
    mine.office.by_hand.delete("Bookings", 2)


def without_the_heading(mine: SmallOffice) -> None:
    mine.office.by_hand.type_in("Bookings", 1, 7, "State")


def without_the_tab(mine: SmallOffice) -> None:
    mine.office.by_hand.restructure([{"deleteSheet": {"sheetId": mine.office.by_hand.sheet_id("Bookings")}}])


def without_log(mine: SmallOffice) -> None:
    mine.office.by_hand.restructure([{"deleteSheet": {"sheetId": mine.office.by_hand.sheet_id("Log")}}])


def without_the_headings_of_log(mine: SmallOffice) -> None:
    mine.office.by_hand.delete("Log", 1)


@pytest.mark.parametrize(
    "edit",
    [typed_over, deleted, without_the_heading, without_the_tab, without_log, without_the_headings_of_log],
    ids=lambda edit: edit.__name__,
)
def test_what_people_do_to_the_cells_afterwards_holds_nobody_up(
    mine: SmallOffice, theirs: SmallOffice, naps: Naps, edit: Callable[[SmallOffice], None]
) -> None:
    mine.office.do(stop_waiting())
    edit(mine)
    theirs.office.do(Do("l", lambda _: ()))
    assert naps.slept == []


@pytest.mark.parametrize("said", ["", "5", "[]", "half a [li", '["a revision of long ago", "k"]'])
def test_what_stands_in_the_hidden_tab_may_be_anything(
    mine: SmallOffice, theirs: SmallOffice, naps: Naps, said: str
) -> None:
    is_killed_before_it_looks(mine)
    memory = mine.office.by_hand.grid("_kaizen")
    row = next(number for number, cells in enumerate(memory, 1) if cells[0] == "amending")
    mine.office.by_hand.type_in("_kaizen", row, 2, said)
    assert theirs.office.do(Do("l", lambda _: ())).sentence == "Done."
    assert naps.slept == []


def test_a_wish_that_adds_and_changes_is_told_by_what_it_changes(
    mine: SmallOffice, theirs: SmallOffice, naps: Naps
) -> None:
    def intents(year: YearSnapshot) -> list[Any]:
        return [Append(booking("gus", "k-1", BookingStatus.CANCELLED)), *stop_waiting().intents(year)]

    at_each_batch(mine, lambda: sort(mine), *[lambda: insert(mine)] * 9)
    with pytest.raises(OutcomeUnknown):
        mine.office.do(Do("k", intents, "cy"))
    theirs.office.do(Do("l", lambda _: ()))
    assert sum(naps.slept) >= PATIENCE


def test_a_cell_that_two_wishes_change_counts_as_the_last_has_it(
    mine: SmallOffice, theirs: SmallOffice, naps: Naps, tmp_path: Path
) -> None:
    def note(text: str) -> Do:
        return Do(text, lambda year: [Amend(year.bookings[0], {"notes": text})])

    with turn(tmp_path / "mine.lock"):
        told = [mine.office.submit(note(text)) for text in ("one", "two")]
    assert [one.result(10).sentence for one in told] == ["Done.", "Done."]
    theirs.office.do(Do("l", lambda _: ()))
    assert naps.slept == []
