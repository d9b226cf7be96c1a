"""What bringing back an edited copy of the year would do: row by row, before anything is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kaizen.domain.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.findings import Place
    from kaizen.sheet.questions import Answer

MOST_MISSING: Final = 0.3
"""Share of the rows of a tab above which missing rows want a word."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that says something else in the file than when the copy was made.

    Attributes:
        field: of the model.
        shown: what the sheet says now, as the app reads it.
        after: what the file says.
        said: as texts, ``""`` for blank: when the copy was made, in the file, in the sheet now.
        asked: whether somebody has changed the sheet as well, and otherwise, so that a person has to choose.
        found: the sheet's cell itself, where it holds words that could not be read; ``""`` where it does not.
        own: whether it stands under a heading that people have added; ``field`` is that heading then.
    """

    field: str
    heading: str
    shown: Any
    after: Any
    said: tuple[str, str, str]
    asked: bool = False
    found: Cell = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row with changed cells.

    Attributes:
        record: as the sheet has it now.
        place: in the sheet.
        name: what people call the row.
    """

    record: Record
    place: Place
    name: str
    cells: tuple[CellChange, ...]

    @property
    def asked(self) -> bool:
        """Whether a person has to choose."""
        return any(cell.asked for cell in self.cells)


@dataclass(frozen=True, slots=True)
class RowAdded:
    """A row that the file has and the sheet has not.

    Attributes:
        place: in the file.
        answers: what it says under headings that people have added, as far as their columns are asked in a form.
    """

    record: Record
    place: Place
    name: str
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OptionAdded:
    """An option that the file has below one of the lists on Lists and the sheet has not."""

    heading: str
    option: str


@dataclass(frozen=True, slots=True)
class RowMissing:
    """A row that the sheet has and the file has no longer.

    Attributes:
        record: as the sheet has it now.
        place: in the sheet.
        name: what people call the row.
        changed: whether the sheet's has changed since the copy was made, so that a person has to choose.
        words: of cells that could not be read: field to cell.
        answers: what it says under headings that people have added.
        held: why it has to stay, such as rows that point to it; "" where it may go.
    """

    record: Record
    place: Place
    name: str
    changed: bool = False
    words: Mapping[str, Cell] = field(default_factory=dict)
    answers: Mapping[str, Cell] = field(default_factory=dict)
    held: str = ""

    @property
    def may_go(self) -> bool:
        """Whether it goes with the others of its tab, without a question."""
        return not (self.changed or self.held)


@dataclass(frozen=True, slots=True)
class Left:
    """Something in the file that is left alone, and why; ``place`` is in the file."""

    place: Place
    sentence: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """A difference that the app does not carry over; ``place`` is in the sheet."""

    place: Place
    sentence: str


@dataclass(frozen=True, slots=True)
class Thinned:
    """Of how many rows a tab has lost how many."""

    tab: str
    missing: int
    rows: int

    @property
    def sentence(self) -> str:
        """Plain English."""
        return f"{self.tab}: {counted(self.missing, 'row is', 'rows are')} not in the file, of {self.rows}."


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that bringing a copy back would do, and what it leaves to people.

    Attributes:
        rows: of each tab, when the copy was made.
    """

    changed: tuple[RowChange, ...] = ()
    added: tuple[RowAdded, ...] = ()
    missing: tuple[RowMissing, ...] = ()
    left: tuple[Left, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()
    options: tuple[OptionAdded, ...] = ()

    def then(self, other: Plan) -> Plan:
        """Return this plan with another one after it."""
        return Plan(
            self.changed + other.changed,
            self.added + other.added,
            self.missing + other.missing,
            self.left + other.left,
            self.by_hand + other.by_hand,
            self.rows + other.rows,
            self.options + other.options,
        )

    @property
    def nothing(self) -> bool:
        """Whether the file says what the sheet says, as far as anybody can tell."""
        return not (self.changed or self.added or self.options or self.missing or self.left or self.by_hand)

    @property
    def thinned(self) -> tuple[Thinned, ...]:
        """The tabs of which more than three rows in ten are missing; that has to be confirmed before anything is done.

        Where no tab has lost so many, the whole year has not either.
        """
        lost = Counter(row.place.tab for row in self.missing)
        return tuple(Thinned(tab, lost[tab], rows) for tab, rows in self.rows if lost[tab] > MOST_MISSING * rows)
