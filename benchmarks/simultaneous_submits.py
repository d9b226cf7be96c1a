"""Many people press Save in the same instant, each in a websocket session of their own.

    python -m benchmarks.simultaneous_submits [PEOPLE [ROUNDS]]

Everybody opens Book, chooses a workshop in slot A, waits for the others, and presses the button. Beside it, in the
same round, a bare form: one list, one button, a line in memory; no sheet, no rules, no other page. Prints the seconds
from the press to the answer, those to the end of the run that draws the rest of the page too, the runs of a page each
press has cost, and the seconds of the processor that the server used; all are medians of the rounds. The people are in
a process of their own, whose share of a core is printed too: near 100 % it would be the brake.

Fails unless everybody was answered, everybody's wish is in the sheet or was refused because the session had filled up,
and no session holds more people than it has places.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.press_together import Plan
from benchmarks.rerun_pages import bare_app
from kaizen.domain.booking import BookingStatus
from kaizen.domain.record import SlotCode
from kaizen.engine.google import client_over
from kaizen.engine.office import Habits, Office
from kaizen.rules import places, waiting_list
from kaizen.rules.timetable import SessionCard, programme
from kaizen.sheets_local import LocalSheets, session
from tests.running_app import HOUSE, running_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.domain.network import Person
    from kaizen.domain.year import YearSnapshot

SLOT = SlotCode("A")
STANDING = (BookingStatus.BOOKED, BookingStatus.WAITING)
TARGETS = {200: 1.2, 320: 2.0}
MEDIAN = 0.7
"""The targets: the p95 for so many people, and the median for the fewest of them, in seconds."""

BARE = """
import threading

import streamlit as st


@st.cache_resource
def kept():
    return threading.Lock(), []


lock, lines = kept()
st.title("A bare form")
chosen = st.selectbox("Slot A", ["First", "Second", "Third"])
if st.button("Save my choices"):
    with lock:
        lines.append(chosen)
        number = len(lines)
    st.success(f"Booked: {chosen}, number {number}")
"""


def year_in(file: Path) -> YearSnapshot:
    """Read the year from the embedded sheet, beside the app that uses it."""
    store = LocalSheets.open(file)
    try:
        client = client_over(session(store))
        found = client.list_spreadsheet_files()[0]["id"]
        office = Office(client, client, found, Habits(file.with_suffix(".lock"), embedded=True))
        year = office.year
        office.close()
    finally:
        store.close()
    return year


def people_coming(year: YearSnapshot, count: int) -> list[Person]:
    """Return people who come and lead nothing in the slot; first those without a place in it."""
    coming = [
        person
        for person in year.people
        if not waiting_list.is_absent(year, person.email) and not waiting_list.led_in(year, person.email, SLOT)
    ]
    return sorted(coming, key=lambda person: SLOT in places.holding(year, person.email))[:count]


def another(year: YearSnapshot, person: Person, number: int) -> SessionCard:
    """Return a session of the slot in whose workshop the person is not yet, spread over all of them."""
    slot = next(part for part in programme(year) if part.slot.slot == SLOT)
    mine = {row.session for row in year.bookings_by_person.get(person.email, ()) if row.status in STANDING}
    workshops = {year.session_by_code[code].workshop for code in mine}
    cards = [card for card in slot.sessions if card.places and card.workshop.id not in workshops]
    return cards[number % len(cards)]


def has(year: YearSnapshot, person: Person, card: SessionCard) -> bool:
    """Tell whether the person has a place in the session, or waits for one."""
    mine = year.bookings_by_person.get(person.email, ())
    return any(row.session == card.session.session and row.status in STANDING for row in mine)


@dataclass
class Rush:
    """What one rush came to.

    Attributes:
        answered: seconds from each press to its answer, sorted.
        seconds: from each press to the end of its run, with the whole page, sorted.
        runs: of a page, for all presses.
        share: of a core that the people took.
        found: how many pages had the words that were looked for.
        processor: seconds of the processor that the server used from the first press to the last answer.
    """

    answered: list[float]
    seconds: list[float]
    runs: int
    share: float
    found: dict[str, int]
    processor: float = 0.0

    @property
    def median(self) -> float:
        """The seconds in which half of the presses were answered."""
        return statistics.median(self.answered)

    @property
    def p95(self) -> float:
        """The seconds in which 19 of 20 presses were answered."""
        return self.answered[int(0.95 * (len(self.answered) - 1))]


def processor_of(process: int) -> float:
    """Return the seconds of the processor that a process has used, where the system tells."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def rush(plan: Plan, server: int) -> Rush:
    """Have everybody of the plan press at once."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.press_together"],
        cwd=HOUSE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as people:
        assert people.stdin is not None
        assert people.stdout is not None
        assert people.stderr is not None
        people.stdin.write(json.dumps(asdict(plan)) + "\n")
        people.stdin.flush()
        heard: list[str] = []
        for line in people.stderr:
            heard.append(line)
            if line.strip() == "ready":
                break
        before = processor_of(server)
        people.stdin.write("\n")
        people.stdin.flush()
        outcome = people.stdout.read()
        used = processor_of(server) - before
        if not outcome:
            raise AssertionError("".join([*heard, people.stderr.read()]))
    return Rush(**json.loads(outcome), processor=used)


def ours(count: int, folder: Path) -> Rush:
    """Run the rush on the app once, and judge what stands in the sheet afterwards."""
    file = folder / "sheet.sqlite3"
    with running_server(file) as (address, server):
        before = year_in(file)
        people = people_coming(before, count)
        wished = [another(before, person, number) for number, person in enumerate(people)]
        pressing = [(f"as={one.email}", card.workshop.title) for one, card in zip(people, wished, strict=True)]
        words = ("Booked:", "On the waiting list:", "Not saved", "went wrong")
        came = rush(Plan(address, "book", "Slot A", "Save my choices", pressing, words), server.pid)
        after = year_in(file)
    missing = sum(not has(after, person, card) for person, card in zip(people, wished, strict=True))
    over = [one.session for one in after.sessions if places.over(after, one.session)]
    assert missing <= came.found["Not saved"], missing
    assert sum(came.found.values()) >= len(people)
    assert not came.found["went wrong"]
    assert not over, over
    return came


def bare(count: int, folder: Path) -> Rush:
    """Run the same rush on a form that does nothing else."""
    house = bare_app(folder / "bare", BARE)
    with running_server(folder / "bare.sqlite3", house) as (address, server):
        plan = Plan(address, "", "Slot A", "Save my choices", [("", "Second")] * count, ("Booked:",))
        came = rush(plan, server.pid)
    assert came.found["Booked:"] == count
    return came


def told(name: str, rounds: Sequence[Rush], count: int) -> None:
    """Print one line."""

    def middle(figures: Sequence[float]) -> float:
        return statistics.median(figures)

    print(
        f"{name:<10}{count:>4} people   median {middle([one.median for one in rounds]):5.2f} s   "
        f"p95 {middle([one.p95 for one in rounds]):5.2f} s   "
        f"last {middle([one.answered[-1] for one in rounds]):5.2f} s   "
        f"first {middle([one.answered[0] for one in rounds]):5.2f} s   "
        f"whole page: last {middle([one.seconds[-1] for one in rounds]):5.2f} s   "
        f"{middle([one.runs for one in rounds]) / count:4.1f} runs a press   "
        f"server {1000 * middle([one.processor for one in rounds]) / count:5.1f} ms of the processor a press   "
        f"people {middle([one.share for one in rounds]):4.0%} of a core   {rounds[-1].found}"
    )


def main(count: int, rounds: int) -> None:
    """Run the rushes in turn and print the medians."""
    mine: list[Rush] = []
    beside: list[Rush] = []
    for _ in range(rounds):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            beside.append(bare(count, folder))
            mine.append(ours(count, folder))
    told("bare form", beside, count)
    told("Kaizen", mine, count)
    ratio = statistics.median(one.p95 / other.p95 for one, other in zip(mine, beside, strict=True))
    print(f"p95 {ratio:.1f} times the bare form's")
    p95, median = (statistics.median(figures) for figures in zip(*((one.p95, one.median) for one in mine), strict=True))
    if p95 > TARGETS.get(count, p95):
        print(f"MISSED  p95 {p95:.2f} s over {TARGETS[count]} s")
    if count == min(TARGETS) and median > MEDIAN:
        print(f"MISSED  median {median:.2f} s over {MEDIAN} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
