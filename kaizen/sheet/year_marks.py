"""Tell the demo from a real year, by what the hidden tab remembers.

On the demo everyone may be anyone. A real year must never be taken for one, also on the day on which the app's
secrets are lost: so the app notes that it built the demo, and that sign-in was set up, and both notes outlive it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.sheet.cells import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaizen.domain.record import Record
    from kaizen.sheet.reading import Reading

BUILT_AS, DEMO = "built as", "demo"
"""Name and value in the hidden tab of a year that was built as the demo."""

SIGN_IN, SET_UP = "sign-in", "set up"
"""Name and value in the hidden tab of a year that the app has once opened with sign-in set up."""

DEMO_REF: Final = "demo-"
"""How the Refs of the demo's own rows begin."""


def holds_demo(rows: Mapping[str, Iterable[Record]]) -> bool:
    """Tell whether these rows to begin with are the demo's."""
    return any(_is_demos(row) for records in rows.values() for row in records)


def is_demo(reading: Reading) -> bool:
    """Tell whether the year was built as the demo and nobody ever signed in.

    Edits do not matter. A demo that an older version built has no note, but rows whose Refs only a demo has.
    """
    return was_built_as_demo(reading) and not knows_sign_in(reading)


def was_built_as_demo(reading: Reading) -> bool:
    """Tell whether the year began as the demo, whatever it has become."""
    if BUILT_AS in reading.memory:
        return shown(reading.memory[BUILT_AS]) == DEMO
    year = reading.year
    return any(_is_demos(row) for rows in (year.workshops, year.bookings, year.visits) for row in rows)


def knows_sign_in(reading: Reading) -> bool:
    """Tell whether sign-in was set up here once, or someone has signed in."""
    noted = shown(reading.memory.get(SIGN_IN, "")) != ""
    return noted or any(not _is_demos(account) for account in reading.year.accounts)


def _is_demos(row: Record) -> bool:
    return row.ref.startswith(DEMO_REF)
