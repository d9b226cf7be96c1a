"""What a spreadsheet is made of: its tabs and named ranges, and which tab is which whatever people call it."""

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
        tabs: title to sheet id; a tab that is known by its id stands under the title by which it is known,
            whatever it is called now.
        heights: title to number of rows, with those that are empty.
        named_ranges: name to id.
        names: old title to new one, of the tabs that somebody has renamed.
        twins: old title to the title of another tab that has taken it, or only differs in its capitals: two tabs
            could be meant.
    """

    title: str
    tabs: Mapping[str, int]
    heights: Mapping[str, int]
    named_ranges: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    twins: Mapping[str, str] = field(default_factory=dict)

    def called(self, title: str) -> str:
        """Return what a tab is called now that is known by this title."""
        return self.names.get(title, title)


def structure_of(answer: Mapping[str, Any], remembered: Mapping[str, int]) -> Structure:
    """Return the structure that an answer to ``spreadsheets.get`` tells.

    Args:
        answer: with the fields of `STRUCTURE`.
        remembered: title to sheet id, of the tabs that were there before. A tab is known by its id; by its title
            only where no tab with that id is left.
    """
    properties = [sheet["properties"] for sheet in answer.get("sheets", ())]
    titles = {int(one.get("sheetId", 0)): str(one["title"]) for one in properties}
    known = {title: sheet_id for title, sheet_id in remembered.items() if sheet_id in titles}
    names = {title: titles[sheet_id] for title, sheet_id in known.items() if titles[sheet_id] != title}
    others = {
        title: sheet_id for sheet_id, title in titles.items() if title not in known and sheet_id not in known.values()
    }
    return Structure(
        title=answer["properties"]["title"],
        tabs={**others, **known},
        heights={one["title"]: one.get("gridProperties", {}).get("rowCount", 0) for one in properties},
        named_ranges={one["name"]: one["namedRangeId"] for one in answer.get("namedRanges", ())},
        names=names,
        twins={
            known_as: title
            for known_as in names
            for sheet_id, title in titles.items()
            if title.casefold() == known_as.casefold() and sheet_id != known[known_as]
        },
    )
