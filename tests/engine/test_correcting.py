"""A cell that could not be read is put right: the cell itself is compared, and rows may move meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.booking import Booking, BookingStatus
from kaizen.domain.network import Person
from kaizen.errors import NotSaved, Refused
from kaizen.sheet.intents import Amend, Correct, Decision, Why
from tests.engine.sheets import Wire
from tests.engine.small_year import Do, SmallOffice, Take, booking, email, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from kaizen.engine.hand import Hand

STATUS, SCHOOL = 7, 3
"""Where they stand on Bookings and on Staff, counted from 1."""


@dataclass(frozen=True)
class Cell:
    """One of the two kinds of cell that cannot be read: of a record, and of a row that is left out."""

    tab: str
    row: int
    column: int
    found: str
    intent: Correct

    def says(self, small: SmallOffice) -> list[str]:
        """Return what the column says, from the top, headings left out."""
        rows = small.office.by_hand.grid(self.tab)[1:]
        return [row[self.column - 1] if len(row) >= self.column else "" for row in rows]


OF_A_RECORD = Cell("Bookings", 3, STATUS, "Bookd", Correct(Booking, "old-ann", "status", "Bookd", "Booked"))
LEFT_OUT = Cell("Staff", 2, SCHOOL, "Larkfeld", Correct(Person, email("ann"), "school", "Larkfeld", "Larkfold"))
BOTH = pytest.mark.parametrize("cell", [OF_A_RECORD, LEFT_OUT], ids=["of a record", "left out"])


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", *(booking(name, f"old-{name}") for name in ("cy", "ann", "bo"))) as made:
        yield made


def mistyped(small: SmallOffice, cell: Cell) -> None:
    small.office.by_hand.type_in(cell.tab, cell.row, cell.column, cell.found)
    small.office.refresh()


def correct(cell: Cell, key: str = "k") -> Do:
    return Do(key, lambda _: [cell.intent])


def log(small: SmallOffice) -> list[list[str]]:
    return [row[2:9] for row in small.office.by_hand.grid("Log")[1:]]


@BOTH
def test_the_cell_is_written_and_log_has_the_text_that_stood_there(small: SmallOffice, cell: Cell) -> None:
    before = cell.says(small)
    mistyped(small, cell)
    assert small.office.do(correct(cell)).sentence == "Done."
    assert cell.says(small) == before
    heading = "Status" if cell is OF_A_RECORD else "School"
    assert log(small) == [["Did", cell.tab, cell.intent.ref, heading, cell.found, cell.intent.wanted, "k"]]
    small.office.refresh()
    assert cell.intent.ref in {row.ref for row in small.office.year.rows_like(cell.intent.kind)}
    assert small.office.year.bookings_by_person[email("ann")][0].status is BookingStatus.BOOKED


@BOTH
@pytest.mark.parametrize("typed", ["Marram Bank", "Something else", ""])
def test_an_edit_of_a_head_meanwhile_stands_and_is_told(small: SmallOffice, cell: Cell, typed: str) -> None:
    mistyped(small, cell)
    small.office.by_hand.type_in(cell.tab, cell.row, cell.column, typed)
    with pytest.raises(Refused, match="nothing was saved") as no:
        small.office.do(correct(cell))
    said = f'"{typed}"' if typed else "blank"
    assert f'"{cell.found}", but the sheet now says {said}.' in str(no.value)
    assert cell.says(small)[cell.row - 2] == typed
    assert log(small) == []


@BOTH
def test_a_head_who_has_put_it_right_is_not_contradicted(small: SmallOffice, cell: Cell) -> None:
    mistyped(small, cell)
    small.office.by_hand.type_in(cell.tab, cell.row, cell.column, cell.intent.wanted)
    with pytest.raises(Refused, match=f'says "{cell.intent.wanted}" already') as no:
        small.office.do(correct(cell))
    assert [reason.why for reason in no.value.why] == [Why.CONFLICT]
    assert log(small) == []


def _sort(hand: Hand, cell: Cell) -> None:
    hand.sort_below(cell.tab, 2 if cell is OF_A_RECORD else SCHOOL)


def _insert(hand: Hand, cell: Cell) -> None:
    span = {"sheetId": hand.sheet_id(cell.tab), "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    hand.restructure([{"insertDimension": {"range": span}}])


@BOTH
@pytest.mark.parametrize("move", [_sort, _insert], ids=lambda move: move.__name__)
def test_rows_that_move_between_the_read_and_the_write(
    small: SmallOffice, cell: Cell, move: Callable[[Hand, Cell], None]
) -> None:
    right = sorted(cell.says(small))
    small.office.by_hand.type_in("Staff", 4, SCHOOL, "Marram Bank")
    others = sorted(cell.says(small)) if cell is LEFT_OUT else right
    mistyped(small, cell)
    waiting = [move]
    small.wire.before = lambda call: (
        waiting.pop()(small.office.by_hand, cell) if call.endswith(":batchUpdate") and waiting else None
    )
    assert small.office.do(correct(cell)).sentence == "Done."
    assert waiting == []
    assert sorted(filter(None, cell.says(small))) == others, "the one cell, and no other"
    small.office.refresh()
    people = {row.email: row.school for row in small.office.year.people}
    assert people[email("cy")] == "Marram Bank"
    assert people[email("ann")] == "Larkfold"


@BOTH
def test_a_double_press_writes_once(small: SmallOffice, cell: Cell) -> None:
    mistyped(small, cell)
    wish = correct(cell)
    twice = [small.office.submit(wish), small.office.submit(wish)]
    assert [answer.result(20).sentence for answer in twice] == ["Done.", "Done."]
    assert len(log(small)) == 1


def test_a_double_press_that_a_new_process_hears_again(small: SmallOffice, tmp_path: Path) -> None:
    mistyped(small, LEFT_OUT)
    small.office.do(correct(LEFT_OUT))
    with reopened(tmp_path / "again.lock", Wire(small.wire.store), small.office.spreadsheet_id) as later:
        assert later.office.do(correct(LEFT_OUT)).sentence == "This has been saved already."
    assert len(log(small)) == 1


def together(small: SmallOffice, *wishes: Do) -> list[str]:
    """Have wishes decided in one group, and return what each is told."""
    told: list[Any] = []
    small.wire.before = lambda call: (
        told.extend(map(small.office.submit, wishes)) if call.endswith("batchGet") and not told else None
    )
    small.office.do(Take("di", "first"))
    return [str(answer.exception(20) or answer.result(20).sentence) for answer in told]


@BOTH
def test_two_organisers_at_once_write_once(small: SmallOffice, cell: Cell) -> None:
    mistyped(small, cell)
    other = Correct(cell.intent.kind, cell.intent.ref, cell.intent.field, cell.found, "Marram Bank")
    one, two, three = together(small, correct(cell), correct(cell, "l"), Do("m", lambda _: [other]))
    assert one == "Done."
    assert f'says "{cell.intent.wanted}" already' in two
    assert f'"{cell.found}", but the sheet now says "{cell.intent.wanted}"' in three
    assert [line[0] for line in log(small)] == ["Booked", "Did"] or [line[0] for line in log(small)] == [
        "Did",
        "Booked",
    ]


def test_a_row_that_is_gone_or_can_no_longer_be_told_from_another(small: SmallOffice) -> None:
    mistyped(small, LEFT_OUT)
    small.office.by_hand.append("Staff", ["Another", email("ann"), "Larkfold", "Teacher"])
    with pytest.raises(Refused, match='says "Larkfold" already'):
        small.office.do(correct(LEFT_OUT))
    small.office.by_hand.delete("Staff", len(small.office.by_hand.grid("Staff")))
    small.office.by_hand.delete("Staff", 2)
    with pytest.raises(Refused, match="The row can no longer be found on Staff, so nothing was saved") as no:
        small.office.do(correct(LEFT_OUT, "l"))
    assert [reason.why for reason in no.value.why] == [Why.NOT_FOUND]
    assert log(small) == []


def test_a_column_that_is_gone(small: SmallOffice) -> None:
    mistyped(small, LEFT_OUT)
    small.office.by_hand.type_in("Staff", 1, SCHOOL, "")
    with pytest.raises(NotSaved, match='its heading "School" is missing'):
        small.office.do(correct(LEFT_OUT))


def test_a_row_without_a_ref_gets_one(small: SmallOffice) -> None:
    hand = small.office.by_hand
    heads = hand.grid("Visits")[0]
    row = {"Date": "02/12/2026", "Email": email("bo"), "To": "Marram Bnk", "Focus": "Oracy", "Status": "Planned"}
    hand.append("Visits", [row.get(heading, "") for heading in heads])
    small.office.refresh()
    ((ref, number),) = small.office.reading.tabs["Visits"].left_out.items()
    assert (ref[0], number) == ("~", 3)
    visit = type(small.office.year.visits[0])
    small.office.do(Do("k", lambda _: [Correct(visit, ref, "to_school", "Marram Bnk", "Marram Bank")]))
    small.office.refresh()
    assert [(row.ref, row.to_school) for row in small.office.year.visits[1:]] == [("k-1", "Marram Bank")]


def test_both_ways_of_changing_one_row_in_one_wish(small: SmallOffice) -> None:
    mistyped(small, OF_A_RECORD)

    def intents(year: Any) -> list[Any]:
        return [OF_A_RECORD.intent, Amend(year.bookings_by_person[email("ann")][0], {"notes": "hello"})]

    assert isinstance(Do("k", intents).decide(small.office.year, None), Decision)  # type: ignore[arg-type]
    small.office.do(Do("k", intents))
    small.office.refresh()
    row = small.office.year.bookings_by_person[email("ann")][0]
    assert (row.status, row.notes) == (BookingStatus.BOOKED, "hello")


@BOTH
@pytest.mark.parametrize("landed", [True, False])
def test_another_process_waits_until_the_cell_is_in_its_place(
    small: SmallOffice, tmp_path: Path, cell: Cell, landed: bool
) -> None:
    """A process that is killed before it can look: the other one waits for it, where the cell has missed its row."""
    mistyped(small, cell)
    small.office.do(correct(cell))
    if not landed:
        small.office.by_hand.type_in(cell.tab, cell.row, cell.column, cell.found)
    slept: list[float] = []
    seconds = [1000.0]

    def sleep(wait: float) -> None:
        slept.append(wait)
        seconds[0] += wait

    habits = {"sleep": sleep, "clock": lambda: seconds[0]}
    with reopened(tmp_path / "theirs.lock", Wire(small.wire.store), small.office.spreadsheet_id, **habits) as theirs:
        theirs.office.do(Do("l", lambda _: ()))
    assert bool(slept) is not landed
