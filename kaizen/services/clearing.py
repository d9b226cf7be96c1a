"""Clear for every school what a visitor wrote, or take that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.rules.visit_logs import WRITTEN, may_clear
from kaizen.sheet.intents import Amend, Decision, Refusal
from kaizen.sheet.refs import STAND_IN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kaizen.domain.record import Email
    from kaizen.domain.visit import VisitNote
    from kaizen.domain.year import YearSnapshot


@dataclass(frozen=True, slots=True)
class ClearLog:
    """Let every school read a log, or no longer.

    Attributes:
        log: its code.
        cleared: True to clear it, False to take that back.
        shown: the visitor's words as the head has read them, by field of `WRITTEN`. Where the sheet by now holds
            others nothing is cleared and both are shown. Taking back does not ask: it hides, whatever the log says.
    """

    by: Email
    log: str
    cleared: bool
    key: str
    shown: Mapping[str, str]

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Tick or untick Cleared; a log of other schools is refused in the words of one that is not there."""
        log = next((row for row in year.visit_notes if row.log == self.log and may_clear(year, self.by, row)), None)
        if log is None:
            return Refusal((Reason(Why.NOT_FOUND, "There is no such log that you may clear.", self.log),))
        if log.cleared == self.cleared:
            stands = "is cleared already" if log.cleared else "is not cleared, so there is nothing to take back"
            return Decision(f"{name_of(log)} {stands}.", (), "Nothing new")
        return self._cleared(log) if self.cleared else self._taken_back(log)

    def _cleared(self, log: VisitNote) -> Decision:
        read = {field: self.shown.get(field, "") for field in WRITTEN}
        amend = Amend(log, {"cleared": True}, read)
        return Decision(f"{name_of(log)} is cleared: every school can read it.", (amend,), f"Cleared {self.log}")

    def _taken_back(self, log: VisitNote) -> Decision:
        sentence = f"{name_of(log)} is taken back: only the visitor, the host contact and the two heads can read it."
        return Decision(sentence, (Amend(log, {"cleared": False}),), f"Took back {self.log}")


def name_of(log: VisitNote) -> str:
    """Return the code of the log; a row typed by hand has none until the app next writes, and is "The log"."""
    return "The log" if log.log.startswith(STAND_IN) else log.log
