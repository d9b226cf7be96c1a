"""A wish with answers to the questions that heads have added: held to the questions, put into the row it adds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kaizen.domain.booking import Booking
from kaizen.domain.reason import Why
from kaizen.domain.workshop import Workshop
from kaizen.services.added_answers import WithAnswers
from kaizen.services.booking import Book
from kaizen.services.follow_ups import AddFollowUp
from kaizen.services.proposals import Propose
from kaizen.sheet.intents import Amend, Append
from kaizen.sheet.layout import Kind
from kaizen.sheet.questions import Question
from tests.small_year import NOW, address, after, booking, codes, decided, refused, small_year, waiting

HELPERS = Question("How many helpers? *", Kind.WHOLE, needed=True, least=0, most=5)
WORDS = Question("A word to us")
PROPOSAL = Propose(address("ann"), "Clay", "x" * 60, ("All",), 1, "key")


def with_answers(wish: Any = PROPOSAL, **answers: Any) -> WithAnswers:
    told = {"How many helpers? *": answers.get("helpers"), "A word to us": answers.get("words")}
    return WithAnswers(wish, Workshop, (HELPERS, WORDS), told)


def test_it_is_the_same_wish_of_the_same_person() -> None:
    wish = with_answers()
    assert (wish.by, wish.key) == (PROPOSAL.by, PROPOSAL.key)


def test_the_row_gets_what_was_answered() -> None:
    decision = decided(with_answers(helpers=0, words=" =1+1 "), small_year())
    plain = decided(PROPOSAL, small_year())
    (intent,) = decision.intents
    assert isinstance(intent, Append)
    assert intent.answers == {"How many helpers? *": 0, "A word to us": "=1+1"}
    assert replace(decision, intents=()) == replace(plain, intents=())
    assert [intent.record] == [one.record for one in plain.intents]


def test_a_blank_is_nothing() -> None:
    (intent,) = decided(with_answers(helpers=1, words="  "), small_year()).intents
    assert isinstance(intent, Append)
    assert intent.answers == {"How many helpers? *": 1}


def test_all_reasons_are_told_at_once() -> None:
    wish = with_answers(replace(PROPOSAL, title=""), helpers=9, words="x" * 300)
    assert refused(wish, small_year()) == [
        (Why.INVALID, "title"),
        (Why.INVALID, "added.how many helpers?"),
        (Why.INVALID, "added.a word to us"),
    ]


def test_what_is_needed_cannot_be_left_out() -> None:
    assert refused(with_answers(), small_year()) == [(Why.INVALID, "added.how many helpers?")]
    assert refused(WithAnswers(PROPOSAL, Workshop, (HELPERS,)), small_year()) == [
        (Why.INVALID, "added.how many helpers?")
    ]


def test_a_wish_that_was_carried_out_before_is_not_asked_again() -> None:
    year = after(small_year(), decided(PROPOSAL, small_year()))
    assert with_answers().decide(year, NOW) == PROPOSAL.decide(year, NOW)


def test_rows_of_other_tabs_get_nothing() -> None:
    person = small_year().person_by_email[address("ann")]
    wish = AddFollowUp(person.email, person.school, "Ann", "Try in class", "Clay", "key")
    assert with_answers(wish, helpers=3).decide(small_year(), NOW) == wish.decide(small_year(), NOW)


BADGE = Question("Badge *", needed=True)


def booked_with(name: str, *wanted: str, by: str = "", badge: str = "", wait_for: tuple[str, ...] = ()) -> WithAnswers:
    wish = Book(address(by or name), address(name), codes(*wanted), "key", wait_for=codes(*wait_for))
    return WithAnswers(wish, Booking, (BADGE,), {BADGE.heading: badge})


def added_by(wish: WithAnswers, **year: Any) -> list[tuple[str, str, dict[str, Any]]]:
    rows = [intent for intent in decided(wish, small_year(**year)).intents if isinstance(intent, Append)]
    return [
        (row.record.session, row.record.status, dict(row.answers)) for row in rows if isinstance(row.record, Booking)
    ]


@pytest.mark.parametrize("by", ["ann", "head", "office"])
def test_each_row_that_one_wish_adds_gets_the_answers_whoever_asks_for_it(by: str) -> None:
    full = (booking("bob", "W03-C"),)
    wish = booked_with("ann", "W01-A", "W02-B", "W03-C", by=by, badge=" Blue ", wait_for=("W03-C",))
    blue = {"Badge *": "Blue"}
    rows = [("W01-A", "Booked", blue), ("W02-B", "Booked", blue), ("W03-C", "Waiting", blue)]
    assert added_by(wish, bookings=full) == rows
    again = replace(wish, answers={})
    assert refused(again, small_year(bookings=full)) == [(Why.INVALID, "added.badge")]


def test_rows_that_change_on_the_way_get_no_answers_and_ask_for_none() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), waiting("bob", "W01-A", 1)))
    moved = decided(booked_with("ann", "W02-A", badge="Blue"), year)
    assert [type(intent) for intent in moved.intents] == [Append, Amend, Amend], "bob moves up"
    kept = booked_with("ann", "W01-A")
    assert kept.decide(year, NOW) == kept.wish.decide(year, NOW)
    free = small_year(bookings=(waiting("bob", "W01-A"),))
    placed = decided(booked_with("bob", "W01-A"), free)
    assert [type(intent) for intent in placed.intents] == [Amend]
