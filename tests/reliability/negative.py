"""For each guard of the app, an afternoon that puts it to the test."""

from __future__ import annotations

from tests.reliability.faults import AFTER
from tests.reliability.without import Guard
from tests.reliability.workload import Afternoon
from tests.reliability.worlds import Shape

TRIALS: dict[Guard, tuple[Afternoon, Shape]] = {
    Guard.FENCE: (
        Afternoon(wishes=80, seconds=12.0, between=0, notes=0.1, doubles=0.5, faults=0.05),
        Shape(apps=2, people=30),
    ),
    Guard.KEYS: (Afternoon(wishes=40, between=0, faults=0.35, kinds=tuple(AFTER), doubles=0.5), Shape(apps=2)),
    Guard.VERIFY: (Afternoon(wishes=45, between=0.4, faults=0.1), Shape(apps=1)),
    Guard.SHOWN: (Afternoon(wishes=45, edits=40, between=0, notes=0.6, faults=0.1, only_notes=True), Shape(apps=1)),
}
