"""What the app does not need from day to day, but a check does: locale, protections, size, the server's clock."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from gspread.urls import SPREADSHEET_URL

from kaizen.engine.faults import judged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import gspread

_FIELDS: Final = (
    "properties(title,locale,timeZone),namedRanges(namedRangeId,name),"
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "protectedRanges(warningOnly,requestingUserCanEdit))"
)


@dataclass(frozen=True, slots=True)
class Details:
    """A spreadsheet looked at closely.

    Attributes:
        title: of the spreadsheet.
        locale: such as ``en_GB``; says whether 4/3 is in March or in April.
        time_zone: such as ``Europe/London``.
        tabs: title to sheet id, in order.
        cells: how many cells the tabs have, blank ones too.
        locked: titles of tabs with a part that the app may not edit.
        named_ranges: name to id.
        server_time: when the server answered by its own clock; None where it does not say.
    """

    title: str
    locale: str
    time_zone: str
    tabs: Mapping[str, int]
    cells: int
    locked: tuple[str, ...]
    named_ranges: Mapping[str, str]
    server_time: datetime | None


def details_of(client: gspread.Client, spreadsheet_id: str) -> Details:
    """Look closely at a spreadsheet, in one call.

    Raises:
        CallFailed: it cannot be read.
    """
    with judged():
        answer = client.http_client.request("get", SPREADSHEET_URL % spreadsheet_id, params={"fields": _FIELDS})
        told: dict[str, Any] = answer.json()
        date = answer.headers.get("Date")
        sheets = [(sheet["properties"], sheet.get("protectedRanges", ())) for sheet in told.get("sheets", ())]
        return Details(
            title=told["properties"]["title"],
            locale=told["properties"].get("locale", ""),
            time_zone=told["properties"].get("timeZone", ""),
            tabs={one["title"]: one.get("sheetId", 0) for one, _ in sheets},
            cells=sum(_area(one.get("gridProperties", {})) for one, _ in sheets),
            locked=tuple(one["title"] for one, guards in sheets if any(map(_keeps_out, guards))),
            named_ranges={one["name"]: one["namedRangeId"] for one in told.get("namedRanges", ())},
            server_time=parsedate_to_datetime(date) if date else None,
        )


def _area(grid: Mapping[str, int]) -> int:
    return grid.get("rowCount", 0) * grid.get("columnCount", 0)


def _keeps_out(guard: Mapping[str, Any]) -> bool:
    return not guard.get("warningOnly") and not guard.get("requestingUserCanEdit")
