"""What the reading of each tab has to know about the tabs before it, and no more.

Two readings of a tab with equal cells and equal surroundings are equal, so the second is not made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kaizen.domain.dates import ALL_SCHOOLS
from kaizen.domain.network import Person, School
from kaizen.domain.programme import Session
from kaizen.sheet.cells import Context, Names
from kaizen.sheet.layout import BOOKINGS, LISTS_TAB, SCHOOLS, SESSIONS, STAFF, VISIT_NOTES, VISITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaizen.domain.dates import SchoolYear
    from kaizen.domain.record import Record, SchoolName
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.tab_reading import TabReading

R = TypeVar("R", bound="Record")

PEOPLED = {BOOKINGS.title, VISITS.title, VISIT_NOTES.title}
"""Tabs in which a person's name and school may be left to Staff."""


def surroundings(
    tab: Tab, year: SchoolYear, lists: Mapping[str, tuple[str, ...]], before: Mapping[str, TabReading]
) -> Context:
    """Return the context in which a tab is read.

    ``lists`` are the options of each heading on Lists; ``before`` are the tabs that have been read,
    among them those that this one points to.
    """
    sources = {(column.options.tab, column.options.heading) for column in tab.columns if column.options}
    schools = _records(before, SCHOOLS, School) if SCHOOLS.title in {title for title, _ in sources} else []
    return Context(
        year=year,
        schools=school_names(schools),
        who=school_names(schools, others=True),
        keys={
            source: _keys(before, *source)
            for source in sources
            if source[0] in before and source[0] not in {SCHOOLS.title, STAFF.title}
        },
        lists={heading: lists[heading] for title, heading in sources if title == LISTS_TAB.title and heading in lists},
        people=_people(before) if tab.title in PEOPLED else {},
        slots=_slots(before) if tab is BOOKINGS else {},
    )


def _records(before: Mapping[str, TabReading], tab: Tab, kind: type[R]) -> list[R]:
    reading = before.get(tab.title)
    return [record for record in reading.records if isinstance(record, kind)] if reading else []


def school_names(schools: Sequence[School], *, others: bool = False) -> Names:
    """Return short names, full names and "Also called" to short names; with ``others`` councils and all schools too."""
    named = [
        (name, school.short_name)
        for school in schools
        for name in (school.short_name, school.name, *school.also_called)
    ]
    if not others:
        return Names.of(named)
    taken = Names.of(named)
    councils = [(school.local_authority, school.local_authority) for school in schools]
    return Names.of([*named, *(pair for pair in (*councils, (ALL_SCHOOLS, ALL_SCHOOLS)) if not taken.called(pair[0]))])


def _keys(before: Mapping[str, TabReading], title: str, heading: str) -> Names:
    reading = before[title]
    field = next(column.field for column in reading.tab.columns if column.heading == heading)
    keys = [str(getattr(record, field)) for record in reading.records]
    return Names.of([(key, key) for key in dict.fromkeys(keys)])


def _people(before: Mapping[str, TabReading]) -> dict[str, tuple[str, SchoolName]]:
    return {person.email: (person.name, person.school) for person in reversed(_records(before, STAFF, Person))}


def _slots(before: Mapping[str, TabReading]) -> dict[str, str]:
    return {session.session: session.slot for session in reversed(_records(before, SESSIONS, Session))}
