"""Put one cell right that Checks asks about, with what the person was shown beside what it is to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.rules.access import Action, may
from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.intents import Amend, Decision, Refusal
from kaizen.sheet.layout import YEAR_TABS
from kaizen.sheet.text import match_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kaizen.domain.record import Email, Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.findings import Finding
    from kaizen.sheet.layout import Column, Tab
    from kaizen.sheet.tab_reading import TabReading

TABS: Mapping[str, Tab] = {tab.title: tab for tab in YEAR_TABS}


@dataclass(frozen=True, slots=True)
class Repair:
    """What one cell says and what it would say.

    Attributes:
        tab: title of the tab.
        ref: of the row.
        field: of the row's model.
        shown: the value that was read.
        wanted: the value it would have.
    """

    tab: str
    ref: str
    field: str
    shown: object
    wanted: object

    @property
    def column(self) -> Column:
        """Where the cell stands."""
        return TABS[self.tab].column(self.field)

    @property
    def before(self) -> str:
        """What the cell says, as the sheet shows it."""
        return in_words(self.shown, self.column.kind)

    @property
    def after(self) -> str:
        """What it would say, as the sheet shows it."""
        return in_words(self.wanted, self.column.kind)


def repair_of(finding: Finding, tabs: Mapping[str, TabReading]) -> Repair | None:
    """Return what would follow the finding's suggestion; None where there is none that can be written safely.

    A cell that could not be read, or whose row is left out, is for people to put right in the sheet: what the app
    holds of it is not what stands there, so it could not tell whether somebody has changed it meanwhile.
    """
    reading, suggested = tabs.get(finding.place.tab), finding.suggested
    if reading is None or suggested is None or finding.place.tab not in TABS:
        return None
    record = next((one for one in reading.records if reading.rows[one.ref] == finding.place.row), None)
    column = next((one for one in reading.tab.columns if one.heading == suggested.heading), None)
    if record is None or column is None or not _stands_as_read(reading, record, column):
        return None
    wanted = _with(record, column.field, suggested.value)
    return Repair(finding.place.tab, record.ref, column.field, getattr(record, column.field), wanted)


def _stands_as_read(reading: TabReading, record: Record, column: Column) -> bool:
    cell = reading.cell(reading.rows[record.ref], column.heading)
    words = in_words(getattr(record, column.field), column.kind)
    return cell == "" or match_key(seen(cell, column.kind)) == match_key(words)


def _with(record: Record, field: str, value: object) -> object:
    """Return the value as the field holds it: the status "Cancelled" as a status."""
    whole: Record = type(record).model_validate({**record.model_dump(), field: value})
    return getattr(whole, field)


@dataclass(frozen=True, slots=True)
class PutRight:
    """Write what Checks has suggested, after the person has seen both values."""

    by: Email
    repair: Repair
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - at any time
        """Amend the one cell, or refuse where the person may not or the row is gone.

        Where somebody has changed the cell since it was shown, their edit stands: the writer compares.
        """
        repair, tab = self.repair, TABS[self.repair.tab]
        if not may(year, self.by, Action.PUT_RIGHT):
            return Refusal((Reason(Why.NOT_OWNER, "Only an organiser can put the sheet right from here."),))
        rows = () if tab.record is None else year.rows_like(tab.record)
        row = next((one for one in rows if one.ref == repair.ref), None)
        if row is None:
            sentence = f"The row is no longer on {repair.tab}, so there is nothing to put right."
            return Refusal((Reason(Why.NOT_FOUND, sentence, repair.ref),))
        heading = repair.column.heading
        if getattr(row, repair.field) == repair.wanted:
            return Decision(f"{heading} says \u201c{repair.after}\u201d already.", (), "Nothing new")
        amend = Amend(row, {repair.field: repair.wanted}, {repair.field: repair.shown})
        done = f"{heading} on {repair.tab} now says \u201c{repair.after}\u201d; it said \u201c{repair.before}\u201d."
        return Decision(done, (amend,), "Put right")
