"""Each fault before the first read, at the write and at the look afterwards; what people do likewise."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from kaizen.engine.calls import Caller
from kaizen.sheet.intents import Decision, Refusal, Remove
from tests.reliability.checker import judge
from tests.reliability.faults import Fault, Kind, Plan
from tests.reliability.hands import Head
from tests.reliability.ledger import BOOKED, CANCELLED
from tests.reliability.verdict import Code, Needs
from tests.reliability.worlds import Shape, World, address, booking

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot
    from tests.reliability.faults import Call

POSITIONS = {"before the first read": 0, "at the write": 1, "after the write": 2}
FAULTS = [Fault(kind) for kind in Kind if kind is not Kind.SLOW] + [Fault(Kind.SLOW, 3.0), Fault(Kind.SLOW, 30.0)]
HELD = tuple(booking(name, "W01-A", f"old-{name}", notes=f"note of {name}") for name in ("p02", "p01"))
ONE_PLACE = {"W01-A": 2, "W02-A": 3, "W03-B": 1}
PLACES = 5
STORM = 25
"""More calls than any of these needs."""


def statuses(world: World) -> dict[str, str]:
    return {row[9]: row[6] for row in world.hand.grid("Bookings")[1:] if len(row) > 9}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind} {fault.seconds or ''}".strip())
@pytest.mark.parametrize("position", POSITIONS)
def test_a_fault_in_each_position(tmp_path: Path, fault: Fault, position: str) -> None:
    """Somebody changes their session; one call on the way goes wrong."""
    left = [None] * POSITIONS[position] + [fault]
    with World(tmp_path, Shape(apps=1, bookings=HELD)) as world:
        plan = world.apps[0].plan
        plan.calls.clear()
        plan.chosen = lambda _: left.pop(0) if left else None
        world.book("p02", "W02-A", key="k")
        events = world.run()
        # A commit may need no third call; then there is nothing to go wrong there.
        verdict = judge(events, Needs(1, 0, 0, 0, len(plan.injected), 1))
        assert verdict.holds, str(verdict)
        assert verdict.counts["hand_edits"] == 0
        assert statuses(world) == {"old-p02": CANCELLED, "old-p01": BOOKED, "k-1": BOOKED}
        assert len(plan.calls) <= STORM


def moves_at(world: World, position: str, act: str) -> None:
    """Have a headteacher do something just before the first read, the first write, or straight after it."""
    head, plan = Head(world.hand, Random(3)), world.apps[0].plan  # noqa: S311
    deed = {
        "sorts": lambda: world.hand.sort("Bookings", "Name"),
        "inserts a row": lambda: _insert(world, "ROWS", 1),
        "inserts a column": lambda: _insert(world, "COLUMNS", 6),
        "deletes a row": lambda: world.hand.delete("Bookings", 2),
        "types a note": lambda: world.hand.type_in("Bookings", 3, 9, "typed"),
        "renames a heading": lambda: (head.renames("Notes", "Remarks"), world.time.after(8, rename_back)),
        "renames the tab": lambda: (_retitle(world, "Bookings", "Places"), world.time.after(8, retitle_back)),
    }[act]

    def rename_back() -> None:
        head.renames("Remarks", "Notes")

    def retitle_back() -> None:
        _retitle(world, "Places", "Bookings")

    left = [deed]

    def once(_: object = None) -> None:
        if left:
            left.pop()()

    def at_the_read(call: Call) -> None:
        if not call.is_write:
            once()

    match position:
        case "before the first read":
            plan.chosen = at_the_read
        case "at the write":
            plan.between = once
        case _:
            plan.between = lambda _: world.time.after(0.05, once)


def _insert(world: World, dimension: str, at: int) -> None:
    span = {"sheetId": world.hand.sheet_id("Bookings"), "dimension": dimension, "startIndex": at, "endIndex": at + 1}
    world.hand.restructure([{"insertDimension": {"range": span}}])


def _retitle(world: World, old: str, new: str) -> None:
    properties = {"sheetId": world.hand.sheet_id(old), "title": new}
    world.hand.restructure([{"updateSheetProperties": {"properties": properties, "fields": "title"}}])


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("act", ["sorts", "inserts a row", "inserts a column", "deletes a row", "types a note"])
def test_what_people_do_in_each_position(tmp_path: Path, position: str, act: str) -> None:
    with World(tmp_path, Shape(apps=1, bookings=HELD)) as world:
        moves_at(world, position, act)
        world.book("p02", "W02-A", key="k")
        verdict = judge(world.run(), Needs(1, 0, 0, 0, 0, 1))
        assert verdict.holds, str(verdict)
        grid = world.hand.grid("Bookings")
        said = {row[grid[0].index("Ref")]: row[grid[0].index("Status")] for row in grid[1:] if len(row) > 9}
        wanted = {"old-p02": CANCELLED, "old-p01": BOOKED, "k-1": BOOKED}
        if act == "deletes a row":
            del wanted["old-p02"]
        assert said == wanted
        assert ("typed" in str(grid)) == (act == "types a note")
        assert verdict.counts["hand_edits"] == (0 if act == "inserts a column" else 1)


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("act", ["renames a heading", "renames the tab"])
def test_a_name_changed_and_changed_back(tmp_path: Path, position: str, act: str) -> None:
    """Whatever a person hears meanwhile, the place is there in the end, once."""
    with World(tmp_path, Shape(apps=1, bookings=HELD)) as world:
        moves_at(world, position, act)
        world.book("p05", "W02-A", key="k")
        world.run()
        assert statuses(world) == {"old-p02": BOOKED, "old-p01": BOOKED, "k-1": BOOKED}
        returns = [event["r"] for event in world.history.events() if event["event"] == "return"]
        assert returns[-1] == "ok"


@dataclass(frozen=True)
class Clear:
    """Have the row of p02 removed."""

    key: str = "gone"

    @property
    def by(self) -> Email:
        return address("p02")

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        rows = year.bookings_by_person.get(self.by, ())
        return Decision("Gone.", tuple(map(Remove, rows)), "Removed")


def removed(world: World) -> str:
    """Have a row removed and return what is told in the end; who hears that nothing was saved asks again."""
    world.ask(Clear(), {"op": "remove", "user": address("p02")}, 0)
    return str([event["r"] for event in world.run() if event["event"] == "return"][-1])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind} {fault.seconds or ''}".strip())
@pytest.mark.parametrize("position", POSITIONS)
def test_a_fault_in_each_position_of_a_removal(tmp_path: Path, fault: Fault, position: str) -> None:
    left = [None] * POSITIONS[position] + [fault]
    with World(tmp_path, Shape(apps=1, bookings=HELD)) as world:
        world.apps[0].plan.chosen = lambda _: left.pop(0) if left else None
        assert removed(world) == "ok"
        assert statuses(world) == {"old-p01": BOOKED}


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("act", ["sorts", "inserts a row", "inserts a column", "deletes a row", "types a note"])
def test_what_people_do_in_each_position_of_a_removal(tmp_path: Path, position: str, act: str) -> None:
    with World(tmp_path, Shape(apps=1, bookings=HELD)) as world:
        moves_at(world, position, act)
        assert removed(world) == "ok"
        head, *rows = world.hand.grid("Bookings")
        left = [dict(zip(head, row, strict=False)) for row in rows if any(row)]
        assert [(row["Ref"], row["Status"], row["Email"]) for row in left] == [("old-p01", BOOKED, address("p01"))]
        assert left[0]["Notes"] == ("typed" if act == "types a note" else "note of p01")


def waits_for_the_quota(world: World, act: str) -> None:
    """Have Google refuse the next write twice, and a headteacher do something half a second after the first time."""
    head = {
        "types a note": lambda: world.hand.type_in("Bookings", 2, 9, "typed"),
        "types a booking": lambda: world.hand.append(
            "Bookings", ["", address("guest0"), "", "", "", "W03-B", "Booked"]
        ),
        "takes the places away": lambda: world.hand.type_in("Sessions", 4, PLACES, "0"),
    }[act]
    deeds = [lambda: None, lambda: world.time.after(0.9, head)]

    def chosen(call: Call) -> Fault | None:
        if not call.is_write or not deeds:
            return None
        deeds.pop()()
        return Fault(Kind.QUOTA)

    world.apps[0].plan.chosen = chosen
    if act == "types a note":
        world.note("p02", "old-p02", "mine", "note of p02", "k")
    else:
        world.book("p05", "W03-B", key="k")


ACTS = {"types a note": Code.HAND_LOST, "types a booking": Code.CAPACITY, "takes the places away": Code.CAPACITY}


@pytest.mark.parametrize("act", ACTS)
def test_what_waited_for_the_quota_is_decided_anew(tmp_path: Path, act: str) -> None:
    with World(tmp_path, Shape(apps=1, bookings=HELD, sessions=ONE_PLACE)) as world:
        waits_for_the_quota(world, act)
        verdict = judge(world.run(), Needs(0, 1, 0, 1, 1, 0))
        assert verdict.holds, str(verdict)
        assert verdict.counts["commits"] == 0
        assert len(world.apps[0].plan.injected) == 1, "it is not sent again before it has been decided again"


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_that_waits_for_the_quota_is_noticed(tmp_path: Path, act: str) -> None:
    """The same with an app that sends what it has decided again once there is room."""
    with (
        patch.object(Caller, "write_now", Caller.write),
        World(tmp_path, Shape(apps=1, bookings=HELD, sessions=ONE_PLACE)) as world,
    ):
        waits_for_the_quota(world, act)
        assert judge(world.run(), Needs(0, 0, 0, 1, 1, 0)).codes == {ACTS[act]}


def test_a_fault_plan_is_a_plan(tmp_path: Path) -> None:
    """The world of these tests really passes its calls through the plan: read, write, look again."""
    with World(tmp_path, Shape(apps=1, bookings=HELD), lambda _: Plan()) as world:
        world.apps[0].plan.calls.clear()
        world.book("p02", "W02-A", key="k")
        world.run()
        assert [call.is_write for call in world.apps[0].plan.calls][:2] == [False, True]
