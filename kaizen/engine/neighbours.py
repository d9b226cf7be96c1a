"""What another process may be in the middle of: cells that it has written and not put right yet.

Amended cells are written by position. When somebody moves rows in that instant they hit other rows; the
process that wrote them sees it in the answer and puts it right within a second or so. Who reads the sheet
within that second must not decide anything on it: a seat would look free that is not. So every batch
says so in the hidden tab, with the revision that it makes and the keys of its wishes. Who finds that
revision and did not make it looks for those keys on Log, which says what each cell was to hold, and waits
only if one of them still holds what it did before.

New rows are crooked where columns have moved in that instant, Log's own lines too, and then stand twice until the
crooked ones are cleared. Log says which refs they have: each has to stand under Ref, in one row that can be read.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine import fence
from kaizen.errors import NotSaved
from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.cells import shown
from kaizen.sheet.layout import KAIZEN, LOG, REF

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from kaizen.engine.calls import Caller
    from kaizen.engine.snapshots import Snapshot, Snapshots
    from kaizen.engine.structure import Structure
    from kaizen.sheet.cells import Grid
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading

ROW: Final = "amending"
"""What stands under Name on ``_kaizen``, beside the latest revision and the keys of its wishes."""

PATIENCE: Final = 10.0
"""Seconds that a process which puts its cells right is waited for; by then it has ended."""

LOOK_AGAIN: Final = 1.0
"""Seconds between two looks; each costs a read."""

MOVING: Final = "Somebody is moving rows in the sheet at this moment. Nothing was saved; please try again in a minute."

_ON_LOG: Final = ("Tab", "Row", "Column", "From", "To")

log = logging.getLogger(__name__)


def told(
    structure: Structure, grids: Mapping[str, Grid], revision: str, keys: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Give the request by which a batch tells others what it writes; none when it is nobody's wish.

    Args:
        structure: of the spreadsheet, for the hidden tab's id.
        grids: the cells that were read, for where it was told the last time.
        revision: the one that the batch makes.
        keys: of the wishes whose cells it writes; Log says which those are.
    """
    if keys:
        yield fence.remember(structure.tabs[KAIZEN.title], grids, ROW, json.dumps([revision, *keys]))


class Neighbours:
    """The other processes that write in the sheet, as far as the sheet tells of them.

    Args:
        is_ours: tells whether a revision was made by this process, which sees to its cells before it goes on.
    """

    def __init__(self, snapshots: Snapshots, caller: Caller, is_ours: Callable[[str], bool]) -> None:
        self._snapshots = snapshots
        self._caller = caller
        self._is_ours = is_ours
        self._waited_for = ""

    def settled(self, snapshot: Snapshot) -> Snapshot:
        """Return the sheet once what others have amended is in its place; at once and without a call when it is.

        A process that was killed is waited for once. What it has written to a wrong row stays there, and
        is on Log beside what it was meant for.

        Raises:
            NotSaved: the app is being closed meanwhile.
            SheetUnreachable: the sheet does not answer.
        """
        until = self._caller.clock() + PATIENCE
        while self._is_unsettled(snapshot):
            if self._caller.clock() >= until:
                self._waited_for = fence.revision(snapshot.grids)
                log.warning("revision %s was never put right: look at the end of Log", self._waited_for)
            elif not self._caller.pause(LOOK_AGAIN):
                raise NotSaved(MOVING)
            else:
                snapshot = self._snapshots.within(0)
        return snapshot

    def _is_unsettled(self, snapshot: Snapshot) -> bool:
        revision = fence.revision(snapshot.grids)
        if revision == self._waited_for or self._is_ours(revision):
            return False
        keys = _keys_of(revision, snapshot.reading)
        return bool(keys) and (_is_astray(snapshot.reading, keys) or _is_crooked(snapshot.reading, keys))


@dataclass(slots=True)
class _Cell:
    """What one cell of a row held before a batch, and what it was to hold after it."""

    before: str
    after: str

    def is_astray(self, texts: Sequence[str], wrong: Collection[str]) -> bool:
        """Tell whether the cell, which says these texts now, itself first, has not been written or was hit instead."""
        if self.after in texts:
            return texts[0] == self.before != self.after
        return not {self.before, *wrong}.isdisjoint(texts)


def _keys_of(revision: str, reading: Reading) -> frozenset[str]:
    """Return the keys of the wishes for which the batch was that made this revision."""
    try:
        made, *keys = json.loads(str(reading.memory.get(ROW, "[]")))
    except (ValueError, TypeError):
        return frozenset()
    return frozenset(map(str, keys)) if made == revision else frozenset()


def _is_astray(reading: Reading, keys: frozenset[str]) -> bool:
    """Tell whether a cell holds what it did before, or what another one was to hold.

    One that says something else has been edited since. One whose row or heading is gone does not matter.
    """
    columns = _written(reading.tabs[LOG.title], keys) if LOG.title in reading.tabs else {}
    for (title, heading), cells in columns.items():
        wrong = {cell.after for cell in cells.values()}
        for ref, texts in _texts(reading, title, heading):
            if ref in cells and cells[ref].is_astray(texts, wrong):
                return True
    return False


def _is_crooked(reading: Reading, keys: frozenset[str]) -> bool:
    """Tell whether a new row, or a line of Log, does not stand under its headings, or stands there twice.

    One that is nowhere has been deleted by hand.
    """
    on_log = reading.tabs.get(LOG.title)
    if on_log is None or "Key" not in on_log.columns:
        return False
    if any(shown(on_log.cell(number, "Key")) not in keys for number in _rows_with(on_log, keys)):
        return True
    new = {title: cells for (title, heading), cells in _written(on_log, keys).items() if not heading}
    there = [(reading.tabs[title], new[title]) for title in new.keys() & reading.tabs.keys()]
    return any(_is_not_once(tab, cells) or _is_moved(tab, cells) for tab, cells in there)


def _is_not_once(tab: TabReading, refs: Collection[str]) -> bool:
    """Tell whether one of these refs stands anywhere but under Ref in the one row that is read as its record."""
    if REF not in tab.columns:
        return False
    rows = _rows_with(tab, frozenset(refs))
    found = [(cell, number) for number in rows for cell in tab.grid[number - 1] if cell in refs]
    return any(tab.rows.get(str(ref)) != number for ref, number in found) or len(found) > len(dict(found))


def _is_moved(tab: TabReading, cells: Mapping[str, _Cell]) -> bool:
    """Tell whether what a new row is known by, as Log has it, stands under other headings than its own."""
    headings = [tab.tab.column(name).heading for name in tab.tab.key]
    for ref in cells.keys() & tab.rows.keys():
        said = [shown(cell) for cell in tab.grid[tab.rows[ref] - 1]]
        own = [shown(tab.cell(tab.rows[ref], heading)) for heading in headings if heading in tab.columns]
        strange = set(cells[ref].after.split(", ")) - set(own)
        if not strange.isdisjoint(said):
            return True
    return False


def _rows_with(tab: TabReading, texts: frozenset[str]) -> list[int]:
    """Return the rows below the headings, counted from 1, in which one of these texts is a cell."""
    body = enumerate(tab.grid[tab.heading_row :], tab.heading_row + 1)
    return [number for number, cells in body if not texts.isdisjoint(cells)]


def _written(on_log: TabReading, keys: frozenset[str]) -> dict[tuple[str, str], dict[str, _Cell]]:
    """Return tab and heading to ref to cell, as Log has it for these keys; of several changes first and last count.

    The heading of a new row is "".
    """
    found: defaultdict[tuple[str, str], dict[str, _Cell]] = defaultdict(dict)
    for number in _rows_with(on_log, keys):
        if shown(on_log.cell(number, "Key")) in keys:
            title, ref, heading, before, after = (shown(on_log.cell(number, one)).strip() for one in _ON_LOG)
            cell = found[title, heading].setdefault(ref, _Cell(before, after))
            cell.after = after
    return found


def _texts(reading: Reading, title: str, heading: str) -> Iterator[tuple[str, list[str]]]:
    """Give the ref of each row of a tab and what it says under a heading, as Log would say it.

    That is the cell itself, for Log may tell of one that could not be read, and the value that was read.
    """
    tab = reading.tabs.get(title)
    column = next((one for one in tab.tab.columns if one.heading == heading), None) if tab is not None else None
    if tab is not None and column is not None and heading in tab.columns:
        records = {record.ref: record for record in tab.records}
        for ref, row in tab.places.items():
            texts = [seen(tab.cell(row, heading), column.kind).strip()]
            if ref in records:
                texts.append(in_words(getattr(records[ref], column.field), column.kind).strip())
            yield ref, texts
