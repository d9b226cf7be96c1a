"""From the cells of a workbook to the snapshot of a year."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.dates import SchoolYear
from kaizen.domain.year import FIELD_OF
from kaizen.sheet import layout
from kaizen.sheet.cell_looks import seen, value_seen
from kaizen.sheet.demo import demo_grids, demo_rows
from kaizen.sheet.layout import Kind
from kaizen.sheet.reading import YearReader
from tests.demo_year import demo_year
from tests.sheet.grids import changed, demo_with, grid, told

if TYPE_CHECKING:
    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Grid

DEMO = demo_grids()
SETTINGS = DEMO["Settings"]


def without_refs(records: tuple[Record, ...]) -> list[Record]:
    return [record.model_copy(update={"ref": ""}) for record in records]


@pytest.mark.parametrize("rows", FIELD_OF.values())
def test_the_demo_year_is_read_as_another_reader_reads_it(rows: str) -> None:
    ours, plain = getattr(demo_with().year, rows), getattr(demo_year(), rows)
    assert len(ours) > 0
    assert without_refs(ours) == without_refs(plain)


def test_the_settings_and_lists_of_the_demo_year() -> None:
    year = demo_with().year
    assert year.settings == demo_year().settings
    assert year.lists == demo_year().lists


def test_the_demo_year_has_the_size_it_is_said_to_have() -> None:
    rows = {title: len(records) for title, records in demo_rows().items()}
    assert rows == {
        "Settings": 24,
        "Schools": 9,
        "Staff": 332,
        "Dates": 104,
        "Workshops": 18,
        "Rooms": 17,
        "Slots": 9,
        "Sessions": 41,
        "Bookings": 390,
        "Visit days": 8,
        "Visits": 105,
        "Visit notes": 25,
        "Follow-ups": 25,
        "Events": 25,
        "Costs": 16,
        "Guests": 7,
        "Feedback": 60,
        "Asking to join": 3,
        "_sign_ins": 3,
    }
    assert [record.ref for record in demo_rows()["Costs"][:2]] == ["demo-1", "demo-2"]


def test_nothing_is_read_again_when_nothing_has_changed() -> None:
    reader = YearReader()
    first = reader.read(DEMO)
    assert reader.read({title: [list(row) for row in rows] for title, rows in DEMO.items()}) is first


def test_only_the_tab_that_changed_is_read_again() -> None:
    reader = YearReader()
    first = reader.read(DEMO)
    second = reader.read(DEMO | {"Bookings": changed(DEMO["Bookings"], 2, "Status", "Cancelled")})
    assert second.year.bookings[0].status.value == "Cancelled"
    assert first.year.bookings[0].status.value == "Booked"
    assert [title for title in first.tabs if first.tabs[title] is not second.tabs[title]] == ["Bookings"]


def test_a_tab_is_read_again_when_what_it_points_to_has_changed() -> None:
    reader = YearReader()
    days = changed(DEMO["Visit days"], 2, "School", "The Sands")
    first = reader.read(DEMO | {"Visit days": days})
    assert len(first.year.visit_days) == 7
    schools = changed(DEMO["Schools"], 2, "Also called", "The Sands")
    second = reader.read(DEMO | {"Visit days": days, "Schools": schools})
    assert second.year.visit_days[0].school == "Gynn Sands"
    assert first.tabs["Rooms"] is second.tabs["Rooms"]


def test_a_missing_tab_counts_as_empty() -> None:
    grids = {title: rows for title, rows in DEMO.items() if title not in {"Rooms", "Costs", "Sessions"}}
    reading = YearReader().read(grids)
    assert reading.year.costs == ()
    assert "Rooms" not in reading.tabs
    findings = told(reading.findings)
    missing = 'QUERIED Rooms: There is no tab called "Rooms". Nothing that rests on it can be saved until it is back'
    assert any(one.startswith(missing) for one in findings)
    assert 'NOTED Costs: There is no tab called "Costs". Meanwhile it counts as empty.' in findings


def test_nothing_at_all() -> None:
    reading = YearReader().read({})
    assert reading.tabs == {}
    assert reading.year.settings.school_year == SchoolYear(2026)
    assert len(reading.findings) == len(layout.YEAR_TABS) + 4 + 1


def test_titles_of_tabs_are_matched_whatever_the_capitals() -> None:
    grids = {title.upper() if title == "Rooms" else title: rows for title, rows in DEMO.items()}
    assert len(YearReader().read(grids).year.rooms) == 17


def test_tabs_of_people_do_not_matter() -> None:
    assert YearReader().read(DEMO | {"Cake rota": [["Mon", "Ann"]]}).year == demo_with().year


@pytest.mark.parametrize("cell", ["", "soon", "2026-28", 2026])
def test_without_a_school_year_the_one_of_most_dates_is_taken(cell: str | int) -> None:
    dates = [
        *grid(layout.DATES),
        ["Larkfold", "INSET", "1 Sep 2031"],
        ["Larkfold", "INSET", 48092],
        ["a", "b", "3 Oct"],
    ]
    reading = demo_with(Settings=changed(SETTINGS, 2, "Value", cell), Dates=dates)
    assert reading.year.settings.school_year == SchoolYear(2031)
    assert told(reading.findings)[0] == (
        "QUERIED Settings, Value: There is no School year such as 2026-27 on Settings. "
        "Meanwhile 2031-32 is taken, as most days on Dates are in it."
    )


def test_without_any_date_either() -> None:
    reading = demo_with(Settings=[], Dates=[["x", True, "99/99/2026"]])
    assert reading.year.settings.school_year == SchoolYear(2026)
    assert "because nothing on Dates tells" in reading.findings[0].sentence


def settings(*rows: tuple[str, str | float | bool]) -> Grid:
    return [["Setting", "Value", "What it does"], ["School year", "2026-27"], *(list(row) for row in rows)]


def test_settings_as_people_type_them() -> None:
    reading = demo_with(
        Settings=settings(
            ("network", " Our  schools "),
            ("CONFERENCE DATE", "Mon 22 Feb"),
            ("Booking opens", 46342.333333333336),
            ("Same workshop twice", True),
            ("Workshops each", "3 max"),
            ("Supply cost per day", "\u00a3218"),
            ("Host school", "gsps"),
            ("Organisers", "R.Bamber@gynnsands.sch.example, h.threlfall@gynnsands.sch.example"),
            ("Keep visit logs for", "4 years"),
            ("Keep bookings for", "2 School Years"),
        )
    )
    told_settings = reading.year.settings
    assert told_settings.network == "Our schools"
    assert told_settings.conference_date == date(2027, 2, 22)
    assert told_settings.booking_opens == datetime.fromisoformat("2026-11-16T08:00")
    assert told_settings.same_workshop_twice is True
    assert told_settings.workshops_each == 3
    assert told_settings.supply_cost == Decimal(218)
    assert told_settings.host_school == "Gynn Sands"
    assert told_settings.organisers == ("r.bamber@gynnsands.sch.example", "h.threlfall@gynnsands.sch.example")
    assert (told_settings.keep_logs_for, told_settings.keep_bookings_for) == (4, 2)
    assert [str(finding.place) for finding in reading.findings if finding.place.tab == "Settings"] == [
        "Settings row 7, Value"
    ]


def test_settings_that_cannot_be_read_have_the_usual_value() -> None:
    reading = demo_with(
        Settings=settings(
            ("Workshops each", "3 or 4"),
            ("workshops  each", 5),
            ("Workshops ecah", 4),
            ("Cake", "lemon"),
            ("Host school", ""),
            ("Organisers", "Rachel"),
        )
    )
    assert reading.year.settings.workshops_each == 3
    assert reading.year.settings.organisers == ()
    assert [line for line in told(reading.findings) if line.split(" ")[1] == "Settings"] == [
        (
            'QUERIED Settings row 3, Value: Workshops each: "3 or 4" is not one whole number. '
            "Meanwhile the usual value counts."
        ),
        (
            "QUERIED Settings row 4, Value: Workshops each stands in row 3 already. "
            "That row counts and this one does not."
        ),
        'NOTED Settings row 5, Setting: The app has no setting called "Workshops ecah"; did you mean Workshops each?',
        'NOTED Settings row 6, Setting: The app has no setting called "Cake".',
        (
            'QUERIED Settings row 8, Value: Organisers: "Rachel" is not an e-mail address. '
            "Meanwhile the usual value counts."
        ),
    ]


def test_lists_that_heads_have_extended() -> None:
    rows = [["Notes on top"], ["Focuses", "Roles"], ["Drama", "Cook"], [" drama", ""], ["Reading", 7], []]
    reading = demo_with(Lists=rows)
    assert reading.year.lists["Focuses"] == ("Drama", "drama", "Reading")
    assert reading.year.lists["Roles"] == ("Cook", "7")
    assert reading.year.lists["Best for"] == layout.LISTS["Best for"]
    assert not [finding for finding in reading.findings if finding.found == "Drama"]


def test_the_keys_of_wishes_that_are_in_the_sheet() -> None:
    follow_ups = grid(layout.FOLLOW_UPS, *({"ID": f"F{n}", "Ref": ref} for n, ref in enumerate(["k-1-2", "", "typed"])))
    rows = [dict.fromkeys(("School", "Who", "Kind", "What"), "Larkfold") for _ in range(3)]
    cells = [
        [row.get(heading, cell) for heading, cell in zip(layout.FOLLOW_UPS.headings, line, strict=True)]
        for row, line in zip([{}, *rows], follow_ups, strict=True)
    ]
    reading = demo_with(**{"Follow-ups": cells}, Log=grid(layout.LOG, {"Key": "wish"}))
    assert reading.year.seen_keys == {"k-1", "wish"}


def test_the_memory_of_the_app() -> None:
    reading = demo_with(_kaizen=[["Name", "Value"], ["schema", "1"], ["revision", 7]])
    assert reading.memory == {"schema": "1", "revision": 7}
    assert demo_with().memory == {}


def test_a_school_without_a_council_and_one_that_bears_the_name_of_one() -> None:
    schools = changed(changed(DEMO["Schools"], 2, "Local authority", ""), 3, "Local authority", "Larkfold")
    dates = changed(DEMO["Dates"], 2, "Who", "larkfold")
    assert demo_with(Schools=schools, Dates=dates).year.dates[0].who == "Larkfold"


def test_blank_cells_that_follow_from_others() -> None:
    bookings = DEMO["Bookings"]
    for heading in ("Slot", "School", "Name"):
        bookings = changed(bookings, 2, heading, "")
    visits = changed(changed(DEMO["Visits"], 2, "From", ""), 2, "Name", "")
    year = demo_with(Bookings=bookings, Visits=visits).year
    assert (year.bookings[0].slot, year.bookings[0].school, year.bookings[0].name) == (
        "A",
        "Larkfold",
        "Michelle Taylor",
    )
    assert (year.visits[0].from_school, year.visits[0].name) == ("St Bega's", "Orla Brennan")


def test_booking_that_closes_on_a_day_is_open_to_its_end() -> None:
    for typed in (46342, 46342.0, "16/11/2026", "Mon 16 Nov", "2026-11-16"):
        reading = demo_with(Settings=settings(("Booking opens", typed), ("Booking closes", typed)))
        assert reading.year.settings.booking_opens == datetime.fromisoformat("2026-11-16T00:00")
        assert reading.year.settings.booking_closes == datetime.fromisoformat("2026-11-16T23:59")
        about = [finding for finding in reading.findings if finding.place.tab == "Settings"]
        assert told(about) == [
            (
                "NOTED Settings row 3, Value: Booking opens: Mon 16 Nov 2026 has no time, "
                "so the beginning of that day counts."
            ),
            (
                "NOTED Settings row 4, Value: Booking closes: Mon 16 Nov 2026 has no time, "
                "so the end of that day counts, 23:59."
            ),
        ]
        assert {finding.found for finding in about} == {typed if isinstance(typed, str) else "16/11/2026 00:00"}


def test_booking_that_closes_at_a_time_closes_then() -> None:
    for typed in (46342.75, "16/11/2026 18:00", "2026-11-16T18:00"):
        reading = demo_with(Settings=settings(("Booking closes", typed)))
        assert reading.year.settings.booking_closes == datetime.fromisoformat("2026-11-16T18:00")
        assert [finding for finding in reading.findings if finding.place.tab == "Settings"] == []
    midnight = demo_with(Settings=settings(("Booking closes", "16/11/2026 00:00"))).year.settings
    assert midnight.booking_closes == datetime.fromisoformat("2026-11-16T00:00")


def test_a_close_that_cannot_be_read_closes_nothing() -> None:
    for typed, question in (
        ("soon", '"soon" is not a date and a time that can be read.'),
        (True, "TRUE is not a date and a time."),
        ("#REF!", "#REF! is what a formula shows that has gone wrong."),
    ):
        reading = demo_with(Settings=settings(("Booking closes", typed)))
        assert reading.year.settings.booking_closes is None
        assert [line for line in told(reading.findings) if line.startswith("QUERIED Settings")] == [
            f"QUERIED Settings row 3, Value: Booking closes: {question} Meanwhile the usual value counts."
        ]


def test_a_finding_quotes_a_day_as_the_sheet_shows_it() -> None:
    dates = demo_grids()["Dates"]
    reading = demo_with(Dates=changed(dates, 2, "First day", 45901))
    assert [finding.found for finding in reading.findings if finding.place.tab == "Dates"] == ["01/09/2025"]
    first, *rest = dates
    again = demo_with(Dates=[first, rest[0], *rest])
    (sentence,) = [finding.sentence for finding in again.findings if finding.place.tab == "Dates"]
    assert "-0" not in sentence
    assert "|" not in sentence
    assert "01/09/2026" in sentence


def test_a_cell_is_quoted_as_it_looks() -> None:
    assert seen(46342, Kind.DATE) == "16/11/2026"
    assert seen(46342.5, Kind.DATE_TIME) == "16/11/2026 12:00"
    assert seen(0.0625, Kind.TIME) == "01:30"
    assert seen(9.3, Kind.TIME) == "9.3"
    assert seen(10**9, Kind.DATE) == "1000000000"
    assert seen("soon", Kind.DATE) == "soon"
    assert seen(True, Kind.TIME) == "TRUE"
    assert seen(46342, Kind.WHOLE) == "46342"
    assert value_seen(datetime.fromisoformat("2026-11-16T08:00")) == "16/11/2026 08:00"
