"""Small years made up for one test: two councils' schools, rows as a head would type them."""

from __future__ import annotations

from datetime import date
from typing import Any

from kaizen.domain.dates import DateEntry, DateKind, SchoolYear
from kaizen.domain.network import School
from kaizen.domain.record import SchoolName
from kaizen.domain.settings import Settings
from kaizen.domain.year import YearSnapshot

HILL, DALE = SchoolName("Hill"), SchoolName("Dale")
SETTINGS = Settings(school_year=SchoolYear(2026))


def school(name: SchoolName, council: str = "Wessex", **more: Any) -> School:
    """Return a school with what every school has."""
    return School(name=f"{name} Primary School", short_name=name, local_authority=council, **more)


def entry(who: str, what: DateKind, first: str, last: str = "", notes: str = "") -> DateEntry:
    """Return a row of Dates; a day alone ends the day it begins."""
    ends = date.fromisoformat(last or first)
    return DateEntry(who=who, what=what, first_day=date.fromisoformat(first), last_day=ends, notes=notes)


def year_of(*dates: DateEntry, **more: Any) -> YearSnapshot:
    """Return a year of two schools, Hill of Wessex and Dale of Mercia, with these rows on Dates."""
    told: dict[str, Any] = {"settings": SETTINGS, "schools": (school(HILL), school(DALE, "Mercia")), **more}
    return YearSnapshot(dates=dates, **told)
