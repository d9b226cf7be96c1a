"""What a copy of the year knows about itself: whose it is, when it was made, and what every cell held then.

It stands on a hidden tab of the file, packed into plain letters, so that no program that opens the file
can read anything into it. Whoever brings an edited copy back is compared with it, so it is looked at with
care: the file has been out of our hands.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaizen.sheet.cells import Cell, Grid

MEMORY_TAB: Final = "_kaizen copy"
"""The hidden tab of the file."""

VERSION: Final = 1

PIECE: Final = 30_000
"""Letters in one cell; Excel takes 32,767."""

MOST_BYTES: Final = 20_000_000
"""Of the memory, unpacked. 20,000 rows need about 6 million."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a copy comes from.

    Attributes:
        spreadsheet_id: of the sheet.
        network: its name, for a sentence.
        school_year: such as ``2026-27``.
        made_at: local time, to the minute.
    """

    spreadsheet_id: str
    network: str
    school_year: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """What the hidden tab holds.

    Attributes:
        grids: the cells of each tab as they went into the file, by the title that layout knows.
        names: what each of those tabs is called in the file.
        headings: of each of those tabs, which columns people had renamed, see `column_marks.given_names`; None in a
            file from before they were kept.
    """

    origin: Origin
    grids: Mapping[str, Grid]
    names: Mapping[str, str]
    headings: Mapping[str, Mapping[str, str]] | None = None


class NoMemory(ValueError):  # noqa: N818 - read as the sentence it makes
    """The pieces are not what `packed` makes."""


def packed(memory: Memory) -> list[str]:
    """Return the memory as cells of plain letters."""
    origin = memory.origin
    told: dict[str, Any] = {
        "version": VERSION,
        "spreadsheet": origin.spreadsheet_id,
        "network": origin.network,
        "year": origin.school_year,
        "made": origin.made_at.isoformat(timespec="minutes"),
        "names": dict(memory.names),
        "grids": {title: [list(row) for row in grid] for title, grid in memory.grids.items()},
    }
    if memory.headings is not None:
        told["headings"] = {title: dict(names) for title, names in memory.headings.items()}
    text = base64.b64encode(zlib.compress(json.dumps(told).encode("ascii"), 9)).decode("ascii")
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def unpacked(pieces: Sequence[str]) -> Memory:
    """Return what `packed` has put away.

    Raises:
        NoMemory: it is something else, or more than any year is.
    """
    try:
        told = json.loads(_inflated(base64.b64decode("".join(pieces), validate=True)))
        if told["version"] != VERSION:
            raise NoMemory(f"version {told['version']}")
        return _memory(told)
    except (binascii.Error, zlib.error, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NoMemory(str(error)) from error


def _inflated(data: bytes) -> bytes:
    inflating = zlib.decompressobj()
    text = inflating.decompress(data, MOST_BYTES)
    if inflating.unconsumed_tail or not inflating.eof:
        raise NoMemory("too much, or cut off")
    return text


def _memory(told: Mapping[str, Any]) -> Memory:
    return Memory(
        Origin(
            _text(told["spreadsheet"]),
            _text(told["network"]),
            _text(told["year"]),
            datetime.fromisoformat(told["made"]),
        ),
        {_text(title): [[_cell(cell) for cell in row] for row in grid] for title, grid in told["grids"].items()},
        _texts(told["names"]),
        {_text(title): _texts(names) for title, names in told["headings"].items()} if "headings" in told else None,
    )


def _texts(told: Mapping[str, object]) -> dict[str, str]:
    return {_text(name): _text(text) for name, text in told.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NoMemory("no text")
    return value


def _cell(value: object) -> Cell:
    if not isinstance(value, str | int | float | bool):
        raise NoMemory("no cell")
    return value
