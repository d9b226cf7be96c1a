"""What the rows of Settings mean, each by its name."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, TypeGuard

from kaizen.domain.dates import SchoolYear
from kaizen.domain.record import Email, Record
from kaizen.domain.settings import SettingRow, Settings
from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cell_names import read_email
from kaizen.sheet.cell_readers import reader_for
from kaizen.sheet.cell_times import read_limit
from kaizen.sheet.cells import Context, Read, Reader, Value, queried, shown
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.guard import guarded
from kaizen.sheet.layout import SCHOOLS, SETTINGS, Column, Kind, Options, Tab
from kaizen.sheet.text import clean, did_you_mean, is_error, match_key, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaizen.sheet.tab_reading import TabReading

VALUE = "Value"

FIRST_YEAR = SchoolYear(2026)
"""The first year that was kept in a sheet of this kind; taken where nothing in the sheet tells."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting the app knows.

    Attributes:
        column: how the cell under Value is read when it stands in this setting's row.
        starts_as: what a new sheet has, as typed.
    """

    name: str
    column: Column
    starts_as: str
    what_it_does: str


def _settings() -> tuple[Setting, ...]:
    text = files("kaizen.sheet").joinpath("settings.csv").read_text("utf-8")
    return tuple(
        Setting(
            name=row["Setting"],
            column=Column(row["Setting"], row["Field"], Kind(row["Kind"])),
            starts_as=row["Starts as"],
            what_it_does=row["What it does"],
        )
        for row in csv.DictReader(text.splitlines())
    )


ALL_SETTINGS = _settings()
"""In the order of a new sheet."""

SETTINGS_VALUES = Tab(
    SETTINGS.title,
    SETTINGS.purpose,
    tuple(
        replace(setting.column, options=Options(SCHOOLS.title, "Short name", free=False))
        for setting in ALL_SETTINGS
        if setting.column.kind is Kind.SCHOOL
    ),
)
"""What the values of settings point to, as a tab is described."""

SCHOOL_YEAR, ORGANISERS = "school_year", "organisers"

OPENS, CLOSES = "booking_opens", "booking_closes"
LIMITS = {OPENS, CLOSES}
"""Moments of which people may give the day alone."""

IN_YEARS = {"keep_bookings_for", "keep_logs_for"}
"""Numbers of school years, which people may say: "3 years"."""

MOST_YEARS = 99

_YEARS = re.compile(r"(\d{1,2}) (?:school )?years?", re.IGNORECASE)

_BY_KEY = {match_key(setting.name): setting for setting in ALL_SETTINGS}


def setting_called(name: str) -> Setting | None:
    """Return the setting of this name, whatever the capitals and spaces; None where the app knows none."""
    return _BY_KEY.get(match_key(name))


def school_year_in(rows: Iterable[SettingRow]) -> SchoolYear | None:
    """Return the school year that Settings names first, None where there is none that can be read."""
    for row in rows:
        setting = setting_called(row.setting)
        if setting is not None and setting.column.field == SCHOOL_YEAR:
            return SchoolYear.named(_text(row.value))
    return None


def read_settings(tab: TabReading, context: Context) -> tuple[Settings, list[Finding]]:
    """Return what Settings says, with the usual value for what is blank, missing or cannot be read.

    Args:
        tab: the tab as rows.
        context: its year is taken where the tab names none.
    """
    values: dict[str, Value] = {SCHOOL_YEAR: context.year}
    findings: list[Finding] = []
    first: dict[str, int] = {}
    for row in filter(_is_setting, tab.records):
        place = Place(SETTINGS.title, tab.rows[row.ref], VALUE)
        setting = setting_called(row.setting)
        if setting is None:
            findings.append(_unknown(row, place))
        elif first.setdefault(setting.column.field, place.row) != place.row:
            findings.append(_again(setting, place, first[setting.column.field]))
        elif row.value is not None:
            taken = guarded(
                place, partial(_take, setting, row.value, place, context), "The usual value counts for now."
            )
            if isinstance(taken, Finding):
                findings.append(taken)
            else:
                values |= taken[0]
                findings += taken[1]
    return Settings.model_validate(values), findings


def _is_setting(row: Record) -> TypeGuard[SettingRow]:
    return isinstance(row, SettingRow)


def _unknown(row: SettingRow, place: Place) -> Finding:
    names = [known.name for known in ALL_SETTINGS]
    sentence = f"The app has no setting called {quoted(row.setting)}{did_you_mean(row.setting, names)}"
    return Finding(replace(place, heading="Setting"), Outcome.NOTED, sentence, row.setting)


def _again(setting: Setting, place: Place, first: int) -> Finding:
    sentence = f"{setting.name} stands in row {first} already. That row counts and this one does not."
    return Finding(place, Outcome.QUERIED, sentence)


def _take(
    setting: Setting, value: str | float, place: Place, context: Context
) -> tuple[dict[str, Value], list[Finding]]:
    read = _read(setting, value, context)
    values = {} if read.value is None else {setting.column.field: read.value}
    Settings.model_validate({SCHOOL_YEAR: context.year, **values})
    if not read.outcome:
        return values, []
    meanwhile = " Meanwhile the usual value counts." if read.outcome is Outcome.QUERIED else ""
    found = clean(seen(value, setting.column.kind))
    return values, [Finding(place, read.outcome, f"{setting.name}: {read.sentence}{meanwhile}", found)]


def _read(setting: Setting, value: str | float, context: Context) -> Read:
    if setting.column.field == SCHOOL_YEAR:
        return Read(None)
    if setting.column.field == ORGANISERS:
        return _addresses(_text(value))
    if setting.column.field in LIMITS and not is_error(_text(value)):
        return read_limit(value, context.year, closes=setting.column.field == CLOSES)
    if setting.column.field in IN_YEARS:
        return _years(_text(value), reader_for(setting.column, None, context))
    return reader_for(setting.column, None, context)(value)


def _years(text: str, read: Reader) -> Read:
    years = _YEARS.fullmatch(text)
    taken = read(years[1] if years else text)
    too_many = isinstance(taken.value, int) and taken.value > MOST_YEARS
    return queried(f"{quoted(text)} is more than {MOST_YEARS} years.") if too_many else taken


def _addresses(text: str) -> Read:
    reads = [read_email(part) for part in re.split(r"[\s;,]+", text) if part]
    wrong = next((read for read in reads if read.outcome), None)
    good = tuple(Email(str(read.value)) for read in reads if read.value is not None)
    return queried(wrong.sentence, good) if wrong is not None else Read(good)


def usual_settings() -> list[SettingRow]:
    """Return the rows that Settings of a new sheet begins with."""
    return [
        SettingRow(setting=known.name, value=known.starts_as or None, what_it_does=known.what_it_does)
        for known in ALL_SETTINGS
    ]


def typed_setting(row: SettingRow) -> tuple[Value, Kind]:
    """Return the value of a setting as a date, a number and so on, and its kind; as it stands where that fails."""
    setting = setting_called(row.setting)
    if setting is None or row.value is None or setting.column.kind in {Kind.TEXT, Kind.LIST}:
        return row.value, Kind.SETTING
    value = reader_for(setting.column, None, Context(FIRST_YEAR))(row.value).value
    return (row.value, Kind.SETTING) if value is None else (value, setting.column.kind)


def _text(value: str | float | None) -> str:
    return clean(shown(value)) if value is not None else ""
