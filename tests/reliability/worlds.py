"""Small worlds: a year with few sessions and few places, several apps on one sheet, people and hands at work."""

from __future__ import annotations

import re
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

import requests

from kaizen.domain.booking import Booking as BookingRow
from kaizen.domain.booking import BookingStatus
from kaizen.domain.network import Person, School
from kaizen.domain.programme import Session, Slot, SlotKind
from kaizen.domain.reason import Reason, Why
from kaizen.domain.record import Email, SchoolName, SessionCode, SlotCode, WorkshopId
from kaizen.domain.settings import SettingRow
from kaizen.domain.workshop import Workshop, WorkshopStatus
from kaizen.engine.commit import CONTENDED, MOVING
from kaizen.engine.google import Workbook, client_over
from kaizen.engine.group import BROKEN
from kaizen.engine.hand import Hand
from kaizen.engine.office import Habits, Office
from kaizen.engine.wishes import Receipt
from kaizen.errors import NotSaved, Refused, WishError
from kaizen.services.booking import Book, Withdraw
from kaizen.sheet.intents import Amend, Decision, Refusal
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalSheets
from kaizen.sheets_local.adapter import BASE_URLS, LocalAdapter
from tests.reliability.faults import Plan
from tests.reliability.faulty_fronts import FaultyAdapter
from tests.reliability.history import History
from tests.reliability.recording import HAND, Recorder
from tests.reliability.virtual_time import VirtualTime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from requests.adapters import BaseAdapter

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Command
    from kaizen.sheets_local import workbook as local
    from tests.reliability.history import Event

OPENING: Final = datetime(2026, 11, 16, 8, 0)  # noqa: DTZ001 - the schools' local time has no zone
PATIENCE: Final = 30.0
"""Seconds after which somebody whose page still says "Saving..." presses the button again."""
AGAIN: Final = 5.0
"""Seconds after which somebody tries again who was told that nothing was saved."""
TRIES: Final = 6
EMPTY_DISK: Final = 1_073_741_823
"""Pages that a file may have, as SQLite has it by itself."""

SMALL: Final[Mapping[str, int]] = {"W01-A": 2, "W02-A": 3, "W03-B": 2, "W04-B": 3}


def address(name: str) -> Email:
    return Email(f"{name}@larkfold.sch.example")


@dataclass(frozen=True)
class Note:
    """Writes the notes of one booking, for somebody who was looking at it."""

    by: Email
    ref: str
    text: str
    base: str
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        row = next((row for row in year.bookings if row.ref == self.ref), None)
        if row is None:
            return Refusal((Reason(Why.NOT_FOUND, "There is no such row."),))
        return Decision("Noted.", (Amend(row, {"notes": self.text}, {"notes": self.base}),), "Noted")


def year_rows(
    people: Sequence[str], sessions: Mapping[str, int], bookings: Sequence[BookingRow] = ()
) -> dict[str, list[Record]]:
    """Return a year in which everybody may book any of these sessions."""
    school = SchoolName("Larkfold")
    codes = sorted({code.partition("-")[2] for code in sessions})
    workshops = dict.fromkeys(code.partition("-")[0] for code in sessions)
    return {
        "Settings": [
            SettingRow(setting="School year", value="2026-27"),
            SettingRow(setting="Booking opens", value="16/11/2026 07:30"),
            SettingRow(setting="Workshops each", value="3"),
        ],
        "Schools": [School.model_validate({"name": f"{school} Primary School", "short_name": school})],
        "Staff": [Person(name=name.title(), email=address(name), school=school, role="Teacher") for name in people],
        "Slots": [
            Slot(slot=SlotCode(code), what=SlotKind.WORKSHOP, starts=time(9 + number), ends=time(9 + number, 40))
            for number, code in enumerate(codes)
        ],
        "Workshops": [
            Workshop(
                ref=f"made-{name}",
                id=WorkshopId(name),
                title=f"Workshop {name}",
                led_by="Lea Lead",
                email=address("lea"),
                school=school,
                status=WorkshopStatus.ACCEPTED,
            )
            for name in workshops
        ],
        "Sessions": [
            Session(
                session=SessionCode(code),
                workshop=WorkshopId(code.partition("-")[0]),
                slot=SlotCode(code.partition("-")[2]),
                places=places,
            )
            for code, places in sessions.items()
        ],
        "Bookings": list(bookings),
    }


def booking(
    name: str, code: str, ref: str, status: BookingStatus = BookingStatus.BOOKED, notes: str = ""
) -> BookingRow:
    return BookingRow(
        ref=ref,
        booked_at=OPENING,
        email=address(name),
        name=name.title(),
        school=SchoolName("Larkfold"),
        slot=SlotCode(code.partition("-")[2]),
        session=SessionCode(code),
        status=status,
        notes=notes,
    )


def session_over(adapter: BaseAdapter) -> requests.Session:
    """Return a session whose way to Google is this adapter."""
    made = requests.Session()
    for base in BASE_URLS:
        made.mount(base, adapter)
    return made


NUMBER: Final = re.compile(r"Workshop (W\d+) \(slot (\w)\), number (\d+)\.")
BEFORE: Final = re.compile(r"\((\d+|nobody) before|are number (\d+) on")


def answered(outcome: Receipt | BaseException) -> dict[str, Any]:
    """Return what the history says of an outcome: every reason, and every number, that somebody is given."""
    if isinstance(outcome, Receipt):
        numbers = {f"{found[1]}-{found[2]}": int(found[3]) for found in NUMBER.finditer(outcome.sentence)}
        return {"r": "ok", "sentence": outcome.sentence, "numbers": numbers}
    if isinstance(outcome, Refused):
        return {
            "r": "refused",
            "reason": str(outcome.why[0].why) if outcome.why else "invalid",
            "reasons": [_reason(one) for one in outcome.why],
            "sentence": str(outcome),
        }
    if isinstance(outcome, NotSaved):
        reason = {CONTENDED: "contended", MOVING: "contended", BROKEN: "broken"}.get(str(outcome), "unavailable")
        return {"r": "refused", "reason": reason, "sentence": str(outcome)}
    if isinstance(outcome, WishError):
        return {"r": "unknown", "sentence": str(outcome)}
    return {"r": "refused", "reason": "broken", "sentence": repr(outcome)}


def _reason(one: Reason) -> dict[str, Any]:
    told: dict[str, Any] = {"why": str(one.why), "about": one.about}
    if found := BEFORE.search(one.sentence):
        told["before"] = int(found[2]) - 1 if found[2] else 0 if found[1] == "nobody" else int(found[1])
    return told


@dataclass
class App:
    """One app process of the world."""

    name: str
    office: Office
    plan: Plan
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """What a world is made of.

    Attributes:
        apps: how many app processes, each as on a machine of its own.
        skew: seconds by which the clock of the second app is wrong.
        fresh_for: see ``Habits``.
        calls_a_minute: see ``Habits``.
        tries: how often somebody presses again who has no clear answer.
    """

    people: int = 10
    sessions: Mapping[str, int] = field(default_factory=lambda: SMALL)
    bookings: tuple[BookingRow, ...] = ()
    apps: int = 2
    interval: float = 10.0
    fresh_for: float = 0.0
    skew: float = 0.0
    calls_a_minute: int = 0
    tries: int = TRIES


class World(ExitStack):
    """A sheet, its apps, its people, and the history of what they do; for one thread.

    Args:
        folder: for the history and the lock files.
        plan: makes the plan of faults of an app from its number.
    """

    def __init__(
        self, folder: Path, shape: Shape | None = None, plan: Callable[[int], Plan] = lambda _: Plan()
    ) -> None:
        super().__init__()
        self.shape = shape or Shape()
        self.time = VirtualTime()
        self.history = History(folder / "history.jsonl", self.time.clock)
        self.callback(self.history.close)
        self.people = [f"p{number:02d}" for number in range(self.shape.people)]
        self._numbers = 0
        self._lock = threading.Lock()
        self._store = LocalSheets.open(None, clock=self.time_of_the_sheet)
        self.callback(self._store.close)
        self.sheet = Recorder(self._store, self.history)
        self.id = self._provisioned()
        slots = {code: code.partition("-")[2] for code in self.shape.sessions}
        self.sheet.begin(self.id, self.shape.interval, slots, fresh_for=self.shape.fresh_for)
        self.hand = Hand(client_over(session_over(LocalAdapter(self.sheet, HAND))), self.id)  # type: ignore[arg-type]
        self.apps = [self._opened(number, folder, plan(number)) for number in range(self.shape.apps)]

    def time_of_the_sheet(self) -> datetime:
        """Return what the sheet's own clock says, in UTC; in November the schools' clocks say the same."""
        return (OPENING + timedelta(seconds=self.time.now)).replace(tzinfo=UTC)

    def _provisioned(self) -> str:
        client = client_over(session_over(LocalAdapter(self._store, HAND)))
        spreadsheet_id = str(client.create("A small world").id)
        book = Workbook(client, spreadsheet_id)
        staff = [*self.people, "lea", *(f"guest{number}" for number in range(4))]
        book.apply(provision(book.structure.tabs, year_rows(staff, self.shape.sessions, self.shape.bookings)))
        return spreadsheet_id

    def _opened(self, number: int, folder: Path, plan: Plan) -> App:
        name = f"app{number}@embedded.example"
        plan.history, plan.on = self.history, False
        adapter = FaultyAdapter(self.sheet, name, plan, self.time.sleep, self.time.after)
        skew = self.shape.skew if number else 0.0
        habits = Habits(
            folder / f"{number}.lock",
            interval=self.shape.interval,
            fresh_for=self.shape.fresh_for,
            local_time=lambda: OPENING + timedelta(seconds=self.time.now + skew),
            clock=self.time.clock,
            sleep=self.time.sleep,
            random=Random(name).random,  # noqa: S311 - jitter
            calls_a_minute=self.shape.calls_a_minute,
        )
        office = Office(client_over(session_over(adapter)), client_over(requests.Session()), self.id, habits)
        self.callback(office.close)
        office.refresh()
        plan.on = True
        return App(name, office, plan)

    @property
    def workbook(self) -> local.Workbook:
        """The spreadsheet as it is now, to be read only."""
        return self._store.book(self.id)

    def disk(self, *, full: bool) -> None:
        """Have the disk under the embedded sheet full, or not any more."""
        connection = self._store._storage._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0] if full else EMPTY_DISK
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def rows(self) -> list[dict[str, str]]:
        """Return the bookings with a Ref as people see them, by heading; none while the tab has another name."""
        if self.workbook.titled("Bookings") is None:
            return []
        headings, *rows = self.hand.grid("Bookings")
        cells = [dict(zip(headings, [*row, *[""] * len(headings)], strict=False)) for row in rows]
        return [row for row in cells if row.get("Ref")]

    def run(self) -> list[Event]:
        """Let everything happen that is due, and return the history with the final sheet."""
        self.time.run()
        self.sheet.final(self.id)
        return self.history.events()

    # What people do. Each is asked at the present moment; the answer goes into the history.

    def book(self, who: str, *codes: str, key: str, app: int = 0, wait_for: Sequence[str] = ()) -> None:
        sessions, queue = tuple(map(SessionCode, codes)), tuple(map(SessionCode, wait_for))
        ask = {"op": "book", "user": address(who), "sessions": codes, "wait_for": list(wait_for)}
        self.ask(Book(address(who), address(who), sessions, key, queue), ask, app)

    def cancel(self, who: str, code: str, key: str, app: int = 0) -> None:
        ask = {"op": "cancel", "user": address(who), "session": code}
        self.ask(Withdraw(address(who), address(who), SessionCode(code), key), ask, app)

    def note(self, who: str, ref: str, text: str, base: str, key: str, app: int = 0) -> None:  # noqa: PLR0913, PLR0917
        ask = {"op": "edit", "user": address(who), "id": ref, "set": {"Notes": text}, "base": {"Notes": base}}
        self.ask(Note(address(who), ref, text, base, key), ask, app)

    def look(self, code: str, app: int = 0) -> None:
        """Somebody looks who has a place in a session."""
        number, office = self._number(), self.apps[app].office
        self.history.tell("invoke", i=number, p=self.apps[app].name, op="read", op_id="", session=code)
        rows = office.year.bookings_by_session.get(SessionCode(code), ())
        shown = [row.ref for row in rows if row.status is BookingStatus.BOOKED and not row.ref.startswith("~")]
        self.history.tell("return", i=number, r="ok", rows=shown, age=office.age)

    def ask(self, command: Command, ask: Mapping[str, Any], app: int, tries: int = 0) -> None:
        """Press the button; whoever hears nothing in time, or that nothing was saved, presses it again."""
        number = self._number()
        self.history.tell("invoke", i=number, p=self.apps[app].name, op_id=command.key, **ask)
        done = threading.Event()
        again = partial(self.ask, command, ask, app, tries + 1)
        try:
            answer = self.apps[app].office.submit(command)
        except WishError as error:
            self._told(number, error, done)
            return
        self._pending(app, 1)
        answer.add_done_callback(lambda future: self._answered(future, number, done, app, again, tries))
        self.time.after(PATIENCE, lambda: self._impatient(number, done, again, tries))
        self.time.settle()

    def _answered(  # noqa: PLR0913, PLR0917
        self,
        future: Future[Receipt],
        number: int,
        done: threading.Event,
        app: int,
        again: Callable[[], None],
        tries: int,
    ) -> None:
        outcome = future.exception() or future.result()
        told_before = done.is_set()
        self._told(number, outcome, done)
        if not told_before and not isinstance(outcome, Receipt | Refused) and tries < self.shape.tries:
            self.time.after(AGAIN, again)
        self._pending(app, -1)

    def _impatient(self, number: int, done: threading.Event, again: Callable[[], None], tries: int) -> None:
        if not done.is_set():
            done.set()
            self.history.tell("return", i=number, r="unknown")
            if tries < self.shape.tries:
                again()

    def _told(self, number: int, outcome: Receipt | BaseException, done: threading.Event) -> None:
        if not done.is_set():
            done.set()
            self.history.tell("return", i=number, **answered(outcome))

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _pending(self, app: int, change: int) -> None:
        one = self.apps[app]
        with self._lock:
            one.pending += change
            edge = one.pending == (1 if change > 0 else 0)
        if edge:
            self.time.working(change)
