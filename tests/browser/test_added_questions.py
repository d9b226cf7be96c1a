"""The form before and after a head adds three columns to the sheet, on a phone and on a laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.added_columns import AGES, HELPERS, LUNCH, PROJECTOR, ask_for_lunch, ask_more, head_in
from tests.browser.test_journey import ABOUT, TITLE
from tests.engine.added import cells_below

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.chromium import Surfer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SOON = 20
"""Looks at the page, a second apart, by which a column that is in the sheet has to be in the form: under a minute."""


def _until_asked(person: Surfer) -> None:
    for _ in range(SOON):
        person.go("Programme")
        person.go("Propose a workshop")
        if "projector" in person.text():
            return
        person.page.wait_for_timeout(1000)
    raise AssertionError("the column is not asked")


def _is_as_wide_as_the_window(person: Surfer) -> bool:
    return bool(person.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_column_becomes_a_question(phone: Surfer, laptop: Surfer, sheet_file: Path) -> None:
    phone.open("propose")
    phone.be("Class teacher")
    phone.fill("Title", TITLE)
    assert "projector" not in phone.text()
    hand = head_in(sheet_file)
    ask_more(hand)
    _until_asked(phone)
    assert phone.page.get_by_role("textbox", name="Title").first.input_value() == TITLE, "the draft is kept"
    phone.fill("What it's about", ABOUT)
    phone.choose("Best for", "KS2")
    phone.page.keyboard.press("Escape")
    phone.press("Propose this workshop")
    assert phone.text().count("Please say Yes or No under “Do you need a projector?”.") == 2
    phone.page.get_by_role("radiogroup", name="Do you need a projector?").get_by_text("Yes").click()
    phone.settle()
    helpers = phone.page.get_by_role("spinbutton", name="How many helpers?")
    helpers.fill("2")
    helpers.blur()
    phone.settle()
    ages = phone.page.get_by_role("combobox", name="Age of children").first
    ages.fill("=grown-ups")
    ages.press("Enter")
    phone.settle()
    assert _is_as_wide_as_the_window(phone)
    phone.press("Propose this workshop")
    assert "Proposed:" in phone.text()
    assert [cells_below(hand, "Workshops", heading)[-1] for heading in (PROJECTOR, HELPERS, AGES)] == [
        {"boolValue": True},
        {"numberValue": 2},
        {"stringValue": "=grown-ups"},
    ]
    laptop.open("propose?best_for=KS2&age+of+children=5+to+7&how+many+helpers%3F=9")
    laptop.be("Teaching assistant")
    assert laptop.page.get_by_role("combobox", name="Age of children").first.input_value() == "5 to 7"
    assert laptop.page.get_by_role("spinbutton", name="How many helpers?").input_value() == ""
    assert _is_as_wide_as_the_window(laptop)


def test_a_column_of_bookings_is_asked_once_for_three_workshops(phone: Surfer, sheet_file: Path) -> None:
    hand = head_in(sheet_file)
    ask_for_lunch(hand)
    phone.open("book")
    phone.be("Teaching assistant")
    lunch = phone.page.get_by_role("combobox", name="Lunch")
    assert lunch.count() == 0, "nothing is chosen yet"
    phone.choose("Slot A", "Picture books")
    for _ in range(SOON):
        if lunch.count():
            break
        phone.page.wait_for_timeout(1000)
        phone.go("Programme")
        phone.go("Book")
    for slot, words in (("B", "Mindfulness"), ("C", "Singing")):
        phone.choose(f"Slot {slot}", words)
    assert "Asked once, for all 3 workshops that you are adding." in phone.text()
    assert _is_as_wide_as_the_window(phone)
    phone.press("Save my choices")
    assert phone.text().count("Please choose “Lunch”.") == 2
    phone.choose("Lunch", "Ham")
    phone.press("Save my choices")
    assert "Booked: " in phone.text()
    assert lunch.count() == 0
    assert cells_below(hand, "Bookings", LUNCH)[-3:] == [{"stringValue": "Ham"}] * 3
