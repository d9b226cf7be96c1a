"""One tab of an edited copy against the copy as it was made and the sheet as it is now: a three-way comparison."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kaizen.domain.codes import is_stand_in
from kaizen.domain.settings import SettingRow
from kaizen.services.copy_plan import ByHand, CellChange, Left, Plan, RowAdded, RowChange, RowMissing
from kaizen.services.copy_rows import MOST_PAIRS, SheetRows, accounted_for, is_like_one_of, name_of, paired, without
from kaizen.sheet.cell_looks import LOOKS, seen
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.filling_in import code_column
from kaizen.sheet.findings import Place
from kaizen.sheet.layout import REF, Kind
from kaizen.sheet.refs import STAND_IN
from kaizen.sheet.setting_rows import typed_setting
from kaizen.sheet.text import match_key, quoted

if TYPE_CHECKING:
    from kaizen.domain.record import Record
    from kaizen.services.copy_answers import OwnColumns
    from kaizen.services.copy_rows import CellsByHeading
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.layout import Column
    from kaizen.sheet.questions import Answer
    from kaizen.sheet.tab_reading import TabReading

NOT_THERE = "This tab is not in the file, so nothing of it is changed."
TOO_MANY_UNREAD = (
    "So many rows of the file cannot be read that nobody can tell which are missing. None is taken for deleted."
)


def tab_plan(base: TabReading, file: TabReading | None, live: TabReading, own: OwnColumns) -> Plan:
    """Return what bringing back one tab would do.

    A cell has been changed where the file says something else than when the copy was made, in what it means and
    not only in how it is typed. What the sheet says otherwise by now is asked about.
    """
    title = base.tab.title
    if file is None:
        return Plan(left=(Left(Place(title), NOT_THERE),))
    compared = _Tab(SheetRows(base), SheetRows(file), SheetRows(live), own)
    for rows, whose in ((compared.file, ""), (compared.live, "In the sheet: "), (compared.base, "In the copy: ")):
        if rows.unreadable:
            return Plan(left=(Left(Place(title), f"{whose}{rows.unreadable}"),))
    return compared.plan()


@dataclass
class _Tab:
    base: SheetRows
    file: SheetRows
    live: SheetRows
    own: OwnColumns
    left: list[Left] = field(default_factory=list)
    by_hand: list[ByHand] = field(default_factory=list)

    def plan(self) -> Plan:
        self.tab = self.base.reading.tab
        pairs = paired(self.base, self.file)
        self._columns()
        changed = [self._changed(self.base.records[old], self.file.records[new]) for old, new in pairs.items()]
        known = set(pairs.values())
        new = [record for ref, record in self.file.records.items() if ref not in known]
        added, others = self._added(new)
        self._not_understood()
        missing = self._missing(pairs)
        return Plan(
            changed=tuple(row for row in [*changed, *others] if row is not None),
            added=tuple(added),
            missing=tuple(missing),
            left=tuple(self.left),
            by_hand=tuple(self.by_hand),
            rows=((self.tab.title, len(self.base.records)),),
        )

    def _columns(self) -> None:
        """Say which columns the file has no longer, and which people have added to it."""
        here = Place(self.tab.title)
        for heading in self.base.headings:
            if heading not in self.file.headings:
                self.left.append(Left(here, f"The column {quoted(heading)} is not in the file; its cells stay."))
        for heading in self.file.own_headings:
            if heading not in self.live.headings:
                sentence = f"The column {quoted(heading)} is not in the sheet. Add it there first, if you want it."
                self.by_hand.append(ByHand(here, sentence))

    def _changed(self, was: Record, new: Record) -> RowChange | None:
        """Return what has been changed in a row that is in the copy and in the file."""
        row = self.file.reading.rows[new.ref]
        before, after = self.base.row_of(was.ref), self.file.row_of(new.ref)
        now = self.live.records.get(was.ref)
        if now is None:
            if self._meant(before, after, was, new, row):
                self._leave(row, "This row is not to be found in the sheet any more, so its changes are left out.")
            return None
        there = self.live.row_of(was.ref)
        cells = [
            change
            for column in self._meant(before, after, was, new, row)
            if (change := self._cell(column, was, new, now, (before, there))) is not None
        ]
        cells += self._own_cells(now, before, after, there)
        return self._row(now, tuple(cell for cell in cells if not self._is_closed(now, cell)))

    def _row(self, now: Record, cells: tuple[CellChange, ...]) -> RowChange | None:
        place = Place(self.tab.title, self.live.reading.rows[now.ref])
        return RowChange(now, place, name_of(self.tab, now), cells) if cells else None

    def _meant(self, before: CellsByHeading, after: CellsByHeading, was: Record, new: Record, row: int) -> list[Column]:
        """Return the columns in which a row says something else than it did; a cell that is asked about is left."""
        found = []
        for column in self.tab.columns:
            heading = column.heading
            if before.get(heading) == after.get(heading) or heading not in self.file.headings:
                continue
            if (asked := self.file.asked.get((row, heading))) is not None:
                self._leave(row, asked, heading)
            elif is_stand_in(value_of(column, new)):
                continue  # its code is gone from the file; the row has it, or gets one, all the same
            elif not same(value_of(column, was), value_of(column, new)) or _unread(self.base, was, column):
                found.append(column)
        return found

    def _cell(
        self, column: Column, was: Record, new: Record, now: Record, cells: tuple[CellsByHeading, ...]
    ) -> CellChange | None:
        """Return the change of one cell; None where the sheet says the same already."""
        before, there = (one.get(column.heading, "") for one in cells)
        old, wanted, current = (value_of(column, record) for record in (was, new, now))
        untouched = there == before or (same(old, current) and not self._asked_live(now, column))
        if not untouched and same(wanted, current) and not self._asked_live(now, column):
            return None
        said = (
            _unread(self.base, was, column) or _said(column, old, before),
            _said(column, wanted, ""),
            _unread(self.live, now, column) or _said(column, current, there),
        )
        shown, found = getattr(now, column.field), self.live.reading.unread(now.ref, column.field)
        return CellChange(column.field, column.heading, shown, wanted, said, asked=not untouched, found=found)

    def _asked_live(self, now: Record, column: Column) -> bool:
        return (self.live.reading.rows[now.ref], column.heading) in self.live.asked

    def _own_cells(
        self, now: Record, before: CellsByHeading, after: CellsByHeading, there: CellsByHeading
    ) -> list[CellChange]:
        """Return what has been changed in people's own columns, as far as the sheet has them."""
        shown = self.live.reading.own_cells(self.live.reading.rows[now.ref])
        found = []
        for heading in self.file.own_headings:
            if heading not in self.base.headings or heading not in self.live.headings:
                continue
            old, wanted, current = (cells.get(heading, "") for cells in (before, after, there))
            if wanted not in (old, current):
                said = (seen(old, Kind.TEXT), seen(wanted, Kind.TEXT), seen(current, Kind.TEXT))
                answer = self.own.typed(heading, wanted)
                change = CellChange(heading, heading, shown.get(heading, ""), answer, said, asked=current != old)
                found.append(replace(change, own=True))
        return found

    def _is_closed(self, now: Record, cell: CellChange) -> bool:
        """Tell whether a cell is people's to change, and name it for them."""
        row = self.live.reading.rows[now.ref]
        closed = cell.heading in self.own.closed.columns if cell.own else (row, cell.heading) in self.own.closed.cells
        if closed:
            told = f"to {quoted(cell.said[1])}" if cell.said[1] else "to nothing"
            why = "It is hidden or worked out." if cell.own else "A formula stands there."
            sentence = f"{cell.heading} of {name_of(self.tab, now)}: change it {told}. {why}"
            self.by_hand.append(ByHand(Place(self.tab.title, row), sentence))
        return closed

    def _added(self, new: list[Record]) -> tuple[list[RowAdded], list[RowChange | None]]:
        """Return the rows that are to be added, and those that the sheet has meanwhile got as well."""
        added: list[RowAdded] = []
        others: list[RowChange | None] = []
        since = [self.live.row_of(ref) for ref in self.live.records if ref not in self.base.records]
        fresh = without({self.file.reading.rows[row.ref]: self.file.row_of(row.ref) for row in new}, since)
        unread = list(without(self.base.not_read(), self.file.not_read().values()).values())
        codes = self._codes()
        for record in new:
            row = self.file.reading.rows[record.ref]
            cells = self.file.row_of(record.ref)
            if row not in fresh:
                continue
            if record.ref in self.live.records and not record.ref.startswith(STAND_IN):
                others.append(self._met(record, self.live.records[record.ref], row))
            elif is_like_one_of(cells, unread):
                self._leave(row, "In the sheet this row could not be read. Please put it right there.")
            elif (asked := self.file.asked.get((row, self._key_heading))) is not None:
                self._leave(row, asked, self._key_heading)
            elif (clash := codes.get(self._code(record))) is not None:
                self._leave(row, f"{clash} is in the sheet already. Give this row another code, or none.")
            else:
                added.append(self._new(record, row, cells))
        return added, others

    def _met(self, record: Record, now: Record, row: int) -> RowChange | None:
        """Return the questions about a row that has been added to the file and to the sheet, each with other cells."""
        nothing = now.model_copy(update={column.field: None for column in self.tab.columns})
        there, after = self.live.row_of(now.ref), self.file.row_of(record.ref)
        cells = [
            self._cell(column, nothing, record, now, ({}, there))
            for column in self._meant({}, after, nothing, record, row)
        ]
        return self._row(now, tuple(replace(cell, asked=True) for cell in cells if cell is not None))

    def _new(self, record: Record, row: int, cells: CellsByHeading) -> RowAdded:
        for heading in cells:
            if heading != REF and (asked := self.file.asked.get((row, heading))) is not None:
                self._leave(row, asked, heading)
        name = name_of(self.tab, record)
        return RowAdded(record, Place(self.tab.title, row), name, self._answers(name, cells))

    def _answers(self, name: str, cells: CellsByHeading) -> dict[str, Answer]:
        """Return what a new row says in people's own columns; what they would not take is left for them to type."""
        answers: dict[str, Answer] = {}
        for heading in self.file.own_headings:
            if heading not in cells or heading not in self.live.headings or self.own.is_filled_in(heading):
                continue
            answer = self.own.answer(heading, cells[heading])
            if answer is None:
                what = f"{heading} of the new row {name}: type {quoted(seen(cells[heading], Kind.TEXT))}."
                self.by_hand.append(ByHand(Place(self.tab.title), what))
            else:
                answers[heading] = answer
        return answers

    def _codes(self) -> dict[str, str]:
        """Return the codes of the sheet that no two rows may have, where rows have a Ref beside them."""
        column = code_column(self.tab) if self.tab.has_ref else None
        if column is None:
            return {}
        codes = [str(getattr(row, column.field)) for row in self.live.records.values()]
        return {match_key(code): code for code in codes if not code.startswith(STAND_IN)}

    @property
    def _key_heading(self) -> str:
        return self.tab.column(self.tab.key[0]).heading

    def _code(self, record: Record) -> str:
        return match_key(str(getattr(record, self.tab.key[0])))

    def _not_understood(self) -> None:
        """Name the rows of the file that cannot be read and could not be, or were not there, before."""
        for row in without(self.file.not_read(), self.base.not_read().values()):
            for (number, heading), sentence in self.file.asked.items():
                if number == row:
                    self._leave(row, sentence, heading)

    def _missing(self, pairs: dict[str, str]) -> list[RowMissing]:
        unread = list(without(self.file.not_read(), self.base.not_read().values()).values())
        gone = {ref: self.base.row_of(ref) for ref in self.base.records if ref not in pairs}
        if len(gone) * len(unread) > MOST_PAIRS:
            self.left.append(Left(Place(self.tab.title), TOO_MANY_UNREAD))
            return []
        found, live = [], self.live.reading
        for ref in gone.keys() - accounted_for(gone, unread):
            if (now := self.live.records.get(ref)) is not None:
                place = Place(self.tab.title, live.rows[ref])
                row = RowMissing(now, place, name_of(self.tab, now), gone[ref] != self.live.row_of(ref))
                found.append(replace(row, words=self._words(now), answers=live.own_cells(place.row)))
        return sorted(found, key=lambda row: row.place)

    def _words(self, now: Record) -> dict[str, Cell]:
        cells = {column.field: self.live.reading.unread(now.ref, column.field) for column in self.tab.columns}
        return {name: cell for name, cell in cells.items() if cell != ""}

    def _leave(self, row: int, sentence: str, heading: str = "") -> None:
        self.left.append(Left(Place(self.tab.title, row, heading), sentence))


def value_of(column: Column, record: Record) -> Any:  # noqa: ANN401 - any value of a field
    """Return what a field says; the value of a setting as that setting is read."""
    if not isinstance(record, SettingRow) or column.kind is not Kind.SETTING:
        return getattr(record, column.field)
    value, kind = typed_setting(record)
    return value if kind in LOOKS else record.value


def same(one: Any, other: Any) -> bool:  # noqa: ANN401 - any two values of a field
    """Tell whether two values are one to a reader: nothing is nothing, however it is kept."""
    return bool(one == other) or all(value is None or value in ("", ()) for value in (one, other))


def _unread(rows: SheetRows, record: Record, column: Column) -> str:
    """Return the words of a cell that could not be read, though some value counts meanwhile; "" of any other."""
    return seen(rows.reading.unread(record.ref, column.field), column.kind)


def _said(column: Column, value: Any, cell: Cell) -> str:  # noqa: ANN401
    """Return what a cell says: as the app reads it or, where it cannot, as it stands."""
    words = seen(value, Kind.TEXT) if isinstance(value, float) else in_words(value, column.kind)
    return words or seen(cell, column.kind)
