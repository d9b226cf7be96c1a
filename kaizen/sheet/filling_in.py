"""What a blank cell means where the rest of the row says it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from kaizen.domain.wording import said, said_time
from kaizen.sheet.cell_times import NOON, says_which_half
from kaizen.sheet.cells import BLANK, noted, queried
from kaizen.sheet.layout import APP, BOOKINGS, DATES, SESSIONS, VISIT_NOTES, VISITS
from kaizen.sheet.refs import stand_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.sheet.cells import Cell, Context, Read, Value
    from kaizen.sheet.layout import Column, Tab

Values = dict[str, "Value"]


def fill_in(tab: Tab, values: Values, context: Context) -> str:
    """Fill in what follows from the rest of the row, in place.

    Returns:
        Why the row cannot be right as it stands, as a sentence; "" where nothing speaks against it.
    """
    filler = FILLERS.get(tab.title)
    return filler(values, context) if filler is not None else ""


def end_after_start(values: Values, typed: Cell) -> Read:
    """Read the end of something again where, as typed, it lies before its start.

    Args:
        values: what was read from the row; ``starts`` and ``ends`` are times.
        typed: the cell of ``ends``.

    Returns:
        The end in the afternoon where that is after the start and the cell leaves it open; a question where
        nothing helps; `BLANK` where there is nothing to say.
    """
    starts, ends = values.get("starts"), values.get("ends")
    if not isinstance(starts, time) or not isinstance(ends, time) or ends >= starts:
        return BLANK
    open_to_it = ends.hour < NOON and not (isinstance(typed, str) and says_which_half(typed))
    later = ends.replace(hour=ends.hour + NOON) if open_to_it else ends
    if later > starts:
        return noted(later, f"{said_time(ends)} is read as {said_time(later)}, after the start at {said_time(starts)}.")
    return queried(f"{said_time(ends)} is before the start at {said_time(starts)}.", ends)


def _day_alone(values: Values, _: Context) -> str:
    """Where Last day is blank, the row speaks of one day."""
    first = values.get("first_day")
    if not isinstance(first, date):
        return ""
    last = values.setdefault("last_day", first)
    if isinstance(last, date) and last < first:
        return f"It ends on {said(last)}, before it begins on {said(first)}."
    return ""


def _session_code(values: Values, _: Context) -> str:
    """The code of a session is its workshop and its slot."""
    if "workshop" in values and "slot" in values:
        values.setdefault("session", f"{values['workshop']}-{values['slot']}")
    return ""


def _who(values: Values, context: Context, school: str) -> str:
    known = context.people.get(str(values.get("email", "")))
    if known is not None:
        values.setdefault("name", known[0])
        values.setdefault(school, known[1])
    return ""


def _booking(values: Values, context: Context) -> str:
    slot = context.slots.get(str(values.get("session", "")))
    if slot is not None:
        values.setdefault("slot", slot)
    return _who(values, context, "school")


def _visitor(values: Values, context: Context) -> str:
    return _who(values, context, "from_school")


FILLERS: dict[str, Callable[[Values, Context], str]] = {
    DATES.title: _day_alone,
    SESSIONS.title: _session_code,
    BOOKINGS.title: _booking,
    VISITS.title: _visitor,
    VISIT_NOTES.title: _visitor,
}

FILLED = frozenset({"last_day", "session", "from_school"})
"""Fields of those tabs that their models need and that may yet be blank in the sheet."""


def code_column(tab: Tab) -> Column | None:
    """Return the column of the codes that the app makes for this tab, None where people own the key."""
    column = tab.column(tab.key[0]) if len(tab.key) == 1 else None
    return column if column is not None and column.filled_by == APP and not column.needed else None


def fill_in_code(tab: Tab, column: Column, values: Values) -> bool:
    """Give a row that has no code yet a stand-in for it, in place, and tell whether that was so.

    ``column`` is the `code_column` of the tab.
    """
    if column.field in values:
        return False
    values[column.field] = stand_in(tab, values)
    return True
