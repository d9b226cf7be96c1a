"""Which sign-ins are believed: what a provider says of an account, held against what the network trusts.

The claims come from a cookie that the server has signed, so they are the provider's own words. Whether its
words are to be believed of this account, and for how long, is decided here. Sources: OpenID Connect Core 1.0,
3.1.3.7 (issuer, issued at); Google's and Microsoft's pages on validating claims (``hd``, ``tid``, and that an
address alone authorises nobody); OWASP ASVS 5.0, 7.3.2 and 10.5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from kaizen.domain.provider import Identity, Provider
from kaizen.domain.record import Email
from kaizen.domain.wording import counted

FAST_BY: Final = timedelta(minutes=2)
"""How far a provider's clock may be ahead of ours."""

_ADDRESS: Final = re.compile(r"[!-?A-~]+@[!-?A-~]+")
"""Printable ASCII: there are letters that only lower case makes a plain k or s of, and so another's address."""

SHORTEST, LONGEST = 1, 168
"""Hours between which the setting counts; a week at the most."""


class Doubt(StrEnum):
    """Why a sign-in is not believed."""

    UNKNOWN_PROVIDER = "unknown provider"
    WRONG_TENANT = "wrong tenant"
    NO_ADDRESS = "no address"
    UNVERIFIED = "unverified"
    WRONG_DOMAIN = "wrong domain"
    WRONG_GROUP = "wrong group"
    CLOCK = "clock"
    TOO_OLD = "too old"


@dataclass(frozen=True, slots=True)
class Disbelieved:
    """A sign-in that does not count.

    Attributes:
        sentence: what the person reads: why, and what to do.
    """

    doubt: Doubt
    sentence: str


Claims = Mapping[str, object]
"""What the provider says of the account, as JSON has it."""


def identity_of(claims: Claims, providers: Sequence[Provider], at: datetime, hours: int) -> Identity | Disbelieved:
    """Return whose account it is, or why that is not believed.

    Args:
        claims: of the ID token.
        providers: whom the network trusts.
        at: now, in UTC without a zone.
        hours: for which a sign-in counts; see `lasting`.
    """
    doubts = [_against_account(claims, one) for one in providers if one.issuer == claims.get("iss")]
    if None not in doubts:
        return next(filter(None, doubts), _unknown_provider())
    issued, subject = _time(claims), _text(claims, "sub")
    if not subject:
        return _unknown_provider()
    if issued is None or issued > at + FAST_BY:
        return _clocks_differ()
    if at - issued >= lasting(hours):
        return _too_old(hours)
    return Identity(_text(claims, "iss"), subject, _address(claims), _text(claims, "name"), issued)


def lasting(hours: int) -> timedelta:
    """Return how long a sign-in counts, whatever somebody has typed into the setting."""
    return timedelta(hours=min(max(hours, SHORTEST), LONGEST))


def _against_account(claims: Claims, provider: Provider) -> Disbelieved | None:
    another_tenant = provider.tenant and claims.get("tid") != provider.tenant
    another_workspace = provider.hosted_domains and _text(claims, "hd").casefold() not in provider.hosted_domains
    if another_tenant or another_workspace:
        return _another_organisation(Doubt.WRONG_TENANT, provider)
    if not _address(claims):
        sentence = (
            f"{provider.title} has not told us the e-mail address of this account. Your school's IT can add the "
            "claim \u201cemail\u201d to what it tells Kaizen."
        )
        return Disbelieved(Doubt.NO_ADDRESS, sentence)
    # The text "false" counts as true in an if, so nothing but true itself will do.
    if "email_verified" in claims and claims["email_verified"] is not True:
        sentence = (
            f"{provider.title} has not verified the address of this account. Verify it there, then sign in again."
        )
        return Disbelieved(Doubt.UNVERIFIED, sentence)
    if _address(claims).rpartition("@")[2] not in provider.domains:
        return _another_organisation(Doubt.WRONG_DOMAIN, provider)
    if provider.groups and not provider.groups & _texts(claims, provider.group_claim):
        sentence = (
            f"This {provider.title} account isn't in the group that may use Kaizen. Your school's IT can add it; then "
            "sign out and sign in again."
        )
        return Disbelieved(Doubt.WRONG_GROUP, sentence)
    return None


def _another_organisation(doubt: Doubt, provider: Provider) -> Disbelieved:
    sentence = (
        f"This {provider.title} account does not belong to one of the network's schools. "
        "Sign out, then sign in with the account of your school."
    )
    return Disbelieved(doubt, sentence)


def _unknown_provider() -> Disbelieved:
    sentence = "This account comes from somewhere that the network does not use. Sign out, then choose a button below."
    return Disbelieved(Doubt.UNKNOWN_PROVIDER, sentence)


def _clocks_differ() -> Disbelieved:
    sentence = (
        "The clocks of Kaizen and of your sign-in do not agree, so the sign-in cannot be used. "
        "Whoever runs Kaizen has to put the clock of its machine right."
    )
    return Disbelieved(Doubt.CLOCK, sentence)


def _too_old(hours: int) -> Disbelieved:
    whole = int(lasting(hours).total_seconds()) // 3600
    sentence = f"A sign-in lasts {counted(whole, 'hour')}, and yours is over. Please sign in again."
    return Disbelieved(Doubt.TOO_OLD, sentence)


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _texts(claims: Claims, name: str) -> set[str]:
    """Return the texts of a claim that is one or several of them, for comparing."""
    value = claims.get(name)
    several = value if isinstance(value, list | tuple) else [value]
    return {one.strip().lower() for one in several if isinstance(one, str)}


def _address(claims: Claims) -> Email:
    address = _text(claims, "email").strip()
    return Email(address.lower() if _ADDRESS.fullmatch(address) else "")


def _time(claims: Claims) -> datetime | None:
    seconds = claims.get("iat")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 2**33:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)
