"""Dates and times as the sheet counts them: days since Sat 30 Dec 1899, the time as the fraction of a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

EPOCH: Final = date(1899, 12, 30)
SECONDS_A_DAY: Final = 86_400


def day_serial(day: date) -> int:
    """Return the serial of a day; Sat 21 Nov 2026 is 46347."""
    return (day - EPOCH).days


def time_serial(hours: int, minutes: int, seconds: int = 0) -> float:
    """Return a time of day as a fraction; noon is 0.5."""
    return (hours * 3600 + minutes * 60 + seconds) / SECONDS_A_DAY


def moment(serial: float) -> datetime | None:
    """Return the moment a serial stands for, to the nearest second; ``None`` outside the years 1 to 9999."""
    try:
        return datetime(EPOCH.year, EPOCH.month, EPOCH.day) + timedelta(seconds=round(serial * SECONDS_A_DAY))  # noqa: DTZ001 - a sheet's moment has no zone
    except OverflowError:
        return None
