"""Which rows of Dates speak of a school.

A council's rows are the default for its schools; a school's own rows come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.dates import ALL_SCHOOLS, DateKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kaizen.domain.dates import DateEntry
    from kaizen.domain.network import School

OWN_REPLACES_COUNCIL = frozenset({DateKind.TERM, DateKind.HALF_TERM, DateKind.HOLIDAY})
"""Governors of aided and foundation schools and trusts of academies decide these themselves."""


def by_who(dates: Iterable[DateEntry]) -> Mapping[str, Sequence[DateEntry]]:
    """Return the rows by what stands under Who, in any case, in the order of the sheet."""
    groups: dict[str, list[DateEntry]] = {}
    for row in dates:
        groups.setdefault(_folded(row.who), []).append(row)
    return groups


def rows_for(school: School, rows: Mapping[str, Sequence[DateEntry]]) -> tuple[DateEntry, ...]:
    """Return the rows that hold for the school: its own, its council's and those for all schools.

    A ``Term``, ``Half term`` or ``Holiday`` of the school's own replaces the council's rows of the
    same kind that share a day with it. Rows for all schools are never replaced.

    Args:
        school: found under Who by its short name, its full name or what it is also called.
        rows: as `by_who` gives them.
    """
    names = dict.fromkeys(map(_folded, (school.short_name, school.name, *school.also_called)))
    own = [row for name in names for row in rows.get(name, ())]
    council = _folded(school.local_authority)
    defaults = [] if council in names else [row for row in rows.get(council, ()) if not _replaced(row, own)]
    return (*own, *defaults, *rows.get(_folded(ALL_SCHOOLS), ()))


def _replaced(row: DateEntry, own: Sequence[DateEntry]) -> bool:
    return row.what in OWN_REPLACES_COUNCIL and any(
        mine.what is row.what and mine.span.overlaps(row.span) for mine in own
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
