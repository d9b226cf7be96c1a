"""How dates, times, counts and lists are said in a sentence, whatever the machine's locale."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def said(day: date) -> str:
    """Return the day as ``Mon 22 Feb 2027``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def said_time(moment: time | datetime) -> str:
    """Return the time of day on the 24-hour clock, ``8:00`` or ``17:30``."""
    return f"{moment.hour}:{moment.minute:02d}"


def said_moment(moment: datetime) -> str:
    """Return day and time, ``Mon 16 Nov 2026 at 8:00``."""
    return f"{said(moment)} at {said_time(moment)}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return ``no places``, ``1 place`` or ``2 places``; the plural is ``noun`` and an s unless given."""
    return f"{number or 'no'} {noun if number == 1 else plural or noun + 's'}"


def subject(called: str, you: str, other: str) -> str:
    """Return ``you have``, or ``Ann Lee has`` of somebody who is called by name; the words are the two verbs."""
    return f"{called} {other}" if called else f"you {you}"


def ended(sentence: str) -> str:
    """Return the sentence with a full stop, unless it ends with one or with another such mark."""
    return sentence if sentence.endswith((".", "!", "?", "\u2026")) else f"{sentence}."


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``; nothing for no parts."""
    *before, end = parts or ("",)
    return f"{', '.join(before)} {last} {end}" if before else end
