"""The same afternoons with and without each guard: without it the checker must find what the guard is there for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reliability.checker import judge
from tests.reliability.negative import TRIALS
from tests.reliability.verdict import Needs
from tests.reliability.without import Guard
from tests.reliability.workload import afternoon

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = Needs(acknowledged=5, refused=3, hand_edits=1, under_fault=0)
OFTEN = 0.9


def caught(folder: Path, guard: Guard, seeds: range) -> tuple[int, list[str]]:
    """Return in how many afternoons the missing guard was noticed, and what was wrong in those that had it."""
    how, shape = TRIALS[guard]
    noticed, wrong = 0, []
    for seed in seeds:
        for lacking in (guard, None):
            here = folder / f"{seed} {lacking}"
            here.mkdir()
            verdict = judge(afternoon(here, seed, how, shape, lacking), NEEDED)
            if lacking:
                noticed += bool(verdict.found)
            elif not verdict.holds:
                wrong.append(f"seed {seed}: {verdict}")
    return noticed, wrong


@pytest.mark.parametrize("guard", Guard)
def test_a_guard_that_is_missing_is_noticed(tmp_path: Path, guard: Guard) -> None:
    assert caught(tmp_path, guard, range(200, 201)) == (1, [])


@pytest.mark.slow
@pytest.mark.parametrize("guard", Guard)
def test_a_guard_that_is_missing_is_nearly_always_noticed(tmp_path: Path, guard: Guard) -> None:
    seeds = range(202, 212)
    noticed, wrong = caught(tmp_path, guard, seeds)
    assert wrong == []
    assert noticed >= OFTEN * len(seeds)
