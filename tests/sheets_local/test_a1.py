"""A1 notation, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.sheets_local import a1
from kaizen.sheets_local.a1 import Corner, Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A1", Words(None, quoted=False, corners=(Corner(0, 0),))),
        ("$B$3", Words(None, quoted=False, corners=(Corner(2, 1),))),
        ("a1:c", Words(None, quoted=False, corners=(Corner(0, 0), Corner(None, 2)))),
        ("2:4", Words(None, quoted=False, corners=(Corner(1, None), Corner(3, None)))),
        ("Sheet1", Words("Sheet1", quoted=False, corners=())),
        ("Sheet1!B:B", Words("Sheet1", quoted=False, corners=(Corner(None, 1), Corner(None, 1)))),
        ("My tab!A1", Words("My tab", quoted=False, corners=(Corner(0, 0),))),
        ("'It''s'!A1", Words("It's", quoted=True, corners=(Corner(0, 0),))),
        ("'A!B'", Words("A!B", quoted=True, corners=())),
        ("'two\nlines'!AA10", Words("two\nlines", quoted=True, corners=(Corner(9, 26),))),
        ("A", Words("A", quoted=False, corners=())),
        ("7", Words("7", quoted=False, corners=())),
    ],
)
def test_read(text: str, words: Words) -> None:
    assert a1.read(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!A1",
        "Tab!",
        "Tab!nonsense",
        "'Tab!A1",
        "'Tab'A1",
        "'Tab'!",
        "'Tab'!?",
        "Tab!A1:",
        "Tab!A1:?",
        "Tab!$",
        "Tab!A0",
    ],
)
def test_not_a_range(text: str) -> None:
    assert a1.read(text) is None


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Sheet1", "Sheet1"),
        ("Bookings", "Bookings"),
        ("D3", "'D3'"),
        ("R1C1", "'R1C1'"),
        ("True", "'True'"),
        ("Log book", "'Log book'"),
        ("It's", "'It''s'"),
        ("🌵", "'🌵'"),
        ("2027", "'2027'"),
    ],
)
def test_titles_are_quoted_unless_plain(title: str, words: str) -> None:
    assert a1.quoted(title) == words


@settings(deadline=None)
@given(st.integers(0, 18_277))
def test_column_letters_and_back(column: int) -> None:
    assert a1.column_number(a1.column_letters(column)) == column


@settings(deadline=None)
@given(st.text(min_size=1, max_size=20), st.integers(0, 5000), st.integers(0, 700))
def test_what_is_written_can_be_read(title: str, row: int, column: int) -> None:
    words = a1.read(a1.written(title, row, column, row + 2, column + 3))
    assert words is not None
    assert words.title == title
    assert words.corners == (Corner(row, column), Corner(row + 1, column + 2))


def test_one_cell_is_written_as_one_cell() -> None:
    assert a1.written("Sheet1", 0, 0, 1, 1) == "Sheet1!A1"
    assert a1.cell_name(9, 26) == "AA10"
