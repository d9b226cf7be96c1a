"""From the click on Book to "confirmed", in one process, beside the way tutorials do it.

    python -m benchmarks.click_to_confirmed [CLICKS]

Ours: the command is queued, decided on a fresh read, written with its Log line behind the fence, and
the new year is published. A change of booking also gives a place up, so it is looked at again in the
sheet before anyone hears "saved". Naive: ``get_all_records``, count the places, ``append_row``; no
order, no log, no check that two people do not get one place. Both on the embedded sheet with the
whole demo year, clicks in turn, so that a busy machine slows both. Target: ours under 100 ms.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen import bootstrap
from kaizen.domain.booking import BookingStatus
from kaizen.engine.google import client_over
from kaizen.errors import Refused
from kaizen.rules.places import places_of
from kaizen.services.booking import Book
from kaizen.sheets_local import LocalSheets, session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import gspread

    from kaizen.domain.record import Email, SessionCode
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office

TARGET = 100.0
"""Milliseconds."""


def wishes(year: YearSnapshot) -> Iterator[tuple[Email, SessionCode]]:
    """Give a person and one session each, for everybody in every slot, in the order of the sheet."""
    for session_code in year.session_by_code:
        for person in year.person_by_email:
            yield person, session_code


def naive(book: gspread.Spreadsheet, person: Email, wanted: SessionCode, places: int) -> None:
    """Book as a tutorial does."""
    tab = book.worksheet("Bookings")
    rows = tab.get_all_records()
    if sum(row["Session"] == wanted and row["Status"] == BookingStatus.BOOKED for row in rows) < places:
        slot = wanted.rpartition("-")[2]
        tab.append_row([time.strftime("%d/%m/%Y %H:%M"), person, "", "", slot, wanted, "Booked"])


def milliseconds(do: Callable[[], object]) -> float:
    """Return how long it takes."""
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000


def click(office: Office, command: Book) -> tuple[str, float]:
    """Press the button; gives what came of it in one word, and the milliseconds until it was known."""
    start = time.perf_counter()
    try:
        receipt = office.do(command)
    except Refused:
        return "refused", 0.0
    spent = (time.perf_counter() - start) * 1000
    return {"Booked": "new", "Changed booking": "change"}.get(receipt.log, "nothing"), spent


def measure(clicks: int, folder: Path) -> None:
    """Print the medians of both."""
    os.environ["KAIZEN_FILE"] = str(folder / "ours.sqlite3")
    bootstrap.office()
    bootstrap.close()
    shutil.copy(folder / "ours.sqlite3", folder / "naive.sqlite3")
    office, store = bootstrap.office(), LocalSheets.open(folder / "naive.sqlite3")
    book = client_over(session(store)).open_by_key(office.spreadsheet_id)
    times: defaultdict[str, list[float]] = defaultdict(list)
    for number, (person, wanted) in enumerate(wishes(office.year)):
        kind, spent = click(office, Book(person, person, (wanted,), key=f"click{number}"))
        if kind not in {"new", "change"} or len(times[kind]) >= clicks:
            continue
        times[kind].append(spent)
        places = places_of(office.year, office.year.session_by_code[wanted]) or 0
        times["naive"].append(milliseconds(partial(naive, book, person, wanted, places)))
        if len(times["new"]) >= clicks and len(times["change"]) >= clicks:
            break
    bootstrap.close()
    store.close()
    for name, said in (("new", "ours, a new booking"), ("change", "ours, a change"), ("naive", "naive, no checks")):
        told(said, times[name])


def told(name: str, times: list[float]) -> None:
    """Print one line."""
    middle, slow = statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]
    mark = f"  over {TARGET:.0f}" if name.startswith("ours") and middle > TARGET else ""
    print(f"{name:<22}{len(times):>5} clicks{middle:>9.1f} ms median{slow:>9.1f} ms p95{mark}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 40, Path(folder))
