"""Text typed into a cell, understood as the sheet's own page understands it: USER_ENTERED, day before month.

``04/03/2026`` is Wed 4 Mar 2026 unless the spreadsheet's locale is en_US. Like the page, a date, a percentage or an
amount of money also gives the cell its number format, unless the cell already has one.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from kaizen.sheets_local.cells import BLANK, Cell, Formula, Look, Value, checked_text
from kaizen.sheets_local.number_formats import MONTHS
from kaizen.sheets_local.schema import number_of
from kaizen.sheets_local.serials import day_serial, time_serial

if TYPE_CHECKING:
    from kaizen.sheets_local.wire import Message

_NUMBER: Final = re.compile(
    r"(?P<sign>[-+]?)(?P<money>[£$€]?)(?P<second>[-+]?)"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?P<power>[eE][-+]?\d{1,3})?(?P<percent>\s*%)?"
)
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([aApP])[mM])?")
_ISO: Final = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
_NUMERIC: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_NAMED: Final = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})(?:[- ](\d{4}|\d{2}))?")
_LONG_MONTHS: Final = [month.lower() for month in MONTHS]
_SHORT_MONTHS: Final = [month[:3] for month in _LONG_MONTHS]
_FIRST_YEAR: Final = 1900
_TURN_OF_CENTURY: Final = 30
_NOON: Final = 12


class Entry(NamedTuple):
    """What a typed text means: the content and the number format it brings, if any."""

    value: Value
    format: Message | None = None


class Reading(NamedTuple):
    """What the meaning of a typed text depends on: the spreadsheet's locale and the current year."""

    month_first: bool
    year: int


def typed_into(cell: Cell, text: str, reading: Reading) -> Cell:
    """Return the cell after somebody has typed the text into it.

    Raises:
        Refusal: 400 for more than 50,000 characters.
    """
    held = cell.format.get("numberFormat")
    if held and held.get("type") == "TEXT":
        return cell.with_value(checked_text(text.removeprefix("'")))
    entry = understood(text, reading)
    if entry.format is None or held:
        return cell.with_value(entry.value)
    look = Look.of({**cell.format, "numberFormat": entry.format}, cell.rule)
    return Cell(entry.value, look, cell.note)


def understood(text: str, reading: Reading) -> Entry:
    """Return what a typed text means."""
    checked_text(text)
    bare = text.strip()
    if text.startswith("'"):
        return Entry(text[1:] or None)
    if text.startswith("=") and len(text) > 1:
        return Entry(Formula.of(text))
    if bare.upper() in {"TRUE", "FALSE"}:
        return Entry(bare.upper() == "TRUE")
    return _number(bare) or _moment(bare, reading) or Entry(text or None)


def _number(text: str) -> Entry | None:
    found = _NUMBER.fullmatch(text)
    if not found or (found["sign"] and found["second"]) or (found["money"] and found["percent"]):
        return None
    digits = found["digits"].replace(",", "")
    value = float(digits + (found["power"] or ""))
    if math.isinf(value):
        return None
    if "-" in found["sign"] + found["second"]:
        value = -value
    if found["percent"]:
        value = round(value / 100, 15)
    return Entry(number_of(value), _number_format(found, "0.00" if "." in digits else "0"))


def _number_format(found: re.Match[str], places: str) -> Message | None:
    if found["percent"]:
        return {"type": "PERCENT", "pattern": f"{places}%"}
    if found["money"]:
        return {"type": "CURRENCY", "pattern": f"[${found['money']}]#,##{places}"}
    if "," in found["digits"]:
        return {"type": "NUMBER", "pattern": f"#,##{places}"}
    return {"type": "SCIENTIFIC", "pattern": "0.00E+00"} if found["power"] else None


def _moment(text: str, reading: Reading) -> Entry | None:
    whole = _date(text, reading) or _time(text)
    if whole:
        return whole
    first, _, rest = text.rpartition(" ")
    if rest[-2:].lower() in {"am", "pm"} and ":" not in rest:
        first, _, half = first.rpartition(" ")
        rest = f"{half} {rest}"
    day, time = _date(first, reading), _time(rest)
    if not day or not time:
        return None
    patterns = [part.format["pattern"] for part in (day, time) if part.format]
    return Entry(float(str(day.value)) + float(str(time.value)), {"type": "DATE_TIME", "pattern": " ".join(patterns)})


def _time(text: str) -> Entry | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    if max(minutes, seconds) > 59 or hours > (_NOON if found[4] else 23):  # noqa: PLR2004 - a clock's limits
        return None
    pattern = "hh:mm" + (":ss" if found[3] else "")
    if found[4]:
        hours = hours % _NOON + (_NOON if found[4] in "pP" else 0)
        pattern = pattern.replace("hh", "h") + " am/pm"
    return Entry(number_of(time_serial(hours, minutes, seconds)), {"type": "TIME", "pattern": pattern})


def _date(text: str, reading: Reading) -> Entry | None:
    if found := _ISO.fullmatch(text):
        mark = found[2]
        return _day(int(found[1]), int(found[3]), int(found[4]), f"yyyy{mark}mm{mark}dd")
    if found := _NUMERIC.fullmatch(text):
        return _numeric_date(found, reading)
    if found := _NAMED.fullmatch(text):
        month = _month_number(found[2].lower())
        long = "mmmm" if len(found[2]) > 3 else "mmm"  # noqa: PLR2004 - Mar, not March
        return _day(_year(found[3], reading), month, int(found[1]), f"d {long}" + (" yyyy" if found[3] else ""))
    return None


def _numeric_date(found: re.Match[str], reading: Reading) -> Entry | None:
    first, second, mark = int(found[1]), int(found[3]), found[2]
    day, month = (second, first) if reading.month_first else (first, second)
    order = f"mm{mark}dd" if reading.month_first else f"dd{mark}mm"
    return _day(_year(found[4], reading), month, day, order + (f"{mark}yyyy" if found[4] else ""))


def _year(text: str | None, reading: Reading) -> int:
    if text is None:
        return reading.year
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - 27 or 2027
        return year
    return year + (2000 if year < _TURN_OF_CENTURY else 1900)


def _month_number(word: str) -> int:
    names = _SHORT_MONTHS if len(word) == 3 else _LONG_MONTHS  # noqa: PLR2004 - mar, not march
    return names.index(word) + 1 if word in names else 0


def _day(year: int, month: int, day: int, pattern: str) -> Entry | None:
    if year < _FIRST_YEAR:
        return None
    try:
        return Entry(day_serial(date(year, month, day)), {"type": "DATE", "pattern": pattern})
    except ValueError:
        return None


def shown_as_typed(text: str, reading: Reading) -> Value:
    """Return the content a text gives to a cell without any format, for values a replacement leaves behind."""
    return typed_into(BLANK, text, reading).value
