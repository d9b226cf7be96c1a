"""Working out a formula of plain numbers; everything else is an error value, said honestly.

``=4/2`` is worked out, ``=A1+1`` and ``=SUM(1,2)`` are not: the embedded sheet keeps such a formula and reads it as
``#NAME?``. There is no ``eval`` here: a small descent over ``+ - * / ^ %``, brackets and numbers.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from kaizen.sheets_local.schema import number_of

_TOKEN: Final = re.compile(r"\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([-+*/^%()]))")
_DEPTH_LIMIT: Final = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """An error value of a cell.

    Attributes:
        kind: as in Google's ``ErrorValue.type``.
        text: what a reader sees in the cell.
        message: the sentence behind the red corner.
    """

    kind: str
    text: str
    message: str


UNKNOWN: Final = Fault("NAME", "#NAME?", "The embedded sheet works out arithmetic on plain numbers only.")
DIVISION: Final = Fault("DIVIDE_BY_ZERO", "#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
NOT_A_NUMBER: Final = Fault("NUM", "#NUM!", "The result is not a number the sheet can hold.")


class _NotArithmeticError(Exception):
    """The formula holds something other than numbers, signs and brackets."""


def worked_out(formula: str) -> int | float | Fault:
    """Return the number a formula comes to, or the error value it reads as.

    Args:
        formula: with its leading ``=``.
    """
    try:
        result = _Descent(formula[1:]).whole()
    except _NotArithmeticError:
        return UNKNOWN
    except ZeroDivisionError:
        return DIVISION
    except (OverflowError, ValueError):
        return NOT_A_NUMBER
    return number_of(result) if math.isfinite(result) else NOT_A_NUMBER


class _Descent:
    """A recursive descent; signs bind tighter than powers, as in a sheet: ``=-2^2`` is 4."""

    def __init__(self, text: str) -> None:
        self.tokens = self._split(text.strip())
        self.at = 0
        self.depth = 0

    @staticmethod
    def _split(text: str) -> list[str]:
        tokens, at = [], 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if not found:
                raise _NotArithmeticError
            tokens.append(found[1] or found[2])
            at = found.end()
        return tokens

    def whole(self) -> float:
        result = self._sum()
        if self.at < len(self.tokens):
            raise _NotArithmeticError
        return result

    def _next(self, *signs: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at] in signs:
            self.at += 1
            return self.tokens[self.at - 1]
        return ""

    def _sum(self) -> float:
        left = self._product()
        while sign := self._next("+", "-"):
            right = self._product()
            left = left + right if sign == "+" else left - right
        return left

    def _product(self) -> float:
        left = self._power()
        while sign := self._next("*", "/"):
            right = self._power()
            left = left * right if sign == "*" else left / right
        return left

    def _power(self) -> float:
        left = self._signed()
        while self._next("^"):
            left = math.pow(left, self._signed())
        return left

    def _signed(self) -> float:
        sign = 1
        while mark := self._next("+", "-"):
            sign = -sign if mark == "-" else sign
        value = self._atom()
        while self._next("%"):
            value /= 100
        return sign * value

    def _atom(self) -> float:
        if self._next("("):
            self.depth += 1
            if self.depth > _DEPTH_LIMIT:
                raise _NotArithmeticError
            value = self._sum()
            if not self._next(")"):
                raise _NotArithmeticError
            self.depth -= 1
            return value
        if self.at == len(self.tokens) or self.tokens[self.at] in "+-*/^%()":
            raise _NotArithmeticError
        self.at += 1
        return float(self.tokens[self.at - 1])
