"""Ask to have one's name taken away, or take that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import said
from kaizen.rules.access import Action, may
from kaizen.sheet.intents import Amend, Decision, Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot

ASKED = "You have asked, and the organiser sees it. They will get in touch with you before anything is taken away."


@dataclass(frozen=True, slots=True)
class AskToBeRemoved:
    """Ask the organiser to take one's name out of the year; the day is noted beside it on Staff or Guests.

    Nothing is taken away by asking: places and visits have to be seen to first.

    Attributes:
        by: whose name it is; nobody asks for somebody else.
        still: False to take the wish back.
    """

    by: Email
    still: bool
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Note the day, or take it away; asking twice is asking once, on the first day."""
        row = year.person_by_email.get(self.by) or year.guest_by_email.get(self.by)
        if row is None or not may(year, self.by, Action.ASK_TO_BE_REMOVED, owner=self.by):
            sentence = "Only somebody on Staff, or an approved guest, can ask that here. Please tell the organiser."
            return Refusal((Reason(Why.NOT_OWNER, sentence),))
        if self.still and row.asked_to_go is not None:
            return Decision(f"You have asked already, on {said(row.asked_to_go)}.", (), "Nothing new")
        if not self.still and row.asked_to_go is None:
            return Decision("Nobody is asking to take your name away.", (), "Nothing new")
        wanted = {"asked_to_go": now.date() if self.still else None}
        told = ASKED if self.still else "You have taken that back. Your name stays."
        return Decision(told, (Amend(row, wanted),), "Asked to be removed" if self.still else "Asked to stay")
