"""What has been kept long enough, and from which day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.account import Account, JoinRequest
from kaizen.domain.dates import DateEntry, DateKind
from kaizen.domain.network import Guest
from kaizen.domain.record import Email, SchoolName
from kaizen.rules.naming import SOMEBODY, stand_in
from kaizen.rules.privacy_tasks import privacy_tasks
from kaizen.rules.retention import Due, Kept, after_years, has_a_name, last_day_of_term, retained
from tests.demo_year import demo_year
from tests.small_year import SHORE, address, booking, person, school, small_year

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

GUEST = Guest(ref="g", name="Moira Ainscough", kind="Governor", email=Email("moira@gov.example"), approved="Yes")


def term(name: SchoolName, first: str, last: str) -> DateEntry:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return DateEntry(ref=f"{name}{first}", who=name, what=DateKind.TERM, first_day=days[0], last_day=days[1])


def kept(what: Kept, **values: object) -> Due:
    return next(part for part in retained(small_year(**values)) if part.what is what)


def told_of(year: YearSnapshot, name: str) -> list[str]:
    return [task.sentence for task in chain(*privacy_tasks(year, address(name), date(2027, 9, 1)))]


@pytest.mark.parametrize(
    ("years", "first_day"),
    [(1, date(2027, 9, 1)), (3, date(2029, 9, 1)), (0, date(2027, 9, 1)), (-2, date(2027, 9, 1))],
)
def test_a_year_is_kept_to_its_last_day_whatever_the_setting_says(years: int, first_day: date) -> None:
    assert after_years(small_year(), years) == first_day
    part = kept(Kept.BOOKINGS, settings={"keep_bookings_for": years}, bookings=(booking("ann", "W01-A"),))
    assert part.first_day == first_day
    assert not part.is_due(date(first_day.year, 8, 31))
    assert part.is_due(first_day)


def test_guests_go_after_the_last_day_of_the_last_term_of_any_school() -> None:
    terms = (term(SHORE, "2027-04-12", "2027-07-21"), term(SchoolName("Hill"), "2027-04-12", "2027-07-23"))
    part = kept(Kept.GUESTS, guests=(GUEST,), dates=terms)
    assert (part.first_day, part.rows, part.names_only) == (date(2027, 7, 24), (GUEST,), False)
    assert not part.is_due(date(2027, 7, 23))
    assert kept(Kept.GUESTS, dates=terms, settings={"keep_guests_for": 7}).first_day == date(2027, 7, 31)


def test_without_terms_the_school_year_ends_on_31_august() -> None:
    assert last_day_of_term(small_year()) == date(2027, 8, 31)
    assert last_day_of_term(demo_year()) < date(2027, 8, 1)


def test_what_names_nobody_any_more_is_not_due_again() -> None:
    row = booking("ann", "W01-A")
    gone = row.model_copy(update={"email": stand_in(1), "name": SOMEBODY})
    assert has_a_name(row)
    assert not has_a_name(gone)
    assert kept(Kept.BOOKINGS, bookings=(row, gone)).rows[0] == row
    assert gone not in kept(Kept.BOOKINGS, bookings=(row, gone)).rows


def test_who_has_left_goes_unless_the_network_still_needs_them() -> None:
    people = (person("ann", left=True), person("chief", left=True), person("organiser", left=True), person("bob"))
    accounts = tuple(
        Account(ref=name, issuer="https://idp.example", subject=name, email=address(name)) for name in ("ann", "bob")
    )
    part = kept(Kept.LEFT, people=people, accounts=accounts, schools=(school(SHORE, head_email=address("chief")),))
    assert part.rows == (people[0], accounts[0])


def test_everything_is_told_of_though_nothing_is_due() -> None:
    parts = retained(demo_year())
    assert [part.what for part in parts] == list(Kept)
    assert not any(part.is_due(date(2026, 11, 21)) for part in parts)


def test_an_organiser_hears_of_it_at_home_and_nobody_else() -> None:
    asked = person("ann").model_copy(update={"asked_to_go": date(2026, 11, 20)})
    request = JoinRequest(ref="j", name="New", email=Email("new@shore.sch.example"), school=SHORE, role="Teacher")
    year = small_year(people=(asked, *small_year().people[1:]), guests=(GUEST,), join_requests=(request,), bookings=())
    year = replace(year, workshops=())
    told = told_of(year, "organiser")
    assert told == ["1 person asks to have their name taken away.", "2 rows have been kept long enough."]
    assert told_of(year, "head") == []
    two = replace(year, guests=(GUEST.model_copy(update={"asked_to_go": date(2026, 11, 20)}),), join_requests=())
    told = told_of(two, "organiser")
    assert told == ["2 people ask to have their names taken away.", "1 row has been kept long enough."]
    assert told_of(small_year(workshops=()), "organiser") == []
