"""Names that people type, of leaders, contacts and the like: which of them nobody has for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.account import Answer
from kaizen.domain.network import Guest, Person
from kaizen.domain.visit import Visit
from kaizen.domain.wording import listed
from kaizen.rules.leading import unclear_names, whole_names
from kaizen.rules.namesakes import namesakes
from kaizen.rules.naming import AT, NAMES, folded
from kaizen.sheet.cells import shown
from kaizen.sheet.findings import ORGANISER, Actor, Finding, Outcome, Place, Suggestion
from kaizen.sheet.layout import JOINING, STAFF, TAB_OF, WORKSHOPS
from kaizen.sheet.suggesting import nearest
from kaizen.sheet.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaizen.domain.record import Record, SchoolName
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.tab_reading import TabReading

OFFERS = 25
"""So many names that nobody has are compared with everybody's; after that something larger is amiss."""


def name_findings(year: YearSnapshot, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Ask who leads a workshop as well where nobody can be told, and mention names elsewhere that nobody has."""
    yield from _unclear_leaders(year, tabs[WORKSHOPS.title])
    yield from _somebody_elses(year, tabs[JOINING.title])
    known, offers = year.over(_everybody, Person, Guest), OFFERS
    left_out = set(_left_out(tabs[STAFF.title]))
    for reading in (tabs[TAB_OF[kind].title] for kind in NAMES if TAB_OF[kind] is not WORKSHOPS):
        for (_, name), rows in reading.once(_named).items():
            if folded(name) not in known and folded(name) not in left_out:
                near = nearest(name, known.values()) if offers > 0 else ""
                offers -= 1
                yield _unknown_name(reading, name, rows, near)


def _unclear_leaders(year: YearSnapshot, workshops: TabReading) -> Iterator[Finding]:
    """Ask where nobody or more than one person is called so: clashes go unseen."""
    for workshop in year.workshops:
        if unclear := unclear_names(year, workshop):
            names = listed([quoted(name) for name in unclear])
            sentence = (
                f"{names}: nobody on Staff can be told for certain by that. Meanwhile they lead nothing. "
                "An e-mail address, or the school in brackets after the name, is certain."
            )
            place = Place(WORKSHOPS.title, workshops.rows[workshop.ref], workshops.tab.column("also_leading").heading)
            yield Finding(place, Outcome.QUERIED, sentence, workshop.also_leading)


def _somebody_elses(year: YearSnapshot, joining: TabReading) -> Iterator[Finding]:
    """Mention where somebody who asks to join gives a name that another person has: Yes lets them in."""
    for request in year.join_requests:
        if request.answer is Answer.ASKED and namesakes(year, request):
            sentence = (
                f"{quoted(request.name)}: somebody else with another address has this name. "
                "Please make sure who asks before you answer Yes."
            )
            place = Place(JOINING.title, joining.rows[request.ref], joining.tab.column("name").heading)
            yield Finding(place, Outcome.NOTED, sentence, request.name, who=Actor(request.school))


def _named(reading: TabReading) -> dict[tuple[SchoolName, str], list[Record]]:
    """Return the rows with a whole name in them, by the school whose people stand there and the name."""
    found: dict[tuple[SchoolName, str], list[Record]] = {}
    for record in reading.records:
        (field,), at = NAMES[type(record)], AT[type(record)]
        for name in whole_names(getattr(record, field)):
            found.setdefault((getattr(record, at), name), []).append(record)
    return found


def _everybody(people: Sequence[Person], guests: Sequence[Guest]) -> dict[str, str]:
    everybody: tuple[Person | Guest, ...] = (*people, *guests)
    return {folded(one.name): one.name for one in everybody}


def _left_out(staff: TabReading) -> Iterator[str]:
    """Give the names in rows of Staff that cannot be read at the moment: a whole school's, where that is gone."""
    for row in staff.left_out.values():
        yield folded(shown(staff.cell(row, staff.tab.column("name").heading)))


def _unknown_name(reading: TabReading, name: str, rows: Sequence[Record], near: str) -> Finding:
    first, (field,) = rows[0], NAMES[type(rows[0])]
    heading = reading.tab.column(field).heading
    cell = str(getattr(first, field))
    perhaps = f"; did you mean {near}?" if near else "."
    here = "" if len(rows) == 1 else f" {len(rows)} rows from here down say so."
    sentence = f"{quoted(name)}: nobody on Staff or Guests is called so{perhaps}{here} It stands as typed."
    suggested = Suggestion(heading, near) if near and cell == name else None
    who = Actor(first.to_school) if isinstance(first, Visit) else ORGANISER
    place = Place(reading.tab.title, reading.rows[first.ref], heading)
    return Finding(place, Outcome.NOTED, sentence, cell, suggested, who)
