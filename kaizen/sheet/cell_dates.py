"""Dates as people in English schools write them: day first, in words, with or without the year."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kaizen.domain.dates import FIRST_MONTH, SchoolYear
from kaizen.domain.wording import said
from kaizen.sheet.cells import BLANK, Cell, Read, noted, of_bounded_length, queried, shown
from kaizen.sheet.text import leaves_open, match_key, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet. Source: "Date and number formats", Sheets API documentation."""

FIRST_SERIAL, LAST_SERIAL = 36526, 73050
"""1 January 2000 and 31 December 2099: numbers of days outside are not taken for dates."""

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LETTERS = 3
"""Months and weekdays may be shortened to this many letters."""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_ISO_WORDS = re.compile(r"(\d{4})[-/. ]([a-z]+)\.?[-/. ](\d{1,2})")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})\s*[-/.\\ ]\s*(\d{1,2})(?:\s*[-/.\\ ]\s*'?(\d{4}|\d{2}))?")
_DAY_MONTH = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?[\s./-]*(?:of\s+)?([a-z]+)\.?[\s,/-]*'?(\d{4}|\d{2})?")
_MONTH_DAY = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:[\s,]+(\d{4}))?")
_WEEKDAY = re.compile(r"([a-z]+)\.?(?:[\s,:-]+(?=[\da-z])|(?=\d))")
_WEEKDAY_AFTER = re.compile(r"(?<=[\da-z])[\s,:-]{1,3}\(?([a-z]{3,10})\.?\)?\Z")
_LONGEST_WEEKDAY = 20
"""Letters at the end of a text in which a weekday stands, with what surrounds it."""
_CLOCK = re.compile(r"(.*?[\da-z])(?:,? at |, ?| |(?<=\d)t)\d{1,2}(?:[:.]\d\d){1,2}(?: ?[ap]\.?m\.?)?")
_DAY_NUMBER = re.compile(r"([0-9]{5})(?:\.0)?")
_WEEK = re.compile(r"w\.?[/ ]?[bck]\b|week\b")
_SEVERAL = re.compile(r"\d[a-z ,]{0,30}(?:-|\bto\b|\bor\b|\band\b|&)[a-z ]{0,30}\d")


@of_bounded_length
def read_date(cell: Cell, year: SchoolYear) -> Read:
    """Read a date cell.

    Args:
        cell: a number of days, or text: ``22/2/27``, ``2027-02-22``, ``Mon 22nd Feb``.
        year: where the text names no year, the day is in this school year.

    Returns:
        A `date`; a question where there is no such day, the weekday disagrees or the text is not one date.
    """
    if isinstance(cell, str):
        return _date_in_text(cell, year)
    if isinstance(cell, bool) or not FIRST_SERIAL <= cell <= LAST_SERIAL:
        return queried(f"{shown(cell)} is not a date.")
    return Read(EPOCH + timedelta(days=int(cell)))


def in_this_century(day: date) -> bool:
    """Tell whether a day is one a school sheet can mean: from 2000 to 2099."""
    return FIRST_SERIAL <= (day - EPOCH).days <= LAST_SERIAL


def _date_in_text(text: str, year: SchoolYear) -> Read:
    typed = match_key(text).rstrip(" .,;")
    if not typed:
        return queried(f"{quoted(text)} is not a date that can be read.") if match_key(text) else BLANK
    found = _day_in(text, typed, year)
    if found is None and (match := _CLOCK.fullmatch(typed)):
        found = _day_in(match[1], match[1], year)
        if found is not None and not found.outcome:
            found = noted(found.value, f"{quoted(text)} names a time too, which is not read here.")
    return found or queried(f"{quoted(text)} {_why_not(typed)}")


def _day_in(text: str, typed: str, year: SchoolYear) -> Read | None:
    """Read a date that stands alone; None where the text has no such form."""
    weekday, rest = _weekday_and_rest(typed)
    if weekday is None and _is_a_month(rest, year):
        return queried(f"{quoted(text)} may be a day, or a month of that year.")
    parts = _parts(rest)
    return _numbered(text, typed) if parts is None else _dated(text, weekday, parts, year)


def _dated(text: str, weekday: int | None, parts: tuple[int, int, int | None], year: SchoolYear) -> Read:
    day, month, of = parts
    try:
        found = date(_full_year(of, month, year), month, day)
    except ValueError:
        return _no_such_day(text, parts)
    if not in_this_century(found):
        return queried(f"{quoted(text)} is not in the years 2000 to 2099.")
    if weekday is not None and found.weekday() != weekday:
        return queried(f"{quoted(text)} is not a {WEEKDAYS[weekday].title()}: the day is {said(found)}.")
    return Read(found)


def _is_a_month(typed: str, year: SchoolYear) -> bool:
    """Tell whether "Feb 27" is likely February 2027: the number is a year that the school year has."""
    match = _MONTH_DAY.fullmatch(typed)
    years = {of % 100 for of in (year.starts, year.starts + 1)}
    return match is not None and match[3] is None and match[2] in map(str, years) and typed[-1].isdigit()


def _numbered(text: str, typed: str) -> Read | None:
    """Read the number of a day; None for anything else."""
    found = _DAY_NUMBER.fullmatch(typed)
    if found is None or not FIRST_SERIAL <= int(found[1]) <= LAST_SERIAL:
        return None
    day = EPOCH + timedelta(days=int(found[1]))
    return noted(day, f"{quoted(text)} is read as the day with that number, {said(day)}.")


def _why_not(typed: str) -> str:
    if _WEEK.match(typed):
        return "names a week, not a day."
    if _SEVERAL.search(typed):
        return "names more than one day."
    return "leaves the day open." if leaves_open(typed) else "is not a date that can be read."


def _weekday_and_rest(typed: str) -> tuple[int | None, str]:
    if (match := _WEEKDAY.match(typed)) and (weekday := _position(match[1], WEEKDAYS)) is not None:
        return weekday, typed[match.end() :]
    match = _WEEKDAY_AFTER.search(typed, max(len(typed) - _LONGEST_WEEKDAY, 0))
    if match and (weekday := _position(match[1], WEEKDAYS)) is not None:
        return weekday, typed[: match.start()]
    return None, typed


def _position(word: str, names: Sequence[str]) -> int | None:
    """Return which of the names a word is short for; "sept", "tues" and "weds" are."""
    for number, name in enumerate(names):
        if len(word) >= LETTERS and name.startswith((word, word.removesuffix("s"))):
            return number
    return None


def _parts(typed: str) -> tuple[int, int, int | None] | None:
    """Return day, month and year as typed, None where the text has no such form."""
    if match := _ISO.fullmatch(typed) or _COMPACT.fullmatch(typed):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _NUMBERS.fullmatch(typed):
        return int(match[1]), int(match[2]), _number(match[3])
    if match := _ISO_WORDS.fullmatch(typed):
        return _with_month(match[3], match[2], match[1])
    if match := _DAY_MONTH.fullmatch(typed):
        return _with_month(match[1], match[2], match[3])
    if match := _MONTH_DAY.fullmatch(typed):
        return _with_month(match[2], match[1], match[3])
    return None


def _with_month(day: str, word: str, year: str | None) -> tuple[int, int, int | None] | None:
    month = _position(word, MONTHS)
    return None if month is None else (int(day), month + 1, _number(year))


def _number(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) + (2000 if len(digits) < len("2000") else 0)


def _full_year(typed: int | None, month: int, year: SchoolYear) -> int:
    if typed is not None:
        return typed
    return year.starts if month >= FIRST_MONTH else year.starts + 1


def _no_such_day(text: str, parts: tuple[int, int, int | None]) -> Read:
    day, month, _ = parts
    if month > len(MONTHS) >= day:
        return queried(f"{quoted(text)}: dates are read day first, and there is no month {month}.")
    return queried(f"{quoted(text)}: there is no such day.")
