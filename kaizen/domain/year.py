"""The snapshot of a whole school year, with the indexes that rules and pages ask for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from kaizen.domain.account import Account, JoinRequest
from kaizen.domain.booking import Booking
from kaizen.domain.dates import DateEntry
from kaizen.domain.event import Cost, Event, Feedback
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.network import Guest, Person, School
from kaizen.domain.programme import Room, Session, Slot
from kaizen.domain.settings import SettingRow
from kaizen.domain.unread import Unread, unread_settings
from kaizen.domain.visit import Visit, VisitDay, VisitNote
from kaizen.domain.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager
    from datetime import date

    from kaizen.domain.record import Email, Record, SchoolName, SessionCode, SlotCode, WorkshopId
    from kaizen.domain.settings import Settings

A = TypeVar("A")
K = TypeVar("K")
R = TypeVar("R", bound="Record")


@dataclass(frozen=True)
class YearSnapshot:
    """Everything the sheet says at one instant. Immutable: shared between threads and sessions.

    Tuples are in the order of the sheet. Where two rows have one key the first holds.

    Attributes:
        settings: what the rows of Settings mean; a row that is changed counts once the sheet has been read again.
        lists: the options of each heading on Lists, in order.
        seen_keys: idempotency keys of wishes that are already in the sheet.
        codes: that stand in the sheet, also in rows that cannot be read, or that rows point to.
        bank_holidays: of England in this school year, beside those that people have put on Dates.
        unreadable: models of the tabs that can't be read for now, each to a sentence that names the tab. Their rows
            are the last that could be read, or `Unread` where there are none.
    """

    settings: Settings
    setting_rows: tuple[SettingRow, ...] = ()
    schools: tuple[School, ...] = ()
    people: tuple[Person, ...] = ()
    dates: tuple[DateEntry, ...] = ()
    workshops: tuple[Workshop, ...] = ()
    rooms: tuple[Room, ...] = ()
    slots: tuple[Slot, ...] = ()
    sessions: tuple[Session, ...] = ()
    bookings: tuple[Booking, ...] = ()
    visit_days: tuple[VisitDay, ...] = ()
    visits: tuple[Visit, ...] = ()
    visit_notes: tuple[VisitNote, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    events: tuple[Event, ...] = ()
    costs: tuple[Cost, ...] = ()
    guests: tuple[Guest, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    join_requests: tuple[JoinRequest, ...] = ()
    accounts: tuple[Account, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seen_keys: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    bank_holidays: frozenset[date] = frozenset()
    unreadable: Mapping[type[Record], str] = field(default_factory=dict)

    @cached_property
    def school_by_name(self) -> dict[SchoolName, School]:
        """Schools by short name."""
        return _first_by(self.schools, lambda school: school.short_name)

    @cached_property
    def person_by_email(self) -> dict[Email, Person]:
        """Staff by e-mail address."""
        return _first_by(self.people, lambda person: person.email)

    @cached_property
    def people_by_school(self) -> dict[SchoolName, tuple[Person, ...]]:
        """Everybody on Staff who has not left, by school, in the order of the sheet."""
        return _grouped((person for person in self.people if not person.left), lambda person: person.school)

    @cached_property
    def guest_by_email(self) -> dict[Email, Guest]:
        """Guests whose address is known, whether approved or not, by that."""
        return _first_by((guest for guest in self.guests if guest.email), lambda guest: guest.email)

    @cached_property
    def workshop_by_id(self) -> dict[WorkshopId, Workshop]:
        """Workshops by ID, whatever their status."""
        return _first_by(self.workshops, lambda workshop: workshop.id)

    @cached_property
    def room_by_name(self) -> dict[str, Room]:
        """Rooms by name."""
        return _first_by(self.rooms, lambda room: room.room)

    @cached_property
    def slot_by_code(self) -> dict[SlotCode, Slot]:
        """Slots by code."""
        return _first_by(self.slots, lambda slot: slot.slot)

    @cached_property
    def session_by_code(self) -> dict[SessionCode, Session]:
        """Sessions by code."""
        return _first_by(self.sessions, lambda session: session.session)

    @cached_property
    def bookings_by_session(self) -> dict[SessionCode, tuple[Booking, ...]]:
        """All bookings of each session, whatever their status, in the order of the sheet."""
        return _grouped(self.bookings, lambda booking: booking.session)

    @cached_property
    def bookings_by_person(self) -> dict[Email, tuple[Booking, ...]]:
        """All bookings of each person, whatever their status, in the order of the sheet."""
        return _grouped(self.bookings, lambda booking: booking.email)

    @cached_property
    def visits_by_day(self) -> dict[date, tuple[Visit, ...]]:
        """All visits of each day, whatever their status, in the order of the sheet."""
        return _grouped(self.visits, lambda visit: visit.date)

    @cached_property
    def _answers(self) -> dict[Callable[[YearSnapshot], Any], Any]:
        return {}

    @property
    def _one_at_a_time(self) -> AbstractContextManager[Any]:
        lock: AbstractContextManager[Any] = vars(self).setdefault("_lock", RLock())
        return lock

    def once(self, question: Callable[[YearSnapshot], A], *kinds: type[Record]) -> A:
        """Return ``question(self)``, worked out once: a snapshot never changes, so neither does the answer.

        However many threads ask at the same moment, one works it out. For answers that do not depend on who asks.

        Args:
            question: a function of a module, not a lambda.
            kinds: the models whose rows the answer depends on, beside Settings; the question finds no others. Then it
                is not worked out again in a year with the same rows of these.
        """
        with self._one_at_a_time:
            if kinds:
                return self._while_these_stay(question, kinds)
            if question not in self._answers:
                self._answers[question] = question(self)
            answer: A = self._answers[question]
        return answer

    def _while_these_stay(self, question: Callable[[YearSnapshot], A], kinds: tuple[type[Record], ...]) -> A:
        rows = {FIELD_OF[kind]: self.rows_like(kind) for kind in kinds}
        (settings, *asked), answer = self._over.get(question, ((None,), None))
        if settings != self.settings or any(one is not other for one, other in zip(asked, rows.values(), strict=True)):
            few: dict[str, Any] = rows
            answer = question(YearSnapshot(self.settings, **few))
            self._over[question] = (self.settings, *rows.values()), answer
        given: A = answer
        return given

    @cached_property
    def _over(self) -> dict[Callable[..., Any], tuple[tuple[Any, ...], Any]]:
        return {}

    def over(self, question: Callable[..., A], *kinds: type[Record]) -> A:
        """Return ``question`` of the rows of these models, worked out once, and not again in a year with the same rows.

        ``question`` is a function of a module; it takes the rows of each model, so that it can know no others.
        """
        rows = tuple(self.rows_like(kind) for kind in kinds)
        asked, answer = self._over.get(question, ((), None))
        if len(asked) != len(rows) or any(one is not other for one, other in zip(asked, rows, strict=True)):
            answer = question(*rows)
            self._over[question] = rows, answer
        given: A = answer
        return given

    def added(self, record: Record) -> YearSnapshot:
        """Return the year with ``record`` as the last row of its tab."""
        rows: list[Record] = [*self.rows_like(type(record)), record]
        year = self._with_rows(type(record), rows)
        for index, group_of in _GROUPED.get(type(record), {}).items():
            if index in vars(self):
                groups, group = vars(self)[index], group_of(record)
                vars(year)[index] = {**groups, group: (*groups.get(group, ()), record)}
        return year

    def changed(self, old: Record, new: Record) -> YearSnapshot:
        """Return the year with ``new`` in the place of ``old``, found by its ref."""
        return self._with_rows(type(old), [new if row.ref == old.ref else row for row in self.rows_like(type(old))])

    def removed(self, record: Record) -> YearSnapshot:
        """Return the year without the row that has the ref of ``record``."""
        return self._with_rows(type(record), [row for row in self.rows_like(type(record)) if row.ref != record.ref])

    def knows(self, kind: type[Record]) -> bool:
        """Tell whether the rows of this model are known, be it from before their tab could not be read."""
        return not isinstance(self.rows_like(kind), Unread)

    @property
    def certain(self) -> YearSnapshot:
        """The year with `Unread` for all that can't be read for now, for what may not rest on rows from before."""
        return self._certain if self.unreadable else self

    @cached_property
    def _certain(self) -> YearSnapshot:
        changes: dict[str, Any] = {FIELD_OF[kind]: Unread(told) for kind, told in self.unreadable.items()}
        if SettingRow in self.unreadable:
            changes["settings"] = unread_settings(self.unreadable[SettingRow])
        return self._with(changes, self.unreadable)

    def rows_like(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of the tab whose model is ``kind``."""
        rows: tuple[R, ...] = getattr(self, FIELD_OF[kind])
        return rows

    def with_indexes_of(self, before: YearSnapshot) -> YearSnapshot:
        """Return the same year; the indexes over rows that are the very rows of ``before`` need not be made again."""
        year = replace(self)
        vars(year)["_over"] = dict(before._over)
        for kind, name in FIELD_OF.items():
            if getattr(year, name) is getattr(before, name):
                vars(year).update({index: vars(before)[index] for index in _INDEXES[kind] if index in vars(before)})
        return year

    def _with_rows(self, kind: type[Record], rows: list[Record]) -> YearSnapshot:
        """Return the year with these rows; the indexes of all other tabs go along."""
        return self._with({FIELD_OF[kind]: tuple(rows)}, (kind,))

    def _with(self, changes: dict[str, Any], kinds: Iterable[type[Record]]) -> YearSnapshot:
        year = replace(self, **changes)
        vars(year)["_over"] = dict(self._over)
        others = _ALL_INDEXES.difference(*(_INDEXES[kind] for kind in kinds))
        vars(year).update({index: vars(self)[index] for index in vars(self).keys() & others})
        return year


FIELD_OF: dict[type[Record], str] = {
    SettingRow: "setting_rows",
    School: "schools",
    Person: "people",
    DateEntry: "dates",
    Workshop: "workshops",
    Room: "rooms",
    Slot: "slots",
    Session: "sessions",
    Booking: "bookings",
    VisitDay: "visit_days",
    Visit: "visits",
    VisitNote: "visit_notes",
    FollowUp: "follow_ups",
    Event: "events",
    Cost: "costs",
    Guest: "guests",
    Feedback: "feedback",
    JoinRequest: "join_requests",
    Account: "accounts",
}
"""Which attribute of the snapshot holds the rows of each model."""


_INDEXES: dict[type[Record], set[str]] = {kind: set() for kind in FIELD_OF} | {
    School: {"school_by_name"},
    Person: {"person_by_email", "people_by_school"},
    Workshop: {"workshop_by_id"},
    Room: {"room_by_name"},
    Slot: {"slot_by_code"},
    Session: {"session_by_code"},
    Booking: {"bookings_by_session", "bookings_by_person"},
    Visit: {"visits_by_day"},
    Guest: {"guest_by_email"},
}
"""The indexes over the rows of each model; an index is over one tab only."""

_ALL_INDEXES = set().union(*_INDEXES.values())

_GROUPED: dict[type[Record], dict[str, Callable[[Any], Any]]] = {
    Booking: {"bookings_by_session": lambda row: row.session, "bookings_by_person": lambda row: row.email},
}
"""How one more row is put into an index at once, for the tabs that grow while many people press a button."""


def _first_by(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, R]:
    found: dict[K, R] = {}
    for row in rows:
        found.setdefault(key(row), row)
    return found


def _grouped(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, tuple[R, ...]]:
    groups: defaultdict[K, list[R]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {name: tuple(group) for name, group in groups.items()}
