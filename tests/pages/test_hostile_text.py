"""Hostile text in the sheet, in a real browser: nothing is fetched, nothing is drawn, it reads as typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaizen.ui import show
from tests.browser.chromium import Surfer
from tests.running_app import running_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from kaizen.engine.office import Office

pytestmark = pytest.mark.browser

HOSTILE = [
    json.loads(line)["input"]
    for line in (Path(__file__).parents[1] / "ui" / "hostile.jsonl").read_text("utf-8").splitlines()
]
PAGES = ("Programme", "Book", "What visitors saw", "Follow-ups", "What people said", "Visits", "Checks")
OURS = "[data-testid=stBidiComponentRegular] *"
"""The line with the age brings a style along, and is told as text."""

DRAWN = f"img, script, iframe, .katex, details, style:not({OURS}), object, embed"
"""What only markdown or HTML in a cell could bring to these pages."""

TYPED_OVER = (
    ("Workshops", 2, 7),
    ("Follow-ups", 6, 8),
    ("Bookings", 6, 6),
    ("Visit notes", 5, 9),
    ("Feedback", 9, 10),
)
"""Tabs, and the columns of two of their texts, that these pages show."""


@pytest.fixture
def hostile_file(office: Office, tmp_path: Path) -> Path:
    """Type the hostile texts over titles, descriptions and actions, as somebody with the sheet open could."""
    for tab, *columns in TYPED_OVER:
        rows = len(office.by_hand.grid(tab)) - 1
        texts = [HOSTILE[number % len(HOSTILE)] for number in range(rows * 2)]
        cells = {
            (row + 2, column): f"'{texts[row * 2 + place]}"
            for row in range(min(rows, len(HOSTILE)))
            for place, column in enumerate(columns)
        }
        office.by_hand.change(tab, typed=cells)
    office.close()
    return tmp_path / "sheet.sqlite3"


def test_hostile_text_does_nothing_in_a_browser(hostile_file: Path, browser: Browser) -> None:
    with running_app(hostile_file) as address:
        page = browser.new_page()
        asked_for: list[str] = []
        page.on("request", lambda request: asked_for.append(request.url))
        person = Surfer(page, address)
        person.open()
        person.be("Organiser")
        for title in PAGES:
            person.go(title)
            assert (
                page.get_by_test_id("stMain").locator(DRAWN).evaluate_all("found => found.map(e => e.outerHTML)") == []
            )
            assert _links_elsewhere(page, address) == []
        assert [url for url in asked_for if not url.startswith((address, "data:", "blob:"))] == []


def test_hostile_text_reads_as_it_was_typed(hostile_file: Path, browser: Browser) -> None:
    with running_app(hostile_file) as address:
        person = Surfer(browser.new_page(), address)
        person.open()
        person.be("Organiser")
        text = ""
        for title in PAGES:
            person.go(title)
            text += " ".join(person.text().replace(show.JOINER, "").split())
        shown = [typed for typed in HOSTILE if " ".join(typed.split()) in text]
        assert len(shown) >= 30, set(HOSTILE) - set(shown)


def _links_elsewhere(page: Page, address: str) -> list[str]:
    """Return where links in the middle of the page lead that are not the app's own; no text makes one."""
    links = page.get_by_test_id("stMain").locator("a[href]")
    found: list[str] = links.evaluate_all("links => links.map(a => a.href)")
    return [href for href in found if not href.startswith(address)]
