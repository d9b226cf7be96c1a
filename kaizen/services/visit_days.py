"""Propose a school's uncommon INSET day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.domain.visit import VisitDay, VisitDayStatus
from kaizen.domain.wording import said
from kaizen.rules.access import Action, may
from kaizen.rules.uncommon_days import days_to_plan_for
from kaizen.rules.visit_days import check_visit_day
from kaizen.sheet.intents import Append, Decision, Refusal, row_ref

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.year import YearSnapshot
    from kaizen.rules.visit_days import VisitDayCheck


@dataclass(frozen=True, slots=True)
class ProposeVisitDay:
    """Propose, as the head of a school, the day on which it closes to pupils and its staff go visiting.

    A day that is not advised may be proposed; the advice is repeated. A day that is answered No is
    refused here, and may still be typed into the sheet, which has the last word.
    """

    by: Email
    school: SchoolName
    day: date
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Append the day as Proposed, or refuse with every reason."""
        if self.school not in year.school_by_name:
            sentence = f"There is no school called \u201c{self.school}\u201d on Schools."
            return Refusal((Reason(Why.NOT_FOUND, sentence, "school"),))
        if not may(year, self.by, Action.CHOOSE_VISIT_DAY, self.school):
            sentence = f"Only the headteacher of {self.school} can propose its uncommon INSET day."
            return Refusal((Reason(Why.NOT_OWNER, sentence, "school"),))
        if any(row.ref == row_ref(self.key) for row in year.visit_days):
            return Decision(f"{said(self.day)} is proposed already.", (), "Nothing new")
        check = check_visit_day(year, self.school, self.day)
        reasons = tuple(self._against(year, check, now.date()))
        return Refusal(reasons) if reasons else self._proposed(check)

    def _against(self, year: YearSnapshot, check: VisitDayCheck, today: date) -> Iterator[Reason]:
        if self.day not in year.settings.school_year.span:
            sentence = f"{said(self.day)} is outside the school year {year.settings.school_year}."
            yield Reason(Why.INVALID, sentence, "day")
            return
        if self.day < today:
            yield Reason(Why.CLOSED, f"{said(self.day)} is past.", "day")
        for day in days_to_plan_for(year, self.school, today):
            sentence = (
                f"{self.school} has {said(day)} as its day already. To change it, "
                "first set that row on Visit days to Dropped and delete the day from Dates if it stands there."
            )
            yield Reason(Why.DUPLICATE, sentence, "day")
        yield from (Reason(Why.CLOSED, f"{said(self.day)} will not do. {block}.", "day") for block in check.blocks)

    def _proposed(self, check: VisitDayCheck) -> Decision:
        row = VisitDay(ref=row_ref(self.key), school=self.school, date=self.day, status=VisitDayStatus.PROPOSED)
        parts = [f"Proposed: {said(self.day)} as the uncommon INSET day of {self.school}."]
        if check.advice:
            parts.append(f"Not advised, so please agree it with the other heads: {'; '.join(check.advice)}.")
        parts += [f"{note}." for note in check.notes]
        return Decision(" ".join(parts), (Append(row),), f"Proposed a visit day for {self.school}")
