"""Reading values: ``values.get``, ``values:batchGet`` and the echo of a write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.sheets_local.cells import Cell, Formula, Scalar, plain
from kaizen.sheets_local.number_formats import DATE_TYPES, formatted
from kaizen.sheets_local.refusals import Refusal, bad_field
from kaizen.sheets_local.schema import words_of
from kaizen.sheets_local.workbook import COLUMNS, ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaizen.sheets_local.ranges import Area
    from kaizen.sheets_local.wire import Message


@dataclass(frozen=True, slots=True)
class Rendering:
    """How values are wanted.

    Attributes:
        values: ``FORMATTED_VALUE``, ``UNFORMATTED_VALUE`` or ``FORMULA``.
        dates: ``SERIAL_NUMBER`` or ``FORMATTED_STRING``; looked at where values are not formatted.
        dimension: ``ROWS`` or ``COLUMNS``.
    """

    values: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    dimension: str = ROWS

    @classmethod
    def of(cls, options: Mapping[str, list[str]], prefix: str = "") -> Rendering:
        """Return the rendering the query asks for.

        Args:
            options: query parameters.
            prefix: ``response`` for the parameters of a write, whose names start with it.
        """
        value_name, date_name = named("valueRenderOption", prefix), named("dateTimeRenderOption", prefix)
        return cls(
            word(options, value_name, "ValueRenderOption") or "FORMATTED_VALUE",
            word(options, date_name, "DateTimeRenderOption") or "SERIAL_NUMBER",
            word(options, "majorDimension", "Dimension") or ROWS,
        )

    @classmethod
    def of_body(cls, body: Message, prefix: str = "") -> Rendering:
        """Return the rendering a checked message asks for."""
        return cls(
            body.get(named("valueRenderOption", prefix), "FORMATTED_VALUE"),
            body.get(named("dateTimeRenderOption", prefix), "SERIAL_NUMBER"),
            body.get("majorDimension", ROWS),
        )


def named(option: str, prefix: str) -> str:
    """Return an option's name with a prefix, in camel case."""
    return prefix + option[0].upper() + option[1:] if prefix else option


def word(options: Mapping[str, list[str]], name: str, enum: str) -> str:
    """Return a query parameter that is one of an enumeration's words, empty where it is not given.

    Raises:
        Refusal: 400 for any other word.
    """
    given = options.get(name, [""])[-1]
    if given and given not in words_of(enum):
        raise _bad_word(name, enum, given)
    return given


def _bad_word(name: str, enum: str, given: str) -> Refusal:
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return bad_field(
        snake, f"Invalid value at '{snake}' (type.googleapis.com/google.apps.sheets.v4.{enum}), \"{given}\""
    )


def value_range(area: Area, rendering: Rendering) -> Message:
    """Return a ``ValueRange``: blank ends trimmed, no ``values`` where there are none."""
    values = grid(area, rendering)
    answer: Message = {"range": area.written(), "majorDimension": rendering.dimension}
    if values:
        answer["values"] = values
    return answer


def grid(area: Area, rendering: Rendering) -> list[list[Scalar]]:
    """Return the values of an area, trimmed as Google trims them, blank cells between others as ``""``."""
    show = _SHOWS[rendering.values]
    if rendering.values == "UNFORMATTED_VALUE" and rendering.dates == "FORMATTED_STRING":
        show = _plain_with_dates
    rect, sheet = area.rect, area.sheet
    out: list[list[Scalar]] = []
    for row in sheet.rows[rect.top : min(rect.bottom, sheet.last_row())]:
        cells = row.cells[rect.left : min(rect.right, row.width)]
        out.append(_trimmed([show(cell) for cell in cells]))
    if rendering.dimension == COLUMNS:
        out = _turned(out)
    while out and not out[-1]:
        out.pop()
    return out


def _trimmed(values: list[Scalar]) -> list[Scalar]:
    while values and values[-1] == "":
        values.pop()
    return values


def _turned(rows: list[list[Scalar]]) -> list[list[Scalar]]:
    width = max(map(len, rows), default=0)
    return [_trimmed([row[column] if column < len(row) else "" for row in rows]) for column in range(width)]


def _unformatted(cell: Cell) -> Scalar:
    value = cell[0]
    if value is None:
        return ""
    return plain(value) if type(value) is Formula else value  # type: ignore[return-value] # no subclasses; twice as fast


def _plain_with_dates(cell: Cell) -> Scalar:
    value = _unformatted(cell)
    dated = cell.format.get("numberFormat", {}).get("type") in DATE_TYPES
    return shown(cell) if dated and not isinstance(value, str) else value


def _formula(cell: Cell) -> Scalar:
    return cell.value.text if isinstance(cell.value, Formula) else _unformatted(cell)


def shown(cell: Cell) -> str:
    """Return what a person sees in the cell."""
    value = _unformatted(cell)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value
    return formatted(value, cell.format.get("numberFormat", {}))


_SHOWS: dict[str, Callable[[Cell], Scalar]] = {
    "FORMATTED_VALUE": shown,
    "UNFORMATTED_VALUE": _unformatted,
    "FORMULA": _formula,
}
