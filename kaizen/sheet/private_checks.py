"""A gentle word where a text seems to name a pupil, or to say why somebody is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.booking import Booking
from kaizen.domain.event import Cost
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.network import Guest, Person
from kaizen.domain.record import Email, Record, SchoolName
from kaizen.domain.visit import Visit, VisitNote
from kaizen.rules.private_words import colleagues, may_name_a_pupil, may_tell_why_away
from kaizen.rules.visit_logs import WRITTEN
from kaizen.sheet.findings import Actor, Finding, Outcome, Place
from kaizen.sheet.layout import TAB_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.tab_reading import TabReading

ABOUT_CLASSES: Mapping[type[Record], tuple[str, ...]] = {
    VisitNote: WRITTEN,
    FollowUp: ("what", "happened"),
}
"""Where people write of what happens in classes."""

ABOUT_A_PERSON: Mapping[type[Record], tuple[str, ...]] = {
    Person: ("notes",),
    Booking: ("notes",),
    Visit: ("travel",),
    Guest: ("notes",),
    Cost: ("notes",),
}
"""Where people write of one member of staff or guest: for whom the supply teacher was, on Costs."""

PUPIL = (
    "This may name a pupil, and pupils are kept out of this sheet. If it does, please put \u201ca child\u201d instead; "
    "if not, all is well. Nothing has been changed."
)
REASON = (
    "This may tell something private about a person, such as why they are away. What others need to know is enough: "
    "\u201caway\u201d, \u201cmornings only\u201d. Nothing has been changed."
)


def private_findings(year: YearSnapshot, tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Mention each cell once, to the writer and their own school only, and without its words."""
    staff = year.once(colleagues)
    for kinds in (ABOUT_CLASSES, ABOUT_A_PERSON):
        for kind, fields in kinds.items():
            reading = tabs[TAB_OF[kind].title]
            for record in year.rows_like(kind):
                for field in fields:
                    text = getattr(record, field)
                    if kinds is ABOUT_A_PERSON and may_tell_why_away(text):
                        yield _finding(reading, record, field, REASON, year)
                    elif may_name_a_pupil(text, staff):
                        yield _finding(reading, record, field, PUPIL, year)


def _finding(reading: TabReading, record: Record, field: str, sentence: str, year: YearSnapshot) -> Finding:
    place = Place(reading.tab.title, reading.rows[record.ref], reading.tab.column(field).heading)
    return Finding(place, Outcome.NOTED, sentence, who=_writer(record, year), private=True)


def _writer(record: Record, year: YearSnapshot) -> Actor:
    """Return who wrote it: a visitor in person; for rows that a school keeps, the school."""
    match record:
        case VisitNote():
            return Actor(record.from_school, record.email)
        case Visit():
            return Actor(record.from_school, record.email)
        case Cost():
            return Actor(record.paid_by)
        case Booking():
            person = year.person_by_email.get(record.email)
            return Actor(record.school or (person.school if person else SchoolName("")))
    return Actor(getattr(record, "school", SchoolName("")), Email(""))
