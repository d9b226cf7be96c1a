"""From a value to the cell that holds it: typed, never a formula, and shown the British way."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaizen.domain.codes import without_stand_in
from kaizen.domain.network import EVERY_DAY
from kaizen.domain.wording import WEEKDAYS
from kaizen.sheet.cell_dates import EPOCH
from kaizen.sheet.layout import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.sheet.cells import Value

Request = dict[str, Any]
"""A part of a request to the Sheets API, as JSON."""

VALUE_ONLY = "userEnteredValue"
"""Field mask that changes what a cell holds; colours, notes and formats of people stay."""

VALUE_AND_NUMBER_FORMAT = "userEnteredValue,userEnteredFormat.numberFormat"

TEXT_FORMAT = {"type": "TEXT", "pattern": "@"}
"""Keeps a phone number's leading 0, and "5/6" from becoming a date, as people type them."""

NUMBER_FORMATS: Mapping[Kind, Mapping[str, str]] = {
    Kind.TEXT: TEXT_FORMAT,
    Kind.LONG_TEXT: TEXT_FORMAT,
    Kind.LIST: TEXT_FORMAT,
    Kind.CODE: TEXT_FORMAT,
    Kind.EMAIL: TEXT_FORMAT,
    Kind.DAYS: TEXT_FORMAT,
    Kind.DATE: {"type": "DATE", "pattern": "dd/mm/yyyy"},
    Kind.TIME: {"type": "TIME", "pattern": "hh:mm"},
    Kind.DATE_TIME: {"type": "DATE_TIME", "pattern": "dd/mm/yyyy hh:mm"},
    Kind.MONEY: {"type": "CURRENCY", "pattern": "\u00a3#,##0.00"},
}

BETWEEN = {Kind.LIST: "; ", Kind.CHOICES: ", "}

_MILLISECONDS_A_DAY = 86_400_000


def serial(value: date | time) -> float:
    """Return a date, a moment or a time of day as the number of days a sheet keeps, to the millisecond."""
    if isinstance(value, datetime):
        passed = value - datetime.combine(EPOCH, time())
        return round(passed.total_seconds() * 1000) / _MILLISECONDS_A_DAY
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) * 1000 / _MILLISECONDS_A_DAY
    return (value - EPOCH).days


def entered(value: Value, kind: Kind) -> Request:
    """Return the ``userEnteredValue`` of a cell, ``{}`` for a blank one.

    Text is always text, also when it begins with ``=``, ``+``, ``-`` or ``@``.

    Raises:
        ValueError: a number that is none, which no cell can hold.
    """
    if value is None or value in ("", (), []):
        return {}
    if kind is Kind.YES_NO and isinstance(value, bool):
        return {"stringValue": "Yes" if value else "No"}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float | Decimal):
        return {"numberValue": _number(value)}
    if isinstance(value, date | time):
        return {"numberValue": serial(value)}
    text = in_words(value, kind)
    return {"stringValue": text} if text else {}


def _number(value: float | Decimal) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that a cell can hold")
    return float(value) if isinstance(value, Decimal) else value


def cell_data(value: Value, kind: Kind) -> Request:
    """Return a whole cell: its value, and the number format its kind is shown in."""
    content = entered(value, kind)
    cell: Request = {"userEnteredValue": content} if content else {}
    if kind in NUMBER_FORMATS:
        cell["userEnteredFormat"] = {"numberFormat": dict(NUMBER_FORMATS[kind])}
    return cell


def in_words(value: Value, kind: Kind) -> str:
    """Return a value as its cell shows it: ``22/02/2027``, ``KS1, KS2``, ``Mon Tue Wed``; ``""`` for none.

    All the days of the week are blank, as in the sheet, and so is what only stands for a key: there is no way by which
    that could get into a cell.
    """
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        if kind is Kind.DAYS:
            return "" if tuple(value) == EVERY_DAY else " ".join(WEEKDAYS[day] for day in value)
        return without_stand_in(BETWEEN.get(kind, ", ").join(map(str, value)))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return _date_or_time(value) if isinstance(value, date | time) else without_stand_in(str(value))


def _date_or_time(value: date | time) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else f"{value:%d/%m/%Y}"
