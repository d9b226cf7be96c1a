"""Booking for several people with one wish: who is served, who is told why not, and what is left alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.domain.booking import BookingStatus
from kaizen.domain.network import Attendance
from kaizen.domain.reason import Why
from kaizen.domain.record import Email, SessionCode
from kaizen.rules import places
from kaizen.services.booking_for_several import BookForSeveral
from kaizen.sheet.intents import Amend, Append, Refusal
from tests.small_year import (
    CLOSES,
    HILL,
    NOW,
    PEOPLE,
    address,
    after,
    booking,
    codes,
    decided,
    person,
    refused,
    session,
    small_year,
    waiting,
    workshop,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaizen.domain.year import YearSnapshot


def book(who: Iterable[str], *wanted: str, by: str = "head", wait_for: tuple[str, ...] = ()) -> BookForSeveral:
    return BookForSeveral(address(by), tuple(map(address, who)), codes(*wanted), "k", codes(*wait_for))


def roomy(places_each: int = 9, **values: object) -> YearSnapshot:
    return small_year(sessions=tuple(session(one.session, places_each) for one in small_year().sessions), **values)


def held(year: YearSnapshot, name: str) -> list[str]:
    return sorted(row.session for row in places.holding(year, address(name)).values())


def lines(command: BookForSeveral, year: YearSnapshot) -> list[str]:
    answer = command.decide(year, NOW)
    return [one.sentence for one in answer.reasons] if isinstance(answer, Refusal) else answer.sentence.split("\n")


def test_everybody_on_the_list_is_booked_with_one_wish() -> None:
    decision = decided(book(("ann", "bob"), "W01-A", "W02-B"), roomy())
    assert [intent.record for intent in decision.intents if isinstance(intent, Append)] == [
        booking(name, code, ref=f"k-{number}", booked_at=NOW + timedelta(milliseconds=number - 1))
        for number, (name, code) in enumerate(
            [("ann", "W01-A"), ("ann", "W02-B"), ("bob", "W01-A"), ("bob", "W02-B")], start=1
        )
    ]
    assert decision.sentence.split("\n") == [
        "Booked for all 2 people. Recorded as by Head Shaw for each of them.",
        "Workshop 1 (slot A): Ann Shaw and Bob Shaw.",
        "Workshop 2 (slot B): Ann Shaw and Bob Shaw.",
    ]


def test_each_row_says_for_whom_it_was() -> None:
    year = roomy(bookings=(waiting("bob", "W01-A"),))
    decision = decided(book(("ann", "bob", "head"), "W01-A"), year)
    assert [intent.log for intent in decision.intents if isinstance(intent, Append | Amend)] == [
        "Booked, by Head Shaw for Ann Shaw",
        "Booked, by Head Shaw for Bob Shaw",
        "Booked",
    ]


def test_one_person_is_told_by_name() -> None:
    assert lines(book(("ann",), "W01-A"), roomy()) == [
        "Booked for Ann Shaw. Recorded as by Head Shaw for Ann Shaw.",
        "Workshop 1 (slot A): Ann Shaw.",
    ]


def test_the_last_places_go_in_the_order_of_the_list_and_the_others_are_told() -> None:
    year = roomy(2)
    command = book(("cat", "ann", "bob", "dan"), "W01-A", "W02-B")
    assert lines(command, year) == [
        "Booked for 2 of 4 people. 2 people could not have everything. Recorded as by Head Shaw for each of them.",
        "Not booked: Bob Shaw and Dan Shaw: Workshop 1 (slot A) is full.",
        "Not booked: Bob Shaw and Dan Shaw: Workshop 2 (slot B) is full.",
        "Workshop 1 (slot A): Cat Shaw and Ann Shaw.",
        "Workshop 2 (slot B): Cat Shaw and Ann Shaw.",
    ]


def test_whoever_cannot_have_one_of_them_has_the_others() -> None:
    sessions = tuple(one for one in roomy().sessions if one.workshop != "W02" or one.slot == "B")
    workshops = (workshop(1), workshop(2, email=address("ann")), workshop(3))
    year = small_year(sessions=sessions, workshops=workshops)
    decision = decided(book(("ann", "bob"), "W01-B", "W03-C"), year)
    assert decision.sentence.split("\n")[1] == (
        "Not booked: Ann Shaw: Workshop 1 (slot B) is at the same time as Workshop 2 (slot B), which Ann Shaw leads."
    )
    changed = after(year, decision)
    assert (held(changed, "ann"), held(changed, "bob")) == (["W03-C"], ["W01-B", "W03-C"])


def test_nobody_gives_anything_up() -> None:
    year = roomy(bookings=(booking("ann", "W02-A"), booking("bob", "W01-A")))
    decision = decided(book(("ann", "bob", "cat"), "W01-A"), year)
    assert decision.sentence.split("\n") == [
        "Booked for 1 of 3 people. Recorded as by Head Shaw for each of them.",
        "Ann Shaw keeps Workshop 2 (slot A).",
        "Workshop 1 (slot A): Cat Shaw.",
        "Workshop 1 (slot A), as before: Bob Shaw.",
    ]
    changed = after(year, decision)
    assert [held(changed, name) for name in ("ann", "bob", "cat")] == [["W02-A"], ["W01-A"], ["W01-A"]]


def test_whoever_is_not_coming_is_told_once() -> None:
    year = roomy(people=(person("ann", conference=Attendance.NO), person("bob"), person("head", role="Headteacher")))
    told = lines(book(("ann", "bob"), "W01-A", "W02-B"), year)
    assert told[1].startswith("Not booked: Ann Shaw: The Staff tab says that Ann Shaw is not coming")
    assert len(told) == 4


def test_people_of_one_name_are_told_apart() -> None:
    twins = (
        person("ann", name="Emma Taylor", year_group="Y1"),
        person("bob", name="Emma Taylor", year_group="Y2"),
        person("head", role="Headteacher"),
    )
    assert "Not booked: Emma Taylor (Teacher, Y2): Workshop 1 (slot A) is full." in lines(
        book(("ann", "bob"), "W01-A"), roomy(1, people=twins)
    )


def test_the_waiting_list_is_only_for_what_is_ticked() -> None:
    year = roomy(1, bookings=(booking("eve", "W01-A"), booking("eve", "W02-B"), waiting("fay", "W01-A")))
    decision = decided(book(("ann", "bob"), "W01-A", "W02-B", wait_for=("W01-A",)), year)
    assert decision.sentence.split("\n") == [
        "Nobody was given a new place. 2 people could not have everything. Recorded as by Head Shaw for each of them.",
        "Not booked: Ann Shaw and Bob Shaw: Workshop 2 (slot B) is full.",
        "Waiting list for Workshop 1 (slot A): Ann Shaw (number 2) and Bob Shaw (number 3).",
    ]
    assert [row.email for row in places.waiting(after(year, decision), SessionCode("W01-A"))] == [
        address(name) for name in ("fay", "ann", "bob")
    ]


def test_a_free_place_belongs_to_those_who_wait_for_it() -> None:
    year = roomy(1, bookings=(waiting("bob", "W01-A"),))
    assert lines(book(("ann", "bob"), "W01-A"), year)[1:] == [
        "Not booked: Ann Shaw: Workshop 1 (slot A) is full.",
        "Workshop 1 (slot A): Bob Shaw.",
    ]
    on_the_list = roomy(1, bookings=(booking("eve", "W01-A"), waiting("bob", "W01-A")))
    assert lines(book(("bob",), "W01-A"), on_the_list) == [
        "Bob Shaw: Workshop 1 (slot A) is full; already number 1 on its waiting list."
    ]


def test_where_nobody_can_be_booked_every_reason_is_given_and_nothing_written() -> None:
    year = roomy(1, bookings=(booking("eve", "W01-A"), booking("ann", "W02-B")))
    answer = book(("ann", "bob"), "W01-A", "W03-B").decide(
        replace(year, bookings=(*year.bookings, booking("eve", "W03-B"))), NOW
    )
    assert isinstance(answer, Refusal)
    assert [(reason.why, reason.about, reason.sentence) for reason in answer.reasons] == [
        (Why.FULL, "people", "Ann Shaw and Bob Shaw: Workshop 1 (slot A) is full."),
        (Why.FULL, "people", "Bob Shaw: Workshop 3 (slot B) is full."),
        (Why.CLASH, "people", "Ann Shaw keeps Workshop 2 (slot B)."),
    ]


@pytest.mark.parametrize(
    ("command", "reasons"),
    [
        (book((), "W01-A"), [(Why.INVALID, "people")]),
        (book(("ann",)), [(Why.INVALID, "sessions")]),
        (
            book((), "W99-A", "W01-A", "W02-A"),
            [(Why.INVALID, "people"), (Why.NOT_FOUND, "W99-A"), (Why.CLASH, "W02-A")],
        ),
        (book(("nobody",), "W01-A"), [(Why.NOT_FOUND, "people")]),
    ],
)
def test_what_stands_against_all_of_it(command: BookForSeveral, reasons: list[tuple[Why, str]]) -> None:
    assert refused(command, roomy()) == reasons


def test_what_is_the_same_for_everybody_is_said_once() -> None:
    many = book(PEOPLE, "W01-A")
    assert refused(many, roomy(), CLOSES) == [(Why.CLOSED, "")]
    homeless = small_year(sessions=(session("W01-A", None, room=""),))
    assert refused(many, homeless) == [(Why.CLOSED, "W01-A")]


@pytest.mark.parametrize("by", ["ann", "organiser", "stranger"])
def test_nobody_else_books_for_a_school_and_nobody_is_named_to_them(by: str) -> None:
    answer = book(("bob", "cat"), "W99-Z", by=by).decide(roomy(), NOW)
    assert isinstance(answer, Refusal)
    assert [reason.why for reason in answer.reasons] == [Why.NOT_OWNER]
    assert "Bob" not in str(answer)


def test_one_person_of_another_school_stops_all_of_it() -> None:
    year = roomy(people=(*roomy().people, person("marker", name="Marker Of Hill", school=HILL)))
    answer = book(("ann", "marker"), "W01-A").decide(year, NOW)
    assert isinstance(answer, Refusal)
    assert [reason.why for reason in answer.reasons] == [Why.NOT_OWNER]
    assert "Marker" not in str(answer)


def test_the_same_wish_twice_is_one() -> None:
    year, command = roomy(2), book(("ann", "ann", "bob", "cat"), "W01-A", "W01-A", "W02-B", wait_for=("W02-B",))
    decision = decided(command, year)
    assert Counter(intent.record.email for intent in decision.intents) == {
        address("ann"): 2,
        address("bob"): 2,
        address("cat"): 1,
    }
    again = decided(command, after(year, decision))
    assert again.intents == ()
    assert again.sentence.startswith("Nobody was given a new place. 1 person could not")


CODES = codes("W01-A", "W02-A", "W01-B", "W02-B")
NAMES = (*PEOPLE[:5], "head")
statuses = st.sampled_from((BookingStatus.BOOKED, BookingStatus.WAITING, BookingStatus.CANCELLED))


@st.composite
def years(draw: st.DrawFn) -> YearSnapshot:
    """Return a year with few places, some of them taken, where somebody leads in slot A and somebody is away."""
    rows = draw(
        st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(CODES), statuses), max_size=8, unique_by=str)
    )
    # Somebody whom hands have booked twice in a slot counts as having one place; that is told elsewhere.
    held = {(name, code[-1]): code for name, code, status in reversed(rows) if status is BookingStatus.BOOKED}
    rows = [row for row in rows if row[2] is not BookingStatus.BOOKED or held[row[0], row[1][-1]] == row[1]]
    away = draw(st.sampled_from(PEOPLE))
    staff = (person(name, conference=Attendance.NO if name == away else Attendance.YES) for name in PEOPLE)
    return small_year(
        settings={"workshops_each": draw(st.sampled_from((1, 2, 3))), "same_workshop_twice": draw(st.booleans())},
        sessions=tuple(session(code, draw(st.integers(0, 3))) for code in (*CODES, "W03-A")),
        workshops=(workshop(1), workshop(2), workshop(3, email=address(draw(st.sampled_from(PEOPLE))))),
        people=(*staff, person("head", role="Headteacher")),
        bookings=tuple(booking(name, code, number, status=status) for number, (name, code, status) in enumerate(rows)),
    )


wishes = st.builds(
    lambda who, wanted, waits: book(who, *wanted, wait_for=waits),
    st.permutations(NAMES).flatmap(lambda order: st.integers(1, len(order)).map(lambda most: tuple(order[:most]))),
    st.tuples(st.sampled_from(CODES[:2]), st.sampled_from(CODES[2:])),
    st.sets(st.sampled_from(CODES)).map(tuple),
)


@settings(deadline=None, max_examples=150)
@given(years(), wishes)
def test_never_over_the_places_never_two_in_a_slot_in_order_and_nobody_else_is_touched(
    before: YearSnapshot, command: BookForSeveral
) -> None:
    answer = command.decide(before, NOW)
    if isinstance(answer, Refusal):
        assert answer.reasons
        return
    year = after(before, answer)
    nobody_loses_anything_and_others_are_untouched(before, year, command)
    the_new_places_are_there(before, year)
    the_order_of_the_list_holds(before, year, command)
    pressed = 0
    while (again := decided(replace(command, key=f"again-{pressed}"), year)).intents:
        # Somebody who waited has a place elsewhere now, and whom they went before may have theirs.
        assert len(booked(after(year, again))) > len(booked(year))
        year, pressed = after(year, again), pressed + 1
    assert pressed < len(command.people)


def booked(year: YearSnapshot) -> set[tuple[Email, SessionCode]]:
    return {(row.email, row.session) for row in year.bookings if row.status is BookingStatus.BOOKED}


def nobody_loses_anything_and_others_are_untouched(
    before: YearSnapshot, year: YearSnapshot, command: BookForSeveral
) -> None:
    assert booked(before) <= booked(year)
    others = [row for row in before.bookings if row.email not in command.people]
    assert [row for row in year.bookings if row.email not in command.people] == others


def the_new_places_are_there(before: YearSnapshot, year: YearSnapshot) -> None:
    new = booked(year) - booked(before)
    for email, code in new:
        assert len(places.taken(year, code)) <= (places.places_of(year, year.session_by_code[code]) or 0)
        assert [own for who, own in booked(year) if who == email and own[-1] == code[-1]] == [code]
        assert year.person_by_email[email].conference is Attendance.YES
        assert all(led.slot != code[-1] for led in places.leads(year, email))
        assert sum(who == email for who, _ in booked(year)) <= year.settings.workshops_each


def the_order_of_the_list_holds(before: YearSnapshot, year: YearSnapshot, command: BookForSeveral) -> None:
    """Nobody has a new place that somebody earlier on the list could have had; who waited before goes first."""
    for email, code in booked(year) - booked(before):
        if email in {row.email for row in places.waiting(before, code)}:
            continue
        for early in command.people[: command.people.index(email)]:
            alone = replace(command, people=(early,)).decide(before, NOW)
            could = not isinstance(alone, Refusal) and (early, code) in booked(after(before, alone))
            assert not could or (early, code) in booked(year)
