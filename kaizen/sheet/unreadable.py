"""Tabs that can't be read as a whole: what is known of them all the same, and what rests on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaizen.domain.unread import Unread
from kaizen.domain.year import FIELD_OF
from kaizen.sheet.layout import (
    BOOKINGS,
    LISTS_TAB,
    SCHOOLS,
    SESSIONS,
    STAFF,
    TAB_OF,
    VISIT_NOTES,
    VISITS,
    YEAR_TABS,
    Kind,
)
from kaizen.sheet.row_reading import required_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.tab_reading import TabReading

FILLED_IN_FROM: Mapping[str, tuple[Tab, ...]] = {
    BOOKINGS.title: (SESSIONS, STAFF),
    VISITS.title: (STAFF,),
    VISIT_NOTES.title: (STAFF,),
}
"""Tabs whose blank cells mean what another tab says."""


def _rests_on(tab: Tab) -> set[str]:
    needed = required_fields(tab.record) if tab.record is not None else frozenset()
    schools = {SCHOOLS.title for column in tab.columns if column.kind is Kind.SCHOOL and column.field in needed}
    return schools | {source.title for source in FILLED_IN_FROM.get(tab.title, ())}


RESTING: Mapping[str, set[str]] = {tab.title: _rests_on(tab) for tab in YEAR_TABS}
"""By title the tabs without which rows of a tab are left out, or say less than they mean."""


def unreadable(tabs: Mapping[str, TabReading], known: Collection[str]) -> dict[str, str]:
    """Return by title a sentence for each tab with rows of the year, or with options, that can't be read.

    Where the rows of one are left out only because nothing is known of another, that other one is named alone.

    Args:
        tabs: as they stand.
        known: titles of those of which earlier rows are known.
    """
    titles = {tab.title for tab in (*YEAR_TABS, LISTS_TAB)}
    found = {title: tab for title, tab in tabs.items() if tab.unreadable and title in titles}
    return {
        title: f"{title} can't be read: {tab.unreadable}."
        for title, tab in found.items()
        if not tab.rows_read.columns or RESTING.get(title, set()).isdisjoint(found.keys() - known)
    }


def without_rows(told: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    """Return by title why nothing of a tab is known: it can't be read, or one that its rows need can't be.

    Without Schools nobody on Staff has a school, so every row would be left out: that is not an empty Staff either.

    Args:
        told: see `unreadable`.
        known: titles of those of which earlier rows are known.
    """
    found = {title: sentence for title, sentence in told.items() if title not in known}
    for _ in RESTING if found else ():
        found = {title: found[on] for title, sources in RESTING.items() for on in sources if on in found} | found
    return found


def with_earlier_rows(
    year: YearSnapshot, told: Mapping[str, str], unknown: Mapping[str, str], before: YearSnapshot | None
) -> YearSnapshot:
    """Return the year as it may be shown while some tabs can't be read.

    Args:
        year: with the rows of the last good reading of each tab, and none where there was none.
        told: by title which tab can't be read, and why.
        unknown: the same for those of which nothing is known.
        before: the year as it was last shown, which also has what has been saved since; None at the start.
    """
    changes: dict[str, Any] = {}
    kinds = {kind: tab.title for kind, tab in TAB_OF.items()}
    for kind, title in kinds.items():
        if title in unknown:
            changes[FIELD_OF[kind]] = Unread(unknown[title])
        elif title in told and before is not None and before.knows(kind):
            changes[FIELD_OF[kind]] = before.rows_like(kind)
    sentences = {**unknown, **told}
    unread = {kind: sentences[title] for kind, title in kinds.items() if title in sentences}
    return replace(year, **changes, unreadable=unread)
