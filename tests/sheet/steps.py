"""Counts what reading a text costs, by steps instead of seconds: the same on every machine, however busy."""

from __future__ import annotations

import re
import sys
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

WORD = re.compile(r"\w")
CATEGORIES = {
    op.CATEGORY_DIGIT: re.compile(r"\d"),
    op.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    op.CATEGORY_SPACE: re.compile(r"\s"),
    op.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    op.CATEGORY_WORD: WORD,
    op.CATEGORY_NOT_WORD: re.compile(r"\W"),
}


MOST = 300_000


class TooManySteps(Exception):  # noqa: N818 - it is no error of the program
    """A match that has taken so many steps that nobody need count on."""


class RegexSteps:
    """Matches as a backtracking engine does, without its shortcuts, and counts the characters looked at.

    Attributes:
        taken: steps so far.
    """

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.taken = 0
        self._text = text
        self._folded = bool(pattern.flags & re.IGNORECASE)
        self._all = bool(pattern.flags & re.DOTALL)
        self._tree = parser.parse(pattern.pattern, pattern.flags)
        self._groups: dict[int, tuple[int, int]] = {}

    def search(self) -> int:
        """Return the steps of a search that goes on to the end, wherever it finds something."""
        at = 0
        while at <= len(self._text):
            end = next(self._sequence(self._tree, 0, at), None)
            at = max(at + 1, end or 0)
        return self.taken

    def fullmatch(self) -> int:
        """Return the steps of matching the whole text."""
        any(end == len(self._text) for end in self._sequence(self._tree, 0, 0))
        return self.taken

    def _sequence(self, items: Sequence[Any], index: int, at: int) -> Iterator[int]:
        if index == len(items):
            yield at
            return
        for end in self._item(items[index], at):
            yield from self._sequence(items, index + 1, end)

    def _item(self, item: Any, at: int) -> Iterator[int]:
        self.taken += 1
        if self.taken > MOST:
            raise TooManySteps(self.taken)
        code, value = item
        if self._is_letter(code):
            if at < len(self._text) and self._fits(code, value, self._text[at]):
                yield at + 1
        elif code is op.GROUPREF:
            start, stop = self._groups.get(value, (0, 0))
            if self._text.startswith(self._text[start:stop], at):
                yield at + stop - start
        elif code in {op.AT, op.ASSERT, op.ASSERT_NOT}:
            if self._holds(code, value, at):
                yield at
        else:
            yield from self._composed(code, value, at)

    def _composed(self, code: Any, value: Any, at: int) -> Iterator[int]:
        if code in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
            yield from self._repeat(code, *value, at)
        elif code is op.SUBPATTERN:
            for end in self._sequence(value[3], 0, at):
                self._groups[value[0]] = (at, end)
                yield end
        else:
            for way in value[1]:
                yield from self._sequence(way, 0, at)

    def _is_letter(self, code: Any) -> bool:
        return code in {op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN}

    def _fits(self, code: Any, value: Any, letter: str) -> bool:
        if code is op.ANY:
            return self._all or letter != "\n"
        if code is op.IN:
            negated = value[0][0] is op.NEGATE
            return negated != any(self._among(one, letter) for one in value[negated:])
        return (code is op.LITERAL) == self._among((op.LITERAL, value), letter)

    def _among(self, one: Any, letter: str) -> bool:
        code, value = one
        letters = {letter, letter.lower(), letter.upper()} if self._folded else {letter}
        if code is op.CATEGORY:
            return CATEGORIES[value].match(letter) is not None
        low, high = value if code is op.RANGE else (value, value)
        return any(len(case) == 1 and low <= ord(case) <= high for case in letters)

    def _repeat(self, code: Any, least: int, most: Any, body: Sequence[Any], at: int) -> Iterator[int]:
        limit = len(self._text) + 1 if most is op.MAXREPEAT else most
        if len(body) == 1 and self._is_letter(body[0][0]):
            yield from self._run(code, least, limit, body[0], at)
        else:
            yield from self._again(code is op.MIN_REPEAT, least, limit, body, at)

    def _run(self, code: Any, least: int, most: int, body: Any, at: int) -> Iterator[int]:
        ends = [at]
        while len(ends) <= most and (end := next(self._item(body, ends[-1]), None)) is not None:
            ends.append(end)
            if code is op.MIN_REPEAT and len(ends) > least:
                yield ends[-2] if len(ends) - 1 > least else end
        for end in reversed(ends[least:]) if code is not op.MIN_REPEAT else ends[-1:]:
            self.taken += 1
            yield end

    def _again(self, lazy: bool, least: int, most: int, body: Sequence[Any], at: int) -> Iterator[int]:
        if lazy and least <= 0:
            yield at
        if most > 0:
            for end in self._sequence(body, 0, at):
                if end > at:
                    yield from self._again(lazy, least - 1, most - 1, body, end)
        if not lazy and least <= 0:
            yield at

    def _holds(self, code: Any, value: Any, at: int) -> bool:
        if code is op.AT:
            return self._place(value, at)
        ahead, body = value
        start = at if ahead > 0 else at - body.getwidth()[0]
        found = start >= 0 and next(self._sequence(body, 0, start), None) is not None
        return found == (code is op.ASSERT)

    def _place(self, value: Any, at: int) -> bool:
        if value in {op.AT_BEGINNING, op.AT_BEGINNING_STRING}:
            return at == 0
        if value in {op.AT_END, op.AT_END_STRING}:
            return at == len(self._text)
        sides = [0 <= place < len(self._text) and WORD.match(self._text[place]) is not None for place in (at - 1, at)]
        return (sides[0] != sides[1]) == (value is op.AT_BOUNDARY)


def lines_run(act: Callable[[], object]) -> int:
    """Return how many lines of our own code an act runs."""
    count = 0

    def watch(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        if "/kaizen/" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        act()
    finally:
        sys.settrace(before)
    return count
