"""The columns that people have added to a tab, as they stand: questions, formulas and columns to be left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from kaizen.sheet.cell_values import NUMBER_FORMATS, VALUE_ONLY, Request, entered
from kaizen.sheet.cells import shown
from kaizen.sheet.column_rules import accepts
from kaizen.sheet.headings import heading_key
from kaizen.sheet.layout import BOOKINGS, FOLLOW_UPS, JOINING, VISIT_DAYS, VISIT_NOTES, VISITS, WORKSHOPS, Kind
from kaizen.sheet.questions import Answer, Question
from kaizen.sheet.row_formulas import in_row, relative
from kaizen.sheet.text import clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kaizen.domain.dates import SchoolYear
    from kaizen.sheet.column_rules import OptionsOf
    from kaizen.sheet.row_formulas import RowFormula
    from kaizen.sheet.tab_reading import TabReading

GROWING_TABS = (WORKSHOPS, BOOKINGS, VISIT_DAYS, VISITS, VISIT_NOTES, FOLLOW_UPS, JOINING)
"""The tabs to which forms add rows."""

CELL_FIELDS = "note,dataValidation,userEnteredValue,effectiveValue,userEnteredFormat.numberFormat"
"""What of each cell of an added column has to be known."""

_DECIMALS = re.compile(r"[.][0#?]")


@dataclass(frozen=True, slots=True)
class AddedColumn:
    """A column whose heading is none of the app's.

    Attributes:
        heading: as it stands in the sheet.
        question: None where nobody is to be asked: the column is hidden, or worked out.
        worked_out: whether formulas stand in it.
        no_options: whether it takes its options only, and has none that can be had.
        formula: the one formula of all its rows, which new rows get too; none where they differ.
        number_format: how its cells are shown, as the API has it; empty for no format of its own.
        last: the last row with something in it, counted from 1.
    """

    heading: str
    question: Question | None = None
    worked_out: bool = False
    no_options: bool = False
    formula: RowFormula = ()
    number_format: Mapping[str, Any] = field(default_factory=dict)
    last: int = 0

    @property
    def key(self) -> str:
        """What `TabReading.added` calls it."""
        return heading_key(self.heading)


def added_columns(
    reading: TabReading,
    blocks: Mapping[int, Mapping[str, Any]],
    options_of: OptionsOf,
    year: SchoolYear,
    apart_from: Collection[int] = (),
) -> tuple[AddedColumn, ...]:
    """Return the added columns of a tab in the order of the sheet.

    Args:
        reading: the tab.
        blocks: the ``GridData`` of each column, from its first row on, by number from 0; see `CELL_FIELDS`.
        options_of: gives what stands in a range.
        year: for days that a rule gives without one.
        apart_from: rows, counted from 1, whose cells do not count.
    """
    there = (column for column in reading.added.values() if column in blocks)
    cells = (_Cells(reading, column, blocks[column], apart_from) for column in there)
    return tuple(_column(one, options_of, year) for one in cells)


def _first(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return parts[0] if parts else {}


class _Cells:
    """One added column as the API gives it.

    Attributes:
        heading: as it stands in the sheet.
        note: of the heading cell.
        hidden: whether people do not see the column.
        entries: what was typed into each row below the headings; empty for nothing.
        own_words: whether the heading was typed, and is not part of a formula's result.
        spilled: whether something shows in a row into which nothing was typed.
    """

    def __init__(self, reading: TabReading, column: int, block: Mapping[str, Any], apart_from: Collection[int]) -> None:
        cells = [_first(row.get("values", ())) for row in block.get("rowData", ())]
        head = _first(cells[reading.heading_row - 1 : reading.heading_row])
        self.heading = clean(shown(reading.grid[reading.heading_row - 1][column]))
        self.note = clean_lines(head.get("note", ""))
        self.hidden = bool(_first(block.get("columnMetadata", ())).get("hiddenByUser"))
        self.entries = [
            {} if row in apart_from else cell.get(VALUE_ONLY, {})
            for row, cell in enumerate(cells[reading.heading_row :], reading.heading_row + 1)
        ]
        self.own_words = "formulaValue" not in head.get(VALUE_ONLY, {})
        self.first = reading.heading_row + 1
        self.last = max((row for row, entry in enumerate(self.entries, self.first) if entry), default=0)
        self._body = cells[reading.heading_row :]
        below = zip(self._body, self.entries, range(self.first, len(cells) + 1), strict=True)
        self.spilled = any(
            cell.get("effectiveValue") and not entry for cell, entry, row in below if row not in apart_from
        )
        rows = enumerate(reading.grid[reading.heading_row :], self.first)
        self._rows = sum(any(cell != "" for cell in row) for number, row in rows if number not in apart_from)
        self._next = max(len(reading.grid), self.last) - reading.heading_row

    def formulas(self) -> list[RowFormula]:
        """Return the formula of each row that has one."""
        rows = enumerate(self.entries, self.first)
        return [relative(entry["formulaValue"], row) for row, entry in rows if "formulaValue" in entry]

    def one_formula(self) -> RowFormula:
        """Return the formula that all rows share, as people drag one down; none where there is no such thing.

        One formula in the first of several rows is not meant for each of them, and one that fills the rows below
        by itself needs no help.
        """
        formulas = self.formulas()
        nothing_else = len(formulas) == sum(map(bool, self.entries)) and self.own_words and not self.spilled
        alike = len(set(formulas)) == 1 and len(formulas) >= min(self._rows, 2)
        by_itself = any("ARRAYFORMULA(" in str(piece).upper() for piece in formulas[0]) if formulas else False
        return formulas[0] if nothing_else and alike and not by_itself else ()

    def of_the_next_row(self, name: str) -> Mapping[str, Any]:
        """Return what a new row has there of a name, or else the nearest row above that has it."""
        above = reversed(self._body[: self._next + 1])
        return next((cell[name] for cell in above if cell.get(name)), {})


def _column(cells: _Cells, options_of: OptionsOf, year: SchoolYear) -> AddedColumn:
    worked_out = bool(cells.formulas()) or cells.spilled or not cells.own_words
    number_format = cells.of_the_next_row("userEnteredFormat").get("numberFormat", {})
    asked = None if worked_out or cells.hidden else _question(cells, number_format, options_of, year)
    no_options = asked is not None and asked.kind is Kind.CHOICE and not asked.options
    return AddedColumn(
        heading=cells.heading,
        question=None if no_options else asked,
        worked_out=worked_out and not cells.hidden,
        no_options=no_options,
        formula=cells.one_formula(),
        number_format=number_format,
        last=cells.last,
    )


def _question(
    cells: _Cells, number_format: Mapping[str, Any], options_of: OptionsOf, year: SchoolYear
) -> Question | None:
    needed = cells.heading.rstrip(" :").endswith("*")
    pattern = str(number_format.get("pattern", ""))
    decimals = number_format.get("type") == "PERCENT" or bool(_DECIMALS.search(pattern))
    told = accepts(cells.of_the_next_row("dataValidation"), options_of, year, decimals=decimals)
    kind = Kind.YES_NO if needed and told.kind is Kind.TICK else told.kind
    bounds = (told.least, told.most, told.above, told.below, told.gap)
    question = Question(cells.heading, kind, needed, cells.note, told.options, told.free, *bounds)
    return question if question.key else None


def added_cells(
    reading: TabReading, columns: Sequence[AddedColumn], answers: Mapping[str, Answer], row: int
) -> dict[int, Request]:
    """Return the cells of a new row that stand under added headings, by column counted from 0.

    The only formula among them is the head's own. An answer is text, a number, a day or a truth value, whatever it
    looks like, and never takes the place of a formula.

    Args:
        reading: the tab with its headings as they stand now.
        columns: its added columns as they were looked up under these headings; each keeps its number format.
        answers: by heading.
        row: in which the new row is to stand, counted from 1.
    """
    cells: dict[int, Request] = {}
    for heading, answer in answers.items():
        if (place := reading.added.get(heading_key(heading))) is not None:
            cells[place] = _answered(answer)
    for column in columns:
        cell = cells.setdefault(reading.added[column.key], {})
        if formula := in_row(column.formula, row):
            cell[VALUE_ONLY] = {"formulaValue": formula}
        if column.number_format:
            cell["userEnteredFormat"] = {"numberFormat": dict(column.number_format)}
    return cells


def _answered(answer: Answer) -> Request:
    content = entered(answer, Kind.TEXT)
    cell: Request = {VALUE_ONLY: content} if content else {}
    if isinstance(answer, date):
        cell["userEnteredFormat"] = {"numberFormat": dict(NUMBER_FORMATS[Kind.DATE])}
    return cell
