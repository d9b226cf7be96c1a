"""The opening bell against Google's quota: 320 people, three places each, heads at work, an API that limps."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.reliability.checker import judge
from tests.reliability.faults import A_MINUTE, Fault, Kind, Plan, Quota
from tests.reliability.hands import Head
from tests.reliability.verdict import Needs
from tests.reliability.worlds import Shape, World

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reliability.faults import Call

PEOPLE = 320
SEATS = 3
SECONDS = 60.0
CODES = {
    f"W{number:02d}-{slot}": 12 + number
    for slot in "ABC"
    for number in range(1 + "ABC".index(slot) * 8, 9 + "ABC".index(slot) * 8)
}
"""Eight workshops a slot; about as many places as people, and the first ones are everybody's favourites."""

LIMPS = (Kind.ERROR_503, Kind.ERROR_503_AFTER, Kind.RESET_AFTER, Kind.HTML_502, Kind.TRUNCATED)


def choices(random: Random) -> list[str]:
    """Return one session in each slot, a favourite more often than not."""
    picked = []
    for slot in "ABC":
        there = [code for code in CODES if code.endswith(slot)]
        picked.append(there[min(random.randrange(8), random.randrange(8))])
    return picked


def press(world: World, random: Random, number: int) -> None:
    """Somebody books three; who meets a full one will wait for it."""
    who, codes = world.people[number], choices(random)
    world.book(who, *codes, key=f"bell-{number}", wait_for=codes if number % 2 else ())


@pytest.mark.slow
@pytest.mark.parametrize("limps", [0.0, 0.05], ids=["a good day", "an API that limps"])
def test_320_people_and_three_seats(tmp_path: Path, limps: float) -> None:
    random = Random(320)  # noqa: S311
    faults = Random(7)  # noqa: S311

    def chosen(_: Call) -> Fault | None:
        return Fault(faults.choice(LIMPS)) if faults.random() < limps else None

    shape = Shape(people=PEOPLE, sessions=CODES, apps=1, calls_a_minute=57)
    with World(tmp_path, shape, lambda _: Plan(chosen)) as world:
        quota = world.apps[0].plan.quota = Quota(world.time.clock)
        begin = world.time.now
        for number in range(PEOPLE):
            world.time.at(begin + random.uniform(0, SECONDS), partial(press, world, random, number))
        head = Head(world.hand, Random(3))  # noqa: S311
        for number in range(30):
            world.time.at(begin + number * 2, head.types_a_note if number % 3 else head.sorts)
        for number in range(60):
            world.time.at(begin + number * 2, partial(world.look, random.choice(list(CODES))))
        events = world.run()
    verdict = judge(
        events, Needs(acknowledged=200, refused=10, full_sessions=3, hand_edits=20, under_fault=5 if limps else 0)
    )
    assert verdict.holds, str(verdict)
    assert quota.most_a_minute(write=True) <= A_MINUTE
    assert quota.most_a_minute(write=False) <= A_MINUTE
    assert quota.refused == 0, "nobody is to see a 429, not even the app"
    if not limps:
        assert verdict.counts["unknown"] == 0
        returns = [event["t"] for event in events if event["event"] == "return"]
        asked = [event["t"] for event in events if event["event"] == "invoke"]
        assert max(returns) - max(asked) < 30
    outcomes = {event.get("reason", "") for event in events if event["event"] == "return"}
    assert outcomes <= ({"", "full"} if not limps else {"", "full", "unavailable"})
