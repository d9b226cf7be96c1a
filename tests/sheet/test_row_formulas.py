"""A formula told apart from its row: what dragging it down would make of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.sheet.row_formulas import in_row, relative


@pytest.mark.parametrize(
    ("in_row_2", "in_row_5"),
    [
        ("=A2", "=A5"),
        ("=$A2+A$2+$A$2", "=$A5+A$2+$A$2"),
        ("=SUM(B$1:B2)", "=SUM(B$1:B5)"),
        ("=Q1+1", "=Q4+1"),
        ('=IF(A2="A2","see A2 ""B2""",LOG10(C2))', '=IF(A5="A2","see A2 ""B2""",LOG10(C5))'),
        ("='Year 2 A2'!B2&Lists!C2", "='Year 2 A2'!B5&Lists!C5"),
        ("=COUNTA(2:2)", "=COUNTA(5:5)"),
        ("=COUNTIF(Staff!A:A,b2)", "=COUNTIF(Staff!A:A,b5)"),
        ("=AB12*1E2+TERM2020!A2", "=AB15*1E2+TERM2020!A5"),
        ("=2*2", "=2*2"),
        ("=A2_x&x_A2&A2.5", "=A2_x&x_A2&A2.5"),
    ],
)
def test_it_moves_as_in_a_sheet(in_row_2: str, in_row_5: str) -> None:
    assert in_row(relative(in_row_2, 2), 5) == in_row_5
    assert relative(in_row_2, 2) == relative(in_row_5, 5)


def test_formulas_of_other_rows_differ() -> None:
    assert relative("=A2", 2) != relative("=A2", 3)


def test_above_the_first_row_there_is_nothing() -> None:
    assert in_row(relative("=A1", 2), 1) == ""
    assert in_row(relative("=A1", 2), 2) == "=A1"


@given(st.text(alphabet="=$A2:B10!'\"(), x.", max_size=40), st.integers(1, 30), st.integers(0, 1000))
def test_any_text_comes_back_from_its_own_row(text: str, row: int, further: int) -> None:
    formula = f"={text}"
    template = relative(formula, row)
    if not any(isinstance(piece, int) and piece + row < 1 for piece in template):
        back = in_row(template, row)
        assert relative(back, row) == template
        assert in_row(relative(in_row(template, row + further), row + further), row) == back
