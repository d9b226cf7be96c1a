"""Which school year a workbook is about."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from kaizen.domain.dates import SchoolYear
from kaizen.domain.settings import SettingRow
from kaizen.sheet.cell_dates import read_date
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import DATES, SETTINGS
from kaizen.sheet.setting_rows import FIRST_YEAR, VALUE, school_year_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.sheet.cells import Grid
    from kaizen.sheet.tab_reading import TabReading

_WITH_YEAR = re.compile(r"\d{4}")


def school_year_of(settings: TabReading, dates: Grid) -> tuple[SchoolYear, list[Finding]]:
    """Return the school year that Settings names or, asked about, the one most days on Dates fall in."""
    rows = [row for row in settings.records if isinstance(row, SettingRow)]
    named = school_year_in(rows)
    if named is not None:
        return named, []
    counts = Counter(_years(dates))
    year = counts.most_common(1)[0][0] if counts else FIRST_YEAR
    source = f"as most days on {DATES.title} are in it" if counts else f"because nothing on {DATES.title} tells"
    sentence = f"There is no School year such as 2026-27 on Settings. Meanwhile {year} is taken, {source}."
    return year, [Finding(Place(SETTINGS.title, heading=VALUE), Outcome.QUERIED, sentence)]


def _years(dates: Grid) -> Iterator[SchoolYear]:
    for row in dates:
        for cell in row:
            if not isinstance(cell, str) or _WITH_YEAR.search(cell):
                day = read_date(cell, FIRST_YEAR).value
                if isinstance(day, date):
                    yield SchoolYear.of(day)
