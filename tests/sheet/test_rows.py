"""Each row becomes a record or has a finding."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.codes import STAND_IN
from kaizen.sheet.findings import Outcome
from kaizen.sheet.layout import (
    BOOKINGS,
    COSTS,
    DATES,
    EVENTS,
    FEEDBACK,
    FOLLOW_UPS,
    ROOMS,
    SESSIONS,
    SLOTS,
    STAFF,
    VISITS,
)
from kaizen.sheet.rows import read_tab
from tests.sheet.grids import CONTEXT, grid, read, told

if TYPE_CHECKING:
    from kaizen.sheet.layout import Tab

LIBRARY = {"Room": "Library", "Seats": 28}
ANN = {"Name": "Ann", "Email": "ann@larkfold.sch.example", "School": "Larkfold", "Role": "Teacher"}
FIRST = {"Rooms": LIBRARY, "Staff": ANN}
TRY = {"School": "Larkfold", "Who": "Ann", "Kind": "Discuss", "What": "Talk", "Status": "To do"}


def test_blank_rows_do_not_matter() -> None:
    tab = read(ROOMS, {}, LIBRARY, {"Outdoors": False}, {"Kit": " \u200b"}, {})
    assert [record.ref for record in tab.records] == ["Library"]
    assert tab.rows == {"Library": 3}
    assert tab.findings == ()


def test_a_row_that_holds_only_a_nought_is_not_blank() -> None:
    assert told(read(ROOMS, {"Seats": 0}).findings) == [
        "QUERIED Rooms row 2, Seats: 0 is not from 1 to 400. Meanwhile it stands as typed.",
        "QUERIED Rooms row 2, Room: Room is blank. The row is left out until it is put right.",
    ]


def test_repeated_headings_totals_and_labels_are_skipped() -> None:
    tab = read(
        STAFF,
        ANN,
        {heading: heading.upper() for heading in STAFF.headings},
        {"Name": "Total", "Days": "Mon"},
        {"Name": "Larkfold staff"},
    )
    assert len(tab.records) == 1
    assert told(tab.findings) == [
        "SKIPPED Staff row 3: These are the headings again, not a row of data.",
        'SKIPPED Staff row 4: It says "Total", so it is taken for a total and not read.',
        (
            "SKIPPED Staff row 5: Only one cell is filled in, so it is taken for a label. "
            "A row needs Email and School too."
        ),
    ]


def skipped(tab: Tab, *cells: str | float) -> str:
    """Return what is said of one row with these cells under the first headings, below a row of data."""
    row = dict(zip(tab.headings, cells, strict=False))
    (finding,) = read(tab, FIRST[tab.title], row).findings
    assert (finding.outcome, finding.place.row) == (Outcome.SKIPPED, 3)
    return finding.sentence


@pytest.mark.parametrize(
    "cells",
    [
        ("TOTAL:", "", 200),
        ("Totals", "332 staff"),
        ("Grand total", 1),
        ("Sub-total", "", 3),
        ("", "Total", 3),
        ("Sum =", "", 3),
    ],
)
def test_totals(cells: tuple[str | float, ...]) -> None:
    assert skipped(ROOMS, *cells).endswith("so it is taken for a total and not read.")


@pytest.mark.parametrize("cells", [("Total staff: 40", "Mon to Fri"), ("Larkfold", "total", "40")])
def test_totals_of_rows_that_are_not_whole(cells: tuple[str, ...]) -> None:
    assert skipped(STAFF, *cells).endswith("so it is taken for a total and not read.")


@pytest.mark.parametrize(
    "cells",
    [
        ("Note: Mr Lee is on leave", "until May"),
        ("NB new starters below", "x"),
        ("Please add new staff at the bottom", "", "thanks"),
        ("(see the office for addresses)", "soon"),
        ("* = part-time", "", "?"),
        ("e.g. Jane Smith", "jane at larkfold"),
    ],
)
def test_notes(cells: tuple[str, ...]) -> None:
    assert skipped(STAFF, *cells).endswith("so it is taken for a note and not read.")


def test_a_note_below_the_headings_is_told_from_data_that_is_wrong() -> None:
    note = {"Name": "first and last", "Email": "the work one", "School": "short name"}
    tab = read(STAFF, note, ANN, note)
    assert [finding.outcome.name for finding in tab.findings if finding.place.row == 2] == ["SKIPPED"]
    assert [str(finding.place) for finding in tab.findings if finding.place.row == 4] == [
        "Staff row 4, Email",
        "Staff row 4, School",
    ]
    assert tab.findings[0].sentence == (
        "It stands below the headings. None of its dates, numbers, names or choices can be read, "
        "so it is taken for a note."
    )
    assert read(STAFF, ANN | {"Email": "ann at larkfold"}).findings[0].outcome is Outcome.QUERIED


def test_headings_that_somebody_has_typed_again_below() -> None:
    again = {"Name": "name", "Email": "E-mail", "School": "School", "Role": "Role"}
    assert told(read(STAFF, ANN, again).findings) == [
        "SKIPPED Staff row 3: These are the headings again, not a row of data."
    ]
    rows = [["Name", "Email", "Workplace"], ["Ann", "ann@larkfold.sch.example", "LCPS"], ["Name", "x", "workplace"]]
    tab = read_tab(STAFF, rows, CONTEXT, {"workplace": "School"})
    assert [finding.place.row for finding in tab.findings if finding.outcome is Outcome.SKIPPED] == [3]
    assert len(tab.records) == 1


def test_a_row_of_data_above_the_headings_is_asked_about() -> None:
    data = ["Ann", "ann@larkfold.sch.example", "Larkfold", "Teacher"]
    rows = [["Staff of 2026-27"], ["Name", "of everybody"], data, [], list(STAFF.headings), data]
    tab = read_tab(STAFF, rows, CONTEXT)
    assert tab.rows == {"ann@larkfold.sch.example": 6}
    assert told(tab.findings) == [
        "QUERIED Staff row 3: This row stands above the headings, where nothing is read. Please move it below them."
    ]


def test_the_end_of_something_is_in_the_afternoon_where_its_start_is() -> None:
    slot = {"Slot": "A", "What": "Workshop"}
    tab = read(
        SLOTS,
        slot | {"Starts": "4pm", "Ends": "7.30"},
        slot | {"Slot": "B", "Starts": "10.30", "Ends": 0.3125},
        slot | {"Slot": "C", "Starts": "10.30", "Ends": "9am"},
        slot | {"Slot": "D", "Starts": "9.00", "Ends": "9.00"},
        slot | {"Slot": "E", "Starts": "20:00", "Ends": "7.30"},
    )
    assert [(record.starts, record.ends) for record in tab.records] == [  # type: ignore[attr-defined]
        (time(16), time(19, 30)),
        (time(10, 30), time(19, 30)),
        (time(10, 30), time(9)),
        (time(9), time(9)),
        (time(20), time(7, 30)),
    ]
    assert told(tab.findings) == [
        "NOTED Slots row 2, Ends: 7:30 is read as 19:30, after the start at 16:00.",
        "NOTED Slots row 3, Ends: 7:30 is read as 19:30, after the start at 10:30.",
        "QUERIED Slots row 4, Ends: 9:00 is before the start at 10:30. Meanwhile it stands as typed.",
        "QUERIED Slots row 6, Ends: 7:30 is before the start at 20:00. Meanwhile it stands as typed.",
    ]


def test_a_whole_row_that_begins_with_total_is_data() -> None:
    assert [record.ref for record in read(ROOMS, LIBRARY | {"Room": "Total Fitness Studio"}).records] == [
        "Total Fitness Studio"
    ]


def test_a_row_with_something_missing_is_left_out_and_asked_about() -> None:
    tab = read(STAFF, ANN | {"Email": "", "School": "Larkfeild", "Days": "some"})
    assert tab.records == ()
    assert told(tab.findings) == [
        (
            'QUERIED Staff row 2, School: "Larkfeild" is not a school on Schools; did you mean Larkfold? '
            "The row is left out until it is put right."
        ),
        'QUERIED Staff row 2, Days: "some" is not a list of days that can be read. Meanwhile it counts as blank.',
        "QUERIED Staff row 2, Email: Email is blank. The row is left out until it is put right.",
    ]
    assert tab.findings[0].found == "Larkfeild"


def test_what_a_cell_that_cannot_be_read_counts_as_is_said() -> None:
    booked = read(BOOKINGS, {"Email": "ann@larkfold.sch.example", "Session": "W01-A", "Status": "Ann will swap"})
    assert [record.status for record in booked.records] == ["Booked"]
    (finding,) = (one for one in booked.findings if one.place.heading == "Status")
    assert finding.sentence.endswith("is not one of the booking statuses. Meanwhile it counts as Booked.")


def test_what_should_be_filled_in_is_mentioned() -> None:
    tab = read(STAFF, ANN | {"Role": ""}, ANN | {"Email": "b@larkfold.sch.example", "Year group": "Y9"})
    assert len(tab.records) == 2
    assert told(tab.findings) == [
        "NOTED Staff row 2, Role: Role is blank and should be filled in. Meanwhile the row counts without it.",
        'QUERIED Staff row 3, Year group: "Y9" is not one of the year groups. Meanwhile it stands as typed.',
    ]


def test_something_only_beside_the_table() -> None:
    rows = [[*ROOMS.headings, "", "Mine"], ["Library", "", 28], ["", "", "", "", "", "", "", "look", 1], [*[""] * 8, 7]]
    tab = read_tab(ROOMS, rows, CONTEXT)
    assert tab.extra == ("Mine",)
    assert told(tab.findings) == [
        "SKIPPED Rooms row 3: From here down 2 rows have something only outside the columns that are read."
    ]


def test_without_a_heading_that_rows_need_the_tab_cannot_be_read() -> None:
    rows = [["Name", "School", "Role"], ["Ann", "Larkfold", "Teacher"], [], ["Bob"]]
    tab = read_tab(STAFF, rows, CONTEXT)
    assert tab.records == ()
    assert tab.columns == {"Name": 0, "School": 1, "Role": 2}
    assert told(tab.findings)[-1] == 'QUERIED Staff: Without "Email" none of the 2 rows of this tab can be read.'


def test_no_headings_at_all() -> None:
    tab = read_tab(STAFF, [["Ann", "ann@larkfold.sch.example"]], CONTEXT)
    assert (tab.records, tab.heading_row, len(tab.findings)) == ((), 0, 1)


def test_a_day_alone_and_a_span_the_wrong_way_round() -> None:
    term = {"Who": "Larkfold", "What": "INSET", "First day": "1 Sep"}
    tab = read(DATES, term, term | {"Last day": "31/8/2026"}, term | {"First day": "soon"})
    assert [(record.ref, record.last_day) for record in tab.records] == [  # type: ignore[attr-defined]
        ("Larkfold|INSET|2026-09-01", date(2026, 9, 1))
    ]
    assert told(tab.findings) == [
        (
            "QUERIED Dates row 3: It ends on Mon 31 Aug 2026, before it begins on Tue 1 Sep 2026. "
            "The row is left out until it is put right."
        ),
        (
            'QUERIED Dates row 4, First day: "soon" is not a date that can be read. '
            "The row is left out until it is put right."
        ),
    ]


def test_the_code_of_a_session_follows_from_its_workshop_and_slot() -> None:
    tab = read(SESSIONS, {"Workshop": "W04", "Slot": "A"}, {"Workshop": "W04", "Room": "Library"})
    assert [record.ref for record in tab.records] == ["W04-A"]
    assert [str(finding.place) for finding in tab.findings] == ["Sessions row 3, Slot"]


def test_a_row_without_a_code_counts_all_the_same() -> None:
    tab = read(FOLLOW_UPS, TRY, TRY)
    assert [(record.ref, record.id) for record in tab.records] == [  # type: ignore[attr-defined]
        (f"{STAND_IN}Larkfold|Ann|Discuss|Talk|To do", f"{STAND_IN}Larkfold|Ann|Discuss|Talk|To do"),
        (f"{STAND_IN}Larkfold|Ann|Discuss|Talk|To do#2", f"{STAND_IN}Larkfold|Ann|Discuss|Talk|To do"),
    ]
    assert told(tab.findings)[0] == (
        "NOTED Follow-ups row 2, ID: ID is blank. The row counts, and gets a code such as F01 with the next save."
    )
    cost = {"Date": "1 Oct", "What": "Lunch", "Amount": 5, "Paid by": "Larkfold", "Split": "Equally"}
    assert [record.ref for record in read(COSTS, cost).records] == [f"{STAND_IN}2026-10-01|Lunch|5.00|Larkfold|Equally"]


def test_refs_are_what_the_ref_column_says() -> None:
    tab = read(FOLLOW_UPS, TRY | {"ID": "F01", "Ref": " k1-1 "}, TRY | {"ID": "F02"})
    assert tab.rows == {"k1-1": 2, f"{STAND_IN}F02": 3}


def test_a_copied_row_has_the_same_ref_and_is_told_apart() -> None:
    tab = read(FOLLOW_UPS, *[TRY | {"ID": "F01", "Ref": "k1-1"}] * 3)
    assert tab.rows == {"k1-1": 2, "k1-1#2": 3, "k1-1#3": 4}
    assert told(tab.findings) == [
        f"QUERIED Follow-ups row {row}, Ref: This row has the same Ref as row 2, as a copied row has. "
        "Both count; if this is the copy, empty its Ref."
        for row in (3, 4)
    ]


def test_natural_keys_that_repeat() -> None:
    tab = read(STAFF, ANN, ANN | {"Name": "Anne", "Email": "ANN@larkfold.sch.example"})
    assert tab.rows == {"ann@larkfold.sch.example": 2, "ann@larkfold.sch.example#2": 3}
    assert told(tab.findings) == [
        (
            'QUERIED Staff row 3, Email: Row 2 has the same Email, "ann@larkfold.sch.example". '
            "That one counts where only one can."
        )
    ]


def test_codes_that_repeat() -> None:
    tab = read(FOLLOW_UPS, TRY | {"ID": "F01", "Ref": "a-1"}, TRY | {"ID": "F01", "Ref": "b-1"})
    assert told(tab.findings) == [
        'QUERIED Follow-ups row 3, ID: Row 2 has the same ID, "F01". That one counts where only one can.'
    ]


def test_two_answers_of_one_hour_are_no_repetition() -> None:
    answer = {"Sent at": 46440.625, "Event": "Conference"}
    tab = read(FEEDBACK, answer, answer)
    assert list(tab.rows.values()) == [2, 3]
    assert tab.findings == ()


def test_a_place_booked_again_is_no_repetition() -> None:
    place = {"Email": "ann@larkfold.sch.example", "Session": "W01-A"}
    tab = read(BOOKINGS, place | {"Status": "Cancelled"}, place | {"Status": "Booked"})
    first = f"{STAND_IN}ann@larkfold.sch.example|W01-A"
    assert list(tab.rows) == [first, f"{first}#2"]
    assert tab.findings == ()


def test_a_visitor_nobody_knows() -> None:
    visit = {"Visit": "V1", "Date": "9 Oct", "Email": "x@larkfold.sch.example", "To": "St Bega's", "Focus": "Maths"}
    tab = read(VISITS, visit | {"Status": "Planned"})
    assert told(tab.findings) == [
        "QUERIED Visits row 2, From: From is blank. The row is left out until it is put right."
    ]


def test_cells_by_place() -> None:
    tab = read(EVENTS, {"ID": "E01"})
    assert [tab.cell(2, "ID"), tab.cell(2, "Nothing"), tab.cell(3, "ID"), tab.cell(0, "ID")] == ["E01", "", "", ""]
    assert read_tab(EVENTS, [*grid(EVENTS), ["E02"]], CONTEXT).cell(2, "Notes") == ""
