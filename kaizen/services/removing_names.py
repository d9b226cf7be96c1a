"""Take a person's name and address out of the year; what they did stays, as somebody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kaizen.domain.account import Account, JoinRequest
from kaizen.domain.network import Guest, Person, School
from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import counted
from kaizen.domain.year import FIELD_OF
from kaizen.rules.access import Action, may
from kaizen.rules.naming import ADDRESSES, AT, BESIDE, NAMES, SOMEBODY, named, next_stand_in, stand_in
from kaizen.sheet.intents import Amend, Decision, Refusal, Remove

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from kaizen.domain.record import Email, Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.rules.naming import Named
    from kaizen.sheet.intents import Intent

CLEARED: Final = (Person, Guest, JoinRequest, Account)
"""Tabs whose row of a person is nothing without them, so that it is cleared as a whole."""


@dataclass(frozen=True, slots=True)
class NamePlan:
    """What taking somebody out does.

    Attributes:
        as_whom: the address that stands in their place, so that their rows still belong together.
        intents: one for each row.
    """

    whom: Named
    as_whom: Email
    intents: tuple[Amend | Remove, ...]

    @property
    def rows(self) -> dict[type[Record], int]:
        """How many rows of each tab are changed or cleared."""
        kinds = [type(intent.record) for intent in self.intents]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}

    @property
    def forgets(self) -> dict[str, str]:
        """What is taken out of Log and Checks; not a name that somebody else has too, which nobody could tell apart."""
        names = self.whom.names if self.whom.is_alone else ()
        return {self.whom.email: self.as_whom, **dict.fromkeys(names, SOMEBODY)}


def name_plan(year: YearSnapshot, person: Email) -> NamePlan:
    """Return what taking the person with this address out of the year would do; no intents where nothing names them.

    What people have written is never rewritten.
    """
    whom, as_whom = named(year, person), stand_in(next_stand_in(year))
    rows = (row for kind in FIELD_OF for row in year.rows_like(kind))
    return NamePlan(whom, as_whom, tuple(intent for row in rows for intent in _of_row(row, whom, as_whom)))


def _of_row(row: Record, whom: Named, as_whom: Email) -> Iterator[Amend | Remove]:
    if isinstance(row, CLEARED) and row.email == whom.email:
        yield Remove(row)
    elif wanted := without_name(row, whom, as_whom):
        yield Amend(row, wanted)


def without_name(row: Record, whom: Named, as_whom: Email) -> Mapping[str, Any]:
    """Return what the fields of a row say, once a person's address and name are taken out; only those that change.

    A school without an address is asked about on Checks; one with an address that leads nowhere would be written to.
    """
    kind = type(row)
    instead = "" if kind is School else as_whom
    wanted: dict[str, Any] = {field: instead for field in ADDRESSES.get(kind, ()) if getattr(row, field) == whom.email}
    address, name = BESIDE.get(kind, ("", ""))
    if address in wanted and getattr(row, name):
        wanted[name] = SOMEBODY
    for field in NAMES.get(kind, ()):
        text = getattr(row, field)
        after = whom.without(kind, getattr(row, AT[kind]), text)
        wanted |= {field: after} if after != text else {}
    return wanted


@dataclass(frozen=True, slots=True)
class RemoveName:
    """Take somebody who has left, or a guest, out of every tab in one commit.

    Attributes:
        person: whose address it is, also of somebody whose row on Staff is gone already.
    """

    by: Email
    person: Email
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Change or clear every row, or refuse with every reason; nothing where nothing names the person."""
        if not may(year, self.by, Action.REMOVE_NAMES):
            return Refusal((Reason(Why.NOT_OWNER, "Only an organiser can take somebody's name out of the year."),))
        reasons = tuple(reasons_to_wait(year, self.person))
        if reasons:
            return Refusal(reasons)
        plan = name_plan(year, self.person)
        if not plan.intents:
            return Decision(f"No row is {self.person}'s, so there is nothing to take away.", (), "Nothing new")
        told = f"The name is taken out of {counted(len(plan.intents), 'row')}. {plan.as_whom} stands in its place."
        intents: tuple[Intent, ...] = plan.intents
        return Decision(told, intents, "Took a name away", plan.forgets)


def reasons_to_wait(year: YearSnapshot, person: Email) -> Iterator[Reason]:
    """Give what has to be done before a name can be taken away: the network must go on working."""
    member = year.person_by_email.get(person)
    if not person:
        yield Reason(Why.NOT_FOUND, "Without an address nobody can be told apart.", "person")
    if member is not None and not member.left:
        sentence = f"{member.name} is still on Staff. Note first that they have left, so that their places go on."
        yield Reason(Why.CLOSED, sentence, "person")
    if person in year.settings.organisers:
        yield Reason(Why.CLOSED, "Take their address out of Organisers on Settings first.", "person")
    for school in year.schools:
        if person and school.head_email == person:
            yield Reason(Why.CLOSED, f"Name the new headteacher of {school.short_name} on Schools first.", "person")
