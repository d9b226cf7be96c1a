"""What people have added to the tabs that forms add rows to: looked up when it is needed, and not before.

The values of the sheet do not tell the note on a heading, the dropdown of a column, a formula or whether a
column is hidden. A second call does, for the added columns alone. Nobody makes it for a sheet without added
columns, and nobody for a page without a form. It is made when the headings of such a tab are not what they
were, when somebody asks for the sheet to be read again, and for an open form once in `HELD` seconds at most.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine.faults import CallFailed
from kaizen.engine.few_at_once import DRAWING
from kaizen.engine.google import quoted
from kaizen.errors import without_words
from kaizen.sheet.added_columns import CELL_FIELDS, GROWING_TABS, added_columns
from kaizen.sheet.column_rules import range_of, texts_in
from kaizen.sheet.tab_building import column_letter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from kaizen.engine.google import Workbook
    from kaizen.engine.snapshots import Snapshot
    from kaizen.sheet.added_columns import AddedColumn
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.tab_reading import TabReading

HELD: Final = 50.0
"""Seconds for which an open form is content with what was looked up; with the views' interval, under a minute."""

FRESH: Final = 10.0
"""Seconds for which a wish with answers is content with it: columns are hidden and options go while forms are open."""

PAUSE: Final = 10.0
"""Seconds before a look that failed is tried again for somebody who only looks."""

WAIT: Final = 2.0
"""Seconds for which somebody who looks waits for another's look at the same."""

MOST_LISTS: Final = 5
"""So many dropdowns may take their options from tabs that the app does not read; each costs a read of its own."""

_FIELDS: Final = (
    f"sheets(properties(sheetId,title),data(startColumn,rowData.values({CELL_FIELDS}),columnMetadata.hiddenByUser))"
)
_TEXTS: Final = "sheets.data.rowData.values.formattedValue"

Block = dict[str, Any]
"""The ``GridData`` of one column."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked up about one tab.

    Attributes:
        tab: as it was read before. Whatever is moved in it, its headings are not those of a later reading.
        blocks: each added column, by its number from 0.
    """

    tab: TabReading
    blocks: Mapping[int, Block]


class ColumnLookup:
    """Knows the added columns of one spreadsheet; safe to use from any thread.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, workbook: Workbook, clock: Callable[[], float]) -> None:
        self._workbook = workbook
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, Looked] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._looked_at = self._tried_at = float("-inf")

    def forget(self) -> None:
        """Look again before anything is next asked or written."""
        with self._lock:
            self._looked_at = self._tried_at = float("-inf")

    def for_a_form(self, snapshot: Snapshot, title: str) -> tuple[AddedColumn, ...] | None:
        """Return the added columns of a tab as they were at most `HELD` seconds ago.

        Where the sheet does not answer, they are what they were; None where nothing is known that fits the headings.
        """
        tabs = _with_added(snapshot)
        if title not in tabs:
            return ()
        with DRAWING.aside(self._may_wait(tabs)):
            if self._lock.acquire(timeout=WAIT):  # somebody who saves may be waiting for the quota
                try:
                    self._look_for_a_form(snapshot, tabs)
                finally:
                    self._lock.release()
        known = self._known.get(title)
        return self._columns(snapshot, known) if known is not None and _fits(known, tabs[title]) else None

    def _may_wait(self, tabs: Mapping[str, TabReading]) -> bool:
        return self._lock.locked() or self._clock() - self._looked_at >= HELD or not self._fit(tabs)

    def _look_for_a_form(self, snapshot: Snapshot, tabs: Mapping[str, TabReading], held: float = HELD) -> None:
        now = self._clock()
        late = now - self._looked_at >= held or not self._fit(tabs)
        if late and now - self._tried_at >= PAUSE:
            self._tried_at = now
            try:
                self._known = self._look_up(snapshot, tabs, patient=False)
                self._tried_at = float("-inf")  # only after a look that failed there is a pause
            except CallFailed as failed:
                log.warning("could not look at the added columns: %s", without_words(failed))

    def for_writing(self, snapshot: Snapshot, titles: set[str]) -> dict[str, tuple[AddedColumn, ...]]:
        """Return the added columns of each of these tabs, certain to fit its headings.

        Raises:
            CallFailed: they had to be looked up and the sheet does not answer.
        """
        tabs = _with_added(snapshot)
        wanted = titles & tabs.keys()
        if not wanted:
            return {}
        with self._lock:
            if not self._fit({title: tabs[title] for title in wanted}):
                self._known = self._look_up(snapshot, tabs, patient=True)
            return {title: self._columns(snapshot, self._known[title]) for title in wanted}

    def for_checking(self, snapshot: Snapshot, title: str) -> tuple[AddedColumn, ...] | None:
        """Return the added columns of a tab as they were at most `FRESH` seconds ago; what answers are held to.

        Where the sheet does not answer, they are what they were; None where nothing is known that fits the headings.
        """
        tabs = _with_added(snapshot)
        with self._lock:
            self._look_for_a_form(snapshot, tabs, held=FRESH)
        known = self._known.get(title)
        return self._columns(snapshot, known) if known is not None and _fits(known, tabs[title]) else None

    def for_repair(self, snapshot: Snapshot, rows: Mapping[str, set[int]]) -> dict[str, tuple[AddedColumn, ...]]:
        """Return the added columns of some tabs, looked up now; what stands in ``rows`` of each is not asked.

        Those rows are new and may hold cells under headings that they were not meant for, so nothing is kept either.

        Raises:
            CallFailed: the sheet does not answer.
        """
        tabs = {title: tab for title, tab in _with_added(snapshot).items() if title in rows}
        if not tabs:
            return {}
        with self._lock:
            looked = self._look_up(snapshot, tabs, patient=True)
            self._known = {title: known for title, known in self._known.items() if title not in tabs}
            self._tried_at = float("-inf")
            return {title: self._columns(snapshot, looked[title], rows[title]) for title in tabs}

    def _fit(self, tabs: Mapping[str, TabReading]) -> bool:
        return all(title in self._known and _fits(self._known[title], tab) for title, tab in tabs.items())

    def _columns(self, snapshot: Snapshot, looked: Looked, apart_from: Collection[int] = ()) -> tuple[AddedColumn, ...]:
        def options(place: str) -> tuple[str, ...]:
            told = texts_in(place, looked.tab.tab.title, snapshot.grids)
            return self._lists.get(place, ()) if told is None else told

        year = snapshot.reading.year.settings.school_year
        return added_columns(looked.tab, looked.blocks, options, year, apart_from)

    def _look_up(self, snapshot: Snapshot, tabs: Mapping[str, TabReading], *, patient: bool) -> dict[str, Looked]:
        ranges = [
            f"{quoted(self._workbook.structure.called(title))}!{letter}:{letter}"
            for title, tab in tabs.items()
            for letter in map(column_letter, tab.added.values())
        ]
        sheets = self._workbook.as_known(self._workbook.part(ranges, _FIELDS, patient=patient))
        looked = {
            title: Looked(tab, {block.get("startColumn", 0): block for block in sheets.get(title, {}).get("data", ())})
            for title, tab in tabs.items()
        }
        self._lists = self._lists | self._looked_up_lists(snapshot, looked, patient=patient)
        self._looked_at = self._clock()
        return looked

    def _looked_up_lists(
        self, snapshot: Snapshot, known: Mapping[str, Looked], *, patient: bool
    ) -> dict[str, tuple[str, ...]]:
        """Return what stands in the ranges of dropdowns that the latest reading does not tell; () where none can be."""
        places = dict.fromkeys(
            place
            for title, looked in known.items()
            for place in map(range_of, _rules(looked))
            if place and texts_in(place, title, snapshot.grids) is None
        )
        return {place: self._texts(place, patient=patient) for place in list(places)[:MOST_LISTS]}

    def _texts(self, place: str, *, patient: bool) -> tuple[str, ...]:
        try:
            answer = self._workbook.part([place.replace("$", "")], _TEXTS, patient=patient)
        except CallFailed as failed:
            log.warning("no options for a dropdown: %s", without_words(failed))
            return ()
        blocks = [block for sheet in answer.get("sheets", ()) for block in sheet.get("data", ())]
        rows = [row for block in blocks for row in block.get("rowData", ())]
        return tuple(cell.get("formattedValue", "") for row in rows for cell in row.get("values", ()))


def _with_added(snapshot: Snapshot) -> dict[str, TabReading]:
    tabs = ((tab.title, snapshot.reading.tabs.get(tab.title)) for tab in GROWING_TABS)
    return {title: tab for title, tab in tabs if tab is not None and tab.added}


def _fits(looked: Looked, tab: TabReading) -> bool:
    return _headings(looked.tab) == _headings(tab)


def _headings(tab: TabReading) -> tuple[int, tuple[Cell, ...]]:
    return tab.heading_row, tuple(tab.grid[tab.heading_row - 1])


def _rules(looked: Looked) -> Iterator[Mapping[str, Any]]:
    """Give every rule in the added columns of a tab, each once however many cells share it."""
    seen: list[Mapping[str, Any]] = []
    for block in looked.blocks.values():
        for row in block.get("rowData", ()):
            for cell in row.get("values", ()):
                rule = cell.get("dataValidation")
                if rule and rule not in seen:
                    seen.append(rule)
                    yield rule
