"""What the data validation of a column says about its question: kind, choices, bounds.

Source: ``DataValidationRule`` and ``ConditionType`` of the Sheets API. A rule that is not known here, such
as one with a formula of its own, leaves the question a line of text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kaizen.sheet.cell_dates import FIRST_SERIAL, LAST_SERIAL, read_date
from kaizen.sheet.cells import shown
from kaizen.sheet.layout import Kind
from kaizen.sheet.text import clean

if TYPE_CHECKING:
    from kaizen.domain.dates import SchoolYear
    from kaizen.sheet.cells import Grid

Rule = Mapping[str, Any]
"""A ``DataValidationRule``; empty for none."""

OptionsOf = Callable[[str], Sequence[str]]
"""Gives what stands in the cells of a range such as ``Lists!B2:B``."""

GREATEST = 2.0**53
"""Whole numbers beyond it cannot be told apart, in a sheet or in a browser."""


@dataclass(frozen=True, slots=True)
class Accepts:
    """What a rule accepts; the attributes are those of a `Question`."""

    kind: Kind = Kind.TEXT
    options: tuple[str, ...] = ()
    free: bool = True
    least: int | float | date | None = None
    most: int | float | date | None = None
    above: float | None = None
    below: float | None = None
    gap: tuple[float, float] | tuple[date, date] | None = None


def accepts(rule: Rule, options_of: OptionsOf, year: SchoolYear, *, decimals: bool = False) -> Accepts:
    """Return what a rule accepts.

    Args:
        rule: of the column.
        options_of: gives the cells of a range.
        year: a day that a rule gives without a year falls in it.
        decimals: whether the numbers of the column are shown with decimals.
    """
    condition = rule.get("condition", {})
    kind = str(condition.get("type", ""))
    typed = [str(value.get("userEnteredValue", "")) for value in condition.get("values", ())]
    if kind == "BOOLEAN" and not typed:
        return Accepts(Kind.TICK)
    if kind in {"BOOLEAN", "ONE_OF_LIST", "ONE_OF_RANGE"}:
        told = options_of(range_of(rule)) if kind == "ONE_OF_RANGE" else typed
        options = tuple(dict.fromkeys(filter(None, map(clean, told))))
        free = kind != "BOOLEAN" and not rule.get("strict", False)  # a tick box that stands for two words of its own
        return Accepts(Kind.CHOICE, options, free) if options or not free else Accepts()
    if kind.startswith("NUMBER_"):
        return _numbers(kind.removeprefix("NUMBER_"), [_number(text) for text in typed], decimals=decimals)
    if kind.startswith("DATE_"):
        return _days(kind.removeprefix("DATE_"), [_day(text, year) for text in typed])
    return Accepts(Kind.EMAIL) if kind == "TEXT_IS_EMAIL" else Accepts()


def range_of(rule: Rule) -> str:
    """Return the range that a dropdown takes its options from, without ``=``; ``""`` where it takes them from none."""
    condition = rule.get("condition", {})
    if condition.get("type") != "ONE_OF_RANGE":
        return ""
    values = [str(value.get("userEnteredValue", "")) for value in condition.get("values", ())]
    return values[0].removeprefix("=") if values else ""


def _numbers(kind: str, bounds: Sequence[float | None], *, decimals: bool) -> Accepts:
    whole = not decimals and all(bound is None or bound == int(bound) for bound in bounds)
    first, second = (*(_whole(bound) if whole else bound for bound in bounds), None, None)[:2]
    asked = Kind.WHOLE if whole else Kind.NUMBER
    if kind == "BETWEEN":
        return _between(asked, first, second)
    bounded: dict[str, dict[str, Any]] = {
        "GREATER_THAN_EQ": {"least": first},
        "LESS_THAN_EQ": {"most": first},
        "EQ": {"least": first, "most": first},
        "NOT_EQ": {"gap": _gap(first, first)},
        "NOT_BETWEEN": {"gap": _gap(first, second)},
        "GREATER": {"least": _beside(first, 1)} if whole else {"above": first},
        "LESS": {"most": _beside(first, -1)} if whole else {"below": first},
    }
    return Accepts(asked, **bounded.get(kind, {}))


def _beside(bound: float | None, step: int) -> int | None:
    return None if bound is None else int(bound) + step


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def _between(kind: Kind, first: Any, second: Any) -> Accepts:  # noqa: ANN401 - two numbers or two days
    """Return what stands between two bounds, whichever of them was typed first."""
    least, most = _gap(first, second) or (first, second)
    return Accepts(kind, least=least, most=most)


def _gap(first: Any, second: Any) -> Any:  # noqa: ANN401 - as above
    """Return the two in their order; None where one of them is not a fixed number or day."""
    return None if first is None or second is None else (min(first, second), max(first, second))


def _number(text: str) -> float | None:
    digits = text.strip().removesuffix("%")
    try:
        number = float(digits.replace(",", "").replace("\u00a3", ""))
    except ValueError:
        return None
    number = number if digits == text.strip() else number / 100
    return number if math.isfinite(number) and abs(number) < GREATEST - 1 else None


def _days(kind: str, bounds: Sequence[date | None]) -> Accepts:
    first, second = (*bounds, None, None)[:2]
    if kind == "BETWEEN":
        return _between(Kind.DATE, first, second)
    bounded: dict[str, dict[str, Any]] = {
        "ON_OR_AFTER": {"least": first},
        "ON_OR_BEFORE": {"most": first},
        "EQ": {"least": first, "most": first},
        "AFTER": {"least": first and first + timedelta(days=1)},
        "BEFORE": {"most": first and first - timedelta(days=1)},
        "NOT_BETWEEN": {"gap": _gap(first, second)},
    }
    return Accepts(Kind.DATE, **bounded.get(kind, {}))


def _day(text: str, year: SchoolYear) -> date | None:
    number = _number(text)
    found = read_date(text if number is None else number, year).value
    return found if isinstance(found, date) else None


_RANGE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?\$?([A-Za-z]{1,3})\$?(\d{0,8})(?::\$?([A-Za-z]{0,3})\$?(\d{0,8}))?"
)


def texts_in(place: str, own: str, grids: Mapping[str, Grid]) -> tuple[str, ...] | None:
    """Return what stands in the cells of a range, row by row, blank ones left out.

    Args:
        place: in A1 notation, such as ``'Lists'!$B$2:$B``.
        own: the title of the tab that is meant where the range names none.
        grids: the cells of tabs, by title.

    Returns:
        None where these tabs do not tell: another tab, the name of a range, or days.
    """
    found = _RANGE.fullmatch(place)
    if found is None:
        return None
    quoted_title, title, left, top, right, bottom = found.groups()
    grid = grids.get(quoted_title.replace("''", "'") if quoted_title else title or own)
    if grid is None:
        return None
    first, last = _column_number(left), _column_number(right or left)
    end = int(bottom) if bottom else len(grid) if ":" in place else int(top or 0)
    cells = [cell for row in grid[max(int(top or 1), 1) - 1 : end] for cell in row[first : last + 1]]
    if any(isinstance(cell, int | float) and FIRST_SERIAL <= cell <= LAST_SERIAL for cell in cells):
        return None  # days: their numbers do not tell how the sheet shows them
    return tuple(text for cell in cells if (text := clean(shown(cell))))


def _column_number(letters: str) -> int:
    """Return the number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
