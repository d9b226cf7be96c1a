"""Taking names out of Log and Checks: by what the cells say, so that it does not matter where a line stands by then.

Source: "FindReplaceRequest", Sheets API documentation: the regular expression follows the rules of Java's.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from kaizen.rules.naming import address_pattern, name_pattern
from kaizen.sheet.layout import CHECKS, LOG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.engine.group import Group
    from kaizen.engine.structure import Structure

TABS: Final = (LOG, CHECKS)
"""Tabs that the app alone writes, and that keep what others have said."""

AT_ONCE: Final = 50
"""Names in one search; a regular expression of a few thousand letters is still a small one."""


def forgetting(group: Group, structure: Structure) -> Iterator[dict[str, Any]]:
    """Give the requests that put something else in the place of every name and address that is to be forgotten."""
    instead: defaultdict[str, list[str]] = defaultdict(list)
    for _, decision, _ in group.decided:
        for told, other in (decision.forgets or {}).items():
            instead[other].append(address_pattern(told) if "@" in told else name_pattern(told))
    known = group.snapshot.grids.keys() - group.snapshot.questions
    there = [structure.tabs[tab.title] for tab in TABS if tab.title in known]
    for other, patterns in instead.items():
        for start in range(0, len(patterns), AT_ONCE):
            found = "|".join(patterns[start : start + AT_ONCE])
            yield from (replaced(sheet_id, found, other) for sheet_id in there)


def replaced(sheet_id: int, pattern: str, other: str) -> dict[str, Any]:
    """Return the request that puts ``other`` wherever the regular expression is found in a tab."""
    return {"findReplace": {"sheetId": sheet_id, "find": pattern, "searchByRegex": True, "replacement": other}}
