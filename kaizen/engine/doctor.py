"""A look at everything the app needs from its sheet, one line each, with what to do where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kaizen.domain.wording import counted, listed
from kaizen.engine import fence
from kaizen.engine.access_check import tried
from kaizen.engine.column_marks import marked
from kaizen.engine.faults import CallFailed
from kaizen.sheet.column_marks import given_names, is_row_mark, missing_marks
from kaizen.sheet.completing import renamed_tabs
from kaizen.sheet.findings import Outcome
from kaizen.sheet.layout import ALL_TABS, CHECKS, KAIZEN, LISTS_TAB, READ_ME, REF
from kaizen.sheet.provisioning import Here, what_is_here
from kaizen.sheet.reading import OPTIONAL, YearReader
from kaizen.sheet.text import match_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    import gspread

    from kaizen.engine.details import Details
    from kaizen.engine.google import Workbook
    from kaizen.sheet.cells import Grid
    from kaizen.sheet.column_marks import Marked
    from kaizen.sheet.reading import Reading

CLOCK_LOOK, CLOCK_WRONG = 10, 300
"""Seconds by which two clocks may differ before it is worth a look, and before sign-ins and keys fail."""

CELLS_ALLOWED: Final = 10_000_000
CELLS_LOOK: Final = CELLS_ALLOWED * 8 // 10
MONTH_FIRST: Final = "en_US"
LOCALE, TIME_ZONE = "en_GB", "Europe/London"

CAN_DO_WITHOUT: Final = (READ_ME, *OPTIONAL, LISTS_TAB, CHECKS)
"""Tabs without which the app still works, if less well."""

PUT_BACK: Final = "Put it back with File > Version history, or build it blank with python -m kaizen provision."


class Verdict(StrEnum):
    """How one thing stands."""

    OK = "ok"
    LOOK = "look"
    """Works, and somebody should look at it."""
    WRONG = "wrong"
    """Does not work until somebody has put it right."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be said about one thing."""

    verdict: Verdict
    about: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.verdict:<5}  {self.about}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Patient:
    """The sheet to look at.

    Attributes:
        client: the app's way to it.
        book: the sheet.
        email: the app's own address there; "" on the embedded sheet.
    """

    client: gspread.Client
    book: Workbook
    email: str = ""


def examined(patient: Patient, now: datetime, new_id: str) -> Iterator[Line]:
    """Look at everything and give a line about each thing; nothing in the sheet is changed.

    Costs four reads and one write.

    Args:
        patient: the sheet.
        now: this machine's time, with its zone.
        new_id: an id that has never been used.
    """
    access = tried(patient.client, patient.book, new_id, patient.email)
    if access.details is None:
        yield Line(Verdict.WRONG, "access", access.unread)
        return
    seen = access.details
    yield Line(Verdict.OK, "access", f'the app can read the spreadsheet "{seen.title}".')
    if access.unwritten:
        yield Line(Verdict.WRONG, "change", access.unwritten)
    else:
        yield Line(Verdict.OK, "change", "the app can write in it.")
    yield from _locked(seen)
    try:
        grids = patient.book.read(seen.tabs)
        marks = marked(patient.book, [tab.title for tab in ALL_TABS if tab is not READ_ME and tab.title in grids])
    except CallFailed as failed:
        yield Line(Verdict.WRONG, "tabs", str(failed))
    else:
        yield from _contents(seen, grids, marks)
    yield from (_locale(seen), _time_zone(seen), _clock(seen, now), _size(seen))


def _contents(seen: Details, grids: Mapping[str, Grid], marks: Mapping[str, Marked]) -> Iterator[Line]:
    here = what_is_here(grids)
    if here in {Here.EMPTY, Here.FOREIGN, Here.NEWER}:
        yield Line(Verdict.WRONG, "tabs", _NOT_A_YEAR[here])
        return
    names = {tab.title: given_names(tab, marks[tab.title]) for tab in ALL_TABS if tab.title in marks}
    reading = YearReader().read(grids, names)
    yield from _all_or(_tabs(grids), "tabs", f"all {len(ALL_TABS)} are there.")
    yield from _all_or(_headings(reading, grids), "headings", "all are there.")
    yield _marks(marks)
    yield _questions(reading)
    yield from _fence(seen, grids, here)


_NOT_A_YEAR: Final[Mapping[Here, str]] = {
    Here.EMPTY: "the spreadsheet is empty. Build a year in it with python -m kaizen provision.",
    Here.FOREIGN: "this is somebody else's spreadsheet: it has none of the tabs of a Kaizen year.",
    Here.NEWER: "the year was built by a newer version of the app. Update the app.",
}


def _all_or(lines: Iterator[Line], about: str, sentence: str) -> Iterator[Line]:
    found = list(lines)
    yield from found or [Line(Verdict.OK, about, sentence)]


def _tabs(grids: Mapping[str, Grid]) -> Iterator[Line]:
    spelled = {match_key(title): title for title in grids}
    renamed = {tab.title: spelled[key] for tab in ALL_TABS if (key := match_key(tab.title)) in spelled}
    renamed |= renamed_tabs(grids)
    for tab in (tab for tab in ALL_TABS if tab.title not in grids):
        if tab.title in renamed:
            sentence = f'{tab.title} seems to be called "{renamed[tab.title]}" now. Give it its name back.'
            yield Line(Verdict.LOOK, "tabs", sentence)
        else:
            verdict = Verdict.LOOK if tab in CAN_DO_WITHOUT else Verdict.WRONG
            yield Line(verdict, "tabs", f"{tab.title} is missing. {PUT_BACK}")


def _headings(reading: Reading, grids: Mapping[str, Grid]) -> Iterator[Line]:
    for tab in (tab for tab in reading.tabs.values() if tab.tab.title in grids):
        if not tab.heading_row:
            sentence = f"{tab.tab.title} has no row of headings, so nothing in it is read. {PUT_BACK}"
            yield Line(Verdict.LOOK if tab.tab in CAN_DO_WITHOUT else Verdict.WRONG, "headings", sentence)
        elif missing := [heading for heading in tab.tab.headings if heading not in tab.columns]:
            needed = {REF, *(column.heading for column in tab.tab.columns if column.needed)}
            verdict = Verdict.WRONG if needed & set(missing) else Verdict.LOOK
            sentence = f"{tab.tab.title} has no column headed {listed(missing)}. Put the heading back."
            yield Line(verdict, "headings", sentence)


def _marks(marks: Mapping[str, Marked]) -> Line:
    """Say whether headings may be renamed: whether each column that has its heading has its mark too."""
    missing = {tab.title: missing_marks(tab, 0, marks[tab.title]) for tab in ALL_TABS if tab.title in marks}
    columns = [title for title, requests in missing.items() if len(requests) > sum(map(is_row_mark, requests))]
    rows = [title for title, requests in missing.items() if requests and title not in columns]
    told = "Run python -m kaizen provision, which marks them and changes nothing else."
    if columns:
        sentence = f"columns of {listed(columns)} are not marked, so their headings must keep their names. {told}"
        return Line(Verdict.LOOK, "marks", sentence)
    if rows:
        sentence = f"the rows of headings of {listed(rows)} are not marked, so one heading of each must keep its name."
        return Line(Verdict.LOOK, "marks", f"{sentence} {told}")
    return Line(Verdict.OK, "marks", "every column is marked, so headings may be renamed.")


def _questions(reading: Reading) -> Line:
    asked = [one for one in reading.findings if one.place.row and one.outcome >= Outcome.QUERIED]
    if not asked:
        return Line(Verdict.OK, "cells", "every cell could be read.")
    cells = counted(len(asked), "cell or row", "cells or rows")
    return Line(Verdict.LOOK, "cells", f"the app has something to ask about {cells}; the page Checks lists them.")


def _fence(seen: Details, grids: Mapping[str, Grid], here: Here) -> Iterator[Line]:
    if here is Here.BEGUN:
        sentence = f"{KAIZEN.title} does not say that this is a Kaizen year. Run python -m kaizen provision."
        yield Line(Verdict.WRONG, "fence", sentence)
        return
    read, real = fence.revision(grids), seen.named_ranges.get(fence.RANGE, "")
    if read == real:
        stands = "it stands where the sheet says." if real else "nothing has been saved through the app yet."
        yield Line(Verdict.OK, "fence", stands)
    else:
        sentence = (
            f"{KAIZEN.title} and the named range {fence.RANGE} differ. The app puts it up anew when it next saves."
        )
        yield Line(Verdict.LOOK, "fence", sentence)


def _locked(seen: Details) -> Iterator[Line]:
    ours = {tab.title for tab in ALL_TABS} & set(seen.locked)
    if ours:
        sentence = (
            f"parts of {listed(sorted(ours))} are closed to the app. "
            "Let it edit them under Data > Protect sheets and ranges, or take the protection away."
        )
        yield Line(Verdict.WRONG, "protection", sentence)
    else:
        yield Line(Verdict.OK, "protection", "nothing is closed to the app.")


def _locale(seen: Details) -> Line:
    if seen.locale == LOCALE:
        return Line(Verdict.OK, "locale", "United Kingdom: 4/3 is read as 4 March.")
    put_right = "Choose United Kingdom under File > Settings > Locale."
    if seen.locale == MONTH_FIRST:
        return Line(Verdict.WRONG, "locale", f"United States: Google reads 4/3 as 3 April. {put_right}")
    return Line(Verdict.LOOK, "locale", f"{seen.locale or 'unknown'}; the app expects {LOCALE}. {put_right}")


def _time_zone(seen: Details) -> Line:
    if seen.time_zone == TIME_ZONE:
        return Line(Verdict.OK, "time zone", f"{TIME_ZONE}, as the app has it.")
    sentence = f"{seen.time_zone or 'unknown'}; the app works with {TIME_ZONE}. Choose London under File > Settings."
    return Line(Verdict.LOOK, "time zone", sentence)


def _clock(seen: Details, now: datetime) -> Line:
    if seen.server_time is None:
        return Line(Verdict.OK, "clock", "the sheet's answers don't say what time it is there.")
    apart = round((now - seen.server_time).total_seconds())
    if abs(apart) <= CLOCK_LOOK:
        return Line(Verdict.OK, "clock", "this machine and the server agree within ten seconds.")
    behind = "ahead of" if apart > 0 else "behind"
    sentence = f"this machine is {abs(apart)} seconds {behind} the server. Have its clock set from the network."
    return Line(Verdict.WRONG if abs(apart) > CLOCK_WRONG else Verdict.LOOK, "clock", sentence)


def _size(seen: Details) -> Line:
    if seen.cells < CELLS_LOOK:
        return Line(Verdict.OK, "size", f"{seen.cells:,} of {CELLS_ALLOWED:,} cells are taken, blank ones too.")
    sentence = f"{seen.cells:,} of {CELLS_ALLOWED:,} cells are taken. Delete blank rows and columns, or old tabs."
    return Line(Verdict.LOOK, "size", sentence)
