"""What a new row of an edited copy says under headings that people have added, as answers to their questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kaizen.sheet.cell_choices import read_yes_no
from kaizen.sheet.cell_dates import read_date
from kaizen.sheet.cells import shown
from kaizen.sheet.closed_cells import Closed
from kaizen.sheet.headings import heading_key
from kaizen.sheet.layout import Kind
from kaizen.sheet.questions import kept, reasons_against

if TYPE_CHECKING:
    from kaizen.domain.dates import SchoolYear
    from kaizen.sheet.added_columns import AddedColumn
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.questions import Answer


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """The columns that people have added to one tab.

    Only those that its form asks are carried over: a column that is hidden or worked out is nobody's to fill in, and
    a value in the way of a formula that fills the rows below would break it.

    Attributes:
        columns: as the sheet has them now.
        year: for days that a cell gives without one.
        closed: what people keep to themselves in the tab.
    """

    columns: tuple[AddedColumn, ...]
    year: SchoolYear
    closed: Closed = field(default_factory=Closed)

    def is_filled_in(self, heading: str) -> bool:
        """Tell whether a new row gets a head's own formula under a heading, whatever the file says there."""
        column = self._column(heading)
        return column is not None and bool(column.formula)

    def answer(self, heading: str, cell: Cell) -> Answer:
        """Return a cell under a heading as an answer; None where nothing is asked, or it would not do."""
        column = self._column(heading)
        if column is None or column.question is None:
            return None
        answer = self._read(column.question.kind, cell)
        return None if any(reasons_against(column.question, answer)) else kept(column.question, answer)

    def typed(self, heading: str, cell: Cell) -> Answer:
        """Return a cell under a heading as it is to be written: a day as a day where the column asks for one."""
        column = self._column(heading)
        answer = self._read(column.question.kind, cell) if column is not None and column.question is not None else cell
        return cell if answer is None or cell == "" else answer

    def _column(self, heading: str) -> AddedColumn | None:
        return next((column for column in self.columns if column.key == heading_key(heading)), None)

    def _read(self, kind: Kind, cell: Cell) -> Answer:
        match kind:
            case Kind.DATE:
                day = read_date(cell, self.year).value
                return day if isinstance(day, date) else None
            case Kind.TICK | Kind.YES_NO:
                ticked = read_yes_no(cell).value
                return ticked if isinstance(ticked, bool) else None
            case Kind.CHOICE:
                return shown(cell)
            case _:
                return cell
