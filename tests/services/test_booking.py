"""Booking, changing, waiting and giving up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.domain.network import Attendance
from kaizen.domain.reason import Why
from kaizen.domain.record import SessionCode
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules import places
from kaizen.services.booking import Book, Withdraw
from kaizen.sheet.intents import Amend, Append, Refusal
from tests.demo_year import demo_year
from tests.small_year import (
    CLOSES,
    HILL,
    NOW,
    OPENS,
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
    from datetime import datetime

    from kaizen.domain.year import YearSnapshot


MOMENT = timedelta(milliseconds=1)


def book(name: str, *wanted: str, by: str = "", wait_for: tuple[str, ...] = ()) -> Book:
    return Book(address(by or name), address(name), codes(*wanted), key="k", wait_for=codes(*wait_for))


def withdraw(name: str, code: str, by: str = "") -> Withdraw:
    return Withdraw(address(by or name), address(name), SessionCode(code), key="k")


def held(year: YearSnapshot, name: str) -> set[str]:
    return {row.session for row in places.holding(year, address(name)).values()}


def queued(year: YearSnapshot, code: str) -> list[str]:
    return [row.email.partition("@")[0] for row in places.waiting(year, SessionCode(code))]


def test_booking_appends_one_full_row_a_session() -> None:
    decision = decided(book("ann", "W01-A", "W02-B"), small_year())
    rows = [intent.record for intent in decision.intents if isinstance(intent, Append)]
    assert rows == [
        booking("ann", "W01-A", ref="k-1", booked_at=NOW),
        booking("ann", "W02-B", ref="k-2", booked_at=NOW + MOMENT),
    ]
    assert decision.sentence == "Booked: Workshop 1 (slot A) and Workshop 2 (slot B)."
    assert decision.log == "Booked"


def test_booked_at_is_to_the_millisecond() -> None:
    decision = decided(book("ann", "W01-A"), small_year(), NOW + timedelta(microseconds=7))
    assert [intent.record for intent in decision.intents] == [booking("ann", "W01-A", ref="k-1", booked_at=NOW)]


def test_booking_what_one_holds_changes_nothing() -> None:
    decision = decided(book("ann", "W01-A"), small_year(bookings=(booking("ann", "W01-A"),)))
    assert decision.intents == ()
    assert decision.sentence == "Already booked: Workshop 1 (slot A)."


def test_a_session_once_given_up_is_booked_with_a_new_row() -> None:
    year = small_year(bookings=(booking("ann", "W01-A", status=BookingStatus.CANCELLED),))
    assert [type(intent) for intent in decided(book("ann", "W01-A"), year).intents] == [Append]


def test_a_change_takes_the_new_place_before_it_gives_up_the_old_one() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), booking("ann", "W01-C")))
    decision = decided(book("ann", "W02-A"), year)
    assert [type(intent) for intent in decision.intents] == [Append, Amend]
    assert decision.sentence == "Booked: Workshop 2 (slot A). Given up: Workshop 1 (slot A)."
    assert decision.log == "Changed booking"
    changed = after(year, decision)
    assert held(changed, "ann") == {"W02-A", "W01-C"}
    assert changed.bookings[0].status is BookingStatus.CANCELLED


def test_a_change_that_is_refused_loses_nothing() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), booking("bob", "W02-A")))
    assert refused(book("ann", "W02-A"), year) == [(Why.FULL, "W02-A")]


def test_a_change_clears_every_place_in_the_slot_also_one_typed_by_hand() -> None:
    year = small_year(bookings=(booking("ann", "W01-A", 1), booking("ann", "W02-A", 2)))
    changed = after(year, decided(book("ann", "W03-A"), year))
    assert [row.session for row in changed.bookings if row.status is BookingStatus.BOOKED] == ["W03-A"]


def test_a_place_given_up_by_a_change_goes_to_the_first_who_is_free() -> None:
    rows = (booking("ann", "W01-A"), booking("bob", "W03-A"), waiting("bob", "W01-A", 1), waiting("cat", "W01-A", 2))
    year = small_year(bookings=rows)
    changed = after(year, decided(book("ann", "W02-A"), year))
    assert held(changed, "cat") == {"W01-A"}
    assert held(changed, "bob") == {"W03-A"}
    assert queued(changed, "W01-A") == ["bob"]


@pytest.mark.parametrize(
    ("values", "now", "reason"),
    [
        ({}, OPENS - timedelta(minutes=1), (Why.CLOSED, "")),
        ({}, CLOSES, (Why.CLOSED, "")),
        ({"people": (person("ann", conference=Attendance.NO),)}, NOW, (Why.INVALID, "person")),
        ({"sessions": ()}, NOW, (Why.NOT_FOUND, "W01-A")),
        ({"workshops": (workshop(1, status=WorkshopStatus.NOT_THIS_YEAR),)}, NOW, (Why.NOT_FOUND, "W01-A")),
        ({"sessions": (session("W01-A", None, room=""),)}, NOW, (Why.CLOSED, "W01-A")),
        ({"bookings": (booking("bob", "W01-A"),)}, NOW, (Why.FULL, "W01-A")),
        ({"bookings": (booking("ann", "W01-B"),)}, NOW, (Why.DUPLICATE, "W01-A")),
        ({"workshops": (workshop(1, email=address("ann")),)}, NOW, (Why.CLASH, "W01-A")),
    ],
)
def test_each_thing_that_stands_against_booking(values: dict[str, Any], now: datetime, reason: tuple[Why, str]) -> None:
    assert refused(book("ann", "W01-A"), small_year(**values), now) == [reason]


def test_all_reasons_at_once() -> None:
    year = small_year(
        bookings=(booking("bob", "W02-A"), booking("ann", "W04-B")),
        workshops=(workshop(1), workshop(2), workshop(3, email=address("ann"), times=1), workshop(4)),
        sessions=tuple(session(code) for code in ("W01-A", "W02-A", "W03-C", "W04-B", "W04-C")),
    )
    assert refused(book("ann", "W99-A", "W01-A", "W02-A", "W04-C"), year, OPENS - timedelta(days=1)) == [
        (Why.CLOSED, ""),
        (Why.NOT_FOUND, "W99-A"),
        (Why.CLASH, "W04-C"),
        (Why.DUPLICATE, "W04-C"),
        (Why.FULL, "W02-A"),
        (Why.CLASH, "W02-A"),
    ]


def sentences(command: Book | Withdraw, year: YearSnapshot) -> list[str]:
    answer = command.decide(year, NOW)
    assert isinstance(answer, Refusal)
    return [reason.sentence for reason in answer.reasons]


def test_two_in_one_slot_clash_and_the_times_are_said() -> None:
    assert sentences(book("ann", "W01-A", "W02-A"), small_year()) == [
        "Workshop 1 (slot A) and Workshop 2 (slot A) are at the same time, 13:00 to 13:40; choose one of them."
    ]


def test_a_full_session_says_who_waits_and_where_else_it_runs() -> None:
    rows = (booking("bob", "W01-A"), waiting("cat", "W01-A"), booking("dan", "W01-B"))
    again = "Press Save again to join its waiting list (1 before you), or choose another workshop."
    told = f"Workshop 1 (slot A) has just filled up. {again}"
    also = "It also runs in slot C (1 place left)."
    assert sentences(book("ann", "W01-A"), small_year(bookings=rows)) == [f"{told} {also}"]
    everywhere = (*rows, booking("eve", "W01-C"))
    assert sentences(book("cat", "W01-A"), small_year(bookings=everywhere)) == [
        "Workshop 1 (slot A) is full, and you are number 1 on its waiting list."
    ]


def test_sentences_speak_to_who_presses_the_button() -> None:
    year = small_year(workshops=(workshop(1, email=address("ann")), workshop(2)))
    assert sentences(book("ann", "W01-A"), year) == ["Workshop 1 (slot A) needs no booking: you lead it."]
    assert sentences(book("ann", "W02-A"), year) == [
        "Workshop 2 (slot A) is at the same time as Workshop 1 (slot A), which you lead."
    ]
    assert sentences(book("ann", "W02-A", by="head"), year) == [
        "Workshop 2 (slot A) is at the same time as Workshop 1 (slot A), which Ann Shaw leads."
    ]
    away = small_year(people=(person("ann", conference=Attendance.NO), person("head", role="Headteacher")))
    assert sentences(book("ann", "W01-A"), away)[0].startswith("The Staff tab says that you are not coming")
    assert sentences(book("ann", "W01-A", by="head"), away)[0].startswith("The Staff tab says that Ann Shaw is not")
    full = small_year(bookings=(booking("bob", "W01-A"), waiting("ann", "W01-A")))
    assert "Ann Shaw is number 1" in sentences(book("ann", "W01-A", by="head"), full)[0]


def test_an_empty_wish_asks_for_one() -> None:
    assert refused(book("ann"), small_year()) == [(Why.INVALID, "sessions")]


def test_no_more_workshops_than_everybody_has() -> None:
    year = small_year(settings={"workshops_each": 1}, bookings=(booking("ann", "W01-A"),))
    assert refused(book("ann", "W02-B"), year) == [(Why.INVALID, "sessions")]
    assert sentences(book("ann", "W02-B"), year) == ["Everybody has 1 workshop, and with these it would be 2."]
    assert held(after(year, decided(book("ann", "W02-A"), year)), "ann") == {"W02-A"}


def test_somebody_with_too_many_by_hand_may_still_change_one_for_another() -> None:
    year = small_year(settings={"workshops_each": 1}, bookings=(booking("ann", "W01-A"), booking("ann", "W02-B")))
    assert held(after(year, decided(book("ann", "W03-A"), year)), "ann") == {"W03-A", "W02-B"}


def test_the_same_workshop_twice_where_settings_allow_it() -> None:
    year = small_year(settings={"same_workshop_twice": True})
    assert held(after(year, decided(book("ann", "W01-A", "W01-B"), year)), "ann") == {"W01-A", "W01-B"}
    assert refused(book("ann", "W01-A", "W01-B"), small_year()) == [
        (Why.DUPLICATE, "W01-A"),
        (Why.DUPLICATE, "W01-B"),
    ]


def test_the_same_workshop_may_move_to_another_place_in_its_own_slot() -> None:
    second = session("W01-A2", slot="A")
    year = small_year(sessions=(session("W01-A"), second), bookings=(booking("ann", "W01-A"),))
    assert held(after(year, decided(book("ann", "W01-A2"), year)), "ann") == {"W01-A2"}


def test_a_full_session_that_one_would_wait_for_gets_a_waiting_row() -> None:
    year = small_year(bookings=(booking("bob", "W01-A"), waiting("cat", "W01-A")))
    decision = decided(book("ann", "W01-A", "W02-B", wait_for=("W01-A",)), year)
    assert [intent.record for intent in decision.intents] == [
        booking("ann", "W02-B", ref="k-1", booked_at=NOW),
        waiting("ann", "W01-A", ref="k-2", booked_at=NOW + MOMENT),
    ]
    told = "Booked: Workshop 2 (slot B). On the waiting list: Workshop 1 (slot A), number 2."
    assert decision.sentence == told
    again = decided(book("ann", "W01-A", wait_for=("W01-A",)), after(year, decision))
    assert again.intents == ()
    assert again.sentence == "On the waiting list: Workshop 1 (slot A), number 2."


def test_one_may_hold_a_place_and_wait_for_another_in_the_same_slot() -> None:
    year = small_year(bookings=(booking("bob", "W01-A"),))
    year = after(year, decided(book("ann", "W02-A", wait_for=("W01-A",)), year))
    assert held(year, "ann") == {"W02-A"}
    assert queued(year, "W01-A") == ["ann"]


def test_a_session_to_wait_for_that_has_a_place_is_booked() -> None:
    year = small_year()
    assert held(after(year, decided(book("ann", wait_for=("W01-A",)), year)), "ann") == {"W01-A"}
    assert refused(book("ann", "W02-A", wait_for=("W01-A",)), year) == [(Why.CLASH, "W01-A")]


def test_nobody_waits_for_what_they_could_not_take() -> None:
    year = small_year(
        bookings=(booking("bob", "W01-A"), booking("ann", "W01-B"), booking("bob", "W02-C")),
        workshops=(workshop(1), workshop(2), workshop(3, email=address("ann"))),
        sessions=(*small_year().sessions[:6], session("W03-C")),
    )
    assert refused(book("ann", wait_for=("W01-A", "W02-C")), year) == [
        (Why.DUPLICATE, "W01-A"),
        (Why.CLASH, "W02-C"),
    ]


def test_taking_an_offered_place_keeps_the_row_and_ends_the_waiting_in_that_slot() -> None:
    rows = (booking("ann", "W02-A"), waiting("ann", "W01-A", 1), waiting("ann", "W03-A", 2), waiting("ann", "W04-B", 3))
    year = small_year(bookings=(*rows, booking("bob", "W03-A"), booking("bob", "W04-B")))
    decision = decided(book("ann", "W01-A"), year)
    assert all(isinstance(intent, Amend) for intent in decision.intents)
    changed = after(year, decision)
    assert held(changed, "ann") == {"W01-A"}
    assert [row.session for row in places.waits(changed, address("ann"))] == ["W04-B"]


def test_a_free_place_belongs_to_those_who_wait_and_could_take_it() -> None:
    year = small_year(bookings=(waiting("bob", "W01-A"),))
    assert refused(book("ann", "W01-A"), year) == [(Why.FULL, "W01-A")]
    assert held(after(year, decided(book("bob", "W01-A"), year)), "bob") == {"W01-A"}


def test_a_free_place_is_open_to_all_while_those_who_wait_hold_another() -> None:
    year = small_year(bookings=(waiting("bob", "W01-A"), booking("bob", "W02-A")))
    assert held(after(year, decided(book("ann", "W01-A"), year)), "ann") == {"W01-A"}


@pytest.mark.parametrize(("by", "allowed"), [("head", True), ("office", True), ("bob", False), ("organiser", False)])
def test_heads_and_office_act_for_their_staff_and_nobody_else_does(by: str, allowed: bool) -> None:
    year = small_year(bookings=(booking("ann", "W02-B"),))
    if allowed:
        decision = decided(book("ann", "W01-A", by=by), year)
        whose = f"by {by.title()} Shaw for Ann Shaw"
        assert decision.sentence == f"Booked: Workshop 1 (slot A). Recorded as {whose}."
        assert decision.log == f"Booked, {whose}"
        assert held(after(year, decided(withdraw("ann", "W02-B", by=by), year)), "ann") == set()
    else:
        assert refused(book("ann", "W01-A", by=by), year) == [(Why.NOT_OWNER, "person")]
        assert refused(withdraw("ann", "W02-B", by=by), year) == [(Why.NOT_OWNER, "person")]


def test_who_may_not_act_learns_nothing_about_the_person() -> None:
    year = small_year(
        people=(person("ann", conference=Attendance.NO), person("bob")), bookings=(booking("ann", "W01-B"),)
    )
    answer = book("ann", "W01-A", "W99-Z", by="bob").decide(year, CLOSES)
    assert isinstance(answer, Refusal)
    assert "Ann" not in str(answer)
    assert len(answer.reasons) == 1


def test_somebody_who_is_not_on_staff_cannot_book() -> None:
    assert refused(book("nobody", "W01-A"), small_year()) == [(Why.NOT_FOUND, "person")]
    assert refused(book("nobody", "W01-A", by="head"), small_year()) == [(Why.NOT_FOUND, "person")]


def test_the_head_gives_up_the_place_of_somebody_who_has_left() -> None:
    year = small_year(bookings=(booking("leaver", "W01-A"),))
    decision = decided(withdraw("leaver", "W01-A", by="head"), year)
    assert decision.log == "Gave up a place, by Head Shaw for leaver@shore.sch.example"
    assert refused(withdraw("leaver", "W01-A"), year) == [(Why.NOT_OWNER, "person")]
    elsewhere = small_year(bookings=(booking("leaver", "W01-A", school=HILL),))
    assert refused(withdraw("leaver", "W01-A", by="head"), elsewhere) == [(Why.NOT_OWNER, "person")]


def test_withdrawing_places_the_first_who_is_free_and_says_so_in_the_row() -> None:
    rows = (
        booking("ann", "W01-A"),
        waiting("cat", "W01-A", 5, notes="Asked by phone"),
        waiting("bob", "W01-A", 4),
        booking("bob", "W02-A"),
        waiting("dan", "W01-A", 6),
    )
    year = small_year(bookings=rows)
    decision = decided(withdraw("ann", "W01-A"), year)
    assert decision.sentence == "Given up: Workshop 1 (slot A)."
    assert decision.log == "Gave up a place"
    changed = after(year, decision)
    assert held(changed, "ann") == set()
    assert held(changed, "cat") == {"W01-A"}
    assert changed.bookings[1].notes == "Asked by phone; From the waiting list on Sat 21 Nov 2026"
    assert queued(changed, "W01-A") == ["bob", "dan"]


def test_being_moved_up_ends_the_waiting_for_anything_else_in_the_slot() -> None:
    rows = (
        booking("ann", "W01-A"),
        booking("eve", "W02-A"),
        waiting("bob", "W01-A", 1),
        waiting("bob", "W02-A", 2),
        waiting("bob", "W03-B", 3),
    )
    year = small_year(bookings=rows)
    changed = after(year, decided(withdraw("ann", "W01-A"), year))
    assert changed.bookings[2].notes == "From the waiting list on Sat 21 Nov 2026"
    assert [row.session for row in places.waits(changed, address("bob"))] == ["W03-B"]


@pytest.mark.parametrize(
    "values",
    [
        {"people": (person("ann"), person("bob", conference=Attendance.NO))},
        {"workshops": (workshop(1), workshop(2, email=address("bob")))},
        {"settings": {"workshops_each": 1}},
        {"settings": {"workshops_each": 9}},
    ],
)
def test_whoever_could_not_take_the_place_is_passed_over_and_keeps_waiting(values: dict[str, Any]) -> None:
    rows = (booking("ann", "W01-A"), waiting("bob", "W01-A"), booking("bob", "W01-B"))
    year = small_year(bookings=rows, **values)
    changed = after(year, decided(withdraw("ann", "W01-A"), year))
    assert queued(changed, "W01-A") == ["bob"]
    assert places.left(changed, SessionCode("W01-A")) == 1


def test_giving_up_a_place_may_bring_in_what_one_was_waiting_for() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), waiting("ann", "W02-A")))
    decision = decided(withdraw("ann", "W01-A"), year)
    assert decision.sentence == "Given up: Workshop 1 (slot A). From the waiting list: Workshop 2 (slot A)."
    assert held(after(year, decision), "ann") == {"W02-A"}


def test_a_change_may_bring_in_what_one_was_waiting_for() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), waiting("ann", "W01-B")))
    decision = decided(book("ann", "W02-A"), year)
    assert decision.sentence.endswith("Given up: Workshop 1 (slot A). From the waiting list: Workshop 1 (slot B).")
    assert held(after(year, decision), "ann") == {"W02-A", "W01-B"}


def test_nobody_is_moved_up_into_a_session_that_is_still_overfull() -> None:
    rows = (booking("ann", "W01-A"), booking("bob", "W01-A", 1), booking("cat", "W01-A", 2), waiting("dan", "W01-A", 3))
    year = small_year(bookings=rows, sessions=(session("W01-A", 2),))
    changed = after(year, decided(withdraw("ann", "W01-A"), year))
    assert queued(changed, "W01-A") == ["dan"]


def test_a_place_on_the_waiting_list_is_given_up_the_same_way() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), waiting("bob", "W01-A", 1), waiting("cat", "W01-A", 2)))
    changed = after(year, decided(withdraw("bob", "W01-A"), year))
    assert queued(changed, "W01-A") == ["cat"]
    assert held(changed, "ann") == {"W01-A"}


def test_giving_up_twice_is_giving_up_once() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"),))
    changed = after(year, decided(withdraw("ann", "W01-A"), year))
    again = decided(withdraw("ann", "W01-A"), changed)
    assert again.intents == ()
    assert again.sentence == "Workshop 1 (slot A) had been given up already."


def test_there_must_be_something_to_give_up() -> None:
    assert refused(withdraw("ann", "W01-A"), small_year()) == [(Why.NOT_FOUND, "W01-A")]
    assert sentences(withdraw("ann", "W09-Z"), small_year()) == ["There is no booking for Session W09-Z to give up."]


def test_a_place_in_a_session_that_is_off_the_programme_can_be_given_up() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), waiting("bob", "W01-A")), workshops=())
    decision = decided(withdraw("ann", "W01-A"), year)
    assert decision.sentence == "Given up: W01-A (slot A)."
    assert len(decision.intents) == 1


def test_after_booking_has_closed_places_are_given_up_and_nobody_is_moved_up() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), waiting("bob", "W01-A")))
    changed = after(year, decided(withdraw("ann", "W01-A"), year, CLOSES))
    assert places.left(changed, SessionCode("W01-A")) == 1
    assert queued(changed, "W01-A") == ["bob"]


def test_from_the_day_of_the_conference_bookings_stand() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"),))
    day = OPENS.replace(year=2027, month=2, day=22)
    assert refused(withdraw("ann", "W01-A"), year, day) == [(Why.CLOSED, "W01-A")]
    decided(withdraw("ann", "W01-A"), year, day - timedelta(days=1))
    decided(withdraw("ann", "W01-A"), small_year(bookings=year.bookings, settings={"conference_date": None}), day)


def test_somebody_in_the_demo_network_books_and_the_numbers_follow() -> None:
    year = demo_year()
    busy = {row.email for row in year.bookings}
    free = (member.email for member in year.people if member.email not in busy and member.role == "Teacher")
    person = next(email for email in free if not places.leads(year, email))
    before = len(places.waiting(year, SessionCode("W04-A")))
    wish = Book(person, person, codes("W01-B", "W08-C"), key="k", wait_for=codes("W04-A"))
    changed = after(year, decided(wish, year))
    assert places.left(changed, SessionCode("W01-B")) == 16
    assert places.left(changed, SessionCode("W08-C")) == 21
    assert len(places.waiting(changed, SessionCode("W04-A"))) == before + 1


def test_who_is_placed_from_one_waiting_list_may_join_another_in_the_same_wish() -> None:
    """Somebody deleted a booking by hand, so a place came free that nobody has handed on yet."""
    year = small_year(bookings=(booking("bob", "W01-A"), waiting("ann", "W02-A")))
    decision = decided(book("ann", "W01-A", wait_for=("W01-A",)), year)
    assert held(after(year, decision), "ann") == {"W02-A"}
    assert queued(after(year, decision), "W01-A") == ["ann"]
    assert "From the waiting list" in decision.sentence
    assert "number 1" in decision.sentence
