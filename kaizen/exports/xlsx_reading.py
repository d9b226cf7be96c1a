"""A copy of the year that somebody has edited, back as cells; nothing in it is trusted."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from openpyxl import load_workbook

from kaizen.errors import Refused, without_words
from kaizen.exports.copy_memory import MEMORY_TAB, NoMemory, unpacked
from kaizen.exports.upload_checks import check_upload
from kaizen.exports.xlsx_cells import taken, trimmed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook

    from kaizen.exports.copy_memory import Origin
    from kaizen.sheet.cells import Cell, Grid

log = logging.getLogger(__name__)

MOST_ROWS: Final = 50_000
"""Of one tab."""

MOST_COLUMNS: Final = 200
"""Of one tab that are looked at."""

MOST_TABS: Final = 100
MOST_CELLS: Final = 3_000_000
"""Of a file; a copy of 20,000 rows has 300,000."""

TOO_MUCH: Final = "The file has more rows, tabs or cells than any copy of a year, so it is not read."

DAMAGED: Final = "The file cannot be read: it is damaged. Please save it again, or download a new copy."
NOT_A_COPY: Final = (
    "This file has not been downloaded here, or its hidden tab has been deleted, so nobody can tell what has been "
    "changed in it. Download a copy, make your changes in that one, and bring it back."
)


@dataclass(frozen=True)
class YearCopy:
    """What a file says.

    Attributes:
        grids: the cells of each tab as they are now, by the title that layout knows.
        base: the same as they were when the copy was made.
        headings: of each tab, which columns people had renamed when the copy was made; None where it does not say.
        added: tabs that somebody has added to the file.
    """

    origin: Origin
    grids: Mapping[str, Grid]
    base: Mapping[str, Grid]
    added: tuple[str, ...]
    headings: Mapping[str, Mapping[str, str]] | None = None


def read_copy(data: bytes) -> YearCopy:
    """Return what an uploaded file says.

    Raises:
        Refused: it is not a copy of a year; the sentence says what it is, or what to do.
    """
    check_upload(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            grids = _grids(load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False))
    except Refused:
        raise
    except Exception as error:
        # What a damaged file does to the libraries that unpack and parse it is theirs to choose.
        log.info("An uploaded file can't be read: %s", without_words(error))
        raise Refused([DAMAGED]) from error
    return _copy(grids)


def _copy(grids: Mapping[str, Grid]) -> YearCopy:
    try:
        memory = unpacked([str(row[0]) for row in grids[MEMORY_TAB] if row])
    except (KeyError, NoMemory):
        raise Refused([NOT_A_COPY]) from None
    known = {name: title for title, name in memory.names.items()}
    return YearCopy(
        origin=memory.origin,
        grids={known[name]: grid for name, grid in grids.items() if name in known},
        base=memory.grids,
        headings=memory.headings,
        added=tuple(name for name in grids if name not in known and not name.startswith("_kaizen ")),
    )


def _grids(book: Workbook) -> dict[str, Grid]:
    if len(book.worksheets) > MOST_TABS:
        raise Refused([TOO_MUCH])
    left = MOST_CELLS
    grids: dict[str, Grid] = {}
    for tab in book.worksheets:
        tab.reset_dimensions()
        rows = [_cells(row) for row in tab.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)]
        left -= sum(map(len, rows))
        if left < 0 or any(rows[MOST_ROWS:]):
            raise Refused([TOO_MUCH])
        grids[tab.title] = trimmed(rows)
    return grids


def _cells(row: Sequence[object]) -> list[Cell]:
    """Return the cells of one row up to the last that holds something.

    LibreOffice speaks of every row there could be, so blank ones cost little; each row is handed over as wide as we
    look, however few cells it has.
    """
    width = next((number for number in range(len(row), 0, -1) if row[number - 1] is not None), 0)
    return [taken(value) for value in row[:width]]
