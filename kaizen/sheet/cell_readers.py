"""Which reader reads which column."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.domain.account import Account
from kaizen.domain.network import Person
from kaizen.sheet import cell_choices, cell_dates, cell_names, cell_numbers, cell_times
from kaizen.sheet.bounds import bounded
from kaizen.sheet.cells import BLANK, Cell, Context, Names, Read, Reader, queried
from kaizen.sheet.findings import Outcome
from kaizen.sheet.layout import LISTS, LISTS_TAB, SCHOOLS, STAFF, Column, Kind
from kaizen.sheet.text import clean, is_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaizen.domain.dates import SchoolYear
    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Value

PLAIN: dict[Kind, Callable[[Cell], Read]] = {
    Kind.LIST: cell_choices.read_list,
    Kind.WHOLE: cell_numbers.read_whole,
    Kind.NUMBER: cell_numbers.read_number,
    Kind.MONEY: cell_numbers.read_money,
    Kind.YES_NO: cell_choices.read_yes_no,
    Kind.TICK: cell_choices.read_yes_no,
    Kind.TIME: cell_times.read_time,
    Kind.EMAIL: cell_names.read_email,
    Kind.DAYS: cell_choices.read_days,
}
"""Kinds that are read without knowing anything else of the workbook."""

DATED: dict[Kind, Callable[[Cell, SchoolYear], Read]] = {
    Kind.DATE: cell_dates.read_date,
    Kind.DATE_TIME: cell_times.read_moment,
}
"""Kinds that need the school year for what is typed without one."""

TEXT_KINDS = {Kind.TEXT, Kind.LONG_TEXT, Kind.CODE, Kind.SETTING}
"""Kinds that keep what a broken formula shows, as the text it is."""


LONG_FROM_NOW = datetime(9999, 12, 31)  # noqa: DTZ001 - UTC without a zone, as everywhere on that tab

IN_DOUBT: Mapping[tuple[type[Record], str], tuple[Value, str]] = {
    (Person, "left"): (True, "Meanwhile it counts as Yes: nobody with this row can sign in."),
    (Account, "valid_from"): (LONG_FROM_NOW, "Meanwhile no sign-in with this account counts."),
}
"""What a cell counts as that says something and cannot be read, where nothing in it would let somebody in."""


def reader_for(column: Column, record: type[Record] | None, context: Context) -> Reader:
    """Return what reads the cells of a column; it never raises, whatever is in a cell.

    ``record`` is the model the rows become: its types tell which choices the app itself acts on.
    """
    read = bounded(column, _reader(column, record, context))
    if column.kind in TEXT_KINDS:
        return read

    def careful(cell: Cell) -> Read:
        if isinstance(cell, str) and is_error(cell):
            return queried(f"{cell} is what a formula shows that has gone wrong.")
        return read(cell)

    doubt = IN_DOUBT.get((record, column.field)) if record is not None else None
    return careful if doubt is None else _closing(careful, doubt[0])


def _closing(read: Reader, doubt: Value) -> Reader:
    def closing(cell: Cell) -> Read:
        told = read(cell)
        return queried(told.sentence, doubt) if told.outcome is Outcome.QUERIED and told.value is None else told

    return closing


def _reader(column: Column, record: type[Record] | None, context: Context) -> Reader:
    if column.kind in PLAIN:
        return PLAIN[column.kind]
    if column.kind in DATED:
        dated = DATED[column.kind]
        return lambda cell: dated(cell, context.year)
    match column.kind:
        case Kind.SCHOOL:
            return cell_names.school_reader(context.schools)
        case Kind.CHOICE | Kind.CHOICES:
            return _choice_reader(column, record, context)
        case Kind.SETTING:
            return _setting
    return _text_reader(column, context)


def _choice_reader(column: Column, record: type[Record] | None, context: Context) -> Reader:
    heading, free = (column.options.heading, column.options.free) if column.options else ("options", True)
    options = context.lists.get(heading) or LISTS.get(heading, ())
    name = heading[:1].lower() + heading[1:] if heading.endswith("s") else f"options of {heading}"
    if column.kind is Kind.CHOICES:
        return cell_choices.choices_reader(options, heading=name)
    return cell_choices.choice_reader(options, free=free, kinds=_kinds(column, record), heading=name)


@lru_cache(maxsize=256)
def _kinds(column: Column, record: type[Record] | None) -> type[StrEnum] | None:
    annotation = record.model_fields[column.field].annotation if record is not None else None
    return annotation if isinstance(annotation, type) and issubclass(annotation, StrEnum) else None


def _text_reader(column: Column, context: Context) -> Reader:
    source = column.options
    if source is not None and source.tab == SCHOOLS.title:
        return cell_names.school_reader(context.who, others=source.free)
    if source is not None and source.tab not in {STAFF.title, LISTS_TAB.title}:
        return cell_names.key_reader(context.keys.get((source.tab, source.heading), Names()))
    if column.kind is Kind.CODE:
        return cell_names.code_reader(context.year)
    return cell_names.text_reader(context.year, lines=column.kind is Kind.LONG_TEXT)


def _setting(cell: Cell) -> Read:
    """Keep the value of a setting as it stands; what it means depends on its row."""
    if isinstance(cell, str):
        return Read(clean(cell)) if clean(cell) else BLANK
    return Read(cell)
