"""The demo network in an embedded sheet, and the file that is made of it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from kaizen.exports.copy_memory import Origin
from kaizen.sheet.picture import TabPicture

if TYPE_CHECKING:
    from openpyxl import Workbook

    from kaizen.sheet.cells import Grid

ORIGIN = Origin("sheet-1", "Seven Bays", "2026-27", datetime.fromisoformat("2026-11-21T12:00"))


def picture(title: str, grid: Grid, known_as: str = "") -> TabPicture:
    """Return a tab that looks like nothing in particular."""
    return TabPicture(title, known_as or title, grid)


def opened(data: bytes) -> Workbook:
    """Return a file as another program sees it."""
    return load_workbook(BytesIO(data))
