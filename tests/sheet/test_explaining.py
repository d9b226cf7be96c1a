"""How each cell was understood, told one by one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.sheet import layout
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.explaining import ABOVE, LEFT_OUT, OWN_COLUMN, Explained, counts_of, explained
from kaizen.sheet.findings import Finding, Outcome, Place
from tests.sheet.grids import changed, demo_with, grid

if TYPE_CHECKING:
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.layout import Tab

DEMO = demo_grids()


def told(tab: Tab, row: int, heading: str, cell: Cell) -> Explained:
    """Return what is told of one cell of the demo network that somebody has changed."""
    reading = demo_with(**{tab.title: changed(DEMO[tab.title], row, heading, cell)})
    lines = explained(reading, tab.title, everything=True)
    return next(line for line in lines if (line.place.row, line.place.heading) == (row, heading))


UGLY = [
    (layout.STAFF, "School", "Larkfeld", Outcome.QUERIED, None),
    (layout.STAFF, "School", " larkfold ", Outcome.READ, "Larkfold"),
    (layout.STAFF, "Days", "Mon-Wed", Outcome.READ, "Mon Tue Wed"),
    (layout.STAFF, "Conference", "maybe?", Outcome.QUERIED, "Yes"),
    (layout.DATES, "First day", "Mon 1 Sep 2026", Outcome.QUERIED, None),
    (layout.DATES, "First day", "1/9/26", Outcome.READ, "01/09/2026"),
    (layout.DATES, "First day", 46266, Outcome.READ, "01/09/2026"),
    (layout.ROOMS, "Seats", "max 28", Outcome.NOTED, "28"),
    (layout.ROOMS, "Seats", "about 30", Outcome.QUERIED, None),
    (layout.COSTS, "Amount", "(75.00)", Outcome.READ, "-75.00"),
    (layout.COSTS, "Date", "#REF!", Outcome.QUERIED, None),
    (layout.BOOKINGS, "Session", "W99-A", Outcome.QUERIED, "W99-A"),
    (layout.SETTINGS, "Value", "2026-27", Outcome.READ, "2026-27"),
    (layout.SETTINGS, "What it does", 7, Outcome.READ, "7"),
]


@pytest.mark.parametrize(("tab", "heading", "typed", "outcome", "words"), UGLY, ids=lambda value: str(value)[:20])
def test_what_was_found_and_what_is_taken(
    tab: Tab, heading: str, typed: Cell, outcome: Outcome, words: str | None
) -> None:
    line = told(tab, 2, heading, typed)
    assert (line.finding.outcome, line.words) == (outcome, words or "")
    assert line.found.strip() in (str(typed).strip(), "01/09/2026")
    assert (line.finding.sentence != "") == (outcome is not Outcome.READ)
    assert line.cell == f"{'ABCDEFGHIJ'[tab.headings.index(heading)]}2"


def test_only_what_is_not_plainly_read_unless_everything_is_asked_for() -> None:
    reading = demo_with(Staff=changed(DEMO["Staff"], 4, "School", "Larkfeld"))
    (line,) = explained(reading, "Staff")
    assert str(line).splitlines() == [
        "Staff row 4, School (cell C4): queried",
        "    found  'Larkfeld'",
        "    taken  nothing",
        '    "Larkfeld" is not a school on Schools; did you mean Larkfold? The row is left out until it is put right.',
    ]
    everything = explained(reading, "Staff", everything=True)
    filled = sum(cell != "" for row in DEMO["Staff"][1:] for cell in row)
    assert len(everything) == filled
    beside = [one for one in everything if one.place.row == 4 and one.place.heading != "School"]
    assert {(one.finding.outcome, one.finding.sentence, one.value) for one in beside} == {
        (Outcome.SKIPPED, LEFT_OUT, None)
    }


def test_own_columns_title_rows_and_other_tabs_are_told_for_what_they_are() -> None:
    titled: list[list[Cell]] = [
        ["Our staff", ""],
        *([*row, "Shoe size" if number == 0 else "7"] for number, row in enumerate(DEMO["Staff"][:3])),
        [*DEMO["Staff"][3], "", "far out"],
    ]
    lines = explained(demo_with(Staff=titled), "Staff", everything=True)
    said = {line.cell: line.finding.sentence for line in lines}
    assert said["A1"] == ABOVE
    assert {line.place.heading for line in lines if line.finding.sentence == OWN_COLUMN} == {"Shoe size", ""}
    lost = explained(demo_with(Staff=[["nothing", "here"], ["x"]]), "Staff", everything=True)
    assert [line.finding.sentence for line in lost if line.place.row] == [ABOVE] * 3
    rows = grid(layout.LISTS_TAB, {"Roles": "Cook"})
    (option,) = explained(demo_with(Lists=rows), "Lists", everything=True)
    assert (option.found, option.value, option.finding.outcome) == ("Cook", "Cook", Outcome.READ)


def test_settings_tell_what_counts_and_not_what_stands_there() -> None:
    row = next(number for number, cells in enumerate(DEMO["Settings"], 1) if cells[0] == "Workshops each")
    blank = explained(demo_with(Settings=changed(DEMO["Settings"], row, "Value", "lots")), "Settings", everything=True)
    (asked,) = [line for line in blank if line.place.row == row and line.place.heading == "Value"]
    assert (asked.found, asked.value, asked.finding.outcome) == ("lots", 3, Outcome.QUERIED)
    unknown = [*DEMO["Settings"], ["Colour of the sky", "blue", ""]]
    lines = explained(demo_with(Settings=unknown), "Settings", everything=True)
    assert [line.value for line in lines if line.place.row == len(unknown)] == ["Colour of the sky", None]


def test_a_ref_counts_as_it_stands_and_a_tab_that_is_not_there_is_told() -> None:
    row = dict(zip(map(str, DEMO["Bookings"][0]), DEMO["Bookings"][1], strict=True)) | {"Ref": "r-1"}
    reading = demo_with(Bookings=grid(layout.BOOKINGS, row))
    assert [line.value for line in explained(reading, "Bookings", everything=True) if line.place.heading == "Ref"] == [
        "r-1"
    ]
    assert [str(line).splitlines()[0] for line in explained(reading, "Log")] == ["Log: noted"]


def test_what_is_private_is_told_without_its_words() -> None:
    reading = demo_with()
    place = Place("Visit notes", 2, "What I saw")
    secret = Finding(place, Outcome.NOTED, "It may name a pupil.", private=True)
    told_of = explained(type(reading)(reading.year, reading.tabs, (secret,)), everything=True)
    (line,) = [line for line in told_of if line.place == place]
    assert (line.found, line.value, line.words) == ("", None, "")
    assert "talk partners" in str(DEMO["Visit notes"][1])


def test_counts() -> None:
    assert counts_of([]) == "Every cell has been read without a question."
    reading = demo_with(Staff=[*changed(DEMO["Staff"], 4, "School", "Larkfeld"), ["Total", "9"]])
    assert counts_of(explained(reading, "Staff")) == "1 queried and 1 skipped."


@settings(max_examples=40, deadline=None)
@given(cell=st.one_of(st.text(max_size=30), st.integers(), st.floats(allow_nan=False), st.booleans()))
@pytest.mark.parametrize("heading", ["Who", "What", "First day", "Notes"])
def test_any_cell_can_be_explained_and_put_in_json(heading: str, cell: Cell) -> None:
    rows = [DEMO["Dates"][0], *DEMO["Dates"][1:4]]
    lines = explained(demo_with(Dates=changed(rows, 2, heading, cell)), "Dates", everything=True)
    for line in lines:
        again = json.loads(json.dumps(line.as_json()))
        assert again["outcome"] in {"read", "noted", "queried", "skipped"}
        assert (again["sentence"] == "") == (again["outcome"] == "read")
        assert str(line).startswith("Dates")
