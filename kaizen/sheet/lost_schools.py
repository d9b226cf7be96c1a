"""A school that somebody has deleted or renamed on Schools is told once, not at each of the cells that name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.network import School
from kaizen.domain.wording import counted, listed
from kaizen.sheet.findings import Finding, Outcome, Place, Suggestion
from kaizen.sheet.layout import SCHOOLS
from kaizen.sheet.look_alikes import look_alike
from kaizen.sheet.surroundings import school_names
from kaizen.sheet.text import clean, is_error, match_key, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaizen.sheet.cells import Names
    from kaizen.sheet.last_seen import Gone
    from kaizen.sheet.tab_reading import TabReading

MANY = 25
"""So many cells do not mistype one school in the same way: its row is gone, and nobody remembers it."""

A_FEW = 3
"""So many tabs are named one by one."""

MEANWHILE = "Meanwhile rows that cannot do without their school are left out, and the others count as of none."


@dataclass(frozen=True, slots=True)
class LostSchools:
    """What is to be said of schools that are not on Schools.

    Attributes:
        findings: one for each such school, and for each name that two schools have.
        cells: the cells that name one of them; nothing need be said of each.
    """

    findings: tuple[Finding, ...]
    cells: frozenset[Place]

    @property
    def rows(self) -> frozenset[tuple[str, int]]:
        """Where these cells stand: title of the tab and number of the row."""
        return frozenset((place.tab, place.row) for place in self.cells)


def lost_schools(tabs: Mapping[str, TabReading], gone: Gone) -> LostSchools:
    """Return what is to be said of schools that many cells name, or that have stood on Schools before.

    Args:
        tabs: every tab by title.
        gone: rows that have stood in the sheet before, see `last_seen`.
    """
    lost = {key: row for (title, key), row in gone.items() if title == SCHOOLS.title}
    names = {match_key(name): key for key, (row, _) in lost.items() for name in _names(row)}
    named: dict[str, list[Finding]] = {}
    for finding in _unknown(tabs):
        text = match_key(finding.found)
        named.setdefault(names.get(text, text), []).append(finding)
    told = {key: cells for key, cells in named.items() if key in lost or len(cells) >= MANY}
    findings = [_told(key, cells, gone, tabs[SCHOOLS.title]) for key, cells in told.items()]
    findings += _shared(tabs[SCHOOLS.title])
    return LostSchools(tuple(findings), frozenset(cell.place for cells in told.values() for cell in cells))


def _names(row: object) -> tuple[str, ...]:
    return (row.short_name, row.name, *row.also_called) if isinstance(row, School) else ()


def _unknown(tabs: Mapping[str, TabReading]) -> Iterator[Finding]:
    """Give what is asked about each cell that should name a school and names none; a name of two is another matter."""
    known = school_names([one for one in tabs[SCHOOLS.title].records if isinstance(one, School)])
    for tab in tabs.values():
        headings = {one.heading for one in tab.tab.columns if one.options and one.options.tab == SCHOOLS.title}
        for finding in tab.findings if headings else ():
            if finding.outcome is Outcome.QUERIED and finding.place.heading in headings and _names_none(finding, known):
                yield finding


def _shared(schools: TabReading) -> Iterator[Finding]:
    """Ask about a name under Also called that is another school's too."""
    rows = [one for one in schools.records if isinstance(one, School)]
    for school in rows:
        for name in school.also_called:
            others = [one for one in rows if one is not school and match_key(name) in map(match_key, _names(one))]
            if others:
                other = others[0].short_name
                means = (
                    "which it goes on meaning alone" if match_key(other) == match_key(name) else "so it means neither"
                )
                sentence = f"{quoted(name)} is a name of {other} too, {means}."
                place = Place(SCHOOLS.title, schools.rows[school.ref], schools.tab.column("also_called").heading)
                yield Finding(place, Outcome.QUERIED, sentence, "; ".join(school.also_called))


def _names_none(finding: Finding, known: Names) -> bool:
    text = finding.found
    return bool(clean(text)) and not is_error(clean(text)) and not look_alike(text) and not known.called(text)


def _told(key: str, cells: Sequence[Finding], gone: Gone, schools: TabReading) -> Finding:
    titles = list(dict.fromkeys(cell.place.tab for cell in cells))
    tabs = listed(titles) if len(titles) <= A_FEW else counted(len(titles), "tab")
    row, called = gone.get((SCHOOLS.title, key), (None, ""))
    if called:
        return _renamed(key, called, f"{counted(len(cells), 'cell')} of {tabs}", schools)
    if row is not None:
        names = "names" if len(cells) == 1 else "name"
        sentence = f"{key} is gone from Schools; {counted(len(cells), 'cell')} of {tabs} {names} it. {MEANWHILE}"
        return Finding(Place(SCHOOLS.title), Outcome.QUERIED, f"{sentence} It can be brought back.", lost=row)
    first = cells[0]
    sentence = f"{quoted(first.found)} is not on Schools, and {len(cells)} cells of {tabs} name it. {MEANWHILE}"
    return Finding(first.place, Outcome.QUERIED, sentence, first.found)


def _renamed(key: str, called: str, where: str, schools: TabReading) -> Finding:
    school = next(one for one in schools.records if isinstance(one, School) and one.short_name == called)
    sentence = (
        f"{key} is now called {called} on Schools, and {where} say {key} still. {MEANWHILE} "
        f"With {key} under Also called as well, they are read again."
    )
    heading = schools.tab.column("also_called").heading
    place = Place(SCHOOLS.title, schools.rows[school.ref], heading)
    suggested = Suggestion(heading, (*school.also_called, key))
    return Finding(place, Outcome.QUERIED, sentence, "; ".join(school.also_called), suggested)
