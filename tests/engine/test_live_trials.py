"""The trials of ``doctor --live``: all as expected on the embedded sheet, told when not, nothing left behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.engine.calls import FOR_THE_APP, Caller
from kaizen.engine.faults import CallFailed
from kaizen.engine.google import Workbook
from kaizen.engine.live_trials import RELIED_ON, UNSURE, tried_out
from kaizen.engine.quota import A_MINUTE, MINUTE, Kind, Quota
from kaizen.engine.scratch_tab import scratch_tab, tidied
from kaizen.errors import SheetUnreachable
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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
    told = tried_out(wire.client(), Workbook(wire.client(), sheet), new_ids(), lambda _: None)
    return {result.trial.what: result for result in told}


def test_the_embedded_sheet_does_what_is_expected_and_keeps_nothing_of_it(wire: Wire, sheet: str) -> None:
    before = everything(wire, sheet)
    seen = results(wire, sheet)
    assert [(what, one.seen) for what, one in seen.items() if not one.agrees] == []
    assert len(seen) == len(RELIED_ON) + len(UNSURE)
    assert "No named range with id" in seen["deleting a named range nobody knows"].seen.words
    assert everything(wire, sheet) == before
    assert wire.count(":batchUpdate") + wire.count("ByDataFilter") < 60, "Google allows so many a minute"


@dataclass
class Minute:
    """A clock of the test's own, on which the app writes something every ``app_writes_every`` seconds.

    Attributes:
        calls: when the trials have written something.
    """

    file: Path
    app_writes_every: float
    now: float = 1000.0
    calls: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.the_app = Quota(self.file, lambda: self.now)
        self.refused_to_the_app = 0
        self.next_of_the_app = self.now + self.app_writes_every

    def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        while self.next_of_the_app <= until:
            self.now = self.next_of_the_app
            self.next_of_the_app += self.app_writes_every
            self.refused_to_the_app += bool(self.the_app.take(Kind.WRITE))
        self.now = until

    def caller(self) -> Caller:
        quota = Quota(self.file, lambda: self.now)
        return Caller(quota, self.sleep, lambda: 0.5, lambda: self.now, tries=1, spare=FOR_THE_APP)


def test_the_trials_leave_half_of_the_minutes_calls_to_the_app(wire: Wire, sheet: str, tmp_path: Path) -> None:
    minute = Minute(tmp_path / "quota", app_writes_every=12.0)
    wire.before = lambda call: minute.calls.append(minute.now) if call.endswith(("Update", "ByDataFilter")) else None
    book = Workbook(wire.client(), sheet, minute.caller())
    seen = list(tried_out(wire.client(), book, new_ids(), minute.sleep))
    assert [(one.trial.what, one.seen) for one in seen if not one.agrees] == []
    assert minute.refused_to_the_app == 0
    most = max(sum(start <= one < start + MINUTE for one in minute.calls) for start in minute.calls)
    assert most <= A_MINUTE - FOR_THE_APP + 1, "and the tab is taken away, whatever else"


def test_at_the_opening_bell_nothing_is_tried_and_nothing_is_left(wire: Wire, sheet: str, tmp_path: Path) -> None:
    before = everything(wire, sheet)
    minute = Minute(tmp_path / "quota", app_writes_every=1.25)
    book = Workbook(wire.client(), sheet, minute.caller())
    trials = tried_out(wire.client(), book, new_ids(), minute.sleep)
    first = next(trials)
    assert first.agrees, "it had not begun to ring yet"
    minute.sleep(MINUTE)
    assert {one.seen.outcome for one in trials} == {"could not be tried"}
    assert minute.refused_to_the_app == 0
    assert everything(wire, sheet) == before


def test_what_a_run_that_was_killed_has_left_is_taken_away(wire: Wire, sheet: str) -> None:
    before = everything(wire, sheet)
    killed = scratch_tab(wire.client(), Workbook(wire.client(), sheet), new_ids(), lambda _: None)
    on = killed.__enter__()
    on.batch(on.plant("abc"))
    assert everything(wire, sheet) != before
    tidied(wire.client(), Workbook(wire.client(), sheet))
    assert everything(wire, sheet) == before
    calls = len(wire.calls)
    tidied(wire.client(), Workbook(wire.client(), sheet))
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
        list(tried_out(wire.client(), Workbook(wire.client(), sheet), new_ids(), waited.append))
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
