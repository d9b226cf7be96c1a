"""Reading the whole demo year from the embedded sheet, beside ``get_all_records`` tab by tab.

    python -m benchmarks.read_the_year [ROUNDS]

Cold: nothing is remembered, so every tab is fetched and parsed. Unchanged: fetched, compared, not
parsed again. One edit: somebody has typed one cell on Staff or Bookings since. ``get_all_records``
gives dictionaries of strings and numbers, one call a tab, with nothing checked. Targets: cold under
150 ms, and one call whatever the number of tabs.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.click_to_confirmed import milliseconds
from kaizen import bootstrap
from kaizen.engine.google import Workbook, client_over
from kaizen.engine.snapshots import TITLES
from kaizen.sheet.layout import YEAR_TABS
from kaizen.sheet.reading import YearReader
from kaizen.sheets_local import LocalSheets, session

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET = 150.0
"""Milliseconds, cold."""


def measure(rounds: int, file: Path) -> None:
    """Print the medians."""
    os.environ["KAIZEN_FILE"] = str(file)
    spreadsheet_id = bootstrap.office().spreadsheet_id
    bootstrap.close()
    store = LocalSheets.open(file)
    client = client_over(session(store))
    book, reader = Workbook(client, spreadsheet_id), YearReader()
    reader.read(book.read(TITLES))
    people = client.open_by_key(spreadsheet_id)
    by_tab = {tab.title: people.worksheet(tab.title) for tab in YEAR_TABS}

    def edited(title: str, column: int) -> Callable[[int], Callable[[], object]]:
        def edit_and_read(number: int) -> Callable[[], object]:
            by_tab[title].update_cell(2, column, f"note {number}")
            return lambda: reader.read(book.read(TITLES))

        return edit_and_read

    ways: dict[str, Callable[[int], Callable[[], object]]] = {
        "cold": lambda _: lambda: YearReader().read(book.read(TITLES)),
        "unchanged": lambda _: lambda: reader.read(book.read(TITLES)),
        "one edit on Staff": edited("Staff", 8),
        "one edit on Bookings": edited("Bookings", 9),
        "only fetched": lambda _: lambda: book.read(TITLES),
        "get_all_records": lambda _: lambda: [tab.get_all_records() for tab in by_tab.values()],
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, prepare in ways.items():
            times[name].append(milliseconds(prepare(number)))
    store.close()
    for name, spent in times.items():
        mark = f"  over {TARGET:.0f}" if name == "cold" and statistics.median(spent) > TARGET else ""
        print(f"{name:<22}{statistics.median(spent):>8.1f} ms median{mark}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 15, Path(folder) / "sheet.sqlite3")
