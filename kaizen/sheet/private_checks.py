"""A gentle word where a text seems to name a pupil, or to say why somebody is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.booking import Booking
from kaizen.domain.dates import DateEntry
from kaizen.domain.event import Cost, Event, Feedback
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.network import Guest, Person
from kaizen.domain.programme import Session
from kaizen.domain.record import Record, SchoolName
from kaizen.domain.visit import Visit, VisitDay, VisitNote
from kaizen.domain.workshop import Workshop
from kaizen.rules.private_words import colleagues, may_name_a_pupil, may_tell_why_away, says_why_away
from kaizen.rules.visit_logs import WRITTEN
from kaizen.sheet.findings import ORGANISER, Actor, Finding, Outcome, Place
from kaizen.sheet.layout import TAB_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.tab_reading import TabReading

ABOUT_ANYTHING: Mapping[type[Record], tuple[str, ...]] = {
    VisitNote: WRITTEN,
    FollowUp: ("what", "happened"),
    Workshop: ("about", "please_bring", "note"),
    DateEntry: ("notes",),
    Session: ("notes",),
    VisitDay: ("notes",),
    Visit: ("seeing",),
    Event: ("title", "notes"),
    Cost: ("what",),
    Feedback: ("differently", "better"),
}
"""Where people write of lessons, days, sessions and the rest, in which children and colleagues may come up."""

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
    for kind in {**ABOUT_ANYTHING, **ABOUT_A_PERSON}:
        reading = tabs[TAB_OF[kind].title]
        for record, field, says_why in reading.once(_telling):
            if says_why:
                yield _finding(reading, record, field, REASON, year)
            elif may_name_a_pupil(getattr(record, field), staff):
                yield _finding(reading, record, field, PUPIL, year)


def _telling(reading: TabReading) -> list[tuple[Record, str, bool]]:
    """Return record and field of each text that may be private, and whether it says why somebody is away.

    Where not, somebody may be named who is no colleague.
    """
    kind, found = reading.tab.record, list[tuple[Record, str, bool]]()
    for fields, may_say in ((ABOUT_ANYTHING, says_why_away), (ABOUT_A_PERSON, may_tell_why_away)):
        for field in fields.get(kind, ()) if kind else ():
            texts = ((record, getattr(record, field)) for record in reading.records)
            told = ((record, may_say(text), text) for record, text in texts if text)
            found += [(record, field, says) for record, says, text in told if says or may_name_a_pupil(text, ())]
    return found


def _finding(reading: TabReading, record: Record, field: str, sentence: str, year: YearSnapshot) -> Finding:
    place = Place(reading.tab.title, reading.rows[record.ref], reading.tab.column(field).heading)
    return Finding(place, Outcome.NOTED, sentence, who=_writer(record, year), private=True)


def _writer(record: Record, year: YearSnapshot) -> Actor:
    """Return who wrote it or is spoken of; the organiser where `acting` is to find out whose row it is."""
    match record:
        case VisitNote() | Visit():
            return Actor(record.from_school, record.email)
        case Workshop():
            return Actor(record.school, record.email)
        case Booking():
            person = year.person_by_email.get(record.email)
            return Actor(record.school or (person.school if person else SchoolName("")))
    return ORGANISER
