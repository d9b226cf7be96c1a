"""Who may visit which school on a day, and what should they know first?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import WEEKDAYS, listed, said
from kaizen.rules.hosts import STANDING, limit_of, room_at, visitors_at
from kaizen.rules.school_days import calendar_of
from kaizen.rules.visit_days import Answer, VisitDayCheck, check_visit_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kaizen.domain.network import Person
    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.visit import Visit
    from kaizen.domain.year import YearSnapshot

__all__ = [
    "Answer",
    "HostOption",
    "VisitDayCheck",
    "check_visit_day",
    "host_options",
    "reasons_against_host",
    "reasons_against_school",
    "room_at",
    "standing_visit",
    "visitors_advice",
]


@dataclass(frozen=True, slots=True)
class HostOption:
    """A school that could be visited on a day.

    Attributes:
        places: how many visitors it takes at once.
        left: how many of those places nobody has, 0 or more.
        going: the visits to it from one's own school that stand that day.
        focuses: what those want to see, each once, in the order of the sheet.
        busy: what keeps the host busy that day, such as tests or the first days after a holiday; advice:
            the heads have agreed the day, so it forbids nothing.
        why_not: every reason why nobody more can go there; none means somebody can.
    """

    host: SchoolName
    places: int
    left: int
    going: tuple[Visit, ...]
    focuses: tuple[str, ...]
    busy: tuple[str, ...]
    why_not: tuple[Reason, ...]


def host_options(year: YearSnapshot, school: SchoolName, day: date) -> tuple[HostOption, ...]:
    """Return every other school of the network as a host for staff of ``school``, in the order of Schools."""
    hosts = (host for host in year.schools if host.in_network and host.short_name != school)
    return tuple(
        HostOption(
            host=host.short_name,
            places=limit_of(year, host),
            left=room_at(year, host.short_name, day),
            going=(going := _going(year, school, host.short_name, day)),
            focuses=tuple(dict.fromkeys(visit.focus for visit in going if visit.focus)),
            busy=_busy(year, host.short_name, day),
            why_not=tuple(reasons_against_host(year, school, host.short_name, day)),
        )
        for host in hosts
    )


def _busy(year: YearSnapshot, host: SchoolName, day: date) -> tuple[str, ...]:
    calendar = calendar_of(year)
    back = (f"day {calendar.day_number(host, day)} back",) if calendar.straight_after(host, day) else ()
    return (*back, *calendar.term_days(host).busy.get(day, ()))


def reasons_against_school(year: YearSnapshot, school: SchoolName, host: SchoolName) -> Iterator[Reason]:
    """Give the reason why ``host`` is no school for staff of ``school`` to visit on any day, none or one."""
    visited = year.school_by_name.get(host)
    if not host.strip():
        yield Reason(Why.INVALID, "Please choose the school.", "to_school")
    elif visited is None:
        yield Reason(Why.NOT_FOUND, f"There is no school called \u201c{host}\u201d on Schools.", "to_school")
    elif host == school:
        yield Reason(Why.INVALID, f"{host} is your own school. Choose another school.", "to_school")
    elif not visited.in_network:
        yield Reason(Why.CLOSED, f"{host} is not in the network this year. Choose another school.", "to_school")


def reasons_against_host(year: YearSnapshot, school: SchoolName, host: SchoolName, day: date) -> Iterator[Reason]:
    """Give every reason why nobody more from ``school`` can visit ``host`` on that day."""
    unfit = tuple(reasons_against_school(year, school, host))
    if unfit:
        yield from unfit
        return
    calendar = calendar_of(year)
    if not calendar.open_all_day(host, day):
        because = calendar.not_full_because(host, day)
        sentence = f"{host} is not open all day on {said(day)}: {because}. Choose another school."
        yield Reason(Why.CLOSED, sentence, "to_school")
    if not room_at(year, host, day):
        limit = limit_of(year, year.school_by_name[host])
        sentence = f"{host} takes {limit} at once and has no place left on {said(day)}. Choose another school."
        yield Reason(Why.FULL, sentence, "to_school")


def standing_visit(year: YearSnapshot, person: Email, day: date) -> Visit | None:
    """Return the visit the person has that day, planned, confirmed or done; None when there is none."""
    visits = year.visits_by_day.get(day, ())
    return next((visit for visit in visits if visit.email == person and visit.status in STANDING), None)


def visitors_advice(year: YearSnapshot, person: Person, day: date) -> tuple[str, ...]:
    """Return what should be seen to before the person goes; advice, it forbids nothing.

    Sources: Keeping children safe in education leaves checks to the heads, so Schools holds the date
    of each head's letter; a part-timer cannot be told to work on another day.
    """
    return (*_checks_letter(year, person.school), *_day_off(person, day))


def _checks_letter(year: YearSnapshot, school: SchoolName) -> Iterator[str]:
    row = year.school_by_name.get(school)
    if row is not None and row.checks_letter is None:
        yield (
            f"Schools has no date for the letter in which the head of {school} confirms staff checks: "
            "please see that hosts have it before the day."
        )


def _day_off(person: Person, day: date) -> Iterator[str]:
    if day.weekday() not in person.days:
        days = listed([WEEKDAYS[weekday] for weekday in person.days])
        yield f"{said(day)} is not a working day of {person.name} ({days}): going is their choice, to be agreed first."


def _going(year: YearSnapshot, school: SchoolName, host: SchoolName, day: date) -> tuple[Visit, ...]:
    return tuple(visit for visit in visitors_at(year, host, day) if visit.from_school == school)
