"""Text of cells: cleaned for keeping (`domain.cleaning`), and made comparable for matching."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.domain.cleaning import clean, clean_lines
from kaizen.domain.codes import without_stand_in

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ERRORS",
    "LIKENESS",
    "clean",
    "clean_lines",
    "did_you_mean",
    "is_error",
    "leaves_open",
    "match_key",
    "quoted",
]

ERRORS = frozenset(
    {
        *("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!", "#CALC!"),
        *("Loading...", "Loading\u2026"),
    }
)
"""What a formula that has gone wrong reads as."""

LIKENESS = 0.75
"""From this share of letters in common a word is offered as "did you mean"."""

_OPEN = re.compile(
    r"\b(?:tb[acd]|approx(?:imately)?|about|around|circa|roughly|maybe|provisional(?:ly)?)\b|\?|~|\dish\b|^c\. ?\d"
)
_REMEMBERED = 300
"""Letters of a text whose key is remembered."""

_STRAIGHT = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2012": "-",
        "\u2015": "-",
        "\u2212": "-",
        "\ufe0e": None,  # whether a sign is in colour, as telephones type a tick
        "\ufe0f": None,
    }
)


def match_key(text: str) -> str:
    """Return what two texts share when they are the same to a reader.

    Capitals, spaces, curly or straight quotes and kinds of dash make no difference. The keys of short texts are
    remembered; long ones are seldom asked for twice and would fill the memory.
    """
    return _short_key(text) if len(text) <= _REMEMBERED else _key(text)


def _key(text: str) -> str:
    line = clean(text)
    return line.lower() if line.isascii() else line.translate(_STRAIGHT).casefold()


_short_key = lru_cache(maxsize=8192)(_key)


def is_error(text: str) -> bool:
    """Tell whether a cell shows that its formula has gone wrong."""
    return text in ERRORS


def leaves_open(typed: str) -> bool:
    """Tell whether a match key says that something is not settled or not exact: "tbc", "approx", a question mark."""
    return _OPEN.search(typed) is not None


def quoted(text: str) -> str:
    """Return text in quotation marks for a sentence, cut after 60 characters."""
    line = clean(without_stand_in(text))
    return f'"{line if len(line) <= 60 else line[:59] + "…"}"'  # noqa: PLR2004 - said in the docstring


def did_you_mean(text: str, names: Iterable[str], likeness: float = LIKENESS) -> str:
    """Return the end of a sentence: ``; did you mean Larkfold?`` or, where no name is alike, a full stop.

    ``likeness`` is the share of letters in common, from 0 to 1. It is a question for people; nothing is
    read from it.
    """
    by_key = {match_key(name): name for name in names}
    alike = difflib.get_close_matches(match_key(text)[:100], by_key, n=1, cutoff=likeness)
    return f"; did you mean {by_key[alike[0]]}?" if alike else "."
