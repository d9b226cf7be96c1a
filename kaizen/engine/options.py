"""Options added at the end of lists: written below the last one of each, and looked for afterwards.

They are written by position. If somebody moves rows or columns of Lists in that instant, one may land over another
option or in another list. Lists are told by what stands in them: what is missing is written at the end once more, and
what landed in a list that it was not meant for is taken out of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaizen.sheet.layout import LISTS_TAB
from kaizen.sheet.whole_rows import as_typed, cleared, columns_said, filled, titles_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaizen.engine.group import Group
    from kaizen.engine.structure import Structure
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading


class AddedOptions:
    """The options that one group adds, followed until they stand where they belong."""

    def __init__(self, group: Group) -> None:
        self._wanted = group.rows.options
        self._waits = False
        self._before = columns_said(group.snapshot.reading.tabs[LISTS_TAB.title]) if self._wanted else {}

    @property
    def titles(self) -> set[str]:
        """The tab that they are in, where there are any."""
        return {LISTS_TAB.title} if self._wanted else set()

    @property
    def waits(self) -> set[str]:
        """The tab that they are in, while it is gone, can't be read, or two tabs could be it."""
        return self.titles if self._waits else set()

    def look(self, reading: Reading, structure: Structure) -> list[dict[str, Any]]:
        """Return the requests that put right what is wrong; none when each option is in its list."""
        asked = {*reading.unreadable, *structure.twins}
        self._waits = LISTS_TAB.title in asked or LISTS_TAB.title not in structure.tabs
        if not self._wanted or self._waits:
            return []
        tab, missing = reading.tabs[LISTS_TAB.title], dict[str, list[str]]()
        repairs: list[dict[str, Any]] = []
        now, titles, sheet_id = columns_said(tab), titles_of(tab), structure.tabs[LISTS_TAB.title]
        ours = {option for options in self._wanted.values() for option in options}
        for heading in now.keys() & {*self._before, *self._wanted}:
            held = self._before.get(heading, {}).values()
            good = [*held, *self._wanted.get(heading, ())]
            strays = [row for row, text in now[heading].items() if text in ours and text not in good]
            for row in strays:
                repairs += cleared(sheet_id, row, {titles.index(heading)})
            left = [text for row, text in now[heading].items() if row not in strays]
            gone = [text for text in self._wanted.get(heading, ()) if text not in left]
            if gone or len(left) < len(good):
                missing[heading] = [text for text in good if text not in left]
        return [*repairs, *options_below(tab, structure, missing)]


def options_below(
    reading: TabReading, structure: Structure, options: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    """Give the requests that write options below the last one of each list; the tab grows where it is full."""
    lists, titles = columns_said(reading), titles_of(reading)
    first = {heading: max(lists[heading], default=reading.heading_row) + 1 for heading in options}
    sheet_id = structure.tabs[LISTS_TAB.title]
    end = max((first[heading] + len(texts) - 1 for heading, texts in options.items()), default=0)
    if (short := end - structure.heights[structure.called(LISTS_TAB.title)]) > 0:
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": short}}
    for heading, texts in options.items():
        for row, text in enumerate(texts, start=first[heading]):
            yield from filled(sheet_id, row, {titles.index(heading): as_typed(text)})
