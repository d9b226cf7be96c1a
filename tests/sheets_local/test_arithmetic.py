"""Formulas: arithmetic on numbers is worked out, everything else is an honest error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.sheets_local.arithmetic import DIVISION, NOT_A_NUMBER, UNKNOWN, Fault, worked_out

if TYPE_CHECKING:
    from tests.sheets_local.caller import Caller


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=4/2", 2),
        ("=3/2", 1.5),
        ("= 1 + 2 * 3 ", 7),
        ("=(1+2)*3", 9),
        ("=-2^2", 4),
        ("=2^3^2", 64),
        ("=10%", 0.1),
        ("=--3", 3),
        ("=+5-7", -2),
        ("=.5+1.", 1.5),
        ("=1e3", 1000),
        ("=1/0", DIVISION),
        ("=0^-1", NOT_A_NUMBER),
        ("=(-8)^0.5", NOT_A_NUMBER),
        ("=10^400", NOT_A_NUMBER),
        ("=1e308*10", NOT_A_NUMBER),
        ("=A1+1", UNKNOWN),
        ("=SUM(1,2)", UNKNOWN),
        ("=1+", UNKNOWN),
        ("=(1", UNKNOWN),
        ("=1)", UNKNOWN),
        ("=*1", UNKNOWN),
        ("=1 2", UNKNOWN),
        ("=", UNKNOWN),
        ("=" + "(" * 200 + "1" + ")" * 200, UNKNOWN),
        ('=IMPORTXML("https://evil.example")', UNKNOWN),
        ("=__import__('os')", UNKNOWN),
    ],
)
def test_worked_out(formula: str, result: float | Fault) -> None:
    assert worked_out(formula) == result


def test_a_formula_is_kept_and_its_result_is_read(book: Caller) -> None:
    book.put("A1", [["=4/2", "=A1", "=1/0"]], "USER_ENTERED")
    assert book.get("A1:C1") == [["2", "#NAME?", "#DIV/0!"]]
    assert book.plain("A1:C1") == [[2, "#NAME?", "#DIV/0!"]]
    assert book.get("A1:C1", valueRenderOption="FORMULA") == [["=4/2", "=A1", "=1/0"]]
    cell = book.cell("B1")
    assert cell["userEnteredValue"] == {"formulaValue": "=A1"}
    assert cell["effectiveValue"]["errorValue"]["type"] == "NAME"


def test_raw_text_never_becomes_a_formula(book: Caller) -> None:
    book.put("A1", [["=4/2", "+1", "-1", "@x"]])
    assert book.plain("A1:D1") == [["=4/2", "+1", "-1", "@x"]]
    assert book.cell("A1")["userEnteredValue"] == {"stringValue": "=4/2"}
