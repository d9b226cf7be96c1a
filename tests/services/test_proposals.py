"""Proposing, deciding and withdrawing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kaizen.domain.reason import Why
from kaizen.domain.record import WorkshopId
from kaizen.domain.workshop import Workshop, WorkshopStatus
from kaizen.rules.proposals import closed, most_times
from kaizen.services.proposals import DecideProposal, Propose, WithdrawProposal
from kaizen.sheet.intents import Amend, Append, Refusal
from tests.demo_year import demo_year
from tests.small_year import (
    HILL,
    NOW,
    SHORE,
    address,
    after,
    booking,
    decided,
    person,
    refused,
    session,
    slot,
    small_year,
    workshop,
)

ABOUT = "Six books, six big questions, and a talk routine that works from Nursery to Year 6."
W01 = WorkshopId("W01")


def propose(by: str = "ann", **values: Any) -> Propose:
    told = {"title": "Picture books", "about": ABOUT, "best_for": ("KS1", "KS2"), "times": 2, "key": "k"}
    return Propose(address(by), **{**told, **values})


def decide(status: WorkshopStatus, note: str = "", by: str = "organiser", **values: Any) -> DecideProposal:
    return DecideProposal(address(by), values.pop("workshop", W01), status, note, key="k", **values)


def test_a_proposal_becomes_a_row_with_the_next_id() -> None:
    wish = propose(title="  Picture books ", most_people=30, room_needed="Carpet", please_bring="A book")
    decision = decided(wish, small_year())
    assert [intent.record for intent in decision.intents if isinstance(intent, Append)] == [
        Workshop(
            ref="k-1",
            id=WorkshopId("W05"),
            title="Picture books",
            led_by="Ann Shaw",
            email=address("ann"),
            school=SHORE,
            about=ABOUT,
            best_for=("KS1", "KS2"),
            most_people=30,
            times=2,
            room_needed="Carpet",
            please_bring="A book",
            status=WorkshopStatus.PROPOSED,
            proposed_on=NOW.date(),
        )
    ]
    assert decision.sentence == (
        "Proposed: \u201cPicture books\u201d (W05). The organiser decides, and Home will tell you."
    )


@pytest.mark.parametrize(
    ("values", "about"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 91}, "title"),
        ({"about": " "}, "about"),
        ({"about": "x" * 59 + " "}, "about"),
        ({"about": "x" * 801}, "about"),
        ({"best_for": ()}, "best_for"),
        ({"best_for": ("KS1", "Governors")}, "best_for"),
        ({"most_people": 3}, "most_people"),
        ({"most_people": 321}, "most_people"),
        ({"times": 0}, "times"),
        ({"times": 4}, "times"),
        ({"room_needed": "x" * 201}, "room_needed"),
        ({"please_bring": "x" * 201}, "please_bring"),
        ({"also_leading": "x" * 201}, "also_leading"),
    ],
)
def test_each_box_that_is_not_right_yet_has_its_reason(values: dict[str, Any], about: str) -> None:
    assert refused(propose(**values), small_year()) == [(Why.INVALID, about)]


@pytest.mark.parametrize(
    "values",
    [
        {"title": "x" * 90},
        {"about": "x" * 60},
        {"about": "x" * 800},
        {"most_people": 4},
        {"most_people": 320},
        {"times": 1},
        {"times": 3},
    ],
)
def test_the_limits_themselves_are_fine(values: dict[str, Any]) -> None:
    decided(propose(**values), small_year())


def test_all_reasons_at_once_in_the_order_of_the_form() -> None:
    year = small_year(settings={"proposals_close": date(2026, 10, 23)})
    wish = propose(title="", about="", best_for=(), times=9, most_people=1)
    assert refused(wish, year) == [
        (Why.CLOSED, ""),
        (Why.INVALID, "title"),
        (Why.INVALID, "about"),
        (Why.INVALID, "best_for"),
        (Why.INVALID, "most_people"),
        (Why.INVALID, "times"),
    ]


def test_a_short_description_says_how_much_is_missing() -> None:
    answer = propose(about="x" * 59).decide(small_year(), NOW)
    assert isinstance(answer, Refusal)
    assert "at least 1 more letter:" in answer.reasons[0].sentence


def test_any_choice_will_do_while_lists_name_none() -> None:
    decided(propose(best_for=("Governors",)), small_year(lists={}))


def test_the_closing_day_is_the_last_one() -> None:
    settings = small_year(settings={"proposals_close": date(2026, 10, 23)}).settings
    assert closed(settings, date(2026, 10, 23)) == ""
    assert closed(settings, date(2026, 10, 24)).startswith("Workshop proposals closed on Fri 23 Oct 2026.")
    assert closed(small_year().settings, date(2099, 1, 1)) == ""


def test_a_workshop_runs_at_most_once_in_each_workshop_slot() -> None:
    assert most_times(small_year()) == 3
    assert most_times(small_year(slots=(slot("A", 13), slot("B", 14)))) == 2
    assert most_times(small_year(slots=(), settings={"workshops_each": 4})) == 4


@pytest.mark.parametrize(
    ("title", "by", "status", "is_refused"),
    [
        ("picture  BOOKS", "ann", WorkshopStatus.PROPOSED, True),
        ("Picture books", "ann", WorkshopStatus.NOT_THIS_YEAR, True),
        ("Picture books", "ann", WorkshopStatus.WITHDRAWN, False),
        ("Picture books", "bob", WorkshopStatus.PROPOSED, False),
        ("More picture books", "ann", WorkshopStatus.PROPOSED, False),
    ],
)
def test_one_title_once_a_person(title: str, by: str, status: WorkshopStatus, is_refused: bool) -> None:
    year = small_year(workshops=(workshop(1, title="Picture books", email=address("ann"), status=status),))
    if is_refused:
        assert refused(propose(by, title=title), year) == [(Why.DUPLICATE, "title")]
    else:
        decided(propose(by, title=title), year)


def test_a_wish_that_is_written_already_is_not_a_duplicate() -> None:
    year = small_year()
    again = decided(propose(), after(year, decided(propose(), year)))
    assert again.intents == ()
    assert again.sentence == "\u201cPicture books\u201d (W05) is proposed already."


def test_somebody_who_is_not_on_staff_cannot_propose() -> None:
    assert refused(propose("nobody"), small_year()) == [(Why.NOT_FOUND, "")]


def test_a_co_leader_nobody_can_tell_is_asked_about() -> None:
    decision = decided(propose(also_leading="Bob Shaw; Sarah Jones"), small_year())
    assert decision.sentence.endswith(
        "We could not tell who \u201cSarah Jones\u201d is, so they can still book other workshops in that slot. "
        "Ask your organiser to correct the name."
    )


def test_only_an_organiser_decides() -> None:
    assert refused(decide(WorkshopStatus.ACCEPTED, by="head"), small_year()) == [(Why.NOT_OWNER, "")]
    assert refused(decide(WorkshopStatus.ACCEPTED, workshop=WorkshopId("W99")), small_year()) == [
        (Why.NOT_FOUND, "W99")
    ]
    assert refused(decide(WorkshopStatus.ACCEPTED, "x" * 2001), small_year()) == [(Why.INVALID, "note")]


def test_deciding_carries_what_was_shown() -> None:
    year = small_year(workshops=(workshop(1, status=WorkshopStatus.PROPOSED),), sessions=())
    shown = {"status": WorkshopStatus.PROPOSED, "note": ""}
    decision = decided(decide(WorkshopStatus.ACCEPTED, " Lovely ", shown=shown), year)
    wanted = {"status": WorkshopStatus.ACCEPTED, "note": "Lovely"}
    assert decision.intents == (Amend(year.workshops[0], wanted, shown),)
    assert decision.sentence == (
        "\u201cWorkshop 1\u201d (W01) is now Accepted. Give it rows on the Sessions tab; then people can book it."
    )


def test_deciding_what_stands_already_changes_nothing() -> None:
    assert decided(decide(WorkshopStatus.ACCEPTED), small_year()).intents == ()
    changed = decided(decide(WorkshopStatus.ACCEPTED, "See you there"), small_year())
    assert len(changed.intents) == 1
    assert changed.sentence == "\u201cWorkshop 1\u201d (W01) is now Accepted."


def test_turning_down_what_people_have_booked_says_how_many() -> None:
    rows = (booking("ann", "W01-A"), booking("ann", "W01-B", 1), booking("bob", "W01-C"), booking("cat", "W02-A"))
    year = small_year(bookings=rows)
    told = decided(decide(WorkshopStatus.NOT_THIS_YEAR), year).sentence
    assert told.startswith("\u201cWorkshop 1\u201d (W01) is now Not this year. 2 people had a place in it;")
    assert decided(decide(WorkshopStatus.NOT_THIS_YEAR), small_year()).sentence.endswith("is now Not this year.")


def test_leaders_withdraw_their_own() -> None:
    year = small_year(
        people=(person("ann"), person("lead1", email="lead1@hill.sch.example", school=HILL)),
        sessions=(session("W01-A"),),
        bookings=(booking("ann", "W01-A"),),
    )
    own = WithdrawProposal(year.workshops[0].email, W01, key="k")
    decision = decided(own, year)
    assert decision.intents == (Amend(year.workshops[0], {"status": WorkshopStatus.WITHDRAWN}),)
    assert "1 person had a place in it" in decision.sentence
    again = decided(own, after(year, decision))
    assert again.intents == ()
    assert again.sentence == "\u201cWorkshop 1\u201d (W01) is Withdrawn already."


def test_nobody_withdraws_somebody_elses() -> None:
    co_led = small_year(workshops=(workshop(1, also_leading="Ann Shaw (Shore)"),))
    for by in ("ann", "head", "organiser"):
        assert refused(WithdrawProposal(address(by), W01, key="k"), co_led) == [(Why.NOT_OWNER, "W01")]
    assert refused(WithdrawProposal(address("ann"), WorkshopId("W99"), key="k"), co_led) == [(Why.NOT_FOUND, "W99")]


def test_a_leader_who_has_left_cannot_withdraw_by_an_old_address() -> None:
    year = small_year(workshops=(workshop(1, email=address("leaver")),))
    assert refused(WithdrawProposal(address("leaver"), W01, key="k"), year) == [(Why.NOT_OWNER, "W01")]


def test_a_newcomer_proposes_in_the_demo_network_on_the_demo_date() -> None:
    year = demo_year()
    wish = Propose(year.people[30].email, "A workshop of my own", ABOUT, ("All",), 3, key="k")
    assert "(W19)" in decided(wish, year).sentence


def test_a_decision_is_asked_for_where_none_was_made() -> None:
    (reason,) = refused(DecideProposal(address("organiser"), W01, "", "Lovely", key="k"), small_year())
    assert reason == (Why.INVALID, "status")
