"""Rows that are left out can be named while no other row could be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.codes import STAND_IN
from kaizen.sheet.layout import STAFF, VISITS, Tab
from tests.sheet.grids import read

if TYPE_CHECKING:
    from kaizen.sheet.cells import Cell

ANN: dict[str, Cell] = {"Name": "Ann Lee", "Email": "ann@larkfold.sch.example", "School": "Larkfold", "Role": "Teacher"}
MISTYPED = ANN | {"School": "Larkfeld"}
VISIT: dict[str, Cell] = {
    "Date": "09/10/2026",
    "Email": "ann@larkfold.sch.example",
    "From": "Larkfold",
    "To": "St Bgea",
    "Focus": "Oracy",
    "Status": "Planned",
}


@pytest.mark.parametrize(
    ("tab", "rows", "named"),
    [
        (STAFF, [ANN, MISTYPED | {"Email": "Bo@larkfold.sch.example"}], {"bo@larkfold.sch.example": 3}),
        (STAFF, [MISTYPED | {"Email": ""}], {f"{STAND_IN}Ann Lee|Teacher": 2}),
        (STAFF, [MISTYPED, ANN], {}),
        (STAFF, [MISTYPED, MISTYPED], {}),
        (STAFF, [ANN, {"School": "Larkfeld", "Notes": "who?"}], {}),
        (VISITS, [VISIT | {"Ref": "k-1"}], {"k-1": 2}),
        (VISITS, [VISIT | {"Visit": "V7"}], {f"{STAND_IN}V7": 2}),
        (VISITS, [VISIT | {"Visit": "V7"}, VISIT | {"Visit": "V7", "To": "Larkfold"}], {}),
    ],
    ids=["e-mail", "what else it says", "a record", "twice", "nothing", "Ref", "key", "key of a record"],
)
def test_which_rows_that_are_left_out_can_be_named(
    tab: Tab, rows: list[dict[str, Cell]], named: dict[str, int]
) -> None:
    reading = read(tab, *rows)
    assert reading.left_out == named
    assert reading.places == {**named, **reading.rows}
