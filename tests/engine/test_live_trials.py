"""The trials of ``doctor --live``: all as expected on the embedded sheet, told when not, nothing left behind."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.engine.faults import CallFailed
from kaizen.engine.live_trials import RELIED_ON, UNSURE, tried_out
from kaizen.engine.scratch_tab import scratch_tab, tidied
from kaizen.errors import SheetUnreachable
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

    from kaizen.engine.live_trials import Result


@pytest.fixture
def wire() -> Iterator[Wire]:
    store = LocalSheets.open(None)
    yield Wire(store)
    store.close()


@pytest.fixture
def sheet(wire: Wire) -> str:
    client = wire.client()
    made = client.create("A year")
    made.sheet1.update([["Dear to somebody"]], "A1")
    corner = {"sheetId": made.sheet1.id, "startRowIndex": 0, "endRowIndex": 1}
    made.batch_update({"requests": [{"addNamedRange": {"namedRange": {"name": "theirs", "range": corner}}}]})
    wire.calls.clear()
    return str(made.id)


def new_ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"{next(numbers):06x}0000"


def everything(wire: Wire, sheet: str) -> Any:
    book = Wire(wire.store).client().http_client
    told = book.spreadsheets_get(sheet, {"fields": "sheets(properties,protectedRanges),namedRanges,developerMetadata"})
    return told, book.values_get(sheet, "A1:Z9")["values"]


def results(wire: Wire, sheet: str) -> dict[str, Result]:
    told = tried_out(wire.client(), sheet, new_ids(), lambda _: None)
    return {result.trial.what: result for result in told}


def test_the_embedded_sheet_does_what_is_expected_and_keeps_nothing_of_it(wire: Wire, sheet: str) -> None:
    before = everything(wire, sheet)
    seen = results(wire, sheet)
    assert [(what, one.seen) for what, one in seen.items() if not one.agrees] == []
    assert len(seen) == len(RELIED_ON) + len(UNSURE)
    assert "No named range with id" in seen["deleting a named range nobody knows"].seen.words
    assert everything(wire, sheet) == before
    assert wire.count(":batchUpdate") + wire.count("ByDataFilter") < 60, "Google allows so many a minute"


def test_what_a_run_that_was_killed_has_left_is_taken_away(wire: Wire, sheet: str) -> None:
    before = everything(wire, sheet)
    killed = scratch_tab(wire.client(), sheet, new_ids(), lambda _: None)
    on = killed.__enter__()
    on.batch(on.plant("abc"))
    assert everything(wire, sheet) != before
    tidied(wire.client(), sheet)
    assert everything(wire, sheet) == before
    calls = len(wire.calls)
    tidied(wire.client(), sheet)
    assert len(wire.calls) == calls + 1, "nothing to take away costs one look"


def test_no_answer_is_not_taken_for_a_refusal(wire: Wire, sheet: str) -> None:
    before = everything(wire, sheet)
    busy = '{"error": {"code": 429, "message": "Quota exceeded"}}'
    sent = count()
    wire.before = lambda call: answer(429, busy) if call.endswith("Update") and 0 < next(sent) < 22 else None
    seen = results(wire, sheet)
    wire.before = None
    first = seen["a batch behind a fence that has moved on"]
    assert (first.seen.outcome, first.matters) == ("could not be tried", True)
    assert "busy" in first.seen.words
    assert everything(wire, sheet) == before


def test_a_tab_that_cannot_be_taken_away_is_said(wire: Wire, sheet: str) -> None:
    unwell = answer(503, "<html>")
    wire.before = lambda call: unwell if call.endswith(":batchUpdate") and b"deleteSheet" in wire.bodies[-1] else None
    waited: list[float] = []
    with pytest.raises(SheetUnreachable, match=r'a tab "kaizen doctor ..." is still there'):
        list(tried_out(wire.client(), sheet, new_ids(), waited.append))
    assert sum(waited) > 60, "longer than Google's minute"


def test_a_scratch_tab_that_cannot_be_made_is_said(wire: Wire, sheet: str) -> None:
    wire.before = lambda call: answer(403, "<html>") if call.endswith(":batchUpdate") else None
    with pytest.raises(CallFailed, match="share"):
        results(wire, sheet)


def test_another_behaviour_is_told_beside_what_was_expected(wire: Wire, sheet: str) -> None:
    def swallowed(call: str) -> requests.Response | None:
        """Say yes to every change and make none, but for the tab itself."""
        tab = b"addSheet" in wire.bodies[-1] or b"deleteSheet" in wire.bodies[-1]
        return answer(200, '{"replies": []}') if call.endswith(("Update", "ByDataFilter")) and not tab else None

    wire.before = swallowed
    seen = results(wire, sheet)
    assert seen["a batch behind a fence that has moved on"].seen.outcome == "accepted, the tab says []"
    assert seen["a named range under a sort"].seen.outcome == "is gone"
    agree = {what for what, one in seen.items() if one.agrees}
    assert agree == {
        "writing against a strict rule",
        "deleting metadata that is not there",
        "writing by a filter that finds nothing",
    }
    assert {what for what, one in seen.items() if one.matters} == {trial.what for trial in RELIED_ON}
