"""What somebody did in an editable table, as edits to a sheet that may have moved on meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaizen.domain.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROW = "Row"
"""The first column of the table: the row's number in the sheet, for reading only."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been done in a table and is not in the sheet yet. Positions count the tab's rows from 0.

    Attributes:
        edited: position to column to the new text.
        added: new rows, by column; those in which nothing stands count for nothing.
        deleted: positions.
    """

    edited: Mapping[int, Mapping[str, str]]
    added: tuple[Mapping[str, str], ...]
    deleted: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.edited or self.deleted or any(_filled(row) for row in self.added))

    def order(self, count: int) -> list[int]:
        """Return which positions a table of ``count`` rows shows with this draft in it; new rows come after those."""
        return [*(at for at in range(count) if at not in self.deleted), *range(count, count + len(self.added))]

    def then(self, state: Mapping[str, Any], count: int) -> Draft:
        """Return the draft with what was done in a table of ``count`` rows that showed this draft already.

        Args:
            state: what Streamlit's editor keeps: ``edited_rows`` and ``deleted_rows`` by place in the table,
                and ``added_rows``.
            count: rows of the tab, without new ones.
        """
        order = self.order(count)
        edited = {at: dict(cells) for at, cells in self.edited.items()}
        added = {count + number: dict(row) for number, row in enumerate(self.added)}
        for place, cells in state.get("edited_rows", {}).items():
            at = order[int(place)]
            (added if at >= count else edited).setdefault(at, {}).update(_texts(cells))
        gone = {order[place] for place in state.get("deleted_rows", ())}
        return Draft(
            edited={at: cells for at, cells in edited.items() if cells and at not in gone},
            added=(
                *(row for at, row in added.items() if at not in gone),
                *(_texts(row) for row in state.get("added_rows", ())),
            ),
            deleted=self.deleted | {at for at in gone if at < count},
        )

    def sentences(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Return every edit in words, whole texts included; ``rows`` are the numbers of the positions in the sheet."""
        return (
            *(
                f"Row {rows[at]}, {name}: {f'“{text}”' if text else 'emptied'}"
                for at, cells in self.edited.items()
                for name, text in cells.items()
            ),
            *(
                f"New row: {listed([f'{name} “{text}”' for name, text in row.items() if text])}"
                for row in self.added
                if _filled(row)
            ),
            *(f"Row {rows[at]}: deleted" for at in sorted(self.deleted)),
        )

    def only(self, positions: set[int]) -> Draft:
        """Return what the draft does to these rows."""
        return Draft({at: self.edited[at] for at in self.edited if at in positions}, (), self.deleted & positions)


NOTHING = Draft({}, (), frozenset())


@dataclass(frozen=True, slots=True)
class HandEdits:
    """Edits in the sheet's own terms: rows and columns count from 1.

    Attributes:
        typed: row and column to the new text.
        added: new rows.
        deleted: rows.
        lost: what was done to rows that are no longer in the sheet as the person saw them.
    """

    typed: Mapping[tuple[int, int], str]
    added: tuple[tuple[str, ...], ...]
    deleted: tuple[int, ...]
    lost: Draft


def hand_edits(
    draft: Draft,
    names: Sequence[str],
    rows: Sequence[int],
    shown: Sequence[Sequence[str]],
    live: Sequence[Sequence[str]],
) -> HandEdits:
    """Return the edits with each row found again where it is now.

    Args:
        draft: what has been done.
        names: the table's columns, in the order of the sheet.
        rows: the number in the sheet of the row at each position, when the table was drawn.
        shown: the whole tab as it was then.
        live: the whole tab as it is now.
    """
    found = {at: _found(shown[rows[at] - 1], rows[at], live) for at in {*draft.edited, *draft.deleted}}
    now = {at: row for at, row in found.items() if row is not None}
    return HandEdits(
        typed={
            (now[at], names.index(name) + 1): text
            for at, cells in draft.edited.items()
            for name, text in cells.items()
            if at in now and name in names
        },
        added=tuple(tuple(row.get(name, "") for name in names) for row in draft.added if _filled(row)),
        deleted=tuple(now[at] for at in sorted(draft.deleted) if at in now),
        lost=draft.only(found.keys() - now.keys()),
    )


def _found(cells: Sequence[str], row: int, live: Sequence[Sequence[str]]) -> int | None:
    """Return where a row is now: where it was, or the only place that holds the same; None when nobody can tell."""
    if row <= len(live) and list(live[row - 1]) == list(cells):
        return row
    same = [number for number, other in enumerate(live, start=1) if list(other) == list(cells)]
    return same[0] if len(same) == 1 else None


def _texts(cells: Mapping[str, object]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in cells.items() if name != ROW}


def _filled(row: Mapping[str, str]) -> bool:
    return any(text.strip() for text in row.values())
