"""The programme."""

from __future__ import annotations

import pytest

from kaizen.domain.programme import Room
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules.timetable import SessionCard, card, programme, titled
from tests.demo_year import demo_year
from tests.small_year import PEOPLE, address, booking, session, small_year, waiting, workshop


def cards(phase: str | None) -> dict[str, SessionCard]:
    return {card.session.session: card for part in programme(demo_year(), phase) for card in part.sessions}


def test_slots_stand_in_time_order_with_the_sessions_of_accepted_workshops() -> None:
    year = small_year(
        workshops=(workshop(1), workshop(2, status=WorkshopStatus.PROPOSED)),
        sessions=(session("W01-B"), session("W02-A"), session("W01-A"), session("W09-A"), session("W01-Z")),
    )
    assert [(part.slot.slot, [c.session.session for c in part.sessions]) for part in programme(year)] == [
        ("Lunch", []),
        ("A", ["W01-A"]),
        ("B", ["W01-B"]),
        ("C", []),
    ]


def test_the_demo_day_has_nine_slots_and_forty_one_sessions() -> None:
    assert [part.slot.slot for part in programme(demo_year())][:3] == ["Arrive", "Keynote 1", "Break"]
    assert len(cards(None)) == 41
    assert cards("All") == cards(None)


@pytest.mark.parametrize("phase", ["EYFS", "KS1", "KS2", "Leaders", "Support staff"])
def test_a_phase_shows_its_own_workshops_and_those_for_all(phase: str) -> None:
    shown = cards(phase)
    assert all({phase, "All"} & {*card.workshop.best_for} for card in shown.values())
    left_out = {code: card for code, card in cards(None).items() if code not in shown}
    assert left_out
    assert not any({phase, "All"} & {*card.workshop.best_for} for card in left_out.values())


def test_a_card_says_what_somebody_wants_to_know() -> None:
    forest = cards(None)["W04-A"]
    assert forest.leaders == ("Hannah Walmsley", "Sarah Jones")
    assert forest.where == "The Dunes (outdoor), Gynn Sands, behind the field"
    assert forest.weather == "Outdoors. Uneven ground; wet-weather cover for 20"
    assert forest.availability == "Full, 6 people waiting"
    indoors = cards(None)["W01-A"]
    assert indoors.weather == ""
    assert indoors.availability == "17 of 28 places left"


def test_a_session_without_a_room_has_its_places_to_be_confirmed() -> None:
    coding = cards(None)["W14-B"]
    assert coding.where == "Room to be found"
    assert coding.weather == ""
    assert coding.availability == "Places to be confirmed"
    named = card(small_year(), session("W01-A", None, room="The barn"))
    assert named.where == "The barn"


def test_an_overfull_session_says_so() -> None:
    rows = (*(booking(name, "W01-A") for name in PEOPLE[:3]), waiting("dan", "W01-A"))
    year = small_year(bookings=rows, sessions=(session("W01-A", 2),), rooms=(Room(room="Hall", seats=9),))
    shown = card(year, year.sessions[0])
    assert shown.availability == "Over-full by 1, 1 person waiting"
    assert shown.where == "Hall"


def test_a_leader_who_is_not_on_staff_is_named_as_the_sheet_names_them() -> None:
    assert card(small_year(), session("W01-A")).leaders == ("Lea Lead",)
    year = small_year(workshops=(workshop(1, email=address("ann"), led_by="Annie"),))
    assert card(year, session("W01-A")).leaders == ("Ann Shaw",)


def test_the_programme_is_worked_out_once_a_snapshot() -> None:
    year = small_year()
    assert programme(year) is programme(year)
    assert programme(year.added(session("W01-A", 3))) is not programme(year)


def test_a_session_of_a_workshop_nobody_knows_is_called_by_its_code() -> None:
    assert titled(small_year(), session("W99-A")) == "W99-A (slot A)"
