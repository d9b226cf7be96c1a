"""The whole year as one .xlsx file, as people see it in the sheet."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final, cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from kaizen.exports.copy_memory import MEMORY_TAB, Memory, packed
from kaizen.exports.xlsx_cells import as_kept, put, trimmed
from kaizen.exports.xlsx_looks import Wardrobe
from kaizen.sheet.layout import KAIZEN, SIGN_INS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell import Cell as FileCell
    from openpyxl.worksheet.worksheet import Worksheet

    from kaizen.exports.copy_memory import Origin
    from kaizen.sheet.cells import Cell, Grid
    from kaizen.sheet.picture import TabPicture

OPTIONS_TAB: Final = "_kaizen options"
"""The hidden tab of the file for the options of dropdowns that stand nowhere in the sheet."""

PIXELS_A_LETTER: Final = 7
MOST_IN_A_NAME: Final = 31
"""Letters that Excel takes in the name of a tab."""

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def written(pictures: Sequence[TabPicture], origin: Origin) -> bytes:
    """Return the file: every tab but the app's own memory, hidden ones hidden, and what is needed to bring it back.

    Formulas come out as what they show, and no text becomes one.
    """
    own = {KAIZEN.title, SIGN_INS.title}
    tabs = [picture for picture in pictures if own.isdisjoint({picture.known_as, picture.title})]
    names = names_for([picture.title for picture in tabs])
    book = Workbook()
    book.remove(book.worksheets[0])
    wardrobe = Wardrobe(names, OPTIONS_TAB)
    kept = {picture.known_as: trimmed([[as_kept(cell) for cell in row] for row in picture.grid]) for picture in tabs}
    for picture in tabs:
        _tab(book.create_sheet(names[picture.title]), picture, kept[picture.known_as], wardrobe)
    _hidden_tab(book, OPTIONS_TAB, [[as_kept(option) for option in options] for options in wardrobe.options])
    called = {picture.known_as: names[picture.title] for picture in tabs}
    memory = Memory(origin, kept, called, {picture.known_as: picture.names for picture in tabs})
    _hidden_tab(book, MEMORY_TAB, [packed(memory)])
    book.active = next((number for number, picture in enumerate(tabs) if not picture.hidden), 0)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def names_for(titles: Iterable[str]) -> dict[str, str]:
    """Return what each tab is called in the file: its title, but for what Excel does not take in a name."""
    names: dict[str, str] = {}
    taken = {MEMORY_TAB.casefold(), OPTIONS_TAB.casefold(), "history"}
    for title in titles:
        plain = _NOT_IN_A_NAME.sub("-", title).strip("' ") or "Tab"
        name, number = plain[:MOST_IN_A_NAME], 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: MOST_IN_A_NAME - 5]} ({number})"
        taken.add(name.casefold())
        names[title] = name
    return names


def _tab(tab: Worksheet, picture: TabPicture, grid: Grid, wardrobe: Wardrobe) -> None:
    for row, looks in enumerate(picture.looks, start=1):
        for column, look in enumerate(looks, start=1):
            if look:
                wardrobe.dress(_at(tab, row, column), look)
    _fill(tab, grid)
    wardrobe.validate(tab, picture)
    _sizes(tab, picture)
    for first_row, first_column, end_row, end_column in picture.merges:
        tab.merge_cells(start_row=first_row + 1, start_column=first_column + 1, end_row=end_row, end_column=end_column)


def _at(tab: Worksheet, row: int, column: int) -> FileCell:
    """Return a cell of a tab in which nothing has been merged yet."""
    return cast("FileCell", tab.cell(row, column))


def _fill(tab: Worksheet, grid: Grid) -> None:
    for row, cells in enumerate(grid, start=1):
        for column, cell in enumerate(cells, start=1):
            if cell != "":
                put(_at(tab, row, column), cell)


def _sizes(tab: Worksheet, picture: TabPicture) -> None:
    for column, pixels in enumerate(picture.widths):
        shape = tab.column_dimensions[get_column_letter(column + 1)]
        shape.width = pixels / PIXELS_A_LETTER
        shape.hidden = column in picture.hidden_columns
    for row in picture.hidden_rows:
        tab.row_dimensions[row + 1].hidden = True
    if any(picture.frozen):
        rows, columns = picture.frozen
        tab.freeze_panes = f"{get_column_letter(columns + 1)}{rows + 1}"
    tab.sheet_state = "hidden" if picture.hidden else "visible"


def _hidden_tab(book: Workbook, name: str, columns: Sequence[Sequence[Cell]]) -> None:
    tab = book.create_sheet(name)
    tab.sheet_state = "hidden"
    for number, cells in enumerate(columns, start=1):
        for row, cell in enumerate(cells, start=1):
            put(_at(tab, row, number), cell)
