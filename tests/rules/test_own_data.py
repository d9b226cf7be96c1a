"""What the year holds of one person."""

from __future__ import annotations

from dataclasses import replace

from kaizen.domain.account import Account
from kaizen.domain.booking import Booking
from kaizen.domain.event import Feedback
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.network import Guest, Person, School
from kaizen.domain.record import Email
from kaizen.domain.visit import Visit, VisitNote
from kaizen.domain.workshop import Workshop
from kaizen.rules.own_data import own_data
from tests.demo_year import demo_year
from tests.small_year import SHORE, address, booking, small_year

TEACHER = Email("priya.desai@marrambank.sch.example")


def test_a_teacher_sees_their_rows_and_nobody_elses() -> None:
    parts = {part.kind: part for part in own_data(demo_year(), TEACHER)}
    assert list(parts) == [Person, Workshop, Visit, VisitNote, FollowUp]
    assert {getattr(row, "email", TEACHER) for part in parts.values() for row in part.own} == {TEACHER}
    assert all(part.own for part in parts.values())


def test_a_head_sees_where_they_are_named() -> None:
    parts = {part.kind: part for part in own_data(demo_year(), Email("h.threlfall@gynnsands.sch.example"))}
    assert {School, Person, Guest, Account} <= parts.keys()
    assert {guest.invited_by for guest in parts[Guest].own if isinstance(guest, Guest)} == {
        "h.threlfall@gynnsands.sch.example"
    }


def test_a_host_contact_sees_the_visit_and_not_how_the_visitor_travels() -> None:
    contact = Email("r.bamber@gynnsands.sch.example")
    visits = {part.kind: part.own for part in own_data(demo_year(), contact)}[Visit]
    noted = [row for row in demo_year().visits if row.host_contact == "Rachel Bamber" and row.travel]
    assert {row.ref for row in noted} < {row.ref for row in visits}
    assert {row.travel for row in visits if isinstance(row, Visit)} == {""}
    own = {part.kind: part.own for part in own_data(demo_year(), noted[0].email)}[Visit]
    assert noted[0] in own


def test_a_guest_sees_their_row() -> None:
    parts = own_data(demo_year(), Email("moira.ainscough@gynnsands.sch.example"))
    assert [(part.kind, len(part.own)) for part in parts] == [(Guest, 1)]


def test_a_stranger_sees_nothing() -> None:
    assert own_data(demo_year(), Email("nobody@gynnsands.sch.example")) == ()


def test_what_others_write_is_counted_apart() -> None:
    said = Feedback(event="Conference", better="More of Ann Shaw")
    year = replace(small_year(bookings=(booking("ann", "W01-A"),)), feedback=(said, Feedback(event="Conference")))
    year = replace(
        year, follow_ups=(FollowUp(id="F1", school=SHORE, who="Ann Shaw", kind="Try", what="with Bob Shaw"),)
    )
    parts = {part.kind: part for part in own_data(year, address("ann"))}
    assert (parts[Feedback].own, parts[Feedback].others) == ((), (said,))
    assert [row.who for row in parts[FollowUp].own if isinstance(row, FollowUp)] == ["Ann Shaw"]
    assert len(parts[Booking].own) == 1
    bobs = {part.kind: part for part in own_data(year, address("bob"))}
    assert (bobs[FollowUp].own, len(bobs[FollowUp].others)) == ((), 1)
