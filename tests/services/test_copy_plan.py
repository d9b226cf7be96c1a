"""What the plan for an edited copy says: edits, habits, conflicts, and all that is left alone."""

from __future__ import annotations

import pytest

from kaizen.services.copy_plan import Plan, RowMissing
from kaizen.services.copy_return import told_of_new_tabs
from kaizen.services.copy_rows import MOST_PAIRS
from kaizen.sheet import layout
from kaizen.sheet.findings import Place
from tests.services.copies import Book, add, at, plan, put, read, told


def test_a_copy_as_it_was_made_changes_nothing_whatever_the_sheet_says_now() -> None:
    assert plan().nothing
    assert plan(live=lambda book: put(book, "Workshops", 2, "Title", "Another")).nothing
    assert plan(live=lambda book: book["Bookings"].pop()).nothing


def test_a_changed_cell_is_told_with_before_and_after() -> None:
    assert told(plan(lambda book: put(book, "Workshops", 3, "Title", "New"))) == [
        "= Workshops row 3 W02 Title: Title 2 | New | Title 2"
    ]


def test_only_what_a_cell_means_counts_and_not_how_it_is_typed() -> None:
    def habits(book: Book) -> None:
        put(book, "Workshops", 2, "Most people", "max 21")
        put(book, "Workshops", 2, "Status", " accepted")
        put(book, "Dates", 2, "First day", "1/9/26")
        put(book, "Schools", 2, "In the network", "yes")
        put(book, "Staff", 2, "Email", "ANN@larkfold.example")

    assert plan(habits).nothing


def test_a_code_that_is_gone_from_the_file_stays_in_the_sheet() -> None:
    assert plan(lambda book: put(book, "Workshops", 3, "ID", "")).nothing


def test_rows_are_found_wherever_they_stand_and_columns_too() -> None:
    def moved(book: Book) -> None:
        for title in ("Bookings", "Workshops", "Staff"):
            book[title][1:] = reversed(book[title][1:])
            for row in book[title]:
                row.insert(0, row.pop(2))
                row.insert(1, "")
            book[title].insert(0, ["Our lovely title"])
        put(book, "Tea rota", 1, "Day", "Day")

    assert plan(moved).nothing


def test_a_cell_that_cannot_be_read_is_left_and_told() -> None:
    made = plan(lambda book: put(book, "Workshops", 4, "Most people", "lots"))
    assert told(made) == [
        'left Workshops row 4, Most people: "lots" is not one whole number. Meanwhile it counts as blank.'
    ]


def test_a_cell_that_could_not_be_read_before_is_not_told_again_and_may_be_put_right() -> None:
    def unread(book: Book) -> None:
        put(book, "Workshops", 4, "Most people", "lots")

    assert plan(base=unread).nothing
    assert told(plan(lambda book: put(book, "Workshops", 4, "Most people", 9), base=unread)) == [
        "= Workshops row 4 W03 Most people: lots | 9 | lots"
    ]


def test_an_emptied_cell_is_a_change_to_blank() -> None:
    assert told(plan(lambda book: put(book, "Workshops", 3, "Most people", ""))) == [
        "= Workshops row 3 W02 Most people: 22 |  | 22"
    ]


def test_what_the_sheet_says_otherwise_by_now_is_asked_about() -> None:
    made = plan(
        lambda book: [put(book, "Workshops", 3, "Title", "Mine"), put(book, "Workshops", 3, "Most people", 9)],
        lambda book: put(book, "Workshops", 3, "Title", "Theirs"),
    )
    assert told(made) == [
        "? Workshops row 3 W02 Title: Title 2 | Mine | Theirs",
        "= Workshops row 3 W02 Most people: 22 | 9 | 22",
    ]
    assert made.changed[0].asked


def test_what_both_have_changed_alike_is_done_already() -> None:
    def edit(book: Book) -> None:
        put(book, "Workshops", 3, "Title", "Both")

    assert plan(edit, edit).nothing


def test_a_live_cell_that_cannot_be_read_is_asked_about_with_what_stands_there() -> None:
    made = plan(
        lambda book: put(book, "Workshops", 3, "Most people", ""),
        lambda book: put(book, "Workshops", 3, "Most people", "a few"),
    )
    assert told(made) == ["? Workshops row 3 W02 Most people: 22 |  | a few"]


def test_a_row_that_the_sheet_has_lost_is_not_changed() -> None:
    made = plan(lambda book: put(book, "Workshops", 3, "Title", "New"), lambda book: book["Workshops"].pop(2))
    assert told(made) == [
        "left Workshops row 3: This row is not to be found in the sheet any more, so its changes are left out."
    ]


def test_a_new_row_is_added_once() -> None:
    def more(book: Book) -> None:
        add(book, layout.WORKSHOPS, Title="Knots", Email="bob@larkfold.example", Led_by="Bob", School="Larkfold")
        add(book, layout.BOOKINGS, Email="ann@larkfold.example", Session="W01-A", Status="Booked")

    assert told(plan(more)) == [
        "+ Workshops row 6 Knots, Bob, bob@larkfold.example",
        "+ Bookings row 10 ann@larkfold.example, W01-A",
    ]
    assert plan(more, more).nothing


def test_a_new_row_that_the_sheet_has_too_with_other_cells_is_asked_about() -> None:
    made = plan(
        lambda book: add(book, layout.ROOMS, Room="Studio", Seats=20),
        lambda book: add(book, layout.ROOMS, Room="Studio", Seats=25, Where="Upstairs"),
    )
    assert told(made) == ["? Rooms row 3 Studio Seats:  | 20 | 25"]


def test_a_new_row_with_a_code_that_is_taken_is_left() -> None:
    twice = plan(lambda book: put(book, "Workshops", 5, "ID", "W03"))
    assert told(twice) == [
        'left Workshops row 5, ID: Row 4 has the same ID, "W03". That one counts where only one can.'
    ]
    made = plan(
        lambda book: add(
            book, layout.WORKSHOPS, ID="W05", Title="Mine", Email="bob@larkfold.example", Led_by="B", School="Larkfold"
        ),
        lambda book: add(
            book,
            layout.WORKSHOPS,
            ID="W05",
            Title="Theirs",
            Email="cat@larkfold.example",
            Led_by="C",
            School="Larkfold",
            Ref="w5",
        ),
    )
    assert told(made) == ["left Workshops row 6: W05 is in the sheet already. Give this row another code, or none."]


def test_a_copied_row_is_a_new_one_and_its_odd_cells_are_told() -> None:
    def copied(book: Book) -> None:
        row = list(book["Bookings"][1])
        row[book["Bookings"][0].index("Session")] = "W03-A"
        row[book["Bookings"][0].index("Attended")] = "perhaps"
        book["Bookings"].append(row)

    added, odd = told(plan(copied))
    assert added == "+ Bookings row 10 bob@larkfold.example, W03-A"
    assert odd.startswith("left Bookings row 10, Attended:")


def test_a_row_whose_key_was_typed_anew_is_the_same_row() -> None:
    def renamed(book: Book) -> None:
        put(book, "Dates", 2, "First day", 46267.0)
        put(book, "Staff", 2, "Email", "anne@larkfold.example")
        put(book, "Bookings", 2, "Ref", "")

    assert told(plan(renamed)) == [
        "= Staff row 2 ann@larkfold.example Email: ann@larkfold.example | anne@larkfold.example | ann@larkfold.example",
        "= Dates row 2 Larkfold, INSET, 01/09/2026 First day: 01/09/2026 | 02/09/2026 | 01/09/2026",
    ]


def test_a_key_is_not_looked_for_among_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_PAIRS > 10_000
    monkeypatch.setattr("kaizen.services.copy_rows.MOST_PAIRS", 0)
    made = plan(lambda book: put(book, "Staff", 2, "Email", "anne@larkfold.example"))
    gone = "- Staff row 2 ann@larkfold.example (4 rows of Workshops point to it)"
    assert told(made) == ["+ Staff row 2 anne@larkfold.example", gone]


def test_a_missing_row_is_told_and_whether_it_has_changed_since() -> None:
    made = plan(
        lambda book: [book["Bookings"].pop(2), book["Bookings"].pop(2)],
        lambda book: put(book, "Bookings", 4, "Notes", "late"),
    )
    assert told(made) == [
        "- Bookings row 3 bob@larkfold.example, W02-A",
        "- Bookings row 4 cat@larkfold.example, W01-A changed",
    ]
    assert plan(lambda book: book["Bookings"].pop(2), lambda book: book["Bookings"].pop(2)).nothing


def test_a_row_that_cannot_be_read_any_more_is_not_missing() -> None:
    made = plan(lambda book: put(book, "Workshops", 3, "Title", ""))
    assert told(made) == ["left Workshops row 3, Title: Title is blank. The row is left out until it is put right."]


def test_nobody_can_tell_what_is_missing_among_too_many_unread_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaizen.services.copy_comparing.MOST_PAIRS", 0)
    made = plan(lambda book: put(book, "Workshops", 3, "Title", ""))
    assert not made.missing
    assert any("None is taken for deleted" in line for line in told(made))


def test_a_row_that_could_not_be_read_in_the_sheet_is_put_right_there() -> None:
    made = plan(lambda book: put(book, "Dates", 5, "First day", 46310.0))
    assert told(made) == ["left Dates row 5: In the sheet this row could not be read. Please put it right there."]


def test_tabs_and_columns_that_are_gone_change_nothing() -> None:
    def less(book: Book) -> None:
        del book["Rooms"]
        book["Staff"][0] = ["?"]
        row, column = at(book, "Bookings", 1, "Status")
        row[column] = "Old status"

    assert told(plan(less))[:2] == [
        (
            "left Staff: There are no headings in the first ten rows: Name, Email and School are looked for. "
            "None of its 6 rows is read until they are there."
        ),
        "left Rooms: This tab is not in the file, so nothing of it is changed.",
    ]
    assert told(plan(less))[2:] == [
        'left Bookings: The column "Status" is not in the file; its cells stay.',
        'hand Bookings: The column "Old status" is not in the sheet. Add it there first, if you want it.',
    ]


@pytest.mark.parametrize("whose", ["live", "base"])
def test_a_tab_that_cannot_be_read_on_the_other_side_is_left(whose: str) -> None:
    made = plan(
        lambda book: put(book, "Rooms", 2, "Seats", 50), **{whose: lambda book: put(book, "Rooms", 1, "Room", "?")}
    )
    assert any(line.startswith("left Rooms: ") for line in told(made))
    assert not made.changed


def test_a_tab_that_the_sheet_has_lost_has_no_rows() -> None:
    made = plan(lambda book: put(book, "Rooms", 2, "Seats", 50), lambda book: book.pop("Rooms"))
    assert [line.partition(":")[0] for line in told(made)] == ["left Rooms row 2"]


def test_what_the_app_does_not_write_is_named_for_people() -> None:
    def theirs(book: Book) -> None:
        put(book, "Workshops", 2, "Biscuits", "tin 9")
        put(book, "Workshops", 3, "Biscuits", "")
        add(book, layout.WORKSHOPS, Title="K", Email="b@l.example", Led_by="B", School="Larkfold", Biscuits="new tin")
        put(book, "Tea rota", 2, "Who", "Bob")
        put(book, "Settings", 2, "Value", "2027-28")
        put(book, "Log", 2, "Who", "somebody else")

    assert told(told_of_new_tabs(("Raffle",)).then(plan(theirs))) == [
        "= Settings row 2 School year Value: 2026-27 | 2027-28 | 2026-27",
        "= Workshops row 2 W01 Biscuits: tin 1 | tin 9 | tin 1",
        "= Workshops row 3 W02 Biscuits: tin 2 |  | tin 2",
        "+ Workshops row 6 K, B, b@l.example",
        "hand Raffle: This tab is not in the sheet. Make it there yourself, if you want it.",
        'hand Workshops: Biscuits of the new row K, B, b@l.example: type "new tin".',
        'hand Tea rota row 2: B2: "Ann" is now "Bob".',
    ]


def test_a_tab_of_ones_own_that_differs_everywhere_is_told_in_part() -> None:
    made = plan(lambda book: book["Tea rota"].extend([[f"day {n}", "Cat"] for n in range(15)]))
    assert len(made.by_hand) == 21
    assert made.by_hand[-1].sentence == "And 10 more cells of this tab."


def _missing(count: int, tab: str) -> tuple[RowMissing, ...]:
    record = read({"Rooms": [["Room", "Seats"], ["Hall", 4]]}).year.rooms[0]
    return tuple(RowMissing(record, Place(tab, row), "x") for row in range(count))


@pytest.mark.parametrize(
    ("missing", "rows", "thin"),
    [
        ({"A": 3}, {"A": 10}, []),
        ({"A": 4}, {"A": 10}, ["A: 4 rows are not in the file, of 10."]),
        ({"A": 1, "B": 0}, {"A": 1, "B": 100}, ["A: 1 row is not in the file, of 1."]),
        ({"A": 30, "B": 30}, {"A": 100, "B": 100}, []),
        ({}, {}, []),
    ],
)
def test_more_than_three_rows_in_ten_want_a_word(
    missing: dict[str, int], rows: dict[str, int], thin: list[str]
) -> None:
    gone = tuple(row for tab, count in missing.items() for row in _missing(count, tab))
    assert [one.sentence for one in Plan(missing=gone, rows=tuple(rows.items())).thinned] == thin


def test_a_new_row_that_the_sheet_got_in_the_same_words_is_nothing_new() -> None:
    def studio(book: Book) -> None:
        add(book, layout.ROOMS, Room="Studio", Seats=20)

    assert plan(studio, studio).nothing


def test_a_row_that_cannot_be_read_hides_no_other_that_is_missing() -> None:
    def edit(book: Book) -> None:
        put(book, "Dates", 3, "First day", "whenever")
        put(book, "Workshops", 3, "Title", "")
        put(book, "Bookings", 3, "Email", "nobody")
        del book["Workshops"][5 - 1]

    lines = told(plan(edit))
    assert [line.partition(":")[0] for line in lines] == [
        "- Workshops row 5 W04 (1 row of Sessions points to it)",
        "left Dates row 3, First day",
        "left Workshops row 3, Title",
        "left Bookings row 3, Email",
    ]


def test_a_new_row_with_the_key_of_another_is_left() -> None:
    (line,) = told(plan(lambda book: add(book, layout.ROOMS, Room="Hall", Seats=10)))
    assert line.startswith('left Rooms row 3, Room: Row 2 has the same Room, "Hall".')


def test_two_rows_with_new_keys_are_each_their_own() -> None:
    def renamed(book: Book) -> None:
        put(book, "Staff", 2, "Email", "anne@larkfold.example")
        put(book, "Staff", 3, "Email", "robert@larkfold.example")

    assert [line.partition(" Email:")[0] for line in told(plan(renamed))] == [
        "= Staff row 2 ann@larkfold.example",
        "= Staff row 3 bob@larkfold.example",
    ]
