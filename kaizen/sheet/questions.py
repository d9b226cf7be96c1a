"""A question that a head has added to a form, and whether an answer to it will do."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import said
from kaizen.rules.typed_text import SHORT_TEXT, against_choice, against_text, tidy
from kaizen.sheet.cell_names import read_email
from kaizen.sheet.cells import shown
from kaizen.sheet.findings import Outcome
from kaizen.sheet.layout import Column, Kind, Options
from kaizen.sheet.text import match_key

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?", re.ASCII)

Answer = str | int | float | bool | date | None
"""What somebody has answered: "" or None for nothing."""

Bound = int | float | date | None
"""The least or the most that an answer may be; None for any."""

ABOUT = "added."
"""What a refusal is about begins so where it is a question that a head has added, never a field of the app's own."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as the column of the sheet has it.

    Attributes:
        heading: as it stands in the sheet, ``*`` and all.
        kind: TEXT, CHOICE, TICK, YES_NO (a tick box that has to be answered), WHOLE, NUMBER, DATE or EMAIL.
        needed: whether it has to be answered.
        helping: the note of the heading cell.
        options: of the dropdown.
        free: whether something else may be answered than the options.
        least: the smallest number or the first day that will do.
        most: the greatest number or the last day.
        above: a number that the answer has to be greater than, where ``least`` cannot say it.
        below: a number that it has to be smaller than.
        gap: two numbers or days; neither they nor anything between them will do.
    """

    heading: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    helping: str = ""
    options: tuple[str, ...] = ()
    free: bool = True
    least: Bound = None
    most: Bound = None
    above: float | None = None
    below: float | None = None
    gap: tuple[float, float] | tuple[date, date] | None = None

    @property
    def label(self) -> str:
        """The heading as it is asked: without the ``*``."""
        return self.heading.rstrip(" *:") or self.heading

    @property
    def key(self) -> str:
        """What stays the same when a head adds a ``*``, or writes the heading in other capitals."""
        return match_key(self.heading).rstrip(" *:")

    @property
    def about(self) -> str:
        """What a refusal calls it."""
        return ABOUT + self.key

    @property
    def column(self) -> Column:
        """The column as layout would describe it, so that it is asked like any other."""
        options = Options("", self.heading, self.free) if self.options else None
        return Column(self.label, self.about, self.kind, self.needed, options, self.helping)


def reasons_against(question: Question, answer: Answer) -> Iterator[Reason]:
    """Give the reasons why an answer will not do, none or one; whoever asked, this is what counts."""
    if answer is None or answer == "" or (isinstance(answer, str) and not tidy(answer)):
        if question.needed:
            yield _no(question, f"{_please(question)} \u201c{question.label}\u201d.")
        return
    match question.kind:
        case Kind.CHOICE:
            yield from _against_choice(question, answer)
        case Kind.TICK | Kind.YES_NO:
            if not isinstance(answer, bool):
                yield _no(question, f"Please answer \u201c{question.label}\u201d with Yes or No.")
        case Kind.WHOLE | Kind.NUMBER:
            yield from _against_number(question, answer)
        case Kind.DATE:
            yield from _against_date(question, answer)
        case Kind.EMAIL if read_email(str(answer)).outcome is not Outcome.READ:
            yield _no(question, f"Please give one e-mail address under \u201c{question.label}\u201d.")
        case _:
            yield from against_text(question.about, question.label, str(answer), SHORT_TEXT)


def kept(question: Question, answer: Answer) -> Answer:
    """Return an answer that will do as it is kept: text tidied, a head's own option as the sheet would enter it."""
    if not isinstance(answer, str):
        return answer
    if answer.strip() in question.options:
        return _as_entered(answer.strip())
    return tidy(answer)


def _as_entered(option: str) -> str | float:
    """Return an option as the dropdown of a sheet would enter it: a plain number as that, 007 and 2.50 as text."""
    number = float(option) if _NUMBER.fullmatch(option) else None
    return option if number is None or shown(number) != option else number


def _please(question: Question) -> str:
    if question.kind is Kind.DATE:
        return "Please choose a day under"
    if question.kind is Kind.YES_NO:
        return "Please say Yes or No under"
    return "Please choose" if question.options else "Please fill in"


def _no(question: Question, sentence: str) -> Reason:
    return Reason(Why.INVALID, sentence, question.about)


def _against_choice(question: Question, answer: Answer) -> Iterator[Reason]:
    text = shown(answer) if isinstance(answer, int | float) else str(answer)
    if text.strip() in question.options:
        return
    if question.free:
        yield from against_text(question.about, question.label, text, SHORT_TEXT)
    else:
        yield from against_choice(question.about, question.label, text, question.options)


def _against_number(question: Question, answer: Answer) -> Iterator[Reason]:
    number = isinstance(answer, int | float) and not isinstance(answer, bool)
    if not (isinstance(answer, int | float) and number and math.isfinite(answer)):
        yield _no(question, f"\u201c{question.label}\u201d has to be a number.")
    elif question.kind is Kind.WHOLE and answer != int(answer):
        yield _no(question, f"\u201c{question.label}\u201d is {answer:,}; it has to be a whole number.")
    elif not _within(question, answer):
        yield _no(question, f"\u201c{question.label}\u201d is {answer:,}; it can be {bounds_of(question)}.")


def _within(question: Question, answer: float) -> bool:
    least, most = question.least, question.most
    too_small = isinstance(least, int | float) and answer < least
    too_great = isinstance(most, int | float) and answer > most
    beside = (question.above is not None and answer <= question.above) or (
        question.below is not None and answer >= question.below
    )
    return not (too_small or too_great or beside or _in_the_gap(question, answer))


def _in_the_gap(question: Question, answer: float | date) -> bool:
    return question.gap is not None and question.gap[0] <= answer <= question.gap[1]  # type: ignore[operator]


def _against_date(question: Question, answer: Answer) -> Iterator[Reason]:
    least, most = question.least, question.most
    if not isinstance(answer, date):
        yield _no(question, f"Please choose a day under \u201c{question.label}\u201d.")
    elif (
        (isinstance(least, date) and answer < least)
        or (isinstance(most, date) and answer > most)
        or _in_the_gap(question, answer)
    ):
        yield _no(question, f"\u201c{question.label}\u201d is {said(answer)}; it can be {bounds_of(question)}.")


def bounds_of(question: Question) -> str:
    """Return what an answer may be: ``from 0 to 5``, ``at least 1``, ``before 9.5``; ``""`` where anything will do."""
    least, most = (_said(bound) for bound in (question.least, question.most))
    if least and most:
        return f"from {least} to {most}"
    if question.gap is not None:
        first, last = map(_said, question.gap)
        outside = f"before {first} or after {last}" if question.kind is Kind.DATE else f"under {first} or over {last}"
        return f"anything but {first}" if first == last else outside
    parts = [
        f"{word} {bound}"
        for word, bound in (
            ("from" if question.kind is Kind.DATE else "at least", least),
            ("up to", most),
            ("more than", _said(question.above)),
            ("less than", _said(question.below)),
        )
        if bound
    ]
    return " and ".join(parts)


def _said(bound: Bound) -> str:
    if bound is None:
        return ""
    return said(bound) if isinstance(bound, date) else f"{bound:,}"
