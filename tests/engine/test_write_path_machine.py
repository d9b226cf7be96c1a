"""Bookings, withdrawals, removals, hand edits and restarts in any order, against a plain model of the sheet."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kaizen.engine.group import ALREADY
from kaizen.errors import Refused
from kaizen.sheet.intents import Remove
from tests.engine.small_year import NAMES, PLACES, Do, GiveUp, SmallOffice, Take, email, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.engine.hand import Hand

people = st.sampled_from(NAMES[:7])
row_numbers = st.integers(0, 20)


@dataclass(frozen=True)
class Row:
    """One booking as it ought to be in the sheet."""

    name: str
    status: str = "Booked"
    notes: str = ""


def _sort(hand: Hand) -> None:
    hand.sort("Bookings", "Name")


def _insert(hand: Hand) -> None:
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    hand.restructure([{"insertDimension": {"range": span}}])


def _move_column(hand: Hand) -> None:
    source = {"sheetId": hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    hand.restructure([{"moveDimension": {"source": source, "destinationIndex": 8}}])


rows_move = st.sampled_from([_sort, _insert])
anything_moves = st.sampled_from([_sort, _insert, _move_column])


class WritePath(RuleBasedStateMachine):
    """The sheet says exactly what people were told, whatever hands do meanwhile."""

    small: SmallOffice

    @initialize()
    def open_the_sheet(self) -> None:
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.lock_file = folder / "sheet.lock"
        self.small = self.stack.enter_context(small_office(self.lock_file))
        self.rows: dict[str, Row] = {}
        self.places = PLACES
        self.done: list[Take | GiveUp | Do] = []
        self.number = 0

    def _key(self) -> str:
        self.number += 1
        return f"k{self.number}"

    def _do(self, command: Take | GiveUp | Do) -> bool:
        try:
            self.small.office.do(command)
        except Refused:
            return False
        finally:
            self.small.wire.before = None
        self.done.append(command)
        return True

    @rule(name=people)
    def book(self, name: str) -> None:
        key = self._key()
        booked = sum(row.status == "Booked" for row in self.rows.values())
        assert self._do(Take(name, key)) == (booked < self.places)
        if booked < self.places:
            self.rows[f"{key}-1"] = Row(name)

    def _give_up(self, name: str) -> None:
        key = self._key()
        held = [ref for ref, row in self.rows.items() if (row.name, row.status) == (name, "Booked")]
        first = next((ref for ref in self._order() if ref in held), None)
        assert self._do(GiveUp(name, key)) == (first is not None)
        if first is not None:
            self.rows[first] = replace(self.rows[first], status="Cancelled", notes=f"by {key}")

    @rule(name=people)
    def give_up(self, name: str) -> None:
        self._give_up(name)

    @rule(name=people, move=anything_moves)
    def give_up_while_the_sheet_moves(self, name: str, move: Callable[[Hand], None]) -> None:
        self._step_in(move)
        self._give_up(name)

    @rule(name=people, move=rows_move)
    def book_while_the_sheet_moves(self, name: str, move: Callable[[Hand], None]) -> None:
        self._step_in(move)
        self.book(name)

    def _remove(self, number: int, count: int) -> None:
        order = self._order()
        refs = list(dict.fromkeys(order[(number + more) % len(order)] for more in range(count)))
        wish = Do(self._key(), lambda year: [Remove(row) for row in year.bookings if row.ref in refs])
        assert self._do(wish)
        for ref in refs:
            del self.rows[ref]

    @precondition(lambda self: self.rows)
    @rule(number=row_numbers, count=st.integers(1, 3))
    def remove(self, number: int, count: int) -> None:
        self._remove(number, count)

    @precondition(lambda self: self.rows)
    @rule(number=row_numbers, count=st.integers(1, 3), move=anything_moves)
    def remove_while_the_sheet_moves(self, number: int, count: int, move: Callable[[Hand], None]) -> None:
        self._step_in(move)
        self._remove(number, count)

    def _step_in(self, move: Callable[[Hand], None]) -> None:
        def once(call: str) -> None:
            if call.endswith("batchUpdate"):
                self.small.wire.before = None
                move(self.small.office.by_hand)

        self.small.wire.before = once

    @rule(move=anything_moves)
    def move_by_hand(self, move: Callable[[Hand], None]) -> None:
        move(self.small.office.by_hand)

    @precondition(lambda self: self.rows)
    @rule(number=row_numbers)
    def type_a_note(self, number: int) -> None:
        ref = self._order()[number % len(self.rows)]
        row, column = self._place(ref, "Notes")
        self.small.office.by_hand.type_in("Bookings", row, column, f"note {number}")
        self.rows[ref] = replace(self.rows[ref], notes=f"note {number}")

    @precondition(lambda self: self.rows)
    @rule(number=row_numbers)
    def delete_a_row(self, number: int) -> None:
        ref = self._order()[number % len(self.rows)]
        self.small.office.by_hand.delete("Bookings", self._place(ref, "Ref")[0])
        del self.rows[ref]

    @rule(places=st.integers(0, PLACES))
    def change_the_places(self, places: int) -> None:
        grid = self.small.office.by_hand.grid("Sessions")
        self.small.office.by_hand.type_in("Sessions", 2, grid[0].index("Places") + 1, str(places))
        self.places = places

    @precondition(lambda self: self.done)
    @rule(number=row_numbers)
    def press_again(self, number: int) -> None:
        assert self.small.office.do(self.done[number % len(self.done)]).sentence in {
            "Booked.",
            "Given up.",
            "Done.",
            ALREADY,
        }

    @rule()
    def restart(self) -> None:
        wire, spreadsheet_id = self.small.wire, self.small.office.spreadsheet_id
        self.small.office.close()
        self.small = self.stack.enter_context(reopened(self.lock_file, wire, spreadsheet_id))

    @invariant()
    def the_sheet_says_what_people_were_told(self) -> None:
        grid = self.small.office.by_hand.grid("Bookings")
        cells = [dict(zip(grid[0], row + [""] * len(grid[0]), strict=False)) for row in grid[1:] if any(row)]
        found = {row["Ref"]: (row["Email"], row["Status"], row["Notes"]) for row in cells}
        assert len(found) == len(cells)
        assert found == {ref: (email(row.name), row.status, row.notes) for ref, row in self.rows.items()}

    def _order(self) -> list[str]:
        grid = self.small.office.by_hand.grid("Bookings")
        column = grid[0].index("Ref")
        return [row[column] for row in grid[1:] if len(row) > column and row[column]]

    def _place(self, ref: str, heading: str) -> tuple[int, int]:
        grid = self.small.office.by_hand.grid("Bookings")
        row = next(number for number, cells in enumerate(grid, start=1) if ref in cells)
        return row, grid[0].index(heading) + 1

    def teardown(self) -> None:
        self.stack.close()


TestWritePath = WritePath.TestCase
TestWritePath.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
