"""The largest message that each page sends, in a year of 3,320 people and more than 400 workshops.

    python -m benchmarks.page_sizes [COPIES]

The server sends and takes messages of 1 MB at the most (`server.maxMessageSize`). Target: none over 0.5 MB, for an
organiser and a head, who see most.
"""

from __future__ import annotations

import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

from benchmarks.large_year import large_rows
from kaizen.engine.google import Workbook, client_over
from kaizen.sheet.provisioning import provision
from kaizen.sheet.year_marks import DEMO_REF
from kaizen.sheets_local import LocalSheets, session
from kaizen.ui import menu
from tests.running_app import running_app
from tests.websocket_tab import Tab

COPIES = 10
"""The demo has 332 people."""

PROGRAMME = 23
"""The demo has 18 workshops in 41 sessions."""

MOST = 500_000
"""Bytes of one message."""


def build(file: Path, copies: int) -> None:
    """Build the year; in a process of its own, whose memory is not the app's."""
    store = LocalSheets.open(file)
    client = client_over(session(store))
    name = client.create("A large year").id
    book = Workbook(client, name)
    rows = {
        title: [one.model_copy(update={"ref": f"{DEMO_REF}{number}"}) for number, one in enumerate(records)]
        for title, records in large_rows(copies, max(copies, PROGRAMME)).items()
    }
    print({title: len(rows[title]) for title in ("Staff", "Workshops", "Sessions", "Bookings", "Visits")})
    book.apply(provision(book.structure.tabs, rows))
    (file.parent / "id").write_text(name)
    store.close()


def measure(copies: int, folder: Path) -> int:
    """Print the largest message of each page, and return how many pages send one that is too large."""
    file = folder / "sheet.sqlite3"
    builder = get_context("spawn").Process(target=build, args=(file, copies))
    builder.start()
    builder.join()
    over = 0
    with running_app(file, KAIZEN_SPREADSHEET=(folder / "id").read_text()) as address:
        for person in ("Organiser", "Headteacher"):
            with Tab(address) as tab:
                tab.open()
                tab.press(person)
                for entry in menu.ENTRIES:
                    tab.largest = 0
                    tab.open("" if entry.slug == "home" else entry.slug)
                    too_large = tab.largest > MOST
                    over += too_large
                    print(f"{person:<12}{entry.slug:<16}{tab.largest:>10,}{'  over' if too_large else ''}", flush=True)
    return over


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.exit(measure(int(sys.argv[1]) if len(sys.argv) > 1 else COPIES, Path(made)))
