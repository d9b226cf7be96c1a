"""What headteachers do in the sheet while the app is at work, one edit at a time."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine.faults import CallFailed
from tests.reliability.worlds import address

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from kaizen.engine.hand import Hand

BOOKINGS: Final = "Bookings"
KEY: Final = re.compile(r"k\d+-\d+")
"""What the app calls a row."""


class Head:
    """A headteacher with the sheet open.

    Args:
        hand: their hand in it.
        random: decides what they do next.
    """

    def __init__(self, hand: Hand, random: Random) -> None:
        self._hand = hand
        self._random = random
        self._edits = 0

    def moves_columns(self) -> None:
        """Do what makes a row that is placed by its headings crooked: insert a column, delete a blank one, move one."""
        self._one_of(self.inserts_a_column, self.inserts_a_column, self.moves_a_column, self.deletes_a_column)

    def moves_rows(self) -> None:
        """Do what makes a write by row number hit another row: sort, insert or delete."""
        self._one_of(self.sorts, self.sorts, self.inserts_a_row, self.deletes_a_row)

    def does_something(self) -> None:
        """Do anything that a headteacher might."""
        self._one_of(
            self.sorts, self.inserts_a_row, self.deletes_a_row, self.types_a_note, self.types_a_note,
            self.types_a_booking, self.changes_places,
        )  # fmt: skip

    def types_something(self) -> None:
        """Do anything that leaves the rows where they are."""
        self._one_of(self.types_a_note, self.types_a_note, self.types_a_booking, self.changes_places)

    def sorts(self) -> None:
        heading = self._random.choice(["Name", "Email", "Session", "Status"])
        if len(self._grid()) > 1:
            self._hand.sort(BOOKINGS, heading)

    def inserts_a_row(self) -> None:
        at = self._random.randint(1, max(1, len(self._grid()) - 1))
        self._hand.restructure([{"insertDimension": {"range": self._span("ROWS", at)}}])

    def deletes_a_row(self) -> None:
        """Delete a row that is neither crooked nor there twice: of those nothing is promised, see ``docs``."""
        headings, *body = self._grid()
        ref = headings.index("Ref")
        keys = Counter(cell for cells in body for cell in cells if KEY.fullmatch(cell))
        whole = [
            number
            for number, cells in enumerate(body, 2)
            if all(keys[cell] == 1 and column == ref for column, cell in enumerate(cells) if cell in keys)
            and _reads(dict(zip(headings, cells, strict=False)))
        ]
        if whole:
            self._hand.delete(BOOKINGS, self._random.choice(whole))

    def types_a_note(self) -> None:
        self._edits += 1
        grid = self._grid()
        full = [number for number, cells in enumerate(grid[1:], 2) if len(cells) > 2]
        if full:
            column = grid[0].index("Notes") + 1
            self._hand.type_in(BOOKINGS, self._random.choice(full), column, f"seen {self._edits}")

    def types_two(self) -> None:
        """Do so, unless the tab is not there just now."""
        self._one_of(self.types_two_cells)

    def types_a_booking(self) -> None:
        """Add a row without a Ref, as somebody does who takes a booking by phone."""
        grid = self._grid()
        at = grid[0].index("Email")
        known = {cells[at] for cells in grid[1:] if len(cells) > at}
        guests = [guest for guest in (address(f"guest{number}") for number in range(4)) if guest not in known]
        if guests:
            session = self._random.choice(self._sessions())
            told = {"Email": guests[0], "Name": "Guest", "Session": session, "Status": "Booked"}
            self._hand.append(BOOKINGS, [told.get(heading, "") for heading in grid[0]])

    def changes_places(self) -> None:
        grid = self._hand.grid("Sessions")
        row = self._random.randint(2, len(grid))
        self._hand.type_in("Sessions", row, grid[0].index("Places") + 1, str(self._random.randint(1, 4)))

    def inserts_a_column(self) -> None:
        at = self._random.randint(0, len(self._grid()[0]) - 1)
        self._hand.restructure([{"insertDimension": {"range": self._span("COLUMNS", at)}}])

    def moves_a_column(self) -> None:
        width = len(self._grid()[0])
        of, to = self._random.sample(range(width), 2)
        move = {"source": self._span("COLUMNS", of), "destinationIndex": to + (to > of)}
        self._hand.restructure([{"moveDimension": move}])

    def deletes_a_column(self) -> None:
        """Delete a column in which nothing is; insert one where there is none."""
        grid = self._grid()
        blank = [
            column for column in range(len(grid[0])) if not any(cells[column] for cells in grid if column < len(cells))
        ]
        if not blank:
            self.inserts_a_column()
            return
        self._hand.restructure([{"deleteDimension": {"range": self._span("COLUMNS", self._random.choice(blank))}}])

    def types_two_cells(self) -> None:
        """Type into two cells at once, as somebody does who pastes or fills down."""
        self._edits += 1
        grid = self._grid()
        full = [number for number, cells in enumerate(grid[1:], 2) if len(cells) > 2]
        if len(full) > 1:
            rows, column = self._random.sample(full, 2), grid[0].index("Notes") + 1
            self._hand.change(BOOKINGS, typed={(row, column): f"both {self._edits}" for row in rows})

    def renames(self, heading: str, to: str) -> None:
        """Give a heading of Bookings another name."""
        self._hand.type_in(BOOKINGS, 1, self._grid()[0].index(heading) + 1, to)

    def _one_of(self, *edits: Callable[[], None]) -> None:
        """Do one of these, unless the tab has another name just now, or the sheet takes nothing."""
        edit = self._random.choice(edits)
        with suppress(CallFailed):
            if BOOKINGS in self._hand.tabs():
                edit()

    def _span(self, dimension: str, at: int) -> dict[str, Any]:
        return {"sheetId": self._hand.sheet_id(BOOKINGS), "dimension": dimension, "startIndex": at, "endIndex": at + 1}

    def _grid(self) -> list[list[str]]:
        return self._hand.grid(BOOKINGS)

    def _sessions(self) -> list[str]:
        grid = self._hand.grid("Sessions")
        return [cells[grid[0].index("Session")] for cells in grid[1:]]


def _reads(cells: dict[str, str]) -> bool:
    """Tell whether a row reads as a booking, or is blank."""
    slot = cells.get("Slot", "")
    blank = not any(cells.values())
    keyed = cells.get("Ref", "") == "" or KEY.fullmatch(cells["Ref"]) is not None
    return blank or (
        keyed and "@" in cells.get("Email", "") and slot in {"", cells.get("Session", "").partition("-")[2]}
    )
