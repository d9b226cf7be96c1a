"""What pages talk to: the year as it is, and one way to have a wish carried out."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from kaizen.engine.calls import Caller
from kaizen.engine.cell_address import range_of
from kaizen.engine.commit import Committer
from kaizen.engine.few_at_once import DRAWING
from kaizen.engine.google import Workbook, quoted
from kaizen.engine.hand import Hand
from kaizen.engine.large_reads import LargeReads
from kaizen.engine.pictures import pictures
from kaizen.engine.quota import Quota
from kaizen.engine.sheet_time import london_time
from kaizen.engine.snapshots import TITLES, Snapshots
from kaizen.engine.turns import turn
from kaizen.engine.waiting import still_going
from kaizen.engine.writer import Writer
from kaizen.errors import OutcomeUnknown, SheetUnreachable
from kaizen.sheet.closed_cells import CLOSED_FIELDS, closed_cells
from kaizen.sheet.layout import LISTS_TAB, YEAR_TABS
from kaizen.sheet.reading import YearReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    import gspread

    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.snapshots import Snapshot
    from kaizen.engine.wishes import Receipt
    from kaizen.engine.writer import Standing
    from kaizen.sheet.added_columns import AddedColumn
    from kaizen.sheet.closed_cells import Closed
    from kaizen.sheet.findings import Finding, Place
    from kaizen.sheet.intents import Command
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.picture import TabPicture
    from kaizen.sheet.reading import Reading

INTERVAL: Final = 10.0
"""Seconds for which all views share one reading of the sheet."""

PATIENCE: Final = 30.0
"""Seconds a person waits for a wish before hearing where it stands."""

DRAIN: Final = 20.0
"""Seconds for saving what waits when the app is put to sleep."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How an office works.

    Attributes:
        lock_file: where the processes of this machine agree whose turn it is to write.
        embedded: whether the sheet lives on this machine.
        interval: seconds for which views share one reading.
        fresh_for: seconds for which a commit may be decided on the read-back of the one before; 0 always reads.
        calls_a_minute: reads, and writes, that are planned for any minute; 0 where nobody counts them.
        local_time: the time on this machine's wall; counts only until the sheet has told its own.
        clock: monotonic seconds.
        sleep: lets seconds pass.
        random: a number from 0 to 1, for waits that several processes are not to share.
    """

    lock_file: Path
    embedded: bool = False
    interval: float = INTERVAL
    fresh_for: float = 0.0
    calls_a_minute: int = 0
    local_time: Callable[[], datetime] = london_time
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random

    def caller(self) -> Caller:
        """Return how such an office puts its calls."""
        file = self.lock_file.with_suffix(".quota")
        quota = Quota(file, self.clock, self.calls_a_minute) if self.calls_a_minute else None
        return Caller(quota, self.sleep, self.random, self.clock)


class Office:
    """One year's sheet, opened. Safe to use from any thread.

    Args:
        client: the app's way to the sheet.
        hand: another way to the same sheet, as a person has it.
        spreadsheet_id: which sheet.
        habits: how to work.

    Attributes:
        by_hand: a person's hand in the same sheet.
        spreadsheet_id: the id in the spreadsheet's address.
    """

    def __init__(self, client: gspread.Client, hand: gspread.Client, spreadsheet_id: str, habits: Habits) -> None:
        self.by_hand = Hand(hand, spreadsheet_id)
        self.spreadsheet_id = spreadsheet_id
        self.embedded = habits.embedded
        self._local_time = habits.local_time
        caller = habits.caller()
        self._book = Workbook(client, spreadsheet_id, caller, TITLES)
        self._pictures = partial(pictures, client, spreadsheet_id, caller)
        self._large_reads = LargeReads(caller)
        self._snapshots = Snapshots(self._book, YearReader(), interval=habits.interval, clock=habits.clock)
        committer = Committer(
            self._book, self._snapshots, now=self._now, new_id=lambda: uuid4().hex, fresh_for=habits.fresh_for
        )
        self._writer = Writer(committer, partial(turn, habits.lock_file), caller)

    @property
    def reading(self) -> Reading:
        """The sheet as last read: year, tabs and findings.

        Raises:
            SheetUnreachable: it has never answered yet.
        """
        return self.snapshot.reading

    @property
    def snapshot(self) -> Snapshot:
        """What `reading` is of, and when which of it was read."""
        return self._snapshots.view()

    @property
    def year(self) -> YearSnapshot:
        """The year as the sheet says, at most an interval old while the sheet answers."""
        return self.reading.year

    def added_columns(self, tab: Tab) -> tuple[AddedColumn, ...] | None:
        """Return what people have added to a tab that forms add rows to, in the order of the sheet, for an open form.

        None where they have added something and the sheet does not tell what.
        Costs one read where they have added something and nobody has asked for the best part of a minute.
        """
        return self._snapshots.columns.for_a_form(self._snapshots.view(), tab.title)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What reading the sheet has to say about its cells."""
        return self.reading.findings

    @property
    def age(self) -> float:
        """How old the shown year is, in seconds."""
        return self._snapshots.age()

    @property
    def as_of(self) -> datetime:
        """When the shown year was read, on the clock of `now`."""
        return self.now() - timedelta(seconds=self.age)

    @property
    def clock_ahead(self) -> float:
        """Seconds by which this machine's clock is ahead of the sheet's; below 0 if it is behind, 0 while unknown."""
        told = self._book.time.now()
        return 0.0 if told is None else (self._local_time() - told).total_seconds()

    @property
    def trouble(self) -> str:
        """Why the sheet could not be read the last time, as a sentence; "" when it could."""
        return self._snapshots.trouble

    @property
    def questions(self) -> tuple[str, ...]:
        """What somebody who edits the sheet has to settle before all can be saved again, as sentences."""
        return tuple(self._snapshots.view().questions.values())

    def now(self) -> datetime:
        """Return the schools' local time without a zone, by the sheet's clock; on the demo sheet on its own date."""
        return self._now(self.year)

    @DRAWING.aside()
    def do(self, command: Command, timeout: float = PATIENCE) -> Receipt:
        """Have a wish carried out and return its receipt once the sheet has answered.

        Args:
            command: the wish.
            timeout: seconds to wait; the wish goes on when they are over.

        Raises:
            Refused: the rules say no, or somebody else has edited the row.
            NotSaved: nothing was written.
            OutcomeUnknown: it is still waiting or under way, or the sheet has not answered.
        """
        answer = self.submit(command)
        try:
            return answer.result(timeout)
        except TimeoutError:
            if answer.done():
                return answer.result()
            raise OutcomeUnknown(still_going(self._writer.standing(command.key), timeout)) from None

    def submit(self, command: Command) -> Future[Receipt]:
        """Queue a wish without waiting; its outcome will be in the future.

        Raises:
            NotSaved: the office is closed, or the key belongs to another wish.
            TooManyWishes: the person has sent very many within some minutes.
        """
        return self._writer.submit(command)

    @DRAWING.aside()
    def pictures(self) -> tuple[TabPicture, ...]:
        """Return every tab as people see it now, for a copy of the whole year; it holds everybody's data.

        One is taken some seconds after the other.

        Raises:
            Refused: very many have wanted one just now.
            SheetUnreachable: the sheet does not answer.
        """
        with self._large_reads.in_turn():
            return self._pictures(self._book.structure.names)

    @DRAWING.aside()
    def closed(self) -> dict[str, Closed]:
        """Return what people keep to themselves in each tab of the year that is there. Costs one read.

        Read in turn with `pictures`.

        Raises:
            Refused: very many have wanted one of these just now.
            SheetUnreachable: the sheet does not answer.
        """
        tabs = {title: tab for title, tab in self.reading.tabs.items() if tab.tab in (*YEAR_TABS, LISTS_TAB)}
        names = [self._book.structure.called(title) for title in tabs]
        with self._large_reads.in_turn():
            sheets = self._book.as_known(self._book.part(list(map(quoted, names)), CLOSED_FIELDS, patient=True))
        return {title: closed_cells(tabs[title], sheet.get("data", ())) for title, sheet in sheets.items()}

    def standing_of(self, key: str) -> Standing:
        """Return where the wish with this key stands, in figures, to count down by. Costs no call."""
        return self._writer.standing(key)

    @DRAWING.aside()
    def look_again(self) -> float:
        """Read the sheet again for somebody who presses Refresh, once in `REFRESH_EVERY` seconds for all of them.

        Where it does not answer, `trouble` says so and the year stays as it was.

        Returns:
            The seconds until it would be read again for the asking; 0 when it has just been read.

        Raises:
            SheetUnreachable: it has never answered yet.
        """
        try:
            return self._snapshots.again()
        except SheetUnreachable:
            self._snapshots.view()
            return 0.0

    @DRAWING.aside()
    def refresh(self) -> None:
        """Read the sheet again now, for who has just typed into it from here; as `look_again`, but at any time.

        No button may do so on a sheet whose calls are counted.
        """
        self._snapshots.columns.forget()
        self._book.look_for_missing()
        try:
            self._snapshots.within(0, patient=False)
        except SheetUnreachable:
            self._snapshots.view()

    def close(self, timeout: float = DRAIN) -> bool:
        """Save what waits and take no more wishes; tells whether anybody has waited.

        What is left after ``timeout`` seconds, counted from the first time, hears so.
        """
        return self._writer.close(timeout)

    def link(self, place: Place) -> str:
        """Return the address of a place in Google Sheets; "" for the embedded sheet, which no browser opens."""
        if self.embedded:
            return ""
        address = f"https://docs.google.com/spreadsheets/d/{self.spreadsheet_id}/edit"
        reading = self.reading
        sheet_id = self._book.last_known.tabs.get(place.tab)
        return address if sheet_id is None else f"{address}#gid={sheet_id}{range_of(reading, place)}"

    def _now(self, year: YearSnapshot) -> datetime:
        wall = self._book.time.now() or self._local_time()
        demo = year.settings.demo_date if self.embedded else None
        return datetime.combine(demo, wall.time()) if demo else wall
