"""What the cells say of one person."""

from __future__ import annotations

import pytest

from kaizen.domain.record import Email
from kaizen.rules.naming import named
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.layout import LOG
from kaizen.sheet.naming_cells import ANOTHERS, in_plain_words, log_lines, places_naming, without_other_addresses
from kaizen.sheet.reading import YearReader
from tests.demo_year import demo_year

PRIYA = Email("priya.desai@marrambank.sch.example")
LOGGED = [
    [46340.5, PRIYA, "Booked", "Bookings", "k-1", "", "", f"{PRIYA}, W04-A", "k"],
    [46340.5, "head@x.example", "Put right", "Visits", "V1", "Host contact", "Priya Desai", "", "k2"],
    [46341, "head@x.example", "Booked", "Bookings", "k-3", "", "", f"{PRIYA}, W05-A", "k3"],
    [46341, f"a{PRIYA}", "Booked", "Bookings", "k-4", "", "", "", "k4"],
]


def test_a_row_reads_as_in_the_sheet() -> None:
    line = in_plain_words(demo_year().person_by_email[PRIYA])
    assert (line["Name"], line["School"], line["Left"], line["Days"]) == ("Priya Desai", "Marram Bank", "No", "")


def test_the_lines_of_log_are_those_with_the_address() -> None:
    reading = YearReader().read({**demo_grids(), LOG.title: [list(LOG.headings), *LOGGED]})
    lines = log_lines(reading, PRIYA)
    assert [(line["When"], line["Did"], line["To"]) for line in lines] == [
        ("14/11/2026 12:00", "Booked", f"{PRIYA}, W04-A"),
        ("15/11/2026 00:00", "Booked", f"{PRIYA}, W05-A"),
    ]


def test_without_a_log_there_are_no_lines() -> None:
    grids = {title: grid for title, grid in demo_grids().items() if title != LOG.title}
    assert log_lines(YearReader().read(grids), PRIYA) == []
    assert log_lines(YearReader().read({**grids, LOG.title: [["nothing", "of the kind"]]}), PRIYA) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{PRIYA}, W04-A", f"{PRIYA}, W04-A"),
        (f"by Head@X.example for {PRIYA.upper()}.", f"by {ANOTHERS} for {PRIYA.upper()}."),
        (f"a{PRIYA}", ANOTHERS),
        (f"<o'brien@x.example>;{PRIYA}.x", f"<{ANOTHERS}>;{ANOTHERS}"),
        ("at 9 @ Hall, \uff20home, a@, @b", "at 9 @ Hall, \uff20home, a@, @b"),
        ("caf\u00e9@x.example\nb@y", f"{ANOTHERS}\n{ANOTHERS}"),
        ("x" * 50_000 + "@", "x" * 50_000 + "@"),
        ("@" * 50_000, "@" * 50_000),
    ],
)
def test_addresses_of_others_are_left_out(text: str, shown: str) -> None:
    assert without_other_addresses({"Note": text, "Blank": ""}, PRIYA) == {"Note": shown, "Blank": ""}


def test_every_cell_that_names_somebody_is_found_also_in_columns_of_others() -> None:
    grids = dict(demo_grids())
    rooms = [list(row) for row in grids["Rooms"]]
    rooms[0] = [*rooms[0], "", "Ask"]
    rooms[2] = [*rooms[2], *[""] * (len(rooms[0]) - 2 - len(rooms[2])), "Priya  Desai", "Priya Desai"]
    grids["Rooms"] = rooms
    grids["Read me"] = [["Priya Desai wrote this"]]
    reading = YearReader().read(grids)
    places = [str(place) for place in places_naming(reading, named(reading.year, PRIYA).pattern)]
    assert "Rooms row 3" in places
    assert "Rooms row 3, Ask" in places
    assert {place.partition(" row")[0] for place in places} == {
        *("Staff", "Workshops", "Visits", "Visit notes", "Follow-ups", "Rooms"),
    }
