"""Holding answers to what the sheet asks when they are written: a head may change a column while a form is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.engine.conflicts import said_value
from kaizen.sheet.headings import heading_key
from kaizen.sheet.questions import reasons_against

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaizen.sheet.added_columns import AddedColumn
    from kaizen.sheet.intents import Append
    from kaizen.sheet.questions import Question


def asked_otherwise(intent: Append, columns: Sequence[AddedColumn]) -> Iterator[Reason]:
    """Give the reasons why answers of a form will not do by now: the column is hidden, worked out, or takes others.

    Args:
        intent: with the questions as the form has asked them.
        columns: what people have added to its tab, as it stands.
    """
    now = {column.key: column.question for column in columns}
    for question in intent.asked:
        answer = intent.answers.get(question.heading)
        if answer is not None:
            asked = now.get(heading_key(question.heading))
            yield from _no_more(question, answer) if asked is None else reasons_against(asked, answer)


def _no_more(question: Question, answer: object) -> Iterator[Reason]:
    sentence = (
        f"\u201c{question.label}\u201d is not asked any more. Nothing is saved yet; you had answered "
        f"{said_value(answer)}. Press again to send the rest."
    )
    yield Reason(Why.CONFLICT, sentence, question.about)
