"""A tab as people see it: what its cells hold, and how they look. For a copy of the whole sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kaizen.sheet.cells import Grid

Look = Mapping[str, Any]
"""``userEnteredFormat``, ``note`` and ``dataValidation`` of one cell, as the Sheets API gives them."""


@dataclass(frozen=True, slots=True)
class TabPicture:
    """One tab. Rows and columns count from 0.

    Attributes:
        title: as it is called now.
        known_as: what layout calls it, also where somebody has renamed it; `title` for a tab that people have added.
        grid: what the cells hold; a formula is what it shows.
        looks: row by row, for blank cells too.
        hidden: whether people have to ask for the tab to see it.
        frozen: rows and columns that stay in sight.
        widths: of the columns, in pixels.
        hidden_rows: what somebody has hidden; what a filter hides is not among them.
        names: which columns are known by their marks, see `column_marks.given_names`.
        merges: first row and column, and those after the last, of cells that have been made one.
    """

    title: str
    known_as: str
    grid: Grid
    looks: Sequence[Sequence[Look]] = ()
    hidden: bool = False
    frozen: tuple[int, int] = (0, 0)
    widths: Sequence[int] = ()
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    merges: Sequence[tuple[int, int, int, int]] = ()
    names: Mapping[str, str] = field(default_factory=dict)
