"""Text as people type and paste it: cleaned for keeping, and made comparable for matching."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ERRORS = frozenset(
    {
        *("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!", "#CALC!"),
        *("Loading...", "Loading\u2026"),
    }
)
"""What a formula that has gone wrong reads as."""

LIKENESS = 0.75
"""From this share of letters in common a word is offered as "did you mean"."""

_FLAG = "\U0001f3f4[\U000e0020-\U000e007f]+"
_INVISIBLE = re.compile(
    f"({_FLAG})"
    "|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]"
    "|[\U000e0000-\U000e007f]"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)
_OPEN = re.compile(
    r"\b(?:tb[acd]|approx(?:imately)?|about|around|circa|roughly|maybe|provisional(?:ly)?)\b|\?|~|\dish\b|^c\. ?\d"
)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
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


def clean(text: str) -> str:
    """Return one line of text as it is kept and shown.

    White space of any kind, line ends too, becomes single spaces; invisible and control characters
    go, joiners stay inside words and emoji; letters are composed (NFC); half characters become the
    replacement mark. Quotes and capitals stay as typed.
    """
    if not (text.isascii() and text.isprintable()):
        text = _visible(text)
    return " ".join(text.split())


def clean_lines(text: str) -> str:
    r"""Return text of several lines as it is kept: like `clean`, but lines and inner spaces stay; ends are ``\n``."""
    return _visible(_LINE_END.sub("\n", text)).strip()


def _visible(text: str) -> str:
    text = _HALF_CHARACTER.sub("\ufffd", text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub(lambda found: found[1] or "", text))


@lru_cache(maxsize=8192)
def match_key(text: str) -> str:
    """Return what two texts share when they are the same to a reader.

    Capitals, spaces, curly or straight quotes and kinds of dash make no difference.
    """
    return clean(text).translate(_STRAIGHT).casefold()


def is_error(text: str) -> bool:
    """Tell whether a cell shows that its formula has gone wrong."""
    return text in ERRORS


def leaves_open(typed: str) -> bool:
    """Tell whether a match key says that something is not settled or not exact: "tbc", "approx", a question mark."""
    return _OPEN.search(typed) is not None


def quoted(text: str) -> str:
    """Return text in quotation marks for a sentence, cut after 60 characters."""
    line = clean(text)
    return f'"{line if len(line) <= 60 else line[:59] + "…"}"'  # noqa: PLR2004 - said in the docstring


def did_you_mean(text: str, names: Iterable[str], likeness: float = LIKENESS) -> str:
    """Return the end of a sentence: ``; did you mean Larkfold?`` or, where no name is alike, a full stop.

    ``likeness`` is the share of letters in common, from 0 to 1. It is a question for people; nothing is
    read from it.
    """
    by_key = {match_key(name): name for name in names}
    alike = difflib.get_close_matches(match_key(text)[:100], by_key, n=1, cutoff=likeness)
    return f"; did you mean {by_key[alike[0]]}?" if alike else "."
