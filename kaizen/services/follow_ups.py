"""Agree what happens because of a visit, and tell how it went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaizen.domain.codes import next_code
from kaizen.domain.dates import SchoolYear
from kaizen.domain.follow_up import FollowUp, FollowUpStatus
from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import said
from kaizen.rules.access import Action, may
from kaizen.rules.typed_text import LONG_TEXT, NAME, against_choice, against_text, tidy, tidy_lines
from kaizen.rules.visit_logs import may_read
from kaizen.sheet.intents import Amend, Append, Decision, Refusal, row_ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.year import YearSnapshot

OPEN = (FollowUpStatus.TO_DO, FollowUpStatus.DOING)


@dataclass(frozen=True, slots=True)
class AddFollowUp:
    """Agree an action, a further visit or a project at a school.

    Attributes:
        school: whose follow-up it is; ``by`` works there or is its head.
        who: a name as people write it; not everybody who follows up has been on the visit.
        kind: an option of Follow-up kinds on Lists.
        due: None for no day in particular.
        from_log: code of the log it comes from, blank for none.
    """

    by: Email
    school: SchoolName
    who: str
    kind: str
    what: str
    key: str
    due: date | None = None
    from_log: str = ""

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Append the follow-up as To do, or refuse with a reason for everything that is not right yet."""
        if self.school not in year.school_by_name:
            sentence = f"There is no school called \u201c{self.school}\u201d on Schools."
            return Refusal((Reason(Why.NOT_FOUND, sentence, "school"),))
        if not may(year, self.by, Action.ADD_FOLLOW_UP, self.school):
            sentence = f"Only staff of {self.school} can add a follow-up there."
            return Refusal((Reason(Why.NOT_OWNER, sentence, "school"),))
        written = next((row for row in year.follow_ups if row.ref == row_ref(self.key)), None)
        if written is not None:
            return Decision(f"The follow-up stands as {written.id} already.", (), "Nothing new")
        reasons = tuple(self._against(year))
        return Refusal(reasons) if reasons else self._added(year)

    def _against(self, year: YearSnapshot) -> Iterator[Reason]:
        yield from against_text("who", "Who", self.who, NAME, needed=True)
        yield from against_choice("kind", "Kind", self.kind, year.lists.get("Follow-up kinds", ()))
        yield from against_text("what", "What", self.what, LONG_TEXT, needed=True)
        yield from self._against_due(year)
        yield from self._against_log(year)
        for row in year.follow_ups:
            if row.status in OPEN and self._same(row):
                yield Reason(Why.DUPLICATE, f"This follow-up stands on the list already, as {row.id}.", row.id)

    def _against_due(self, year: YearSnapshot) -> Iterator[Reason]:
        this = year.settings.school_year
        coming = SchoolYear(this.starts + 1)
        if self.due is not None and SchoolYear.of(self.due) not in (this, coming):
            yield Reason(Why.INVALID, f"{said(self.due)} is outside the school years {this} and {coming}.", "due")

    def _against_log(self, year: YearSnapshot) -> Iterator[Reason]:
        code = self.from_log.strip()
        # What somebody may not read is to them as if it were not there.
        note = next((row for row in year.visit_notes if row.log == code and may_read(year, self.by, row)), None)
        if code and note is None:
            yield Reason(Why.NOT_FOUND, f"There is no log {code} that you may read.", "from_log")
        if note is not None and self.school not in (note.from_school, note.to_school):
            sentence = f"{code} is about a visit of other schools, so nothing can follow from it at {self.school}."
            yield Reason(Why.INVALID, sentence, "from_log")

    def _same(self, row: FollowUp) -> bool:
        asked = (self.school, tidy(self.who), tidy(self.kind), tidy(self.what))
        return (row.school, row.who, row.kind, row.what) == asked

    def _added(self, year: YearSnapshot) -> Decision:
        row = FollowUp(
            ref=row_ref(self.key),
            id=next_code("F", (*year.codes, *(row.id for row in year.follow_ups))),
            from_log=self.from_log.strip(),
            school=self.school,
            who=tidy(self.who),
            kind=tidy(self.kind),
            what=tidy(self.what),
            by=self.due,
        )
        by_when = f" by {said(self.due)}" if self.due else ""
        return Decision(f"Added {row.id} for {row.who}{by_when}.", (Append(row),), f"Added {row.id}")


@dataclass(frozen=True, slots=True)
class MoveFollowUp:
    """Say how far a follow-up has come and what happened.

    Attributes:
        shown: what the person was looking at, field by field: ``status`` and ``happened``. What they
            left as it was shown is not written, so that it cannot undo somebody else's edit; where
            the sheet holds something else than was shown, the writer changes nothing and shows both.
    """

    by: Email
    follow_up: str
    status: FollowUpStatus
    happened: str
    key: str
    shown: Mapping[str, Any] = field(default_factory=dict)

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Set what was changed; nothing is written where it stands so already."""
        row = next((row for row in year.follow_ups if row.id == self.follow_up), None)
        if row is None:
            sentence = f"There is no follow-up {self.follow_up} on the Follow-ups tab."
            return Refusal((Reason(Why.NOT_FOUND, sentence, self.follow_up),))
        if not may(year, self.by, Action.MOVE_FOLLOW_UPS, row.school):
            return Refusal((Reason(Why.NOT_OWNER, f"Only staff of {row.school} can change {row.id}.", row.id),))
        reasons = (
            *against_choice("status", "Status", self.status, tuple(FollowUpStatus)),
            *against_text("happened", "What happened", self._typed(row) or "", LONG_TEXT),
        )
        return Refusal(reasons) if reasons else self._moved(row)

    def _typed(self, row: FollowUp) -> str | None:
        """Return what the person has typed; None where they left what they were shown: that is not theirs."""
        return None if self.happened == self.shown.get("happened", row.happened) else self.happened

    def _moved(self, row: FollowUp) -> Decision:
        typed = self._typed(row)
        asked: dict[str, Any] = {"status": FollowUpStatus(self.status.strip())}
        if typed is not None:
            asked["happened"] = tidy_lines(typed)
        seen = {name: self.shown.get(name, getattr(row, name)) for name in asked}
        wanted = {name: value for name, value in asked.items() if value != seen[name]}
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return Decision(f"{row.id} stands so already: {row.status}.", (), "Nothing new")
        shown = {name: seen[name] for name in wanted}
        status = wanted.get("status", row.status)
        return Decision(f"{row.id} is saved: {status}.", (Amend(row, wanted, shown),), f"{status}: {row.id}")
