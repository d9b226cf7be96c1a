"""Server-side time of one rerun of each page, beside a bare page served the same way in the same run.

    python -m benchmarks.rerun_pages [ROUNDS]

Targets: a page without charts or tables under 2 times the bare page, one with a table under 4 times,
with a warm snapshot. The two servers are asked in turn, so that a busy machine slows both.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.running_app import HOUSE, running_app
from tests.websocket_tab import Tab

PAGES = ("", "propose", "programme", "book", "visits", "log-a-visit", "follow-ups", "sheet", "checks")
WITH_TABLE = {"sheet"}
BARE = "import streamlit as st\n\nst.title('Hello')\nst.button('A button')\n"
BARE_APP = "import streamlit as st\n\napp = st.App('main/hello.py')\n"


def bare_app(folder: Path, script: str = BARE) -> Path:
    """Write an app of one page, a title and a button unless told otherwise, with the settings of ours."""
    (folder / "main").mkdir(parents=True)
    (folder / "main" / "hello.py").write_text(script)
    (folder / "streamlit_app.py").write_text(BARE_APP)
    shutil.copytree(HOUSE / ".streamlit", folder / ".streamlit")
    return folder


def measure(rounds: int) -> None:
    """Print the median of each page and its ratio to the bare page."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bare = stack.enter_context(running_app(folder / "bare.sqlite3", house=bare_app(folder / "bare")))
        ours = stack.enter_context(running_app(folder / "sheet.sqlite3"))
        hello = stack.enter_context(Tab(bare))
        hello.open()
        person = stack.enter_context(Tab(ours))
        person.open()
        person.press("Headteacher")
        print(f"{'page':<14}{'median ms':>10}{'p95 ms':>9}{'bare ms':>9}{'ratio':>7}")
        for page in PAGES:
            person.go(page)
            person.rerun()
            pairs = [(person.rerun() * 1000, hello.rerun() * 1000) for _ in range(rounds)]
            mine, bares = (sorted(column) for column in zip(*pairs, strict=True))
            middle, beside = statistics.median(mine), statistics.median(bares)
            slow = mine[int(0.95 * (len(mine) - 1))]
            limit = 4 if page in WITH_TABLE else 2
            mark = "" if middle < limit * beside else f"  over {limit}"
            print(f"{page or 'home':<14}{middle:>10.1f}{slow:>9.1f}{beside:>9.1f}{middle / beside:>7.2f}{mark}")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
