"""What a wish and a look cost, who comes in time for a group, and what people hear while they wait."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.engine.quota import A_MINUTE, HASTE, Kind, Quota
from kaizen.engine.turns import turn
from kaizen.engine.waiting import about_to_wait, still_going
from kaizen.engine.wishes import CLOSED, Receipt
from kaizen.engine.writer import Standing
from kaizen.errors import NotSaved, OutcomeUnknown, Refused
from tests.engine.sheets import answer
from tests.engine.small_year import Do, GiveUp, SmallOffice, Take, booking, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUOTA = answer(429, json.dumps({"error": {"code": 429, "message": "Quota exceeded for quota metric."}}))


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    return tmp_path / "sheet.lock"


@pytest.fixture
def small(lock_file: Path) -> Iterator[SmallOffice]:
    with small_office(lock_file, booking("ann", "old-ann")) as made:
        _ = made.office.year
        made.wire.calls.clear()
        yield made


@pytest.fixture
def counted(lock_file: Path) -> Iterator[SmallOffice]:
    with small_office(lock_file, booking("ann", "old-ann"), calls_a_minute=A_MINUTE) as made:
        _ = made.office.year
        made.wire.calls.clear()
        yield made


def cost(small: SmallOffice) -> list[str]:
    return ["read" if call.endswith("batchGet") else "write" for call in small.wire.calls]


def test_every_wish_costs_one_read_and_one_write(small: SmallOffice) -> None:
    small.office.do(Take("bo", "k"))
    small.office.do(GiveUp("ann", "l"))
    small.office.do(Do("m", lambda _: ()))
    assert cost(small) == ["read", "write", "read", "write", "read"]


def test_a_lone_wish_is_confirmed_in_one_read_and_one_write_round_trip(counted: SmallOffice) -> None:
    def takes(call: str) -> None:
        counted.seconds[0] += 0.3 if call.endswith("batchGet") else 0.4

    counted.wire.before = takes
    for name, key in (("bo", "k"), ("cy", "l")):
        counted.seconds[0] += 60
        clicked = counted.seconds[0]
        assert counted.office.do(Take(name, key)).sentence == "Booked."
        assert counted.seconds[0] - clicked == pytest.approx(0.3 + 0.4), "nothing is waited for beside the sheet"
    assert cost(counted) == ["read", "write"] * 2


def test_looking_costs_nothing_when_nobody_looks_and_one_read_an_interval_when_people_do(small: SmallOffice) -> None:
    small.seconds[0] += 3600
    assert small.wire.calls == []
    for _ in range(6):
        with ThreadPoolExecutor(8) as people:
            list(people.map(lambda _: (small.office.year, small.office.findings, small.office.as_of), range(40)))
        small.seconds[0] += 10
    assert cost(small) == ["read"] * 6


def test_who_comes_while_the_sheet_is_being_read_is_in_time(small: SmallOffice) -> None:
    late: list[Any] = []

    def come(call: str) -> None:
        if call.endswith("batchGet") and not late:
            late.append(small.office.submit(Take("bo", "l")))

    small.wire.before = come
    small.office.do(Take("cy", "k"))
    assert late[0].result(10).sentence == "Booked."
    assert cost(small) == ["read", "write"]
    assert small.held() == ["ann", "cy", "bo"]


def test_nobody_sees_a_429(counted: SmallOffice) -> None:
    counted.wire.before = refuse_once("batchUpdate", "batchGet")
    assert counted.office.do(Take("bo", "k")).sentence == "Booked."
    assert cost(counted) == ["read", "read", "write", "read", "write"]
    assert counted.held() == ["ann", "bo"]


def test_what_people_type_while_a_write_waits_for_the_quota_stays(counted: SmallOffice) -> None:
    def types_a_note(call: str) -> Any:
        if not call.endswith("batchUpdate") or counted.wire.count("batchUpdate") > 1:
            return None
        counted.office.by_hand.type_in("Bookings", 2, 9, "typed by a head")
        return QUOTA

    counted.wire.before = types_a_note
    with pytest.raises(Refused, match="typed by a head"):
        counted.office.do(GiveUp("ann", "k", {"notes": ""}))
    assert counted.bookings()[0][6:9] == ["Booked", "", "typed by a head"]


def test_a_place_that_is_gone_once_the_quota_has_room_is_not_given(counted: SmallOffice, lock_file: Path) -> None:
    quota = Quota(lock_file.with_suffix(".quota"), lambda: counted.seconds[0])
    places = counted.office.by_hand.grid("Sessions")[0].index("Places") + 1

    def others_write(call: str) -> None:
        if call.endswith("batchGet") and counted.wire.count("batchGet") == 1:
            while not quota.take(Kind.WRITE):
                pass
        elif call.endswith("batchGet") and counted.wire.count("batchGet") == 2:
            counted.office.by_hand.type_in("Sessions", 2, places, "1")

    counted.wire.before = others_write
    with pytest.raises(Refused, match="full"):
        counted.office.do(Take("bo", "k"))
    assert (cost(counted)[:2], "write" in cost(counted)) == (["read", "read"], False)


def refuse_once(*calls: str) -> Any:
    left = list(calls)

    def step_in(call: str) -> Any:
        found = next((one for one in left if call.endswith(one)), None)
        return None if found is None else (left.remove(found), QUOTA)[1]

    return step_in


def test_who_looks_does_not_see_a_429_either(counted: SmallOffice) -> None:
    before = counted.office.year
    counted.wire.before = lambda _: QUOTA
    counted.seconds[0] += 60
    assert (counted.office.year, counted.office.trouble) == (before, "")
    counted.office.refresh()
    assert (counted.office.trouble, counted.office.age) == ("", 60)


def test_looking_leaves_reads_to_those_who_save(counted: SmallOffice, lock_file: Path) -> None:
    quota = Quota(lock_file.with_suffix(".quota"), lambda: counted.seconds[0])
    while not quota.take(Kind.READ, spare=14):
        pass
    counted.seconds[0] += 11
    _ = counted.office.year
    counted.office.refresh()
    assert counted.wire.calls == []
    assert counted.office.do(Take("bo", "k")).sentence == "Booked."


def test_a_rush_waits_for_company_and_a_lone_wish_does_not(counted: SmallOffice, lock_file: Path) -> None:
    began = counted.seconds[0]
    counted.office.do(Take("bo", "k"))
    assert counted.seconds[0] == began
    with turn(lock_file):
        told = [counted.office.submit(Do(f"d{number}", lambda _: ())) for number in range(HASTE)]
    assert [one.result(10).sentence for one in told] == ["Done."] * HASTE
    counted.office.do(Take("cy", "l"))
    assert counted.seconds[0] > began


def test_a_pace_that_is_cut_short_by_closing_still_saves(counted: SmallOffice, lock_file: Path) -> None:
    quota = Quota(lock_file.with_suffix(".quota"), lambda: counted.seconds[0])
    with turn(lock_file):
        waits = counted.office.submit(Take("bo", "k"))
        while not quota.take(Kind.WRITE):
            pass
        closing = threading.Thread(target=counted.office.close, args=(30.0,))
        closing.start()
        closing.join(0.05)
    closing.join(20)
    with pytest.raises(NotSaved, match="Google allows only so many calls"):
        waits.result(0)
    assert counted.seconds[0] < 1000 + 30, "the minute is not waited for"


def test_closing_does_not_wait_for_the_pace(lock_file: Path) -> None:
    with small_office(lock_file, calls_a_minute=A_MINUTE) as small:
        quota = Quota(lock_file.with_suffix(".quota"), lambda: small.seconds[0])
        while not quota.take(Kind.WRITE):
            pass
        caller = small.office._writer._caller

        def sleep(seconds: float) -> None:
            small.seconds[0] += seconds
            caller.closing_at = small.seconds[0] + 5

        caller.sleep = sleep
        with pytest.raises(NotSaved, match="Google allows only so many calls"):
            small.office.do(Take("bo", "k"))
        assert small.seconds[0] < 1010


def test_what_is_left_when_the_app_ends_hears_so(small: SmallOffice, tmp_path: Path) -> None:
    on_its_way, go_on = threading.Event(), threading.Event()

    def hold(call: str) -> None:
        if call.endswith("batchUpdate"):
            on_its_way.set()
            go_on.wait(20)

    small.wire.before = hold
    in_hand = small.office.submit(Take("bo", "k"))
    assert on_its_way.wait(10)
    left = small.office.submit(Take("cy", "l"))
    assert small.office.close(timeout=0.05)
    with pytest.raises(NotSaved, match=CLOSED):
        left.result(0)
    with pytest.raises(OutcomeUnknown, match="nobody knows yet"):
        in_hand.result(0)
    small.wire.before = None
    go_on.set()
    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as later:
        while "bo" not in later.held():
            later.office.refresh()
        assert later.office.do(Take("bo", "k")).sentence == "This has been saved already."


def test_an_answer_in_the_last_moment_is_given(small: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = small.office.submit(Take("bo", "k"))
    answered.result(10)
    monkeypatch.setattr(type(answered), "result", late := Late(type(answered).result))
    assert small.office.do(Take("bo", "k")) == late.told


class Late:
    """A future whose answer comes just when the patience for it is over."""

    told: Receipt

    def __init__(self, result: Any) -> None:
        self._result = result

    def __get__(self, future: Any, kind: type) -> Any:
        def result(timeout: float | None = None) -> Receipt:
            self.told = self._result(future, 0)
            if timeout is not None:
                raise TimeoutError
            return self.told

        return result


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        (Standing(40, 16.2), "You are number 41; saving takes about 20 s."),
        (Standing(0, 3.1), "You are number 1; saving takes about 4 s."),
        (Standing(40, 2.9), ""),
        (Standing(None, 60), ""),
    ],
)
def test_what_somebody_hears_who_is_about_to_wait(standing: Standing, sentence: str) -> None:
    assert about_to_wait(standing) == sentence


def test_what_somebody_hears_whose_patience_is_over() -> None:
    assert "with 40 wishes before it. You are number 41; saving takes about 20 s." in still_going(Standing(40, 16.2))
    assert "You are number 1; it takes longer than usual at the moment." in still_going(Standing(0, 1.0), 30.0)
    assert "saving takes about 20 s" in still_going(Standing(40, 16.2), 30.0)
    assert "may be saved already" in still_going(Standing(None, 1))


def test_how_long_it_takes_is_learnt_from_the_groups_before(small: SmallOffice, lock_file: Path) -> None:
    def slow(_: str) -> None:
        small.seconds[0] += 20

    small.wire.before = slow
    for number in range(4):
        small.office.do(Do(f"d{number}", lambda _: ()))
    small.wire.before = None
    with turn(lock_file):
        small.office.submit(Take("bo", "k"))
        small.office.submit(Take("cy", "l"))
        assert about_to_wait(small.office.standing_of("k")) == "You are number 1; saving takes about 20 s."
        assert about_to_wait(small.office.standing_of("l")) == "You are number 2; saving takes about 20 s."
    small.office.do(Take("bo", "k"))
    assert small.office.standing_of("k").ahead is None, "it does not wait any more"
