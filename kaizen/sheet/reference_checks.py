"""Rows that point to a row of another tab that is not there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kaizen.domain.codes import is_stand_in as is_codeless
from kaizen.domain.wording import counted, listed
from kaizen.rules.naming import is_stand_in
from kaizen.sheet.cells import shown
from kaizen.sheet.findings import Finding, Outcome, Place, Suggestion
from kaizen.sheet.layout import LISTS_TAB, SCHOOLS, STAFF, YEAR_TABS
from kaizen.sheet.suggesting import nearest
from kaizen.sheet.text import LIKENESS, match_key, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kaizen.domain.record import Record
    from kaizen.sheet.last_seen import Gone
    from kaizen.sheet.layout import Column, Options
    from kaizen.sheet.tab_reading import TabReading

ADDRESSES_ALIKE = 0.9
"""All addresses of a school share most of their letters, so only very like ones are offered."""

OFFERS = 25
"""So many unknown names of a column are compared with all known ones; after that something larger is amiss."""

READ_WITH_THE_CELL = {LISTS_TAB.title, SCHOOLS.title}
"""Options and schools are matched when a cell is read, so they need no second look."""


MANY = 3
"""From so many rows that point to one thing that is not there, it is said once."""

A_WHOLE_TAB = 25
"""Where more rows of a tab are gone, they are told together."""

MANY_TO_CHANGE = 12
"""The same where the thing has another name now: up to here each row is offered to be put right."""


def reference_findings(
    tabs: Mapping[str, TabReading], gone: Gone, told: Collection[tuple[str, int]] = ()
) -> Iterator[Finding]:
    """Ask about every cell that names a person, workshop, slot, room, session, visit or event nobody has entered.

    Args:
        tabs: every tab by title.
        gone: rows that have stood in the sheet before, see `last_seen`.
        told: title and number of rows of which it is said already why they are left out, and rows that point to
            them with them.
    """
    missed: dict[tuple[str, str], list[str]] = {}
    for tab in YEAR_TABS:
        for column in tab.columns:
            if column.options is not None and column.options.tab not in READ_WITH_THE_CELL:
                yield from _unknown(tabs[tab.title], column, column.options, tabs, gone, missed, told)
    for title in dict.fromkeys(title for title, _ in missed):
        keys = [key for of, key in missed if of == title]
        if len(keys) > A_WHOLE_TAB:
            yield _all_gone(title, keys)
        else:
            yield from (_gone(key, title, gone[title, key].row, listed(missed[title, key])) for key in keys)


def _unknown(  # noqa: PLR0913, PLR0917 - one column, and all that it could point to
    reading: TabReading,
    column: Column,
    options: Options,
    tabs: Mapping[str, TabReading],
    gone: Gone,
    missed: dict[tuple[str, str], list[str]],
    told: Collection[tuple[str, int]],
) -> Iterator[Finding]:
    """Ask about what nobody has entered; what is gone is put to ``missed``, for other columns may miss it too."""
    target = tabs[options.tab]
    known = target.values(options.heading)
    if reading.values(column.heading).keys() - {""} <= known.keys():
        return
    if not target.records and not any(title == options.tab for title, _ in gone):
        yield _nothing_read(reading, column, options.tab)
        return
    left_out = {match_key(shown(target.cell(row, options.heading))): row for row in target.left_out.values()}
    pointing: dict[str, list[int]] = {}
    for record in reading.records:
        value = str(getattr(record, column.field))
        if value and value not in known and not is_stand_in(value):
            pointing.setdefault(value, []).append(reading.rows[record.ref])
    for number, (value, rows) in enumerate(pointing.items()):
        row, called = gone.get((options.tab, value), (None, ""))
        unread = left_out.get(match_key(value), 0)
        if (options.tab, unread) in told:
            continue
        if row is not None and not called and not unread:
            missed.setdefault((options.tab, value), []).append(_pointing(reading, rows, tabs))
        else:
            codeless = is_codeless(called)
            like = known if number < OFFERS and not unread and not codeless else {}
            near = "" if codeless else called or nearest(value, like, _likeness(value))
            place = Place(reading.tab.title, heading=column.heading)
            what = _what(value, options.tab, near, called, unread)
            if len(rows) < (MANY_TO_CHANGE if called else MANY):
                yield from _each(place, value, rows, what, near)
            else:
                yield _once(place, value, rows, what)


def _nothing_read(reading: TabReading, column: Column, tab: str) -> Finding:
    rows = [reading.rows[one.ref] for one in reading.records if str(getattr(one, column.field))]
    points = "points" if len(rows) == 1 else "point"
    sentence = (
        f"{counted(len(rows), 'row')} of {reading.tab.title} {points} to {tab}, of which nothing can be read at the "
        "moment. Meanwhile they stand, and point to nothing."
    )
    return Finding(Place(reading.tab.title, heading=column.heading), Outcome.QUERIED, sentence)


def _likeness(value: str) -> float:
    """Return how alike a name has to be to be meant: a code of other digits is another one's."""
    if _CODE.fullmatch(value):
        return 1.0
    return ADDRESSES_ALIKE if "@" in value else LIKENESS


_CODE = re.compile(r"[A-Z]+\d+", re.IGNORECASE)


def _gone(value: str, tab: str, row: Record, pointing: str) -> Finding:
    sentence = f"{value} is gone from {tab}; {pointing}. It can be brought back as it was last read."
    return Finding(Place(tab), Outcome.QUERIED, sentence, lost=row)


def _all_gone(tab: str, keys: Sequence[str]) -> Finding:
    sentence = (
        f"{len(keys)} rows are gone from {tab} to which others point, such as {listed(keys[:MANY])}. File > Version "
        "history in the sheet brings them back all at once. Meanwhile what points to them points to nothing."
    )
    return Finding(Place(tab), Outcome.QUERIED, sentence)


def _pointing(reading: TabReading, rows: Sequence[int], tabs: Mapping[str, TabReading]) -> str:
    points, where, those = (
        ("points", f"row {rows[0]}", "that") if len(rows) == 1 else ("point", f"row {rows[0]} and others", "those")
    )
    further = _further(reading, rows, tabs)
    through = f", and {listed(further)} to {those}" if further else ""
    return f"{counted(len(rows), 'row')} of {reading.tab.title} {points} to it ({where}){through}"


def _further(reading: TabReading, rows: Sequence[int], tabs: Mapping[str, TabReading]) -> list[str]:
    """Return how many rows of other tabs point to these rows: with a workshop the bookings of its sessions go."""
    if reading.tab in {SCHOOLS, STAFF}:
        return []  # all that a school or a person has would be counted
    pointing = [record for record in reading.records if reading.rows[record.ref] in rows]
    field = {column.heading: column.field for column in reading.tab.columns}
    told: dict[str, int] = {}
    for tab in YEAR_TABS:
        for column in tab.columns:
            if column.options is not None and column.options.tab == reading.tab.title:
                keys = {str(getattr(record, field[column.options.heading])) for record in pointing} - {""}
                count = sum(str(getattr(record, column.field)) in keys for record in tabs[tab.title].records)
                told[tab.title] = told.get(tab.title, 0) + count
    return [f"{counted(count, 'row')} of {title}" for title, count in told.items() if count]


def _what(value: str, tab: str, near: str, called: str, unread: int) -> str:
    if unread:
        return f"{quoted(value)} is on {tab} row {unread}, which is left out until it can be read."
    if is_codeless(called):
        return f"{quoted(value)} has been deleted from its row on {tab}, which gets it back with the next save."
    if called:
        return f"{quoted(value)} is now called {called} on {tab}."
    return f"{quoted(value)} is not on {tab}{f'; did you mean {near}?' if near else '.'}"


def _once(place: Place, value: str, rows: Sequence[int], what: str) -> Finding:
    sentence = f"{what} From here down {len(rows)} rows point to it. Meanwhile they stand, and point to nothing."
    return Finding(replace(place, row=rows[0]), Outcome.QUERIED, sentence, value)


def _each(place: Place, value: str, rows: Sequence[int], what: str, near: str) -> Iterator[Finding]:
    suggested = Suggestion(place.heading, near) if near else None
    for number in rows:
        sentence = f"{what} Meanwhile the row stands, and points to nothing."
        yield Finding(replace(place, row=number), Outcome.QUERIED, sentence, value, suggested)
