"""Who should act on a finding, and what might be done: told beside it, so that each person sees their own first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaizen.domain.record import Email, SchoolName
from kaizen.sheet.cells import shown
from kaizen.sheet.findings import ORGANISER, Actor, Finding
from kaizen.sheet.layout import DATES, FEEDBACK, ROOMS, SCHOOLS, Kind
from kaizen.sheet.suggesting import Suggestions
from kaizen.sheet.surroundings import school_names
from kaizen.sheet.text import match_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.findings import Place, Suggestion
    from kaizen.sheet.layout import Column, Tab
    from kaizen.sheet.tab_reading import TabReading

THE_ORGANISER = "organiser"
"""What stands in columns.csv of a column that the organiser fills in, alone or with others."""


def addressed(findings: Iterable[Finding], year: YearSnapshot, tabs: Mapping[str, TabReading]) -> tuple[Finding, ...]:
    """Return the findings in the same order, each with who should act and what might stand there instead.

    What a school keeps is for its head or office, as columns.csv says; the rest is for the organiser, and so is
    what nobody else can be found for. Who has been named already stays.
    """
    desk = _Desk(year, tabs)
    return tuple(desk.addressed(finding) for finding in findings)


class _Desk:
    """Knows which school a row belongs to."""

    def __init__(self, year: YearSnapshot, tabs: Mapping[str, TabReading]) -> None:
        self._tabs = tabs
        self._year = year
        self._names = school_names(year.schools)
        self._suggestions = Suggestions(year)

    def addressed(self, finding: Finding) -> Finding:
        tab = self._tabs.get(finding.place.tab)
        if tab is None:
            return finding
        column = next((one for one in tab.tab.columns if one.heading == finding.place.heading), None)
        suggested = self._suggestions.added_to(finding, column) if column is not None else finding.suggested
        who = self._who(tab, column, finding.place, suggested) if finding.who == ORGANISER else finding.who
        if (who, suggested) == (finding.who, finding.suggested):
            return finding
        return replace(finding, who=who, suggested=suggested)

    def _who(self, tab: TabReading, column: Column | None, place: Place, suggested: Suggestion | None) -> Actor:
        if not place.row or tab.tab is FEEDBACK or not _by_schools(tab.tab, column):
            return ORGANISER
        if tab.tab is ROOMS:
            return Actor(self._year.settings.host_school)
        heading = _school_heading(tab.tab)
        if suggested is not None and suggested.heading == heading:
            return Actor(SchoolName(str(suggested.value)))
        return Actor(self._school(tab, place.row, heading))

    def _school(self, tab: TabReading, row: int, heading: str) -> SchoolName:
        called = self._names.called(shown(tab.cell(row, heading)))
        if len(called) == 1:
            return SchoolName(called[0])
        email = next((column.heading for column in tab.tab.columns if column.kind is Kind.EMAIL), "")
        person = self._year.person_by_email.get(Email(match_key(shown(tab.cell(row, email)))))
        return person.school if person is not None else ORGANISER.school


def _by_schools(tab: Tab, column: Column | None) -> bool:
    """Tell whether schools fill the column in; where no column is meant, whether they keep the tab."""
    filled_by = (column or tab.columns[0]).filled_by if tab.columns else THE_ORGANISER
    return tab is DATES or THE_ORGANISER not in filled_by


def _school_heading(tab: Tab) -> str:
    if tab is SCHOOLS:
        return "Short name"
    if tab is DATES:
        return "Who"
    return next((column.heading for column in tab.columns if column.kind is Kind.SCHOOL), "")
