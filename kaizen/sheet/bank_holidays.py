"""The bank holidays of England, so that nobody has to type them; a row on Dates adds one-offs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from kaizen.domain.dates import SchoolYear


@cache
def in_england(school_year: SchoolYear) -> frozenset[date]:
    """Return the bank holidays in England from 1 September to 31 August of the school year."""
    # Costs 14 MB and 0.14 s, so it waits for the first sheet that is read.
    from holidays import country_holidays  # noqa: PLC0415

    days = country_holidays("GB", subdiv="ENG", years=(school_year.starts, school_year.starts + 1))
    return frozenset(day for day in days if day in school_year.span)
