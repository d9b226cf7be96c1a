"""Asking to be on Staff, and the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kaizen.domain.account import Answer, JoinRequest
from kaizen.domain.network import Person
from kaizen.domain.provider import Identity
from kaizen.domain.reason import Why
from kaizen.domain.record import Email
from kaizen.rules import accounts
from kaizen.services.joining import ASKED, AnswerRequest, AskToJoin
from kaizen.sheet.intents import Append
from tests.services.test_accounts import request
from tests.small_year import HILL, NOW, SHORE, address, after, decided, person, refused, small_year

ZOE = Identity("https://idp.example", "9", address("zoe"), "Zoe", NOW)


def asks(**changes: Any) -> AskToJoin:
    told = {"identity": ZOE, "name": " Zoe New ", "school": SHORE, "role": "Teacher", "key": "key"}
    return AskToJoin(**{**told, **changes})


def test_who_has_an_address_of_a_school_may_ask_it() -> None:
    decision = decided(asks(), small_year())
    (intent,) = decision.intents
    assert isinstance(intent, Append)
    assert intent.record == JoinRequest(
        ref="key-1",
        asked_at=NOW.replace(microsecond=0),
        name="Zoe New",
        email=address("zoe"),
        school=SHORE,
        role="Teacher",
    )
    year = after(small_year(), decision)
    assert accounts.requests_of(year, address("zoe")) == (intent.record,)
    assert decided(asks(key="again"), year) == decided(asks(key="other"), year)
    assert decided(asks(key="again"), year).sentence == ASKED


def test_every_reason_is_given_at_once() -> None:
    assert refused(asks(name=" ", school=HILL, role="Astronaut"), small_year()) == [
        (Why.NOT_OWNER, "school"),
        (Why.INVALID, "name"),
        (Why.INVALID, "role"),
    ]
    stranger = replace(ZOE, email=Email("zoe@elsewhere.example"))
    assert (Why.NOT_OWNER, "school") in refused(asks(identity=stranger), small_year())


def test_who_is_on_staff_or_has_left_asks_nothing() -> None:
    assert refused(asks(), small_year(people=(person("zoe"),))) == [(Why.DUPLICATE, "email")]
    assert refused(asks(), small_year(people=(person("zoe", left=True),))) == [(Why.CLOSED, "email")]


@pytest.mark.parametrize(("by", "may"), [("head", True), ("office", True), ("organiser", True), ("ann", False)])
def test_who_may_answer(by: str, may: bool) -> None:
    year = small_year(join_requests=(request(Answer.ASKED),))
    command = AnswerRequest(address(by), "r-1", Answer.YES, "key")
    if may:
        assert len(decided(command, year).intents) == 2
    else:
        assert refused(command, year) == [(Why.NOT_FOUND, "r-1")]


def test_a_head_answers_for_the_own_school_only_and_what_is_not_there_reads_the_same() -> None:
    year = small_year(join_requests=(request(Answer.ASKED, school=HILL),))
    theirs = AnswerRequest(address("head"), "r-1", Answer.YES, "key").decide(year, NOW)
    nothing = AnswerRequest(address("head"), "r-1", Answer.YES, "key").decide(small_year(), NOW)
    assert theirs == nothing


def test_yes_adds_to_staff_once_and_no_adds_nobody() -> None:
    year = small_year(join_requests=(request(Answer.ASKED),))
    yes = AnswerRequest(address("head"), "r-1", Answer.YES, "key")
    year_after = after(year, decided(yes, year))
    assert year_after.person_by_email[address("zoe")] == Person(
        ref=address("zoe"), name="Zoe New", email=address("zoe"), school=SHORE, role="Teacher"
    )
    assert [row.answer for row in accounts.requests_of(year_after, address("zoe"))] == [Answer.YES]
    assert decided(replace(yes, key="again"), year_after).intents == ()
    no = decided(AnswerRequest(address("head"), "r-1", Answer.NO, "key"), year)
    assert no.sentence == "Zoe New is told that you said no."
    assert address("zoe") not in after(year, no).person_by_email


@pytest.mark.parametrize(("by", "may"), [("head", True), ("organiser", True), ("office", False)])
def test_a_head_is_added_by_a_head_or_an_organiser(by: str, may: bool) -> None:
    year = small_year(join_requests=(request(Answer.ASKED, role=" headteacher "),))
    command = AnswerRequest(address(by), "r-1", Answer.YES, "key")
    if may:
        assert len(decided(command, year).intents) == 2
    else:
        assert refused(command, year) == [(Why.NOT_OWNER, "r-1")]
        assert len(decided(replace(command, answer=Answer.NO), year).intents) == 1
