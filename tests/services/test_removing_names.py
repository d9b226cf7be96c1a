"""A name is taken out of the year: all of it, nothing else, once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.domain.account import Account, JoinRequest
from kaizen.domain.event import Event
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.network import Guest, Person
from kaizen.domain.reason import Why
from kaizen.domain.record import Email, Record, SchoolName
from kaizen.domain.visit import Visit, VisitDay, VisitNote
from kaizen.domain.year import FIELD_OF, YearSnapshot
from kaizen.rules import places
from kaizen.rules.leading import leaders_of, unclear_names
from kaizen.rules.naming import ADDRESSES, BESIDE, NAMES, is_stand_in, named, stand_in, written_fields
from kaizen.services.leaving import MarkLeft
from kaizen.services.removing_names import RemoveName, name_plan
from kaizen.sheet.intents import Amend, Remove
from tests.small_year import (
    HILL,
    NOW,
    PEOPLE,
    SHORE,
    address,
    after,
    booking,
    codes,
    decided,
    person,
    refused,
    school,
    small_year,
    workshop,
)

if TYPE_CHECKING:
    from kaizen.domain.workshop import Workshop

ANN, ORGANISER = address("ann"), address("organiser")
NAMESAKE = person("ann", email="ann.hill@hill.sch.example", school=HILL, ref="namesake")
THE_DAY = datetime.fromisoformat("2027-02-22 08:00")

TEXTS = st.sampled_from(
    [
        *("", "Ann Shaw", "Bob Shaw", "Ann Shaw and Bob Shaw", "Mary Ann Shaw", "Ann Shaw (Shore); Cat Shaw"),
        *("ask ANN  SHAW", ANN),
    ]
)
LEFT_TO_PEOPLE = {"Mary Ann Shaw", "ask ANN  SHAW"}
"""What a box for names may say that is no list of names."""

WHO = st.sampled_from([*PEOPLE, "ann"])
FOUR, MANY = st.lists(WHO, min_size=4, max_size=4), st.lists(TEXTS, min_size=14, max_size=14)


def _of(name: str) -> dict[str, str]:
    return {"email": address(name), "name": f"{name.title()} Shaw"}


@st.composite
def years(draw: st.DrawFn) -> YearSnapshot:
    """Give a year in which Ann has left and which names her, and others, here and there."""
    who, text, numbers = draw(FOUR), draw(MANY), range(draw(st.integers(0, 3)))
    told = {"from_school": SHORE, "to_school": HILL, "date": date(2026, 11, 20)}
    people = [person(name, left=name == "ann", notes=text[0]) for name in PEOPLE]
    head = {"head_email": address("bob"), "headteacher": "Bob Shaw"}
    return small_year(
        people=(*people, person("organiser", school=HILL), *([NAMESAKE] if draw(st.booleans()) else [])),
        schools=(school(SHORE, **head, office_email=address(who[0])), school(HILL)),
        workshops=tuple(_workshop(n, who[n], text[n], text[n + 1]) for n in range(4)),
        bookings=tuple(booking(who[n], code, n, notes=text[n]) for n in numbers for code in ("W01-A", "W02-B")),
        visit_days=(VisitDay(ref="vd", school=HILL, date=date(2027, 3, 9), agreed_by=text[3], notes=text[4]),),
        visits=tuple(
            Visit(ref=f"v{n}", visit=f"V{n}", **_of(who[n]), host_contact=text[5], travel=text[6], **told)
            for n in numbers
        ),
        visit_notes=tuple(
            VisitNote(ref=f"l{n}", log=f"L{n}", **_of(who[n]), saw=text[7], will_try=text[8], **told) for n in numbers
        ),
        follow_ups=(_follow_up(draw(st.sampled_from([SHORE, HILL])), text[9], text[10]),),
        events=(_event(text[11], text[12]),),
        guests=(Guest(ref="g", name="Gail", kind="Parent", invited_by=address(who[1]), notes=text[13]),),
        join_requests=(JoinRequest(ref="j", **_of(who[2]), school=SHORE, role="Teacher"),),
        accounts=(Account(ref="a", issuer="i", subject="1", email=address(who[3])),),
    )


def _workshop(number: int, who: str, also: str, about: str) -> Workshop:
    return workshop(
        number + 1, email=address(who), led_by=f"{who.title()} Shaw", also_leading=also, about=about, school=SHORE
    )


def _follow_up(where: SchoolName, who: str, what: str) -> FollowUp:
    return FollowUp(ref="f", id="F1", school=where, who=who, kind="Try", what=what)


def _event(lead: str, notes: str) -> Event:
    return Event(ref="e", id="E1", date=date(2026, 11, 5), kind="x", title="T", where=HILL, lead=lead, notes=notes)


def _everything(year: YearSnapshot) -> list[tuple[Record, str, str]]:
    rows = (row for kind in FIELD_OF for row in year.rows_like(kind))
    return [(row, field, text) for row in rows for field, text in written_fields(row)]


def _named_boxes(row: Record) -> set[str]:
    kind = type(row)
    return {*ADDRESSES.get(kind, ()), *BESIDE.get(kind, ()), *NAMES.get(kind, ())}


@settings(deadline=None)
@given(years())
def test_no_box_for_names_has_theirs_afterwards(year: YearSnapshot) -> None:
    whom = named(year, ANN)
    now = after(year, decided(RemoveName(ORGANISER, ANN, "k"), year))
    for row, field, text in _everything(now):
        assert field not in ADDRESSES.get(type(row), ()) or text != ANN
        if whom.is_called_in(text) and field in BESIDE.get(type(row), ()):
            assert getattr(row, BESIDE[type(row)][0]) == NAMESAKE.email
        elif whom.is_called_in(text) and field in NAMES.get(type(row), ()):
            assert text in LEFT_TO_PEOPLE or not whom.is_alone


@settings(deadline=None)
@given(years())
def test_nothing_of_anybody_else_is_changed(year: YearSnapshot) -> None:
    decision = decided(RemoveName(ORGANISER, ANN, "k"), year)
    now = after(year, decision)
    touched = {(type(intent.record), intent.record.ref) for intent in decision.intents if not hasattr(intent, "found")}
    for kind in FIELD_OF:
        before = {row.ref: row for row in year.rows_like(kind)}
        for row in now.rows_like(kind):
            if (kind, row.ref) not in touched:
                assert row == before[row.ref]
        gone = before.keys() - {row.ref for row in now.rows_like(kind)}
        assert all(getattr(before[ref], "email", "") == ANN for ref in gone)
    for intent in decision.intents:
        if isinstance(intent, Amend):
            assert set(intent.wanted) <= _named_boxes(intent.record)
    others = Counter((row.email, row.session) for row in year.bookings if row.email != ANN)
    assert Counter((row.email, row.session) for row in now.bookings if not is_stand_in(row.email)) == others


@settings(deadline=None)
@given(years())
def test_numbers_stay_and_twice_is_once(year: YearSnapshot) -> None:
    decision = decided(RemoveName(ORGANISER, ANN, "k"), year)
    now = after(year, decision)
    assert [len(places.taken(now, s.session)) for s in now.sessions] == [
        len(places.taken(year, s.session)) for s in year.sessions
    ]
    assert len({row.email for row in now.bookings}) == len({row.email for row in year.bookings})
    again = decided(RemoveName(ORGANISER, ANN, "k2"), now)
    assert (again.intents, again.log) == ((), "Nothing new")


def test_the_rows_of_one_person_still_belong_together_and_those_of_two_do_not() -> None:
    staff = (person("ann", left=True), person("bob", left=True), person("organiser", school=HILL))
    year = small_year(
        people=staff, bookings=(booking("ann", "W01-A"), booking("ann", "W02-B"), booking("bob", "W03-A"))
    )
    now = after(year, decided(RemoveName(ORGANISER, ANN, "k"), year))
    now = after(now, decided(RemoveName(ORGANISER, address("bob"), "k2"), now))
    assert [(row.email, row.name) for row in now.bookings] == [
        *[(stand_in(1), "Somebody")] * 2,
        (stand_in(2), "Somebody"),
    ]
    assert [one.email for one in now.people] == [ORGANISER]


def test_what_is_taken_out_of_log_is_told() -> None:
    year = small_year(people=(person("ann", left=True), person("organiser", school=HILL)))
    decision = decided(RemoveName(ORGANISER, ANN, "k"), year)
    assert decision.forgets == {ANN: stand_in(1), "Ann Shaw": "Somebody"}
    assert ANN not in decision.sentence
    assert "Ann" not in f"{decision.sentence}{decision.log}"
    alike = replace(year, people=(*year.people, NAMESAKE))
    assert decided(RemoveName(ORGANISER, ANN, "k"), alike).forgets == {ANN: stand_in(1)}


def test_the_plan_counts_rows_by_tab() -> None:
    year = small_year(people=(person("ann", left=True),), bookings=(booking("ann", "W01-A"), booking("ann", "W02-B")))
    assert {kind.__name__: rows for kind, rows in name_plan(year, ANN).rows.items()} == {"Person": 1, "Booking": 2}


def test_a_guest_and_somebody_whose_row_is_gone_can_be_taken_out() -> None:
    guest = Guest(ref="g", name="Gail Gale", kind="Parent", email=Email("gail@x.example"))
    year = small_year(guests=(guest,), bookings=(booking("zoe", "W01-A"),))
    assert decided(RemoveName(ORGANISER, guest.email, "k"), year).intents == (Remove(guest),)
    assert after(year, decided(RemoveName(ORGANISER, address("zoe"), "k"), year)).bookings[0].name == "Somebody"


def test_one_who_has_led_leads_as_somebody() -> None:
    led = workshop(1, email=ANN, led_by="Ann Shaw", also_leading="Bob Shaw (Shore); Cat Shaw (Shore)", school=SHORE)
    year = small_year(
        workshops=(led,), people=(*(person(name, left=name in "anncat") for name in PEOPLE), person("organiser"))
    )
    year = after(year, decided(RemoveName(ORGANISER, ANN, "k"), year))
    now = after(year, decided(RemoveName(ORGANISER, address("cat"), "k2"), year))
    (row,) = now.workshops
    assert (row.led_by, row.also_leading) == ("Somebody", "Bob Shaw (Shore); Somebody (Shore)")
    assert leaders_of(now, row) == (stand_in(1), address("bob"))
    assert unclear_names(now, row) == ()


def test_who_still_has_a_part_in_the_year_is_not_taken_out() -> None:
    year = small_year(schools=(school(SHORE, head_email=ANN), school(HILL)))
    asked = RemoveName(ORGANISER, ANN, "k")
    assert refused(asked, year) == [(Why.CLOSED, "person"), (Why.CLOSED, "person")]
    assert refused(RemoveName(ORGANISER, ORGANISER, "k"), year) == [(Why.CLOSED, "person"), (Why.CLOSED, "person")]
    assert refused(RemoveName(ORGANISER, Email(""), "k"), year) == [(Why.NOT_FOUND, "person")]
    assert refused(RemoveName(address("head"), ANN, "k"), year) == [(Why.NOT_OWNER, "")]


def test_first_left_then_taken_out() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), booking("bob", "W02-A")))
    left = after(year, decided(MarkLeft(ORGANISER, ANN, "k", NOW), year))
    now = after(left, decided(RemoveName(ORGANISER, ANN, "k2"), left, THE_DAY))
    assert [one.email for one in now.people if one.name == "Ann Shaw"] == []
    assert places.left(now, codes("W01-A")[0]) == 1


def test_a_school_office_of_one_person_is_asked_about() -> None:
    year = small_year(
        people=(Person(ref="x", name="X", email=ORGANISER, school=HILL),), schools=(school(SHORE, office_email=ANN),)
    )
    assert after(year, decided(RemoveName(ORGANISER, ANN, "k"), year)).schools[0].office_email == ""
