"""The faults themselves: each does to a plain client what the same trouble on the way to Google does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import requests
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession

from kaizen.engine.google import READ_SECONDS
from tests.reliability.faults import A_MINUTE, AFTER, Call, Fault, Kind, Plan, Quota, quota_error
from tests.reliability.faulty_fronts import FaultyAdapter
from tests.reliability.serving import Served
from tests.reliability.worlds import SMALL, session_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


STATUS = {Kind.QUOTA: 429, Kind.ERROR_500: 500, Kind.ERROR_503: 503, Kind.ERROR_503_AFTER: 503, Kind.HTML_502: 502}
STATUS |= {Kind.HTML_502_AFTER: 502, Kind.TOKEN: 401, Kind.SHARE: 403}
BROKEN = {
    Kind.RESET_BEFORE: requests.ConnectionError,
    Kind.RESET_AFTER: requests.ConnectionError,
    Kind.HTML_200: ValueError,
    Kind.TRUNCATED: (ValueError, requests.exceptions.ChunkedEncodingError, requests.ConnectionError),
}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path, ["ann"], SMALL, ())
    yield made
    made.close()


@dataclass
class Plain:
    """A client that takes everything as it comes.

    Attributes:
        base: where the sheet answers.
    """

    session: requests.Session
    served: Served
    base: str = "https://sheets.googleapis.com"

    def write(self) -> requests.Response:
        place = {"sheetId": self.served.hand.sheet_id("Rooms"), "rowIndex": 5, "columnIndex": 0}
        cell = {"values": [{"userEnteredValue": {"stringValue": "written"}}]}
        body = {"requests": [{"updateCells": {"start": place, "rows": [cell], "fields": "userEnteredValue"}}]}
        return self.session.post(f"{self.base}/v4/spreadsheets/{self.served.id}:batchUpdate", json=body, timeout=10)

    def read(self) -> requests.Response:
        return self.session.get(f"{self.base}/v4/spreadsheets/{self.served.id}/values/Rooms", timeout=10)


@pytest.fixture(params=["in this process", "over HTTP"])
def client(request: pytest.FixtureRequest, served: Served) -> Iterator[Plain]:
    """A client whose calls go through the plan of ``served``, by either way."""
    if request.param == "over HTTP":
        with served.running(), requests.Session() as session:
            yield Plain(session, served, served.address)
    else:
        adapter = FaultyAdapter(served.sheet, "app", served.plan, lambda _: None, lambda _, act: act())
        yield Plain(session_over(adapter), served)


def has_landed(served: Served) -> bool:
    return "written" in str(served.hand.grid("Rooms"))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SLOW])
def test_each_fault_breaks_a_write_in_its_way(served: Served, client: Plain, kind: Kind) -> None:
    served.plan.chosen = lambda _: Fault(kind)
    if kind in STATUS:
        assert client.write().status_code == STATUS[kind]
    else:
        with pytest.raises(BROKEN[kind]):
            client.write().json()
    assert has_landed(served) == (kind in AFTER)
    told = [event for event in served.history.events() if event["event"] == "fault"]
    assert [event["kind"] for event in told] == [kind]


def test_a_call_without_a_fault_goes_through(served: Served, client: Plain) -> None:
    client.write()
    assert has_landed(served)
    assert [call.is_write for call in served.plan.calls] == [True]


def test_the_429_is_the_recorded_one(served: Served, client: Plain) -> None:
    served.plan.quota = Quota(lambda: 0.0, limit=1)
    assert client.write().status_code == 200
    refused = client.write()
    assert refused.json() == {"error": quota_error(write=True)}
    assert "Retry-After" not in refused.headers
    assert client.read().status_code == 200
    assert served.plan.quota.refused == 1


def test_people_step_in_between_our_read_and_our_write(served: Served, client: Plain) -> None:
    served.plan.between = lambda _: served.hand.append("Rooms", ["typed meanwhile"])
    client.write()
    assert [event["event"] for event in served.history.events()][-1] == "commit"
    assert "typed meanwhile" in str(served.hand.grid("Rooms"))


def test_a_call_slower_than_the_client_is_patient_takes_effect_later(served: Served) -> None:
    later: list[Callable[[], object]] = []
    slept: list[float] = []
    adapter = FaultyAdapter(served.sheet, "app", served.plan, slept.append, lambda _, act: later.append(act))
    served.plan.chosen = lambda _: Fault(Kind.SLOW, 30.0)
    with pytest.raises(requests.ReadTimeout):
        Plain(session_over(adapter), served).write()
    assert slept == [READ_SECONDS]
    assert not has_landed(served)
    later[0]()
    assert has_landed(served)


class Token(Credentials):  # type: ignore[misc]
    """Counts how often it is renewed."""

    def __init__(self) -> None:
        super().__init__()
        self.renewed = 0
        self.token = "old"  # noqa: S105 - not a secret

    def refresh(self, request: object) -> None:
        self.renewed += 1
        self.token = f"new {self.renewed}"


def test_an_expired_token_is_renewed_and_the_call_repeated_once(served: Served) -> None:
    token, faults = Token(), [Fault(Kind.TOKEN)]
    session = AuthorizedSession(token)  # type: ignore[no-untyped-call]
    served.plan.chosen = lambda _: faults.pop() if faults else None
    adapter = FaultyAdapter(served.sheet, "app", served.plan, lambda _: None, lambda _, act: act())
    session.mount("https://sheets.googleapis.com", adapter)
    assert Plain(session, served).write().status_code == 200
    assert (token.renewed, len(served.plan.calls)) == (1, 2)
    assert has_landed(served)


def test_the_quota_is_sixty_in_any_minute() -> None:
    seconds = [0.0]
    quota = Quota(lambda: seconds[0])
    assert all(quota.takes(write=True) for _ in range(A_MINUTE))
    assert not quota.takes(write=True)
    assert quota.takes(write=False), "reads are counted apart"
    seconds[0] = 59.9
    assert not quota.takes(write=True)
    seconds[0] = 60.0
    assert quota.takes(write=True)
    assert (quota.most_a_minute(write=True), quota.refused) == (60, 2)


@pytest.mark.parametrize(
    ("path", "name", "is_write"),
    [
        ("/v4/spreadsheets/abc:batchUpdate", "abc:batchUpdate", True),
        ("/v4/spreadsheets/abc/values:batchGet?ranges=Rooms", "values:batchGet", False),
        ("/v4/spreadsheets/abc/values/Rooms:clear", "Rooms:clear", True),
        ("/v4/spreadsheets/abc?fields=sheets", "get", False),
    ],
)
def test_calls_are_told_apart(path: str, name: str, *, is_write: bool) -> None:
    call = Call.of(path, 0, "app")
    assert (call.name, call.is_write) == (name, is_write)


def test_a_plan_that_is_off_does_nothing(tmp_path: Path) -> None:
    plan = Plan(lambda _: Fault(Kind.ERROR_500), on=False)
    assert plan.next("/v4/spreadsheets/abc", "app")[1].kind is Kind.SLOW
    assert plan.injected == []
