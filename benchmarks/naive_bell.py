"""The opening bell on two apps without a queue.

One is as tutorials build it: one read and one append a click. The other reads the whole tab, adds to it and writes it
all back, as ``update`` of st-gsheets-connection 0.1.0 does: clear, then write. It is that library's pattern on plain
gspread and not the library itself, which wants an older gspread, and Google's own address; it would make more calls
(it opens the file by its address and sets formats each time).
"""

from __future__ import annotations

import threading
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from gspread.exceptions import APIError

from benchmarks.bell_sheet import Choices, Outcome, Sheet
from kaizen.domain.booking import BookingStatus
from kaizen.engine.google import Workbook
from kaizen.engine.snapshots import TITLES
from kaizen.rules.places import places_of
from kaizen.sheet.layout import BOOKINGS
from kaizen.sheet.reading import YearReader
from tests.reliability.virtual_time import VirtualTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeAlias

    import gspread

    from kaizen.domain.record import Email, SessionCode
    from kaizen.domain.year import YearSnapshot

    Cells: TypeAlias = Sequence[Sequence[Any]]
    Save: TypeAlias = Callable[[gspread.Worksheet, Cells, Cells], None]

AGAIN = 10.0
"""Seconds after which somebody presses again who was shown an error."""

GIVES_UP = 600.0
"""Seconds after the bell at which whoever has no place yet goes away."""


def naive(presses: Sequence[float], save: Save | None = None) -> Outcome:
    """Run it on a clock of its own; the last click and the waits are on that clock.

    Args:
        presses: the second of each press.
        save: how a click writes its rows; by one append if not given.
    """
    bell = NaiveBell(save or append)
    for person, second in zip(bell.year.person_by_email, presses, strict=False):
        wanted = bell.choices.choose(bell.year, person)
        bell.time.at(bell.began + second, partial(bell.click, person, wanted))
    bell.time.run()
    bell.outcome.last_press = max(presses)
    bell.outcome.last = bell.time.clock() - bell.began - max(presses)
    bell.outcome.judge(bell.sheet, bell.year)
    return bell.outcome


class NaiveBell:
    """The naive app, one thread a person."""

    def __init__(self, save: Save) -> None:
        self._save = save
        self.time, self.outcome = VirtualTime(), Outcome()
        self.sheet = Sheet.made(self.time.clock)
        self.sheet.plan.on = False
        book = Workbook(self.sheet.client(lambda _: None), self.sheet.spreadsheet_id)
        self.year = YearReader().read(book.read(TITLES)).year
        plain = self.sheet.plain_client(self.time.sleep)
        self._tab = plain.open_by_key(self.sheet.spreadsheet_id).worksheet("Bookings")
        self.sheet.plan.on = True
        self.choices, self.began = Choices(self.year), self.time.clock()

    def click(self, person: Email, wanted: tuple[SessionCode, ...]) -> None:
        """Somebody presses the button."""
        self.time.working(1)
        threading.Thread(target=self._until_booked, args=(person, wanted), daemon=True).start()

    def _until_booked(self, person: Email, wanted: tuple[SessionCode, ...]) -> None:
        pressed, booked = self.time.clock(), None
        while booked is None:
            try:
                booked = book(self._tab, person, wanted, self.year, self._save)
            except APIError as error:
                self.outcome.failed.append(str(error))
                if self.time.clock() - self.began > GIVES_UP:
                    self.outcome.without += 1
                    break
                self.time.sleep(AGAIN)
        else:
            self.outcome.confirmed |= {(person, code) for code in booked}
            self.outcome.refused += len(booked) < len(wanted)
        self.outcome.waits.append(self.time.clock() - pressed)
        self.time.working(-1)


def book(
    tab: gspread.Worksheet, person: Email, wanted: tuple[SessionCode, ...], year: YearSnapshot, save: Save
) -> list[SessionCode]:
    """Book as a tutorial does: read everything, count, save what is free."""
    there = [cells for cells in tab.get_all_values() if cells] or [BOOKINGS.headings]
    rows = [dict(zip(BOOKINGS.headings, cells, strict=False)) for cells in there[1:]]
    taken = Counter(row["Session"] for row in rows if row.get("Status") == BookingStatus.BOOKED)
    free = [code for code in wanted if taken[code] < (places_of(year, year.session_by_code[code]) or 0)]
    lines = [["16/11/2026 08:00", person, "", "", code.rpartition("-")[2], code, "Booked"] for code in free]
    if lines:
        save(tab, there, lines)
    return free


def append(tab: gspread.Worksheet, _: Cells, lines: Cells) -> None:
    """Add rows at the end, whatever else is there by now."""
    tab.append_rows(lines)


def write_all_back(tab: gspread.Worksheet, there: Cells, lines: Cells) -> None:
    """Clear the tab, and write what was read together with the new rows."""
    tab.clear()
    tab.batch_update([{"range": "A1", "values": [*there, *lines]}])
