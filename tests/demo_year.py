"""The demo network as a snapshot, read straight from its CSV without any of the sheet's own reading.

A second, tiny reader on purpose: the tests of rules do not depend on how a sheet is read.
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from kaizen.domain.dates import SchoolYear
from kaizen.domain.record import Email, Record, SchoolName
from kaizen.domain.settings import Settings
from kaizen.domain.year import FIELD_OF, YearSnapshot
from kaizen.sheet.layout import LISTS, TAB_OF, Column, Kind, Tab

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
DEMO_DATE = date(2026, 11, 21)


@cache
def demo_year() -> YearSnapshot:
    """Return the whole fictional year as it stands on the demo date, Sat 21 Nov 2026."""
    rows: dict[str, Any] = {name: _records(TAB_OF[kind]) for kind, name in FIELD_OF.items()}
    return YearSnapshot(settings=_settings(), lists=LISTS, **rows)


def _records(tab: Tab) -> tuple[Record, ...]:
    assert tab.record is not None
    return tuple(
        tab.record.model_validate({**_values(tab, row), "ref": f"demo-{tab.title}-{number}"})
        for number, row in enumerate(_rows(tab.title), start=1)
    )


def _rows(title: str) -> list[dict[str, str]]:
    name = title.lower().replace("-", "_").replace(" ", "_") + ".csv"
    text = files("kaizen.sheet").joinpath("demo_network", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def _values(tab: Tab, row: dict[str, str]) -> dict[str, Any]:
    """Keep what is filled in; a blank is the default of its field, and a day alone ends the day it begins."""
    values = {column.field: _value(column, row[column.heading]) for column in tab.columns if row[column.heading]}
    if "first_day" in values:
        values.setdefault("last_day", values["first_day"])
    return values


def _value(column: Column, text: str) -> Any:
    match column.kind:
        case Kind.LIST:
            return tuple(part.strip() for part in text.split(";"))
        case Kind.CHOICES:
            return tuple(part.strip() for part in text.split(","))
        case Kind.DAYS:
            return tuple(WEEKDAYS.index(day) for day in text.split())
        case Kind.TICK | Kind.YES_NO:
            return text == "Yes"
    return text


def _settings() -> Settings:
    told = {row["Setting"]: row["Value"] for row in _rows("Settings")}
    year = SchoolYear.named(told["School year"])
    assert year is not None
    return Settings(
        school_year=year,
        network=told["Network"],
        welcome=told["Welcome"],
        theme=told["Theme"],
        conference=told["Conference"],
        conference_date=date.fromisoformat(told["Conference date"]),
        host_school=SchoolName(told["Host school"]),
        proposal_hint=told["What to propose"],
        proposals_close=date.fromisoformat(told["Workshop proposals close"]),
        booking_opens=datetime.fromisoformat(told["Booking opens"]),
        booking_closes=datetime.fromisoformat(told["Booking closes"]),
        workshops_each=int(told["Workshops each"]),
        same_workshop_twice=told["Same workshop twice"] == "Yes",
        settling_days=int(told["Days to leave after a holiday"]),
        most_visitors=int(told["Most visitors at once"]),
        supply_cost=Decimal(told["Supply cost per day"]),
        mileage_rate=Decimal(told["Mileage rate"]),
        observer_places=int(told["Observer places"]),
        keep_bookings_for=int(told["Keep bookings for"]),
        keep_logs_for=int(told["Keep visit logs for"]),
        keep_guests_for=int(told["Keep guests for"]),
        privacy_note=told["Privacy note"],
        organisers=(Email(told["Organisers"]),),
        demo_date=date.fromisoformat(told["Demo date"]),
    )
