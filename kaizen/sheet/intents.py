"""What a command wants done to the sheet, before anything is done.

A command is decided against a snapshot and becomes a `Decision`: rows to append or remove, cells to amend,
and the sentence the person hears once the sheet has answered. Or it becomes a `Refusal`, which
carries *every* reason. Neither does anything by itself: the writer in ``engine`` commits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from kaizen.domain.reason import Reason, Why

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kaizen.domain.record import Email, Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.questions import Question


@dataclass(frozen=True, slots=True)
class Append:
    """A new row below the last one of its tab.

    Attributes:
        record: what it says under the app's own headings; ``record.ref`` is the key the row will have.
        answers: what it says under headings that people have added.
        log: the words for Log where the decision's do not fit this row; "" for those.
        asked: the questions that a form has put, which the answers have to suit when they are written too.
    """

    record: Record
    answers: Mapping[str, Any] = field(default_factory=dict)
    log: str = ""
    asked: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Amend:
    """New values for some cells of a row that is there.

    Attributes:
        record: the row as the snapshot has it; its ``ref`` finds the row again.
        wanted: field of the model to the value it is to have.
        shown: what the person was looking at when they decided, for the fields where that matters.
            Where the sheet by now holds neither that nor the wanted value, somebody else has
            edited the cell: nothing is written and both values are shown. A field that is left
            out counts as shown as the snapshot has it. A cell with words that the app cannot read is
            never written over: see `Correct`.
        optional: whether the wish stands without it. It is then left out where such words are in the way,
            and the wish is not refused.
        log: the words for Log where the decision's do not fit this row; "" for those.
        answers: what it is to say under headings that people have added, by heading. A formula there stays, and
            the person hears so.
        answers_shown: what the person was looking at there, cell by heading; ``""`` for a blank one.
    """

    record: Record
    wanted: Mapping[str, Any]
    shown: Mapping[str, Any] = field(default_factory=dict)
    optional: bool = False
    log: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    answers_shown: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correct:
    """Something readable for one cell that could not be read, of a record or of a row that is left out.

    Attributes:
        kind: the model of the tab's rows.
        ref: of the row, as `TabReading.places` has it.
        field: of the model.
        found: the cell itself as the person was shown it, for there is no value to compare. Where the sheet by
            now holds anything else, nothing is written.
        wanted: what it is to say.
    """

    kind: type[Record]
    ref: str
    field: str
    found: Cell
    wanted: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """A row that is to be gone: every cell of it is cleared, and a blank row is none.

    A row that was deleted could not be looked after: nobody can tell afterwards which one it was. What the cells
    said is on Log. A formula in a column that people have added stays.

    Attributes:
        record: the row as the person has seen it, or as the snapshot has it; its ``ref`` finds the row again.
            Where any of its cells by now says something else, nothing is written and both values are shown.
        shown: what the person was looking at instead, by field. Words that the app cannot read are cleared only
            where they stand here as the cell has them.
        answers: what the person was looking at under headings that people have added, cell by heading.
    """

    record: Record
    shown: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddOption:
    """One more option at the end of a list on Lists; nothing where the list has it already.

    Attributes:
        heading: of the list, as the sheet has it.
        option: as it is to stand there.
    """

    heading: str
    option: str


Intent = Append | Amend | Correct | Remove | AddOption

__all__ = [
    "AddOption",
    "Amend",
    "Append",
    "Command",
    "Correct",
    "Decision",
    "Intent",
    "Reason",
    "Refusal",
    "Remove",
    "Why",
    "row_ref",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rules say no; all reasons at once, in the order a person should read them."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be written, and what the person is told when it has been.

    Attributes:
        sentence: shown after the sheet has answered, never before. Lines below the first are points under it.
        intents: written all together or not at all; empty when there is nothing to change.
        log: a few words for the Log tab, such as "Booked"; the person and the time are added.
        forgets: names and addresses to be taken out of Log and Checks in the same commit, and what is to stand
            there instead. Log then does not say either what the changed cells said before; also where there is
            none to be taken out. None for every wish that is not about taking names away.
    """

    sentence: str
    intents: tuple[Intent, ...]
    log: str
    forgets: Mapping[str, str] | None = None


class Command(Protocol):
    """A person's wish. Commands are frozen dataclasses in ``services``.

    The key is made once for each rendered form, so that the same wish sent twice is one wish.
    Refs of new rows are made from it with `row_ref`.
    """

    @property
    def by(self) -> Email:
        """Who wishes it."""

    @property
    def key(self) -> str:
        """The idempotency key."""

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Decide the wish against the year at local time ``now``; pure, may be asked again."""


def row_ref(key: str, number: int = 1) -> str:
    """Return the key of the ``number``-th new row (1 is the first) of the wish with this key."""
    return f"{key}-{number}"
