"""Reading the longest cell that a sheet can hold, 50,000 characters, with every reader, beside one of 25,000.

    python -m benchmarks.read_any_cell

Each line is the slowest reader for one kind of text, in time of the processor, the best of three. Twice the text may
take about twice the time. Target: no cell takes longer than 50 ms.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from kaizen.domain.dates import SchoolYear
from kaizen.sheet.cell_readers import reader_for
from kaizen.sheet.cells import Context, Names
from kaizen.sheet.layout import ALL_TABS

if TYPE_CHECKING:
    from kaizen.sheet.cells import Reader

LONGEST = 50_000
TARGET = 50.0
"""Milliseconds."""

TEXTS = {
    "digits": "9",
    "times": "9:00 ",
    "dates": "22 Feb ",
    "blanks": " ",
    "commas": ",",
    "dashes": "-",
    "names": "Ann Lee, ",
    "thousands": "1,000,",
    "addresses": "ann@larkfold.sch.example ",
    "accents": "\u0301\u0316",
    "Greek": "\u03b1\u03b2",
    "half characters": "\ud800",
}


def main() -> None:
    """Print the milliseconds."""
    schools = Names.of([("Larkfold", "Larkfold"), ("St Bega's", "St Bega's")])
    context = Context(SchoolYear(2026), schools=schools, who=schools)
    readers = {
        f"{tab.title}, {column.heading}": reader_for(column, tab.record, context)
        for tab in ALL_TABS
        if tab.record is not None
        for column in tab.columns
    }
    print(f"{len(readers)} readers; milliseconds for 25,000 and 50,000 characters")
    worst = 0.0
    for name, run in TEXTS.items():
        text = (run * LONGEST)[:LONGEST]
        taken = {place: (_taken(read, text[: LONGEST // 2]), _taken(read, text)) for place, read in readers.items()}
        place = max(taken, key=lambda one: taken[one][1])
        half, whole = taken[place]
        worst = max(worst, whole)
        print(f"{name:16} {half:8.2f} {whole:8.2f}  {place}")
    print(f"longest {worst:.1f} ms, target {TARGET:.0f} ms: {'met' if worst <= TARGET else 'missed'}")


def _taken(read: Reader, text: str) -> float:
    """Return the milliseconds of the processor, the best of three."""
    best = math.inf
    for _ in range(3):
        start = time.process_time()
        read(text)
        best = min(best, time.process_time() - start)
    return best * 1000


if __name__ == "__main__":
    main()
