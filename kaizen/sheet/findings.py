"""What reading a sheet has to say about its cells: a place, an outcome and one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from kaizen.domain.record import Email, SchoolName

if TYPE_CHECKING:
    from kaizen.domain.record import Record

NO_SCHOOL, NOBODY = SchoolName(""), Email("")


class Outcome(IntEnum):
    """How a cell or row came through; worse is larger."""

    READ = 0
    NOTED = 1
    """Read, and worth a gentle mention."""
    QUERIED = 2
    """Kept in the sheet and asked about; the sentence says what happens meanwhile."""
    SKIPPED = 3
    """Not a row of data: a total, a label, a repeated heading."""


URGENCY = (Outcome.QUERIED, Outcome.NOTED, Outcome.SKIPPED, Outcome.READ)
"""What somebody should look at first."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the sheet. ``row`` counts from 1 as the sheet does; 0 means the tab as a whole."""

    tab: str
    row: int = 0
    heading: str = ""

    def __str__(self) -> str:
        row = f" row {self.row}" if self.row else ""
        return f"{self.tab}{row}{f', {self.heading}' if self.heading else ''}"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who can put something right: the organiser unless something else is said.

    Attributes:
        school: its head or its office.
        writer: the person whose own words it is about.
    """

    school: SchoolName = NO_SCHOOL
    writer: Email = NOBODY

    def __str__(self) -> str:
        return self.school or "the organiser"


ORGANISER = Actor()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a cell of the row might say instead; people decide, nothing is ever put in unasked.

    Attributes:
        heading: the column of the same row, which need not be the one that the finding points to.
        value: as the field of the model holds it.
    """

    heading: str
    value: object


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell the people who keep the sheet.

    Attributes:
        sentence: what was found, why it cannot stand as it is, and what happens meanwhile.
        found: the text of the cell as it stands, "" for a whole row or tab.
        suggested: what could stand there instead; None where nothing is likely enough to be named.
        who: who should act; filled in by `kaizen.sheet.acting`.
        private: about what somebody wrote of a person; told to their own school and to organisers only,
            and never with the words themselves.
        lost: the row that others point to and somebody has deleted, as it was last read.
    """

    place: Place
    outcome: Outcome
    sentence: str
    found: str = ""
    suggested: Suggestion | None = None
    who: Actor = ORGANISER
    private: bool = False
    lost: Record | None = None
