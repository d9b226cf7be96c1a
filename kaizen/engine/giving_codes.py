"""Rows that people have typed without a code get one with the next commit, and nothing goes out that stands for one."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kaizen.domain.codes import has_stand_in, is_stand_in, next_code
from kaizen.sheet.filling_in import code_column
from kaizen.sheet.intents import AddOption, Append, Correct, Remove
from kaizen.sheet.layout import REF, TAB_OF, YEAR_TABS
from kaizen.sheet.refs import stand_in_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Command, Intent
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading

MOST: Final = 100
"""So many rows get their codes with one commit; the others with the next ones."""

Codes = dict[tuple[type["Record"], str], dict[str, str]]
"""Model and ref of a row to the field of its code and the code."""


def codes_to_give(reading: Reading, questions: Collection[str] = ()) -> Codes:
    """Return the codes of the rows that have none yet; one whose code has been deleted gets it back.

    A tab that can't be read or written for now waits: nobody's wish may fail over a code that is not theirs.

    Where nobody remembers which that was, and others point to a code that no row has, it may be that one: a row with
    a Ref has had a code, so it is left to people.

    Args:
        reading: of the sheet.
        questions: titles of the tabs in which nothing may be written until someone has answered.
    """
    found: Codes = {}
    waits = {*questions, *reading.unreadable, *reading.unknown}
    for tab in (tab for title, tab in reading.tabs.items() if title not in waits):
        column = code_column(tab.tab)
        if column is not None and {column.heading, *[REF] * tab.tab.has_ref} <= tab.columns.keys():
            waiting = [row for row in tab.records if is_stand_in(getattr(row, column.field))]
            letter = "".join(re.findall("[A-Z]", column.example)[:1])
            for row, code in _given(reading, tab, column.field, letter, waiting[:MOST]):
                found[type(row), row.ref] = {column.field: code}
    return found


def _given(
    reading: Reading, tab: TabReading, field: str, letter: str, waiting: Iterable[Record]
) -> Iterator[tuple[Record, str]]:
    there = {str(getattr(row, field)) for row in tab.records}
    taken = {*reading.year.codes, *there}
    lost = {code for code in reading.year.codes - there if next_code(letter, [code]) != next_code(letter, ())}
    for row in waiting:
        former = reading.former_codes.get((tab.tab.title, getattr(row, field)), "")
        if not former and lost and not is_stand_in(row.ref):
            continue
        code = former if former and former not in there else next_code(letter, taken)
        there.add(code)
        taken.add(code)
        yield row, code


def with_codes(year: YearSnapshot, codes: Codes) -> YearSnapshot:
    """Return the year as it is once these rows have their codes; their refs stay until it is read again."""
    for (kind, ref), code in codes.items():
        row = next(row for row in year.rows_like(kind) if row.ref == ref)
        year = year.changed(row, row.model_copy(update=code))
    return year


def settled(command: Command, year: YearSnapshot) -> Command:
    """Return a wish with the codes that rows have by now, where its sender was shown rows without one."""
    wish: Any = command
    said = {field.name: getattr(wish, field.name) for field in (fields(wish) if is_dataclass(wish) else ())}
    changes = {name: _code_of(value, year) for name, value in said.items() if is_stand_in(value)}
    settled_wish: Command = replace(wish, **changes) if changes else command
    return settled_wish


def _code_of(text: str, year: YearSnapshot) -> str:
    """Return the code of the row that a text stands for; the text where there is no such row any more."""
    for tab in YEAR_TABS:
        column = code_column(tab)
        if column is not None and tab.record is not None and year.knows(tab.record):
            for row in year.rows_like(tab.record):
                if stand_in_of(tab, row, besides=column.field) == text:
                    return str(getattr(row, column.field))
    return text


NO_CODE: Final = (
    "This is about a row that has no code yet, so nothing was saved. Please have the code typed in the sheet first; "
    "Checks says where it is missing."
)


def leaks(intent: Intent) -> bool:
    """Tell whether something would be written that only stands for a code."""
    return any(map(has_stand_in, _values(intent)))


def _values(intent: Intent) -> Iterator[object]:
    if isinstance(intent, AddOption):
        yield intent.option
    elif isinstance(intent, Correct):
        yield intent.wanted
    elif isinstance(intent, Append):
        yield from (getattr(intent.record, column.field) for column in TAB_OF[type(intent.record)].columns)
        yield from intent.answers.values()
    elif not isinstance(intent, Remove):
        yield from intent.wanted.values()
        yield from intent.answers.values()
