"""Booking opens: 320 people, or 1,000, book three sessions each, on Google's latencies and within Google's quota.

    python -m benchmarks.opening_bell [NAME ...]

Reads take 0.3 s, writes 0.4 s, and every call beyond 60 reads or 60 writes in a minute is refused with a
429. People come in five ways: all within a minute, all within the same second, about one a second, one to the
second, and 1,000 within a minute. Who hears that a session is full chooses another one and presses again. Ours
runs in real time on the real engine; the sheet answers in the same process, so its work is in our figures too.

Beside it the naive app, as tutorials build it with gspread: every click reads all rows, counts, and appends;
who gets an error presses again ten seconds later. And one that writes the whole tab back, as st-gsheets-connection
does. They take minutes, so they run on a clock that is moved forward whenever everybody waits: their own computing
counts as no time at all.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import requests

from benchmarks.bell_sheet import Choices, Outcome, Sheet
from benchmarks.naive_bell import naive, write_all_back
from kaizen.domain.reason import Why
from kaizen.engine.google import client_over
from kaizen.engine.office import Habits, Office
from kaizen.engine.quota import A_MINUTE
from kaizen.errors import Refused
from kaizen.services.booking import Book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from kaizen.domain.record import Email, SessionCode
    from kaizen.engine.wishes import Receipt

PEOPLE = 320
MINUTE = 60.0
PATIENCE = 600.0
TRIES = 9
LAST_AFTER, RUSH_P95, STEADY_P95, TIMES_SOONER = 5.0, 3.0, 1.2, 20.0
"""The targets: seconds, and how many times sooner than the naive app."""

LARGER = {"1,000 within a minute": 4}
"""How often each row of the demo year is there, where it has not as many people."""


def opening() -> datetime:
    """Return the moment at which booking opens in the demo year."""
    return datetime(2026, 11, 16, 8, 0)  # noqa: DTZ001 - the schools' local time has no zone


@dataclass
class Bell:
    """Everybody on the real engine, in real time."""

    sheet: Sheet
    office: Office
    choices: Choices
    outcome: Outcome = field(default_factory=Outcome)
    open: int = 0

    @classmethod
    def made(cls, folder: Path, copies: int = 1) -> Bell:
        """Open an office on a year without bookings; see `Sheet.made`."""
        sheet = Sheet.made(time.monotonic, copies)
        habits = Habits(folder / "bell.lock", fresh_for=1.0, calls_a_minute=A_MINUTE, local_time=opening)
        office = Office(sheet.client(time.sleep), client_over(requests.Session()), sheet.spreadsheet_id, habits)
        return cls(sheet, office, Choices(office.year))

    def run(self, presses: Sequence[float]) -> Outcome:
        """Have as many people press, each at their second, and wait until all have an answer."""
        self._lock, self._done = threading.Lock(), threading.Event()
        self.open = len(presses)
        year = self.office.year
        self.began = began = time.monotonic()
        for person, second in zip(year.person_by_email, presses, strict=False):
            time.sleep(max(began + second - time.monotonic(), 0))
            self._press(person, self.choices.choose(self.office.year, person), 0)
        if not self._done.wait(PATIENCE):
            raise TimeoutError(f"{self.open} people have no answer")
        self.outcome.last = time.monotonic() - began - self.outcome.last_press
        self.office.close()
        self.outcome.judge(self.sheet, year)
        return self.outcome

    def _press(self, person: Email, sessions: tuple[SessionCode, ...], again: int) -> None:
        pressed = time.monotonic()
        self.outcome.last_press = pressed - self.began
        answer = self.office.submit(Book(person, person, sessions, key=f"{person}-{again}"))
        answer.add_done_callback(partial(self._answered, person, sessions, again, pressed))

    def _answered(
        self, person: Email, sessions: tuple[SessionCode, ...], again: int, pressed: float, answer: Future[Receipt]
    ) -> None:
        self.outcome.waits.append(time.monotonic() - pressed)
        error = answer.exception()
        if error is None:
            self.outcome.confirmed |= {(person, code) for code in sessions}
        elif isinstance(error, Refused):
            self.outcome.refused += 1
            if again < TRIES and all(reason.why is Why.FULL for reason in error.why):
                other = self.choices.instead(self.office.year, person, sessions)
                threading.Thread(target=self._press, args=(person, other, again + 1)).start()
                return
            self.outcome.without += 1
        else:
            self.outcome.failed.append(str(error))
        with self._lock:
            self.open -= 1
            if not self.open:
                self._done.set()


def ways() -> Mapping[str, tuple[list[float], float]]:
    """Return how people come, as the second of each press, and the p95 that is wanted."""
    chance = random.Random(320)  # noqa: S311 - a workload, not a secret
    return {
        "320 within a minute": (sorted(chance.uniform(0, MINUTE) for _ in range(PEOPLE)), RUSH_P95),
        "320 in the same second": (sorted(chance.uniform(0, 1) for _ in range(PEOPLE)), RUSH_P95),
        "about one a second": (sorted(chance.uniform(0, MINUTE) for _ in range(60)), STEADY_P95),
        "one to the second": ([float(second) for second in range(60)], STEADY_P95),
        "1,000 within a minute": (sorted(chance.uniform(0, MINUTE) for _ in range(1_000)), RUSH_P95),
    }


def told(name: str, outcome: Outcome, wanted: float | None = None) -> list[str]:
    """Print what came of one way of coming, and return the targets that were missed."""
    reads, writes = outcome.calls
    print(
        f"{name:<26}last {outcome.last:6.2f} s after the last click   p50 {outcome.p(0.5):6.2f} s   "
        f"p95 {outcome.p(0.95):6.2f} s   at most {reads} reads and {writes} writes a minute, "
        f'{outcome.refused_by_quota} refused   {len(outcome.waits)} clicks, {outcome.refused} heard "full", '
        f"{len(outcome.confirmed)} places confirmed   "
        f"{outcome.without} went without   overbooked {outcome.overbooked}   lost {outcome.lost}   "
        f"failed {len(outcome.failed)}"
    )
    if wanted is None:
        return []
    checks = {
        f"p95 {outcome.p(0.95):.2f} s over {wanted} s": outcome.p(0.95) > wanted,
        f"the last one after {outcome.last:.2f} s": outcome.last > LAST_AFTER,
        f"{reads} reads or {writes} writes in a minute": max(reads, writes) > MINUTE,
        f"overbooked {outcome.overbooked}, lost {outcome.lost}": bool(outcome.overbooked or outcome.lost),
        f"failed: {outcome.failed[:1]}": bool(outcome.failed),
    }
    return [f"{name}: {missed}" for missed, is_so in checks.items() if is_so]


def main(names: Sequence[str]) -> int:
    """Run what was asked for; returns 1 when a target was missed."""
    missed, sooner = [], 0.0
    for name, (presses, wanted) in ways().items():
        if not names or any(part in name for part in names):
            with tempfile.TemporaryDirectory() as folder:
                outcome = Bell.made(Path(folder), LARGER.get(name, 1)).run(presses)
            missed += told(name, outcome, wanted)
            if name == "320 within a minute":
                other = naive(presses)
                told("  the naive app", other)
                sooner = other.last / outcome.last
                print(f"  sooner than the naive app: {sooner:.0f} times")
                missed += [f"only {sooner:.0f} times sooner"] if sooner < TIMES_SOONER else []
                told("  all written back", naive(presses, write_all_back))
    for line in missed:
        print(f"MISSED  {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
