"""The opening bell on an app as tutorials build it: one read and one append a click, and no queue."""

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
from kaizen.sheet.reading import YearReader
from tests.reliability.virtual_time import VirtualTime

if TYPE_CHECKING:
    from collections.abc import Sequence

    import gspread

    from kaizen.domain.record import Email, SessionCode
    from kaizen.domain.year import YearSnapshot

AGAIN = 10.0
"""Seconds after which somebody presses again who was shown an error."""


def naive(presses: Sequence[float]) -> Outcome:
    """Run it on a clock of its own; the last click and the waits are on that clock."""
    bell = NaiveBell()
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

    def __init__(self) -> None:
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
                booked = book(self._tab, person, wanted, self.year)
            except APIError as error:
                self.outcome.failed.append(str(error))
                self.time.sleep(AGAIN)
        self.outcome.waits.append(self.time.clock() - pressed)
        self.outcome.confirmed |= {(person, code) for code in booked}
        self.outcome.refused += len(booked) < len(wanted)
        self.time.working(-1)


def book(
    tab: gspread.Worksheet, person: Email, wanted: tuple[SessionCode, ...], year: YearSnapshot
) -> list[SessionCode]:
    """Book as a tutorial does: read everything, count, append what is free."""
    rows = tab.get_all_records()
    taken = Counter(row["Session"] for row in rows if row["Status"] == BookingStatus.BOOKED)
    free = [code for code in wanted if taken[code] < (places_of(year, year.session_by_code[code]) or 0)]
    lines = [["16/11/2026 08:00", person, "", "", code.rpartition("-")[2], code, "Booked"] for code in free]
    if lines:
        tab.append_rows(lines)
    return free
