"""Propose a school's uncommon INSET day, or drop one that has been proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.domain.visit import VisitDay, VisitDayStatus
from kaizen.domain.wording import counted, said
from kaizen.rules.access import Action, may
from kaizen.rules.day_reasons import together
from kaizen.rules.hosts import STANDING
from kaizen.rules.uncommon_days import days_to_plan_for
from kaizen.rules.visit_days import check_visit_day
from kaizen.sheet.intents import Amend, Append, Decision, Refusal, row_ref

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
        return Refusal(reasons) if reasons else self._proposed(year, check)

    def _against(self, year: YearSnapshot, check: VisitDayCheck, today: date) -> Iterator[Reason]:
        if self.day not in year.settings.school_year.span:
            sentence = f"{said(self.day)} is outside the school year {year.settings.school_year}."
            yield Reason(Why.INVALID, sentence, "day")
            return
        if self.day < today:
            yield Reason(Why.CLOSED, f"{said(self.day)} is past.", "day")
        for day in days_to_plan_for(year, self.school, today):
            sentence = (
                f"{self.school} has {said(day)} as its day already. Drop it first: on the page Visits while it is "
                "only Proposed, else in the sheet, on Visit days and on Dates."
            )
            yield Reason(Why.DUPLICATE, sentence, "day")
        if check.blocks:
            blocks = "; ".join(together(year, self.school, check.blocks))
            yield Reason(Why.CLOSED, f"{said(self.day)} will not do. {blocks}.", "day")

    def _proposed(self, year: YearSnapshot, check: VisitDayCheck) -> Decision:
        row = VisitDay(ref=row_ref(self.key), school=self.school, date=self.day, status=VisitDayStatus.PROPOSED)
        parts = [f"Proposed: {said(self.day)} as the uncommon INSET day of {self.school}."]
        if check.advice:
            advice = "; ".join(together(year, self.school, check.advice))
            parts.append(f"Not advised, so please agree it with the other heads: {advice}.")
        parts += [f"{note}." for note in check.notes]
        return Decision(" ".join(parts), (Append(row),), f"Proposed a visit day for {self.school}")


@dataclass(frozen=True, slots=True)
class DropVisitDay:
    """Take back, as the head of a school, a day that is only proposed; one that is agreed is other people's too."""

    by: Email
    school: SchoolName
    day: date
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Set the day to Dropped; dropping twice is dropping once."""
        if not may(year, self.by, Action.CHOOSE_VISIT_DAY, self.school):
            sentence = f"Only the headteacher of {self.school} can drop its uncommon INSET day."
            return Refusal((Reason(Why.NOT_OWNER, sentence, "school"),))
        rows = [row for row in year.visit_days if (row.school, row.date) == (self.school, self.day)]
        if not rows:
            sentence = f"{said(self.day)} is not on Visit days for {self.school}."
            return Refusal((Reason(Why.NOT_FOUND, sentence, "day"),))
        standing = {row.status for row in rows} - {VisitDayStatus.PROPOSED, VisitDayStatus.DROPPED}
        if standing:
            sentence = f"{said(self.day)} is {min(standing)}, not just Proposed: only the sheet can change it."
            return Refusal((Reason(Why.CLOSED, sentence, "day"),))
        return self._dropped(year, [row for row in rows if row.status is VisitDayStatus.PROPOSED])

    def _dropped(self, year: YearSnapshot, rows: list[VisitDay]) -> Decision:
        if not rows:
            return Decision(f"{said(self.day)} was dropped already.", (), "Nothing new")
        visits = [
            visit
            for visit in year.visits_by_day.get(self.day, ())
            if visit.from_school == self.school and visit.status in STANDING
        ]
        planned = f"{counted(len(visits), 'visit is', 'visits are')} planned for that day"
        left = f" {planned}: please have them cancelled." if visits else ""
        told = f"Dropped: {said(self.day)} as the uncommon INSET day of {self.school}.{left}"
        drops = tuple(Amend(row, {"status": VisitDayStatus.DROPPED}) for row in rows)
        return Decision(told, drops, f"Dropped a visit day of {self.school}")
