"""A1 notation: the words of a range, read and written."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_LETTERS: Final = 26
_CORNER: Final = re.compile(r"\$?([A-Za-z]{0,3})\$?([1-9]\d{0,7})?")
_PLAIN_TITLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LIKE_A_CELL: Final = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]")


class Corner(NamedTuple):
    """A row, a column or both, counted from 0; ``None`` where the notation leaves it open."""

    row: int | None
    column: int | None


class Words(NamedTuple):
    """A range as written.

    Attributes:
        title: the tab's title, ``None`` where it is left out.
        quoted: whether the title stood in quotation marks.
        corners: none for a bare title, one for a cell, two for a range.
    """

    title: str | None
    quoted: bool
    corners: tuple[Corner, ...]


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0; 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, from 0, by its letters in either case."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def quoted(title: str) -> str:
    """Return a title as Google writes it in a range: in quotation marks unless it is a plain name unlike a cell's."""
    if _PLAIN_TITLE.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return in_quotes(title)


def in_quotes(title: str) -> str:
    """Return a title in quotation marks, its own doubled."""
    return "'" + title.replace("'", "''") + "'"


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def written(title: str, top: int, left: int, bottom: int, right: int) -> str:
    """Return a range in A1 notation; one cell is written as one cell.

    Args:
        title: the tab's title, bare.
        top: first row, from 0.
        left: first column, from 0.
        bottom: row after the last.
        right: column after the last.
    """
    first, last = cell_name(top, left), cell_name(bottom - 1, right - 1)
    return f"{quoted(title)}!{first}" + ("" if first == last else f":{last}")


def read(text: str) -> Words | None:
    """Return what a range says, or ``None`` where it is not A1 notation.

    A bare word that could be a title, a named range or a cell comes back as a title without corners unless it is
    a cell's name; the caller knows the tabs.
    """
    if text.startswith("'"):
        return _read_quoted(text)
    title, mark, rest = text.rpartition("!")
    corners = _corners(rest)
    if mark:
        return Words(title, quoted=False, corners=corners) if title and corners else None
    if corners:
        return Words(None, quoted=False, corners=corners)
    return Words(text, quoted=False, corners=()) if text else None


def _read_quoted(text: str) -> Words | None:
    found = re.fullmatch(r"'((?:[^']|'')+)'(?:!(.+))?", text, re.DOTALL)
    if not found:
        return None
    title = found[1].replace("''", "'")
    if found[2] is None:
        return Words(title, quoted=True, corners=())
    corners = _corners(found[2])
    return Words(title, quoted=True, corners=corners) if corners else None


def _corners(text: str) -> tuple[Corner, ...]:
    first, colon, second = text.partition(":")
    one, other = _corner(first), _corner(second)
    if one is None or (colon and other is None):
        return ()
    if not colon:
        return (one,) if None not in one else ()
    assert other is not None  # noqa: S101 - told to the type checker # nosec B101
    return (one, other)


def _corner(text: str) -> Corner | None:
    found = _CORNER.fullmatch(text)
    if not found or not text or text == "$":
        return None
    column = column_number(found[1]) if found[1] else None
    row = int(found[2]) - 1 if found[2] else None
    return Corner(row, column)
