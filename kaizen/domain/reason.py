"""Why something cannot be done: what a rule answers, and what a refusal carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """The class of a refusal, for the record that a run leaves and for choosing what to offer."""

    FULL = "full"
    DUPLICATE = "duplicate"
    CLASH = "clash"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    CLOSED = "closed"
    NOT_OWNER = "not_owner"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a refusal.

    Attributes:
        sentence: plain English, for the person.
        about: what it is about: a field of the form (``title``) or the key of a row (``W06-A``).
    """

    why: Why
    sentence: str
    about: str = ""
