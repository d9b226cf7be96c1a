"""Faults on the way to the sheet: one plan, carried out inside the process or by an HTTP server.

A `Plan` says what happens to each call; ``faulty_fronts`` carries it out.
"""

from __future__ import annotations

import itertools
import threading
from collections import deque
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from kaizen.sheets_local import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reliability.history import History

MINUTE: Final = 60.0
A_MINUTE: Final = 60
"""Google's own limit: reads, and writes, a minute for one user of one project."""

READ_LATENCY, WRITE_LATENCY = 0.3, 0.4
"""Seconds, the means of recorded calls."""


class Kind(StrEnum):
    """What can go wrong with one call. BEFORE: nothing has taken effect. AFTER: everything has."""

    SLOW = "latency"
    """So many seconds; beyond the client's patience the call takes effect all the same, later."""
    QUOTA = "429"
    ERROR_500 = "500"
    ERROR_503 = "503"
    ERROR_503_AFTER = "503 after"
    HTML_502 = "html 502"
    HTML_502_AFTER = "html 502 after"
    HTML_200 = "html 200 after"
    RESET_BEFORE = "reset before"
    RESET_AFTER = "reset after"
    TRUNCATED = "truncated json"
    TOKEN = "401 expired token"  # noqa: S105 - the name of a fault
    SHARE = "403 share revoked"


AFTER: Final = {Kind.ERROR_503_AFTER, Kind.HTML_502_AFTER, Kind.HTML_200, Kind.RESET_AFTER, Kind.TRUNCATED}
"""These let the call take effect and spoil the answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault for one call.

    Attributes:
        seconds: how long the call takes; only for `Kind.SLOW`.
    """

    kind: Kind
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the Sheets API.

    Attributes:
        name: ``values:batchGet``, ``:batchUpdate`` or the bare id of the spreadsheet.
        number: how many calls came before it.
        by: the account that calls.
    """

    name: str
    number: int
    by: str

    @property
    def is_write(self) -> bool:
        """Whether it counts as a write against the quota."""
        return self.name.endswith(("batchUpdate", ":append", ":clear"))

    @classmethod
    def of(cls, path: str, number: int, by: str) -> Call:
        last = path.partition("?")[0].rpartition("/")[2].replace("batchGetByDataFilter", "batchGet")
        return cls(last if ":" in last else "get", number, by)


class Quota:
    """Google's limit as a bucket: so many calls of a kind in any minute; those beyond are refused at the door."""

    def __init__(self, clock: Callable[[], float], limit: int = A_MINUTE) -> None:
        self._clock = clock
        self._limit = limit
        self._taken: dict[bool, deque[float]] = {True: deque(), False: deque()}
        self.refused = 0
        self.times: dict[bool, list[float]] = {True: [], False: []}

    def takes(self, *, write: bool) -> bool:
        """Count one call, and say whether there is room for it."""
        now, taken = self._clock(), self._taken[write]
        while taken and taken[0] <= now - MINUTE:
            taken.popleft()
        if len(taken) >= self._limit:
            self.refused += 1
            return False
        taken.append(now)
        self.times[write].append(now)
        return True

    def most_a_minute(self, *, write: bool) -> int:
        """Return how many calls of the kind were let in within the busiest minute."""
        times = self.times[write]
        return max((sum(start <= one < start + MINUTE for one in times) for start in times), default=0)


@dataclass
class Plan:
    """What happens to each call.

    Attributes:
        chosen: gives the fault for a call, or none.
        quota: where there is one.
        history: hears of every fault.
        reads: seconds a read takes by itself.
        writes: seconds a write takes by itself.
        out: how every write fails at the moment; None where writes go through.
        on: whether anything goes wrong at all; off while a world is being set up.
        between: called when a write is about to take effect: what people do between our read and our write.
    """

    chosen: Callable[[Call], Fault | None] = lambda _: None
    quota: Quota | None = None
    history: History | None = None
    reads: float = READ_LATENCY
    writes: float = WRITE_LATENCY
    between: Callable[[Call], None] | None = None
    out: Kind | None = None
    on: bool = True
    calls: list[Call] = field(default_factory=list)
    injected: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    def next(self, path: str, by: str) -> tuple[Call, Fault, float]:
        """Return the call, what happens to it and the seconds that it takes."""
        with self._lock:
            call = Call.of(path, next(self._numbers), by)
            self.calls.append(call)
            usual = self.writes if call.is_write else self.reads
            if not self.on:
                return call, Fault(Kind.SLOW), usual
            fault = Fault(self.out) if self.out is not None and call.is_write else self.chosen(call)
            if fault is None and self.quota is not None and not self.quota.takes(write=call.is_write):
                fault = Fault(Kind.QUOTA)
            if fault is None:
                return call, Fault(Kind.SLOW), usual
            self.injected.append(fault)
            taken = fault.seconds if fault.kind is Kind.SLOW else usual
            if self.history is not None:
                now = self.history.clock()
                # Who looks at a page waits for it alone; the writer, which is never the main thread, does not.
                waits = threading.current_thread() is not threading.main_thread()
                window = {"from": now, "to": now + taken}
                self.history.tell("fault", p=by if waits else "", kind=fault.kind, **window)
            return call, fault, taken

    def now(self) -> float:
        """Return the seconds on the clock of the history; 0 where there is none."""
        return self.history.clock() if self.history is not None else 0.0

    def looked(self, call: Call, as_of: float) -> None:
        """Tell that an app has been answered what the sheet said at ``as_of``."""
        if self.history is not None and not call.is_write:
            self.history.tell("look", p=call.by, **{"from": as_of})


def spoilt(kind: Kind, answer: Response | None, *, write: bool) -> Response:
    """Return what the caller gets instead of the answer; None for an answer stands for nothing done."""
    if kind is Kind.TRUNCATED and answer is not None:
        whole = answer.content()
        return replace(answer, body=whole[: len(whole) // 2])
    if kind in {Kind.HTML_502, Kind.HTML_502_AFTER}:
        return Response(
            502, b"<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>", {"Content-Type": "text/html"}
        )
    if kind is Kind.HTML_200:
        return Response(200, b"<html><title>Free wifi</title></html>", {"Content-Type": "text/html"})
    status, told, message, details = _REFUSALS[kind]
    error: dict[str, Any] = {"code": status, "message": message, "status": told}
    if details:
        error = quota_error(write=write)
    return Response(status, {"error": error})


_REFUSALS: Final[dict[Kind, tuple[int, str, str, bool]]] = {
    Kind.QUOTA: (429, "RESOURCE_EXHAUSTED", "", True),
    Kind.ERROR_500: (500, "INTERNAL", "Internal error encountered.", False),
    Kind.ERROR_503: (503, "UNAVAILABLE", "The service is currently unavailable.", False),
    Kind.ERROR_503_AFTER: (503, "UNAVAILABLE", "The service is currently unavailable.", False),
    Kind.TOKEN: (401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", False),
    Kind.SHARE: (403, "PERMISSION_DENIED", "The caller does not have permission", False),
}


def quota_error(*, write: bool) -> dict[str, Any]:
    """Return the error of a 429 as it was recorded on 30 September 2026; it came without ``Retry-After``."""
    kind = "Write" if write else "Read"
    limit = f"'{kind} requests' and limit '{kind} requests per minute per user'"
    return {
        "code": 429,
        "message": f"Quota exceeded for quota metric {limit} of service 'sheets.googleapis.com' "
        "for consumer 'project_number:1'.",
        "status": "RESOURCE_EXHAUSTED",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {
                    "window_start_time": "2026-09-30T12:00:00Z",
                    "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
                    "quota_location": "global",
                    "service": "sheets.googleapis.com",
                    "quota_unit": "1/min/{project}/{user}",
                    "quota_limit": f"{kind}RequestsPerMinutePerUser",
                    "consumer": "projects/1",
                    "quota_limit_value": "60",
                },
            },
            {
                "@type": "type.googleapis.com/google.rpc.Help",
                "links": [
                    {
                        "description": "Request a higher quota limit.",
                        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                    }
                ],
            },
        ],
    }
