"""What a cell might say instead: the nearest name that is known. A question for people; nothing is read from it."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.sheet.findings import Finding, Outcome, Suggestion
from kaizen.sheet.layout import LISTS_TAB, SCHOOLS, Kind
from kaizen.sheet.surroundings import school_names
from kaizen.sheet.text import LIKENESS, match_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.cells import Names
    from kaizen.sheet.layout import Column

LONGEST = 100
"""So many letters of a text are compared."""

OFFERS = 100
"""So many texts are compared with what is known; after that something larger is amiss."""

_NO_LETTERS = re.compile(r"[\W_]|(?<!\d)0+(?=\d)")
"""What stands between letters and numbers, and zeros before a number."""

CHOOSING = {Kind.SCHOOL, Kind.CHOICE, Kind.TEXT}
"""Kinds of column whose cells name one thing of several."""


def nearest(text: str, names: Iterable[str], likeness: float = LIKENESS) -> str:
    """Return the name most like ``text``; "" where none is alike.

    The one of the same letters and numbers comes first: "W1-A" is like W15-A, but W01-A is what it says.
    """
    by_key = {match_key(name): name for name in names}
    said = _NO_LETTERS.sub("", match_key(text)[:LONGEST])
    spelt = [name for key, name in by_key.items() if said and _NO_LETTERS.sub("", key) == said]
    if len(spelt) == 1:
        return spelt[0]
    alike = difflib.get_close_matches(match_key(text)[:LONGEST], by_key, n=1, cutoff=likeness)
    return by_key[alike[0]] if alike else ""


@lru_cache(maxsize=512)
def _nearest_option(text: str, options: tuple[str, ...]) -> str:
    """Return the same of a list of options; most questions of a sheet were asked the last time too."""
    return nearest(text, options)


class Suggestions:
    """Names what a school or a choice that is not known may have been meant for."""

    def __init__(self, year: YearSnapshot) -> None:
        self._schools: Names = school_names(year.schools)
        self._lists = year.lists
        self._named: dict[tuple[str, str], str] = {}

    def added_to(self, finding: Finding, column: Column) -> Suggestion | None:
        """Return what the cell under the column might say instead; None where nothing is near enough."""
        if finding.suggested is not None or finding.outcome is not Outcome.QUERIED or not finding.found:
            return finding.suggested
        asked = (finding.found, column.heading)
        if asked not in self._named:
            self._named[asked] = self._name(finding.found, column) if len(self._named) < OFFERS else ""
        name = self._named[asked]
        return Suggestion(column.heading, name) if name and name != finding.found else None

    def _name(self, found: str, column: Column) -> str:
        if column.kind not in CHOOSING or column.options is None:
            return ""
        if column.options.tab == SCHOOLS.title:
            called = self._schools.called(_nearest_option(found, self._schools.shown))
            return called[0] if len(called) == 1 else ""
        options = self._lists.get(column.options.heading, ()) if column.options.tab == LISTS_TAB.title else ()
        return _nearest_option(found, options)
