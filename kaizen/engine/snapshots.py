"""The latest reading of the sheet, shared by every session, and how old it is.

A reading is immutable, so it is published by putting it in one attribute. All reads of the sheet
happen under one lock: whoever wants one while another is running gets that one's result, and nothing
older is ever published over something newer.

How often people who only look can have the sheet read is decided here, by the clock and nothing else: nothing
of it is in a cache that somebody at a browser could have emptied.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from kaizen.engine import renamed
from kaizen.engine.column_lookup import ColumnLookup
from kaizen.engine.column_marks import RenamedHeadings
from kaizen.engine.faults import CallFailed
from kaizen.engine.few_at_once import DRAWING
from kaizen.errors import SheetUnreachable, without_words
from kaizen.sheet import known_tabs
from kaizen.sheet.layout import ALL_TABS, READ_ME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.google import Workbook
    from kaizen.sheet.cells import Grid
    from kaizen.sheet.reading import Reading, YearReader

TITLES: Final = tuple(tab.title for tab in ALL_TABS if tab is not READ_ME)
"""The tabs that are read, in one call."""

REFRESH_EVERY: Final = 5.0
"""Seconds between two readings that people have asked for, whoever asks and however often."""

WAIT: Final = 2.0
"""Seconds for which somebody who asks for a reading waits for the one that another has asked for."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The sheet as it was at one instant.

    Attributes:
        reading: what the cells mean. Rows that this process has committed since are part of its
            year; where they stand in the sheet is known only after the next read.
        grids: the cells themselves, by tab.
        asked_at: seconds on the clock when the read began; whatever happened before is in it.
        exact: whether the sheet itself was read; False once a commit has been added from memory.
        questions: by tab what has to be settled before anything is saved in it, see `renamed.questions`.
        last_read: when each tab that can't be read for now was last read, by title, on the clock; none of those
            that could not be read since the start.
    """

    reading: Reading
    grids: Mapping[str, Grid]
    asked_at: float
    exact: bool = True
    questions: Mapping[str, str] = field(default_factory=dict)
    last_read: Mapping[str, float] = field(default_factory=dict)


class Snapshots:
    """Keeps the latest snapshot and decides when a new one is worth a call.

    Args:
        interval: seconds for which a view is content with the snapshot that is there.
        clock: monotonic seconds.

    Attributes:
        columns: what people have added to the tabs that forms add rows to.
    """

    def __init__(self, workbook: Workbook, reader: YearReader, *, interval: float, clock: Callable[[], float]) -> None:
        self.columns = ColumnLookup(workbook, clock)
        self._workbook = workbook
        self._reader = reader
        self._renamed = RenamedHeadings(workbook)
        self._interval = interval
        self._clock = clock
        self._lock = threading.Lock()
        self._latest: Snapshot | None = None
        self._tried_at = float("-inf")
        self._never: SheetUnreachable | None = None
        self._trouble = ""
        self._asking = threading.Lock()
        self._asked_at = float("-inf")

    @property
    def trouble(self) -> str:
        """Why the last attempt to read failed, as a sentence; "" when it did not."""
        return self._trouble

    def view(self) -> Snapshot:
        """Return the snapshot to show: an interval old at most, or the last there is when the sheet is silent.

        Raises:
            SheetUnreachable: the sheet has never answered yet.
        """
        latest = self._latest
        if latest is None:
            with DRAWING.aside():
                return self._first()
        if self._due() and self._lock.acquire(blocking=False):
            with DRAWING.aside():  # outside, so that nobody waits for a turn with the lock
                try:
                    return self._read(patient=False) if self._due() else self._latest or latest
                except SheetUnreachable as failed:
                    log.warning("showing the last snapshot: %s", without_words(failed))
                finally:
                    self._lock.release()
        return self._latest or latest

    def again(self) -> float:
        """Read the sheet for somebody who asks for it, unless it has been read for somebody a moment ago.

        Returns:
            The seconds until it would be read again for the asking; 0 when it has just been read.

        Raises:
            SheetUnreachable: the sheet does not answer.
        """
        if not self._asking.acquire(timeout=WAIT):
            return REFRESH_EVERY
        try:
            left = self._asked_at + REFRESH_EVERY - self._clock()
            if left <= 0:
                self._read_for_the_asking()
            return max(left, 0.0)
        finally:
            self._asking.release()

    def within(self, seconds: float, *, patient: bool = True) -> Snapshot:
        """Return an exact snapshot at most ``seconds`` old, read now unless there is one.

        With 0 it is always read, or shared with somebody whose read begins after this call.

        Args:
            seconds: on the clock.
            patient: whether to wait for a place in the quota and to ask again when there is no answer.

        Raises:
            SheetUnreachable: it had to be read and the sheet does not answer.
        """
        asked_at = self._clock()
        with self._lock:
            latest = self._latest
            if latest is not None and latest.exact and latest.asked_at > asked_at - seconds:
                return latest
            return self._read(patient=patient)

    def straight_after(self, before: Snapshot, grids: Mapping[str, Grid]) -> Reading:
        """Return what the sheet says with these tabs as they were straight after a change, for a look only.

        Args:
            before: the snapshot that the change was decided on; its other tabs stay as they were.
            grids: the tabs that the change was answered with.
        """
        with self._lock:
            return self._reader.read({**before.grids, **grids}, self._renamed.names, before.reading.year)

    def committed(self, before: Snapshot, year: YearSnapshot) -> None:
        """Publish the year as this process has just changed it from ``before``, without a call.

        Where somebody has read the sheet meanwhile, the next view reads it again instead.
        """
        with self._lock:
            if self._latest is before:
                self._latest = replace(before, reading=replace(before.reading, year=year), exact=False)
                return
        self.outdated()

    def outdated(self) -> None:
        """Have the sheet read again before anything is decided on it, and by the next view."""
        with self._lock:
            self._latest = self._latest and replace(self._latest, exact=False)
            self._tried_at = float("-inf")

    def age(self) -> float:
        """Return the seconds since the snapshot to show was asked for."""
        return self._clock() - self.view().asked_at

    def _first(self) -> Snapshot:
        """Read the sheet for the first time; a try that failed serves everybody for an interval."""
        with self._lock:
            if self._latest is not None:
                return self._latest
            if self._never is not None and not self._due():
                raise self._never.with_traceback(None)
            return self._read(patient=False)

    def _read_for_the_asking(self) -> None:
        self.columns.forget()
        self._workbook.look_for_missing()
        try:
            self.within(0, patient=False)
        finally:
            # From its end, so that those who wait while the sheet is silent do not ask it one after the other.
            self._asked_at = self._clock()

    def _due(self) -> bool:
        return self._clock() - self._tried_at >= self._interval

    def _read(self, *, patient: bool) -> Snapshot:
        asked_at = self._tried_at = self._clock()
        try:
            snapshot = self._read_all(asked_at, patient=patient)
        except SheetUnreachable as failed:
            crowded = isinstance(failed, CallFailed) and failed.status == HTTPStatus.TOO_MANY_REQUESTS
            self._trouble = "" if crowded and self._latest else str(failed)
            self._never, self._tried_at = failed, self._clock()
            raise
        self._trouble = ""
        self._latest = snapshot
        return snapshot

    def _read_all(self, asked_at: float, *, patient: bool) -> Snapshot:
        before = self._latest
        shown = before.reading.year if before is not None else None
        if before is not None and before.reading.unreadable.keys() - before.grids.keys():
            self._workbook.look_for_missing()
        grids = self._reader.shared(self._workbook.read(TITLES, patient=patient))
        reading = self._reader.read(grids, self._renamed.names, shown)
        if self._workbook.learn(known_tabs.kept(reading.memory)):
            grids = self._reader.shared(self._workbook.read(TITLES, patient=patient))
            reading = self._reader.read(grids, self._renamed.names, shown)
        if self._renamed.learn(reading, patient=patient):
            reading = self._reader.read(grids, self._renamed.names, shown)
        structure = self._workbook.last_known
        if found := tuple(renamed.findings(structure)):
            reading = replace(reading, findings=(*found, *reading.findings))
        questions = renamed.questions(structure)
        return Snapshot(reading, grids, asked_at, questions=questions, last_read=_last_read(before, reading))


def _last_read(before: Snapshot | None, reading: Reading) -> dict[str, float]:
    """Return when each tab that can't be read now was last read; that was before the process began for the rest."""
    if before is None:
        return {}
    kept = reading.unreadable.keys() - reading.unknown.keys()
    return {title: before.last_read.get(title, before.asked_at) for title in kept}
