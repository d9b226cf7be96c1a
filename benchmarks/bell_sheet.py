"""What the opening bell runs on: a year without bookings behind Google's latencies and quota, and its judge."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import gspread
import requests

from benchmarks.large_year import large_rows
from kaizen.domain.booking import BookingStatus
from kaizen.engine.google import Workbook, client_over
from kaizen.rules.places import leads, left, places_of
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalAdapter, LocalSheets
from kaizen.sheets_local.adapter import BASE_URLS
from tests.reliability.faults import Plan, Quota
from tests.reliability.faulty_fronts import FaultyAdapter

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests.adapters import BaseAdapter

    from kaizen.domain.record import Email, SessionCode
    from kaizen.domain.year import YearSnapshot

OPENING = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
"""What the sheet's own clock says: booking opens in the demo year."""

EACH = 3
"""Sessions that each person books."""


@dataclass
class Sheet:
    """A year without bookings, and the way to it."""

    store: LocalSheets
    spreadsheet_id: str
    plan: Plan

    @classmethod
    def made(cls, clock: Callable[[], float], copies: int = 1) -> Sheet:
        """Build it; the quota counts on ``clock``.

        Args:
            clock: seconds.
            copies: how often each row of the demo year is there, with keys of its own.
        """
        rows = demo_rows() if copies == 1 else large_rows(copies)
        store = LocalSheets.open(None, clock=lambda: OPENING)
        client = client_over(_over(LocalAdapter(store)))
        spreadsheet_id = str(client.create("The opening bell").id)
        book = Workbook(client, spreadsheet_id)
        book.apply(provision(book.structure.tabs, {**rows, "Bookings": ()}))
        return cls(store, spreadsheet_id, Plan(quota=Quota(clock)))

    def client(self, sleep: Callable[[float], None]) -> gspread.Client:
        """Return the engine's way, on which calls take their time and count."""
        return client_over(self._session(sleep))

    def plain_client(self, sleep: Callable[[float], None]) -> gspread.Client:
        """Return gspread's own way, as tutorials use it."""
        nobody: Any = None
        return gspread.Client(auth=nobody, session=self._session(sleep))

    def _session(self, sleep: Callable[[float], None]) -> requests.Session:
        return _over(FaultyAdapter(self.store, "app@bell.example", self.plan, sleep, _nothing_later))

    def rows(self) -> list[dict[str, str]]:
        """Return what stands on Bookings."""
        tab = client_over(_over(LocalAdapter(self.store))).open_by_key(self.spreadsheet_id).worksheet("Bookings")
        head, *rows = tab.get_all_values()
        return [dict(zip(head, row, strict=True)) for row in rows]


def _over(adapter: BaseAdapter) -> requests.Session:
    made = requests.Session()
    for base in BASE_URLS:
        made.mount(base, adapter)
    return made


def _nothing_later(*_: object) -> None:
    raise AssertionError("no call of this benchmark is given up")


@dataclass
class Outcome:
    """What came of one way of coming.

    Attributes:
        waits: seconds from each press of the button to its answer.
        confirmed: person and session that somebody was told they have.
        refused: how many presses were answered "full".
        without: how many people went away without all their sessions.
        failed: what else people were told.
        last_press: seconds from the bell to the last press of anybody's.
        last: seconds from then to the last answer.
        calls: reads, and writes, of the busiest minute of each.
        refused_by_quota: calls that were answered with a 429.
        overbooked: places given that are not there.
        lost: confirmed places that are not in the sheet.
    """

    waits: list[float] = field(default_factory=list)
    confirmed: set[tuple[str, str]] = field(default_factory=set)
    refused: int = 0
    without: int = 0
    failed: list[str] = field(default_factory=list)
    last_press: float = 0.0
    last: float = 0.0
    calls: tuple[int, int] = (0, 0)
    refused_by_quota: int = 0
    overbooked: int = 0
    lost: int = 0

    def judge(self, sheet: Sheet, year: YearSnapshot) -> None:
        """Compare what people were told with what the sheet says."""
        rows = [row for row in sheet.rows() if row["Status"] == BookingStatus.BOOKED]
        self.lost = len(self.confirmed - {(row["Email"], row["Session"]) for row in rows})
        taken = Counter(row["Session"] for row in rows)
        places = {code: places_of(year, session) or 0 for code, session in year.session_by_code.items()}
        self.overbooked = sum(max(taken[code] - spare, 0) for code, spare in places.items())
        quota = sheet.plan.quota
        if quota is not None:
            self.calls = quota.most_a_minute(write=False), quota.most_a_minute(write=True)
            self.refused_by_quota = quota.refused

    def p(self, share: float) -> float:
        """Return the wait that so large a share of the presses did not exceed."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))]


class Choices:
    """What people want: popular workshops more often, one session a slot, no workshop twice."""

    def __init__(self, year: YearSnapshot) -> None:
        self._random = random.Random(2027)  # noqa: S311 - a workload, not a secret
        self._slots = sorted({session.slot for session in year.session_by_code.values()})[:EACH]
        self._weights = {
            session.workshop: 0.05 + self._random.random() ** 2 for session in year.session_by_code.values()
        }

    def choose(self, year: YearSnapshot, person: Email) -> tuple[SessionCode, ...]:
        """Return what somebody presses the button for at first; the page shows what is full by then."""
        return self._chosen(year, person, ())

    def instead(self, year: YearSnapshot, person: Email, wished: tuple[SessionCode, ...]) -> tuple[SessionCode, ...]:
        """Return what somebody chooses who has heard that some of it is full."""
        return self._chosen(year, person, tuple(code for code in wished if (left(year, code) or 0) > 0))

    def _chosen(self, year: YearSnapshot, person: Email, kept: tuple[SessionCode, ...]) -> tuple[SessionCode, ...]:
        sessions = year.session_by_code
        chosen = list(kept)
        busy = {session.slot for session in leads(year, person)} | {sessions[code].slot for code in kept}
        for slot in self._slots:
            workshops = {sessions[code].workshop for code in chosen}
            free = [
                code
                for code, session in sessions.items()
                if session.slot == slot and session.workshop not in workshops and (left(year, code) or 0) > 0
            ]
            if slot not in busy and free:
                chosen += self._random.choices(free, [self._weights[sessions[code].workshop] for code in free])
        return tuple(chosen)
