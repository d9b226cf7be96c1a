"""A year small enough to read: two schools, three workshop slots, a handful of people and sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from kaizen.domain.booking import Booking, BookingStatus
from kaizen.domain.dates import SchoolYear
from kaizen.domain.network import Person, School
from kaizen.domain.programme import Room, Session, Slot, SlotKind
from kaizen.domain.record import Email, SchoolName, SessionCode, SlotCode, WorkshopId
from kaizen.domain.settings import Settings
from kaizen.domain.workshop import Workshop, WorkshopStatus
from kaizen.domain.year import YearSnapshot
from kaizen.sheet.intents import Append, Decision, Refusal, Remove
from kaizen.sheet.layout import LISTS

if TYPE_CHECKING:
    from kaizen.sheet.intents import Command, Why

OPENS = datetime.fromisoformat("2026-11-16 08:00")
CLOSES = datetime.fromisoformat("2027-01-29 17:00")
NOW = datetime.fromisoformat("2026-11-21 10:30:15")

SHORE, HILL = SchoolName("Shore"), SchoolName("Hill")
PEOPLE = ("ann", "bob", "cat", "dan", "eve", "fay")
HEAD, OFFICE = "head", "office"


def address(name: str) -> Email:
    """Return the address of the person of that first name."""
    return Email(f"{name}@shore.sch.example")


def person(name: str, /, **values: Any) -> Person:
    """Return a member of staff at Shore."""
    told = {"ref": name, "name": f"{name.title()} Shaw", "email": address(name), "school": SHORE, "role": "Teacher"}
    return Person.model_validate({**told, **values})


def workshop(number: int, /, **values: Any) -> Workshop:
    """Return an accepted workshop, led by somebody at Hill who books nothing."""
    told = {
        "ref": f"ref-{number}",
        "id": WorkshopId(f"W{number:02d}"),
        "title": f"Workshop {number}",
        "led_by": "Lea Lead",
        "email": f"lead{number}@hill.sch.example",
        "school": HILL,
        "about": "x" * 60,
        "best_for": ("All",),
        "times": 3,
        "status": WorkshopStatus.ACCEPTED,
    }
    return Workshop.model_validate({**told, **values})


def session(code: str, places: int | None = 1, /, **values: Any) -> Session:
    """Return the session ``W01-A`` in the Hall, with one place unless told."""
    told = {"ref": code, "session": code, "workshop": code[:3], "slot": code[4:], "room": "Hall", "places": places}
    return Session.model_validate({**told, **values})


def booking(name: str, code: str, minute: int = 0, /, **values: Any) -> Booking:
    """Return the place of a person, booked at so many minutes past opening."""
    told = {
        "ref": f"{name}-{code}-{minute}",
        "booked_at": OPENS.replace(minute=minute),
        "email": address(name),
        "name": f"{name.title()} Shaw",
        "school": SHORE,
        "slot": code[4:],
        "session": code,
    }
    return Booking.model_validate({**told, **values})


def waiting(name: str, code: str, minute: int = 0, /, **values: Any) -> Booking:
    """Return a row of the waiting list."""
    return booking(name, code, minute, status=BookingStatus.WAITING, **values)


def small_year(**values: Any) -> YearSnapshot:
    """Return the year with four workshops of three sessions, one place each, and nothing booked."""
    settings = Settings(
        school_year=SchoolYear(2026),
        conference_date=date(2027, 2, 22),
        booking_opens=OPENS,
        booking_closes=CLOSES,
        organisers=(address("organiser"),),
    )
    settings = settings.model_copy(update=values.pop("settings", {}))
    year = YearSnapshot(
        settings=settings,
        schools=(school(SHORE, head_email=address("chief")), school(HILL)),
        people=(
            *(person(name) for name in PEOPLE),
            person("head", role="Headteacher"),
            person("office", role="School business manager"),
            person("organiser", role="Deputy headteacher", school=HILL),
        ),
        workshops=tuple(workshop(number) for number in range(1, 5)),
        rooms=(Room(ref="Hall", room="Hall", where="by the gate", seats=40),),
        slots=(
            slot("A", 13),
            slot("Lunch", 12, SlotKind.LUNCH),
            slot("B", 14),
            slot("C", 15),
        ),
        sessions=tuple(session(f"W{number:02d}-{code}") for number in range(1, 5) for code in "ABC"),
        lists=LISTS,
    )
    return replace(year, **values)


def school(name: SchoolName, /, **values: Any) -> School:
    """Return a school with its full name and one more."""
    told = {"ref": name, "name": f"{name} Primary School", "short_name": name, "also_called": (f"{name} CP",)}
    return School.model_validate({**told, **values})


def slot(code: str, hour: int, what: SlotKind = SlotKind.WORKSHOP) -> Slot:
    """Return a slot of 40 minutes from the full hour."""
    return Slot(ref=code, slot=SlotCode(code), starts=time(hour), ends=time(hour, 40), what=what)


def codes(*names: str) -> tuple[SessionCode, ...]:
    """Return session codes."""
    return tuple(map(SessionCode, names))


def after(year: YearSnapshot, decision: Decision) -> YearSnapshot:
    """Return the year with the decision's rows in it."""
    for intent in decision.intents:
        if isinstance(intent, Append):
            year = year.added(intent.record)
        elif isinstance(intent, Remove):
            year = year.removed(intent.record)
        else:
            year = year.changed(intent.record, intent.record.model_copy(update=dict(intent.wanted)))
    return year


def decided(command: Command, year: YearSnapshot, now: datetime = NOW) -> Decision:
    """Return the decision of a command that must not be refused."""
    answer = command.decide(year, now)
    assert isinstance(answer, Decision), answer
    return answer


def refused(command: Command, year: YearSnapshot, now: datetime = NOW) -> list[tuple[Why, str]]:
    """Return why, and about what, the command is refused."""
    answer = command.decide(year, now)
    assert isinstance(answer, Refusal), answer
    assert all(reason.sentence.endswith((".", "?", "!")) for reason in answer.reasons)
    return [(reason.why, reason.about) for reason in answer.reasons]
