"""A few people of the demo network worth being, and the same ones every time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kaizen.rules import accounts
from kaizen.rules.access import Role, roles_of
from kaizen.rules.visit_tasks import unlogged
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.reading import YearReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.domain.network import Person
    from kaizen.domain.year import YearSnapshot


@cache
def _as_it_began() -> YearSnapshot:
    return YearReader().read(demo_grids()).year


def demo_people(year: YearSnapshot) -> dict[str, Person]:
    """Return a few people worth being, by what they are; those that the sheet does not have are missing.

    On the demo network they are chosen by what it said at first, so that somebody who has proposed a
    workshop as the class teacher meets the same teacher again. On any other sheet, by what it says now.
    """
    first = worth_being(_as_it_began())
    now = {label: accounts.known(year, person.email) for label, person in first.items()}
    there = {label: person for label, person in now.items() if person is not None}
    return there if len(there) == len(first) else worth_being(year)


def worth_being(year: YearSnapshot) -> dict[str, Person]:
    """Return the first on Staff who is each of these and has something to do.

    The teacher and the assistant have not chosen all their workshops, the teacher has a visit to write
    up, the head a day to agree.
    """
    found: dict[str, Person] = {}
    for label, candidates in (
        ("Class teacher", _teachers(year)),
        ("Teaching assistant", _assistants(year)),
        ("Workshop leader", _with_role(year, Role.LEADER)),
        ("Headteacher", _heads(year)),
        ("Office", _with_role(year, Role.OFFICE)),
        ("Organiser", _with_role(year, Role.ORGANISER)),
        ("Guest", _guests(year)),
    ):
        person = next((one for one in candidates if one not in found.values()), None)
        if person is not None:
            found[label] = person
    return found


def _teachers(year: YearSnapshot) -> Iterator[Person]:
    teachers = [one for one in year.people if one.role == "Teacher" and roles_of(year, one.email) == {Role.STAFF}]
    settled = year.bookings_by_person
    yield from (one for one in teachers if one.email not in settled and unlogged(year, one.email))
    yield from teachers


def _assistants(year: YearSnapshot) -> Iterator[Person]:
    assistants = [one for one in year.people if one.role == "Teaching assistant"]
    yield from (one for one in assistants if one.email not in year.bookings_by_person)
    yield from assistants


def _heads(year: YearSnapshot) -> Iterator[Person]:
    proposed = {day.school for day in year.visit_days if day.status == "Proposed"}
    heads = list(_with_role(year, Role.HEAD))
    yield from (one for one in heads if one.school in proposed)
    yield from heads


def _guests(year: YearSnapshot) -> Iterator[Person]:
    return (accounts.as_person(guest) for guest in year.guests if accounts.is_let_in(year, guest.email))


def _with_role(year: YearSnapshot, role: Role) -> Iterator[Person]:
    return (one for one in year.people if role in roles_of(year, one.email))
