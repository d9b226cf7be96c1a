"""The short codes people call a row by: ``W19``, ``V106``, ``L26``."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NARROWEST, WIDEST = 2, 9
"""Digits of a code; what has more is somebody's own number."""

LONGEST = 100
"""A text of more letters is no code."""


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
