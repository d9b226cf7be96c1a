"""What tells the demo from a year of one's own, and a year in which people sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.sheet.demo import demo_grids, demo_rows
from kaizen.sheet.layout import SIGN_INS
from kaizen.sheet.reading import YearReader
from kaizen.sheet.year_marks import holds_demo, is_demo, knows_sign_in, was_built_as_demo

if TYPE_CHECKING:
    from kaizen.sheet.cells import Cell

DEMO = demo_grids() | {SIGN_INS.title: [list(SIGN_INS.headings)]}


@pytest.mark.parametrize(
    ("notes", "demo", "sign_in"),
    [
        ([["built as", "demo"]], True, False),
        ([["built as", "demo"], ["sign-in", "set up"]], True, True),
        ([["built as", "a year"]], False, False),
        ([], False, False),
    ],
)
def test_the_hidden_tab_tells_and_else_the_rows_do(notes: list[list[Cell]], demo: bool, sign_in: bool) -> None:
    reading = YearReader().read(DEMO | {"_kaizen": [["Name", "Value"], *notes]})
    assert (was_built_as_demo(reading), knows_sign_in(reading)) == (demo, sign_in)
    assert is_demo(reading) is (demo and not sign_in)


def test_a_demo_of_an_older_version_is_known_by_its_refs() -> None:
    headings, first, *rest = DEMO["Bookings"]
    older = [[*headings, "Ref"], [*first, *[""] * (len(headings) - len(first)), "demo-1"], *rest]
    assert was_built_as_demo(YearReader().read(DEMO | {"Bookings": older}))


def test_an_account_that_is_not_the_demos_own_is_a_sign_in() -> None:
    row = {"Issuer": "https://id.example", "Subject": "1", "Email": "ann@larkfold.sch.example", "Ref": "k1"}
    more = [list(SIGN_INS.headings), [row.get(heading, "") for heading in SIGN_INS.headings]]
    assert knows_sign_in(YearReader().read(DEMO | {SIGN_INS.title: more}))


def test_rows_to_begin_with_are_the_demos_or_not() -> None:
    assert holds_demo(demo_rows())
    assert not holds_demo({})
