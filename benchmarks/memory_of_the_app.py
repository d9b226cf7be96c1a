"""The memory of the real server with a year of 20,000 rows: every page looked at by an organiser, then edits by hand.

    python -m benchmarks.memory_of_the_app [EDITS]

The server is the one people meet, with its embedded sheet in the same process and a Chromium in front of it. The
edits come from another program on the same file, so the sheet reads its rows again too. It is told what the process
holds, and the most that it ever held, in megabytes. Target: never 300. Takes two minutes.
"""

from __future__ import annotations

import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

from benchmarks.read_a_large_year import MEGABYTES, build
from kaizen.bootstrap import DEMO_TITLE
from tests.browser.added_columns import head_in
from tests.browser.chromium import Surfer, chromium
from tests.running_app import running_server

EDITS = 16


def held(process: int) -> tuple[int, int]:
    """Return the megabytes that a process holds, and the most that it has ever held."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines())
    now, most = (int(lines[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))
    return now, most


def tell(what: str, process: int) -> None:
    """Print one line."""
    now, most = held(process)
    print(f"{what:<24}{now:>5} MB{most:>6} MB at most{'' if most < MEGABYTES else '  OVER the target'}")


def measure(edits: int, file: Path) -> None:
    """Run the app, look at every page, edit, and print what it holds after each step."""
    builder = get_context("fork").Process(target=build, args=(file, DEMO_TITLE))
    builder.start()
    builder.join()
    with running_server(file) as (address, server), chromium() as browser:
        tell("started", server.pid)
        organiser = Surfer(browser.new_page(), address)
        organiser.open()
        organiser.be("Organiser")
        for title in [
            link.split("\n")[-1] for link in organiser.page.get_by_test_id("stSidebarNavLink").all_inner_texts()
        ]:
            organiser.go(title)
            tell(title, server.pid)
        organiser.go("Programme")
        hand = head_in(file)
        for number in range(edits):
            hand.type_in("Bookings", 2 + number, 9, f"note {number}")
            organiser.refresh()
        tell(f"{edits} edits by hand", server.pid)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else EDITS, Path(folder) / "sheet.sqlite3")
