"""A column of the sheet as a question: its heading is the label, its kind chooses the input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from kaizen.domain.wording import WEEKDAYS
from kaizen.rules.typed_text import LONG_TEXT, SHORT_TEXT
from kaizen.sheet import layout
from kaizen.sheet.layout import Kind
from kaizen.ui import show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.layout import Column

KEPT: Literal["session"] = "session"
"""What is typed stays while the person looks at other pages."""

TALL = 120
"""Pixels of a box for several sentences."""

MOST_LETTERS = {Kind.TEXT: SHORT_TEXT, Kind.LONG_TEXT: LONG_TEXT}
"""Told beforehand, and held to when the form is sent: a browser held to it would take nothing of a longer paste."""

MOST_TYPED = 20_000
"""Letters of an answer that are kept at all: ten times the longest that is ever saved, so nobody's words are cut who
is about to hear that they are too long, and what a program sends in a person's place does not pile up."""


def label_of(column: Column) -> str:
    """Return the heading, and whether the answer may be left out."""
    needless = not column.needed and column.kind not in {Kind.TICK, Kind.YES_NO}
    return f"{column.heading} (optional)" if needless else column.heading


def options_of(year: YearSnapshot, column: Column) -> tuple[str, ...]:
    """Return what the column's dropdown offers, in the order of the sheet; none when it has no dropdown."""
    source = column.options
    if source is None:
        return ()
    if source.tab == layout.LISTS_TAB.title:
        return tuple(year.lists.get(source.heading) or layout.LISTS.get(source.heading, ()))
    tab = next(tab for tab in layout.YEAR_TABS if tab.title == source.tab)
    name = next(other.field for other in tab.columns if other.heading == source.heading)
    return tuple(getattr(row, name) for row in year.rows_like(tab.record)) if tab.record else ()


def ask(year: YearSnapshot, column: Column, key: str, start: Any = None, **changes: Any) -> Any:  # noqa: ANN401 - as the kind has it
    """Ask for a cell of the column and return the answer as its kind has it; blank is "" or None.

    Args:
        year: where the options come from.
        column: what is asked.
        key: names the answer in the session; what is typed is kept under it.
        start: what the answer is before anybody touches it.
        changes: ``label``, ``help``, ``options`` or another argument of the input; ``most``, of letters, or 0
            where the label says it.
    """
    most = changes.pop("most", 0 if column.options else MOST_LETTERS.get(column.kind, 0))
    helping = changes.pop("help", column.rule)
    common: dict[str, Any] = {
        "label": show.label(changes.pop("label", label_of(column))),
        "help": show.plain(_with_most(helping, most)) or None,
        "key": key,
        "persist_state": KEPT,
    }
    _cut(key)
    listed = column.options is not None and column.kind is not Kind.CHOICES
    draw = _choice if listed else DRAWN.get(column.kind, _text)
    return draw(year, column, start, {**common, **changes})


def _cut(key: str) -> None:
    """Cut an answer that is longer than anything people type, before anybody looks at it."""
    typed = st.session_state.get(key)
    if isinstance(typed, str) and len(typed) > MOST_TYPED:
        st.session_state[key] = typed[:MOST_TYPED]


def _with_most(helping: str, most: int) -> str:
    letters = f"Up to {most:,} letters." if most else ""
    return ". ".join(filter(None, (helping.removesuffix("."), letters))) if letters else helping


def _text(_: YearSnapshot, __: Column, start: object, common: dict[str, Any]) -> str:
    return (st.text_input(value=str(start or ""), **common) or "").strip()


def _long_text(_: YearSnapshot, __: Column, start: object, common: dict[str, Any]) -> str:
    common.setdefault("height", TALL)
    return (st.text_area(value=str(start or ""), **common) or "").strip()


def _choice(year: YearSnapshot, column: Column, start: str | None, common: dict[str, Any]) -> str | None:
    options: Sequence[str] = common.pop("options", None) or options_of(year, column)
    index = options.index(start) if start in options else None
    free = bool(column.options and column.options.free)
    common.setdefault("placeholder", "Choose, or type your own" if free else "Choose")
    chosen: str | None = st.selectbox(options=options, index=index, accept_new_options=free, **common)
    return chosen


def _choices(
    year: YearSnapshot, column: Column, start: Sequence[str] | None, common: dict[str, Any]
) -> tuple[str, ...]:
    options: Sequence[str] = common.pop("options", None) or options_of(year, column)
    common.setdefault("placeholder", "Choose one or more")
    return tuple(st.multiselect(options=options, default=list(start or ()), **common))


def _days(_: YearSnapshot, __: Column, start: Sequence[int] | None, common: dict[str, Any]) -> tuple[int, ...]:
    chosen = st.multiselect(options=range(5), default=list(start or ()), format_func=WEEKDAYS.__getitem__, **common)
    return tuple(sorted(chosen))


def _whole(_: YearSnapshot, __: Column, start: int | None, common: dict[str, Any]) -> int | None:
    number: int | None = st.number_input(value=start, step=1, **common)
    return number


def _number(_: YearSnapshot, __: Column, start: float | None, common: dict[str, Any]) -> float | None:
    number: float | None = st.number_input(value=start, step=0.01, format="%.2f", **common)
    return number


def _tick(_: YearSnapshot, __: Column, start: object, common: dict[str, Any]) -> bool:
    return st.checkbox(value=bool(start), **common)


def _yes_or_no(_: YearSnapshot, column: Column, start: object, common: dict[str, Any]) -> bool | None:
    """Draw a tick box; where it has to be answered a choice of two, for a blank tick box would be an answer."""
    if not column.needed:
        return st.checkbox(value=bool(start), **common)
    index = (True, False).index(start) if isinstance(start, bool) else None
    chosen: bool | None = st.radio(
        options=(True, False), index=index, format_func={True: "Yes", False: "No"}.get, horizontal=True, **common
    )
    return chosen


def _date(year: YearSnapshot, _: Column, start: date | None, common: dict[str, Any]) -> date | None:
    span = year.settings.school_year.span
    common = {"min_value": span.first, "max_value": span.last, **common}
    chosen: date | None = st.date_input(value=start, format="DD/MM/YYYY", **common)
    return chosen


DRAWN: Mapping[Kind, Callable[[YearSnapshot, Column, Any, dict[str, Any]], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.CHOICES: _choices,
    Kind.DAYS: _days,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.TICK: _tick,
    Kind.YES_NO: _yes_or_no,
    Kind.DATE: _date,
}
"""What draws each kind where there is no dropdown; any other is a line of text."""
