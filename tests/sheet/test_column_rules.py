"""What data validation says about a question."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.dates import SchoolYear
from kaizen.sheet.column_rules import Accepts, accepts, range_of, texts_in
from kaizen.sheet.layout import Kind

if TYPE_CHECKING:
    from kaizen.sheet.cells import Grid

YEAR = SchoolYear(2026)


def rule(kind: str, *values: str, strict: bool = True) -> dict[str, Any]:
    told = [{"userEnteredValue": value} for value in values]
    return {"condition": {"type": kind, "values": told}, "strict": strict}


def accepted(kind: str, *values: str, strict: bool = True, decimals: bool = False) -> Accepts:
    told = rule(kind, *values, strict=strict)
    places = {"Lists!A2:A": ("Oracy", " ", "Oracy", "Maths")}
    return accepts(told, lambda place: places.get(place, ()), YEAR, decimals=decimals)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (("BOOLEAN",), Accepts(Kind.TICK)),
        (("BOOLEAN", "Yes", "No"), Accepts(Kind.CHOICE, ("Yes", "No"), free=False)),
        (("ONE_OF_LIST", "3-5", "5-7", "3-5"), Accepts(Kind.CHOICE, ("3-5", "5-7"), free=False)),
        (("ONE_OF_LIST",), Accepts(Kind.CHOICE, free=False)),
        (("ONE_OF_RANGE", "=Gone"), Accepts(Kind.CHOICE, free=False)),
        (("ONE_OF_RANGE", "=Lists!A2:A"), Accepts(Kind.CHOICE, ("Oracy", "Maths"), free=False)),
        (("NUMBER_BETWEEN", "0", "5"), Accepts(Kind.WHOLE, least=0, most=5)),
        (("NUMBER_BETWEEN", "5", "0"), Accepts(Kind.WHOLE, least=0, most=5)),
        (("NUMBER_BETWEEN", "0.5", "5"), Accepts(Kind.NUMBER, least=0.5, most=5.0)),
        (("NUMBER_BETWEEN", "1,000", "=A1"), Accepts(Kind.WHOLE, least=1000)),
        (("NUMBER_GREATER_THAN_EQ", "1"), Accepts(Kind.WHOLE, least=1)),
        (("NUMBER_LESS_THAN_EQ", "9"), Accepts(Kind.WHOLE, most=9)),
        (("NUMBER_GREATER", "0"), Accepts(Kind.WHOLE, least=1)),
        (("NUMBER_GREATER", "-1"), Accepts(Kind.WHOLE, least=0)),
        (("NUMBER_LESS", "1"), Accepts(Kind.WHOLE, most=0)),
        (("NUMBER_LESS", "=A1"), Accepts(Kind.WHOLE)),
        (("NUMBER_GREATER", "0.5"), Accepts(Kind.NUMBER, above=0.5)),
        (("NUMBER_LESS", "0.5"), Accepts(Kind.NUMBER, below=0.5)),
        (("NUMBER_EQ", "4"), Accepts(Kind.WHOLE, least=4, most=4)),
        (("NUMBER_NOT_EQ", "4"), Accepts(Kind.WHOLE, gap=(4, 4))),
        (("NUMBER_NOT_BETWEEN", "9", "4"), Accepts(Kind.WHOLE, gap=(4, 9))),
        (("NUMBER_NOT_BETWEEN", "0.5", "1"), Accepts(Kind.NUMBER, gap=(0.5, 1.0))),
        (("NUMBER_NOT_BETWEEN", "0", "=A1"), Accepts(Kind.WHOLE)),
        (("NUMBER_GREATER", "1e999"), Accepts(Kind.WHOLE)),
        (("NUMBER_GREATER", "9007199254740991"), Accepts(Kind.WHOLE)),
        (("NUMBER_BETWEEN", "0%", "50%"), Accepts(Kind.NUMBER, least=0.0, most=0.5)),
        (("NUMBER_LESS_THAN_EQ", "£1,500"), Accepts(Kind.WHOLE, most=1500)),
        (("NUMBER_GREATER", "1e300"), Accepts(Kind.WHOLE)),
        (("NUMBER_GREATER", "nan"), Accepts(Kind.WHOLE)),
        (("DATE_IS_VALID",), Accepts(Kind.DATE)),
        (("DATE_BETWEEN", "31/7/2027", "1/9/2026"), Accepts(Kind.DATE, least=date(2026, 9, 1), most=date(2027, 7, 31))),
        (("DATE_ON_OR_AFTER", "2027-02-22"), Accepts(Kind.DATE, least=date(2027, 2, 22))),
        (("DATE_ON_OR_BEFORE", "46440"), Accepts(Kind.DATE, most=date(2027, 2, 22))),
        (("DATE_AFTER", "22/2"), Accepts(Kind.DATE, least=date(2027, 2, 23))),
        (("DATE_BEFORE", "22/2/27"), Accepts(Kind.DATE, most=date(2027, 2, 21))),
        (("DATE_BEFORE", "=TODAY()"), Accepts(Kind.DATE)),
        (("DATE_EQ", "22/2/27"), Accepts(Kind.DATE, least=date(2027, 2, 22), most=date(2027, 2, 22))),
        (("DATE_NOT_BETWEEN", "22/2", "15/2"), Accepts(Kind.DATE, gap=(date(2027, 2, 15), date(2027, 2, 22)))),
        (("DATE_NOT_BETWEEN", "=TODAY()", "22/2"), Accepts(Kind.DATE)),
        (("TEXT_IS_EMAIL",), Accepts(Kind.EMAIL)),
        (("CUSTOM_FORMULA", "=A1>2"), Accepts()),
        (("TEXT_CONTAINS", "x"), Accepts()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_rule_says_what_is_asked(told: tuple[str, ...], wanted: Accepts) -> None:
    assert accepted(*told) == wanted


def test_a_dropdown_that_only_warns_lets_people_type() -> None:
    assert accepted("ONE_OF_RANGE", "=Gone", strict=False) == Accepts()
    assert accepted("ONE_OF_LIST", "3-5", strict=False) == Accepts(Kind.CHOICE, ("3-5",), free=True)


def test_numbers_shown_with_decimals_are_asked_with_them() -> None:
    assert accepted("NUMBER_BETWEEN", "0", "5", decimals=True) == Accepts(Kind.NUMBER, least=0.0, most=5.0)


def test_no_rule_is_a_line_of_text() -> None:
    assert accepts({}, lambda _: (), YEAR) == Accepts(Kind.TEXT)


def test_where_a_dropdown_has_its_options() -> None:
    assert range_of(rule("ONE_OF_RANGE", "='Lists'!$A$2:$A")) == "'Lists'!$A$2:$A"
    assert range_of(rule("ONE_OF_RANGE")) == ""
    assert range_of(rule("ONE_OF_LIST", "=A1")) == ""


GRIDS: dict[str, Grid] = {
    "Lists": [["Focus", "Kind"], ["Oracy", "a"], ["", "b"], ["Maths", 3]],
    "It's": [["x"]],
    "Days": [["Date"], [46440], [46441]],
    "Own": [["own"]],
}


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        ("'Lists'!$A$2:$A", ("Oracy", "Maths")),
        ("Lists!A2:A3", ("Oracy",)),
        ("Lists!$B$2:$B$9", ("a", "b", "3")),
        ("Lists!A2:B2", ("Oracy", "a")),
        ("Lists!B:B", ("Kind", "a", "b", "3")),
        ("Lists!AA1:AB", ()),
        ("Lists!B3", ("b",)),
        ("'It''s'!A1", ("x",)),
        ("A1:A1", ("own",)),
        ("Elsewhere!A1:A", None),
        ("Days!A2:A", None),
        ("Our_names", None),
    ],
)
def test_what_stands_in_a_range(place: str, texts: tuple[str, ...] | None) -> None:
    assert texts_in(place, "Own", GRIDS) == texts
