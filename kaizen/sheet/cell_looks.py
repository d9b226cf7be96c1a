"""How the sheet shows a cell, for findings that quote it: dates and times the British way, not numbers of days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from kaizen.sheet.cell_dates import EPOCH, FIRST_SERIAL, LAST_SERIAL
from kaizen.sheet.cells import Cell, Value, shown
from kaizen.sheet.layout import Kind

DAY, CLOCK = "%d/%m/%Y", "%H:%M"
LOOKS = {Kind.DATE: DAY, Kind.TIME: CLOCK, Kind.DATE_TIME: f"{DAY} {CLOCK}"}


def seen(cell: Cell, kind: Kind) -> str:
    """Return a cell of a column of this kind as people see it: ``16/11/2026``, ``13:30``; text as it stands."""
    if isinstance(cell, str | bool) or kind not in LOOKS:
        return shown(cell)
    if FIRST_SERIAL <= cell < LAST_SERIAL + 1 or (kind is Kind.TIME and 0 <= cell < 1):
        moment = datetime.combine(EPOCH, time()) + timedelta(seconds=round(cell * 86_400))
        return moment.strftime(LOOKS[kind])
    return shown(cell)


def value_seen(value: Value) -> str:
    """Return what was read from a cell as the sheet shows it: a day as ``16/11/2026``, other things as they are."""
    if isinstance(value, datetime):
        return value.strftime(LOOKS[Kind.DATE_TIME])
    return value.strftime(DAY) if isinstance(value, date) else str(value)
