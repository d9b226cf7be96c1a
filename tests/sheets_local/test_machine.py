"""Long random lives of a tab beside a list of lists, the file closed and opened again in between."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.sheets_local.caller import Caller, Message, columns_of, grid_of, rows_of, text_rows
from tests.sheets_local.discovery import JudgedSheets

ROWS, COLUMNS = 7, 5
values = st.one_of(
    st.sampled_from(["", "x", "Ünï", "=1+1", "TRUE", "'q"]), st.integers(-5, 5), st.booleans(), st.just(0.5)
)
cells = st.one_of(st.none(), values)
blocks = st.lists(st.lists(cells, min_size=1, max_size=3), min_size=1, max_size=3)


@st.composite
def spans(draw: st.DrawFn, size: int) -> tuple[int, int]:
    start = draw(st.integers(0, size - 1))
    return start, draw(st.integers(start + 1, size))


class SheetBesideLists(RuleBasedStateMachine):
    """The model is the grid itself: one list a row, "" for a blank."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "year.db"
        self.store = JudgedSheets.open(self.path)
        self.book = Caller(self.store)
        grid = {"rowCount": ROWS, "columnCount": COLUMNS}
        update = {"properties": {"gridProperties": grid}, "fields": "gridProperties(rowCount,columnCount)"}
        self.book.batch({"updateSheetProperties": update})
        self.grid: list[list[Any]] = [[""] * COLUMNS for _ in range(ROWS)]

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    @property
    def width(self) -> int:
        return len(self.grid[0])

    def _write(self, top: int, left: int, block: list[list[Any]]) -> None:
        for row, line in enumerate(block, top):
            for column, value in enumerate(line, left):
                if value is not None:
                    self.grid[row][column] = value

    @rule(data=st.data(), block=blocks)
    def update(self, data: st.DataObject, block: list[list[Any]]) -> None:
        top = data.draw(st.integers(0, len(self.grid) - 1))
        left = data.draw(st.integers(0, self.width - 1))
        anchor = f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[left]}{top + 1}"
        if top + len(block) > len(self.grid) or left + max(map(len, block)) > self.width:
            assert "exceeds grid limits" in self.book.error(
                "PUT", self.book.cells(anchor), {"values": block}, valueInputOption="RAW"
            )
        else:
            self.book.put(anchor, block)
            self._write(top, left, block)

    @rule(block=blocks)
    def append(self, block: list[list[Any]]) -> None:
        filled = [index for index, row in enumerate(self.grid) if any(cell != "" for cell in row)]
        top = filled[-1] + 1 if filled else 0
        self.book.batch({"appendCells": {"rows": text_rows(*block), "fields": "userEnteredValue"}})
        width = max(self.width, *map(len, block))
        self.grid += [[] for _ in range(top + len(block) - len(self.grid))]
        for row in self.grid:
            row.extend([""] * (width - len(row)))
        self._write(top, 0, [["" if value is None else value for value in row] for row in block])

    @rule(data=st.data())
    def clear(self, data: st.DataObject) -> None:
        top, bottom = data.draw(spans(len(self.grid)))
        left, right = data.draw(spans(self.width))
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        self.book.call("POST", self.book.cells(f"{letters[left]}{top + 1}:{letters[right - 1]}{bottom}", ":clear"))
        self._write(top, left, [[""] * (right - left)] * (bottom - top))

    @rule(data=st.data(), count=st.integers(1, 2), by_row=st.booleans())
    def insert(self, data: st.DataObject, count: int, by_row: bool) -> None:
        if by_row:
            at = data.draw(st.integers(0, len(self.grid)))
            self.book.batch({"insertDimension": {"range": rows_of(at, at + count)}})
            self.grid[at:at] = [[""] * self.width for _ in range(count)]
        elif self.width < 20:
            at = data.draw(st.integers(0, self.width))
            self.book.batch({"insertDimension": {"range": columns_of(at, at + count)}})
            for row in self.grid:
                row[at:at] = [""] * count

    @rule(data=st.data(), by_row=st.booleans())
    def delete(self, data: st.DataObject, by_row: bool) -> None:
        size = len(self.grid) if by_row else self.width
        start, end = data.draw(spans(size))
        request: Message = {"deleteDimension": {"range": (rows_of if by_row else columns_of)(start, end)}}
        if end - start == size:
            self.book.refused(request)
            return
        self.book.batch(request)
        if by_row:
            del self.grid[start:end]
        else:
            for row in self.grid:
                del row[start:end]

    @rule(data=st.data(), by_row=st.booleans())
    def move(self, data: st.DataObject, by_row: bool) -> None:
        size = len(self.grid) if by_row else self.width
        start, end = data.draw(spans(size))
        to = data.draw(st.integers(0, size).filter(lambda place: not start < place < end))
        source = (rows_of if by_row else columns_of)(start, end)
        self.book.batch({"moveDimension": {"source": source, "destinationIndex": to}})
        for items in [self.grid] if by_row else self.grid:
            moved = items[start:end]
            rest = items[:start] + items[end:]
            at = to - len(moved) if to > start else to
            items[:] = rest[:at] + moved + rest[at:]

    @rule(data=st.data(), down=st.booleans())
    def sort(self, data: st.DataObject, down: bool) -> None:
        top, bottom = data.draw(spans(len(self.grid)))
        left, right = data.draw(spans(self.width))
        column = data.draw(st.integers(left, right - 1))
        spec = {"dimensionIndex": column, "sortOrder": "DESCENDING" if down else "ASCENDING"}
        self.book.batch({"sortRange": {"range": grid_of(top, bottom, left, right), "sortSpecs": [spec]}})
        parts = [row[left:right] for row in self.grid[top:bottom]]
        key = column - left

        def weight(part: list[Any]) -> tuple[int, float, str]:
            value = part[key]
            if isinstance(value, bool):
                return (2, value, "")
            return (1, 0, value.casefold()) if isinstance(value, str) else (0, value, "")

        filled = sorted((part for part in parts if part[key] != ""), key=weight, reverse=down)
        parts = filled + [part for part in parts if part[key] == ""]
        for row, part in zip(self.grid[top:bottom], parts, strict=True):
            row[left:right] = part

    @rule(old=st.sampled_from(["x", "Ünï"]), new=st.sampled_from(["x", "y", ""]))
    def replace(self, old: str, new: str) -> None:
        request = {"find": old, "replacement": new, "matchEntireCell": True, "matchCase": True, "allSheets": True}
        self.book.batch({"findReplace": request})
        for row in self.grid:
            row[:] = [new if value == old else value for value in row]

    @rule(data=st.data())
    def refuse(self, data: st.DataObject) -> None:
        """A batch that fails at its end leaves nothing of its beginning."""
        start, _ = data.draw(spans(len(self.grid)))
        self.book.refused(
            {"insertDimension": {"range": rows_of(start, start + 1)}},
            {"repeatCell": {"range": {"sheetId": 0}, "cell": {}, "fields": "*"}},
            {"deleteNamedRange": {"namedRangeId": "none"}},
        )

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = JudgedSheets.open(self.path)
        self.book = Caller(self.store, self.book.id)

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "book"):
            return
        expected = [list(row) for row in self.grid]
        for row in expected:
            while row and row[-1] == "":
                row.pop()
        while expected and not expected[-1]:
            expected.pop()
        got = self.book.plain()
        assert got == expected
        assert [[type(cell) for cell in row] for row in got] == [[type(cell) for cell in row] for row in expected]
        grid = self.book.sheet()["properties"]["gridProperties"]
        assert (grid["rowCount"], grid["columnCount"]) == (len(self.grid), self.width)


TestSheetBesideLists = SheetBesideLists.TestCase
TestSheetBesideLists.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
