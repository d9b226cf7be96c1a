"""The part of a Google Sheets address that leads to a cell or a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gspread.utils import rowcol_to_a1

if TYPE_CHECKING:
    from kaizen.sheet.findings import Place
    from kaizen.sheet.reading import Reading


def range_of(reading: Reading, place: Place) -> str:
    """Return the end of the address that selects a place; "" for a tab as a whole."""
    if not place.row:
        return ""
    tab = reading.tabs.get(place.tab)
    column = tab.columns.get(place.heading) if tab is not None else None
    cell = f"{place.row}:{place.row}" if column is None else rowcol_to_a1(place.row, column + 1)
    return f"&range={cell}"
