"""A seeded afternoon in a small world: who books, gives up, notes, looks and types, and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from tests.reliability.faults import Fault, Kind, Plan
from tests.reliability.hands import Head
from tests.reliability.tab_edits import TabEdits
from tests.reliability.without import Guard, without
from tests.reliability.worlds import Shape, World

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reliability.faults import Call
    from tests.reliability.history import Event

OUTAGES = (Kind.ERROR_503, Kind.ERROR_500, Kind.RESET_BEFORE, None)
"""How writes fail for a while; None is a disk that is full under the embedded sheet."""

CALM = 6.0
"""Seconds after a column was moved at a write, and after rows were at its repair, in which neither moves again."""

SPOILERS = tuple(kind for kind in Kind if kind is not Kind.SHARE)


@dataclass(frozen=True, slots=True)
class Afternoon:
    """How much happens.

    Attributes:
        wishes: how many times somebody presses a button.
        edits: how many times a headteacher does something, if there is something to do it to.
        sure: how many times they change the places of a session besides, which they always can.
        seconds: in so many seconds.
        faults: the share of calls that go wrong.
        between: the share of writes just before which somebody moves rows.
        doubles: the share of wishes that are sent twice with one key, the second time anywhere.
        notes: the share of wishes that change the notes of a row that somebody was looking at.
        rhythm: everybody presses at multiples of so many seconds; 0 for any time.
        kinds: what goes wrong, and what does with a call that is slow.
        slow: for how many seconds a call may be slow.
        only_notes: whether headteachers do nothing but type notes.
        rows_stay: whether they leave the rows where they are.
        columns: the share of writes just before which somebody moves, inserts or deletes a column, and rows just before
            the next one: at the repair, if there is any.
        tabs: the share of writes just before which somebody renames, copies, deletes or hides the tab for a while.
        pairs: how many times somebody types two cells at once.
        outages: how many times nothing is written for some seconds, in one of the ways of `OUTAGES`.
    """

    wishes: int = 30
    edits: int = 8
    sure: int = 0
    seconds: float = 20.0
    faults: float = 0.15
    between: float = 0.2
    doubles: float = 0.2
    notes: float = 0.2
    rhythm: float = 0.0
    kinds: tuple[Kind, ...] = SPOILERS
    slow: tuple[float, ...] = (3.0, 8.0, 30.0)
    only_notes: bool = False
    rows_stay: bool = False
    columns: float = 0.0
    tabs: float = 0.0
    pairs: int = 0
    outages: int = 0

    def some_time(self, random: Random) -> float:
        """Return a second of the afternoon."""
        when = random.uniform(0, self.seconds)
        return 1000 + (when // self.rhythm * self.rhythm if self.rhythm else when)


REGULAR = Afternoon()


def afternoon(
    folder: Path, seed: int, how: Afternoon = REGULAR, shape: Shape | None = None, lacking: Guard | None = None
) -> list[Event]:
    """Run an afternoon, perhaps without one of the guards, and return its history."""
    with without(lacking):
        return _afternoon(folder, seed, how, shape)


def _afternoon(folder: Path, seed: int, how: Afternoon, shape: Shape | None) -> list[Event]:
    random = Random(seed)  # noqa: S311 - a workload, not a secret
    with World(folder, shape, partial(_plan, seed, how)) as world:
        head = Head(world.hand, Random(seed + 1))  # noqa: S311
        tabs = TabEdits(world, Random(f"{seed} tabs"))  # noqa: S311
        calm = Calm(world)
        for app in world.apps:
            app.plan.between = Restless(world, head, tabs, Random(f"{seed} {app.name}"), how, calm)  # noqa: S311
        for number in range(how.wishes):
            world.time.at(how.some_time(random), partial(_wish, world, random, f"k{number}", how))
        for _ in range(how.edits):
            act = head.types_something if how.rows_stay else head.does_something
            act = head.types_a_note if how.only_notes else act
            world.time.at(1000 + random.uniform(0, how.seconds), act)
        places = Random(f"{seed} places")  # noqa: S311
        for _ in range(how.sure):
            world.time.at(1000 + places.uniform(0, how.seconds), head.changes_places)
        for _ in range(how.pairs):
            world.time.at(1000 + random.uniform(how.seconds / 4, how.seconds), head.types_two)
        for _ in range(how.outages):
            _outage(world, 1000 + random.uniform(0, how.seconds * 0.8), random.choice(OUTAGES), random.uniform(3, 12))
        for _ in range(how.wishes // 3):
            when, app = 1000 + random.uniform(0, how.seconds + 5), random.randrange(len(world.apps))
            world.time.at(when, partial(world.look, random.choice(list(world.shape.sessions)), app))
        return world.run()


def _plan(seed: int, how: Afternoon, number: int) -> Plan:
    random = Random(f"{seed}/{number}")  # noqa: S311

    def chosen(_: Call) -> Fault | None:
        if random.random() >= how.faults:
            return None
        return Fault(random.choice(how.kinds), random.choice(how.slow))

    return Plan(chosen)


class Calm:
    """Some seconds in which nobody moves rows or columns again: what a column edit has set off is corrected by then."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._until = 0.0

    def begins(self) -> None:
        """Leave rows and columns where they are for a while."""
        self._until = self._world.time.now + CALM

    @property
    def is_over(self) -> bool:
        return self._world.time.now >= self._until


class Restless:
    """What people do to the sheet just before the batches of one app take effect."""

    def __init__(self, world: World, head: Head, tabs: TabEdits, random: Random, how: Afternoon, calm: Calm) -> None:  # noqa: PLR0913, PLR0917
        self._world, self._head, self._tabs, self._random, self._how = world, head, tabs, random, how
        self._crooked = False
        self._calm = calm

    def __call__(self, _: Call) -> None:
        if self._crooked:
            self._crooked = False
            self._calm.begins()
            self._head.moves_rows()
            self._world.history.tell("deed", what="rows after columns")
        elif not self._calm.is_over:
            return
        elif self._random.random() < self._how.columns:
            self._calm.begins()
            self._head.moves_columns()
            self._crooked = True
            self._world.history.tell("deed", what="columns at a write")
        elif self._random.random() < self._how.tabs:
            self._tabs.does_something()
        elif self._random.random() < self._how.between:
            self._head.moves_rows()


def _outage(world: World, when: float, kind: Kind | None, seconds: float) -> None:
    def begins() -> None:
        world.history.tell("deed", what="an outage")
        window = {"from": when, "to": when + seconds}
        world.history.tell("fault", p="", kind=kind or "disk full", **window)
        if kind is None:
            world.disk(full=True)
            world.time.after(seconds, partial(world.disk, full=False))
        for app in world.apps if kind else ():
            app.plan.out = kind
            world.time.after(seconds, partial(setattr, app.plan, "out", None))

    world.time.at(when, begins)


def _wish(world: World, random: Random, key: str, how: Afternoon) -> None:
    who, app = random.choice(world.people), random.randrange(len(world.apps))
    codes = list(world.shape.sessions)
    choice = random.random()
    if choice < 0.7 * (1 - how.notes):
        slots = {code.partition("-")[2]: code for code in random.sample(codes, len(codes))}
        wished = random.sample(sorted(slots.values()), random.randint(1, len(slots)))
        queue = wished if random.random() < 0.3 else []
        press = partial(world.book, who, *wished, key=key, wait_for=queue)
    elif choice < 1 - how.notes:
        who = random.choice([*world.people, "guest0", "guest1"])
        press = partial(world.cancel, who, random.choice(codes), key)
    else:
        rows = world.rows()
        if not rows:
            return
        row = random.choice(rows)
        press = partial(world.note, who, row["Ref"], f"noted {key}", row["Notes"], key)
    press(app=app)
    if random.random() < how.doubles:
        elsewhere = random.randrange(len(world.apps))
        world.time.after(random.choice([0.0, 1.0, 40.0]), partial(press, app=elsewhere))
