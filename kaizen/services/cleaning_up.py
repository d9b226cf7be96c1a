"""Take away what has been kept long enough: names out of old rows, and rows that are nothing without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kaizen.domain.account import Account
from kaizen.domain.network import Guest, Person
from kaizen.domain.reason import Reason, Why
from kaizen.domain.record import Email
from kaizen.domain.wording import counted
from kaizen.rules.access import Action, may
from kaizen.rules.naming import (
    ADDRESSES,
    BESIDE,
    NAMES,
    SOMEBODY,
    addresses,
    folded,
    is_stand_in,
    named,
    next_stand_in,
    stand_in,
)
from kaizen.rules.retention import retained
from kaizen.sheet.intents import Amend, Decision, Refusal, Remove

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.rules.retention import Due

MOST_ROWS: Final = 400
"""Rows in one commit: as many lines of Log and more are written with them, and others wait meanwhile."""


@dataclass(frozen=True, slots=True)
class CleanUp:
    """Take away everything that is due today, or as much of it as fits into one commit.

    Attributes:
        rows: how many rows were due in the plan that the person has seen; 0 where they have not said so yet.
    """

    by: Email
    rows: int
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Change and clear the rows, or refuse; refused as well where another number is due by now."""
        if not may(year, self.by, Action.CLEAN_UP):
            return Refusal((Reason(Why.NOT_OWNER, "Only an organiser can take away what has been kept long enough."),))
        parts = due_parts(year, now.date())
        number = sum(len(part.rows) for part in parts)
        if not number:
            return Decision("Nothing has been kept too long.", (), "Nothing new")
        if not self.rows:
            sentence = "Please say first that you have read what would be done."
            return Refusal((Reason(Why.INVALID, sentence, "rows"),))
        if number != self.rows:
            due = f"{counted(number, 'row')} {'is' if number == 1 else 'are'} due by now"
            sentence = f"{due} and not {self.rows}. Please look at the plan again."
            return Refusal((Reason(Why.CONFLICT, sentence, "rows"),))
        return self._decided(year, parts, number)

    def _decided(self, year: YearSnapshot, parts: Sequence[Due], number: int) -> Decision:
        chosen = _first(parts)
        instead = _stand_ins(year, (row for row, names_only in chosen if names_only))
        intents = tuple(Amend(row, nameless(row, instead)) if only else Remove(row) for row, only in chosen)
        left = number - len(chosen)
        more = f" {counted(left, 'row')} more: please go on." if left else ""
        told = f"{counted(len(chosen), 'row')} seen to.{more}"
        return Decision(told, intents, "Yearly clean-up", self._forgets(year, chosen))

    def _forgets(self, year: YearSnapshot, chosen: Sequence[tuple[Record, bool]]) -> Mapping[str, str]:
        """Return what goes from Log, all of it under one address.

        Not who cleans up, and nobody whom a row that stays still names: what they do has to be answered for. Once
        somebody's bookings or visits go, their row of Staff or their account is no such row any more.
        """
        staying = _still_named(year, chosen) | {self.by}
        people = {address for row, _ in chosen if (address := _whose(row)) and address not in staying}
        names = {name for person in people for name in named(year, person).names}
        names |= {row.name for row, _ in chosen if isinstance(row, Guest)}
        theirs = {folded(name) for person in staying for name in named(year, person).names}
        return {
            **dict.fromkeys(sorted(people), stand_in(0)),
            **dict.fromkeys(sorted(name for name in names if folded(name) not in theirs), SOMEBODY),
        }


def due_parts(year: YearSnapshot, today: date) -> tuple[Due, ...]:
    """Return what is to be taken away on that day."""
    return tuple(part for part in retained(year) if part.is_due(today))


def nameless(row: Record, instead: Mapping[Email, Email]) -> dict[str, Any]:
    """Return what the boxes for addresses and names say once nobody is named in them; only those that change."""
    kind = type(row)
    wanted: dict[str, Any] = {
        field: instead[address] for field in ADDRESSES.get(kind, ()) if (address := getattr(row, field)) in instead
    }
    boxes = (*BESIDE.get(kind, ())[1:], *NAMES.get(kind, ()))
    return wanted | {field: SOMEBODY for field in boxes if getattr(row, field) not in {"", SOMEBODY}}


def _first(parts: Iterable[Due]) -> list[tuple[Record, bool]]:
    """Return as many rows as fit, with whether they stay; the rows of one person come together, for one stand-in."""
    rows = [(row, part.names_only) for part in parts for row in part.rows]
    order: dict[str, int] = {}
    for row, _ in rows:
        order.setdefault(_group(row), len(order))
    rows.sort(key=lambda one: order[_group(one[0])])
    end = min(MOST_ROWS, len(rows))
    while end < len(rows) and _group(rows[end][0]) == _group(rows[end - 1][0]):
        end += 1
    return rows[:end]


def _still_named(year: YearSnapshot, chosen: Iterable[tuple[Record, bool]]) -> set[Email]:
    """Return the addresses of those whom a row names that is not chosen."""
    gone = {(type(row), row.ref) for row, _ in chosen}
    done = {_whose(row) for row, names_only in chosen if names_only}
    rows = ((address, row) for address, row, _ in addresses(year) if (type(row), row.ref) not in gone)
    return {address for address, row in rows if not isinstance(row, Person | Account) or address not in done}


def _group(row: Record) -> str:
    return _whose(row) or f"{type(row).__name__} {row.ref}"


def _whose(row: Record) -> Email:
    """Return the address of whoever a row is about; "" where it has none, or a stand-in's."""
    address: Email = getattr(row, "email", Email(""))
    return Email("") if is_stand_in(address) else address


def _stand_ins(year: YearSnapshot, rows: Iterable[Record]) -> dict[Email, Email]:
    people = dict.fromkeys(filter(None, map(_whose, rows)))
    return {person: stand_in(number) for number, person in enumerate(people, next_stand_in(year))}
