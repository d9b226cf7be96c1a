"""Times of day, and moments: a date with a time."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from kaizen.domain.wording import said, said_time
from kaizen.sheet.cell_dates import EPOCH, FIRST_SERIAL, LAST_SERIAL, in_this_century, read_date
from kaizen.sheet.cells import BLANK, Cell, Read, noted, of_bounded_length, queried, shown
from kaizen.sheet.findings import Outcome
from kaizen.sheet.text import leaves_open, match_key, quoted

if TYPE_CHECKING:
    from kaizen.domain.dates import SchoolYear

HOURS, MINUTES, NOON = 24, 60, 12
MINUTES_A_DAY = HOURS * MINUTES
SCHOOL_OPENS = 7
"""No school day has begun before 7:00, so "1.30" with neither am nor pm is in the afternoon."""
FOUR_DIGITS = range(100, 2400)
"""Whole numbers that may be hours and minutes without a mark between."""

_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(?:[.:](\d{2}))?\s*(?:([ap])\.?m\.?|(o'clock))?")
_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_NOON = {"noon", "midday", "12 noon", "12noon"}
_SEVERAL = re.compile(r"\d[a-z. ]*(?:-|\bto\b|\bor\b|\band\b|&) ?\d")
_AT = r"(\d{1,2}(?:[.:]\d{2}){0,2}(?: ?[ap]\.?m\.?)?|noon|midday)"
_MOMENT = re.compile(rf"(.*?[\da-z])(?:,? at |, ?| ){_AT}")
_MOMENT_TIME_FIRST = re.compile(r"(\d{1,2}(?:[.:]\d{2})? ?[ap]\.?m\.?|\d{1,2}:\d{2}|noon|midday)(?:,? on |, ?| )(.+)")
_ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?")


@of_bounded_length
def read_time(cell: Cell) -> Read:
    """Read a time of the school day.

    Args:
        cell: a part of a day as a number, or text: ``9.30``, ``09:30``, ``0930``, ``3pm``, ``noon``. Numbers
            from 1 to 24 are what a sheet makes of "9.30", those from 100 to 2359 what it makes of "0930".

    Returns:
        A `time` in whole minutes. Hours from 1 to 6 are taken for the afternoon, with a note.
    """
    if isinstance(cell, str):
        return _time_in_text(cell)
    if isinstance(cell, bool) or not (0 <= cell < HOURS or cell in FOUR_DIGITS):
        return queried(f"{shown(cell)} is not a time of day.")
    if cell < 1:
        return _of_the_school_day(round(cell * MINUTES_A_DAY) % MINUTES_A_DAY)
    digits = cell if cell in FOUR_DIGITS else cell * 100
    hours, minutes = divmod(round(digits), 100)
    if minutes >= MINUTES or not math.isclose(digits, round(digits), abs_tol=1e-6):
        return queried(f"{shown(cell)} is not a time of day.")
    taken = _of_the_school_day(hours * MINUTES + minutes)
    return (
        taken if taken.sentence else noted(taken.value, f"The number {shown(cell)} is read as {hours}:{minutes:02d}.")
    )


def _of_the_school_day(minutes: int) -> Read:
    if MINUTES <= minutes < SCHOOL_OPENS * MINUTES:
        later = _at(minutes + NOON * MINUTES)
        return noted(later, f"{said_time(_at(minutes))} is read as {said_time(later)}, in the afternoon.")
    return Read(_at(minutes))


def _at(minutes: int) -> time:
    return time(*divmod(minutes, MINUTES))


def _time_in_text(text: str) -> Read:
    typed = match_key(text)
    if not typed:
        return BLANK
    if typed in _NOON:
        return Read(time(NOON))
    if match := _DIGITS.fullmatch(typed):
        return Read(time(int(match[1]), int(match[2])))
    found = _clock(typed)
    if found is None:
        return queried(f"{quoted(text)} {_why_not(typed)}")
    minutes = found.hour * MINUTES + found.minute
    return Read(_at(minutes)) if says_which_half(typed) else _of_the_school_day(minutes)


def says_which_half(text: str) -> bool:
    """Tell whether a time as typed leaves no doubt about the afternoon: it says am or pm, or begins with 0."""
    typed = match_key(text)
    return typed[-1:] in {"m", "."} or typed[:1] == "0"


def _why_not(typed: str) -> str:
    if _SEVERAL.search(typed):
        return "names more than one time."
    return "leaves the time open." if leaves_open(typed) else "is not a time that can be read."


def _clock(typed: str) -> time | None:
    """Return the time as it stands, without thinking of the afternoon; None where there is no such time."""
    match = _TIME.fullmatch(typed)
    if match is None or not (match[2] or match[4] or match[5]):
        return None
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[4] is not None:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if match[4] == "p" else 0)
    return time(hour, minute, second) if hour < HOURS and minute < MINUTES and second < MINUTES else None


@of_bounded_length
def read_moment(cell: Cell, year: SchoolYear) -> Read:
    """Read a date with a time, to the thousandth of a second.

    Args:
        cell: a number of days with a fraction, or text such as ``2026-11-16T08:00:30`` or
            ``16 Nov 2026 at 8am``.
        year: where the text names no year, the day is in this school year.

    Returns:
        A `datetime` without a zone: local time. A day alone is its first moment, with a note.
    """
    if isinstance(cell, str):
        return _moment_in_text(cell, year)
    if isinstance(cell, bool) or not FIRST_SERIAL <= cell <= LAST_SERIAL:
        return queried(f"{shown(cell)} is not a date and a time.")
    start = datetime.combine(EPOCH, time())
    return Read(start + timedelta(milliseconds=round(cell * MINUTES_A_DAY * 60_000)))


def read_limit(cell: Cell, year: SchoolYear, *, closes: bool) -> Read:
    """Read the moment at which something opens or closes.

    Args:
        cell: as for `read_moment`; a number without a fraction is a day alone, as it is when typed without a time.
        year: as for `read_moment`.
        closes: whether it closes then, so that a day alone lasts to its end, 23:59; it opens with its beginning.

    Returns:
        A `datetime` as `read_moment`, with a note where only a day was given.
    """
    read = read_moment(cell, year)
    if not isinstance(read.value, datetime) or not _is_day_alone(cell, read):
        return read
    day = read.value
    if closes:
        last = day.replace(hour=HOURS - 1, minute=MINUTES - 1)
        return noted(last, f"{said(day)} has no time, so the end of that day counts, {said_time(last)}.")
    return noted(day, f"{said(day)} has no time, so the beginning of that day counts.")


def _is_day_alone(cell: Cell, read: Read) -> bool:
    return read.outcome is Outcome.NOTED if isinstance(cell, str) else float(cell).is_integer()


def _moment_in_text(text: str, year: SchoolYear) -> Read:
    typed = match_key(text)
    if not typed:
        return BLANK
    if _ISO_MOMENT.fullmatch(typed):
        return _iso_moment(text, typed)
    on, at = _day_and_time(typed)
    day = read_date(on, year).value
    if not isinstance(day, date):
        return queried(f"{quoted(text)} is not a date and a time that can be read.")
    if not at:
        return noted(
            datetime.combine(day, time()), f"{quoted(text)} names no time, so it is read as the day's beginning."
        )
    clock = _time_in_text(at)
    if not isinstance(clock.value, time):
        return queried(f"{quoted(text)} has no time that can be read.")
    return clock._replace(value=datetime.combine(day, clock.value))


def _day_and_time(typed: str) -> tuple[str, str]:
    if match := _MOMENT.fullmatch(typed):
        return match[1], match[2]
    if match := _MOMENT_TIME_FIRST.fullmatch(typed):
        return match[2], match[1]
    return typed, ""


def _iso_moment(text: str, typed: str) -> Read:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return queried(f"{quoted(text)}: there is no such day and time.")
    return (
        Read(moment) if in_this_century(moment.date()) else queried(f"{quoted(text)} is not in the years 2000 to 2099.")
    )
