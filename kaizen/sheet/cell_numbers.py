"""Numbers of people and amounts of money, with the words that people put beside them."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from kaizen.sheet.cells import BLANK, Cell, Read, noted, queried, shown
from kaizen.sheet.text import match_key, quoted

LARGEST = 1_000_000
"""Nothing in a network of schools is counted in more than this."""

PENNY = Decimal("0.01")

_WHOLE = re.compile(r"(?:max(?:imum)?\.?|up to|no more than)?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.0+)?\s*(.*)")
_MONEY = re.compile(r"(\()?\s*(-)?\s*£?\s*(-)?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d{1,2})?\s*(\))?")
_PENCE = re.compile(r"(\d{1,3})p")
_NOTHING = {"nil", "nothing", "free", "no charge", "£nil"}
_UNITS = {
    "max",
    "max.",
    "maximum",
    "people",
    "places",
    "adults",
    "seats",
    "chairs",
    "visitors",
    "staff",
    "at once",
    "times",
}


def read_whole(cell: Cell) -> Read:
    """Read a whole number from 0 to a million.

    Args:
        cell: a number, or text: ``28``, ``1,200``, ``max 28``, ``up to 28``, ``28 people``.

    Returns:
        An `int`, with a note where words stood beside it. Two numbers, "about" and "tbc" are questions.
    """
    if isinstance(cell, str):
        return _whole_in_text(cell)
    if isinstance(cell, bool) or not 0 <= cell <= LARGEST or cell != int(cell):
        return queried(f"{shown(cell)} is not a whole number.")
    return Read(int(cell))


def _whole_in_text(text: str) -> Read:
    typed = match_key(text)
    if not typed:
        return BLANK
    match = _WHOLE.fullmatch(typed)
    if match is None or (match[2] and match[2] not in _UNITS):
        return queried(f"{quoted(text)} is not one whole number.")
    number = int(match[1].replace(",", ""))
    if number > LARGEST:
        return queried(f"{quoted(text)} is too large a number.")
    return noted(number, f"{quoted(text)} is read as {number}.") if _has_words(typed) else Read(number)


def _has_words(typed: str) -> bool:
    return any(letter.isalpha() for letter in typed)


def read_number(cell: Cell) -> Read:
    """Read a number such as 1.5 as a `float`; from 0 to a million."""
    if isinstance(cell, str):
        typed = match_key(cell)
        if not typed:
            return BLANK
        if not re.fullmatch(r"\d{1,7}(\.\d{1,6})?", typed):
            return queried(f"{quoted(cell)} is not a number.")
        cell = float(typed)
    if isinstance(cell, bool) or not 0 <= cell <= LARGEST:
        return queried(f"{shown(cell)} is not a number that can be right here.")
    return Read(float(cell))


def read_money(cell: Cell) -> Read:
    """Read pounds.

    Args:
        cell: a number, or text: ``£1,400.00``, ``-75``, ``(75.00)`` for minus, ``45p``, ``nil``.

    Returns:
        A `Decimal` in pounds, to the penny; fractions of a penny are rounded half up, with a note.
    """
    if isinstance(cell, str):
        return _money_in_text(cell)
    if isinstance(cell, bool) or not math.isfinite(cell) or abs(cell) > LARGEST * 1000:
        return queried(f"{shown(cell)} is not an amount of money.")
    exact = Decimal(repr(cell))
    pounds = exact.quantize(PENNY, ROUND_HALF_UP)
    if abs(exact - pounds) > PENNY / 1000:
        return noted(pounds, f"{shown(cell)} is read as £{pounds}.")
    return Read(pounds)


def _money_in_text(text: str) -> Read:
    typed = match_key(text)
    if not typed:
        return BLANK
    if typed in _NOTHING:
        return Read(Decimal(0))
    if pence := _PENCE.fullmatch(typed):
        return Read(int(pence[1]) * PENNY)
    match = _MONEY.fullmatch(typed)
    if match is None or bool(match[1]) != bool(match[6]):
        return queried(f"{quoted(text)} is not one amount of money.")
    pounds = Decimal(match[4].replace(",", "") + (match[5] or ""))
    return Read(-pounds if match[1] or match[2] or match[3] else pounds)
