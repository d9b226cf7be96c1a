"""Bring a row back that somebody has deleted while others point to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.network import Person, School
from kaizen.domain.reason import Reason, Why
from kaizen.rules.access import Action, may
from kaizen.sheet.intents import Append, Decision, Refusal, row_ref
from kaizen.sheet.layout import TAB_OF
from kaizen.sheet.refs import STAND_IN

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.domain.record import Email, Record
    from kaizen.domain.year import YearSnapshot


@dataclass(frozen=True, slots=True)
class RestoreRow:
    """Append the row as it was last read, with its old Ref, below the last one of its tab."""

    by: Email
    row: Record
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - at any time
        """Append the row, or refuse where the person may not; nothing where it stands there again."""
        tab = TAB_OF[type(self.row)]
        name = str(getattr(self.row, tab.key[0]))
        if not may(year, self.by, Action.PUT_RIGHT):
            return Refusal((Reason(Why.NOT_OWNER, "Only an organiser can bring a row back from here."),))
        rows = year.rows_like(type(self.row))
        if any(str(getattr(one, tab.key[0])) == name for one in rows):
            return Decision(f"{name} stands on {tab.title} again already.", (), "Nothing new")
        if any(_may_be_it(one, self.row) for one in rows):
            sentence = f"{name} may stand on {tab.title} already, called something else now. Please look in the sheet."
            return Refusal((Reason(Why.DUPLICATE, sentence, name),))
        taken = self.row.ref.startswith(STAND_IN) or any(one.ref == self.row.ref for one in rows)
        row = self.row.model_copy(update={"ref": row_ref(self.key)}) if taken else self.row
        return Decision(f"{name} is back on {tab.title}, below the last row.", (Append(row),), "Brought back")


def _may_be_it(one: Record, lost: Record) -> bool:
    """Tell whether a row is likely the one that is missed: a school or a person of the same name."""
    if isinstance(one, School) and isinstance(lost, School):
        return one.name == lost.name
    return isinstance(one, Person) and isinstance(lost, Person) and (one.name, one.school) == (lost.name, lost.school)
