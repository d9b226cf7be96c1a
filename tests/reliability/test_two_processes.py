"""Real app processes on one sheet over HTTP: side by side, with wrong clocks, and killed in the middle of a commit."""

from __future__ import annotations

import signal
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.booking import BookingStatus
from tests.reliability.app_process import MOMENT, Death, Job, Wished, ended, started
from tests.reliability.checker import judge
from tests.reliability.faults import Fault, Kind
from tests.reliability.hands import Head
from tests.reliability.interventions import Gate, Now
from tests.reliability.serving import Served
from tests.reliability.verdict import Code, Needs, Verdict
from tests.reliability.without import Guard
from tests.reliability.worlds import booking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PEOPLE = tuple(f"p{number:02d}" for number in range(16))
PLACES = {"W01-A": 3, "W02-A": 4, "W03-B": 3, "W04-B": 4}
RUSH_WITHIN = 240.0
"""Seconds after which processes are given up; they take a few."""
NOTHING_NEEDED = Needs(0, 0, 0, 0, 0, 2)
QUEUE = (
    booking("p00", "W01-A", "old-0"),
    booking("p01", "W01-A", "old-1"),
    booking("p02", "W01-A", "old-2"),
    booking("p03", "W01-A", "old-3", BookingStatus.WAITING),
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path, PEOPLE, PLACES, QUEUE)
    with made.running():
        yield made
    made.close()


@pytest.fixture
def one_left(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path, PEOPLE, PLACES, QUEUE[:2])
    with made.running():
        yield made
    made.close()


def job(served: Served, name: str, *wishes: Wished, lock: str = "", **more: object) -> Job:
    folder = served.history.file.parent
    lock_file = folder / f"{lock or name}.lock"
    return Job(
        f"{name}@embedded.example",
        served.address,
        served.id,
        served.history.file,
        lock_file,
        wishes,
        **more,  # type: ignore[arg-type]
    )


def wishes(seed: int, name: str, count: int) -> tuple[Wished, ...]:
    random = Random(seed)  # noqa: S311
    made = []
    for number in range(count):
        who, give_up = random.choice(PEOPLE), random.random() < 0.25
        pair = (random.choice(["W01-A", "W02-A"]), random.choice(["W03-B", "W04-B"]))
        codes = pair[: 1 if give_up else random.randint(1, 2)]
        made.append(Wished(who, codes, f"{name}-{number}", gives_up=give_up, again=random.random() < 0.3))
    return tuple(made)


def rush(served: Served, processes: int = 2, lock: str = "", skew: float = 0.0, under_fault: int = 0) -> Verdict:
    """Let several processes press at once while a headteacher types at some of their writes, and judge the history."""
    served.plan.reads = served.plan.writes = 0.02
    served.plan.between = Now(Head(served.hand, Random(1)).types_a_note, every=2)  # noqa: S311
    names = [f"app{number}" for number in range(processes)]
    jobs = [
        job(served, name, *wishes(number, name, 30), lock=lock, skew=skew * number, at_once=3)
        for number, name in enumerate(names)
    ]
    assert ended(started(*jobs), RUSH_WITHIN) == [0] * processes
    return judge(served.ended(), Needs(10, 2, 1, 3, under_fault, processes))


@pytest.mark.parametrize("lock", ["", "one"], ids=["two machines", "one machine"])
def test_two_processes_side_by_side(served: Served, lock: str) -> None:
    """One call in twenty-five goes wrong, each time in another way."""
    kinds = cycle([Kind.ERROR_503_AFTER, Kind.RESET_AFTER, Kind.RESET_BEFORE, Kind.TRUNCATED, Kind.HTML_502])
    served.plan.chosen = lambda call: Fault(next(kinds)) if call.number % 25 == 20 else None
    verdict = rush(served, lock=lock, under_fault=1)
    assert verdict.holds, str(verdict)


@pytest.mark.slow
def test_a_process_whose_clock_is_five_minutes_slow(served: Served) -> None:
    verdict = rush(served, skew=-300)
    assert verdict.holds, str(verdict)


@pytest.mark.slow
def test_four_processes(served: Served) -> None:
    verdict = rush(served, processes=4)
    assert verdict.holds, str(verdict)


def at_one_instant(served: Served, lacking: Guard | None) -> Verdict:
    """Let two processes decide on the last place at one and the same state of the sheet, and judge what comes of it."""
    served.plan.between = Gate(2)
    last = [Wished(who, ("W01-A",), f"last-{who}") for who in ("p04", "p05")]
    jobs = [job(served, f"app{number}", wish, lacking=lacking) for number, wish in enumerate(last)]
    assert ended(started(*jobs), RUSH_WITHIN) == [0, 0]
    return judge(served.ended(), NOTHING_NEEDED)


def test_of_two_processes_at_the_last_place_one_gets_it(one_left: Served) -> None:
    verdict = at_one_instant(one_left, None)
    assert not verdict.found, str(verdict)
    assert (verdict.counts["book ok"], verdict.counts["book refused"]) == (1, 1)


def test_without_the_fence_two_processes_are_caught(one_left: Served) -> None:
    verdict = at_one_instant(one_left, Guard.FENCE)
    assert verdict.codes == {Code.CAPACITY}, "the checker, or this workload, would not notice"
    assert verdict.counts["book ok"] == 2


STEPS = 10
"""More than a commit has calls."""


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Served]:
    """A full session, with as many people waiting as have a place."""
    held = [booking(f"p{number:02d}", "W01-A", f"held-{number}") for number in range(STEPS)]
    waiting = [booking(f"q{number:02d}", "W01-A", f"next-{number}", BookingStatus.WAITING) for number in range(STEPS)]
    people = [row.email.partition("@")[0] for row in (*held, *waiting)]
    made = Served(tmp_path, people, {"W01-A": STEPS, "W02-A": 50, "W03-B": 50}, [*held, *waiting])
    with made.running():
        yield made
    made.close()


@pytest.mark.parametrize(
    ("when", "gives_up"),
    [
        pytest.param("before", True, marks=pytest.mark.slow),
        pytest.param("before", False, marks=pytest.mark.slow),
        pytest.param("during", True, marks=pytest.mark.slow),
        ("during", False),
        ("after", True),
        pytest.param("after", False, marks=pytest.mark.slow),
    ],
)
def test_killed_at_every_step_of_a_commit(queue: Served, when: str, *, gives_up: bool) -> None:
    """The wish is sent again to a new process, which lives; it is in the sheet once, and one who waits is moved up."""
    queue.plan.reads = queue.plan.writes = 2 * MOMENT if when == "during" else 0.0
    codes = ("W01-A",) if gives_up else ("W02-A", "W03-B")
    for step in range(1, STEPS):
        mine = Wished(f"p{step:02d}", codes, f"k{step}", gives_up=gives_up)
        (how,) = ended(started(job(queue, "app0", mine, lock="one", death=Death(step, when), at_once=1)))
        if how == 0:
            break
        assert how == -signal.SIGKILL
        assert ended(started(job(queue, "app1", mine, lock="one", at_once=1))) == [0], "no lock is left behind"
    assert how == 0
    assert step > 3, "look at the tabs, read, write"
    moved_up = [row for row in queue.hand.grid("Bookings") if "From the waiting list" in str(row)]
    assert len(moved_up) == step
    verdict = judge(queue.ended(), Needs(step, 0, 0, 0, 0, 2))
    assert verdict.holds, str(verdict)
    assert verdict.counts["unknown"] == step - 1, "who was killed never told anybody"
