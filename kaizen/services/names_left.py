"""Where names still stand once they are taken away: in what people have written, for people to look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaizen.rules.naming import ADDRESSES, BESIDE, NAMES, folded, name_pattern
from kaizen.sheet.findings import Place
from kaizen.sheet.intents import Amend, Remove
from kaizen.sheet.layout import CHECKS, LOG, TAB_OF
from kaizen.sheet.naming_cells import places_naming, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kaizen.domain.record import Record
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
        tab = reading.tabs.get(TAB_OF[type(intent.record)].title)
        row = tab.rows.get(intent.record.ref) if tab is not None else None
        if tab is None or row is None:  # written since these tabs were read, or before they could not be read
            continue
        if isinstance(intent, Remove):
            rows.add(Place(tab.tab.title, row))
        else:
            cells |= {Place(tab.tab.title, row, tab.tab.column(field).heading) for field in intent.wanted}
    forgotten = FORGETFUL if whom.is_alone else ()
    found = (place for place in places_naming(reading, whom.pattern) if place.tab not in forgotten)
    return tuple(place for place in found if place not in cells and Place(place.tab, place.row) not in rows)


def names_written(reading: Reading, kinds: Iterable[type[Record]]) -> tuple[Place, ...]:
    """Return every cell of these tabs in which people have written the name of somebody on Staff or Guests.

    Boxes for names and addresses are not among them; columns that people have added are.
    """
    year = reading.year
    names = {folded(name): name for name in (*(one.name for one in year.people), *(one.name for one in year.guests))}
    found = {name: re.compile(name_pattern(told), re.IGNORECASE) for name, told in names.items() if name}
    return tuple(place for place, text in _written(reading, kinds) if _names_one(folded(text), text, found))


def _written(reading: Reading, kinds: Iterable[type[Record]]) -> Iterator[tuple[Place, str]]:
    """Give the texts of these tabs but for those in boxes for names and addresses."""
    for kind in kinds:
        tab = reading.tabs.get(TAB_OF[kind].title)
        fields = (*ADDRESSES.get(kind, ()), *BESIDE.get(kind, ()), *NAMES.get(kind, ()))
        boxes = {TAB_OF[kind].column(field).heading for field in fields}
        texts = texts_of(tab) if tab is not None else ()
        yield from ((place, text) for place, text in texts if place.heading not in boxes)


def _names_one(plain: str, text: str, found: Mapping[str, re.Pattern[str]]) -> bool:
    """Tell whether a text has one of the names in it: a quick look first, for there are hundreds of either."""
    return any(name in plain and pattern.search(text) for name, pattern in found.items())


def _of_others(reading: Reading, whom: Named) -> Iterator[Place]:
    """Give the cells with the names of people who have another address: those are namesakes."""
    for kind, (address, name) in BESIDE.items():
        tab = reading.tabs.get(TAB_OF[kind].title)
        if tab is None:
            continue
        heading = tab.tab.column(name).heading
        others = (row for row in tab.records if getattr(row, address) not in {"", whom.email})
        yield from (Place(tab.tab.title, tab.rows[row.ref], heading) for row in others)
