"""What a spreadsheet is made of: its tabs and named ranges, and tabs that somebody has given another name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

STRUCTURE: Final = (
    "properties.title,sheets.properties(sheetId,title,gridProperties.rowCount),namedRanges(namedRangeId,name)"
)
"""The field mask of what is looked up."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What a spreadsheet is made of.

    Attributes:
        title: of the spreadsheet.
        tabs: title to sheet id, in the order of the tabs; a renamed tab stands under its old title too.
        heights: title to number of rows, with those that are empty.
        named_ranges: name to id.
        names: old title to new one, of the tabs that somebody has renamed.
    """

    title: str
    tabs: Mapping[str, int]
    heights: Mapping[str, int]
    named_ranges: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)


def structure_of(answer: Mapping[str, Any], remembered: Mapping[str, int]) -> Structure:
    """Return the structure that an answer to ``spreadsheets.get`` tells.

    Args:
        answer: with the fields of `STRUCTURE`.
        remembered: title to sheet id, of the tabs that were there before.
    """
    properties = [sheet["properties"] for sheet in answer.get("sheets", ())]
    tabs = {str(one["title"]): int(one.get("sheetId", 0)) for one in properties}
    title_of = {sheet_id: title for title, sheet_id in tabs.items() if title not in remembered}
    names = {old: title_of[known] for old, known in remembered.items() if old not in tabs and known in title_of}
    return Structure(
        title=answer["properties"]["title"],
        tabs={**tabs, **{old: remembered[old] for old in names}},
        heights={one["title"]: one.get("gridProperties", {}).get("rowCount", 0) for one in properties},
        named_ranges={one["name"]: one["namedRangeId"] for one in answer.get("namedRanges", ())},
        names=names,
    )
