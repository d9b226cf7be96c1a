"""Which columns are the app's where their headings do not tell: looked up when they are not as they were built.

The values of the sheet do not tell the marks on its columns, so a second call does, for the tabs concerned
alone. It is made when a heading is missing or has been renamed, or when people have added a column, which may have the
name of one of the app's, and once for each way the row of headings stands. While two columns have one name it is made
with every read: they may change places without a trace in the headings. A sheet whose headings are as they were
built never costs it.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine.faults import CallFailed
from kaizen.engine.google import quoted
from kaizen.errors import without_words
from kaizen.sheet.column_marks import Marked, given_names, marks_in, missing_marks, row_marks_in
from kaizen.sheet.headings import ROWS_LOOKED_AT, heading_key
from kaizen.sheet.layout import ALL_TABS, READ_ME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaizen.engine.google import Workbook
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading

_FIELDS: Final = (
    "sheets(properties(sheetId,title),data(rowData.values.formattedValue,"
    "rowMetadata.developerMetadata(metadataId,metadataKey,metadataValue),"
    "columnMetadata.developerMetadata(metadataId,metadataKey,metadataValue)))"
)

Top = tuple[tuple["Cell", ...], ...]
"""The row of headings, or the first rows where there is none."""

log = logging.getLogger(__name__)


class RenamedHeadings:
    """Learns what people have renamed headings to; used under the lock of the snapshots.

    Attributes:
        names: by tab, what `kaizen.sheet.reading.YearReader.read` wants to know.
    """

    def __init__(self, workbook: Workbook) -> None:
        self.names: dict[str, dict[str, str]] = {}
        self._workbook = workbook
        self._looked_at: dict[str, Top] = {}

    def learn(self, reading: Reading, *, patient: bool) -> bool:
        """Look up the marks of those tabs that need it, and tell whether something new was learnt.

        Args:
            reading: made with the names that are known.
            patient: whether to wait for a place in the quota and to ask again when there is no answer.

        Raises:
            CallFailed: the sheet does not answer.
        """
        unsure = {title: _top(tab) for title, tab in reading.tabs.items() if _is_unsure(tab)}
        self._looked_at = {title: top for title, top in self._looked_at.items() if unsure.get(title) == top}
        new = {
            title: top
            for title, top in unsure.items()
            if title not in self._looked_at or _has_twins(reading.tabs[title], self.names.get(title, {}))
        }
        names = {title: self.names[title] for title in self._looked_at.keys() - new.keys() if title in self.names}
        if new:
            names |= self._look_up(new, reading, patient=patient)
            self._looked_at |= new
        before, self.names = self.names, names
        return names != before

    def _look_up(self, titles: Iterable[str], reading: Reading, *, patient: bool) -> dict[str, dict[str, str]]:
        try:
            found = marked(self._workbook, titles, patient=patient)
        except CallFailed as failed:
            if failed.status != HTTPStatus.BAD_REQUEST:
                raise
            log.warning("could not look at the marks of columns: %s", without_words(failed))
            return {}
        names = {title: given_names(reading.tabs[title].tab, one) for title, one in found.items()}
        return {title: given for title, given in names.items() if given}


def _is_unsure(tab: TabReading) -> bool:
    """Tell whether the headings of a tab that has something in it are other ones than it was built with."""
    keys = [key for cell in (tab.grid[tab.heading_row - 1] if tab.heading_row else ()) if (key := heading_key(cell))]
    return bool(tab.grid) and sorted(keys) != sorted(map(heading_key, tab.tab.headings))


def _has_twins(tab: TabReading, names: Mapping[str, str]) -> bool:
    """Tell whether another column has the name that one of the app's has."""
    keys = [heading_key(cell) for cell in (tab.grid[tab.heading_row - 1] if tab.heading_row else ())]
    ours = {*map(heading_key, tab.tab.headings), *(name.partition("\n")[0] for name in names)}
    return any(keys.count(key) > 1 for key in ours)


def _top(tab: TabReading) -> Top:
    rows = [tab.grid[tab.heading_row - 1]] if tab.heading_row else tab.grid[:ROWS_LOOKED_AT]
    return tuple(map(tuple, rows))


def marked(book: Workbook, titles: Iterable[str], *, patient: bool = True) -> dict[str, Marked]:
    """Return the marks on the columns of some tabs, each with its first rows as at the same instant.

    Costs one read, whatever the number of tabs; none for none.

    Raises:
        CallFailed: the sheet does not answer.
    """
    ranges = [f"{quoted(book.structure.called(title))}!1:{ROWS_LOOKED_AT}" for title in titles]
    if not ranges:
        return {}
    sheets = book.as_known(book.part(ranges, _FIELDS, patient=patient))
    return {title: _marked(data[0]) for title, sheet in sheets.items() if (data := sheet.get("data"))}


def _marked(block: Mapping[str, Any]) -> Marked:
    rows = [[str(cell.get("formattedValue", "")) for cell in row.get("values", ())] for row in block.get("rowData", ())]
    return Marked(rows, marks_in(block.get("columnMetadata", ())), row_marks_in(block.get("rowMetadata", ())))


def unmarked(book: Workbook) -> list[dict[str, Any]]:
    """Return the requests that mark the columns that are not marked, or not rightly; none where all are.

    Costs one read.

    Raises:
        CallFailed: the sheet does not answer.
    """
    ids = book.structure.tabs
    tabs = {tab.title: tab for tab in ALL_TABS if tab is not READ_ME and tab.title in ids}
    found = marked(book, tabs)
    return [request for title, one in found.items() for request in missing_marks(tabs[title], ids[title], one)]
