"""Where somebody's name still stands once it is taken away: in what people have written, for people to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.rules.naming import BESIDE
from kaizen.sheet.findings import Place
from kaizen.sheet.intents import Amend, Remove
from kaizen.sheet.layout import CHECKS, LOG, TAB_OF
from kaizen.sheet.naming_cells import places_naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kaizen.rules.naming import Named
    from kaizen.sheet.reading import Reading

FORGETFUL = (LOG.title, CHECKS.title)
"""Tabs out of which the app takes names itself, see `Decision.forgets`."""


def names_left(reading: Reading, whom: Named, going: Iterable[Amend | Remove]) -> tuple[Place, ...]:
    """Return every cell that would still have the person's name or address in it, tab by tab.

    Where somebody else has the same name, Log keeps that: nobody could tell whose it is.

    Args:
        reading: the sheet before it is changed.
        whom: who is taken out.
        going: what is changed and cleared.
    """
    rows, cells = set[Place](), set(_of_others(reading, whom))
    for intent in going:
        tab = reading.tabs[TAB_OF[type(intent.record)].title]
        row = tab.rows.get(intent.record.ref)
        if row is None:  # written since these tabs were read: nothing of it is in them
            continue
        if isinstance(intent, Remove):
            rows.add(Place(tab.tab.title, row))
        else:
            cells |= {Place(tab.tab.title, row, tab.tab.column(field).heading) for field in intent.wanted}
    forgotten = FORGETFUL if whom.is_alone else ()
    found = (place for place in places_naming(reading, whom.pattern) if place.tab not in forgotten)
    return tuple(place for place in found if place not in cells and Place(place.tab, place.row) not in rows)


def _of_others(reading: Reading, whom: Named) -> Iterator[Place]:
    """Give the cells with the names of people who have another address: those are namesakes."""
    for kind, (address, name) in BESIDE.items():
        tab = reading.tabs.get(TAB_OF[kind].title)
        if tab is None:
            continue
        heading = tab.tab.column(name).heading
        others = (row for row in tab.records if getattr(row, address) not in {"", whom.email})
        yield from (Place(tab.tab.title, tab.rows[row.ref], heading) for row in others)
