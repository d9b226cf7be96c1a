"""What is said about the rows of a tab, and which rows are not data at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kaizen.domain.wording import counted, listed
from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cell_readers import IN_DOUBT
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.cells import Cell, Read, shown
from kaizen.sheet.filling_in import FILLED
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import Kind
from kaizen.sheet.text import match_key, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kaizen.sheet.filling_in import Values
    from kaizen.sheet.layout import Column, Tab

TOTALS = {"total", "grand", "totals", "sub-total", "subtotal", "sum", "count", "average"}
"""A row that begins with one of these words alone, or with one of them and is not a whole record, adds up others."""

TOTALS_ALONE = {*TOTALS, "grand total"} - {"grand"}
"""What a cell says, and nothing else, whose row adds up others."""

NOTE = re.compile(r"(?:please )?note\b|n\.?b\.?\b|e\.?g\.|example\b|please\b|key:|[*(]")
"""So begin rows that explain something; a whole record that begins so is data all the same."""

TEXTUAL = {Kind.TEXT, Kind.LONG_TEXT, Kind.LIST, Kind.CODE, Kind.SETTING}
"""Kinds that take anything, so that they do not tell a note from data."""

LEFT_OUT = "The row is left out until it is put right."


class Odd(NamedTuple):
    """A cell that was not plainly read."""

    column: Column
    cell: Cell
    read: Read


@dataclass(slots=True)
class Line:
    """One row on its way to becoming a record.

    Attributes:
        filled: columns with something in them, in the order of layout.
    """

    values: Values = field(default_factory=dict)
    odd: list[Odd] = field(default_factory=list)
    filled: list[tuple[Column, Cell]] = field(default_factory=list)

    def blank(self, columns: Sequence[Column]) -> list[str]:
        """Return the headings of those columns that have no value and no question either."""
        asked = {odd.column.field for odd in self.odd}
        return [column.heading for column in columns if column.field not in self.values.keys() | asked]

    def typed(self, field: str) -> Cell:
        """Return what the cell of a field holds, "" where it is blank."""
        return next((cell for column, cell in self.filled if column.field == field), "")

    def again(self, field: str, read: Read) -> None:
        """Take another reading of a cell in place of the one there was; nothing where it is blank."""
        if read.value is not None:
            self.values[field] = read.value
            column, cell = next((column, cell) for column, cell in self.filled if column.field == field)
            self.odd = [*(odd for odd in self.odd if odd.column is not column), Odd(column, cell, read)]


class RowFindings:
    """Collects the findings of one tab, in the order of the sheet.

    Args:
        required: fields without which a row is no record.

    Attributes:
        found: what has been said.
        row: the number of the row that is spoken of.
    """

    def __init__(self, tab: Tab, required: Collection[str]) -> None:
        self.found: list[Finding] = []
        self.row = 0
        self._tab = tab
        self._required = required

    def headings_again(self, line: Line) -> None:
        """Say that a row repeats the headings."""
        self._skipped(line, "These are the headings again, not a row of data.")

    def total(self, line: Line, word: str = "") -> None:
        """Say that a row adds up others; ``word`` tells it, "" for what the row begins with."""
        word = word or shown(line.filled[0][1])
        self._skipped(line, f"It says {quoted(word)}, so it is taken for a total and not read.")

    def above(self, line: Line) -> None:
        """Ask about a row of data that stands above the headings, as after a sort that took them along."""
        sentence = "This row stands above the headings, where nothing is read. Please move it below them."
        self._say(Outcome.QUERIED, sentence, found=shown(line.filled[0][1]))

    def left_out(self, line: Line, missing: Sequence[Column], against: str, *, first: bool) -> None:
        """Say why a row is no record: a total, a label, a note, or something blank, unreadable or impossible.

        Args:
            line: the row.
            missing: what it needs and does not have.
            against: why the row cannot be right as it stands, "" where it is just not whole.
            first: whether there is no record above it yet.
        """
        begins, blank = shown(line.filled[0][1]), self._causes(line, missing)
        total = next((shown(cell) for _, cell in line.filled if is_total(shown(cell))), "")
        if total or _first_word(begins) in TOTALS:
            self.total(line, total)
        elif NOTE.match(match_key(begins)):
            self._skipped(line, f"It begins with {quoted(begins)}, so it is taken for a note and not read.")
        elif first and _nothing_tells(line):
            sentence = "None of its dates, numbers, names or choices can be read, so it is taken for a note."
            self._skipped(line, f"It stands below the headings. {sentence}")
        elif len(line.filled) == 1 and len(blank) > 1:
            needs = listed(blank)
            self._skipped(line, f"Only one cell is filled in, so it is taken for a label. A row needs {needs} too.")
        else:
            self.cells(line)
            for heading in blank:
                self._say(Outcome.QUERIED, f"{heading} is blank. {LEFT_OUT}", heading)
            if against:
                self._say(Outcome.QUERIED, f"{against} {LEFT_OUT}")

    def cells(self, line: Line) -> None:
        """Say what is odd about single cells, and what happens meanwhile."""
        for column, cell, read in line.odd:
            asked = read.outcome is Outcome.QUERIED
            sentence = f"{read.sentence} {self._meanwhile(column, read)}" if asked else read.sentence
            self._say(read.outcome, sentence, column.heading, seen(cell, column.kind))

    def no_code(self) -> None:
        """Mention that a row has no code of its own yet."""
        column = self._tab.column(self._tab.key[0])
        sentence = (
            f"{column.heading} is blank. The row counts, and gets a code such as {column.example} with the next save."
        )
        self._say(Outcome.NOTED, sentence, column.heading)

    def wanting(self, line: Line, needed: Sequence[Column]) -> None:
        """Mention what should be filled in, of a row that counts without."""
        for heading in line.blank(needed):
            sentence = f"{heading} is blank and should be filled in. Meanwhile the row counts without it."
            self._say(Outcome.NOTED, sentence, heading)

    def outside(self, rows: Sequence[int]) -> None:
        """Say, once for all of them, that some rows have nothing under the headings that are read."""
        if rows:
            sentence = (
                f"From here down {counted(len(rows), 'row')} have something only outside the columns that are read."
            )
            self.found.append(Finding(Place(self._tab.title, rows[0]), Outcome.SKIPPED, sentence))

    def _causes(self, line: Line, missing: Sequence[Column]) -> list[str]:
        """Return the blanks to ask about; what would follow from other cells only where none of those is to blame."""
        own = [column for column in missing if column.field not in FILLED]
        return line.blank(own) if own else line.blank(missing)

    def _meanwhile(self, column: Column, read: Read) -> str:
        if read.value is not None:
            record = self._tab.record
            doubt = IN_DOUBT.get((record, column.field)) if record is not None else None
            return doubt[1] if doubt is not None and read.value == doubt[0] else "Meanwhile it stands as typed."
        return LEFT_OUT if column.field in self._required else f"Meanwhile it counts as {self._usual(column)}."

    def _usual(self, column: Column) -> str:
        """Return what a blank cell means: a booking without a status is booked."""
        record = self._tab.record
        usual = record.model_fields[column.field].get_default(call_default_factory=True) if record else None
        return in_words(usual, column.kind) or "blank"

    def _skipped(self, line: Line, sentence: str) -> None:
        self._say(Outcome.SKIPPED, sentence, found=shown(line.filled[0][1]))

    def _say(self, outcome: Outcome, sentence: str, heading: str = "", found: str = "") -> None:
        self.found.append(Finding(Place(self._tab.title, self.row, heading), outcome, sentence, found))


def _first_word(text: str) -> str:
    return (match_key(text).split() or [""])[0].rstrip(":=")


def is_total(text: str) -> bool:
    """Tell whether a cell says nothing but that its row adds up others."""
    return match_key(text).rstrip(" :=") in TOTALS_ALONE


def _nothing_tells(line: Line) -> bool:
    """Tell whether a row has two cells or more that could be read, were it data, and none of them can."""
    asked = {odd.column.field for odd in line.odd if odd.read.outcome is Outcome.QUERIED}
    telling = {column.field for column, _ in line.filled if column.kind not in TEXTUAL}
    return len(telling) > 1 and telling <= asked
