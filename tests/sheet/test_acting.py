"""Who should act on what, and what is suggested."""

from __future__ import annotations

import pytest

from kaizen.sheet import layout
from kaizen.sheet.acting import addressed
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.findings import ORGANISER, Actor, Finding, Outcome, Place, Suggestion
from kaizen.sheet.suggesting import OFFERS, nearest
from tests.sheet.grids import changed, demo_with, grid

DEMO = demo_grids()


@pytest.mark.parametrize(
    ("tab", "heading", "typed", "who", "suggested"),
    [
        ("Staff", "School", "Larkfeld", "Larkfold", "Larkfold"),
        ("Staff", "School", "Nowhere at all", "the organiser", None),
        ("Staff", "Conference", "Yess", "Gynn Sands", "Yes"),
        ("Schools", "Checks letter", "soon", "Gynn Sands", None),
        ("Schools", "Type", "Comunity", "the organiser", "Community"),
        ("Dates", "First day", "soon", "the organiser", None),
        ("Dates", "Who", "St Bgas", "St Bega's", "St Bega's"),
        ("Rooms", "Seats", "lots", "Gynn Sands", None),
        ("Slots", "Starts", "soon", "the organiser", None),
        ("Sessions", "Room", "Attic", "the organiser", None),
        ("Workshops", "Best for", "Grannies", "Gynn Sands", None),
        ("Workshops", "Status", "Acepted", "the organiser", "Accepted"),
        ("Bookings", "Session", "W99-A", "Larkfold", "W09-A"),
        ("Visits", "To", "Larkfeld", "St Bega's", "Larkfold"),
        ("Costs", "Amount", "some", "Gynn Sands", None),
        ("Events", "Date", "soon", "the organiser", None),
    ],
)
def test_who_acts_and_what_is_suggested(tab: str, heading: str, typed: str, who: str, suggested: str | None) -> None:
    found = demo_with(**{tab: changed(DEMO[tab], 2, heading, typed)}).findings
    told = next(one for one in found if one.place.tab == tab and one.place.row == 2 and one.place.heading == heading)
    assert (str(told.who), told.suggested) == (who, suggested and Suggestion(heading, suggested))


def test_a_row_belongs_to_the_school_of_its_person_where_it_names_none() -> None:
    rows = changed(changed(DEMO["Bookings"], 2, "School", ""), 2, "Session", "W99-A")
    told = next(one for one in demo_with(Bookings=rows).findings if one.found == "W99-A")
    assert told.who == Actor(next(row[2] for row in DEMO["Staff"] if row[1] == rows[1][1]))  # type: ignore[arg-type]
    nobody = changed(rows, 2, "Email", "who@else.example")
    assert next(one for one in demo_with(Bookings=nobody).findings if one.found == "W99-A").who == ORGANISER


def test_tabs_and_what_is_not_a_column_belong_to_the_organiser() -> None:
    found = demo_with(Staff=[["nothing"]], Events=[*DEMO["Events"], ["Total", "4"]]).findings
    assert {str(one.who) for one in found if one.place.tab in {"Staff", "Events", "Log"}} == {"the organiser"}


def test_an_anonymous_answer_points_to_no_school_and_a_tab_that_is_not_there_to_nobody() -> None:
    answer = {"Event": "Conference", "School": "Larkfeld", "Role": "Teacher"}
    reading = demo_with(Feedback=grid(layout.FEEDBACK, answer))
    assert {one.who for one in reading.findings if one.place.tab == "Feedback"} == {ORGANISER}
    gone = Finding(Place("Nowhere", 2), Outcome.NOTED, "It is not there.")
    assert addressed([gone], reading.year, reading.tabs) == (gone,)


def test_too_many_to_compare_are_left() -> None:
    head, *visits = DEMO["Visits"]
    many = enumerate([*visits, *visits])
    strange = [head, *([*row[:5], f"Larkfold{number}", *row[6:]] for number, row in many)]
    found = [one for one in demo_with(Visits=strange).findings if one.place.heading == "To" and one.found]
    assert len(found) > OFFERS
    assert sum(one.suggested is not None for one in found) == OFFERS


def test_the_nearest_name() -> None:
    assert nearest("larkfeld", ["St Bega's", "Larkfold"]) == "Larkfold"
    assert nearest("elsewhere", ["St Bega's", "Larkfold"]) == ""
    assert nearest("larkfeld", ["Larkfold"], likeness=0.99) == ""


@pytest.mark.parametrize("typed", ["W1-A", "w 1 a", "W01A", "W01 - A"])
def test_a_code_without_its_zeros_or_its_dash_is_that_code_and_not_a_longer_one(typed: str) -> None:
    assert nearest(typed, ["W15-A", "W11-A", "W01-A", "W01-B"]) == "W01-A"
    assert nearest(typed, ["W15-A", "W01-A", "W1A"], likeness=0.99) == ""  # either
