"""Two people at the same list: what one books must not take away what the other has picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.chromium import Surfer

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_pick_stays_when_somebody_else_books_the_same_session(phone: Surfer, laptop: Surfer) -> None:
    for person, who in ((phone, "Teaching assistant"), (laptop, "Class teacher")):
        person.open("book")
        person.be(who)
        person.choose("Slot A", "Picture books")
    laptop.press("Save my choices")
    assert "Booked: Picture books" in laptop.text()
    phone.choose("Slot B", "Mindfulness minutes")
    phone.press("Save my choices")
    told = phone.text().partition("Booked: ")[2].partition("\n")[0]
    assert "Picture books" in told
    assert "Mindfulness minutes" in told
    assert "You have chosen 2 of 3 workshops" in phone.text()
