"""Know one new row again wherever it stands, and tell whether it stands under its headings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine.composing import log_entries, new_rows_by_tab
from kaizen.engine.tracked_rows import Row
from kaizen.sheet.added_columns import added_cells
from kaizen.sheet.cell_values import VALUE_ONLY, entered
from kaizen.sheet.layout import LOG, REF
from kaizen.sheet.row_formulas import relative
from kaizen.sheet.writing import heading_and_kind, log_values, new_row_cells, row_values

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence

    from kaizen.domain.record import Record
    from kaizen.engine.group import Group
    from kaizen.sheet.added_columns import AddedColumn
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.row_formulas import RowFormula
    from kaizen.sheet.tab_reading import TabReading
    from kaizen.sheet.whole_rows import RowCells


TYPED_OVER: Final = 2
"""So many cells of a new row may be typed over in the second after the write, and it is known again all the same."""

GOING: Final = "crooked"
"""What stands where a row that is removed has its ref."""


@dataclass(slots=True)
class NewRow:
    """One row that a group has added.

    Attributes:
        marks: cells that tell it from others, wherever it stands.
        values: of the app's own fields.
        answers: under headings that people have added.
        written: each cell that the app has written of it.
        formulas: the texts of the formulas that it got.
    """

    marks: frozenset[Cell]
    values: Mapping[str, Any]
    answers: Mapping[str, Any] = field(default_factory=dict)
    written: Counter[Hashable] = field(default_factory=Counter)
    formulas: set[str] = field(default_factory=set)

    def cells(self, reading: TabReading, columns: Sequence[AddedColumn], number: int) -> list[dict[str, Any]]:
        """Return the cells that it is to have in a row, counted from 1, and know them again."""
        cells = new_row_cells(reading, self.values, added_cells(reading, columns, self.answers, number))
        contents = [cell.get(VALUE_ONLY, {}) for cell in cells]
        self.formulas |= {content["formulaValue"] for content in contents if "formulaValue" in content}
        self.written |= Counter(map(same, _values(cells).values()))
        return cells

    def is_in(self, cells: Collection[Cell]) -> bool:
        """Tell whether cells of a row have what tells this one from others."""
        return self.marks <= set(cells)

    def lacks(self, cells: Collection[Cell]) -> int:
        """Return how many of its cells are not among those of a row."""
        return (self.written - Counter(same(cell) for cell in cells if cell != "")).total()

    def is_nearly(self, cells: Collection[Cell]) -> bool:
        """Tell whether a row has nearly all of its cells; someone may have typed over what tells it from others."""
        return self.lacks(cells) <= TYPED_OVER < self.written.total() / 2

    def wrote(self, formula: RowFormula, number: int) -> bool:
        """Tell whether a formula in a row, counted from 1, is one that it got."""
        return any(relative(text, number) == formula for text in self.formulas)


def rows_by_tab(group: Group, titles: Collection[str]) -> dict[str, dict[int, NewRow]]:
    """Return the new rows of some tabs, by tab and by the row, counted from 1, in which each was expected to stand."""
    tabs = group.snapshot.reading.tabs
    found: dict[str, dict[int, NewRow]] = {}
    added = new_rows_by_tab(group) if titles else {}
    for title, records in ((title, added[title]) for title in added.keys() & titles):
        columns, answers = group.columns.get(title, ()), group.rows.answers
        tab = tabs[title].tab
        found[title] = {
            number: NewRow(_marks(tabs[title], record), row_values(tab, record), answers[record.ref])
            for number, record in records.items()
        }
        for number, row in found[title].items():
            row.cells(tabs[title], columns, number)
    if LOG.title in titles and tabs[LOG.title].heading_row:
        lines = log_entries(group)
        found[LOG.title] = dict(enumerate(NewRow(frozenset({entry.key}), log_values(entry)) for entry in lines))
        for row in found[LOG.title].values():
            row.cells(tabs[LOG.title], (), 0)
    return found


def _marks(reading: TabReading, record: Record) -> frozenset[Cell]:
    """Return what tells a record's row from others: its Ref or, where the tab has none, its natural key."""
    if REF in reading.columns:
        return frozenset({record.ref})
    kinds = {name: heading_and_kind(reading.tab, name)[1] for name in reading.tab.key}
    return frozenset(next(iter(entered(getattr(record, name), kind).values()), "") for name, kind in kinds.items())


def to_be_cleared(row: NewRow, number: int, cells: RowCells, formulas: Mapping[str, RowFormula]) -> Row:
    """Return a crooked row as it is to be cleared: what the app has not written there is left alone."""
    left, alone = Counter(row.written), set[str]()
    for title, cell in cells.items():
        if title in formulas:
            ours = row.wrote(formulas[title], number)
        else:
            ours = left[same(cell)] > 0
            left[same(cell)] -= 1
        alone |= set() if ours else {title}
    return Row(cells, cells, formulas, going=GOING, left_alone=frozenset(alone), known=True)


def is_crooked(reading: TabReading, number: int, row: NewRow) -> bool:
    """Tell whether a value of a row stands under another heading than its own, and not under that.

    A cell that says something new is someone's edit. Ticks are no sign: they look alike under all headings.
    """
    cells = dict(enumerate(reading.grid[number - 1]))
    wanted = _values(new_row_cells(reading, row.values, added_cells(reading, (), row.answers, number)))
    missing = Counter(same(cell) for column, cell in wanted.items() if cells.get(column, "") != cell)
    strange = Counter(same(cell) for column, cell in cells.items() if wanted.get(column, "") != cell != "")
    return any(not isinstance(one, tuple) for one in missing & strange)


def _values(cells: Sequence[Mapping[str, Any]]) -> dict[int, Cell]:
    """Return what cells hold that are to be written, by column; without formulas and blank ones."""
    contents = ((column, cell.get(VALUE_ONLY, {})) for column, cell in enumerate(cells))
    values = {column: next(iter(one.values())) for column, one in contents if one and "formulaValue" not in one}
    return {column: cell for column, cell in values.items() if cell != ""}


def same(cell: Cell) -> Hashable:
    """Return what two cells have in common that say the same; a tick is no number."""
    return (cell,) if isinstance(cell, bool) else cell


def alike(cells: Collection[Cell]) -> tuple[str, ...]:
    """Return what rows have in common that say the same, be it under other headings."""
    return tuple(sorted(str(cell) for cell in cells if cell != ""))
