"""The days ahead that somebody should have in their diary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.dates import DateKind
from kaizen.domain.visit import VisitStatus
from kaizen.domain.wording import said, said_time
from kaizen.rules.access import Role, has_role
from kaizen.rules.private_words import for_everybody
from kaizen.rules.school_days import calendar_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kaizen.domain.event import Event
    from kaizen.domain.network import Person
    from kaizen.domain.record import Email
    from kaizen.domain.settings import Settings
    from kaizen.domain.year import YearSnapshot

INSET_KINDS = (DateKind.INSET, DateKind.UNCOMMON_INSET, DateKind.SHARED_INSET)
BREAKS = (DateKind.HALF_TERM, DateKind.HOLIDAY)
TEACHERS = frozenset({"teacher", "ect", "senco", "headteacher"})
"""A word in the role of those whom an event for all teachers means."""


@dataclass(frozen=True, slots=True, order=True)
class DateThatMatters:
    """A day and what happens on it, in a few words without the day."""

    day: date
    what: str


def dates_that_matter(year: YearSnapshot, person: Email, now: datetime) -> tuple[DateThatMatters, ...]:
    """Return the days from today on, each thing once, in order.

    The conference and its deadlines, the INSET days and the next break of the person's own school,
    their visits, and network events that are for them. Nothing for somebody who is not on Staff.
    """
    member = year.person_by_email.get(person)
    if member is None:
        return ()
    found = {
        *_conference(year.settings),
        *_school(year, member, now.date()),
        *_visits(year, person),
        *_events(year, member),
    }
    return tuple(sorted(entry for entry in found if entry.day >= now.date()))


def _conference(settings: Settings) -> Iterator[DateThatMatters]:
    opens, closes, day = settings.booking_opens, settings.booking_closes, settings.conference_date
    if settings.proposals_close:
        yield DateThatMatters(settings.proposals_close, "Last day to propose a workshop")
    if opens:
        yield DateThatMatters(opens.date(), f"Booking opens at {said_time(opens)}")
    if closes:
        yield DateThatMatters(closes.date(), f"Booking closes at {said_time(closes)}")
    if day:
        where = f", at {settings.host_school}" if settings.host_school else ""
        yield DateThatMatters(day, f"Shared INSET: {settings.conference}{where}")


def _school(year: YearSnapshot, member: Person, today: date) -> Iterator[DateThatMatters]:
    rows = calendar_of(year).term_days(member.school).rows
    for row in rows:
        is_conference = row.what is DateKind.SHARED_INSET and row.first_day == year.settings.conference_date
        if row.what in INSET_KINDS and not is_conference:
            yield DateThatMatters(row.first_day, f"{row.what} at {member.school}{_until(row.first_day, row.last_day)}")
    breaks = [row for row in rows if row.what in BREAKS and row.first_day >= today]
    if breaks:
        first = min(breaks, key=lambda row: row.first_day)
        yield DateThatMatters(
            first.first_day, f"{for_everybody(first.notes) or first.what}{_until(first.first_day, first.last_day)}"
        )


def _until(first: date, last: date) -> str:
    return f", until {said(last)}" if last > first else ""


def _visits(year: YearSnapshot, person: Email) -> Iterator[DateThatMatters]:
    for visit in year.visits:
        if visit.email == person and visit.status in (VisitStatus.PLANNED, VisitStatus.CONFIRMED):
            yield DateThatMatters(visit.date, f"You visit {visit.to_school}")


def _events(year: YearSnapshot, member: Person) -> Iterator[DateThatMatters]:
    for event in year.events:
        is_conference = event.kind == DateKind.SHARED_INSET.value and event.date == year.settings.conference_date
        if not is_conference and _is_for(year, event, member):
            at = f" at {said_time(event.starts)}" if event.starts else ""
            yield DateThatMatters(event.date, f"{event.kind}{at}, {event.where}: {event.title}")


def _is_for(year: YearSnapshot, event: Event, member: Person) -> bool:
    """Tell whether the event is for the person, as far as For and Lead say so; a subject is nobody's guess."""
    text, role = event.for_whom.casefold(), member.role.casefold()
    return (
        _is_named(member, f"{event.lead}; {event.for_whom}")
        or "all staff" in text
        or ("all teachers" in text and not TEACHERS.isdisjoint(role.split()))
        or ("headteachers" in text and has_role(year, member.email, Role.HEAD))
        or (role == "senco" and "senco" in text)
        or (bool(member.year_group) and member.year_group.casefold() in re.split(r"\s*[;,]\s*", text))
    )


def _is_named(member: Person, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(member.name)}(?!\w)", text, re.IGNORECASE) is not None
