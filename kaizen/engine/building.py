"""Building a year in a sheet that a headteacher has made, and finishing one that was begun.

A service account cannot create files, so somebody makes an empty sheet and shares it with the account.
Everything is built in one batch: it is there as a whole or not at all, and running it again does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kaizen.domain.dates import SchoolYear
from kaizen.domain.settings import SettingRow
from kaizen.domain.wording import counted, listed
from kaizen.engine.column_marks import unmarked
from kaizen.engine.faults import CallFailed
from kaizen.engine.opening import WHAT_THEN, what_it_holds
from kaizen.errors import NotAKaizenSheet, SetupError
from kaizen.sheet.completing import complete, rows_for
from kaizen.sheet.layout import ALL_TABS, SETTINGS
from kaizen.sheet.provisioning import Here, provision, what_is_here
from kaizen.sheet.reading import YearReader
from kaizen.sheet.setting_rows import school_year_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kaizen.domain.record import Record
    from kaizen.engine.google import Workbook
    from kaizen.sheet.cells import Grid

COMING_FROM_MONTH: Final = 6
"""From June on, who builds a year means the one that begins in September."""

FIRST_STEPS: Final = "Next, fill in Settings, Schools, Staff and Dates in the sheet."


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built.

    Attributes:
        year: None for the usual one, see `usual_year`.
        demo: rows of the fictional network to begin with; None for a year of one's own.
    """

    year: SchoolYear | None = None
    demo: Mapping[str, Sequence[Record]] | None = None


def usual_year(today: date) -> SchoolYear:
    """Return the school year that somebody who names none is likely to mean: the running one, from June the next."""
    running = SchoolYear.of(today)
    return SchoolYear(today.year) if today.month >= COMING_FROM_MONTH else running


def built(book: Workbook, order: Order, today: date) -> str:
    """Build the year, or what is missing of it, and return a sentence about what was done.

    Raises:
        NotAKaizenSheet: it is somebody else's, or a newer app's; nothing was changed.
        SetupError: there is a year in it that the order does not fit.
        CallFailed: the sheet cannot be read, or not be changed.
    """
    book.forget()
    grids = book.read(book.structure.tabs)
    here = what_is_here(grids)
    if here in {Here.FOREIGN, Here.NEWER}:
        raise NotAKaizenSheet(f'The spreadsheet "{book.structure.title}" {WHAT_THEN[here]}')
    if here is Here.EMPTY:
        return _built_anew(book, order, order.year or usual_year(today))
    _check(order, grids)
    return _finished(book, grids, order.year or usual_year(today))


def _built_anew(book: Workbook, order: Order, year: SchoolYear) -> str:
    tabs = book.structure.tabs
    rows: Mapping[str, Sequence[Record]] = rows_for(year) if order.demo is None else order.demo
    requests = provision(tabs, rows) if len(tabs) == 1 else complete(tabs, {}, rows).requests
    _apply(book, requests)
    if order.demo is not None:
        return f'The spreadsheet "{book.structure.title}" holds the fictional network now.'
    return (
        f'The spreadsheet "{book.structure.title}" is ready for the school year {year}: '
        f"{counted(len(ALL_TABS), 'tab')} were built. {FIRST_STEPS}"
    )


def _finished(book: Workbook, grids: Mapping[str, Grid], year: SchoolYear) -> str:
    left = complete(book.structure.tabs, grids, rows_for(year))
    held = f'The spreadsheet "{book.structure.title}" holds its year'
    names = "".join(
        f' The tab {old} is called "{new}" now: please give it its name back.' for old, new in left.renamed.items()
    )
    marks = unmarked(book)
    if not left.requests and not marks:
        return f"{held} already, so there was nothing to build.{names}"
    _apply(book, [*left.requests, *marks])
    if not left.requests:
        return f"{held} already; its columns are marked now, so that you may rename the headings.{names}"
    if not left.tabs:
        return f"{held} already; only its hidden mark was missing and is there now.{names}"
    return f"{held}. Missing was {listed(left.tabs)}, which was built.{names} {FIRST_STEPS}"


def _apply(book: Workbook, requests: list[dict[str, object]]) -> None:
    """Make the changes; where that fails, it counts what the sheet holds afterwards.

    The answer may have been lost on the way, or somebody else has built the year in the same minute.
    """
    try:
        book.apply(requests)
        book.forget()
    except CallFailed:
        book.forget()
        if what_it_holds(book) is not Here.KAIZEN:
            raise


def _check(order: Order, grids: Mapping[str, Grid]) -> None:
    if order.demo is not None:
        raise SetupError(
            "There is a year in the spreadsheet already, and the fictional network is for an empty one. "
            "Nothing was changed."
        )
    settings = YearReader().read(grids).tabs.get(SETTINGS.title)
    held = school_year_in(row for row in settings.records if isinstance(row, SettingRow)) if settings else None
    if order.year is not None and held not in {None, order.year}:
        raise SetupError(
            f"The spreadsheet holds the school year {held} and not {order.year}. Nothing was changed. "
            "One spreadsheet holds one year: make an empty one for another."
        )
