"""What the random afternoons found wrong with the app, each as the shortest run that shows it."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.reliability.checker import judge
from tests.reliability.faults import Fault, Kind, Plan
from tests.reliability.hands import Head
from tests.reliability.ledger import BOOKED, CANCELLED
from tests.reliability.verdict import Needs, Verdict
from tests.reliability.worlds import Shape, World, booking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.reliability.faults import Call

NOTHING_NEEDED = Needs(0, 0, 0, 0, 0, 0)
THREE = tuple(booking(name, "W02-A", f"old-{name}", notes=f"note of {name}") for name in ("p02", "p01", "p00"))


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[Callable[[Shape], World]]:
    opened: list[World] = []

    def make(shape: Shape) -> World:
        opened.append(World(tmp_path, shape, lambda _: Plan()))
        return opened[-1]

    yield make
    for world in opened:
        world.close()


def verdict(world: World) -> Verdict:
    return judge(world.run(), NOTHING_NEEDED)


def told(world: World) -> list[tuple[str, str]]:
    """Return what each wish heard, in the order of the answers."""
    events = world.history.events()
    asked = {event["i"]: event["op_id"] for event in events if event["event"] == "invoke"}
    return [(asked[event["i"]], event["r"]) for event in events if event["event"] == "return"]


def statuses(world: World) -> dict[str, str]:
    return {row[9]: row[6] for row in world.hand.grid("Bookings")[1:] if len(row) > 9}


def do_at_writes(world: World, *acts: Callable[[], None], app: int = 0) -> None:
    """Have something done just before each of the next batches takes effect."""
    left = list(acts)
    world.apps[app].plan.between = lambda _: left.pop(0)() if left else None


def fail(world: World, *kinds: Kind | None, app: int = 0, reads: bool = False) -> None:
    """Let the next calls of one kind go wrong, each in its way."""
    left = list(kinds)

    def chosen(call: Call) -> Fault | None:
        if not left or call.is_write is reads or (reads and not call.name.endswith("batchGet")):
            return None
        kind = left.pop(0)
        return None if kind is None else Fault(kind, 30.0)

    world.apps[app].plan.chosen = chosen


def move_column(world: World, heading: str, to: int) -> None:
    at = world.hand.grid("Bookings")[0].index(heading)
    span = {"sheetId": world.hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    world.hand.restructure([{"moveDimension": {"source": span, "destinationIndex": to}}])


def swap(world: World) -> None:
    """Sort by name, or back again."""
    names = [row[2] for row in world.hand.grid("Bookings")[1:]]
    world.hand.restructure(
        [
            {
                "sortRange": {
                    "range": {"sheetId": world.hand.sheet_id("Bookings"), "startRowIndex": 1, "endRowIndex": 4},
                    "sortSpecs": [
                        {"dimensionIndex": 2, "sortOrder": "DESCENDING" if names == sorted(names) else "ASCENDING"}
                    ],
                }
            }
        ]
    )


def test_a_key_saved_by_another_process_does_not_vouch_for_the_rest_of_a_lost_group(
    worlds: Callable[[Shape], World],
) -> None:
    world = worlds(Shape(bookings=THREE))
    fail(world, None, Kind.RESET_BEFORE, app=1)
    world.book("p06", "W03-B", key="first", app=1)
    world.book("p05", "W01-A", key="other", app=1)
    world.note("p00", "old-p00", "see me", "note of p00", "same", app=1)
    world.time.after(0.9, lambda: world.note("p00", "old-p00", "see me", "note of p00", "same", app=0))
    assert not verdict(world).found
    assert ("other", "ok") in told(world)
    assert statuses(world).get("other-1") == BOOKED


def test_who_comes_after_a_correction_has_failed_is_not_told_of_that_failure(worlds: Callable[[Shape], World]) -> None:
    world = worlds(Shape(bookings=THREE, apps=1))
    do_at_writes(world, lambda: swap(world))
    fail(world, None, Kind.RESET_BEFORE, Kind.RESET_BEFORE)
    world.cancel("p02", "W02-A", "k")
    for seconds, who, key in ((3.0, "p05", "early"), (4.2, "p06", "late")):
        world.time.after(seconds, partial(world.book, who, "W01-A", key=key))
    assert not verdict(world).found
    assert [one for one in told(world) if one[0] != "k"][:2] == [("early", "refused"), ("late", "ok")]


def test_columns_that_move_again_before_the_first_look(worlds: Callable[[Shape], World]) -> None:
    world = worlds(Shape(bookings=THREE, apps=1))
    move = partial(move_column, world)
    do_at_writes(world, lambda: (move("Notes", 0), world.time.after(0.05, lambda: move("Session", 9))))
    world.note("p00", "old-p00", "see me", "note of p00", "k")
    world.book("p05", "W01-A", key="new")
    assert not verdict(world).found
    assert [cell for row in world.hand.grid("Bookings") for cell in row].count("see me") == 1


def test_rows_that_move_again_before_the_repair_lands(worlds: Callable[[Shape], World]) -> None:
    world = worlds(Shape(bookings=THREE, apps=1))
    do_at_writes(world, lambda: swap(world), lambda: swap(world))
    world.cancel("p02", "W02-A", "k")
    assert not verdict(world).found
    assert statuses(world) == {"old-p00": BOOKED, "old-p01": BOOKED, "old-p02": CANCELLED}


def test_rows_that_move_between_the_write_and_the_look(worlds: Callable[[Shape], World]) -> None:
    world = worlds(Shape(bookings=THREE, apps=1))
    do_at_writes(world, lambda: swap(world) or world.time.after(0.3, lambda: swap(world)))
    world.cancel("p02", "W02-A", "k")
    assert not verdict(world).found
    assert statuses(world) == {"old-p00": BOOKED, "old-p01": BOOKED, "old-p02": CANCELLED}


@pytest.mark.parametrize("kind", [Kind.RESET_BEFORE, Kind.HTML_502, Kind.TOKEN])
def test_a_row_hit_by_mistake_is_put_right_though_nobody_could_look_at_first(
    worlds: Callable[[Shape], World], kind: Kind
) -> None:
    world = worlds(Shape(bookings=THREE, apps=1))
    do_at_writes(world, lambda: swap(world))
    fail(world, None, *[kind] * 6, reads=True)
    world.cancel("p02", "W02-A", "k")
    world.time.after(60, lambda: world.book("p05", "W01-A", key="next"))
    assert not verdict(world).found
    assert statuses(world) == {"old-p00": BOOKED, "old-p01": BOOKED, "old-p02": CANCELLED, "next-1": BOOKED}


def test_a_lost_batch_that_hit_the_wrong_row_is_put_right_once_it_is_found(worlds: Callable[[Shape], World]) -> None:
    """Its wish is on Log, so it counts as done when it is sent again; then the row has to be the right one."""
    world = worlds(Shape(bookings=THREE, apps=1))
    do_at_writes(world, lambda: swap(world))
    landed: list[Call] = []

    def chosen(call: Call) -> Fault | None:
        if call.is_write and not landed:
            landed.append(call)
            return Fault(Kind.RESET_AFTER)
        return Fault(Kind.RESET_BEFORE) if landed and world.time.now < 1045 else None

    world.apps[0].plan.chosen = chosen
    world.cancel("p02", "W02-A", "k")
    assert not verdict(world).found
    assert told(world)[-1] == ("k", "ok")
    assert statuses(world) == {"old-p00": BOOKED, "old-p01": BOOKED, "old-p02": CANCELLED}


def test_nothing_is_answered_from_before_a_repair(worlds: Callable[[Shape], World]) -> None:
    """A read serves for a second; one from before the repair says that the place given up is still held."""
    world = worlds(Shape(bookings=THREE, apps=1, fresh_for=1.0))
    do_at_writes(world, lambda: swap(world))
    fail(world, None, Kind.RESET_BEFORE)
    world.cancel("p02", "W02-A", "k")
    world.time.after(1.15, lambda: world.book("p02", "W02-A", key="again"))
    assert not verdict(world).found
    assert told(world)[:2] == [("k", "unknown"), ("again", "ok")]
    assert statuses(world)["again-1"] == BOOKED


def test_a_row_deleted_in_the_moment_of_a_change_does_not_undo_the_rest(worlds: Callable[[Shape], World]) -> None:
    world = worlds(Shape(bookings=THREE, apps=1))
    do_at_writes(world, lambda: world.hand.delete("Bookings", 2))
    world.book("p02", "W01-A", key="k")
    assert not verdict(world).found
    assert told(world) == [("k", "ok")]
    assert statuses(world) == {"old-p00": BOOKED, "old-p01": BOOKED, "k-1": BOOKED}


def test_whatever_a_head_does_is_in_the_history(worlds: Callable[[Shape], World]) -> None:
    world = worlds(Shape(bookings=THREE, apps=1))
    head = Head(world.hand, Random(1))  # noqa: S311
    swap(world)
    for act in (head.types_a_note, head.types_a_booking, head.changes_places, head.deletes_a_row, head.inserts_a_row):
        act()
    ops = [event["op"] for event in world.run() if event["event"] == "hand"]
    assert ops == ["sort", "set", "add", "capacity", "delete", "shift"]


def test_a_repair_that_waits_for_the_quota_does_not_write_over_what_is_typed_meanwhile(
    worlds: Callable[[Shape], World],
) -> None:
    world = worlds(Shape(bookings=THREE, apps=1))
    do_at_writes(world, lambda: swap(world))
    writes: list[Call] = []

    def typed() -> None:
        (row,) = (number for number, row in enumerate(world.hand.grid("Bookings"), 1) if "mine" in row)
        world.hand.type_in("Bookings", row, 9, "typed by a head")

    def no_room_for_the_repair(call: Call) -> Fault | None:
        writes.extend([call] if call.is_write else [])
        if not call.is_write or len(writes) not in {2, 3}:
            return None
        if len(writes) == 2:
            world.time.after(0.9, typed)
        return Fault(Kind.QUOTA)

    world.apps[0].plan.chosen = no_room_for_the_repair
    world.note("p02", "old-p02", "mine", "note of p02", "k")
    assert verdict(world).holds
    assert len(writes) > 3
    assert "typed by a head" in str(world.hand.grid("Bookings"))
