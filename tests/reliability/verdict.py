"""What a checker may find wrong with a run, and how much has to happen in one for it to prove anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """What can be wrong with a run."""

    CAPACITY = "CAPACITY"
    """The app gave a place that was not there."""
    LOST = "LOST"
    """Somebody was told yes, and it is not so."""
    DUPLICATE = "DUPLICATE"
    """One wish became two rows, or a person has one session twice."""
    CLASH = "CLASH"
    """The app gave one person two sessions at the same time."""
    PHANTOM = "PHANTOM"
    """A change nobody asked for, or that was refused."""
    UNJUSTIFIED = "UNJUSTIFIED"
    """A refusal that no state of the sheet explains."""
    HAND_LOST = "HAND_LOST"
    """The app wrote over what somebody had typed in the sheet."""
    COLLATERAL = "COLLATERAL"
    """Another row or tab was touched, and stayed so."""
    STALE_READ = "STALE_READ"
    """Somebody was shown what was no longer, or never, so."""
    NONIDEMPOTENT = "NONIDEMPOTENT"
    """One key took effect twice."""
    REPLAY = "REPLAY"
    """The commits and hand edits told do not add up to the final sheet."""


@dataclass(frozen=True, slots=True)
class Needs:
    """How much must have happened for a run to prove anything.

    Attributes:
        also: other things that are counted, and how often each must have happened.
    """

    acknowledged: int = 1
    refused: int = 1
    full_sessions: int = 1
    hand_edits: int = 1
    under_fault: int = 1
    apps: int = 1
    also: tuple[tuple[str, int], ...] = ()


@dataclass
class Verdict:
    """What is wrong, and how eventful the run was.

    Attributes:
        found: each violation with a sentence.
        counts: events by what they were.
        vacuous: why the run proves nothing; empty when it does.
    """

    found: list[tuple[Code, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    vacuous: list[str] = field(default_factory=list)

    @property
    def codes(self) -> set[Code]:
        return {code for code, _ in self.found}

    @property
    def holds(self) -> bool:
        """Whether every promise was kept in a run eventful enough to show it."""
        return not self.found and not self.vacuous

    def __str__(self) -> str:
        lines = [f"{code}: {sentence}" for code, sentence in self.found] + [f"VACUOUS: {why}" for why in self.vacuous]
        return "\n".join(lines) or f"holds: {dict(self.counts)}"
