"""The short codes people call a row by: ``W19``, ``V106``, ``L26``."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STAND_IN = "~\ufdd0"
"""Begins what stands for the key of a row that has none yet. Its second sign is no character, so that nobody types it:
`cleaning` takes it out of every cell, and where it is found in a text, that text is the app's own."""

NARROWEST, WIDEST = 2, 9
"""Digits of a code; what has more is somebody's own number."""

LONGEST = 100
"""A text of more letters is no code."""


def is_stand_in(value: object) -> bool:
    """Tell whether a value only stands for the key of a row that has none yet."""
    return isinstance(value, str) and value.startswith(STAND_IN)


def has_stand_in(value: object) -> bool:
    """Tell whether a value, or one of several, has such a text anywhere in it."""
    if isinstance(value, list | tuple):
        return any(map(has_stand_in, value))
    return isinstance(value, str) and STAND_IN in value


def without_stand_in(text: str) -> str:
    """Return a text up to where something in it only stands for a key: for people that is blank."""
    return text.partition(STAND_IN)[0]


def next_code(letter: str, taken: Iterable[str]) -> str:
    """Return the code after the highest one taken, padded with noughts as that one is.

    Codes of another letter or shape are passed over: people type what they like, and a number is
    never given twice as long as its row stands in the sheet.

    Args:
        letter: what the codes begin with, in capitals.
        taken: every code in the tab, those of cancelled rows and of rows that cannot be read too.
    """
    shape = re.compile(rf"{re.escape(letter)}(\d{{1,{WIDEST}}})", re.IGNORECASE | re.ASCII)
    known = {code.strip() for code in taken if len(code) <= LONGEST}
    numbers = {int(match[1]): match[1] for code in known if (match := shape.fullmatch(code))}
    highest = max(numbers, default=0)
    width = len(numbers.get(highest, "0" * NARROWEST))
    codes = (f"{letter}{number:0{width}d}" for number in count(highest + 1))
    return next(code for code in codes if code not in known)
