"""A batch that gets no answer and may arrive late: nobody is told a thing that it could still make untrue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from kaizen.engine.turns import turn
from kaizen.errors import NotSaved, OutcomeUnknown, Refused
from tests.engine.sheets import answer
from tests.engine.small_year import GiveUp, SmallOffice, Take, booking, small_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann"), booking("cy", "old-cy")) as made:
        yield made


def at_each_batch(small: SmallOffice, *steps: Callable[[], Any]) -> None:
    """Do these things, one a batch, before it is carried out; what they return stands in for the answer."""
    left = list(steps)
    small.wire.before = lambda call: left.pop(0)() if call.endswith("batchUpdate") and left else None


def silence() -> None:
    raise requests.ReadTimeout("20 s")


def arrives(small: SmallOffice, number: int) -> requests.Response | None:
    """Let the batch that got lost arrive after all; the sheet may refuse it."""
    batches = [b for call, b in zip(small.wire.calls, small.wire.bodies, strict=True) if call.endswith("batchUpdate")]
    small.office.by_hand.restructure(json.loads(batches[number])["requests"])
    return None


def close_the_session(small: SmallOffice) -> None:
    grid = small.office.by_hand.grid("Sessions")
    small.office.by_hand.type_in("Sessions", 2, grid[0].index("Places") + 1, "2")


def test_a_refusal_after_a_lost_batch_moves_the_fence_first(small: SmallOffice) -> None:
    def lose() -> None:
        close_the_session(small)
        silence()

    at_each_batch(small, lose)
    with pytest.raises(Refused, match="full"):
        small.office.do(Take("bo", "k"))
    with pytest.raises(Exception, match="named range"):
        arrives(small, 0)
    assert small.held() == ["ann", "cy"]


def test_a_lost_batch_that_comes_before_the_fence_is_moved_counts(small: SmallOffice) -> None:
    at_each_batch(small, silence, lambda: arrives(small, 0))
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert small.held() == ["ann", "cy", "bo"]


def test_a_lost_batch_that_comes_late_to_rows_that_have_moved_is_put_right(small: SmallOffice) -> None:
    def sorted_first() -> None:
        span = {"sheetId": small.office.by_hand.sheet_id("Bookings"), "dimension": "ROWS"}
        small.office.by_hand.restructure([{"insertDimension": {"range": {**span, "startIndex": 1, "endIndex": 2}}}])
        arrives(small, 0)

    at_each_batch(small, silence, sorted_first)
    assert small.office.do(GiveUp("ann", "k")).sentence == "Given up."
    assert [row[6] for row in small.bookings() if row] == ["Cancelled", "Booked"]


def test_a_lost_batch_whose_row_is_deleted_before_it_comes(small: SmallOffice) -> None:
    def deleted_first() -> None:
        small.office.by_hand.delete("Bookings", 2)
        arrives(small, 0)

    at_each_batch(small, silence, deleted_first)
    with pytest.raises(Refused, match="has been deleted"):
        small.office.do(GiveUp("ann", "k"))
    assert small.held() == ["cy"]


def test_the_fence_that_gets_no_answer_either_is_moved_again(small: SmallOffice) -> None:
    at_each_batch(small, silence, silence, lambda: answer(503, "<html>"))
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert small.wire.count("batchUpdate") == 5
    assert small.held() == ["ann", "cy", "bo"]


def test_the_next_group_finds_the_lost_batch_of_the_one_before(small: SmallOffice) -> None:
    at_each_batch(small, *[silence] * 50)
    with pytest.raises(OutcomeUnknown):
        small.office.do(GiveUp("ann", "k"))
    small.wire.before = None
    arrives(small, 0)
    assert small.office.do(Take("bo", "l")).sentence == "Booked."
    assert small.held() == ["cy", "bo"]
    assert small.office.do(GiveUp("ann", "k")).sentence == "This has been saved already."


def test_a_lost_batch_that_never_comes_is_done_anew(small: SmallOffice) -> None:
    at_each_batch(small, *[silence] * 50)
    with pytest.raises(OutcomeUnknown):
        small.office.do(GiveUp("ann", "k"))
    small.wire.before = None
    small.office.do(Take("bo", "l"))
    with pytest.raises(Exception, match="named range"):
        arrives(small, 0)
    assert small.office.do(GiveUp("ann", "k")).sentence == "Given up."
    assert small.held() == ["cy", "bo"]


def test_what_could_not_be_looked_at_is_looked_at_before_anything_else(small: SmallOffice) -> None:
    def rows_move() -> None:
        small.office.by_hand.sort("Bookings", "Name")
        span = {"sheetId": small.office.by_hand.sheet_id("Bookings"), "dimension": "ROWS"}
        small.office.by_hand.restructure([{"insertDimension": {"range": {**span, "startIndex": 1, "endIndex": 2}}}])

    at_each_batch(small, rows_move)
    hear = small.wire.before

    def deaf_after_the_batch(call: str) -> Any:
        return answer(503, "<html>") if call.endswith("batchGet") and small.wire.count("batchUpdate") else hear(call)  # type: ignore[misc]

    small.wire.before = deaf_after_the_batch
    small.wire.after = lambda call, said: answer(200, "{}") if call.endswith("batchUpdate") else said
    with pytest.raises(OutcomeUnknown):
        small.office.do(GiveUp("cy", "k"))
    small.wire.before = small.wire.after = None
    small.office.do(Take("bo", "l"))
    assert {row[2]: row[6] for row in small.bookings() if row} == {"Ann": "Booked", "Cy": "Cancelled", "Bo": "Booked"}


@pytest.mark.parametrize("wish", [Take("bo", "k"), GiveUp("ann", "k")])
def test_who_is_in_a_lost_batch_that_came_late_never_hears_that_nothing_was_saved(
    small: SmallOffice, wish: Take | GiveUp
) -> None:
    """It lands just before the fence is moved, and then the sheet is silent, for this group and for the next."""
    at_each_batch(small, silence, lambda: arrives(small, 0))
    at_batch = small.wire.before

    def deaf_once_it_is_known(call: str) -> Any:
        deaf = call.endswith("batchGet") and small.wire.count("batchUpdate") == 2 and small.wire.count("batchGet") > 3
        return answer(503, "<html>") if deaf else at_batch(call)  # type: ignore[misc]

    small.wire.before = deaf_once_it_is_known
    with pytest.raises(OutcomeUnknown, match="nobody knows yet"):
        small.office.do(wish)
    with pytest.raises(OutcomeUnknown, match="nobody knows yet"):
        small.office.do(wish)
    small.wire.before = None
    assert small.office.do(wish).sentence == "This has been saved already."
    assert small.held() == (["ann", "cy", "bo"] if isinstance(wish, Take) else ["cy"])


def test_who_sends_it_again_while_the_sheet_is_silent_does_not_hear_that_nothing_was_saved(small: SmallOffice) -> None:
    def lost(call: str, said: requests.Response) -> requests.Response:
        if call.endswith("batchUpdate"):
            silence()
        return said

    def deaf(call: str) -> requests.Response | None:
        return answer(503, "<html>") if call.endswith("batchGet") and small.wire.count("batchUpdate") else None

    small.wire.before, small.wire.after = deaf, lost
    for _ in range(2):
        with pytest.raises(OutcomeUnknown, match="nobody knows yet"):
            small.office.do(Take("bo", "k"))
    with pytest.raises(NotSaved, match="Nothing was saved"):
        small.office.do(Take("di", "l"))
    small.wire.before = small.wire.after = None
    assert small.office.do(Take("bo", "k")).sentence == "This has been saved already."
    assert small.held() == ["ann", "cy", "bo"]


def test_who_sends_it_again_as_the_app_closes_does_not_hear_that_nothing_was_saved(
    small: SmallOffice, tmp_path: Path
) -> None:
    at_each_batch(small, *[silence] * 50)
    with pytest.raises(OutcomeUnknown):
        small.office.do(Take("bo", "k"))
    with turn(tmp_path / "sheet.lock"):
        again, other = small.office.submit(Take("bo", "k")), small.office.submit(Take("di", "l"))
        small.office.close(timeout=0)
    assert isinstance(again.exception(0), OutcomeUnknown)
    assert isinstance(other.exception(0), NotSaved)
