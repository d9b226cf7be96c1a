"""A year that has changed answers as one that was read so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from functools import cached_property
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.booking import Booking, BookingStatus
from kaizen.domain.network import Guest, Person
from kaizen.domain.record import Email, SchoolName, SessionCode, SlotCode
from kaizen.domain.visit import Visit, VisitStatus
from kaizen.domain.year import FIELD_OF, YearSnapshot
from tests.demo_year import demo_year

if TYPE_CHECKING:
    from collections.abc import Sequence

INDEXES = [name for name, made in vars(YearSnapshot).items() if isinstance(made, cached_property) and name[0] != "_"]


def with_all_indexes(year: YearSnapshot) -> YearSnapshot:
    fresh = replace(year)
    assert all(getattr(fresh, name) for name in INDEXES)
    return fresh


def again(year: YearSnapshot) -> YearSnapshot:
    """The same rows in a snapshot that knows no index yet."""
    return YearSnapshot(**{one.name: getattr(year, one.name) for one in fields(year)})


def booking(email: str, session: str) -> Booking:
    return Booking(
        ref="new-1",
        email=Email(email),
        name="Somebody New",
        school=SchoolName("Larkfold"),
        slot=SlotCode("A"),
        session=SessionCode(session),
        status=BookingStatus.BOOKED,
    )


@pytest.mark.parametrize("session", ["W01-A", "no session that was there"])
@pytest.mark.parametrize("email", ["michelle.taylor@larkfold.sch.example", "new@larkfold.sch.example"])
def test_an_added_booking_is_in_every_index(session: str, email: str) -> None:
    year = with_all_indexes(demo_year()).added(booking(email, session))
    assert {name: getattr(year, name) for name in INDEXES} == {name: getattr(again(year), name) for name in INDEXES}
    assert year.bookings_by_session[SessionCode(session)][-1].ref == "new-1"


@pytest.mark.parametrize("kind", FIELD_OF)
def test_a_changed_row_is_in_every_index(kind: type) -> None:
    year = with_all_indexes(demo_year())
    row = year.rows_like(kind)[-1]
    moved = year.changed(row, row.model_copy(update={"ref": row.ref, "email": "else@larkfold.sch.example"}))
    assert {name: getattr(moved, name) for name in INDEXES} == {name: getattr(again(moved), name) for name in INDEXES}


@pytest.mark.parametrize("kind", FIELD_OF)
def test_a_removed_row_is_in_no_index(kind: type) -> None:
    year = with_all_indexes(demo_year())
    row = year.rows_like(kind)[0]
    left = year.removed(row)
    assert left.rows_like(kind) == year.rows_like(kind)[1:]
    assert {name: getattr(left, name) for name in INDEXES} == {name: getattr(again(left), name) for name in INDEXES}


@pytest.mark.parametrize("kind", FIELD_OF)
def test_indexes_are_taken_over_for_the_very_rows_alone(kind: type) -> None:
    before = with_all_indexes(demo_year())
    rows = {FIELD_OF[kind]: before.rows_like(kind)[1:]}
    year = replace(before, **rows).with_indexes_of(before)
    taken = {name for name in INDEXES if name in vars(year)}
    assert all(vars(year)[name] is vars(before)[name] for name in taken)
    assert len(INDEXES) - 2 <= len(taken)
    assert {name: getattr(year, name) for name in INDEXES} == {name: getattr(again(year), name) for name in INDEXES}


def test_what_follows_from_some_rows_is_asked_again_for_other_rows_alone() -> None:
    asked: list[int] = []

    def both(people: Sequence[Person], guests: Sequence[Guest]) -> int:
        asked.append(len(people) + len(guests))
        return asked[-1]

    year = demo_year()
    first = year.over(both, Person, Guest)
    assert year.over(both, Person, Guest) == first == len(year.people) + len(year.guests)
    assert year.added(booking("a@b.example", "W01-A")).over(both, Person, Guest) == first
    assert replace(year).with_indexes_of(year).over(both, Person, Guest) == first
    assert asked == [first]
    assert year.removed(year.guests[0]).over(both, Person, Guest) == first - 1
    assert year.over(both, Person, Guest) == first


def test_however_many_ask_at_once_an_answer_is_worked_out_once_a_snapshot() -> None:
    asked: list[int] = []
    together = Barrier(8)

    def question(year: YearSnapshot) -> int:
        asked.append(id(year))
        return len(year.people)

    def ask(year: YearSnapshot) -> int:
        together.wait(20)
        return year.once(question) + year.once(question, Person)

    years = [demo_year(), demo_year().removed(demo_year().people[0])]
    with ThreadPoolExecutor(8) as people:
        for year in years:
            assert set(people.map(ask, [year] * 8)) == {2 * len(year.people)}
    assert len(asked) == 4  # each year, each way of asking


def test_what_rests_on_some_tabs_alone_is_kept_while_they_stay_as_they_are() -> None:
    asked: list[int] = []

    def question(few: YearSnapshot) -> int:
        asked.append(len(few.bookings))
        return len(few.people)

    year = demo_year()
    assert year.once(question, Person) == len(year.people)
    assert year.added(booking("a@b.example", "W01-A")).once(question, Person) == len(year.people)
    assert asked == [0]  # and it finds no rows of any other tab
    settings = year.settings.model_copy(update={"workshops_each": 7})
    assert replace(year, settings=settings).with_indexes_of(year).once(question, Person) == len(year.people)
    assert year.removed(year.people[0]).once(question, Person) == len(year.people) - 1
    assert asked == [0, 0, 0]


def test_a_visit_that_is_added_is_found_by_its_day() -> None:
    year = with_all_indexes(demo_year())
    visit = year.visits[0].model_copy(update={"ref": "new-1", "status": VisitStatus.PLANNED})
    assert isinstance(visit, Visit)
    assert year.added(visit).visits_by_day[visit.date][-1].ref == "new-1"
    assert year.visits_by_day[visit.date][-1].ref != "new-1"
