"""Numbers of people and amounts of money, with the words that people put beside them."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from kaizen.sheet.cells import BLANK, Cell, Read, noted, of_bounded_length, queried, shown
from kaizen.sheet.text import leaves_open, match_key, quoted

LARGEST = 1_000_000
"""Nothing in a network of schools is counted in more than this."""

PENNY = Decimal("0.01")

_WHOLE = re.compile(
    r"(?:(?:max(?:imum)?(?: of)?[.:]?|up to|no more than|at most|\u2264)\s*)?(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.0*)?(.*)"
)
_NUMBER = re.compile(r"(\d{1,7}(?:\.\d{1,6})?)?\s*([\u00bc\u00bd\u00be])?\s*(fe|forms?|form entry)?")
_MONEY = re.compile(
    r"(\()?\s*(-)?\s*(?:£|gbp)?\s*(-)?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d{0,2})?\s*(?:pounds?|gbp)?\s*(\))?"
)
_PENCE = re.compile(r"(\d{1,3})\s*p")
_NOTHING = {"nil", "nothing", "free", "no charge", "£nil"}
_FRACTIONS = {"\u00bc": 0.25, "\u00bd": 0.5, "\u00be": 0.75}
_UNITS = {
    *("max", "maximum", "limit", "people", "ppl", "persons", "places", "spaces", "adults", "seats", "chairs"),
    *("visitors", "staff", "teachers", "colleagues", "delegates", "times", "at", "once", "a", "per", "each", "session"),
}
"""Words that may stand behind a number and change nothing; a noun such as "children" would."""


@of_bounded_length
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
    if match is None or not _UNITS.issuperset(re.findall(r"[^\s().,]+", match[2])):
        return queried(f"{quoted(text)} is not {'an exact' if leaves_open(typed) else 'one whole'} number.")
    number = int(match[1].replace(",", ""))
    if number > LARGEST:
        return queried(f"{quoted(text)} is too large a number.")
    return noted(number, f"{quoted(text)} is read as {number}.") if _has_words(typed) else Read(number)


def _has_words(typed: str) -> bool:
    return any(letter.isalpha() for letter in typed)


@of_bounded_length
def read_number(cell: Cell) -> Read:
    """Read a number such as 1.5 as a `float`, from 0 to a million; ``1\u00bd`` and ``2FE`` with a note."""
    if isinstance(cell, str):
        typed = match_key(cell)
        if not typed:
            return BLANK
        match = _NUMBER.fullmatch(typed)
        if match is None or not (match[1] or match[2]):
            return queried(f"{quoted(cell)} is not a number.")
        number = float(match[1] or 0) + _FRACTIONS.get(match[2], 0)
        return noted(number, f"{quoted(cell)} is read as {number:g}.") if match[2] or match[3] else Read(number)
    if isinstance(cell, bool) or not 0 <= cell <= LARGEST:
        return queried(f"{shown(cell)} is not a number that can be right here.")
    return Read(float(cell))


@of_bounded_length
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
    if pounds > LARGEST * 1000:
        return queried(f"{quoted(text)} is too large an amount of money.")
    return Read(-pounds if match[1] or match[2] or match[3] else pounds)
