"""The quota: so many calls in any minute, whoever on this machine makes them, and less when Google says no."""

from __future__ import annotations

import resource
import subprocess
import sys
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING

import pytest

from kaizen.engine.quota import A_MINUTE, BACK_AGAIN, HASTE, LEAST, MINUTE, Kind, Quota

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def now() -> list[float]:
    return [1000.0]


@pytest.fixture
def quota(tmp_path: Path, now: list[float]) -> Quota:
    return Quota(tmp_path / "not there yet" / "sheet.quota", lambda: now[0])


def test_calls_beyond_the_plan_wait_until_the_first_is_a_minute_old(quota: Quota, now: list[float]) -> None:
    assert [quota.take(Kind.READ) for _ in range(A_MINUTE)] == [0] * A_MINUTE
    now[0] += 20
    assert quota.take(Kind.READ) == MINUTE - 20
    assert quota.take(Kind.WRITE) == 0, "writes are counted apart"
    now[0] += MINUTE - 20
    assert quota.take(Kind.READ) == 0


def test_some_calls_are_left_for_what_is_urgent(quota: Quota) -> None:
    for _ in range(A_MINUTE - 10):
        assert quota.take(Kind.READ, spare=10) == 0
    assert quota.take(Kind.READ, spare=10) == MINUTE
    assert quota.take(Kind.READ) == 0


def test_no_minute_has_more_than_google_allows_whatever_is_asked(quota: Quota, now: list[float]) -> None:
    random, made = Random(7), list[float]()  # noqa: S311 - a workload, not a secret
    while now[0] < 1400:
        wait = quota.take(Kind.WRITE)
        if not wait:
            made.append(now[0])
        now[0] += min(random.expovariate(2), wait or 9)
    assert max(sum(start <= one < start + MINUTE for one in made) for start in made) == A_MINUTE


def test_another_process_counts_too(tmp_path: Path, now: list[float]) -> None:
    file = tmp_path / "sheet.quota"
    theirs = (
        "import sys; from pathlib import Path; from kaizen.engine.quota import Kind, Quota\n"
        "quota = Quota(Path(sys.argv[1]), lambda: 990.0)\n"
        "assert not any(quota.take(Kind.WRITE) for _ in range(50))"
    )
    subprocess.run([sys.executable, "-c", theirs, str(file)], check=True, timeout=60)
    mine = Quota(file, lambda: now[0])
    assert [mine.take(Kind.WRITE) for _ in range(A_MINUTE - 50)] == [0] * (A_MINUTE - 50)
    assert mine.take(Kind.WRITE) == MINUTE - 10


def test_a_refusal_leaves_less_and_it_comes_back(quota: Quota, now: list[float]) -> None:
    for _ in range(40):
        quota.take(Kind.WRITE)
    quota.refused(Kind.WRITE)
    assert quota.take(Kind.WRITE) == MINUTE, "28 were allowed, and 40 have been made"
    now[0] += MINUTE
    allowed = int(28 + MINUTE * BACK_AGAIN)
    assert [quota.take(Kind.WRITE) == 0 for _ in range(allowed + 1)] == [True] * allowed + [False]
    now[0] += 1000
    assert [quota.take(Kind.WRITE) == 0 for _ in range(A_MINUTE + 1)] == [True] * A_MINUTE + [False]


def test_however_often_google_refuses_some_are_tried(quota: Quota) -> None:
    for _ in range(30):
        quota.refused(Kind.READ)
    assert [quota.take(Kind.READ) == 0 for _ in range(LEAST + 1)] == [True] * LEAST + [False]


@pytest.mark.parametrize(
    "left",
    [
        "",
        "half a li",
        "\x00",
        "[]",
        '{"read": 7}',
        '{"read": {"calls": "x"}}',
        '{"read": {"calls": [5], "limit": null}}',
    ],
)
def test_a_file_that_says_nothing_is_begun_anew(tmp_path: Path, left: str) -> None:
    file = tmp_path / "sheet.quota"
    file.write_text(left)
    quota = Quota(file, lambda: 1000.0, planned=2)
    assert [quota.take(Kind.READ) for _ in range(3)] == [0, 0, MINUTE]


def test_what_was_counted_before_the_machine_started_again_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "sheet.quota"
    before = Quota(file, lambda: 90_000.0, planned=2)
    assert [before.take(Kind.READ) for _ in range(2)] == [0, 0]
    before.refused(Kind.READ)
    after = Quota(file, lambda: 10.0, planned=2)
    assert [after.take(Kind.READ) for _ in range(3)] == [0, 0, MINUTE]


@contextmanager
def full_disk(left: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("left", [0, 10])
def test_on_a_full_disk_a_process_counts_its_own_calls(tmp_path: Path, now: list[float], left: int) -> None:
    quota, another = (Quota(tmp_path / "sheet.quota", lambda: now[0], planned=3) for _ in range(2))
    assert [quota.take(Kind.WRITE), another.take(Kind.WRITE)] == [0, 0]
    with full_disk(left):
        assert [quota.take(Kind.WRITE) for _ in range(3)] == [0, MINUTE, MINUTE], "what it knew of the other one counts"
        assert quota.take(Kind.READ) == 0
    assert quota.take(Kind.WRITE) == MINUTE
    assert another.take(Kind.WRITE) == MINUTE, "now that there is room, the other one hears of it"


def test_where_no_file_can_be_a_process_counts_its_own_calls_and_says_so_once(
    tmp_path: Path, now: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "no folder").write_text("")
    quota = Quota(tmp_path / "no folder" / "sheet.quota", lambda: now[0], planned=2)
    assert [quota.take(Kind.READ) for _ in range(3)] == [0, 0, MINUTE]
    assert quota.gap(arrived=1) == 0
    quota.refused(Kind.READ)
    now[0] += MINUTE
    assert quota.take(Kind.READ) == 0
    assert len(caplog.messages) == 1


def test_people_who_come_one_by_one_do_not_wait_for_company(quota: Quota, now: list[float]) -> None:
    for _ in range(50):
        assert quota.gap(arrived=10) == 0
        assert quota.take(Kind.WRITE) == 0
        now[0] += 1


def test_a_rush_spreads_the_writes_over_the_minute(quota: Quota, now: list[float]) -> None:
    groups = 0
    while now[0] < 1000 + 3 * MINUTE:
        now[0] += quota.gap(arrived=HASTE + 1)
        if not quota.take(Kind.WRITE):
            groups += 1
        assert quota.gap(arrived=HASTE + 1) < 2, "nobody waits long"
        now[0] += 0.7
    assert groups > 0.8 * 3 * A_MINUTE


def test_a_rush_elsewhere_on_this_machine_counts_too(quota: Quota, now: list[float]) -> None:
    for _ in range(HASTE + 1):
        quota.take(Kind.WRITE)
    assert quota.gap(arrived=1) > 0


def test_when_nothing_is_left_the_next_group_waits_for_it(quota: Quota, now: list[float]) -> None:
    for _ in range(A_MINUTE):
        quota.take(Kind.WRITE)
        now[0] += 0.1
    now[0] += 30
    assert quota.gap(arrived=0) == pytest.approx(MINUTE - 30 - A_MINUTE * 0.1)
