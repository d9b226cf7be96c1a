"""The only place that names tabs, headings, keys and kinds of cell.

The headings of the seventeen tabs that people and the app fill in stand in ``columns.csv`` beside
this file, and the options that start on the Lists tab in ``lists.csv``: tables are easier to read,
compare and translate as tables. Provisioning, reading, writing, forms and the documentation all
ask here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from kaizen.domain import account, booking, dates, event, follow_up, network, programme, settings, visit, workshop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.record import Record

REF = "Ref"
"""Heading of the last, grey column that holds the key of a row which the app may write."""

APP = "the app"
"""Who fills in the columns that people leave to the app."""


class Kind(StrEnum):
    """What a cell holds, and so how it is read, written, checked and asked for."""

    TEXT = "text"
    LONG_TEXT = "long text"
    LIST = "list"
    CHOICE = "choice"
    CHOICES = "choices"
    WHOLE = "whole number"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes/no"
    TICK = "tick"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date and time"
    EMAIL = "email"
    CODE = "code"
    SCHOOL = "school"
    DAYS = "days"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class Options:
    """Where the dropdown of a column gets its options.

    Attributes:
        tab: the tab that lists them: ``Lists``, or one that people own, such as ``Schools``.
        heading: the column of that tab.
        free: whether something else may be typed as well.
    """

    tab: str
    heading: str
    free: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One heading of a tab, and the field of the model that its cells become."""

    heading: str
    field: str
    kind: Kind
    needed: bool = False
    options: Options | None = None
    rule: str = ""
    filled_by: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of the workbook.

    Attributes:
        record: the model that its rows become; None for tabs that are not rows of the year.
        key: fields that together are the natural key of a row.
        has_ref: whether a ``Ref`` column follows the declared ones.
        hidden: whether people see the tab.
    """

    title: str
    purpose: str
    columns: tuple[Column, ...]
    record: type[Record] | None = None
    key: tuple[str, ...] = ()
    has_ref: bool = False
    hidden: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading in the order of provisioning, ``Ref`` last where there is one."""
        return (*(column.heading for column in self.columns), *((REF,) if self.has_ref else ()))

    def column(self, field: str) -> Column:
        """Return the column that holds ``field``.

        Raises:
            KeyError: no column of this tab holds it.
        """
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("kaizen.sheet").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _options(text: str) -> Options | None:
    if not text:
        return None
    tab, colon, heading = text.removesuffix("+").partition(":")
    return Options(tab if colon else "Lists", heading or tab, free=text.endswith("+"))


def _column(row: Mapping[str, str]) -> Column:
    return Column(
        heading=row["Heading"],
        field=row["Field"],
        kind=Kind(row["Kind"]),
        needed=row["Needed"] == "yes",
        options=_options(row["Options"]),
        rule=row["Rule"],
        filled_by=row["Filled in by"],
        example=row["Example"],
    )


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    tab: tuple(map(_column, rows)) for tab, rows in groupby(_rows("columns.csv"), key=lambda row: row["Tab"])
}

LISTS: Mapping[str, tuple[str, ...]] = {
    name: tuple(row["Option"] for row in rows)
    for name, rows in groupby(_rows("lists.csv"), key=lambda row: row["List"])
}
"""The options each heading of Lists starts with; a head may add to them in the sheet."""


def _own(title: str, purpose: str, record: type[Record], *key: str, has_ref: bool = False, hidden: bool = False) -> Tab:
    return Tab(title, purpose, COLUMNS[title], record, key, has_ref, hidden)


SETTINGS = _own("Settings", "What the network has decided for this year", settings.SettingRow, "setting")
SCHOOLS = _own("Schools", "The schools and what visitors need to know", network.School, "short_name")
STAFF = _own("Staff", "Everybody who works in the schools", network.Person, "email")
DATES = _own("Dates", "Terms, holidays, INSET days and busy days", dates.DateEntry, "who", "what", "first_day")
WORKSHOPS = _own("Workshops", "What staff offer to lead", workshop.Workshop, "id", has_ref=True)
ROOMS = _own("Rooms", "The rooms of the host school", programme.Room, "room")
SLOTS = _own("Slots", "The times of the shared INSET day", programme.Slot, "slot")
SESSIONS = _own("Sessions", "Which workshop runs in which slot and room", programme.Session, "session")
BOOKINGS = _own("Bookings", "Who has a place where", booking.Booking, "email", "session", has_ref=True)
VISIT_DAYS = _own("Visit days", "Each school's uncommon INSET day", visit.VisitDay, "school", "date", has_ref=True)
VISITS = _own("Visits", "Who visits whom, one row a visitor", visit.Visit, "visit", has_ref=True)
VISIT_NOTES = _own("Visit notes", "What visitors saw and will try", visit.VisitNote, "log", has_ref=True)
FOLLOW_UPS = _own("Follow-ups", "What happens because of a visit", follow_up.FollowUp, "id", has_ref=True)
EVENTS = _own("Events", "Briefings, forums and other meetings", event.Event, "id")
COSTS = _own("Costs", "What was paid and how it is shared", event.Cost, "id")
GUESTS = _own("Guests", "Governors, speakers and other visitors", network.Guest, "name")
FEEDBACK = _own("Feedback", "Anonymous answers after the day", event.Feedback, "sent_at", "event", has_ref=True)
JOINING = _own("Asking to join", "Who asks to be on Staff", account.JoinRequest, "email", has_ref=True)
SIGN_INS = _own(
    "_sign_ins",
    "Which account is whose; leave it alone",
    account.Account,
    "issuer",
    "subject",
    has_ref=True,
    hidden=True,
)

YEAR_TABS = (
    SETTINGS,
    SCHOOLS,
    STAFF,
    DATES,
    WORKSHOPS,
    ROOMS,
    SLOTS,
    SESSIONS,
    BOOKINGS,
    VISIT_DAYS,
    VISITS,
    VISIT_NOTES,
    FOLLOW_UPS,
    EVENTS,
    COSTS,
    GUESTS,
    FEEDBACK,
    JOINING,
    SIGN_INS,
)
"""The tabs whose rows are the year, in the order in which people see them; the hidden one comes last."""

TAB_OF: Mapping[type[Record], Tab] = {tab.record: tab for tab in YEAR_TABS if tab.record is not None}
"""Which tab holds the rows of each model."""


def _app(heading: str, field: str, kind: Kind = Kind.TEXT) -> Column:
    return Column(heading, field, kind, filled_by=APP)


READ_ME = Tab("Read me", "What this sheet is and what you may do to it", ())
LISTS_TAB = Tab(
    "Lists",
    "The options in the dropdowns; add your own below them",
    tuple(Column(name, name, Kind.TEXT, filled_by="the organiser") for name in LISTS),
)
LOG = Tab(
    "Log",
    "Who changed what, when, from what, to what",
    (
        _app("When", "when", Kind.DATE_TIME),
        _app("Who", "who", Kind.EMAIL),
        _app("Did", "did"),
        _app("Tab", "tab"),
        _app("Row", "row", Kind.CODE),
        _app("Column", "column"),
        _app("From", "before", Kind.LONG_TEXT),
        _app("To", "after", Kind.LONG_TEXT),
        _app("Key", "key", Kind.CODE),
    ),
)
CHECKS = Tab(
    "Checks",
    "What the app could not read or wants to ask about, and who should act; rewritten by the app when it saves",
    (
        _app("For", "who"),
        _app("Outcome", "outcome"),
        _app("Tab", "tab"),
        _app("Row", "row", Kind.WHOLE),
        _app("Column", "column"),
        _app("What it says", "sentence", Kind.LONG_TEXT),
    ),
)
KAIZEN = Tab(
    "_kaizen", "The app's own memory; leave it alone", (_app("Name", "name"), _app("Value", "value")), hidden=True
)

ALL_TABS = (READ_ME, *YEAR_TABS, LISTS_TAB, LOG, CHECKS, KAIZEN)
"""Every tab that provisioning builds, in order."""
