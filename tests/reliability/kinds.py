"""The kinds of afternoons, and how much has to happen in each for it to prove anything."""

from __future__ import annotations

from dataclasses import dataclass

from tests.reliability.verdict import Needs
from tests.reliability.workload import Afternoon
from tests.reliability.worlds import Shape


@dataclass(frozen=True, slots=True)
class Setting:
    """One kind of afternoon."""

    how: Afternoon
    shape: Shape
    needs: Needs


def _needs(*also: tuple[str, int], **more: int) -> Needs:
    usual = {"acknowledged": 5, "refused": 3, "full_sessions": 1, "hand_edits": 2, "under_fault": 1}
    return Needs(**{**usual, **more}, also=also)


USUAL = Afternoon(edits=10, sure=4)
COLUMNS = Afternoon(columns=0.9, notes=0.1, faults=0.08, slow=(3.0,), wishes=70, seconds=80.0, edits=10, sure=4)
"""Nothing is promised to another process once a correction takes more than ten seconds, so no call takes that long."""
TABS = Afternoon(tabs=0.6, faults=0.05, seconds=40.0, wishes=40, edits=10, sure=4)
PAIRS = Afternoon(pairs=12, edits=10, sure=4)
OUTAGES = Afternoon(outages=3, faults=0.05, seconds=40.0, wishes=40, edits=10, sure=4)

KINDS = {
    "one app, faults and restless rows": Setting(USUAL, Shape(apps=1), _needs()),
    "two apps, faults and restless rows": Setting(USUAL, Shape(apps=2), _needs()),
    "two apps, one clock five minutes slow": Setting(USUAL, Shape(apps=2, skew=-300), _needs()),
    "two apps, one clock five minutes fast": Setting(USUAL, Shape(apps=2, skew=300), _needs()),
    "a read serves for a second": Setting(USUAL, Shape(apps=1, fresh_for=1.0), _needs()),
    "two cells at once": Setting(PAIRS, Shape(apps=2), _needs(("two cells at once", 1))),
    "writes that fail for a while, one app": Setting(OUTAGES, Shape(apps=1), _needs(("an outage", 2))),
    "writes that fail for a while, two apps": Setting(OUTAGES, Shape(apps=2), _needs(("an outage", 2))),
    "columns at the write, rows at the repair, one app": Setting(
        COLUMNS, Shape(apps=1), _needs(("columns at a write", 1), ("rows after columns", 1), ("crooked rows", 1))
    ),
    "tabs renamed, swapped, deleted and hidden": Setting(TABS, Shape(apps=2), _needs(("tab edits", 2))),
}
"""Those that a run of all tests tries."""

HARD = {
    "columns at the write, rows at the repair, two apps": Setting(
        COLUMNS, Shape(apps=2), _needs(("columns at a write", 1), ("rows after columns", 1), ("crooked rows", 1))
    ),
}
"""Those that find what is still to be mended."""
