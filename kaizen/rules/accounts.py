"""Whose account it is: by the binding that the first sign-in has made, and by an address only until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.domain.account import Answer
from kaizen.domain.network import Person
from kaizen.domain.record import SchoolName
from kaizen.rules.access import Role, has_role, sees_to_the_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.account import Account, JoinRequest
    from kaizen.domain.network import Guest, School
    from kaizen.domain.provider import Identity
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot

HAS_LEFT: Final = (
    "Staff says that you have left. If that is wrong, ask your school office to take the tick under Left away; "
    "then load this page again."
)


def account_of(year: YearSnapshot, identity: Identity) -> Account | None:
    """Return the account's row; None before its first sign-in."""
    return year.once(_by_key).get((identity.issuer, identity.subject))


def is_revoked(year: YearSnapshot, identity: Identity) -> bool:
    """Tell whether somebody has signed out everywhere since, or has been: a copied cookie does not outlive that."""
    account = account_of(year, identity)
    return account is not None and account.valid_from is not None and identity.issued_at <= account.valid_from


def bound_to(year: YearSnapshot, identity: Identity) -> Email | None:
    """Return whose account it is, be they still there or not; None while it is nobody's."""
    account = account_of(year, identity)
    return account.email or None if account is not None else None


def other_account_of(year: YearSnapshot, identity: Identity) -> Account | None:
    """Return another account of the same issuer that is bound to the identity's address; None where there is none.

    An address may have gone to somebody else, with an account of their own: nobody comes into what
    somebody else has left behind before a person has said so.
    """
    return next(
        (
            account
            for account in accounts_of(year, identity.email)
            if account.issuer == identity.issuer and account.subject != identity.subject
        ),
        None,
    )


def accounts_of(year: YearSnapshot, person: Email) -> tuple[Account, ...]:
    """Return every account that is bound to the person."""
    return tuple(account for account in year.accounts if account.email == person)


def is_let_in(year: YearSnapshot, person: Email) -> bool:
    """Tell whether the person may see anything at all: on Staff and not left, or an approved guest."""
    return has_role(year, person, Role.STAFF) or has_role(year, person, Role.GUEST)


def known(year: YearSnapshot, person: Email) -> Person | None:
    """Return who has that address, a guest as a person whose role is Guest; None where nobody with it is let in.

    While nothing of Staff is known an organiser is somebody without a name, see `access.sees_to_the_sheet`.
    """
    if sees_to_the_sheet(year, person):
        return Person(ref=person, name=person, email=person, school=SchoolName(""), role=Role.ORGANISER)
    if not is_let_in(year, person):
        return None
    return year.person_by_email.get(person) or as_person(year.guest_by_email[person])


def as_person(guest: Guest) -> Person:
    """Return a guest as somebody who uses the app; the access table knows them for a guest by their address."""
    return Person(ref=guest.ref, name=guest.name, email=guest.email, school=guest.school, role=Role.GUEST)


def approved_request(year: YearSnapshot, identity: Identity) -> JoinRequest | None:
    """Return the request that a head or an office has said yes to in the sheet; None where there is none.

    An account that has been somebody's has used its yes: a row of Staff that has been deleted since stays deleted.
    """
    if identity.email in year.person_by_email or account_of(year, identity) is not None:
        return None
    return next((row for row in requests_of(year, identity.email) if row.answer is Answer.YES), None)


def requests_of(year: YearSnapshot, person: Email) -> tuple[JoinRequest, ...]:
    """Return every request made with that address, in the order of the sheet."""
    return tuple(row for row in year.join_requests if row.email == person)


def schools_with_domain(year: YearSnapshot, domain: str) -> tuple[SchoolName, ...]:
    """Return the schools whose head or office has an address of that domain, in the order of the sheet."""
    return tuple(school.short_name for school in year.schools if domain and domain in _domains(school))


def schools_of_account(year: YearSnapshot, person: Email) -> tuple[SchoolName, ...]:
    """Return whose office sees to an account: the school its person is at, else those with addresses of its domain."""
    member = year.person_by_email.get(person) or year.guest_by_email.get(person)
    return (member.school,) if member else schools_with_domain(year, person.rpartition("@")[2])


def _domains(school: School) -> set[str]:
    return {email.rpartition("@")[2] for email in (school.head_email, school.office_email) if email}


def _by_key(year: YearSnapshot) -> Mapping[tuple[str, str], Account]:
    found: dict[tuple[str, str], Account] = {}
    for account in year.accounts:
        found.setdefault((account.issuer, account.subject), account)
    return found
