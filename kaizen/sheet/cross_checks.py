"""What the rows say about each other: checks between tabs that no single cell can fail.

Nothing is repaired here; each finding says what happens meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.booking_checks import booking_findings
from kaizen.sheet.calendar_checks import calendar_findings
from kaizen.sheet.date_checks import date_findings
from kaizen.sheet.name_checks import name_findings
from kaizen.sheet.private_checks import private_findings
from kaizen.sheet.reference_checks import reference_findings
from kaizen.sheet.session_checks import session_findings
from kaizen.sheet.visit_checks import visit_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.findings import Finding
    from kaizen.sheet.last_seen import Gone
    from kaizen.sheet.lost_schools import LostSchools
    from kaizen.sheet.tab_reading import TabReading


def cross_check(year: YearSnapshot, tabs: Mapping[str, TabReading], gone: Gone, schools: LostSchools) -> list[Finding]:
    """Return what is to be said about rows that do not fit each other, in the order of the tabs.

    Args:
        year: what the rows say.
        tabs: every tab by title, for the places of the rows.
        gone: rows that have stood in the sheet before and do not now.
        schools: what is said of schools that are not on Schools.
    """
    order = {title: number for number, title in enumerate(tabs)}
    findings = [
        *schools.findings,
        *reference_findings(tabs, gone, schools.rows),
        *date_findings(year.settings, tabs),
        *session_findings(year, tabs),
        *name_findings(year, tabs),
        *booking_findings(year, tabs),
        *calendar_findings(year, tabs),
        *visit_findings(year, tabs),
        *private_findings(year, tabs),
    ]
    return sorted(findings, key=lambda finding: (order[finding.place.tab], finding.place))
