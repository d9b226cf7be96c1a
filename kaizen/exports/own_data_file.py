"""What the sheet holds of one person, as an .xlsx file that anybody can open."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kaizen.exports.xlsx_cells import as_kept, put
from kaizen.exports.xlsx_writing import names_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.cell import Cell as FileCell

WIDTH: Final = 24
"""Letters a column is wide."""


def own_data_file(tabs: Mapping[str, Sequence[Mapping[str, str]]]) -> bytes:
    """Return the file: a tab for each title, with its lines below their headings; no text becomes a formula.

    Args:
        tabs: the lines by title, each line a text by heading; a tab without lines is left out. At least one has some.
    """
    filled = {title: lines for title, lines in tabs.items() if lines}
    names = names_for(filled)
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in filled.items():
        tab = book.create_sheet(names[title])
        headings = list(lines[0])
        for row, texts in enumerate([headings, *([line[one] for one in headings] for line in lines)], start=1):
            for column, text in enumerate(texts, start=1):
                cell = cast("FileCell", tab.cell(row, column))
                if text:
                    put(cell, as_kept(text))
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=row == 1)
        for column in range(1, len(headings) + 1):
            tab.column_dimensions[get_column_letter(column)].width = WIDTH
        tab.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
