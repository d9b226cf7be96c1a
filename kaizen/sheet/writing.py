"""From records to the requests that write them; pure, and placed by the headings as they stand.

Values only ever go out as text, numbers and truth values (``userEnteredValue`` with ``stringValue``,
``numberValue`` or ``boolValue``): nothing that a person types can become a formula. The only formula that
goes out is a head's own, for the new row of a column that has it in every row (`added_columns`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import count, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING

from kaizen.sheet.cell_values import NUMBER_FORMATS, VALUE_AND_NUMBER_FORMAT, VALUE_ONLY, Request, cell_data, entered
from kaizen.sheet.findings import URGENCY, Finding, Outcome
from kaizen.sheet.headings import heading_key
from kaizen.sheet.layout import REF, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kaizen.domain.record import Email, Record
    from kaizen.sheet.cells import Cell, Value
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.tab_reading import TabReading

WORDS_FOR = {Outcome.NOTED: "Noted", Outcome.QUERIED: "Please check", Outcome.SKIPPED: "Not read"}
"""What Checks says of an outcome."""


class OwnHeading(str):
    """The heading of a column that people have added, where otherwise the field of a model stands."""

    __slots__ = ()


NOTHING_ADDED: Mapping[int, Request] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of Log: who did what, and for an amended cell what it said before and after."""

    when: datetime
    who: Email
    did: str
    key: str
    tab: str = ""
    row: str = ""
    column: str = ""
    before: str = ""
    after: str = ""


def append_cells(
    reading: TabReading, sheet_id: int, records: Sequence[Record], added: Sequence[Mapping[int, Request]] = ()
) -> Request:
    """Return the request that adds records below the last row of their tab.

    Each value goes under its heading, wherever that stands now. A field whose heading is gone is not written.

    Args:
        reading: the tab as it stands.
        sheet_id: of the tab.
        records: the rows.
        added: for each row the cells under headings that people have added, by column; without it they stay blank.
    """
    rows = [row_values(reading.tab, record) for record in records]
    more = added or [{}] * len(rows)
    return appended(sheet_id, [new_row_cells(reading, *row) for row in zip(rows, more, strict=True)])


def row_values(tab: Tab, record: Record) -> dict[str, Value]:
    """Return each field of a record's row, its Ref included, and the value that its cell is to hold."""
    return {column.field: getattr(record, column.field) for column in tab.columns} | {"ref": record.ref}


def _append(reading: TabReading, sheet_id: int, rows: Iterable[Mapping[str, Value]]) -> Request:
    return appended(sheet_id, [new_row_cells(reading, values) for values in rows])


def appended(sheet_id: int, rows: Iterable[list[Request]]) -> Request:
    """Return the request that adds rows below the last one, each with these cells."""
    data = [{"values": cells} for cells in rows]
    return {"appendCells": {"sheetId": sheet_id, "rows": data, "fields": VALUE_AND_NUMBER_FORMAT}}


def new_row_cells(
    reading: TabReading, values: Mapping[str, Value], added: Mapping[int, Request] = NOTHING_ADDED
) -> list[Request]:
    """Return the cells of a new row, each value under its heading as that stands now, and what is added beside them."""
    width = max((*reading.columns.values(), *added), default=-1) + 1
    cells: list[Request] = [dict(added.get(column, {})) for column in range(width)]
    for field, value in values.items():
        heading, kind = heading_and_kind(reading.tab, field)
        if heading in reading.columns:
            cells[reading.columns[heading]] = cell_data(value, kind)
    return cells


def heading_and_kind(tab: Tab, field: str) -> tuple[str, Kind]:
    """Return where a field of a model stands and what its cells hold; the field ``ref`` is the Ref column.

    What stands under a heading that people have added counts as text.

    Raises:
        KeyError: the tab has no such field.
    """
    if isinstance(field, OwnHeading):
        return str(field), Kind.TEXT
    if field == "ref":
        return REF, Kind.CODE
    column = tab.column(field)
    return column.heading, column.kind


def update_cells(reading: TabReading, sheet_id: int, ref: str, values: Mapping[str, Value]) -> list[Request]:
    """Return the requests that give some cells of one row new values, one request a cell.

    ``ref`` is the row as `TabReading.places` knows it; the field ``ref`` of ``values`` fills in its Ref.

    Raises:
        KeyError: the row, or the heading of a field, is not in the tab.
    """
    row = reading.places[ref]
    return [_update(reading, sheet_id, row, field, value) for field, value in values.items()]


def _update(reading: TabReading, sheet_id: int, row: int, field: str, value: Value) -> Request:
    heading, kind = heading_and_kind(reading.tab, field)
    if kind in {Kind.SETTING, Kind.TEXT} and isinstance(value, date):
        kind = Kind.DATE_TIME if isinstance(value, datetime) else Kind.DATE
    column = reading.added[heading_key(heading)] if isinstance(field, OwnHeading) else reading.columns[heading]
    start = {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column}
    if _needs_format(reading.cell(row, heading), kind):
        cell, mask = cell_data(value, kind), VALUE_AND_NUMBER_FORMAT
    else:
        content = entered(value, kind)
        cell, mask = ({VALUE_ONLY: content} if content else {}), VALUE_ONLY
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": mask}}


def _needs_format(there: Cell, kind: Kind) -> bool:
    """Tell whether a number would show as 46440.5: it has a format of its kind, and no number stood there before."""
    dated = kind in NUMBER_FORMATS and NUMBER_FORMATS[kind]["type"] != "TEXT"
    return dated and (isinstance(there, str | bool))


def log_rows(reading: TabReading, sheet_id: int, entries: Sequence[LogEntry]) -> Request:
    """Return the request that adds lines to Log."""
    return _append(reading, sheet_id, [log_values(entry) for entry in entries])


def log_values(entry: LogEntry) -> dict[str, Value]:
    """Return each field of a line of Log and the value that its cell is to hold."""
    return {field.name: getattr(entry, field.name) for field in fields(LogEntry)}


def checks_rows(reading: TabReading, sheet_id: int, findings: Sequence[Finding]) -> list[Request]:
    """Return the requests that make Checks say what was found: the organiser's, then school by school, worst first.

    They go out with a commit and cost no call of their own. Nothing when it says so already, or when its
    headings are gone. Lines that are too many are cleared. What is private is left out: everybody who opens
    the sheet reads this tab.
    """
    wanted = [_check(finding) for finding in _for_everybody(findings)][:MOST_CHECKS]
    first, old = reading.heading_row + 1, max(len(reading.grid) - reading.heading_row, 0)
    if not reading.heading_row or _lines_there(reading, first, old) == [_there(reading, line) for line in wanted]:
        return []
    blank: dict[str, Value] = dict.fromkeys(_CHECK_FIELDS, "")
    lines = [*wanted, *([blank] * (old - len(wanted)))]
    requests = _rewrite(reading, sheet_id, first, lines[:old]) if old else []
    return [*requests, *([_append(reading, sheet_id, lines[old:])] if lines[old:] else [])]


MOST_CHECKS = 500
"""Lines on Checks; a sheet pasted in the wrong place has thousands, and nobody reads them."""


def _for_everybody(findings: Sequence[Finding]) -> list[Finding]:
    told = [finding for finding in findings if not finding.private]
    return sorted(told, key=lambda one: (one.who.school, URGENCY.index(one.outcome), one.place))


_CHECK_FIELDS = ("who", "outcome", "tab", "row", "column", "sentence")


def _check(finding: Finding) -> dict[str, Value]:
    place = finding.place
    words = WORDS_FOR.get(finding.outcome, "")
    told = (str(finding.who), words, place.tab, place.row or "", place.heading, finding.sentence)
    return dict(zip(_CHECK_FIELDS, told, strict=True))


def _there(reading: TabReading, line: Mapping[str, Value]) -> list[Value]:
    """Return the part of a line that the tab has headings for."""
    return [line[field] for field in _CHECK_FIELDS if reading.tab.column(field).heading in reading.columns]


def _lines_there(reading: TabReading, first: int, count: int) -> list[list[Value]]:
    headings = [reading.tab.column(field).heading for field in _CHECK_FIELDS]
    headings = [heading for heading in headings if heading in reading.columns]
    return [[reading.cell(row, heading) for heading in headings] for row in range(first, first + count)]


def _rewrite(reading: TabReading, sheet_id: int, row: int, lines: Sequence[Mapping[str, Value]]) -> list[Request]:
    """Return the requests that fill lines that are there: one for each run of columns with none of somebody's."""
    at = {field: reading.columns.get(heading_and_kind(reading.tab, field)[0]) for field in _CHECK_FIELDS}
    fields_by_column = {column: field for field, column in at.items() if column is not None}
    starts = [column for column in sorted(fields_by_column) if column - 1 not in fields_by_column]
    requests = []
    for column in starts:
        run = [fields_by_column[one] for one in takewhile(fields_by_column.__contains__, count(column))]
        data = [{"values": [_content(reading, field, line[field]) for field in run]} for line in lines]
        start = {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column}
        requests.append({"updateCells": {"start": start, "rows": data, "fields": VALUE_ONLY}})
    return requests


def _content(reading: TabReading, field: str, value: Value) -> Request:
    content = entered(value, heading_and_kind(reading.tab, field)[1])
    return {VALUE_ONLY: content} if content else {}
