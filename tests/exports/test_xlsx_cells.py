"""Cells on their way into a file and out of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from kaizen.exports.xlsx_cells import as_kept, taken


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "=1+1"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("bad \x07 \ud83d \uffff", "bad \ufffd \ufffd \ufffd"),
        ("x" * 40_000, "x" * 32_767),
        (True, True),
        (0.1 + 0.2, 0.3),
        (7, 7),
        (float("inf"), "inf"),
        (1.7976931348623151e308, "1.7976931348623151e+308"),
    ],
)
def test_what_a_file_can_hold_is_kept(cell: str | float | bool, kept: str | float | bool) -> None:
    assert as_kept(cell) == kept
    assert isinstance(as_kept(cell), bool) == isinstance(kept, bool)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (date(2027, 2, 22), 46440),
        (datetime.combine(date(2027, 2, 22), time(12)), 46440.5),
        (time(18), 0.75),
        (timedelta(hours=36), 1.5),
        ("Ann", "Ann"),
        (False, False),
        (3, 3),
        (complex(1, 2), "(1+2j)"),
    ],
)
def test_what_a_program_has_kept_is_a_cell_again(value: object, cell: object) -> None:
    assert taken(value) == cell
    assert isinstance(taken(value), bool) == isinstance(value, bool)
