"""The page Checks with twenty kinds of trouble: read on a phone, worked with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen import bootstrap
from tests.browser.test_every_page import AXE
from tests.twenty_troubles import TROUBLES, type_all

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.chromium import Surfer

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def troubled(sheet_file: Path, phone: Surfer, monkeypatch: pytest.MonkeyPatch) -> Surfer:
    """Give an organiser whose app has seen the sheet before and after all of it was typed."""
    phone.open()
    phone.be("Organiser")
    phone.go("Checks")
    monkeypatch.setenv("KAIZEN_FILE", str(sheet_file))
    type_all(bootstrap.office({}))
    bootstrap.close()
    phone.refresh()
    return phone


def test_twenty_kinds_of_trouble(troubled: Surfer, laptop: Surfer) -> None:
    text = troubled.text()
    told = [trouble for trouble in TROUBLES if f"{trouble[0]} row {trouble[1]}" in text]
    assert len(told) >= len(TROUBLES) - 2, sorted(set(TROUBLES) - set(told))
    assert "is gone from Workshops; " in text
    assert troubled.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert troubled.problems(AXE) == []
    laptop.open(f"checks?{troubled.page.url.partition('?')[2]}")
    assert laptop.problems(AXE) == []
    summary = laptop.page.locator("summary").filter(has_text="Bookings row 2, Session")
    summary.focus()
    laptop.page.keyboard.press("Enter")
    laptop.page.keyboard.press("Tab")
    assert "Yes, write" in laptop.page.evaluate("() => document.activeElement.innerText")
    laptop.page.keyboard.press("Enter")
    laptop.settle()
    assert "Session on Bookings now says" in laptop.text()
