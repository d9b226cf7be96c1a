"""What an address says beforehand about a form: ``/propose?best_for=KS1`` opens it with KS1 chosen.

Only questions that the form asks anyway can be answered so, only by what the question would take, and nothing
is sent by it: the person sees it and presses the button, or changes it.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import streamlit as st

from kaizen.sheet.cell_choices import read_yes_no
from kaizen.sheet.cell_dates import read_date
from kaizen.sheet.cell_names import read_email
from kaizen.sheet.cell_numbers import read_number, read_whole
from kaizen.sheet.layout import Kind
from kaizen.sheet.text import clean, clean_lines, match_key
from kaizen.ui import identity
from kaizen.ui.fields import MOST_LETTERS, options_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.layout import Column

MOST_ANSWERS = 50
"""So many parts of an address are looked at; no form asks as much."""

LONGEST = MOST_LETTERS[Kind.LONG_TEXT]
"""Letters of a part, and of what it is called, that are looked at; browsers and proxies carry little more."""


def start_of(year: YearSnapshot, column: Column, name: str, key: str, changes: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the kind has it
    """Return what the address says about a question; None where it says nothing, or nothing that would do.

    What it said when the form was first drawn holds until the form is blank again, for Streamlit's menu takes
    everything out of the address.

    Args:
        year: where options come from.
        column: what is asked.
        name: what the address calls it: the field of the model, or an added column's heading.
        key: names the answer in the session.
        changes: of the input, as `fields.ask` takes them; its options and bounds hold here too.
    """
    kept = identity.desk().kept
    if (place := f"prefilled.{key}") not in kept:
        given = {match_key(one[:LONGEST]): text for one, text in islice(st.query_params.items(), MOST_ANSWERS)}
        kept[place] = fitting(year, column, given.get(match_key(name), ""), changes)
    return kept[place]


def fitting(year: YearSnapshot, column: Column, text: str, changes: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return the answer that a text stands for; None where the question would not take it."""
    if len(text) > LONGEST or not text.strip():
        return None
    options: Sequence[str] = changes.get("options") or options_of(year, column)
    if column.kind is Kind.CHOICES:
        return _all_of(options, text.split(","))
    if column.options is not None:
        free = column.options.free and len(text) <= MOST_LETTERS[Kind.TEXT]
        return next(iter(_all_of(options, [text]) or ()), clean(text) if free else None)
    if column.kind in MOST_LETTERS:
        words = clean_lines(text) if column.kind is Kind.LONG_TEXT else clean(text)
        return words if len(words) <= MOST_LETTERS[column.kind] else None
    span = year.settings.school_year.span
    bounds = {"min_value": span.first, "max_value": span.last} if column.kind is Kind.DATE else {}
    read = READ.get(column.kind)
    return _within(read(text, year), {**bounds, **changes}) if read else None


READ: Mapping[Kind, Callable[[str, YearSnapshot], Any]] = {
    Kind.TICK: lambda text, _: read_yes_no(text).value,
    Kind.YES_NO: lambda text, _: read_yes_no(text).value,
    Kind.WHOLE: lambda text, _: read_whole(text).value,
    Kind.NUMBER: lambda text, _: read_number(text).value,
    Kind.MONEY: lambda text, _: read_number(text).value,
    Kind.DATE: lambda text, year: read_date(text, year.settings.school_year).value,
    Kind.EMAIL: lambda text, _: read_email(text).value,
}
"""How each kind with no text of its own is read; people may write such an address by hand."""


def _all_of(options: Sequence[str], texts: Sequence[str]) -> tuple[str, ...] | None:
    """Return the options that are meant, each as it is spelt; None where one is not among them."""
    known = {match_key(option): option for option in options}
    found = [known.get(match_key(text)) for text in texts]
    return tuple(dict.fromkeys(option for option in found if option is not None)) if all(found) else None


def _within(value: Any, bounds: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a number or a day
    least, most = bounds.get("min_value"), bounds.get("max_value")
    too_small = least is not None and value is not None and value < least
    too_great = most is not None and value is not None and value > most
    return None if too_small or too_great else value
