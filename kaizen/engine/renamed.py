"""Tabs that somebody has given another name: known by their ids, which stand in the hidden tab too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import ALL_TABS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.engine.structure import Structure
    from kaizen.sheet.cells import Cell

ROW: Final = "tabs"
"""What stands under Name on ``_kaizen``, beside title and id of every tab under Value."""


def kept(memory: Mapping[str, Cell]) -> dict[str, int]:
    """Return the title and id of every tab that the hidden tab remembers."""
    try:
        return {str(title): int(number) for title, number in dict(json.loads(str(memory.get(ROW, "{}")))).items()}
    except (TypeError, ValueError):
        return {}


def to_keep(structure: Structure) -> str:
    """Return what the hidden tab is to remember."""
    return json.dumps({tab.title: structure.tabs[tab.title] for tab in ALL_TABS if tab.title in structure.tabs})


def findings(structure: Structure) -> Iterator[Finding]:
    """Give a finding for every tab that somebody has renamed."""
    for old, new in structure.names.items():
        sentence = f'This tab is now called "{new}". It is used as before; please give it back the name "{old}".'
        yield Finding(Place(old), Outcome.NOTED, sentence)
