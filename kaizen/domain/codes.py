"""The short codes people call a row by: ``W19``, ``V106``, ``L26``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NARROWEST = 2


def next_code(letter: str, taken: Iterable[str]) -> str:
    """Return the code after the highest one taken, padded with noughts as that one is.

    Codes of another letter or shape are passed over: people type what they like, and a number is
    never given twice as long as its row stands in the sheet.

    Args:
        letter: what the codes begin with, in capitals.
        taken: every code in the tab, those of cancelled rows and of rows that cannot be read too.
    """
    shape = re.compile(rf"\s*{re.escape(letter)}(\d+)\s*", re.IGNORECASE | re.ASCII)
    numbers = [match[1] for code in taken if (match := shape.fullmatch(code))]
    highest = max(numbers, key=int, default="0" * NARROWEST)
    return f"{letter}{int(highest) + 1:0{len(highest)}d}"
