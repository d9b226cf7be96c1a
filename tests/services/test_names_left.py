"""Where a name still stands once it is taken away."""

from __future__ import annotations

from kaizen.domain.booking import Booking
from kaizen.domain.network import Guest
from kaizen.domain.record import Email
from kaizen.domain.visit import Visit
from kaizen.rules.naming import named
from kaizen.services.names_left import names_left, names_written
from kaizen.services.removing_names import name_plan
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.layout import CHECKS, LOG, TAB_OF
from kaizen.sheet.reading import Reading, YearReader
from tests.small_year import booking

PRIYA = Email("priya.desai@marrambank.sch.example")


def _with(**cells: tuple[int, str, str]) -> Reading:
    """Read the demo year with some cells typed over: tab to row, heading and text."""
    grids = {title: [list(row) for row in grid] for title, grid in demo_grids().items()}
    for title, (row, heading, text) in cells.items():
        column = grids[title][0].index(heading)
        grids[title][row - 1] += [""] * (column + 1 - len(grids[title][row - 1]))
        grids[title][row - 1][column] = text
    return YearReader().read(grids)


def _left(reading: Reading, person: Email = PRIYA) -> list[str]:
    plan = name_plan(reading.year, person)
    return [str(place) for place in names_left(reading, plan.whom, plan.intents)]


def test_what_is_changed_or_cleared_is_not_left() -> None:
    assert _left(_with()) == []


def test_what_people_have_written_is_left() -> None:
    reading = _with(Rooms=(2, "Notes", "Ask Priya Desai"), Costs=(3, "Paid to", PRIYA))
    assert _left(reading) == ["Rooms row 2, Notes", "Costs row 3, Paid to"]


def test_log_and_checks_are_seen_to_but_for_a_name_that_two_people_have() -> None:
    grids = dict(demo_grids())
    grids[LOG.title] = [list(LOG.headings), ["", "", "Did", "", "", "", "Priya Desai", "Sarah Jones"]]
    grids[CHECKS.title] = [list(CHECKS.headings), ["", "", "", "", "", "Priya Desai"]]
    reading = YearReader().read(grids)
    assert _left(reading) == []
    sarah = next(one for one in reading.year.people if one.name == "Sarah Jones")
    assert not named(reading.year, sarah.email).is_alone
    assert "Log row 2, To" in _left(reading, sarah.email)


def test_the_rows_of_a_namesake_are_not_told() -> None:
    reading = _with()
    one, other = [person for person in reading.year.people if person.name == "Sarah Jones"][:2]
    row = reading.tabs["Staff"].rows[other.ref]
    assert f"Staff row {row}, Name" not in _left(reading, one.email)


def test_a_row_that_has_been_written_since_the_sheet_was_read_does_no_harm() -> None:
    """For a few seconds after a commit the year is ahead of the tabs as they were read."""
    reading = _with(Rooms=(2, "Notes", "Ask Priya Desai"))
    year = reading.year.added(booking("x", "W01-A", email=PRIYA, ref="new-1"))
    plan = name_plan(year, PRIYA)
    assert [str(place) for place in names_left(reading, plan.whom, plan.intents)] == ["Rooms row 2, Notes"]


def test_without_a_tab_there_is_nothing_to_look_through() -> None:
    grids = {title: grid for title, grid in demo_grids().items() if title not in {"Guests", "Asking to join"}}
    assert _left(YearReader().read(grids)) == []


def test_names_that_people_have_written_into_a_tab_are_found_but_for_its_boxes() -> None:
    book = {"Bookings": (2, "Notes", "for PRIYA  Desai"), "Visits": (3, "Host contact", "Priya Desai")}
    places = [str(place) for place in names_written(_with(**book), (Booking, Visit))]
    assert "Bookings row 2, Notes" in places
    assert not [place for place in places if place.endswith(("Name", "Email", "Host contact"))]


def test_part_of_a_word_is_no_name_and_a_tab_that_is_gone_has_none() -> None:
    before = names_written(_with(), (Booking,))
    assert names_written(_with(Bookings=(2, "Notes", "Priya Desailly")), (Booking,)) == before
    grids = {title: grid for title, grid in demo_grids().items() if title != "Guests"}
    assert names_written(YearReader().read(grids), (Guest,)) == ()


def test_what_stood_in_a_tab_that_is_gone_is_nowhere() -> None:
    reader, grids = YearReader(), demo_grids()
    before = reader.read(grids)
    gone = TAB_OF[type(name_plan(before.year, PRIYA).intents[0].record)].title
    reading = reader.read({title: cells for title, cells in grids.items() if title != gone})
    assert name_plan(reading.year, PRIYA).intents == name_plan(before.year, PRIYA).intents
    assert _left(reading) == []
