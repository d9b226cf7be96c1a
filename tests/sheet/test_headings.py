"""Headings are found by name, wherever people have moved them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.sheet.headings import find_headings
from kaizen.sheet.layout import CHECKS, LISTS_TAB, READ_ME, ROOMS, SLOTS, STAFF, WORKSHOPS
from kaizen.sheet.text import clean
from tests.sheet.grids import grid, told

if TYPE_CHECKING:
    from kaizen.sheet.cells import Grid

PLAIN = list(SLOTS.headings)


def test_plain_headings() -> None:
    found = find_headings(SLOTS, [PLAIN, ["A", 0.5, 0.6, "Workshop"]])
    assert found.row == 1
    assert found.columns == {"Slot": 0, "Starts": 1, "Ends": 2, "What": 3, "Notes": 4}
    assert (found.extra, found.findings) == ((), ())


@pytest.mark.parametrize(
    "headings",
    [
        ["slot", "STARTS", " ends ", "What", "notes"],
        ["Slot:", "Starts *", "Ends*", "What", "Notes"],
        ["Sl\u200bot", "Starts\u00a0", "Ends\n", "What", "Notes"],
    ],
)
def test_capitals_spaces_and_marks_do_not_count(headings: list[str]) -> None:
    found = find_headings(SLOTS, [headings])
    assert list(found.columns) == PLAIN
    assert found.findings == ()


def test_a_title_and_notes_above() -> None:
    rows: Grid = [["Timetable of the day"], [], ["What happens when", "", "Slot"], PLAIN]
    assert find_headings(SLOTS, rows).row == 4


def test_the_first_of_two_equal_rows_of_headings_holds() -> None:
    assert find_headings(SLOTS, [PLAIN, PLAIN]).row == 1


def test_below_the_tenth_row_nothing_is_looked_for() -> None:
    assert find_headings(SLOTS, [[]] * 9 + [PLAIN]).row == 10
    found = find_headings(SLOTS, [[]] * 10 + [PLAIN])
    assert found.row == 0
    assert told(found.findings) == [
        (
            "QUERIED Slots: There are no headings in the first ten rows: Slot, Starts and Ends are looked for. "
            "None of its 1 rows is read until they are there."
        )
    ]


def test_an_empty_tab() -> None:
    assert find_headings(SLOTS, []).findings[0].sentence.endswith("It is empty until they are there.")


def test_one_heading_is_too_few() -> None:
    assert find_headings(SLOTS, [["What", "a", "day"]]).row == 0


def test_moved_columns_and_columns_of_people() -> None:
    found = find_headings(
        ROOMS, [["Our number", "Seats", "", "Room", "Where", "Outdoors", "Kit", "Notes", "Step-free"]]
    )
    assert found.columns["Seats"] == 1
    assert found.columns["Room"] == 3
    assert found.extra == ("Our number",)
    assert found.findings == ()


@pytest.mark.parametrize(
    ("headings", "column", "told_of", "read_from"),
    [
        ([*PLAIN, "Starts"], 1, "Starts", "the first column"),
        ([*PLAIN, "starts"], 1, "starts", 'the one called "Starts"'),
        (["STARTS", *PLAIN], 2, "STARTS", 'the one called "Starts"'),
        (["STARTS", *[one for one in PLAIN if one != "Starts"], "starts"], 0, "starts", "the first column"),
    ],
)
def test_a_heading_that_stands_twice(headings: list[str], column: int, told_of: str, read_from: str) -> None:
    """One that a head has put to the left in capitals does not take the place of the app's own."""
    found = find_headings(SLOTS, [headings])
    assert found.columns["Starts"] == column
    (line,) = told(found.findings)
    assert line.startswith(f'QUERIED Slots row 1, Starts: The heading "{told_of}" stands twice. ')
    assert line.endswith(f"It is read from {read_from}, and this one is not.")


def test_a_heading_of_peoples_own_that_stands_twice() -> None:
    found = find_headings(SLOTS, [[*PLAIN, "Helpers", "", "", "helpers"]])
    assert told(found.findings) == [
        'NOTED Slots row 1, helpers: Your heading "helpers" stands twice. Forms ask and write the first column only.'
    ]


def test_missing_headings() -> None:
    rows = [[heading for heading in WORKSHOPS.headings if heading not in {"Room needed", "Best for", "Ref"}]]
    assert told(find_headings(WORKSHOPS, rows).findings) == [
        'QUERIED Workshops, Best for: There is no heading "Best for". Its cells count as blank.',
        'NOTED Workshops, Room needed: There is no heading "Room needed". Its cells count as blank.',
        (
            'QUERIED Workshops, Ref: There is no heading "Ref". Rows are told apart by what they say, '
            "which is less sure; please put it back."
        ),
    ]


ASKED = (
    'QUERIED Workshops row 1, {0}: There is no heading "{0}". Is it the one called "{1}"? '
    'Then please call it "{0}". Meanwhile it is not read. Its cells count as blank.'
)


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("Title", "Workshop titel"),
        ("Title", "Tittle"),
        ("Email", "E-mail address"),
        ("Email", "Work email"),
        ("School", "Shcool"),
        ("Led by", "Led-by (name)"),
        ("What it's about", "What its about"),
        ("Most people", "Max. people / most people"),
        ("Please bring", "Please  bring along"),
    ],
)
def test_a_heading_that_is_only_like_a_missing_one_is_asked_about(heading: str, typed: str) -> None:
    found = find_headings(WORKSHOPS, [[typed if one == heading else one for one in WORKSHOPS.headings]])
    assert heading not in found.columns
    assert told(found.findings) == [ASKED.format(heading, clean(typed))]
    assert found.findings[0].found == clean(typed)
    assert found.extra == (clean(typed),)


@pytest.mark.parametrize("typed", ["Cake", "Notes to self", "T", "", "???"])
def test_a_heading_that_is_like_no_missing_one_is_not(typed: str) -> None:
    found = find_headings(WORKSHOPS, [[typed if one == "Email" else one for one in WORKSHOPS.headings]])
    assert told(found.findings) == ['QUERIED Workshops, Email: There is no heading "Email". Its cells count as blank.']


def test_a_near_miss_of_a_heading_that_is_there_is_somebodys_own_column() -> None:
    found = find_headings(WORKSHOPS, [[*WORKSHOPS.headings, "E-mail"]])
    assert (found.findings, found.extra) == ((), ("E-mail",))


RENAMED = {"what to look at": "Kit", "number of chairs": "Seats"}


def test_a_renamed_heading_is_read_as_what_it_was() -> None:
    found = find_headings(
        ROOMS, [["Room", "Number of chairs", "Where", "Outdoors", "Step-free", "Kit", "Notes"]], RENAMED
    )
    assert found.columns["Seats"] == 1
    assert found.columns["Kit"] == 5
    assert found.extra == ()
    assert told(found.findings) == [
        'NOTED Rooms row 1, Seats: This column was called "Seats"; it is still read as that.'
    ]
    assert found.findings[0].found == "Number of chairs"


def test_the_column_that_is_marked_counts_for_more_than_one_that_has_its_name() -> None:
    found = find_headings(ROOMS, [["Number of chairs", *ROOMS.headings]], RENAMED)
    assert (found.columns["Seats"], found.extra) == (0, ())
    renamed, twin = told(found.findings)
    assert renamed == 'NOTED Rooms row 1, Seats: This column was called "Seats"; it is still read as that.'
    assert twin == (
        'QUERIED Rooms row 1, Seats: The app has its own column for "Seats", called "Number of chairs". This one '
        "counts as yours: it isn't read and never written to. Please give it another name."
    )


def test_two_columns_that_are_both_called_what_a_heading_was_renamed_to() -> None:
    others = [heading for heading in ROOMS.headings if heading != "Seats"]
    found = find_headings(ROOMS, [["Number of chairs", *others, "NUMBER OF CHAIRS "]], RENAMED)
    assert found.columns["Seats"] == 0
    assert [str(finding.place) for finding in found.findings] == ["Rooms row 1, Seats"] * 2


def test_renamed_headings_count_when_the_row_is_looked_for() -> None:
    assert find_headings(ROOMS, [["Rooms of the day"], ["Room", "Number of chairs"]], RENAMED).row == 2


def test_numbers_and_ticks_among_the_headings_are_kept_as_names() -> None:
    assert find_headings(STAFF, [[*STAFF.headings, 2027, True]]).extra == ("2027", "TRUE")


@pytest.mark.parametrize("tab", [LISTS_TAB, CHECKS])
def test_tabs_of_the_app(tab: object) -> None:
    assert find_headings(CHECKS, grid(CHECKS)).findings == ()


def test_a_tab_without_headings_of_its_own() -> None:
    assert find_headings(READ_ME, [["Hello"]]).findings == ()
