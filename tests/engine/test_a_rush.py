"""Many who press at once on a sheet without a quota: those who are just coming are in the group."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kaizen.engine.writer import A_RUSH, MOMENTS
from tests.engine.small_year import NAMES, Take, small_office

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    import requests

    from kaizen.engine.wishes import Receipt


def test_who_comes_while_many_come_is_in_the_same_group(tmp_path: Path) -> None:
    answers: list[Future[Receipt]] = []
    seconds, slept = [1000.0], list[float]()
    names = iter(NAMES)

    def submit(count: int) -> None:
        answers.extend(small.office.submit(Take(name, f"k-{name}")) for name in islice(names, count))

    def sleep(wait: float) -> None:
        seconds[0] += wait
        slept.append(wait)
        if len(slept) == 1:
            submit(1)

    def while_the_first_is_saved(call: str) -> requests.Response | None:
        if call.endswith(":batchUpdate") and len(answers) == 1:
            submit(A_RUSH)
        return None

    with small_office(tmp_path / "sheet.lock", clock=lambda: seconds[0], sleep=sleep) as small:
        small.wire.before = while_the_first_is_saved
        submit(1)
        answers[0].result(20)
        for answer in answers[: A_RUSH + 1]:
            answer.exception(20)
        assert (len(answers), small.wire.count(":batchUpdate")) == (A_RUSH + 2, 2)
    assert 1 <= len(slept) <= MOMENTS


def test_a_rush_that_does_not_end_is_begun_all_the_same(tmp_path: Path) -> None:
    answers: list[Future[Receipt]] = []
    seconds, slept = [1000.0], list[float]()

    def submit() -> None:
        answers.extend(small.office.submit(Take("ann", f"k{len(answers)}-{number}")) for number in range(A_RUSH))

    def sleep(wait: float) -> None:
        seconds[0] += wait + 0.001
        slept.append(wait)
        if len(slept) <= MOMENTS:
            submit()

    def while_the_first_is_saved(call: str) -> None:
        if call.endswith(":batchUpdate") and not answers:
            submit()

    with small_office(tmp_path / "sheet.lock", clock=lambda: seconds[0], sleep=sleep) as small:
        small.wire.before = while_the_first_is_saved
        small.office.do(Take("bo", "first"))
        for answer in answers[:A_RUSH]:
            answer.exception(20)
        assert len(answers) == A_RUSH * (MOMENTS + 1)


def test_who_comes_alone_waits_for_nobody(tmp_path: Path) -> None:
    slept: list[float] = []
    with small_office(tmp_path / "sheet.lock", sleep=slept.append) as small:
        for name in ("ann", "bo", "cy"):
            small.office.do(Take(name, name))
    assert slept == []
