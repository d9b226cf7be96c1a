"""For each guard of the app, an afternoon that puts it to the test."""

from __future__ import annotations

from tests.reliability.faults import AFTER
from tests.reliability.without import Guard
from tests.reliability.workload import Afternoon
from tests.reliability.worlds import Shape

TRIALS: dict[Guard, tuple[Afternoon, Shape]] = {
    Guard.FENCE: (
        Afternoon(wishes=160, seconds=20.0, between=0, rows_stay=True, notes=0.1, doubles=0.5, faults=0.05),
        Shape(apps=2, people=30),
    ),
    Guard.KEYS: (
        Afternoon(wishes=40, between=0, rows_stay=True, faults=0.35, kinds=tuple(AFTER), doubles=0.5),
        Shape(apps=2),
    ),
    Guard.VERIFY: (Afternoon(wishes=70, seconds=40.0, between=0.5, faults=0.1, notes=0.5), Shape(apps=1)),
    Guard.SHOWN: (
        Afternoon(wishes=80, edits=60, seconds=30.0, between=0, notes=0.6, faults=0.1, only_notes=True),
        Shape(apps=1),
    ),
}
