"""Bind an account to a person at the first sign-in, end its sign-ins, take the binding away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaizen.domain.account import Account
from kaizen.domain.network import Person
from kaizen.domain.reason import Reason, Why
from kaizen.rules import accounts
from kaizen.rules.access import Action, Whose, may, reach
from kaizen.sheet.intents import Amend, Append, Decision, Refusal, row_ref

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.domain.account import JoinRequest
    from kaizen.domain.provider import Identity
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Intent

ANOTHER_ACCOUNT = (
    "Somebody has signed in as {} with another account already. If that was you, ask your headteacher or school "
    "office: on the page People they can let you in with this one."
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Bind an account that a trusted provider vouches for to whoever has its address, once.

    Somebody whom a head or an office has approved under Answer on Asking to join is added to Staff in the same
    decision.

    Attributes:
        identity: as `rules.claims.identity_of` has believed it; never from a form.
    """

    identity: Identity
    key: str

    @property
    def by(self) -> Email:
        """Who signs in."""
        return self.identity.email

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Append the binding, or say why there is none to be made; nothing is written where there is one."""
        if accounts.bound_to(year, self.identity) is not None:
            return Decision("You are signed in.", (), "Nothing new")
        request = accounts.approved_request(year, self.identity)
        if request is None and not accounts.is_let_in(year, self.by):
            return Refusal((Reason(Why.NOT_FOUND, "This address is not on Staff.", "email"),))
        if (other := accounts.other_account_of(year, self.identity)) is not None:
            return Refusal((Reason(Why.CONFLICT, ANOTHER_ACCOUNT.format(other.email), "email"),))
        joining: tuple[Intent, ...] = (Append(as_staff(request)),) if request is not None else ()
        return Decision("You are signed in.", (*joining, self._bound(year, now)), "Signed in for the first time")

    def _bound(self, year: YearSnapshot, now: datetime) -> Intent:
        at = now.replace(microsecond=0)
        released = accounts.account_of(year, self.identity)
        if released is not None:
            return Amend(released, {"email": self.by, "bound_at": at})
        row = Account(
            ref=row_ref(self.key),
            issuer=self.identity.issuer,
            subject=self.identity.subject,
            email=self.by,
            bound_at=at,
        )
        return Append(row)


@dataclass(frozen=True, slots=True)
class SignOutEverywhere:
    """End every sign-in of a person that has been made until now; they may sign in again.

    Attributes:
        person: whose: one's own, or somebody's whom ``by`` may act for.
        at: now in UTC without a zone, by the clock that sign-ins are told apart by. Not part of the wish: the
            same wish sent again is the same wish.
    """

    by: Email
    person: Email
    key: str
    at: datetime = field(compare=False)

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - counts in UTC
        """Amend every account of the person, or refuse; the refusal does not tell whether there is one."""
        if not _may_act_for(year, self.by, self.person):
            return Refusal((Reason(Why.NOT_OWNER, _NOT_YOURS, "person"),))
        mine = accounts.accounts_of(year, self.person)
        intents = tuple(Amend(row, {"valid_from": self.at.replace(microsecond=0)}) for row in mine)
        return Decision("Signed out on every device.", intents, "Signed out everywhere")


@dataclass(frozen=True, slots=True)
class ReleaseAccounts:
    """Take a person's accounts away from them, so that the next sign-in with their address binds anew.

    For somebody whose school has made them a new account, or whose address on Staff has changed. What was
    signed in before ends.
    """

    by: Email
    person: Email
    key: str
    at: datetime = field(compare=False)

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - counts in UTC
        """Amend every account of the person, or refuse; nobody releases their own."""
        if self.by == self.person or not _may_act_for(year, self.by, self.person):
            return Refusal((Reason(Why.NOT_OWNER, _NOT_YOURS, "person"),))
        mine = accounts.accounts_of(year, self.person)
        wanted = {"email": "", "valid_from": self.at.replace(microsecond=0)}
        told = f"{self.person} can sign in with another account now." if mine else "There was no account to let go."
        return Decision(told, tuple(Amend(row, wanted) for row in mine), f"Let go the account of {self.person}")


_NOT_YOURS = "Only the person themselves, their headteacher or office, or an organiser can do that."


def as_staff(request: JoinRequest) -> Person:
    """Return the row of Staff that somebody has asked for."""
    return Person(ref=request.email, name=request.name, email=request.email, school=request.school, role=request.role)


def _may_act_for(year: YearSnapshot, by: Email, person: Email) -> bool:
    if by == person:
        return may(year, by, Action.SIGN_OUT, owner=person)
    return may_see_to(year, by, person)


def may_see_to(year: YearSnapshot, by: Email, person: Email) -> bool:
    """Tell whether ``by`` sees to the accounts of somebody else: of their own school, or as organiser of all."""
    everywhere = reach(year, by, Action.SIGN_OUT_OTHERS) is Whose.NETWORK
    schools = accounts.schools_of_account(year, person)
    return everywhere or any(may(year, by, Action.SIGN_OUT_OTHERS, school) for school in schools)
