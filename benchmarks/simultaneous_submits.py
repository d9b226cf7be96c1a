"""Two hundred people press Save in the same instant, each in a websocket session of their own.

    python -m benchmarks.simultaneous_submits [PEOPLE]

Everybody opens Book, is somebody else, chooses a workshop in slot A, waits for the others, and presses
the button. Prints the seconds from the press to the answer. Fails unless everybody was answered without
an error, everybody's wish stands in the sheet, and no session holds more people than it has places.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.record import SlotCode
from kaizen.engine.google import client_over
from kaizen.engine.office import Habits, Office
from kaizen.rules import places
from kaizen.rules.timetable import programme
from kaizen.sheets_local import LocalSheets, session
from tests.running_app import running_app
from tests.websocket_tab import Tab

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.year import YearSnapshot

SLOT = SlotCode("A")
STANDING = (BookingStatus.BOOKED, BookingStatus.WAITING)
PATIENCE = 120.0
"""Seconds that everybody waits for everybody else."""


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
    """Return people who come, lead nothing, and have a name of their own; first those without a place in the slot."""
    names = [person.name for person in year.people]
    coming = [
        person
        for person in year.people
        if person.conference == "Yes" and names.count(person.name) == 1 and not places.leads(year, person.email)
    ]
    return sorted(coming, key=lambda person: SLOT in places.holding(year, person.email))[:count]


def another(year: YearSnapshot, person: Person, number: int) -> str:
    """Return the title of a workshop in the slot that the person is not in yet, spread over all of them."""
    slot = next(part for part in programme(year) if part.slot.slot == SLOT)
    mine = {row.session for row in year.bookings_by_person.get(person.email, ()) if row.status in STANDING}
    workshops = {year.session_by_code[code].workshop for code in mine}
    cards = [card for card in slot.sessions if card.places and card.workshop.id not in workshops]
    return cards[number % len(cards)].workshop.title


def press(address: str, person: Person, title: str, together: Barrier) -> float:
    """Book as one person; returns the seconds from the press to the answer."""
    with Tab(address) as tab:
        tab.open("book")
        tab.choose("Or find anybody else by name", person.name)
        tab.choose("Slot A", title)
        together.wait(PATIENCE)
        began = time.perf_counter()
        tab.press("Save my choices")
        took = time.perf_counter() - began
        assert tab.says(f"Booked: {title}") or tab.says(f"waiting list: {title}"), f"{person.name}: {title}"
        return took


def main(count: int) -> None:
    """Run the rush once and print what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sheet.sqlite3"
        with running_app(file) as address:
            before = year_in(file)
            people = people_coming(before, count)
            together = Barrier(len(people))
            with ThreadPoolExecutor(len(people)) as pool:
                runs = [
                    pool.submit(press, address, person, another(before, person, number), together)
                    for number, person in enumerate(people)
                ]
                took = sorted(run.result() for run in runs)
            after = year_in(file)
    missing = [p for p in people if not any(b.status in STANDING for b in after.bookings_by_person.get(p.email, ()))]
    over = [s.session for s in after.sessions if places.over(after, s.session)]
    print(f"{len(people)} people: median {statistics.median(took):.2f} s, last answer {took[-1]:.2f} s")
    print(f"errors 0, wishes not in the sheet {len(missing)}, sessions over their places {len(over)}")
    assert not missing
    assert not over


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
