"""Seeded afternoons with faults, restless rows, wrong clocks and two apps, each judged by its history."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.reliability.checker import judge
from tests.reliability.kinds import KINDS
from tests.reliability.many_seeds import main
from tests.reliability.workload import afternoon

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = 75 // len(KINDS)
"""Of each kind: as many afternoons in all as a run of all tests has time for; ``many_seeds`` tries more."""


def wrong(folder: Path, kind: str, seeds: range) -> list[str]:
    setting = KINDS[kind]
    found, counts = [], Counter[str]()
    for seed in seeds:
        here = folder / str(seed)
        here.mkdir()
        verdict = judge(afternoon(here, seed, setting.how, setting.shape), setting.needs)
        counts += verdict.counts
        if not verdict.holds:
            found.append(f"seed {seed}: {verdict}")
    assert counts["commits"] >= 5 * len(seeds)
    assert counts["reasons judged"] >= 5 * len(seeds)
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
        setting = KINDS["two apps, faults and restless rows"]
        told.append(afternoon(here, 7, setting.how, setting.shape))
    assert told[0] == told[1]
    assert any(event["event"] == "fault" for event in told[0])


def test_fresh_seeds_may_be_tried_and_give_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "1", "--from", "7", "--kind", "two cells"]) == 0
    whole = capsys.readouterr().out.splitlines()[-1]
    assert whole.startswith("all: afternoons 1, acknowledged ")
    assert whole.endswith("overbooked 0, lost 0, doubled 0, violations 0, vacuous 0")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_afternoons(tmp_path: Path, kind: str) -> None:
    assert wrong(tmp_path, kind, range(100, 100 + SEEDS)) == []
