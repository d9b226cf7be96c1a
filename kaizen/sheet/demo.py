"""The fictional network that a newcomer starts with, from the CSV files of ``demo_network``."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import TYPE_CHECKING

from kaizen.sheet.layout import YEAR_TABS
from kaizen.sheet.reading import YearReader
from kaizen.sheet.year_marks import DEMO_REF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Grid
    from kaizen.sheet.layout import Tab


def demo_grids() -> dict[str, Grid]:
    """Return the cells of each tab of the demo network, headings first, every cell as text."""
    return {tab.title: _grid(tab) for tab in YEAR_TABS}


def _grid(tab: Tab) -> Grid:
    name = tab.title.lower().replace(" ", "_").replace("-", "_")
    text = files("kaizen.sheet").joinpath("demo_network", f"{name}.csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def demo_rows() -> Mapping[str, tuple[Record, ...]]:
    """Return the rows of each tab by its title, read; refs are ``demo-1``, ``demo-2`` and so on in each tab."""
    reading = YearReader().read(demo_grids())
    return {title: _with_refs(tab.records) for title, tab in reading.tabs.items()}


def _with_refs(records: tuple[Record, ...]) -> tuple[Record, ...]:
    return tuple(record.model_copy(update={"ref": f"{DEMO_REF}{number}"}) for number, record in enumerate(records, 1))
