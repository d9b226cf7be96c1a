"""How far each school has come with choosing."""

from __future__ import annotations

from dataclasses import fields, replace

from kaizen.domain.network import Attendance
from kaizen.rules.school_summary import SchoolSummary, choosing, school_summaries
from tests.demo_year import demo_year
from tests.small_year import HILL, SHORE, address, booking, person, school, session, small_year, workshop

STAFF = (
    person("ann"),
    person("bob"),
    person("cat"),
    person("dan", conference=Attendance.NO),
    person("eve", left=True),
    person("fay", school=HILL),
)
YEAR = small_year(
    people=STAFF,
    sessions=tuple(session(code, 9) for code in ("W01-A", "W02-B", "W03-C")),
    workshops=(workshop(1), workshop(2), workshop(3, email=address("bob"))),
    bookings=(booking("ann", "W01-A"), *(booking("bob", code) for code in ("W01-A", "W02-B"))),
)


def test_a_school_reads_its_own_names() -> None:
    stand = choosing(YEAR, SHORE)
    assert [(one.name, left) for one, left in stand.to_choose] == [("Ann Shaw", 2), ("Cat Shaw", 3)]
    assert [one.name for one in stand.chosen] == ["Bob Shaw"], "what he leads counts"
    assert [one.name for one in stand.not_coming] == ["Dan Shaw"], "and nobody who has left"
    assert stand.staff == 3


def test_everybody_else_reads_numbers_in_the_order_of_the_sheet() -> None:
    assert [one.sentence for one in school_summaries(YEAR)] == ["Shore: 1 of 3 have chosen", "Hill: 0 of 1 have chosen"]
    turned = replace(YEAR, schools=(school(HILL), school(SHORE), school(SHORE, short_name="Gone", in_network=False)))
    assert [one.school for one in school_summaries(turned)] == [HILL, SHORE]


def test_a_summary_has_no_room_for_a_name() -> None:
    assert {field.name: field.type for field in fields(SchoolSummary)} == {
        "school": "SchoolName",
        "chosen": "int",
        "staff": "int",
    }


def test_the_demo_network() -> None:
    told = {one.school: one for one in school_summaries(demo_year())}
    assert list(told) == [row.short_name for row in demo_year().schools]
    assert all(0 <= one.chosen <= one.staff for one in told.values())
    assert sum(one.staff for one in told.values()) == sum(
        one.conference is not Attendance.NO for one in demo_year().people
    )
