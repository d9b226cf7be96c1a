"""A spreadsheet as a value: sheets of rows, and the objects laid over them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kaizen.sheets_local.cells import BLANK, EMPTY_ROW, Cell, Row
from kaizen.sheets_local.entered import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kaizen.sheets_local.wire import Message

DEFAULT_ROWS: Final = 1000
DEFAULT_COLUMNS: Final = 26
ROWS: Final = "ROWS"
COLUMNS: Final = "COLUMNS"


class Rect(NamedTuple):
    """A rectangle of cells, counted from 0, each end exclusive."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """How many rows."""
        return self.bottom - self.top

    @property
    def breadth(self) -> int:
        """How many columns."""
        return self.right - self.left

    def meets(self, other: Rect) -> bool:
        """Say whether the two have a cell in common."""
        rows = self.top < other.bottom and other.top < self.bottom
        return rows and self.left < other.right and other.left < self.right

    def holds(self, other: Rect) -> bool:
        """Say whether the other lies wholly inside."""
        rows = self.top <= other.top and other.bottom <= self.bottom
        return rows and self.left <= other.left and other.right <= self.right


@dataclass(slots=True)
class Sheet:
    """One tab.

    Attributes:
        properties: Google's ``SheetProperties`` without the index, grid sizes included.
        rows: from row 1 down to the last that holds or wears anything; never changed in place, only replaced.
        sizes: by dimension and index, the ``DimensionProperties`` that differ from a new sheet's.
        objects: by their name in Google's ``Sheet`` resource: ``merges``, ``protectedRanges``, ``bandedRanges``,
            ``conditionalFormats``, ``filterViews``, ``basicFilter`` (at most one). Their ranges keep ``sheetId``.
        revision: of the workbook when this tab last changed.
    """

    properties: Message
    rows: list[Row] = field(default_factory=list)
    sizes: dict[str, dict[int, Message]] = field(default_factory=lambda: {ROWS: {}, COLUMNS: {}})
    objects: dict[str, list[Message]] = field(default_factory=dict)
    revision: int = 0

    @property
    def id(self) -> int:
        """The sheet id, unique in its spreadsheet."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """The words on the tab."""
        return str(self.properties["title"])

    @property
    def row_count(self) -> int:
        """Rows of the grid, blank ones too."""
        return int(self.properties["gridProperties"]["rowCount"])

    @property
    def column_count(self) -> int:
        """Columns of the grid, blank ones too."""
        return int(self.properties["gridProperties"]["columnCount"])

    @property
    def whole(self) -> Rect:
        """The whole grid."""
        return Rect(0, self.row_count, 0, self.column_count)

    def row(self, index: int) -> Row:
        """Return a row, the empty one beyond the last."""
        return self.rows[index] if index < len(self.rows) else EMPTY_ROW

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell, a blank one where there is nothing."""
        return self.row(row).cell(column) if row < len(self.rows) else BLANK

    def last_row(self) -> int:
        """Return how many rows there are up to the last one that holds a value in any column."""
        for index in range(len(self.rows) - 1, -1, -1):
            if self.rows[index].width:
                return index + 1
        return 0

    def objects_of(self, name: str) -> list[Message]:
        """Return the objects of one kind, none where there are none."""
        return self.objects.get(name, [])

    def resize(self, **counts: int) -> None:
        """Give the grid another ``rowCount`` or ``columnCount``; cells outside are not cut here."""
        grid = {**self.properties["gridProperties"], **counts}
        self.properties = {**self.properties, "gridProperties": grid}

    def copy(self) -> Sheet:
        """Return a tab that may be changed without the original noticing."""
        return replace(
            self,
            rows=list(self.rows),
            sizes={dimension: dict(sizes) for dimension, sizes in self.sizes.items()},
            objects={name: list(objects) for name, objects in self.objects.items()},
        )


@dataclass(slots=True)
class Workbook:
    """One spreadsheet.

    Attributes:
        id: the spreadsheet id.
        properties: Google's ``SpreadsheetProperties``.
        owner: the account that created it; nothing is protected from its owner.
        created: when it was created, UTC.
        modified: when it last changed, UTC.
        revision: goes up by one with every change.
        sheets: the tabs in their order.
        named: named ranges by id.
        metadata: developer metadata by id.
    """

    id: str
    properties: Message
    owner: str
    created: datetime
    modified: datetime
    revision: int = 0
    sheets: list[Sheet] = field(default_factory=list)
    named: dict[str, Message] = field(default_factory=dict)
    metadata: dict[int, Message] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The file's name."""
        return str(self.properties["title"])

    def find(self, sheet_id: int) -> Sheet | None:
        """Return the tab with an id, or ``None``."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def titled(self, title: str) -> Sheet | None:
        """Return the tab with a title; upper and lower case are told apart only if need be."""
        exact = next((sheet for sheet in self.sheets if sheet.title == title), None)
        folded = title.casefold()
        return exact or next((sheet for sheet in self.sheets if sheet.title.casefold() == folded), None)

    def cell_count(self) -> int:
        """Return the cells of all grids together, blank ones too."""
        return sum(sheet.row_count * sheet.column_count for sheet in self.sheets)

    def reading(self) -> Reading:
        """Return how text typed here is understood."""
        return Reading(self.properties.get("locale") == "en_US", self.modified.year)

    def copy(self) -> Workbook:
        """Return a workbook that may be changed without the original noticing; its tabs are shared until copied."""
        return replace(self, sheets=list(self.sheets), named=dict(self.named), metadata=dict(self.metadata))


def new_sheet(sheet_id: int, title: str, rows: int = DEFAULT_ROWS, columns: int = DEFAULT_COLUMNS) -> Sheet:
    """Return an empty tab."""
    grid = {"rowCount": rows, "columnCount": columns}
    return Sheet({"sheetId": sheet_id, "title": title, "sheetType": "GRID", "gridProperties": grid})


def trimmed(rows: Iterable[Row]) -> list[Row]:
    """Return the rows without the empty ones at the end."""
    kept = list(rows)
    while kept and not kept[-1].cells:
        kept.pop()
    return kept
