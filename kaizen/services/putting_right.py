"""Put one cell right that Checks asks about, with what the person was shown beside what it is to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.rules.access import Action, may
from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.intents import Amend, Correct, Decision, Refusal
from kaizen.sheet.layout import TAB_OF

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kaizen.domain.record import Email, Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.findings import Finding
    from kaizen.sheet.layout import Column
    from kaizen.sheet.tab_reading import TabReading

KINDS: Mapping[str, type[Record]] = {tab.title: kind for kind, tab in TAB_OF.items()}


@dataclass(frozen=True, slots=True)
class Repair:
    """What one cell says and what it would say.

    Attributes:
        tab: title of the tab.
        ref: of the row.
        field: of the row's model.
        shown: the value that was read; None where the row is left out.
        wanted: the value it would have.
        cell: the cell itself, where that does not say what was read; None where it does.
    """

    tab: str
    ref: str
    field: str
    shown: object
    wanted: object
    cell: Cell | None = None

    @property
    def column(self) -> Column:
        """Where the cell stands."""
        return TAB_OF[KINDS[self.tab]].column(self.field)

    @property
    def before(self) -> str:
        """What the cell says, as the sheet shows it."""
        kind = self.column.kind
        return in_words(self.shown, kind) if self.cell is None else seen(self.cell, kind)

    @property
    def after(self) -> str:
        """What it would say, as the sheet shows it."""
        return in_words(self.wanted, self.column.kind)


def repair_of(finding: Finding, tabs: Mapping[str, TabReading]) -> Repair | None:
    """Return what would follow the finding's suggestion; None where there is none that can be written safely.

    Of a cell that could not be read, or whose row is left out, the cell itself is shown and compared. A row that
    is left out and cannot be told from another by its Ref or by what else it says is for people to put right.
    """
    title, suggested = finding.place.tab, finding.suggested
    reading = tabs.get(title)
    if reading is None or suggested is None or title not in KINDS:
        return None
    ref = next((ref for ref, row in reading.places.items() if row == finding.place.row), None)
    column = next((one for one in reading.tab.columns if one.heading == suggested.heading), None)
    if ref is None or column is None:
        return None
    record = next((one for one in reading.records if one.ref == ref), None)
    if record is not None and _stands_as_read(reading, record, column):
        wanted = _with(record, column.field, suggested.value)
        return Repair(title, ref, column.field, getattr(record, column.field), wanted)
    cell = reading.cell(finding.place.row, column.heading)
    read = None if record is None else getattr(record, column.field)
    return Repair(title, ref, column.field, read, suggested.value, cell)


def _stands_as_read(reading: TabReading, record: Record, column: Column) -> bool:
    cell = reading.cell(reading.rows[record.ref], column.heading)
    words = in_words(getattr(record, column.field), column.kind)
    return cell == "" or seen(cell, column.kind) == words


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

        Where somebody has changed the cell since it was shown, their edit stands: the writer compares. It also
        looks for a row that is left out, which no year knows of.
        """
        repair, kind = self.repair, KINDS[self.repair.tab]
        if not may(year, self.by, Action.PUT_RIGHT):
            return Refusal((Reason(Why.NOT_OWNER, "Only an organiser can put the sheet right from here."),))
        heading, before, after = repair.column.heading, repair.before, repair.after
        done = f"{heading} on {repair.tab} now says \u201c{after}\u201d; it said \u201c{before}\u201d."
        row = next((one for one in year.rows_like(kind) if one.ref == repair.ref), None)
        if repair.cell is not None:
            if row is not None and in_words(getattr(row, repair.field), repair.column.kind) == before:
                return Decision(f"{heading} says \u201c{before}\u201d, which is understood by now.", (), "Nothing new")
            correct = Correct(kind, repair.ref, repair.field, repair.cell, repair.wanted)
            return Decision(done, (correct,), "Put right")
        if row is None:
            sentence = f"The row is no longer on {repair.tab}, so there is nothing to put right."
            return Refusal((Reason(Why.NOT_FOUND, sentence, repair.ref),))
        if getattr(row, repair.field) == repair.wanted:
            return Decision(f"{heading} says \u201c{after}\u201d already.", (), "Nothing new")
        amend = Amend(row, {repair.field: repair.wanted}, {repair.field: repair.shown})
        return Decision(done, (amend,), "Put right")
