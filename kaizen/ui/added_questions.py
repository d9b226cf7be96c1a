"""The questions that heads have added to a form, drawn like the form's own and after them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import listed
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.layout import Kind
from kaizen.sheet.questions import ABOUT, Question, bounds_of, reasons_against
from kaizen.ui import fields, prefill, show

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.questions import Answer
    from kaizen.ui.forms import Form

UNKNOWN = "The sheet does not say at the moment what else is asked here. Please try again in a minute."

TEN_YEARS = timedelta(days=3652)
"""A day may be so far outside the school year where its rule says nothing."""


def ask(form: Form) -> None:
    """Ask what heads have added to the form's tab, in the order of the sheet; the form sends the answers with its wish.

    Columns of formulas are named, not asked: the sheet works them out.
    """
    if form.tab is None:
        raise TypeError(f"the form {form.name} is over no tab")
    columns = form.office.added_columns(form.tab)
    if columns is None:
        show.caution(UNKNOWN)
        form.unanswered.append(Reason(Why.INVALID, UNKNOWN))
    worked_out = []
    for column in columns or ():
        if column.question is not None:
            form.added[column.question] = _ask_one(form, column.question)
        elif column.worked_out:
            worked_out.append(column.heading)
    if columns is not None:
        _tell_lost(form)
    if empty := [column.heading for column in columns or () if column.no_options]:
        show.small("Not asked, for there is nothing to choose from at the moment: {}.", listed(empty))
    if worked_out:
        show.small("Worked out in the sheet: {}.", listed(worked_out))


def _tell_lost(form: Form) -> None:
    """Repeat what somebody had answered before a head changed the question or took it away: nobody's words just go."""
    wish, asked = form.wish, {question.about for question in form.added}
    for about in [about for about in wish.asked if about not in asked]:
        question, answer = wish.asked.pop(about), wish.answers.get(about)
        if isinstance(question, Question) and not _is_blank(answer):
            wish.lost[about] = question.label, answer
    for about, (label, answer) in wish.lost.items():
        changed = "has changed in the sheet meanwhile" if about in asked else "is not asked any more"
        told = answer if isinstance(answer, str) else in_words(answer, Kind.TEXT)
        show.caution(f"\u201c{label}\u201d {changed}. You had answered \u201c{told}\u201d, which is not sent.")


def _is_blank(answer: object) -> bool:
    """Tell whether an answer is none; an empty tick box is blank too."""
    return answer is None or answer is False or answer == ""


def leave_out(form: Form) -> None:
    """Ask nothing this time; what a refusal has said about these questions no longer stands."""
    for about in list(form.wish.answers):
        if about.startswith(ABOUT):
            form.wish.answers.pop(about, None)


def _ask_one(form: Form, question: Question) -> Answer:
    # An answer that was given within other bounds would not be taken by the input, so each has a name of its own.
    key = form.key_of(f"{question.about}.{question.kind}.{question.least}.{question.most}")
    changes = {"options": question.options} if question.options else _bounds(form.year, question)
    start = prefill.start_of(form.year, question.column, question.label, key, changes)
    wish, about = form.wish, question.about
    before, changed = wish.answers.get(about), wish.asked.get(about, question) != question
    if any(reasons_against(question, start)):
        start = None
    answer: Answer = fields.ask(form.year, question.column, key, start, help=_helping(question), **changes)
    if not _is_blank(answer):
        wish.lost.pop(about, None)
    elif changed and not _is_blank(before):
        wish.lost[about] = question.label, before
    wish.asked[about] = question
    form.told_about(about, answer)
    return answer


def _helping(question: Question) -> str:
    bounds = bounds_of(question)
    bounded = f"{bounds[0].upper()}{bounds[1:]}." if bounds else ""
    return " ".join(filter(None, (question.helping, bounded)))


def _bounds(year: YearSnapshot, question: Question) -> dict[str, Any]:
    """Return what the input itself holds an answer to; the command holds it to the same and more."""
    if question.kind is Kind.DATE:
        return _days(year, question)
    if question.kind in {Kind.WHOLE, Kind.NUMBER}:
        bounds = {"min_value": question.least, "max_value": question.most}
        return {name: bound for name, bound in bounds.items() if bound is not None}
    return {}


def _days(year: YearSnapshot, question: Question) -> dict[str, Any]:
    span = year.settings.school_year.span
    least, most = (bound if isinstance(bound, date) else None for bound in (question.least, question.most))
    first = least or min(span.first, most or span.first) - TEN_YEARS
    return {"min_value": first, "max_value": most or max(span.last, first) + TEN_YEARS}
