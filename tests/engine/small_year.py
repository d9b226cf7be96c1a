"""A year small enough to see through, on the real embedded sheet, and hand-made wishes for it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from kaizen.domain.booking import Booking, BookingStatus
from kaizen.domain.network import Person, School
from kaizen.domain.programme import Session, Slot, SlotKind
from kaizen.domain.record import Email, SchoolName, SessionCode, SlotCode, WorkshopId
from kaizen.domain.visit import Visit, VisitStatus
from kaizen.domain.workshop import Workshop
from kaizen.engine.google import Workbook
from kaizen.engine.office import Habits, Office
from kaizen.sheet.intents import Amend, Append, Decision, Intent, Reason, Refusal, Why, row_ref
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot

MONDAY = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001 - the schools' local time has no zone


def monday() -> datetime:
    """Return the time by the sheet's clock; in November the schools' clocks say the same."""
    return MONDAY.replace(tzinfo=UTC)


PLACES = 5
SESSION = SessionCode("W01-A")
NAMES = ("ann", "bo", "cy", "di", "ed", "flo", "gus", "hal", "ida", "jo")


def email(name: str) -> Email:
    return Email(f"{name}@larkfold.sch.example")


def booking(name: str, ref: str = "", status: BookingStatus = BookingStatus.BOOKED, notes: str = "") -> Booking:
    return Booking(
        ref=ref,
        booked_at=MONDAY,
        email=email(name),
        name=name.title(),
        school=SchoolName("Larkfold"),
        slot=SlotCode("A"),
        session=SESSION,
        status=status,
        notes=notes,
    )


def small_rows(*bookings: Booking) -> Mapping[str, Sequence[Record]]:
    larkfold = SchoolName("Larkfold")
    hours = {"starts": datetime.min.time(), "ends": datetime.max.time().replace(microsecond=0)}
    visit = Visit(
        ref="old-1",
        visit="V1",
        date=date(2026, 12, 1),
        email=email("ann"),
        from_school=larkfold,
        to_school=SchoolName("Marram Bank"),
        status=VisitStatus.PLANNED,
    )
    return {
        "Schools": [_school("Larkfold"), _school("Marram Bank")],
        "Staff": [Person(name=name.title(), email=email(name), school=larkfold, role="Teacher") for name in NAMES],
        "Slots": [Slot(slot=SlotCode("A"), what=SlotKind.WORKSHOP, **hours)],
        "Workshops": [
            Workshop(ref="old-2", id=WorkshopId("W01"), title="Clay", led_by="Jo", email=email("jo"), school=larkfold)
        ],
        "Sessions": [Session(session=SESSION, workshop=WorkshopId("W01"), slot=SlotCode("A"), places=PLACES)],
        "Bookings": list(bookings),
        "Visits": [visit],
    }


def _school(name: str) -> School:
    fields: dict[str, Any] = {"name": f"{name} Primary School", "short_name": SchoolName(name)}
    return School(**fields)


@dataclass
class SmallOffice:
    """An office on a small year, its wire, and the numbers its clock shows."""

    office: Office
    wire: Wire
    seconds: list[float] = field(default_factory=lambda: [1000.0])

    def bookings(self) -> list[list[str]]:
        """The rows of Bookings as people see them, without headings."""
        return self.office.by_hand.grid("Bookings")[1:]

    def held(self) -> list[str]:
        """Who has a place, as the sheet says, in its order."""
        return [row[1].partition("@")[0] for row in self.bookings() if row[6:7] == ["Booked"]]


@contextmanager
def small_office(lock_file: Path, *bookings: Booking, **habits: Any) -> Iterator[SmallOffice]:
    store = LocalSheets.open(None, clock=monday)
    wire, hand = Wire(store), Wire(store)
    spreadsheet_id = wire.client().create("A small year").id
    book = Workbook(hand.client(), spreadsheet_id)
    book.apply(provision(book.structure.tabs, small_rows(*bookings)))
    with reopened(lock_file, wire, spreadsheet_id, **habits) as made:
        yield made
    store.close()


@contextmanager
def reopened(lock_file: Path, wire: Wire, spreadsheet_id: str, **habits: Any) -> Iterator[SmallOffice]:
    """Open the same sheet again, as a process that has just started does."""
    seconds = [1000.0]

    def sleep(wait: float) -> None:
        seconds[0] += wait

    chosen = {"embedded": True, "local_time": lambda: MONDAY, "clock": lambda: seconds[0], "sleep": sleep, **habits}
    office = Office(wire.client(), Wire(wire.store).client(), spreadsheet_id, Habits(lock_file, **chosen))
    wire.calls.clear()
    wire.bodies.clear()
    try:
        yield SmallOffice(office, wire, seconds)
    finally:
        office.close()


@dataclass(frozen=True)
class Take:
    """A place in the one session, if one is left."""

    name: str
    key: str

    @property
    def by(self) -> Email:
        return email(self.name)

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        rows = year.bookings_by_session.get(SESSION, ())
        places = year.session_by_code[SESSION].places or 0
        if sum(row.status is BookingStatus.BOOKED for row in rows) >= places:
            return Refusal((Reason(Why.FULL, "W01-A is full.", SESSION),))
        return Decision("Booked.", (Append(booking(self.name, row_ref(self.key))),), "Booked")


@dataclass(frozen=True)
class GiveUp:
    """Gives up the place that the person holds."""

    name: str
    key: str
    shown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by(self) -> Email:
        return email(self.name)

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        for row in year.bookings_by_person.get(self.by, ()):
            if row.status is BookingStatus.BOOKED:
                amend = Amend(row, {"status": BookingStatus.CANCELLED, "notes": f"by {self.key}"}, self.shown)
                return Decision("Given up.", (amend,), "Gave up")
        return Refusal((Reason(Why.NOT_FOUND, "There is no such place.", SESSION),))


@dataclass(frozen=True)
class Do:
    """Whatever a test wants decided."""

    key: str
    intents: Any
    name: str = "ann"

    @property
    def by(self) -> Email:
        return email(self.name)

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        intents: tuple[Intent, ...] = tuple(self.intents(year))
        return Decision("Done.", intents, "Did")
