"""Asking to have one's name taken away."""

from __future__ import annotations

from datetime import date

import pytest

from kaizen.domain.network import Guest
from kaizen.domain.reason import Why
from kaizen.domain.record import Email
from kaizen.services.removal import AskToBeRemoved
from tests.small_year import NOW, SHORE, address, after, decided, person, refused, small_year

ANN = address("ann")
GUEST = Guest(ref="Gail", name="Gail", kind="Governor", school=SHORE, approved="Yes", email=Email("gail@x.example"))


@pytest.mark.parametrize("who", [ANN, GUEST.email])
def test_the_day_is_noted_once_and_may_be_taken_back(who: Email) -> None:
    year = small_year(guests=(GUEST,))
    asked = decided(AskToBeRemoved(who, True, "k"), year)
    year = after(year, asked)
    row = year.person_by_email.get(who) or year.guest_by_email[who]
    assert row.asked_to_go == date(2026, 11, 21)
    again = decided(AskToBeRemoved(who, True, "k2"), year, NOW.replace(month=12))
    assert (again.intents, again.sentence) == ((), "You have asked already, on Sat 21 Nov 2026.")
    back = decided(AskToBeRemoved(who, False, "k3"), year)
    year = after(year, back)
    row = year.person_by_email.get(who) or year.guest_by_email[who]
    assert (row.asked_to_go, back.log) == (None, "Asked to stay")
    assert decided(AskToBeRemoved(who, False, "k4"), year).intents == ()


@pytest.mark.parametrize("who", [Email("nobody@x.example"), address("bob"), GUEST.email])
def test_who_is_not_let_in_asks_the_organiser(who: Email) -> None:
    year = small_year(people=(person("bob", left=True),), guests=(GUEST.model_copy(update={"approved": "Asked"}),))
    assert refused(AskToBeRemoved(who, True, "k"), year) == [(Why.NOT_OWNER, "")]
