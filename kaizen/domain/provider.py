"""Who vouches for people, and what they vouch for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.domain.record import Email


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider that the network trusts.

    Attributes:
        name: as in the secrets, such as ``google``.
        title: on its button, such as "Google".
        issuer: what its tokens call it, to the letter.
        domains: parts of addresses after the ``@``, lower case, for which it is trusted.
        tenant: the id of the one Entra tenant; "" for other providers.
        hosted_domains: of Google Workspace, one of which an account must belong to; none for other providers.
        group_claim: in which the provider names the groups of an account; "" where none is asked for.
        groups: lower case, of which an account must be in one; none where none is asked for.
    """

    name: str
    title: str
    issuer: str
    domains: frozenset[str]
    tenant: str = ""
    hosted_domains: frozenset[str] = frozenset()
    group_claim: str = ""
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Identity:
    """An account as a trusted provider vouches for it, not yet a person.

    Attributes:
        email: verified as far as the provider does that, and of one of its domains; lower case.
        name: as the provider has it, for a form to begin with.
        issued_at: when the sign-in was made, in UTC without a zone.
    """

    issuer: str
    subject: str
    email: Email
    name: str
    issued_at: datetime

    @property
    def domain(self) -> str:
        """The part of the address after the ``@``."""
        return self.email.rpartition("@")[2]
