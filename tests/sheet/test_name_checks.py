"""Names in boxes for names that nobody on Staff or Guests has: mentioned once, with who may have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.sheet.demo import demo_grids
from kaizen.sheet.findings import Finding, Outcome, Suggestion
from tests.sheet.grids import changed, demo_with

if TYPE_CHECKING:
    from kaizen.sheet.cells import Grid

DEMO = demo_grids()
BOXES = [("Follow-ups", "Who"), ("Visits", "Host contact"), ("Events", "Lead"), ("Visit days", "Agreed by")]


def told(tab: str, heading: str, grid: Grid) -> list[Finding]:
    reading = demo_with(**{tab: grid})
    return [one for one in reading.findings if one.place.tab == tab and one.place.heading == heading]


@pytest.mark.parametrize(("tab", "heading"), BOXES)
def test_a_name_that_nobody_has_is_mentioned_with_the_nearest(tab: str, heading: str) -> None:
    (one,) = told(tab, heading, changed(DEMO[tab], 2, heading, "Pryia Desai"))
    assert (one.outcome, one.place.row) == (Outcome.NOTED, 2)
    assert one.sentence == (
        '"Pryia Desai": nobody on Staff or Guests is called so; did you mean Priya Desai? It stands as typed.'
    )
    assert one.suggested == Suggestion(heading, "Priya Desai")
    column = DEMO[tab][0].index({"Visits": "To"}.get(tab, "School")) if tab != "Events" else None
    assert one.who.school == ("" if column is None else DEMO[tab][1][column])


@pytest.mark.parametrize(
    "text",
    [
        *("the office", "Mrs Parkinson", "Year 3 Team", "KS1 LEADERS", "Priya", "SENCO; Priya Desai", "priya  desai"),
        *(
            "Prof. Jane Doe",
            "Priya Desai (Marram Bank)",
            "Priya Desai and Hetal Mistry",
            "Lancashire District Maths Education Hub",
        ),
        *("Moira Ainscough", "priya.desai@marrambank.sch.example", "Somebody", ""),
    ],
)
def test_what_is_no_name_or_somebodys_is_not(text: str) -> None:
    assert told("Events", "Lead", changed(DEMO["Events"], 2, "Lead", text)) == []


def test_who_asks_to_join_under_somebody_elses_name_is_mentioned() -> None:
    grid = DEMO["Asking to join"]
    asks = next(number for number, row in enumerate(grid, start=1) if "Asked" in row)
    assert told("Asking to join", "Name", grid) == []
    (one,) = told("Asking to join", "Name", changed(grid, asks, "Name", "Hetal Mistry, Headteacher"))
    assert (one.outcome, one.place.row) == (Outcome.NOTED, asks)
    assert one.who.school == grid[asks - 1][grid[0].index("School")]
    assert "somebody else with another address has this name" in one.sentence
    answered = changed(changed(grid, asks, "Name", "Hetal Mistry"), asks, "Answer", "No")
    assert told("Asking to join", "Name", answered) == []


def test_one_of_several_names_is_for_people_to_put_right() -> None:
    (one,) = told("Events", "Lead", changed(DEMO["Events"], 2, "Lead", "Priya Desai; Jane Doe (Larkfold)"))
    assert '"Jane Doe": nobody on Staff or Guests is called so. It stands' in one.sentence
    assert one.suggested is None


def test_a_name_in_many_rows_is_told_once() -> None:
    at = DEMO["Events"][0].index("Lead")
    rows = [[*row[:at], "Jane Doe", *row[at + 1 :]] for row in DEMO["Events"][1:] if row[6] == DEMO["Events"][1][6]]
    (one,) = told("Events", "Lead", [DEMO["Events"][0], *rows])
    assert f"{len(rows)} rows from here down say so." in one.sentence
    assert len(rows) > 1


def test_after_many_names_nothing_more_is_compared() -> None:
    named = [f"Pryia Desa{chr(ord('a') + number)}" for number in range(24)]
    grid = DEMO["Events"]
    for row, name in enumerate(named, start=2):
        grid = changed(grid, row, "Lead", name)
    visits = changed(changed(DEMO["Visits"], 2, "Host contact", "Pryia Desay"), 3, "Host contact", "Pryia Desaz")
    reading = demo_with(Events=grid, Visits=visits)
    suggested = [one.suggested for one in reading.findings if "Guests is called so" in one.sentence]
    assert len(suggested) == 26
    assert suggested.count(None) == 1
