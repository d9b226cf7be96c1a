"""A head's own formula in a column: new rows get it, in the row that they stand in, and nothing else is a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.engine.turns import turn
from kaizen.sheet.layout import BOOKINGS
from tests.engine.added import add_column, cells_below, fill_down, typed
from tests.engine.sheets import answer
from tests.engine.small_year import GiveUp, SmallOffice, Take, booking, small_office
from tests.engine.test_added_columns import gets, questions, taking
from tests.engine.test_moved_columns import at_the_batch, by_heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaizen.engine.hand import Hand

FORMULA = '=IF($F{row}="Booked",C{row}&" at C2",Settings!$B$2)'


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann"), booking("cy", "old-cy")) as made:
        column = add_column(made.office.by_hand, "Bookings", "Badge")
        fill_down(made.office.by_hand, "Bookings", column, FORMULA)
        yield made


def formulas(small: SmallOffice) -> dict[str, str]:
    """Return what stands under Badge by the name in its row."""
    names = [row[2] for row in small.bookings()]
    cells = cells_below(small.office.by_hand, "Bookings", "Badge")
    return {name: cell.get("formulaValue", "") for name, cell in zip(names, cells, strict=False)}


def test_it_is_not_asked_and_every_new_row_gets_it(small: SmallOffice) -> None:
    (badge,) = small.office.added_columns(BOOKINGS) or ()
    assert (badge.question, badge.worked_out) == (None, True)
    assert questions(small) == []
    small.office.do(Take("bo", "k"))
    small.office.do(taking("l", "di", Badge="=1+1"))
    assert formulas(small) == {
        name: FORMULA.format(row=row) for row, name in enumerate(("Ann", "Cy", "Bo", "Di"), start=2)
    }


def test_rows_of_one_batch_get_it_each_for_itself(small: SmallOffice, tmp_path: Path) -> None:
    with turn(tmp_path / "sheet.lock"):
        told = [small.office.submit(Take(name, name)) for name in ("bo", "di")]
    assert [one.result(10).sentence for one in told] == ["Booked.", "Booked."]
    assert formulas(small)["Bo"] == FORMULA.format(row=4)
    assert formulas(small)["Di"] == FORMULA.format(row=5)


def as_google_does(hand: Hand) -> None:
    """Have the formulas speak of the rows in which they stand; the embedded sheet leaves them as they were typed."""
    heading = next(number for number, row in enumerate(hand.grid("Bookings"), start=1) if "Badge" in row)
    column = hand.grid("Bookings")[heading - 1].index("Badge") + 1
    for row, cells in enumerate(hand.grid("Bookings")[heading:], start=heading + 1):
        if len(cells) >= column:
            hand.type_in("Bookings", row, column, FORMULA.format(row=row))


def delete_a_row(hand: Hand) -> None:
    hand.delete("Bookings", 2)
    as_google_does(hand)


def type_a_row(hand: Hand) -> None:
    hand.append("Bookings", ["", "ed@larkfold.sch.example", "Ed", "Larkfold", "A", "W01-A", "Booked"])


def a_title_row(hand: Hand) -> None:
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    hand.restructure([{"insertDimension": {"range": span}}])
    hand.type_in("Bookings", 1, 1, "Our bookings")
    as_google_does(hand)


@pytest.mark.parametrize("edit", [delete_a_row, type_a_row, a_title_row])
def test_it_speaks_of_its_own_row_whatever_happens_in_that_instant(small: SmallOffice, edit: Any) -> None:
    at_the_batch(small, edit)
    small.office.do(Take("bo", "k"))
    grid = small.office.by_hand.grid("Bookings")
    row = next(number for number, cells in enumerate(grid, start=1) if "k-1" in cells)
    column = next(cells.index("Badge") for cells in grid if "Badge" in cells)
    assert typed(small.office.by_hand, "Bookings", column)[row - 1] == {"formulaValue": FORMULA.format(row=row)}
    assert (small.office.added_columns(BOOKINGS) or ())[0].formula, "all rows have the same formula still"


def test_a_sort_afterwards_leaves_it_with_its_row(small: SmallOffice) -> None:
    small.office.do(Take("bo", "k"))
    small.office.by_hand.sort("Bookings", "Name")
    as_google_does(small.office.by_hand)
    small.office.refresh()
    assert formulas(small) == {name: FORMULA.format(row=row) for row, name in enumerate(("Ann", "Bo", "Cy"), start=2)}
    small.office.do(GiveUp("bo", "l"))
    small.office.do(Take("di", "m"))
    assert formulas(small)["Di"] == FORMULA.format(row=5)


def test_a_formula_that_points_further_down_is_met_below(small: SmallOffice) -> None:
    hand = small.office.by_hand
    column = hand.grid("Bookings")[0].index("Badge")
    fill_down(hand, "Bookings", column, FORMULA, rows=6)
    small.office.do(Take("bo", "k"))
    assert small.office.by_hand.grid("Bookings")[7][1] == "bo@larkfold.sch.example"
    cells = cells_below(hand, "Bookings", "Badge")
    assert cells[6] == {"formulaValue": FORMULA.format(row=8)}


@pytest.mark.parametrize(
    ("texts", "is_asked"),
    [
        (["=LEN(C2)", "=LEN(C2)"], False),
        (["=LEN(C2)", "7"], False),
        (["6", "7"], True),
        (["=ARRAYFORMULA(C2:C)", ""], False),
    ],
)
def test_formulas_that_differ_are_neither_asked_nor_given(small: SmallOffice, texts: list[str], is_asked: bool) -> None:
    column = add_column(small.office.by_hand, "Bookings", "Odd")
    for row, text in enumerate(texts, start=2):
        small.office.by_hand.type_in("Bookings", row, column + 1, text)
    assert bool(questions(small)) is is_asked
    small.office.do(Take("bo", "k"))
    new = cells_below(small.office.by_hand, "Bookings", "Odd")
    assert len(new) == len([text for text in texts if text])


def test_a_hidden_one_is_filled_in_too(small: SmallOffice) -> None:
    column = add_column(small.office.by_hand, "Bookings", "Points", hidden=True)
    fill_down(small.office.by_hand, "Bookings", column, "=LEN(C{row})")
    assert [one.worked_out for one in small.office.added_columns(BOOKINGS) or ()] == [True, False]
    small.office.do(Take("bo", "k"))
    assert cells_below(small.office.by_hand, "Bookings", "Points")[-1] == {"formulaValue": "=LEN(C4)"}


def test_it_costs_one_look_and_then_no_more(small: SmallOffice) -> None:
    small.office.do(Take("bo", "k"))
    before = gets(small)
    small.wire.calls.clear()
    small.office.do(Take("di", "l"))
    assert (gets(small), before > 0) == (0, True)
    assert len(small.wire.calls) == 2, "one read and one write"


def test_without_a_look_nothing_is_saved(small: SmallOffice) -> None:
    _ = small.office.year
    small.wire.before = lambda call: (
        answer(403, '{"error": {"code": 403, "message": "no"}}') if call == small.office.spreadsheet_id else None
    )
    small.office._book.structure  # noqa: B018 - known, so that only the look fails
    with pytest.raises(Exception, match="Nothing was saved"):
        small.office.do(Take("bo", "k"))
    assert small.held() == ["ann", "cy"]
    small.wire.before = None
    small.office.do(Take("bo", "k"))
    assert [row["Name"] for row in by_heading(small, "Bookings")] == ["Ann", "Cy", "Bo"]
