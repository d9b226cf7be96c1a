"""Texts that have broken other programs: what people may type, and what is to become of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Hostile:
    """One text.

    Attributes:
        name: its number and kind.
        kind: what it tries.
        field: what it is typed into: ``text``, ``name``, ``title``, ``note``, ``email`` and others.
        typed: the text itself.
        handling: ``keep``, ``clean``, ``refuse``, or ``flag`` for kept and pointed out.
        kept: what it becomes, where it is kept.
    """

    name: str
    kind: str
    field: str
    typed: str
    handling: str
    kept: str


def _read(line: str) -> Hostile:
    told = json.loads(line)
    made = told.get("make")
    typed = told["input"] if made is None else made["unit"] * made["times"]
    name = f"{told['id']}-{told['class']}"
    return Hostile(name, told["class"], told["field"], typed, told["handling"], told.get("becomes", typed))


ALL = tuple(map(_read, Path(__file__).with_suffix(".jsonl").read_text("utf-8").splitlines()))


def typed_into(*fields: str) -> list[Hostile]:
    """Return the texts for these fields."""
    return [one for one in ALL if one.field in fields]


WORDS = typed_into("text", "name", "title", "note")
"""What may be typed into any box of words."""
