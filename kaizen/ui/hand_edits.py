"""What somebody did in an editable table, as edits to a sheet that may have moved on meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROW = "Row"
"""The first column of the table: the row's number in the sheet, for reading only."""


@dataclass(frozen=True, slots=True)
class HandEdits:
    """Edits in the sheet's own terms: rows and columns count from 1.

    Attributes:
        typed: row and column to the new text.
        added: new rows.
        deleted: rows.
        lost: rows as the person saw them that are no longer in the sheet as they were.
    """

    typed: Mapping[tuple[int, int], str]
    added: tuple[tuple[str, ...], ...]
    deleted: tuple[int, ...]
    lost: tuple[int, ...]


def hand_edits(
    state: Mapping[str, Any],
    names: Sequence[str],
    rows: Sequence[int],
    shown: Sequence[Sequence[str]],
    live: Sequence[Sequence[str]],
) -> HandEdits:
    """Return the edits with each row found again where it is now.

    Args:
        state: what Streamlit's editor keeps: ``edited_rows`` by position, ``added_rows``, ``deleted_rows``.
        names: the table's columns, in the order of the sheet.
        rows: the number in the sheet of the row at each position, when the table was drawn.
        shown: the whole tab as it was then.
        live: the whole tab as it is now.
    """
    edited = {int(position): cells for position, cells in state.get("edited_rows", {}).items()}
    touched = {rows[position] for position in (*edited, *state.get("deleted_rows", ()))}
    now = {row: _found(shown[row - 1], row, live) for row in touched}
    return HandEdits(
        typed={
            (now[rows[position]] or 0, names.index(name) + 1): _text(value)
            for position, cells in edited.items()
            for name, value in cells.items()
            if name in names
        },
        added=tuple(tuple(_text(cells.get(name)) for name in names) for cells in state.get("added_rows", ())),
        deleted=tuple(now[rows[position]] or 0 for position in state.get("deleted_rows", ())),
        lost=tuple(sorted(row for row, place in now.items() if place is None)),
    )


def _found(cells: Sequence[str], row: int, live: Sequence[Sequence[str]]) -> int | None:
    """Return where a row is now: where it was, or the only place that holds the same; None when nobody can tell."""
    if row <= len(live) and list(live[row - 1]) == list(cells):
        return row
    same = [number for number, other in enumerate(live, start=1) if list(other) == list(cells)]
    return same[0] if len(same) == 1 else None


def _text(value: object) -> str:
    return "" if value is None else str(value)
