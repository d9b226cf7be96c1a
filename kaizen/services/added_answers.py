"""A wish together with the answers to the questions that heads have added to its form."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kaizen.sheet.intents import Append, Decision, Refusal
from kaizen.sheet.questions import kept, reasons_against

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kaizen.domain.record import Email, Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Command, Intent
    from kaizen.sheet.questions import Answer, Question


@dataclass(frozen=True, slots=True)
class WithAnswers:
    """Carry a wish out and put the answers into the row that it adds.

    No command knows what heads have added, so each is wrapped as it is. The answers are held to their
    questions here, whatever a browser has let through.

    Attributes:
        wish: what the form is for.
        kind: the model of the row that the answers belong to.
        questions: as the form has asked them.
        answers: by the heading of the question; one that is missing is blank.
    """

    wish: Command
    kind: type[Record]
    questions: tuple[Question, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def by(self) -> Email:
        """Who wishes it."""
        return self.wish.by

    @property
    def key(self) -> str:
        """The idempotency key."""
        return self.wish.key

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Decide the wish, and refuse it with a reason for every answer that will not do as well.

        A wish that adds no such row, because it was carried out before, is answered as it is.
        """
        outcome = self.wish.decide(year, now)
        if isinstance(outcome, Decision) and not any(map(self._is_asked, outcome.intents)):
            return outcome
        reasons = tuple(
            reason
            for question in self.questions
            for reason in reasons_against(question, self.answers.get(question.heading))
        )
        if isinstance(outcome, Refusal):
            return Refusal((*outcome.reasons, *reasons))
        return Refusal(reasons) if reasons else self._with_answers(outcome)

    def _is_asked(self, intent: Intent) -> bool:
        return isinstance(intent, Append) and isinstance(intent.record, self.kind)

    def _with_answers(self, decision: Decision) -> Decision:
        told = {question.heading: kept(question, self.answers.get(question.heading)) for question in self.questions}
        answers = {heading: answer for heading, answer in told.items() if answer not in {None, ""}}
        intents = (
            replace(intent, answers=answers, asked=self.questions)
            if isinstance(intent, Append) and self._is_asked(intent)
            else intent
            for intent in decision.intents
        )
        return replace(decision, intents=tuple(intents))
