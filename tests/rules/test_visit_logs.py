"""Who may read what a visitor wrote, and who may clear it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.network import Guest, Person
from kaizen.domain.record import Email, SchoolName
from kaizen.domain.visit import Visit, VisitNote, VisitStatus
from kaizen.rules.access import APPROVED
from kaizen.rules.visit_logs import (
    WRITTEN,
    host_contacts,
    may_clear,
    may_read,
    perhaps_private,
    readable_logs,
    waiting_to_be_cleared,
)
from tests.small_year import HILL, SHORE, address, person, school, small_year

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

DALE = SchoolName("Dale")
DAY = date(2026, 11, 12)
STRANGER = Email("nobody@elsewhere.example")


def log(**values: Any) -> VisitNote:
    """Return what Ann of Shore wrote of her visit to Hill, not cleared."""
    told = {"ref": "r1", "log": "L01", "visit": "V01", "date": DAY, "email": address("ann"), "from_school": SHORE}
    return VisitNote.model_validate({**told, "to_school": HILL, "saw": "Role cards", "will_try": "Bells", **values})


def visit(**values: Any) -> Visit:
    """Return Ann's visit to Hill, with Sarah Jones as host contact."""
    told = {"ref": "v1", "visit": "V01", "date": DAY, "email": address("ann"), "from_school": SHORE, "to_school": HILL}
    return Visit.model_validate({**told, "host_contact": "Sarah Jones", "status": VisitStatus.DONE, **values})


def staff() -> tuple[Person, ...]:
    """Return one of each kind at Shore (visits), Hill (hosts) and Dale (looks on)."""
    return (
        *(person(name) for name in ("ann", "bob")),
        person("shore-head", role="Headteacher"),
        person("shore-office", role="Office"),
        person("sarah", name="Sarah Jones", school=HILL),
        person("hill-teacher", school=HILL),
        person("hill-head", role="Headteacher", school=HILL),
        person("hill-office", role="School business manager", school=HILL),
        person("other-sarah", name="Sarah Jones", school=DALE),
        person("dale-head", role="Headteacher", school=DALE),
        person("organiser", role="Deputy headteacher", school=DALE),
        person("gone", role="Headteacher", school=HILL, left=True),
    )


GUEST = Guest(ref="g", name="Moira", kind="Governor", school=HILL, email=Email("moira@x.example"), approved=APPROVED)


def year_with(*logs: VisitNote, **values: Any) -> YearSnapshot:
    schools = tuple(school(name) for name in (SHORE, HILL, DALE))
    told: dict[str, Any] = {"people": staff(), "schools": schools, "visits": (visit(),), "guests": (GUEST,)}
    return small_year(visit_notes=logs, **{**told, **values})


EVERYBODY = (*(member.email for member in staff()), GUEST.email, STRANGER, Email(""))
ON_STAFF = {member.email for member in staff() if not member.left}
HEADS = {address("shore-head"), address("hill-head")}
CLOSE = {address("ann"), address("sarah"), *HEADS}
"""Who reads a log that is not cleared."""

LOGS = {
    "not cleared": (log(), CLOSE),
    "cleared": (log(cleared=True), ON_STAFF),
    "names a pupil": (log(saw="A boy called Tyler read to me."), CLOSE),
    "names a pupil and is cleared": (log(saw="A boy called Tyler read to me.", cleared=True), ON_STAFF),
    "of a visit nobody planned": (log(visit="", date=date(2026, 11, 13)), CLOSE - {address("sarah")}),
    "of its day alone": (log(visit=""), CLOSE),
    "with the code of no visit": (log(visit="V99"), CLOSE - {address("sarah")}),
    "of somebody else's visit": (log(email=address("bob")), {address("bob"), *HEADS}),
    "of another school than its visit": (
        log(to_school=DALE),
        {address("ann"), address("shore-head"), address("dale-head")},
    ),
}


@pytest.mark.parametrize("kind", LOGS)
def test_each_log_is_read_by_these_and_nobody_else(kind: str) -> None:
    row, readers = LOGS[kind]
    year = year_with(row)
    assert {email for email in EVERYBODY if may_read(year, email, row)} == readers
    assert {email for email in EVERYBODY if readable_logs(year, email) == (row,)} == readers


@pytest.mark.parametrize("cleared", [False, True])
def test_the_heads_of_the_two_schools_clear_and_nobody_else(*, cleared: bool) -> None:
    row = log(cleared=cleared)
    assert {email for email in EVERYBODY if may_clear(year_with(row), email, row)} == HEADS


def test_whom_the_schools_tab_names_as_head_is_one() -> None:
    schools = (school(SHORE), school(HILL, head_email=address("organiser")), school(DALE))
    year = year_with(log(), schools=schools)
    assert may_read(year, address("organiser"), log())
    assert may_clear(year, address("organiser"), log())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Sarah Jones", {"sarah"}),
        (" sarah  JONES (Hill) ", {"sarah"}),
        ("Sarah Jones and Hill-Teacher Shaw", {"sarah", "hill-teacher"}),
        ("sarah@shore.sch.example", {"sarah"}),
        ("", set()),
        ("Sarah", set()),
        ("The head", set()),
        ("Sarah Jones (Dale)", set()),
        ("other-sarah@shore.sch.example", set()),
        ("Bob Shaw (Shore)", set()),
    ],
)
def test_a_host_contact_is_a_colleague_at_the_host_named_for_certain(typed: str, found: set[str]) -> None:
    year = year_with(log(), visits=(visit(host_contact=typed),))
    assert host_contacts(year, log()) == {address(name) for name in found}
    readers = {address("ann"), *HEADS, *(address(name) for name in found)}
    assert {email for email in EVERYBODY if may_read(year, email, log())} == readers


def test_of_two_colleagues_of_one_name_neither_reads() -> None:
    twin = person("sarah2", name="Sarah Jones", school=HILL)
    year = year_with(log(), people=(*staff(), twin))
    assert host_contacts(year, log()) == frozenset()
    assert not any(may_read(year, address(name), log()) for name in ("sarah", "sarah2"))


def test_a_host_contact_who_has_left_or_whose_visit_was_cancelled_reads_nothing() -> None:
    gone = tuple(one.model_copy(update={"left": one.name == "Sarah Jones"}) for one in staff())
    assert not may_read(year_with(log(), people=gone), address("sarah"), log())
    off = year_with(log(), visits=(visit(status=VisitStatus.CANCELLED),))
    assert not may_read(off, address("sarah"), log())


def test_the_latest_visit_comes_first_and_of_one_day_the_last_row() -> None:
    rows = [log(ref=f"r{n}", log=f"L{n}", date=date(2026, 11, day)) for n, day in ((1, 12), (2, 19), (3, 12))]
    assert [row.log for row in readable_logs(year_with(*rows), address("ann"))] == ["L2", "L3", "L1"]


@pytest.mark.parametrize(("name", "at"), [("shore-head", SHORE), ("hill-head", HILL)])
def test_what_waits_is_what_the_head_may_clear_and_has_not(name: str, at: SchoolName) -> None:
    elsewhere = log(ref="r3", from_school=DALE, to_school=SchoolName("Moor"))
    year = year_with(log(), log(ref="r2", cleared=True), elsewhere)
    assert waiting_to_be_cleared(year, address(name), at) == (log(),)
    others = [email for email in EVERYBODY if email != address(name)]
    assert not any(waiting_to_be_cleared(year, email, at) for email in others)


def test_the_fields_that_may_name_a_pupil_are_told_and_a_colleague_is_none() -> None:
    row = log(saw="I watched Bob in Y4", questions="How is Tyler in Y4?", thank_you="Tyler's mum said hello")
    assert perhaps_private(year_with(row), row) == ("questions", "thank_you")
    moved = replace(year_with(row), people=tuple(one for one in staff() if not one.name.startswith("Bob")))
    assert perhaps_private(moved, row) == ("saw", "questions", "thank_you")
    assert set(WRITTEN) <= set(VisitNote.model_fields)
