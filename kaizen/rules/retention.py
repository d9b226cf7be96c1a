"""What has been kept long enough, and from which day on.

One sheet is one school year, so the age of its rows is the age of the year. Source: domain defaults after the IRMS
toolkit for schools, which is guidance; each network sets its own figures on Settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from kaizen.domain.booking import Booking
from kaizen.domain.dates import FIRST_MONTH, DateKind
from kaizen.domain.event import Event
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.visit import Visit, VisitDay, VisitNote
from kaizen.domain.workshop import Workshop
from kaizen.rules.naming import ADDRESSES, NAMES, SOMEBODY, is_stand_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.domain.account import Account
    from kaizen.domain.network import Person
    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot


class Kept(StrEnum):
    """What is kept for how long together; the value reads as a heading."""

    GUESTS = "Guests"
    JOINING = "Asking to join"
    BOOKINGS = "Bookings, attendance and who led"
    LOGS = "Visits, logs and follow-ups"
    LEFT = "Staff who have left, and their sign-ins"


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be taken away one day.

    Attributes:
        first_day: the day from which it is due.
        names_only: whether the rows stay and only the names in them go; else the rows are cleared.
        rows: those that still have a name in them, in the order of the tabs.
    """

    what: Kept
    first_day: date
    names_only: bool
    rows: tuple[Record, ...]

    def is_due(self, today: date) -> bool:
        """Tell whether there is anything to take away by now."""
        return bool(self.rows) and today >= self.first_day


def retained(year: YearSnapshot) -> tuple[Due, ...]:
    """Return everything that is to be taken away one day, whatever is due; the soonest kinds first.

    Feedback names nobody and is kept; costs follow the schools' own finance rule and are never touched.
    """
    settings = year.settings
    bookings, logs = after_years(year, settings.keep_bookings_for), after_years(year, settings.keep_logs_for)
    guests = last_day_of_term(year) + timedelta(days=settings.keep_guests_for + 1)
    return (
        Due(Kept.GUESTS, guests, names_only=False, rows=year.guests),
        Due(Kept.JOINING, after_years(year, 1), names_only=False, rows=year.join_requests),
        Due(Kept.BOOKINGS, bookings, names_only=True, rows=tuple(_naming(year, Booking, Workshop, Event))),
        Due(Kept.LOGS, logs, names_only=True, rows=tuple(_naming(year, VisitDay, Visit, VisitNote, FollowUp))),
        Due(Kept.LEFT, bookings, names_only=False, rows=(*_left(year), *_their_accounts(year))),
    )


def after_years(year: YearSnapshot, years: int) -> date:
    """Return 1 September after so many school years, this sheet's own included; at least that one is kept."""
    return date(year.settings.school_year.starts + max(1, years), FIRST_MONTH, 1)


def last_day_of_term(year: YearSnapshot) -> date:
    """Return the last day of the last term of any school; 31 August where Dates has no terms."""
    terms = (entry.last_day for entry in year.dates if entry.what is DateKind.TERM)
    return max(terms, default=year.settings.school_year.span.last)


def has_a_name(row: Record) -> bool:
    """Tell whether a row still has somebody's address, or a name in a box for names."""
    held = (getattr(row, field) for field in ADDRESSES.get(type(row), ()))
    names = (getattr(row, field) for field in NAMES.get(type(row), ()))
    return any(one and not is_stand_in(one) for one in held) or any(one not in {"", SOMEBODY} for one in names)


def _naming(year: YearSnapshot, *kinds: type[Record]) -> Iterator[Record]:
    return (row for kind in kinds for row in year.rows_like(kind) if has_a_name(row))


def _left(year: YearSnapshot) -> Iterator[Person]:
    """Give who has left and has no part in the network any more."""
    needed = {*year.settings.organisers, *(school.head_email for school in year.schools)}
    return (one for one in year.people if one.left and one.email not in needed)


def _their_accounts(year: YearSnapshot) -> Iterator[Account]:
    """Give the accounts of nobody who is here."""
    here = {one.email for one in year.people if not one.left} | set(year.guest_by_email)
    return (account for account in year.accounts if account.email not in here)
