"""Cells of a tab that are people's to fill in: formulas, and columns of their own that are hidden or worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kaizen.sheet.whole_rows import titles_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaizen.sheet.tab_reading import TabReading

CLOSED_FIELDS: Final = (
    "sheets(properties(sheetId,title),data(rowData.values.userEnteredValue.formulaValue,columnMetadata.hiddenByUser))"
)
"""What has to be known of a tab."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Where nothing is to be written in a tab that holds people's own work.

    Attributes:
        columns: headings that people have added, of columns that are hidden or in which a formula stands.
        cells: row, counted from 1, and heading of each formula under a heading of the app.
    """

    columns: frozenset[str] = frozenset()
    cells: frozenset[tuple[int, str]] = frozenset()


def closed_cells(reading: TabReading, data: Sequence[Mapping[str, Any]]) -> Closed:
    """Return what is closed in a tab, from the ``GridData`` that ``spreadsheets.get`` tells of it."""
    titles = titles_of(reading)
    formulas = {
        (number, title)
        for block in data
        for number, row in enumerate(block.get("rowData", ()), start=1)
        for title, cell in zip(titles, row.get("values", ()), strict=False)
        if cell.get("userEnteredValue")
    }
    hidden = {
        title
        for block in data
        for title, column in zip(titles, block.get("columnMetadata", ()), strict=False)
        if column.get("hiddenByUser")
    }
    own = hidden | {title for number, title in formulas if number >= reading.heading_row}
    known = frozenset((number, title) for number, title in formulas if title in reading.columns)
    return Closed(frozenset(own - reading.columns.keys()), known)
