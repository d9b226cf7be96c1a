"""Who may read what a visitor wrote, and who may clear it for every school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.visit import VisitStatus
from kaizen.rules.access import Action, may, schools_of
from kaizen.rules.leading import people_named
from kaizen.rules.private_words import may_be_private

if TYPE_CHECKING:
    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.visit import Visit, VisitNote
    from kaizen.domain.year import YearSnapshot

WRITTEN = ("saw", "will_try", "questions", "thank_you")
"""The fields of a log that hold the visitor's own words."""


def may_read(year: YearSnapshot, person: Email, log: VisitNote) -> bool:
    """Tell whether the person may read the log, or so much as hear that it is there.

    Until a head of one of the two schools has cleared it, that is the visitor, whom the visit names as host
    contact, and the heads of the two schools; once it is cleared, everybody on Staff. Nobody else, organisers
    included. Clearing is the head's judgement: a cleared log is shown whatever it says, and stays cleared when
    somebody edits it afterwards, for the sheet does not tell.
    """
    if log.cleared and may(year, person, Action.READ_CLEARED_LOGS):
        return True
    if any(may(year, person, Action.READ_LOGS, school, owner=log.email) for school in _schools_of(log)):
        return True
    named = log.to_school in schools_of(year, person) and person in host_contacts(year, log)
    return named and may(year, person, Action.READ_LOGS, log.to_school, owner=person)


def may_clear(year: YearSnapshot, person: Email, log: VisitNote) -> bool:
    """Tell whether the person is a head of one of the two schools, who may clear it and take that back."""
    return any(may(year, person, Action.CLEAR_LOGS, school) for school in _schools_of(log))


def readable_logs(year: YearSnapshot, person: Email) -> tuple[VisitNote, ...]:
    """Return every log the person may read, the latest visit first; of one day, the last row of the sheet first."""
    found = [log for log in reversed(year.visit_notes) if may_read(year, person, log)]
    return tuple(sorted(found, key=lambda log: log.date, reverse=True))


def waiting_to_be_cleared(year: YearSnapshot, person: Email, school: SchoolName) -> tuple[VisitNote, ...]:
    """Return the logs by or about the school that are not cleared; none for who may not clear them."""
    if not may(year, person, Action.CLEAR_LOGS, school):
        return ()
    return tuple(log for log in year.visit_notes if not log.cleared and school in _schools_of(log))


def host_contacts(year: YearSnapshot, log: VisitNote) -> frozenset[Email]:
    """Return the colleagues at the host named as contact of the log's visit; a name that fits two is nobody."""
    staff = year.person_by_email
    named = (email for visit in year.visits if _is_of(visit, log) for email in _contacts(year, visit))
    return frozenset(email for email in named if staff[email].school == log.to_school)


def perhaps_private(year: YearSnapshot, log: VisitNote) -> tuple[str, ...]:
    """Return the fields of `WRITTEN` that seem to name a pupil or to say why somebody is away.

    It is a guess, for the visitor and the heads to judge.
    """
    return tuple(field for field in WRITTEN if may_be_private(year, getattr(log, field)))


def _schools_of(log: VisitNote) -> tuple[SchoolName, SchoolName]:
    return log.from_school, log.to_school


def _is_of(visit: Visit, log: VisitNote) -> bool:
    """Tell whether the log is of the visit: it names it, or its day where it names none; never somebody else's."""
    named = visit.visit == log.visit if log.visit else visit.date == log.date
    whose = (visit.email, visit.to_school) == (log.email, log.to_school)
    return named and whose and visit.status is not VisitStatus.CANCELLED


def _contacts(year: YearSnapshot, visit: Visit) -> tuple[Email, ...]:
    return people_named(year, visit.host_contact, visit.to_school)
