"""A wish with answers to the questions that heads have added: held to the questions, put into the row it adds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kaizen.domain.reason import Why
from kaizen.domain.workshop import Workshop
from kaizen.services.added_answers import WithAnswers
from kaizen.services.follow_ups import AddFollowUp
from kaizen.services.proposals import Propose
from kaizen.sheet.intents import Append
from kaizen.sheet.layout import Kind
from kaizen.sheet.questions import Question
from tests.small_year import NOW, address, after, decided, refused, small_year

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
