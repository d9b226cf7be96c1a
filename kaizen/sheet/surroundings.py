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
from kaizen.sheet.text import match_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kaizen.domain.dates import SchoolYear
    from kaizen.domain.record import Record, SchoolName
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.tab_reading import TabReading

R = TypeVar("R", bound="Record")
K = TypeVar("K")
V = TypeVar("V")

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
    schools = before.get(SCHOOLS.title) if SCHOOLS.title in {title for title, _ in sources} else None
    return Context(
        year=year,
        schools=schools.once(_schools) if schools else Names(),
        who=schools.once(_who) if schools else NO_SCHOOLS,
        keys={
            source: before[source[0]].once(_keys, source[1])
            for source in sources
            if source[0] in before and source[0] not in {SCHOOLS.title, STAFF.title}
        },
        lists={heading: lists[heading] for title, heading in sources if title == LISTS_TAB.title and heading in lists},
        people=_asked(before, STAFF, _people) if tab.title in PEOPLED else {},
        slots=_asked(before, SESSIONS, _slots) if tab is BOOKINGS else {},
    )


def _asked(
    before: Mapping[str, TabReading], tab: Tab, question: Callable[[TabReading], Mapping[K, V]]
) -> Mapping[K, V]:
    reading = before.get(tab.title)
    return reading.once(question) if reading else {}


def _records(reading: TabReading, kind: type[R]) -> list[R]:
    return [record for record in reading.records if isinstance(record, kind)]


def _schools(reading: TabReading) -> Names:
    return school_names(_records(reading, School))


def _who(reading: TabReading) -> Names:
    return school_names(_records(reading, School), others=True)


def school_names(schools: Sequence[School], *, others: bool = False) -> Names:
    """Return short names, full names and "Also called" to short names; with ``others`` councils and all schools too.

    A short name is that school's, whoever else is also called so.
    """
    short = {match_key(school.short_name) for school in schools}
    named = [
        (name, school.short_name)
        for school in schools
        for name in (school.short_name, school.name, *school.also_called)
        if name == school.short_name or match_key(name) not in short
    ]
    if not others:
        return Names.of(named)
    taken = Names.of(named)
    councils = [(school.local_authority, school.local_authority) for school in schools]
    return Names.of([*named, *(pair for pair in (*councils, (ALL_SCHOOLS, ALL_SCHOOLS)) if not taken.called(pair[0]))])


NO_SCHOOLS = school_names([], others=True)


def _keys(reading: TabReading, heading: str) -> Names:
    return Names.of([(key, key) for key in reading.values(heading)])


def _people(reading: TabReading) -> dict[str, tuple[str, SchoolName]]:
    return {person.email: (person.name, person.school) for person in reversed(_records(reading, Person))}


def _slots(reading: TabReading) -> dict[str, str]:
    return {session.session: session.slot for session in reversed(_records(reading, Session))}
