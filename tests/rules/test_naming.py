"""Who is meant where a name stands, and who is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaizen.domain.follow_up import FollowUp
from kaizen.domain.network import Guest, Person
from kaizen.domain.record import Email, SchoolName
from kaizen.domain.visit import Visit
from kaizen.domain.workshop import Workshop
from kaizen.domain.year import FIELD_OF
from kaizen.rules.naming import (
    ADDRESSES,
    BESIDE,
    NAMES,
    addresses,
    is_stand_in,
    named,
    next_stand_in,
    stand_in,
    written_fields,
)
from kaizen.sheet.layout import TAB_OF, Kind
from tests.small_year import HILL, SHORE, address, booking, person, small_year

ANN = address("ann")
FURTHER = person("ann", email="ann.hill@hill.sch.example", school=HILL)
NEAR = person("ann", email="ann.two@shore.sch.example")


def test_every_column_of_addresses_is_known() -> None:
    columns = {
        (kind, column.field) for kind in FIELD_OF for column in TAB_OF[kind].columns if column.kind is Kind.EMAIL
    }
    assert columns == {(kind, field) for kind, fields in ADDRESSES.items() for field in fields}


def test_every_field_that_is_named_is_there() -> None:
    fields = {(kind, field) for table in (NAMES, BESIDE) for kind, names in table.items() for field in names}
    assert [(kind, field) for kind, field in fields if field not in kind.model_fields] == []


def test_a_person_is_known_by_staff_and_by_what_is_copied_from_it() -> None:
    year = small_year(bookings=(booking("ann", "W01-A", name="Anne Shaw"), booking("bob", "W02-A")))
    whom = named(year, ANN)
    assert (whom.name, whom.names, whom.school) == ("Ann Shaw", ("Ann Shaw", "Anne Shaw"), SHORE)
    gone = replace(year, people=tuple(one for one in year.people if one.email != ANN))
    assert (named(gone, ANN).names, named(gone, ANN).school) == (("Anne Shaw",), SHORE)


def test_of_a_stranger_only_the_address_is_known() -> None:
    whom = named(small_year(), Email("x@y.example"))
    assert (whom.name, whom.names, whom.school, whom.is_alone) == ("x@y.example", (), "", True)
    assert whom.is_called_in("ask X@Y.example.")


def test_where_the_visit_began_is_where_somebody_works() -> None:
    visit = Visit(visit="V1", date="2027-03-09", email="x@y.example", name="X Y", from_school=HILL, to_school=SHORE)
    assert named(small_year(visits=(visit,)), Email("x@y.example")).school == HILL


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thank Ann Shaw!", True),
        ("ANN  SHAW", True),
        ("ask ann@shore.sch.example, please", True),
        ("joann@shore.sch.example", False),
        ("ann@shore.sch.example.com", False),
        ("Ann Shawcross", False),
        ("Ann Shaw-Jones", False),
        ("Ann Shaw.She", True),
        ("Ann Shaw - she", True),
        ("Joann Shaw", False),
        ("Ann", False),
    ],
)
def test_a_name_is_found_as_whole_words(text: str, *, found: bool) -> None:
    assert named(small_year(), ANN).is_called_in(text) is found


@pytest.mark.parametrize(
    ("text", "found"), [("Madonna!", True), ("madonna@x.example", False), ("a@madonna.example", False)]
)
def test_a_single_name_is_not_found_in_an_address(text: str, *, found: bool) -> None:
    assert named(small_year(people=(person("ann", name="Madonna"),)), ANN).is_called_in(text) is found


def test_the_shape_of_an_apostrophe_does_not_matter() -> None:
    year = small_year(people=(person("ann", name="Ann O'Neill"),))
    assert named(year, ANN).is_called_in("with Ann O\u2019Neill")
    assert named(year, ANN).without(FollowUp, SHORE, "Ann O\u2019Neill") == "Somebody"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Ann Shaw", "Somebody"),
        ("ann shaw ", "Somebody"),
        (ANN, "Somebody"),
        ("Bob Shaw; Ann Shaw (Shore CP) and Cat Shaw", "Bob Shaw; Somebody (Shore CP) and Cat Shaw"),
        ("Ann Shaw (Hill)", "Ann Shaw (Hill)"),
        ("Mary Ann Shaw", "Mary Ann Shaw"),
        ("ask Ann Shaw about it", "ask Ann Shaw about it"),
        ("", ""),
    ],
)
def test_a_name_is_taken_out_of_a_box_for_names(text: str, after: str) -> None:
    assert named(small_year(), ANN).without(FollowUp, HILL, text) == after


def test_a_box_for_anything_is_left_alone() -> None:
    assert named(small_year(), ANN).without(Person, SHORE, "Ann Shaw") == "Ann Shaw"


@pytest.mark.parametrize(
    ("people", "school", "after"),
    [
        ((FURTHER,), SHORE, "Somebody"),
        ((FURTHER,), HILL, "Ann Shaw"),
        ((NEAR,), SHORE, "Ann Shaw"),
    ],
)
def test_of_namesakes_the_one_at_that_school_is_meant(people: tuple[Person, ...], school: str, after: str) -> None:
    year = small_year()
    whom = named(replace(year, people=(*year.people, *people)), ANN)
    assert not whom.is_alone
    assert whom.without(FollowUp, SchoolName(school), "Ann Shaw") == after


def test_a_guest_may_be_a_namesake() -> None:
    assert not named(small_year(guests=(Guest(name="Ann Shaw", kind="Parent", school=HILL),)), ANN).is_alone


def test_stand_ins_are_numbered_on() -> None:
    assert next_stand_in(small_year()) == 1
    year = small_year(bookings=(booking("ann", "W01-A", email=stand_in(4)), booking("bob", "W02-A", email="")))
    assert next_stand_in(year) == 5
    assert is_stand_in(stand_in(12))
    assert not is_stand_in(ANN)
    assert stand_in(4) in [found for found, _, _ in addresses(year)]
    assert (
        named(small_year(bookings=(booking("ann", "W01-A", email=stand_in(4), name="Somebody"),)), stand_in(4)).names
        == ()
    )


def test_what_is_written_is_every_text_but_the_ref() -> None:
    workshop = Workshop(ref="r", id="W1", title="T", led_by="L", email="l@x.example", school="S", best_for=("KS1",))
    texts = {"id": "W1", "title": "T", "led_by": "L", "email": "l@x.example", "school": "S", "status": "Proposed"}
    assert dict(written_fields(workshop)) == texts
