"""Choices from a list, several at once, yes and no, and days of the week."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaizen.domain.network import EVERY_DAY
from kaizen.domain.wording import listed
from kaizen.sheet.cells import BLANK, Cell, Names, Read, Reader, noted, of_bounded_length, queried, shown
from kaizen.sheet.text import clean, did_you_mean, match_key, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

YES = frozenset({"yes", "y", "yep", "yeah", "true", "t", "ok", "1", "\u2713", "\u2714", "\u2705", "\u2611"})
NO = frozenset({"no", "n", "nope", "false", "f", "0", "\u2717", "\u2718", "\u274c", "\u2610"})
NEITHER = frozenset({"na", "n/a", "n.a.", "n.a", "not applicable", "none", "-", "--"})
"""Blank in a yes/no column, and only there: "None" may be a surname."""

SHORTEST = 2
"""Days may be shortened to this many letters."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_ALL_WEEK = {"all week", "all", "every day", "everyday", "full time", "full-time", "mon to fri"}
_BETWEEN_CHOICES = re.compile(r"[,;/\n]")
_BETWEEN_TWO = re.compile(r"\s+(?:and|&|\+)\s+", re.IGNORECASE)
_BETWEEN_DAYS = re.compile(r"(?:[\s,;/&+]|\band\b)+")
_FROM_TO = re.compile(r"([a-z]{2,10})\.?\s*(?:-|to|until)\s*([a-z]{2,10})\.?")


@of_bounded_length
def read_yes_no(cell: Cell) -> Read:
    """Read a tick box or a yes-word as a `bool`; other words after it are noted, ``x`` and ``?`` are questions."""
    if isinstance(cell, bool):
        return Read(cell)
    typed = match_key(shown(cell))
    if not typed or typed in NEITHER:
        return BLANK
    first, *more = re.findall(r"[^\s,.!;:]+", typed) or [typed]
    against = NO if first in YES else YES
    if first not in YES | NO or against.intersection(more):
        return queried(f"{quoted(shown(cell))} is neither Yes nor No.")
    if more:
        return noted(first in YES, f"{quoted(shown(cell))} is read as {'Yes' if first in YES else 'No'}.")
    return Read(first in YES)


def choice_reader(options: Sequence[str], *, free: bool, kinds: type[StrEnum] | None, heading: str) -> Reader:
    """Return a reader for a column whose cells are one of ``options``.

    Args:
        options: what Lists or another tab offers.
        free: whether something else may be typed as well.
        kinds: where the app itself acts on the choice, the values it knows; an option that a head
            has added is then a question, because nothing would happen.
        heading: where the options stand, for the sentence.
    """
    known = tuple(kind.value for kind in kinds or ())
    by_key = {match_key(option): option for option in (*known, *options)}

    def read(cell: Cell) -> Read:
        text = clean(shown(cell))
        if not text:
            return BLANK
        option = by_key.get(match_key(text))
        if kinds is not None:
            return Read(kinds(option)) if option in known else _unknown(text, None, known, heading)
        if option is not None or free:
            return Read(option or text)
        return _unknown(text, text, options, heading)

    return read


def _unknown(text: str, value: str | None, options: Sequence[str], heading: str) -> Read:
    return queried(f"{quoted(text)} is not one of the {heading}{did_you_mean(text, options)}", value)


def choices_reader(options: Sequence[str], *, heading: str) -> Reader:
    """Return a reader for a column of several options, apart by commas; its values are tuples in the order typed."""
    names = Names.of([(option, option) for option in options])

    def read(cell: Cell) -> Read:
        parts = [part for typed in _BETWEEN_CHOICES.split(shown(cell)) for part in _apart(clean(typed), names)]
        chosen = tuple(dict.fromkeys((*names.called(part), part)[0] for part in parts if part))
        strange = [part for part in chosen if part not in names.shown]
        if not chosen:
            return BLANK
        return _unknown(strange[0], None, options, heading)._replace(value=chosen) if strange else Read(chosen)

    return read


def _apart(text: str, names: Names) -> list[str]:
    """Return the choices that "and" joins; an option with such a word in its own name stays whole."""
    return [text] if names.called(text) else _BETWEEN_TWO.split(text)


def read_list(cell: Cell) -> Read:
    """Read names apart by semicolons or lines as a tuple; apart by commas or slashes they are noted."""
    text = shown(cell)
    for mark in (";", "\n"):
        if mark in text:
            return Read(tuple(filter(None, map(clean, re.split(r"[;\n]", text)))) or None)
    parts = tuple(filter(None, map(clean, re.split("[,/]", text))))
    if len(parts) > 1:
        return noted(parts, f"{quoted(text)} is read as {listed(parts)}.")
    return Read(parts or None)


@of_bounded_length
def read_days(cell: Cell) -> Read:
    """Read days of the week as a tuple of 0 for Monday to 4 for Friday, in order.

    Args:
        cell: ``Mon Tue Wed``, ``Mon-Wed``, ``Tuesday & Thursday``, ``all week``.
    """
    typed = match_key(shown(cell))
    if not typed:
        return BLANK
    if typed in _ALL_WEEK:
        return Read(EVERY_DAY)
    if span := _FROM_TO.fullmatch(typed):
        first, last = _day(span[1]), _day(span[2])
        if first is not None and last is not None and first < last:
            return Read(tuple(range(first, last + 1)))
    days = [_day(word.rstrip(".")) for word in _BETWEEN_DAYS.split(typed) if word]
    if not days or None in days:
        return queried(f"{quoted(shown(cell))} is not a list of days that can be read.")
    return Read(tuple(sorted({day for day in days if day is not None})))


def _day(word: str) -> int | None:
    for number, name in enumerate(_DAYS):
        if len(word) >= SHORTEST and name.startswith((word, word.removesuffix("s"))):
            return number
    return None
