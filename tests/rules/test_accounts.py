"""Who is known by an address."""

from __future__ import annotations

from kaizen.domain.network import Guest
from kaizen.domain.record import Email
from kaizen.rules import accounts
from kaizen.rules.access import Role
from tests.small_year import HILL, address, small_year

GUEST = Guest(ref="g", name="Gil Shaw", kind="Speaker", school=HILL, email=Email("gil@x.example"), approved="Yes")


def test_staff_and_approved_guests_are_known_and_nobody_else() -> None:
    year = small_year(guests=(GUEST,))
    assert accounts.known(year, address("ann")) is year.person_by_email[address("ann")]
    guest = accounts.known(year, GUEST.email)
    assert guest is not None
    assert (guest.name, guest.school, guest.role) == ("Gil Shaw", HILL, Role.GUEST)
    assert accounts.known(year, Email("stranger@x.example")) is None
    asked = small_year(guests=(GUEST.model_copy(update={"approved": ""}),))
    assert accounts.known(asked, GUEST.email) is None
