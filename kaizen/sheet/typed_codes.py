"""Codes that are taken though no row that is read bears them: a number that is given twice points to two things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.cells import shown
from kaizen.sheet.filling_in import code_column
from kaizen.sheet.layout import YEAR_TABS
from kaizen.sheet.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.sheet.tab_reading import TabReading

CODED = {(tab.title, column.heading) for tab in YEAR_TABS if (column := code_column(tab)) is not None}
"""The columns of the codes that the app makes."""


def typed_codes(tabs: Mapping[str, TabReading]) -> frozenset[str]:
    """Return every code that stands in a column of codes, whatever else its row says, or that a row points to."""
    return frozenset(code for tab in tabs.values() for code in tab.once(_codes))


def _codes(tab: TabReading) -> frozenset[str]:
    own = {heading for title, heading in CODED if title == tab.tab.title}
    pointing = {
        one.heading for one in tab.tab.columns if one.options and (one.options.tab, one.options.heading) in CODED
    }
    rows = range(tab.heading_row + 1, len(tab.grid) + 1)
    return frozenset(clean(shown(tab.cell(row, heading))) for heading in own | pointing for row in rows) - {""}
