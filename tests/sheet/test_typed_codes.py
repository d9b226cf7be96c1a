"""Codes of rows that cannot be read, and of rows that are gone, are not given to others."""

from __future__ import annotations

import pytest

from kaizen.domain.codes import next_code
from kaizen.sheet.demo import demo_grids
from tests.sheet.grids import changed, demo_with

DEMO = demo_grids()


@pytest.mark.parametrize(
    ("tab", "heading", "code"),
    [
        ("Visits", "Date", "V105"),
        ("Workshops", "Title", "W18"),
        ("Follow-ups", "What", "F25"),
        ("Visit notes", "Date", "L25"),
    ],
)
def test_a_code_is_taken_while_its_row_cannot_be_read(tab: str, heading: str, code: str) -> None:
    row = len(DEMO[tab])
    year = demo_with(**{tab: changed(DEMO[tab], row, heading, "")}).year
    assert DEMO[tab][-1][0] == code
    assert code in year.codes
    assert next_code(code[0], year.codes) == f"{code[0]}{int(code[1:]) + 1}"


def test_a_code_is_taken_while_rows_point_to_it() -> None:
    sessions = changed(DEMO["Sessions"], 2, "Workshop", "W40")
    year = demo_with(Sessions=sessions).year
    assert next_code("W", year.codes) == "W41"
    assert next_code("S", year.codes) == "S01", "sessions are called by workshop and slot"
