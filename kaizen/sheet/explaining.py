"""How each cell of a sheet was understood, one line a cell: where support by telephone begins."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from kaizen.domain.wording import listed
from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.cells import shown
from kaizen.sheet.findings import URGENCY, Finding, Outcome, Place
from kaizen.sheet.layout import LISTS_TAB, REF, SETTINGS, YEAR_TABS, Kind
from kaizen.sheet.setting_rows import VALUE, setting_called
from kaizen.sheet.tab_building import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Cell, Value
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading

OWN_COLUMN = "This column is not one of the app's. It is kept as it is."
ABOVE = "This row is above the headings, so it is not read."
LEFT_OUT = "Its row is not read; the line about the row says why."

PLAIN = Finding(Place(""), Outcome.READ, "")
"""What there is to say about a cell that was plainly read."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One cell, row or tab.

    Attributes:
        cell: its address in the tab, such as ``F14``; ``14:14`` for a row and "" for a tab.
        found: what stands there, as the sheet shows it.
        value: what counts, as its field holds it; None where nothing does.
        words: the same as the sheet would show it.
    """

    finding: Finding
    place: Place
    cell: str
    found: str
    value: Value
    words: str

    def as_json(self) -> dict[str, object]:
        """Return it in the types of JSON; days and times in ISO form, several things as a list."""
        suggested = self.finding.suggested
        return {
            "tab": self.place.tab,
            "row": self.place.row or None,
            "column": self.place.heading or None,
            "cell": self.cell or None,
            "found": self.found,
            "outcome": self.finding.outcome.name.lower(),
            "value": _plain(self.value),
            "sentence": self.finding.sentence,
            "suggested": suggested and {"column": suggested.heading, "value": _plain(suggested.value)},
        }

    def __str__(self) -> str:
        """Return it as a few lines to be read out."""
        cell = f" (cell {self.cell})" if self.place.heading and self.cell else ""
        where = f"{self.place}{cell}: {self.finding.outcome.name.lower()}"
        found = f"\n    found  {self.found!r}" if self.found else ""
        taken = f"\n    taken  {repr(self.words) if self.words else 'nothing'}"
        sentence = f"\n    {self.finding.sentence}" if self.finding.sentence else ""
        return f"{where}{found}{taken if self.place.row and self.place.heading else ''}{sentence}"


def explained(reading: Reading, tab: str = "", *, everything: bool = False) -> list[Explained]:
    """Return how the cells were understood, in the order of the sheet.

    Args:
        reading: of a whole workbook.
        tab: title of the one tab to tell about; "" for all.
        everything: whether to tell also about cells that were plainly read, and those that are nobody's
            business: above the headings, or in people's own columns.

    Returns:
        One for each finding, also about a row or a tab as a whole. With ``everything`` one more for each
        other cell that is not blank, on the tabs that people fill in.
    """
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in (*reading.findings, *reading.told_once):
        found[finding.place.tab].append(finding)
    titles = dict.fromkeys([*reading.tabs, *found])
    return [
        line
        for title in titles
        if tab in ("", title)
        for line in _of_tab(reading, title, found[title], everything=everything)
    ]


def counts_of(lines: Sequence[Explained]) -> str:
    """Return a closing sentence: how many of each outcome, those that somebody should look at first."""
    counts = Counter(line.finding.outcome for line in lines)
    parts = [f"{counts[outcome]} {outcome.name.lower()}" for outcome in URGENCY if counts[outcome]]
    return f"{listed(parts)}." if parts else "Every cell has been read without a question."


def _of_tab(reading: Reading, title: str, findings: Sequence[Finding], *, everything: bool) -> list[Explained]:
    tab = reading.tabs.get(title)
    if tab is None:
        return [Explained(finding, finding.place, "", finding.found, None, "") for finding in findings]
    teller = _Teller(reading, tab)
    lines = [teller.about(finding) for finding in findings]
    if everything and tab.tab in {*YEAR_TABS, LISTS_TAB}:
        told = {(line.place.row, line.place.heading) for line in lines}
        lines += [line for line in teller.cells() if (line.place.row, line.place.heading) not in told]
    return sorted(lines, key=lambda line: (line.place.row, teller.column(line.place.heading)))


class _Teller:
    """Tells about the cells of one tab."""

    def __init__(self, reading: Reading, tab: TabReading) -> None:
        self._settings = reading.year.settings
        self._tab = tab
        self._records: Mapping[int, Record] = {tab.rows[record.ref]: record for record in tab.records}
        self._columns = {column.heading: column for column in tab.tab.columns}
        self._headings = {number: heading for heading, number in tab.columns.items()}

    def column(self, heading: str) -> int:
        """Return where a heading stands, counted from 0; -1 for none."""
        return self._tab.columns.get(heading, -1)

    def about(self, finding: Finding) -> Explained:
        """Tell about a finding; of what is private, neither the words nor what they were read as."""
        place = finding.place
        cell = self._tab.cell(place.row, place.heading)
        found = finding.found or ("" if finding.private else self._seen(place.heading, cell))
        value, words = (None, "") if finding.private else self._taken(place)
        return Explained(finding, place, self._address(place), found, value, words)

    def cells(self) -> Iterator[Explained]:
        """Tell about every cell that is not blank."""
        for row, cells in enumerate(self._tab.grid, start=1):
            for number, cell in enumerate(cells):
                if cell != "" and cell is not False and row != self._tab.heading_row:
                    yield self._plain_cell(row, number, cell)

    def _plain_cell(self, row: int, number: int, cell: Cell) -> Explained:
        heading = self._headings.get(number, "")
        place = Place(self._tab.tab.title, row, heading or self._own_heading(number))
        value, words = self._taken(place) if heading else (None, "")
        kept = Finding(place, Outcome.SKIPPED, self._why_not(row, heading))
        address = f"{column_letter(number)}{row}"
        return Explained(kept if kept.sentence else PLAIN, place, address, self._seen(heading, cell), value, words)

    def _why_not(self, row: int, heading: str) -> str:
        if row < self._tab.heading_row or not self._tab.heading_row:
            return ABOVE
        if not heading:
            return OWN_COLUMN
        return "" if row in self._records or self._tab.tab.record is None else LEFT_OUT

    def _own_heading(self, number: int) -> str:
        cells = self._tab.grid[self._tab.heading_row - 1] if self._tab.heading_row else ()
        return shown(cells[number]) if number < len(cells) else ""

    def _taken(self, place: Place) -> tuple[Value, str]:
        record, column = self._records.get(place.row), self._columns.get(place.heading)
        if record is None or column is None:
            text = shown(self._tab.cell(place.row, place.heading)) if self._is_text(place) else ""
            return text or None, text
        if self._tab.tab is SETTINGS and place.heading == VALUE:
            return self._setting(record)
        value = getattr(record, column.field)
        return value, in_words(value, column.kind)

    def _is_text(self, place: Place) -> bool:
        """Tell whether a cell counts as the text it is: an option on Lists, or the key of a row."""
        return self._tab.tab.record is None or (place.heading == REF and place.row in self._records)

    def _setting(self, row: Record) -> tuple[Value, str]:
        setting = setting_called(str(row.model_dump()["setting"]))
        if setting is None:
            return None, ""
        value = getattr(self._settings, setting.column.field)
        return value, in_words(value, setting.column.kind)

    def _seen(self, heading: str, cell: Cell) -> str:
        column = self._columns.get(heading)
        return seen(cell, column.kind if column else Kind.TEXT)

    def _address(self, place: Place) -> str:
        if not place.row:
            return ""
        number = self._tab.columns.get(place.heading)
        return f"{place.row}:{place.row}" if number is None else f"{column_letter(number)}{place.row}"


def _plain(value: Value) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    return [_plain(part) for part in value] if isinstance(value, tuple) else str(value)
