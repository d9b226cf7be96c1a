"""Rows that point to a row which is to go: as long as they stay, it stays too."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kaizen.domain.wording import counted, listed
from kaizen.sheet.layout import TAB_OF, YEAR_TABS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot

Named = tuple[str, str, str]
"""Title of a tab, heading of its key, and what stands there."""


def held(year: YearSnapshot, going: Collection[tuple[type[Record], str]]) -> dict[tuple[type[Record], str], str]:
    """Return which of the rows that are to go others point to that stay, with a sentence that counts those.

    A row is not missed where one that stays has the same key.

    Args:
        year: the sheet.
        going: model and ref of each.
    """
    if not going:
        return {}
    pointing = _pointing(year, going)
    kinds = {kind for kind, _ in going}
    standing = {named for kind in kinds for row in _rows(year, kind, going) for named in _names(row)}
    found = {}
    for row in (row for kind in kinds for row in year.rows_like(kind)):
        counts = sum((pointing[named] for named in _names(row) if named not in standing), Counter[str]())
        if counts and (type(row), row.ref) in going:
            rows = [counted(count, f"row of {tab}", f"rows of {tab}") for tab, count in counts.items()]
            found[type(row), row.ref] = f"{listed(rows)} {'points' if counts.total() == 1 else 'point'} to it"
    return found


def _rows(year: YearSnapshot, kind: type[Record], going: Collection[tuple[type[Record], str]]) -> Iterator[Record]:
    """Give the rows of a tab that stay."""
    return (row for row in year.rows_like(kind) if (kind, row.ref) not in going)


def _pointing(year: YearSnapshot, going: Collection[tuple[type[Record], str]]) -> defaultdict[Named, Counter[str]]:
    """Return how many rows of each tab that stay point to what."""
    titles = {TAB_OF[kind].title for kind, _ in going}
    found: defaultdict[Named, Counter[str]] = defaultdict(Counter)
    for kind, tab in TAB_OF.items():
        columns = [(one.field, one.options) for one in tab.columns if one.options is not None]
        there = [(name, options.tab, options.heading) for name, options in columns if options.tab in titles]
        for row in _rows(year, kind, going) if there else ():
            for named in {(title, heading, str(getattr(row, name))) for name, title, heading in there}:
                found[named][tab.title] += 1
    return found


_KEYS = {(one.options.tab, one.options.heading) for tab in YEAR_TABS for one in tab.columns if one.options is not None}
"""Tab and heading of everything that others point to."""


def _names(row: Record) -> Iterator[Named]:
    tab = TAB_OF[type(row)]
    for column in tab.columns:
        value = str(getattr(row, column.field) or "")
        if value and (tab.title, column.heading) in _KEYS:
            yield tab.title, column.heading, value
