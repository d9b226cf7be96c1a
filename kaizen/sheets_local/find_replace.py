"""findReplace: every place a text stands in, changed in one request and counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.sheets_local.cells import Cell, Formula, Value, checked_text
from kaizen.sheets_local.entered import Reading, shown_as_typed
from kaizen.sheets_local.ranges import Area, grid_area
from kaizen.sheets_local.refusals import bad_request
from kaizen.sheets_local.values_read import shown
from kaizen.sheets_local.workbook import Rect

if TYPE_CHECKING:
    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Sheet


@dataclass(slots=True)
class _Count:
    valuesChanged: int = 0  # noqa: N815 - Google's names
    formulasChanged: int = 0  # noqa: N815
    rowsChanged: int = 0  # noqa: N815
    sheetsChanged: int = 0  # noqa: N815
    occurrencesChanged: int = 0  # noqa: N815


def find_replace(draft: Draft, given: Message) -> Message:
    """Answer ``findReplace`` with its counts; counts of nought are left out, and none found is no error.

    Texts stay texts. A number, date or tick in which the text is found is understood anew, as if typed.
    """
    search = _Search(draft, given)
    for area in _areas(draft, given):
        search.through(area)
    counts = {name: getattr(search.count, name) for name in _Count.__slots__}
    return {"findReplace": {name: number for name, number in counts.items() if number}}


def _areas(draft: Draft, given: Message) -> list[Area]:
    scopes = [name for name in ("range", "sheetId", "allSheets") if name in given]
    if len(scopes) != 1 or given.get("allSheets") is False:
        raise bad_request("Exactly one of range, sheetId and allSheets must be set.")
    if "range" in given:
        return [grid_area(draft.book, given["range"])]
    if "sheetId" in given:
        return [grid_area(draft.book, {"sheetId": given["sheetId"]})]
    return [Area(sheet, sheet.whole) for sheet in draft.book.sheets]


def _pattern(given: Message) -> re.Pattern[str]:
    find = given.get("find", "")
    if not find:
        raise bad_request("The text to find cannot be empty.")
    text = find if given.get("searchByRegex") else re.escape(find)
    if given.get("matchEntireCell"):
        text = rf"\A(?:{text})\Z"
    try:
        return re.compile(text, 0 if given.get("matchCase") else re.IGNORECASE)
    except re.error as error:
        raise bad_request(f"The regular expression is not valid: {error}.") from None


class _Search:
    def __init__(self, draft: Draft, given: Message) -> None:
        self.draft = draft
        self.reading: Reading = draft.book.reading()
        self.pattern = _pattern(given)
        self.formulas = given.get("includeFormulas", False)
        replacement = given.get("replacement", "")
        if given.get("searchByRegex"):
            replacement = re.sub(r"\$(\d)", r"\\g<\1>", replacement.replace("\\", r"\\"))
        else:
            replacement = replacement.replace("\\", r"\\")
        self.replacement = replacement
        self.count = _Count()

    def through(self, area: Area) -> None:
        """Go through the cells of an area and change what is found."""
        rows_before = self.count.rowsChanged
        rect = area.rect
        for index in range(rect.top, min(rect.bottom, len(area.sheet.rows))):
            cells = area.sheet.rows[index].cells[rect.left : rect.right]
            changed = {column: new for column, cell in enumerate(cells, rect.left) if (new := self._new(cell))}
            if changed:
                self.count.rowsChanged += 1
                self._put(area.sheet, index, changed)
        self.count.sheetsChanged += self.count.rowsChanged > rows_before

    def _put(self, sheet: Sheet, index: int, changed: dict[int, Cell]) -> None:
        own = self.draft.sheet(sheet.id)
        for column, new in changed.items():
            self.draft.place(own, Rect(index, index + 1, column, column + 1), [[new.put]])

    def _new(self, cell: Cell) -> Cell | None:
        formula = isinstance(cell.value, Formula)
        if cell.value is None or (formula and not self.formulas):
            return None
        before = cell.value.text if isinstance(cell.value, Formula) else shown(cell)
        try:
            after, found = self.pattern.subn(self.replacement, before)
        except (re.error, IndexError) as error:
            raise bad_request(f"The replacement is not valid: {error}.") from None
        if not found:
            return None
        self.count.occurrencesChanged += found
        if formula:
            self.count.formulasChanged += 1
        else:
            self.count.valuesChanged += 1
        return cell.with_value(self._value(cell, after))

    def _value(self, cell: Cell, text: str) -> Value:
        if isinstance(cell.value, str):
            return checked_text(text)
        return shown_as_typed(text, self.reading)
