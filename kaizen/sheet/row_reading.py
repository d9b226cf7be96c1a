"""What one row of a tab says, wherever it stands and whatever stands above it.

It follows from the cells of the row, the headings and the surroundings alone, so a row that says what a row has
said before is not read again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kaizen.sheet.cell_readers import reader_for
from kaizen.sheet.cells import Cell, Read, shown
from kaizen.sheet.filling_in import FILLED, code_column, end_after_start, fill_in, fill_in_code
from kaizen.sheet.headings import ENOUGH, heading_key
from kaizen.sheet.layout import REF, Kind
from kaizen.sheet.refs import key_of
from kaizen.sheet.row_findings import Line, Odd, is_total
from kaizen.sheet.text import clean

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Context
    from kaizen.sheet.filling_in import Values
    from kaizen.sheet.headings import Headings
    from kaizen.sheet.layout import Column, Tab
    from kaizen.sheet.refs import RowKey


MORE_THAN_A_TITLE = 3
"""Above the headings so many cells make a row of data; a title and a date beside it do not."""


class Beside(NamedTuple):
    """A row with nothing under the headings that are read.

    Attributes:
        filled: whether there is something outside of them.
    """

    filled: bool


class NoData(NamedTuple):
    """A row that is not data.

    Attributes:
        line: its cells.
        total: whether it adds up others; else it repeats the headings.
    """

    line: Line
    total: bool


class LeftOut(NamedTuple):
    """A row that is no record until it is put right.

    Attributes:
        line: its cells.
        key: what would tell it from other rows.
        missing: what it needs and does not have.
        against: why it cannot be right as it stands, "" where it is just not whole.
    """

    line: Line
    key: RowKey
    missing: Sequence[Column]
    against: str


class Whole(NamedTuple):
    """A row that is a record.

    Attributes:
        record: with the ref that it has unless another row has it too.
        key: what tells it from other rows.
        line: its cells where something is to be said about them.
        no_code: whether it has no code of its own yet.
    """

    record: Record
    key: RowKey
    line: Line | None
    no_code: bool


ReadRow = Beside | NoData | LeftOut | Whole

BLANK, OUTSIDE = Beside(filled=False), Beside(filled=True)


def row_key(cells: Sequence[Cell]) -> Hashable:
    """Return what rows with the same cells share; a tick is not the number 1, though Python counts them as equal."""
    kinds = bool in map(type, cells)
    return (tuple(cells), tuple(map(type, cells))) if kinds else tuple(cells)


@lru_cache(maxsize=64)
def required_fields(record: type[Record]) -> frozenset[str]:
    """Return the fields without which there is no record."""
    return frozenset(name for name, field in record.model_fields.items() if field.is_required())


class RowReader:
    """Reads the rows of one tab under its headings.

    Attributes:
        required: columns without which a row is no record.
        needed: columns of which a blank is worth a word.
    """

    def __init__(self, tab: Tab, record: type[Record], headings: Headings, context: Context) -> None:
        self._tab = tab
        self._record = record
        self._context = context
        self._code = code_column(tab)
        self._ref = headings.columns.get(REF)
        there = [column for column in tab.columns if column.heading in headings.columns]
        self.required = [column for column in tab.columns if column.field in required_fields(record)]
        self.needed = [column for column in there if _asked_for(column)]
        self._required_fields = required_fields(record)
        self._needed_fields = {column.field for column in self.needed}
        known: list[dict[str, Read]] = [{} for _ in there]
        self._given: dict[tuple[str, ...], set[str]] = {}
        self._readers = [
            (column, column.field, headings.columns[column.heading], known, reader_for(column, record, context))
            for column, known in zip(there, known, strict=True)
        ]
        self._titles = {
            column.field: {heading_key(column.heading), headings.keys[headings.columns[column.heading]]}
            for column in there
        }
        self._initials = {title[0] for titles in self._titles.values() for title in titles}

    def read(self, cells: Sequence[Cell]) -> ReadRow:
        """Return what a row says."""
        line = self.line(cells)
        if not line.filled:
            return OUTSIDE if any(map(filled, cells)) else BLANK
        if self._repeats_headings(line):
            return NoData(line, total=False)
        if is_total(shown(line.filled[0][1])):
            return NoData(line, total=True)
        return self._data(line, cells)

    def is_data(self, line: Line) -> bool:
        """Tell whether a row above the headings is a whole row of data; a title does not matter."""
        if len(line.filled) < MORE_THAN_A_TITLE or fill_in(self._tab, line.values, self._context):
            return False
        return {column.field for column in (*self.required, *self.needed)} - FILLED <= line.values.keys()

    def line(self, cells: Sequence[Cell]) -> Line:
        """Return what is in the cells of a row, one by one; most cells of a column repeat others."""
        line, width = Line(), len(cells)
        values, odd, there = line.values, line.odd, line.filled
        for column, field, index, known, reader in self._readers:
            cell = cells[index] if index < width else ""
            if cell == "":
                continue
            read = known.get(cell) if isinstance(cell, str) else None
            if read is None:
                read = reader(cell)
                if isinstance(cell, str):
                    known[cell] = read
            value, outcome, _ = read
            if value is not None:
                values[field] = value
            if outcome:
                odd.append(Odd(column, cell, read))
            if cell is not False and (value is not None or outcome or filled(cell)):
                there.append((column, cell))
        return line

    def _repeats_headings(self, line: Line) -> bool:
        """Tell whether most of a row says what the headings say, as they stand or as layout has them."""
        same, length = 0, len(line.filled)
        for number, (column, cell) in enumerate(line.filled):
            same += self._may_be_a_heading(cell) and heading_key(cell) in self._titles[column.field]
            if same <= number and 2 * (same + length - number - 1) <= length:
                return False
        return same == length or (same >= ENOUGH and 2 * same > length)

    def _may_be_a_heading(self, cell: Cell) -> bool:
        """Tell at one look that most cells are no heading: they begin with another letter."""
        plain = isinstance(cell, str) and cell.isascii() and cell[0].isalnum()
        return not plain or str(cell)[0].lower() in self._initials

    def _data(self, line: Line, cells: Sequence[Cell]) -> ReadRow:
        values = line.values
        if "ends" in values:
            line.again("ends", end_after_start(values, line.typed("ends")))
        against = fill_in(self._tab, values, self._context)
        no_code = self._code is not None and fill_in_code(self._tab, self._code, values)
        whole = self._required_fields <= values.keys()
        missing = () if whole else [column for column in self.required if column.field not in values]
        key = key_of(self._tab, values, self._typed_ref(cells))
        if against or missing:
            return LeftOut(line, key, missing, against)
        record = self._whole({**values, "ref": key.wanted})
        plain = not line.odd and not no_code and self._needed_fields <= values.keys()
        return Whole(record, key, None if plain else line, no_code)

    def _whole(self, values: Values) -> Record:
        """Return the record. The set of its fields that pydantic keeps is as large as itself, so records share one."""
        record = self._record.model_validate(values)
        given = self._given.setdefault(tuple(values), record.model_fields_set)
        object.__setattr__(record, "__pydantic_fields_set__", given)
        return record

    def _typed_ref(self, cells: Sequence[Cell]) -> str:
        return clean(shown(cells[self._ref])) if self._ref is not None and self._ref < len(cells) else ""


def _asked_for(column: Column) -> bool:
    """Tell whether a blank is worth a word; the value of a setting may be blank, then the usual one counts."""
    return column.needed and column.kind is not Kind.SETTING


def filled(cell: Cell) -> bool:
    """Tell whether a cell holds something; an empty tick box and invisible characters do not count."""
    return bool(clean(cell)) if isinstance(cell, str) else cell is not False
