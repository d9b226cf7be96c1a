"""Somebody leaves: what is given up goes on, what needs a decision is told, and nobody else is touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.domain.account import Account
from kaizen.domain.booking import BookingStatus
from kaizen.domain.follow_up import FollowUp, FollowUpStatus
from kaizen.domain.reason import Why
from kaizen.domain.record import Email
from kaizen.domain.visit import Visit, VisitStatus
from kaizen.rules import places
from kaizen.rules.access import roles_of
from kaizen.rules.leaving import left_behind, still_holds
from kaizen.rules.waiting_list import next_in
from kaizen.services.booking import Book
from kaizen.services.leaving import CameBack, MarkLeft
from kaizen.sheet.intents import Amend, Decision, Refusal
from tests.small_year import (
    CLOSES,
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
    session,
    small_year,
    waiting,
    workshop,
)

ANN, BOB, OFFICE, ORGANISER = address("ann"), address("bob"), address("office"), address("organiser")
UTC_NOW = datetime.fromisoformat("2026-11-21 10:30:15.5")
THE_DAY = datetime.fromisoformat("2027-02-22 08:00")


def _visit(name: str, day: str, **values: object) -> Visit:
    told = {"ref": f"v-{day}-{name}", "visit": f"V-{day}", "date": day, "email": address(name), "name": name}
    return Visit.model_validate({**told, "from_school": SHORE, "to_school": HILL, **values})


def _leave(by: Email = OFFICE, who: Email = ANN, key: str = "k") -> MarkLeft:
    return MarkLeft(by, who, key, UTC_NOW)


def test_places_go_to_those_who_wait_and_visits_are_cancelled() -> None:
    account = Account(ref="acc", issuer="i", subject="1", email=ANN)
    year = small_year(
        bookings=(booking("ann", "W01-A"), waiting("bob", "W01-A", 1), waiting("ann", "W02-B", 2)),
        visits=(_visit("ann", "2026-11-21"), _visit("ann", "2026-11-20"), _visit("bob", "2026-11-21")),
        accounts=(account, account.model_copy(update={"ref": "other", "email": BOB})),
    )
    decision = decided(_leave(), year)
    now = after(year, decision)
    assert now.person_by_email[ANN].left
    assert roles_of(now, ANN) == frozenset()
    assert [row.email for row in places.taken(now, codes("W01-A")[0])] == [BOB]
    assert places.waits(now, ANN) == ()
    assert [visit.status for visit in now.visits] == [VisitStatus.CANCELLED, VisitStatus.PLANNED, VisitStatus.PLANNED]
    assert [one.valid_from for one in now.accounts] == [UTC_NOW.replace(microsecond=0), None]
    assert (decision.sentence, decision.log) == (
        "Ann Shaw is noted as left. Given up: 1 place, 1 place on a waiting list and 1 visit.",
        "Noted as left",
    )
    again = decided(_leave(key="k2"), now)
    assert all(isinstance(intent, Amend) and isinstance(intent.record, Account) for intent in again.intents)


def test_who_is_ticked_in_the_sheet_already_is_seen_to() -> None:
    year = small_year(
        people=(person("ann", left=True), person("office", role="Office")), bookings=(booking("ann", "W01-A"),)
    )
    assert still_holds(year, ANN, NOW)
    now = after(year, decided(_leave(), year))
    assert not still_holds(now, ANN, NOW)
    assert decided(_leave(key="k2"), now) == Decision("Ann Shaw is noted as left.", (), "Nothing new")


def test_what_needs_a_decision_is_told_and_left() -> None:
    year = small_year(
        schools=(school(SHORE, head_email=ANN), school(HILL)),
        workshops=(workshop(1, email=ANN, led_by="Ann Shaw", title="Oracy"),),
        visits=(_visit("bob", "2026-12-01", to_school=SHORE, from_school=HILL, host_contact="Ann Shaw"),),
        follow_ups=(
            FollowUp(ref="f1", id="F1", school=SHORE, who="Ann Shaw", kind="Try", what="x"),
            FollowUp(ref="f2", id="F2", school=SHORE, who="Ann Shaw", kind="Try", what="x", status=FollowUpStatus.DONE),
        ),
    )
    decision = decided(_leave(ORGANISER), year)
    assert len(decision.intents) == 1
    assert decision.sentence == (
        "Ann Shaw is noted as left. Please see to: \u201cOracy\u201d (W01), which they lead, F1, a follow-up of "
        "theirs, V-2026-12-01, whose visitor they were to meet and the headteacher of Shore on Schools."
    )


def test_from_the_day_on_bookings_tell_who_was_there() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"),))
    assert left_behind(year, ANN, THE_DAY.date()).bookings == ()
    assert len(left_behind(year, ANN, date(2027, 2, 21)).bookings) == 1
    undated = small_year(bookings=year.bookings, settings={"conference_date": None})
    assert len(left_behind(undated, ANN, THE_DAY.date()).bookings) == 1
    attended = small_year(bookings=(booking("ann", "W01-A", attended=True),))
    assert left_behind(attended, ANN, NOW.date()).bookings == ()


def test_once_booking_is_over_nobody_is_moved_up() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), waiting("bob", "W01-A", 1)))
    now = after(year, decided(_leave(), year, CLOSES))
    assert [row.status for row in now.bookings] == [BookingStatus.CANCELLED, BookingStatus.WAITING]


def test_only_those_of_the_school_and_organisers_may() -> None:
    year = small_year()
    assert refused(_leave(BOB), year) == [(Why.NOT_OWNER, ANN)]
    assert refused(_leave(OFFICE, ORGANISER), year) == [(Why.NOT_OWNER, ORGANISER)]
    assert refused(_leave(OFFICE, Email("x@y.example")), year) == [(Why.NOT_OWNER, "x@y.example")]
    assert refused(CameBack(BOB, ANN, "k"), year) == [(Why.NOT_OWNER, ANN)]
    assert refused(CameBack(OFFICE, Email("x@y.example"), "k"), year) == [(Why.NOT_OWNER, "x@y.example")]


def test_nobody_notes_that_they_have_left_themselves() -> None:
    assert refused(_leave(OFFICE, OFFICE), small_year()) == [(Why.NOT_OWNER, "person")]


def test_one_organiser_stays() -> None:
    year = small_year()
    head = replace(year, people=(*year.people, person("boss", role="Headteacher", school=HILL)))
    assert refused(_leave(address("boss"), ORGANISER), head) == [(Why.NOT_OWNER, "person"), (Why.CLOSED, "person")]
    ticked = small_year(
        people=(person("organiser", school=HILL, left=True), person("boss", role="Office", school=HILL))
    )
    assert decided(_leave(address("boss"), ORGANISER), ticked).intents == ()
    people = (*year.people, person("boss", school=HILL))
    two = small_year(people=people, settings={"organisers": (ORGANISER, address("boss"))})
    assert decided(_leave(address("boss"), ORGANISER), two).intents


@pytest.mark.parametrize("by", ["office", "head"])
def test_nobody_notes_that_somebody_above_them_has_left_or_is_back(by: str) -> None:
    staff = (
        *(person("office", role="Office"), person("head", role="Headteacher"), person("second", role="Headteacher")),
        *(person("organiser"), person("named"), person("other")),
    )
    schools = (school(SHORE, head_email=address("named")), school(HILL))
    year = small_year(people=staff, schools=schools, settings={"organisers": (ORGANISER, address("other"))})
    gone = replace(year, people=tuple(one.model_copy(update={"left": one.ref not in {by, "other"}}) for one in staff))
    allowed = {"office": set(), "head": {"second", "named"}}[by]
    for who in ("second", "named", "organiser"):
        for wish, of in ((_leave(address(by), address(who)), year), (CameBack(address(by), address(who), "k"), gone)):
            answer = wish.decide(of, NOW)
            assert isinstance(answer, Decision) is (who in allowed), (who, wish)
            if isinstance(answer, Refusal):
                (reason,) = answer.reasons
                assert reason.sentence.endswith("can note this.")
        assert isinstance(_leave(address("other"), address(who)).decide(year, NOW), Decision)


def test_who_comes_back_books_anew() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"),))
    gone = after(year, decided(_leave(), year))
    back = after(gone, decided(CameBack(OFFICE, ANN, "k2"), gone))
    assert not back.person_by_email[ANN].left
    assert places.holding(back, ANN) == {}
    assert decided(CameBack(OFFICE, ANN, "k3"), back).intents == ()


CODES = codes("W01-A", "W02-A", "W01-B")
WISHES = st.tuples(st.sampled_from(PEOPLE), st.sets(st.sampled_from(CODES)))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sets(st.sampled_from(CODES))), max_size=8), st.sampled_from(PEOPLE)
)
def test_no_seat_is_lost_or_given_twice_when_somebody_goes(wishes: list[tuple[str, set[str]]], goes: str) -> None:
    year = small_year(sessions=tuple(session(code) for code in CODES))
    for number, (who, wanted) in enumerate(wishes):
        asked = codes(*sorted(wanted))
        answer = Book(address(who), address(who), asked, f"k{number}", wait_for=asked).decide(year, NOW)
        year = after(year, answer) if isinstance(answer, Decision) else year
    now = after(year, decided(_leave(who=address(goes)), year))
    assert not places.holding(now, address(goes))
    assert not places.waits(now, address(goes))
    for code in CODES:
        held, before = places.taken(now, code), places.taken(year, code)
        assert len(held) <= 1
        assert next_in(now, code) is None
        assert {row.email for row in before} - {address(goes)} <= {row.email for row in held}
