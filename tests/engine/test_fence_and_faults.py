"""Two processes on one sheet, answers that get lost, and a sheet that says no."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import requests

from kaizen.engine import fence
from kaizen.engine.commit import ATTEMPTS, CONTENDED
from kaizen.errors import NotSaved, OutcomeUnknown, Refused
from tests.engine.sheets import Wire, answer
from tests.engine.small_year import PLACES, GiveUp, SmallOffice, Take, booking, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.engine.hand import Hand


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann")) as made:
        yield made


@pytest.fixture
def other(small: SmallOffice, tmp_path: Path) -> Iterator[SmallOffice]:
    """A second process, on another machine: it does not see the first one's lock."""
    with reopened(tmp_path / "other.lock", Wire(small.wire.store), small.office.spreadsheet_id) as made:
        yield made


def revision(small: SmallOffice) -> str:
    return fence.revision({"_kaizen": small.office.by_hand.grid("_kaizen")})


def at_the_batch(small: SmallOffice, act: Callable[[], Any], times: int = 1) -> None:
    """Do something when a batch of the first process is on its way; the answer stands in for the sheet's."""
    left = [act] * times

    def step_in(call: str) -> Any:
        return left.pop()() if call.endswith("batchUpdate") and left else None

    small.wire.before = step_in


def test_a_batch_decided_on_an_older_state_is_refused_and_decided_again(small: SmallOffice, other: SmallOffice) -> None:
    for name in ("bo", "cy", "di"):
        small.office.do(Take(name, name))
    at_the_batch(small, lambda: other.office.do(Take("ed", "e")) and None)
    with pytest.raises(Refused, match="full"):
        small.office.do(Take("flo", "f"))
    assert small.held() == ["ann", "bo", "cy", "di", "ed"]


def test_two_processes_never_give_a_place_twice(small: SmallOffice, other: SmallOffice) -> None:
    def press(number: int) -> str:
        office = (small, other)[number % 2].office
        try:
            return office.do(Take(f"p{number}", f"k{number}")).sentence
        except (Refused, NotSaved) as no:
            return str(no)

    with ThreadPoolExecutor(20) as people:
        told = list(people.map(press, range(40)))
    assert told.count("Booked.") == PLACES - 1 == len(small.held()) - 1
    assert set(told) <= {"Booked.", "W01-A is full.", CONTENDED}


def test_who_is_always_too_late_hears_so(small: SmallOffice, other: SmallOffice) -> None:
    turns = iter(range(99))

    def sooner() -> None:
        number = next(turns)
        other.office.do(GiveUp("ann", f"g{number}") if number % 2 == 0 else Take("ann", f"t{number}"))

    at_the_batch(small, sooner, times=ATTEMPTS)
    with pytest.raises(NotSaved, match="Too many people"):
        small.office.do(Take("bo", "k"))
    assert "bo" not in small.held()


def test_each_commit_moves_the_fence(small: SmallOffice) -> None:
    assert revision(small) == ""
    small.office.do(Take("bo", "k"))
    first = revision(small)
    small.office.do(Take("cy", "l"))
    assert "" != first != revision(small)
    names = [row[0] for row in small.office.by_hand.grid("_kaizen")]
    assert names == ["Name", "schema", "tabs", "revision", "amending"]


def _wrong_mirror(hand: Hand) -> None:
    hand.type_in("_kaizen", 4, 2, "something else")


def _no_mirror(hand: Hand) -> None:
    hand.delete("_kaizen", 4)


def _no_range(hand: Hand) -> None:
    mirrored = fence.revision({"_kaizen": hand.grid("_kaizen")})
    hand.restructure([{"deleteNamedRange": {"namedRangeId": mirrored}}])


@pytest.mark.parametrize("break_it", [_wrong_mirror, _no_mirror, _no_range], ids=lambda it: it.__name__)
def test_a_broken_fence_is_put_up_again(small: SmallOffice, break_it: Callable[[Hand], None]) -> None:
    small.office.do(Take("bo", "k"))
    break_it(small.office.by_hand)
    assert small.office.do(Take("cy", "l")).sentence == "Booked."
    assert small.office.do(Take("di", "m")).sentence == "Booked."
    assert small.held() == ["ann", "bo", "cy", "di"]


def test_a_column_that_is_inserted_in_the_hidden_tab_changes_nothing(small: SmallOffice) -> None:
    small.office.do(Take("bo", "k"))
    hand = small.office.by_hand
    place = {"sheetId": hand.sheet_id("_kaizen"), "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    hand.restructure([{"insertDimension": {"range": place, "inheritFromBefore": False}}])
    before = [row[1] for row in hand.grid("_kaizen")]
    small.office.do(Take("cy", "l"))
    assert [row[1] for row in hand.grid("_kaizen")] == before, "no line is there twice"
    assert {row[0] for row in hand.grid("_kaizen")} == {""}


def test_what_is_new_in_the_hidden_tab_comes_under_its_headings(small: SmallOffice) -> None:
    hand = small.office.by_hand
    place = {"sheetId": hand.sheet_id("_kaizen"), "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    hand.restructure([{"insertDimension": {"range": place, "inheritFromBefore": False}}])
    small.office.do(Take("bo", "k"))
    assert "revision" in [row[1] for row in hand.grid("_kaizen")]


def test_without_the_hidden_tab_nothing_is_written(small: SmallOffice) -> None:
    hand = small.office.by_hand
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("_kaizen")}}])
    with pytest.raises(NotSaved, match="hidden tab _kaizen is missing"):
        small.office.do(Take("bo", "k"))
    assert small.held() == ["ann"]


def lost(status: int, body: str = "<html>") -> Callable[[SmallOffice], None]:
    def lose(small: SmallOffice) -> None:
        def after(call: str, said: requests.Response) -> requests.Response:
            if call.endswith("batchUpdate"):
                small.wire.after = None
                return answer(status, body)
            return said

        small.wire.after = after

    return lose


def reset_after(small: SmallOffice) -> None:
    def after(call: str, said: requests.Response) -> requests.Response:
        if call.endswith("batchUpdate"):
            small.wire.after = None
            raise requests.ConnectionError("reset by peer")
        return said

    small.wire.after = after


def reset_before(small: SmallOffice) -> None:
    def gone() -> None:
        raise requests.ReadTimeout("20 s")

    at_the_batch(small, gone)


@pytest.mark.parametrize(
    "fault", [lost(503), lost(500, '{"error": {"code": 500, "message": "x"}}'), lost(200), reset_after, reset_before]
)
def test_an_answer_that_is_lost_is_found_out(small: SmallOffice, fault: Callable[[SmallOffice], None]) -> None:
    fault(small)
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert small.held() == ["ann", "bo"]
    fault(small)
    assert small.office.do(GiveUp("bo", "l")).sentence == "Given up."
    assert small.held() == ["ann"]


def test_a_late_batch_cannot_land_twice(small: SmallOffice) -> None:
    """The first batch is held up on its way, the second takes effect, then the first arrives after all."""
    reset_before(small)
    small.office.do(Take("bo", "k"))
    late = next(
        json.loads(body)
        for call, body in zip(small.wire.calls, small.wire.bodies, strict=True)
        if call.endswith("batchUpdate")
    )
    with pytest.raises(Exception, match="named range"):
        small.office.by_hand.restructure(late["requests"])
    assert small.held() == ["ann", "bo"]


def test_when_nobody_answers_nobody_knows(small: SmallOffice) -> None:
    def silent(call: str) -> Any:
        if small.wire.count("batchUpdate"):
            raise requests.ReadTimeout("20 s")

    small.wire.before = silent
    with pytest.raises(OutcomeUnknown, match="nobody knows yet"):
        small.office.do(Take("bo", "k"))
    small.wire.before = None
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert small.held() == ["ann", "bo"]


def test_an_answer_that_is_always_lost_leaves_it_unknown(small: SmallOffice) -> None:
    at_the_batch(small, lambda: answer(503, "<html>"), times=99)
    with pytest.raises(OutcomeUnknown):
        small.office.do(Take("bo", "k"))
    assert small.held() == ["ann"]


@pytest.mark.parametrize(("status", "sentence"), [(403, "share"), (404, "cannot be found")])
def test_a_plain_no_saves_nothing(small: SmallOffice, status: int, sentence: str) -> None:
    body = json.dumps({"error": {"code": status, "message": "No."}})
    at_the_batch(small, lambda: answer(status, body))
    with pytest.raises(NotSaved, match=f"{sentence}.*Nothing was saved"):
        small.office.do(Take("bo", "k"))
    assert small.held() == ["ann"]
    assert small.office.do(Take("bo", "k")).sentence == "Booked."


def test_a_sheet_that_cannot_be_read_saves_nothing(small: SmallOffice) -> None:
    small.wire.before = lambda call: answer(503, "<html>") if call.endswith("batchGet") else None
    with pytest.raises(NotSaved, match="problem of its own"):
        small.office.do(Take("bo", "k"))
    assert small.wire.count("batchUpdate") == 0


def test_a_repair_that_is_refused_is_tried_again(small: SmallOffice, other: SmallOffice) -> None:
    small.office.do(Take("aaron", "k0"))
    steps: list[Callable[[], Any]] = [
        lambda: small.office.by_hand.sort("Bookings", "Name"),
        lambda: other.office.do(Take("bo", "between")) and None,
    ]
    small.wire.before = lambda call: steps.pop(0)() if call.endswith("batchUpdate") and steps else None
    assert small.office.do(GiveUp("ann", "k")).sentence == "Given up."
    assert small.held() == ["aaron", "bo"]


def test_a_repair_that_gets_no_answer_leaves_it_unknown(small: SmallOffice) -> None:
    small.office.do(Take("aaron", "k0"))
    steps: list[Callable[[], Any]] = [
        lambda: small.office.by_hand.sort("Bookings", "Name"),
        lambda: answer(503, "<html>"),
    ]
    small.wire.before = lambda call: steps.pop(0)() if call.endswith("batchUpdate") and steps else None
    with pytest.raises(OutcomeUnknown):
        small.office.do(GiveUp("ann", "k"))


def test_a_lost_answer_is_found_out_without_log_too(small: SmallOffice) -> None:
    hand = small.office.by_hand
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Log")}}])
    reset_after(small)
    assert small.office.do(GiveUp("ann", "k")).sentence == "Given up."
    assert small.held() == []
