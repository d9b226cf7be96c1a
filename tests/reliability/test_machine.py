"""A machine that does to small worlds whatever it likes, and shrinks what goes wrong to the shortest story."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.reliability.checker import judge
from tests.reliability.faults import Fault, Kind
from tests.reliability.hands import Head
from tests.reliability.verdict import Needs
from tests.reliability.worlds import SMALL, Shape, World, booking

if TYPE_CHECKING:
    from tests.reliability.faults import Call

NOTHING_NEEDED = Needs(0, 0, 0, 0, 0, 0)
PEOPLE = st.sampled_from(["p00", "p01", "p02", "p03"])
CODES = st.sampled_from(sorted(SMALL))
EARLY = st.sampled_from(["W01-A", "W02-A"])
LATE = st.sampled_from(["W03-B", "W04-B"])
KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.SHARE])
START = (booking("p00", "W01-A", "old-1", notes="old"), booking("p01", "W01-A", "old-2"))


class SmallWorlds(RuleBasedStateMachine):
    """People, two hands and the network take turns; at the end the checker judges the history."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kaizen-machine-"))
        self.keys = 0
        self.sent: list[str] = []
        self.world: World

    @initialize(apps=st.integers(1, 2), seed=st.integers(0, 9), fresh=st.sampled_from([0.0, 1.0]))
    def open(self, apps: int, seed: int, fresh: float) -> None:
        self.world = World(self.folder, Shape(people=4, apps=apps, fresh_for=fresh, bookings=START))
        self.head = Head(self.world.hand, Random(seed))  # noqa: S311
        self.broken: list[Fault] = []
        self.restless = 0
        for app in self.world.apps:
            app.plan.chosen = self._fault
            app.plan.between = self._moves

    @rule(
        who=PEOPLE, early=EARLY, late=st.none() | LATE, app=st.integers(0, 1), queue=st.booleans(), twice=st.booleans()
    )
    def books(  # noqa: PLR0913 - what the machine may choose
        self, who: str, early: str, late: str | None, app: int, *, queue: bool, twice: bool
    ) -> None:
        codes = (early, late) if late else (early,)
        key = self._key()
        for number in range(2 if twice else 1):
            self.world.book(who, *codes, key=key, app=self._app(app + number), wait_for=codes if queue else ())

    @rule(who=PEOPLE, code=CODES, app=st.integers(0, 1), twice=st.booleans())
    def gives_up(self, who: str, code: str, app: int, *, twice: bool) -> None:
        key = self._key()
        for number in range(2 if twice else 1):
            self.world.cancel(who, code, key, self._app(app + number))

    @rule(who=PEOPLE, app=st.integers(0, 1), which=st.integers(0, 9))
    def notes(self, who: str, app: int, which: int) -> None:
        rows = [row for row in self.world.hand.grid("Bookings")[1:] if len(row) > 9 and row[9]]
        if rows:
            row, key = rows[which % len(rows)], self._key()
            self.world.note(who, row[9], f"noted {key}", row[8], key, self._app(app))

    @rule(code=CODES, app=st.integers(0, 1))
    def looks(self, code: str, app: int) -> None:
        self.world.look(code, self._app(app))

    @rule(seconds=st.sampled_from([0.1, 0.35, 0.5, 1.0, 12.0, 40.0]))
    def time_passes(self, seconds: float) -> None:
        self.world.time.run(seconds)

    @rule(kind=KINDS, seconds=st.sampled_from([3.0, 30.0]), passes=st.integers(0, 3))
    def something_breaks(self, kind: Kind, seconds: float, passes: int) -> None:
        self.broken += [Fault(Kind.SLOW, 0.3)] * passes + [Fault(kind, seconds)]

    @rule()
    def a_head_types_a_note(self) -> None:
        self.head.types_a_note()

    @rule()
    def a_head_types_a_booking(self) -> None:
        self.head.types_a_booking()

    @rule()
    def a_head_changes_places(self) -> None:
        self.head.changes_places()

    @rule()
    def a_head_moves_rows(self) -> None:
        self.head.moves_rows()

    @rule(times=st.integers(1, 2))
    def a_head_moves_rows_at_the_next_writes(self, times: int) -> None:
        self.restless += times

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                verdict = judge(self.world.run(), NOTHING_NEEDED)
                assert not verdict.found, str(verdict)
        finally:
            if hasattr(self, "world"):
                self.world.close()
            shutil.rmtree(self.folder)

    def _fault(self, _: Call) -> Fault | None:
        return self.broken.pop(0) if self.broken else None

    def _moves(self, _: Call) -> None:
        if self.restless:
            self.restless -= 1
            self.head.moves_rows()

    def _key(self) -> str:
        self.keys += 1
        return f"k{self.keys}"

    def _app(self, number: int) -> int:
        return number % len(self.world.apps)


QUICK = settings(
    max_examples=8, stateful_step_count=12, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck]
)
LONG = settings(QUICK, max_examples=60, stateful_step_count=25)


def test_small_worlds() -> None:
    case = SmallWorlds.TestCase()
    case.settings = QUICK
    case.runTest()


@pytest.mark.slow
def test_many_small_worlds() -> None:
    case = SmallWorlds.TestCase()
    case.settings = LONG
    case.runTest()
