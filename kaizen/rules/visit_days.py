"""Would a day do for a school's uncommon INSET: are all the others in full operation?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kaizen.domain.dates import DateKind
from kaizen.domain.visit import VisitDayStatus
from kaizen.domain.wording import counted
from kaizen.rules.hosts import limit_of
from kaizen.rules.private_words import for_everybody
from kaizen.rules.school_days import calendar_of
from kaizen.rules.term_days import SATURDAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kaizen.domain.network import School
    from kaizen.domain.record import SchoolName
    from kaizen.domain.year import YearSnapshot
    from kaizen.rules.school_days import Calendar

INSET_DAYS_A_YEAR = 5
"""A sixth needs a reason: it is said, not forbidden. Source: School Teachers' Pay and Conditions."""

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")


class Answer(StrEnum):
    """Green, amber or red."""

    YES = "Yes"
    ASK = "Not advised"
    NO = "No"


@dataclass(frozen=True, slots=True)
class VisitDayCheck:
    """Whether a day would do, and everything there is to say about it.

    The sheet has the last word: a head may still type a day that is answered No.

    Attributes:
        blocks: why it cannot be, such as ``Gynn Sands: Closed (polling station)``.
        advice: why another day would be better, such as ``Larkfold: day 2 back``.
        notes: worth knowing whichever day is chosen; they do not change the answer.
    """

    blocks: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def answer(self) -> Answer:
        """No where something blocks the day, Not advised where another would be better, else Yes."""
        if self.blocks:
            return Answer.NO
        return Answer.ASK if self.advice else Answer.YES


def check_visit_day(year: YearSnapshot, school: SchoolName, day: date) -> VisitDayCheck:
    """Check a day for the uncommon INSET of ``school``.

    Args:
        year: the snapshot.
        school: whose staff would go visiting.
        day: the day on which it would close to pupils.

    Returns:
        Every block and all advice, school by school in the order of the sheet. Staff beyond the
        places of the other schools are advice where another weekday would suit, and a note where
        none would: then it is no reason to choose another day.
    """
    calendar = calendar_of(year)
    others = [other for other in year.schools if other.in_network and other.short_name != school]
    too_many = tuple(_more_staff_than_places(year, school, day, others))
    another_weekday_would_do = bool(too_many) and _fits_some_weekday(year, school, others)
    return VisitDayCheck(
        blocks=(*_shut_hosts(calendar, day, others), *_shut_itself(calendar, school, day)),
        advice=(
            *_straight_after(calendar, day, others),
            *_busy(calendar, day, others),
            *_too_many_inset_days(calendar, school, day),
            *(too_many if another_weekday_would_do else ()),
        ),
        notes=(*(() if another_weekday_would_do else too_many), *_proposed_too(year, school, day)),
    )


def _shut_hosts(calendar: Calendar, day: date, others: Sequence[School]) -> Iterator[str]:
    for other in others:
        if not calendar.open_all_day(other.short_name, day):
            yield f"{other.short_name}: {_why_not_open(calendar, other.short_name, day)}"


def _shut_itself(calendar: Calendar, school: SchoolName, day: date) -> Iterator[str]:
    closed = calendar.closed_because(school, day)
    if closed not in (None, DateKind.UNCOMMON_INSET):
        yield f"{school} (own school): {_why_not_open(calendar, school, day)}"


def _why_not_open(calendar: Calendar, school: SchoolName, day: date) -> str:
    because = calendar.closed_because(school, day)
    if because is None:
        return DateKind.PART_DAY.value
    notes = calendar.term_days(school).closing[day][0].notes if because is DateKind.CLOSED else ""
    notes = for_everybody(notes)
    return f"{because.value} ({_in_brackets(notes)})" if notes else because.value


def _in_brackets(notes: str) -> str:
    """Return the note as it reads inside a sentence; a name such as Eid or Diwali keeps its capital."""
    return notes[0].lower() + notes[1:] if " " in notes and notes[1:].islower() else notes


def _straight_after(calendar: Calendar, day: date, others: Sequence[School]) -> Iterator[str]:
    for other in others:
        if calendar.straight_after(other.short_name, day):
            yield f"{other.short_name}: day {calendar.day_number(other.short_name, day)} back"


def _busy(calendar: Calendar, day: date, others: Sequence[School]) -> Iterator[str]:
    for other in others:
        for what in calendar.term_days(other.short_name).busy.get(day, ()):
            yield f"{other.short_name}: {what}"


def _too_many_inset_days(calendar: Calendar, school: SchoolName, day: date) -> Iterator[str]:
    days = calendar.term_days(school)
    total = len(days.inset_days | {day}) + days.twilights
    if total > INSET_DAYS_A_YEAR:
        yield f"{school} would have {total} INSET days"


def _proposed_too(year: YearSnapshot, school: SchoolName, day: date) -> Iterator[str]:
    for row in year.visit_days:
        if row.date == day and row.school != school and row.status is VisitDayStatus.PROPOSED:
            yield f"{row.school} has proposed this day too, and two schools cannot share a date"


def _more_staff_than_places(
    year: YearSnapshot, school: SchoolName, day: date, others: Sequence[School]
) -> Iterator[str]:
    places = sum(limit_of(year, other) for other in others)
    if day.weekday() < SATURDAY and (staff := _working(year, school, day.weekday())) > places:
        yield (
            f"{school} has {staff} staff working on {WEEKDAYS[day.weekday()]}; "
            f"the others take {counted(places, 'visitor')} at once"
        )


def _fits_some_weekday(year: YearSnapshot, school: SchoolName, others: Sequence[School]) -> bool:
    places = sum(limit_of(year, other) for other in others)
    return any(_working(year, school, weekday) <= places for weekday in range(SATURDAY))


def _working(year: YearSnapshot, school: SchoolName, weekday: int) -> int:
    return sum(weekday in person.days for person in year.people_by_school.get(school, ()))
