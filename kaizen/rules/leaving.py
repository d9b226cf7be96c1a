"""What somebody leaves behind in the year: what is given up by itself, and what people have to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kaizen.domain.booking import BookingStatus
from kaizen.domain.visit import VisitStatus
from kaizen.rules.access import Role, roles_of, roles_on_paper
from kaizen.rules.leading import workshops_led
from kaizen.rules.naming import named
from kaizen.rules.own_data import is_about
from kaizen.rules.visit_tasks import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from kaizen.domain.account import Account
    from kaizen.domain.booking import Booking
    from kaizen.domain.follow_up import FollowUp
    from kaizen.domain.network import Person, School
    from kaizen.domain.record import Email
    from kaizen.domain.visit import Visit
    from kaizen.domain.workshop import Workshop
    from kaizen.domain.year import YearSnapshot

ABOVE: Final[Mapping[Role, tuple[frozenset[Role], str]]] = {
    Role.ORGANISER: (frozenset({Role.ORGANISER}), "{} is an organiser. Only another organiser can note this."),
    Role.HEAD: (
        frozenset({Role.HEAD, Role.ORGANISER}),
        "{} is a headteacher. Only another headteacher of the school, or an organiser, can note this.",
    ),
}
"""Who notes that somebody with a role has left or is back, and the sentence for everyone else."""


def why_not_by(year: YearSnapshot, by: Email, member: Person) -> str:
    """Say why ``by`` may not note that a colleague has left or is back.

    Places and visits that are given up do not come back, and whoever is back may do all their role may: so nobody
    decides it about someone whose role is above their own. "" where that is not so.
    """
    held, mine = roles_on_paper(year, member), roles_of(year, by)
    told = (sentence for role, (by_whom, sentence) in ABOVE.items() if role in held and not mine & by_whom)
    return next(told, "").format(member.name)


TO_COME = (VisitStatus.PLANNED, VisitStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands in somebody's name once they go.

    Attributes:
        bookings: places held or waited for on a day to come; given up, and handed on while booking is not over.
        visits: planned from today on; cancelled.
        accounts: what they sign in with; does not count any more.
        workshops: what they lead or co-lead; for the organiser to see to.
        hosting: visits of others from today on at which they are to meet the visitor.
        follow_ups: still open.
        heading: the schools whose row names them as head; for the organiser to change.
    """

    bookings: tuple[Booking, ...]
    visits: tuple[Visit, ...]
    accounts: tuple[Account, ...]
    workshops: tuple[Workshop, ...]
    hosting: tuple[Visit, ...]
    follow_ups: tuple[FollowUp, ...]
    heading: tuple[School, ...]


def left_behind(year: YearSnapshot, person: Email, today: date) -> Behind:
    """Return what the person leaves behind if they go today; a visit of today is still to come.

    From the day of the conference on its bookings tell who was there, and stand.
    """
    whom, led = named(year, person), workshops_led(year, person)
    coming = [visit for visit in year.visits if visit.status in TO_COME and visit.date >= today]
    conference = year.settings.conference_date
    to_come = conference is None or conference > today
    return Behind(
        bookings=tuple(
            row
            for row in year.bookings_by_person.get(person, ())
            if to_come and row.status is not BookingStatus.CANCELLED and row.attended is None
        ),
        visits=tuple(visit for visit in coming if visit.email == person),
        accounts=tuple(account for account in year.accounts if account.email == person),
        workshops=tuple(workshop for workshop in year.workshops if workshop.id in led),
        hosting=tuple(visit for visit in coming if visit.email != person and is_about(visit, whom)),
        follow_ups=tuple(row for row in year.follow_ups if row.status in OPEN and is_about(row, whom)),
        heading=tuple(school for school in year.schools if school.head_email == person),
    )


def still_holds(year: YearSnapshot, person: Email, now: datetime) -> bool:
    """Tell whether somebody who has left holds a place, or a visit is planned for them."""
    behind = left_behind(year, person, now.date())
    return bool(behind.bookings or behind.visits)
