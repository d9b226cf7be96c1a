"""Seeded afternoons with faults, restless rows, wrong clocks and two apps, each judged by its history."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.reliability.checker import judge
from tests.reliability.verdict import Needs
from tests.reliability.workload import Afternoon, afternoon
from tests.reliability.worlds import Shape

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "one app, faults and restless rows": (Afternoon(), Shape(apps=1)),
    "two apps, faults and restless rows": (Afternoon(), Shape(apps=2)),
    "two apps, one clock five minutes slow": (Afternoon(), Shape(apps=2, skew=-300)),
    "two apps, one clock five minutes fast": (Afternoon(), Shape(apps=2, skew=300)),
    "a read serves for a second": (Afternoon(), Shape(apps=1, fresh_for=1.0)),
}
NEEDED = Needs(acknowledged=5, refused=3, full_sessions=1, hand_edits=2, under_fault=2)


def wrong(folder: Path, kind: str, seeds: range) -> list[str]:
    how, shape = KINDS[kind]
    found, counts = [], Counter[str]()
    for seed in seeds:
        here = folder / str(seed)
        here.mkdir()
        verdict = judge(afternoon(here, seed, how, shape), NEEDED)
        counts += verdict.counts
        if not verdict.holds:
            found.append(f"seed {seed}: {verdict}")
    assert counts["commits"] >= 5 * len(seeds)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_an_afternoon(tmp_path: Path, kind: str) -> None:
    assert wrong(tmp_path, kind, range(1)) == []


def test_the_same_afternoon_again_leaves_the_same_history_to_the_letter(tmp_path: Path) -> None:
    """So whatever a seed has found can be found again."""
    told = []
    for number in range(2):
        here = tmp_path / str(number)
        here.mkdir()
        told.append(afternoon(here, 7, *KINDS["two apps, faults and restless rows"]))
    assert told[0] == told[1]
    assert any(event["event"] == "fault" for event in told[0])


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_afternoons(tmp_path: Path, kind: str) -> None:
    assert wrong(tmp_path, kind, range(100, 115)) == []
