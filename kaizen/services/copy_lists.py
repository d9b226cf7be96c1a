"""Lists in an edited copy: options that were added, and what else is people's to do there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.services.copy_plan import ByHand, OptionAdded, Plan
from kaizen.sheet.findings import Place
from kaizen.sheet.layout import LISTS_TAB
from kaizen.sheet.text import match_key, quoted
from kaizen.sheet.whole_rows import columns_said

if TYPE_CHECKING:
    from kaizen.sheet.closed_cells import Closed
    from kaizen.sheet.tab_reading import TabReading


def lists_plan(base: TabReading, file: TabReading, live: TabReading, closed: Closed) -> Plan:
    """Return what bringing Lists back would do: options of the file that neither the copy had nor the sheet has.

    An option that is gone from the file may be said by rows, so it stays, and people are told.
    """
    before, after, now = (_options(one) for one in (base, file, live))
    worked_out = closed.columns | {heading for _, heading in closed.cells}
    options, by_hand = [], []
    for heading, texts in after.items():
        old, there = before.get(heading, {}), now.get(heading)
        new = [text for key, text in texts.items() if key not in old and key not in (there or {})]
        if there is None or heading in worked_out:
            by_hand += [_told(f"{heading}: add the option {quoted(text)}.") for text in new]
        else:
            options += [OptionAdded(heading, text) for text in new]
        gone = [text for key, text in old.items() if key not in texts and key in (there or {})]
        by_hand += [_told(f"{heading}: take out {quoted(text)}, once no row says it.") for text in gone]
    return Plan(options=tuple(options), by_hand=tuple(by_hand))


def _told(sentence: str) -> ByHand:
    return ByHand(Place(LISTS_TAB.title), sentence)


def _options(reading: TabReading) -> dict[str, dict[str, str]]:
    """Return the options of each list: how they are compared, to how they are typed."""
    return {
        heading: {match_key(text): text for text in texts.values()} for heading, texts in columns_said(reading).items()
    }
