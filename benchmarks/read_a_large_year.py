"""Reading and checking a year of 20,000 rows, and the memory of the whole app with it, beside ``get_all_records``.

    python -m benchmarks.read_a_large_year [ROUNDS]

Cold: nothing is remembered; every tab is fetched from the embedded sheet, read and checked. Read and checked:
the same without the fetch, which on Google's side is a call of about a second. Unchanged: fetched cells are
compared and nothing else is done. One edit: somebody has typed one cell on Staff or Bookings since.
``get_all_records`` gives dictionaries of strings and numbers, one call a tab, with nothing checked. Times are of
the processor, in milliseconds, for a machine that does other things too does not take more of it.

Memory is the most that this process ever held: the app with its pages' rooms imported, the embedded sheet in the
same process, and a large year in both, read again after each of a few edits. Targets: cold under 2 s, unchanged
under 20 ms, one edit under 300 ms, memory under 300 MB.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.large_year import large_rows
from kaizen.engine.google import Workbook, client_over
from kaizen.engine.snapshots import TITLES, Snapshots
from kaizen.sheet.layout import YEAR_TABS
from kaizen.sheet.provisioning import provision
from kaizen.sheet.reading import YearReader
from kaizen.sheets_local import LocalSheets, session
from kaizen.ui.memory import set_aside

if TYPE_CHECKING:
    from collections.abc import Callable

    import gspread

    from kaizen.sheet.cells import Grid

TITLE = "A large year"

TARGETS = {"cold": 2000.0, "unchanged": 20.0, "one edit on Staff": 300.0, "one edit on Bookings": 300.0}
"""Milliseconds."""

MEGABYTES = 300
"""What the whole app may hold."""

APP = ("streamlit", "kaizen.ui.router", "kaizen.ui.sheet_table")
"""What a running app has imported; pandas comes with its tables."""


def build(file: Path, title: str = TITLE) -> None:
    """Build the large year in an embedded sheet; in a process of its own, whose memory is not the app's."""
    store = LocalSheets.open(file)
    client = client_over(session(store))
    book = Workbook(client, client.create(title).id)
    book.apply(provision(book.structure.tabs, large_rows()))
    store.close()


def most_held() -> float:
    """Return the megabytes that this process has held at its most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def milliseconds(do: Callable[[], object]) -> float:
    """Return the milliseconds of the processor that something takes."""
    started = time.process_time()
    do()
    return (time.process_time() - started) * 1000


def live_with(book: Workbook, edits: int) -> int:
    """Do what a running app does: hold a snapshot and read again after each edit. Return how many rows it has."""
    snapshots = Snapshots(book, YearReader(), interval=0, clock=time.monotonic)
    reading = snapshots.within(0).reading
    for number in range(edits):
        start = {"sheetId": book.structure.tabs["Bookings"], "rowIndex": 1 + number, "columnIndex": 8}
        rows = [{"values": [{"userEnteredValue": {"stringValue": f"note {number}"}}]}]
        book.apply([{"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}])
        reading = snapshots.within(0).reading
    return sum(len(reading.tabs[tab.title].records) for tab in YEAR_TABS)


def ways(book: Workbook, people: gspread.Spreadsheet) -> dict[str, Callable[[int], Callable[[], object]]]:
    """Return what is measured: a name, and what prepares one round and gives what is to be timed."""
    reader = YearReader()
    grids = book.read(TITLES)
    reader.read(grids)

    def edited(title: str) -> Callable[[int], Callable[[], object]]:
        def prepared(number: int) -> Callable[[], object]:
            rows: Grid = [*grids[title][:1], [*grids[title][1][:-1], f"note {number}"], *grids[title][2:]]
            return lambda: reader.read({**grids, title: rows})

        return prepared

    return {
        "cold": lambda _: lambda: YearReader().read(book.read(TITLES)),
        "read and checked": lambda _: lambda: YearReader().read(grids),
        "unchanged": lambda _: _same(reader, grids),
        "one edit on Staff": edited("Staff"),
        "one edit on Bookings": edited("Bookings"),
        "get_all_records": lambda _: lambda: [people.worksheet(tab.title).get_all_records() for tab in YEAR_TABS],
    }


def _same(reader: YearReader, grids: dict[str, Grid]) -> Callable[[], object]:
    reader.read(grids)
    again: dict[str, Grid] = {title: [list(row) for row in rows] for title, rows in grids.items()}
    return lambda: reader.read(again)


def measure(rounds: int, file: Path) -> None:
    """Print the memory and the medians."""
    builder = get_context("spawn").Process(target=build, args=(file,))
    builder.start()
    builder.join()
    for name in APP:
        import_module(name)
    set_aside()
    empty = most_held()
    store = LocalSheets.open(file)
    client = client_over(session(store))
    book = Workbook(client, client.open(TITLE).id)
    rows = live_with(book, edits=5)
    held = most_held()
    print(f"{rows:,} rows")
    print(f"{'memory at its most':<22}{held:>8.0f} MB, {empty:.0f} without a sheet{_over(held, MEGABYTES)}")
    measured = ways(book, client.open(TITLE))
    times: dict[str, list[float]] = {name: [] for name in measured}
    for number in range(rounds):
        for name, prepare in measured.items():
            times[name].append(milliseconds(prepare(number)))
    store.close()
    for name, spent in times.items():
        median = statistics.median(spent)
        print(f"{name:<22}{median:>8.1f} ms median{_over(median, TARGETS.get(name, median))}")


def _over(figure: float, target: float) -> str:
    return f"  over {target:.0f}" if figure > target else ""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5, Path(folder) / "sheet.sqlite3")
