"""The bookings at every instant of a run: as they should have been, and as the sheet had them.

*Meant* holds what people typed and what wishes were to do. *Seen* holds what really stood in the sheet:
it differs while a write that hit the wrong row waits to be put right.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.reliability.history import Event

BOOKED, WAITING, CANCELLED = "Booked", "Waiting", "Cancelled"
STATUS: Final = "Status"
REF: Final = "Ref"
COLUMNS_OF_A_ROW: Final = ("user", "session")


@dataclass(frozen=True, slots=True)
class Booking:
    """One row at one instant."""

    id: str
    user: str
    session: str
    fields: dict[str, Any]

    @classmethod
    def of(cls, row: Event) -> Booking:
        return cls(row["id"], row["user"], row["session"], dict(row["fields"]))

    @property
    def status(self) -> str:
        return str(self.fields.get(STATUS, ""))

    def get(self, name: str) -> Any:
        """Return a cell, "" where it is blank."""
        return getattr(self, name) if name in COLUMNS_OF_A_ROW else self.fields.get(name, "")

    def put(self, name: str, value: Any) -> Booking:
        """Return the row with another value in a cell."""
        if name in COLUMNS_OF_A_ROW:
            cells = {"user": self.user, "session": self.session, name: str(value)}
            return Booking(self.id, cells["user"], cells["session"], self.fields)
        fields = {**self.fields, name: value}
        if value == "":
            del fields[name]
        return Booking(self.id, self.user, self.session, fields)


Rows = dict[str, Booking]


def active(rows: Rows, session: str) -> set[str]:
    """Return who has a place in the session."""
    return {row.user for row in rows.values() if row.session == session and row.status == BOOKED}


def held(rows: Rows, user: str, session: str) -> list[Booking]:
    """Return the rows by which somebody has a place in the session."""
    return [row for row in rows.values() if row.user == user and row.session == session and row.status == BOOKED]


@dataclass
class Course:
    """States in the order of time; a state once kept is never changed."""

    times: list[float] = field(default_factory=list)
    states: list[Rows] = field(default_factory=list)
    now: Rows = field(default_factory=dict)

    def keep(self, t: float) -> None:
        """Remember the present state as the one from ``t`` on."""
        self.times.append(t)
        self.states.append(dict(self.now))

    def during(self, start: float, end: float) -> Iterator[Rows]:
        """Give every state that held at some instant from ``start`` to ``end``."""
        first = max(0, bisect_right(self.times, start) - 1)
        while first > 0 and self.times[first - 1] >= start:
            first -= 1
        for t, state in zip(self.times[first:], self.states[first:], strict=True):
            if t > end:
                return
            yield state

    def add(self, rows: Iterable[Event]) -> None:
        self.now.update({row["id"]: Booking.of(row) for row in rows})

    def put(self, cells: Iterable[list[Any]]) -> None:
        """Carry out changes of cells; a change of ``Ref`` gives a row its key, all at once and last."""
        renamed = []
        for key, name, value in cells:
            if (row := self.now.get(key)) is None:
                continue
            if name == REF:
                renamed.append((key, value))
            else:
                self.now[key] = row.put(name, value)
        rows = [(new, self.now.pop(old)) for old, new in renamed if old in self.now]
        self.now |= {new: Booking(new, row.user, row.session, row.fields) for new, row in rows}

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.now.pop(key, None)
