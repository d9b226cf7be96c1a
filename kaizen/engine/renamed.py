"""Tabs that are not called what they were: renamed ones, and two of which either could be meant.

A tab is known by its id. Whoever copies Bookings, puts the original away under another name and gives its name to
the copy may mean either; only a person can tell. Until then nothing is saved in it: a booking in the one tab would be
missing from the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.findings import Finding, Outcome, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.engine.structure import Structure


def questions(structure: Structure) -> dict[str, str]:
    """Return what has to be asked about each tab for which two could be meant."""
    return {title: _question(title, structure.names[title], other) for title, other in structure.twins.items()}


def _question(title: str, known: str, other: str) -> str:
    return (
        f'Two tabs could be {title}: the one that the app knows is called "{known}" now, and another one is called '
        f'"{other}". The app reads "{known}" and saves nothing in either until only one is left. To keep "{known}", '
        f'give the other tab a name of its own, then give "{known}" its name back. '
        f'To keep the other tab, delete "{known}".'
    )


def findings(structure: Structure) -> Iterator[Finding]:
    """Give a finding for every tab that somebody has renamed, and a question where another has its name."""
    asked = questions(structure)
    for old, new in structure.names.items():
        sentence = f'This tab is now called "{new}". It is used as before; please give it back the name "{old}".'
        outcome = Outcome.QUERIED if old in asked else Outcome.NOTED
        yield Finding(Place(old), outcome, asked.get(old, sentence))
