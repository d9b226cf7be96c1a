"""The settings of a year: rows that a network may change, never constants in the code."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from kaizen.domain.dates import SchoolYear
from kaizen.domain.record import Email, Record, SchoolName


class SettingRow(Record):
    """A row of Settings as it stands; ``value`` is a str, int, float or bool as the cell holds it."""

    setting: str
    value: str | int | float | bool | None = None
    what_it_does: str = ""


class Settings(BaseModel):
    """What the Settings tab says, with the sensible value where a row is blank or missing.

    Attributes:
        welcome: sentences for everybody, on Home; blank for none.
        theme: of the year; blank for none.
        proposal_hint: what a proposal should say; blank for nothing in particular.
        workshops_each: how many workshops each person chooses.
        settling_days: school days after a holiday that do not count as fully up and running.
        most_visitors: at once, where a school has not said.
        supply_cost: pounds a day. Source: DfE survey, minister's answer 11 June 2025.
        mileage_rate: pounds a mile.
        booking_opens: None until the organiser has said when; then booking is closed.
        keep_bookings_for: school years, this one included; then names are taken away. From 1.
        keep_logs_for: the same for visits, what was written after them, and follow-ups.
        keep_guests_for: days after the last day of term.
        privacy_note: where staff find it; blank where nobody has said.
        organisers: who may accept proposals and put the sheet right.
        sign_in_hours: how long a sign-in lasts, from 1.
        demo_date: what "today" is, on the embedded sheet only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    school_year: SchoolYear
    network: str = "Our network"
    welcome: str = ""
    theme: str = ""
    conference: str = "Shared INSET day"
    conference_date: date | None = None
    host_school: SchoolName = SchoolName("")
    proposal_hint: str = ""
    proposals_close: date | None = None
    booking_opens: datetime | None = None
    booking_closes: datetime | None = None
    workshops_each: int = 3
    same_workshop_twice: bool = False
    settling_days: int = 5
    most_visitors: int = 6
    supply_cost: Decimal = Decimal(218)
    mileage_rate: Decimal = Decimal("0.45")
    observer_places: int = 0
    keep_bookings_for: int = 3
    keep_logs_for: int = 3
    keep_guests_for: int = 0
    privacy_note: str = ""
    organisers: tuple[Email, ...] = ()
    sign_in_hours: int = 12
    demo_date: date | None = None
