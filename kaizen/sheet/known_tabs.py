"""Which tab is which: title and id of every tab stand in the hidden tab, from the day the year is built."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kaizen.sheet.layout import ALL_TABS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.sheet.cells import Cell

ROW: Final = "tabs"
"""What stands under Name on ``_kaizen``, beside title and id of every tab under Value."""


def kept(memory: Mapping[str, Cell]) -> dict[str, int]:
    """Return the title and id of every tab that the hidden tab remembers."""
    try:
        return {str(title): int(number) for title, number in dict(json.loads(str(memory.get(ROW, "{}")))).items()}
    except (TypeError, ValueError):
        return {}


def to_keep(tabs: Mapping[str, int], before: Mapping[str, int] | None = None) -> str:
    """Return what the hidden tab is to remember.

    Args:
        tabs: title to sheet id, as they are known now.
        before: what it remembers; a tab that is gone may come back with its id.
    """
    known = {**(before or {}), **tabs}
    return json.dumps({tab.title: known[tab.title] for tab in ALL_TABS if tab.title in known})
