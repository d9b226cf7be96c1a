"""Hostile text in the sheet, in a real browser: nothing is fetched, nothing is drawn, it reads as typed."""

from __future__ import annotations

import json
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaizen.sheet import layout
from kaizen.ui import menu, show
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
ROLES = {"Organiser": 14, "Headteacher": 12, "Guest": 2}
"""Who looks at every page, and how many each has at the least."""

NOT_SHOWN = 10
"""So many of the texts may stand on no page, or be cut there."""

MOST = 60
"""Rows of a tab that are typed over; more than there are texts."""

OURS = "[data-testid=stBidiComponentRegular] *"
"""The line with the age brings a style along, and is told as text."""

DRAWN = (
    f"img, script, iframe, .katex, details:not([data-testid='stExpander'] > details), style:not({OURS}), object, embed"
)
"""What only markdown or HTML in a cell could bring to these pages."""


def typed_over(tab: layout.Tab) -> list[int]:
    """Return the columns, from 1, of words on which nothing else hangs: no keys, nothing that points elsewhere."""
    return [
        number
        for number, column in enumerate(tab.columns, start=1)
        if column.kind in {layout.Kind.TEXT, layout.Kind.LONG_TEXT}
        and column.options is None
        and column.field not in {*tab.key, "short_name", "local_authority", "approved"}
    ]


@pytest.fixture
def hostile_file(office: Office, tmp_path: Path) -> Path:
    """Type the hostile texts into every box of words, as somebody with the sheet open could."""
    texts = cycle(HOSTILE)
    for tab in layout.YEAR_TABS:
        rows = range(2, min(len(office.by_hand.grid(tab.title)), MOST) + 1)
        cells = {(row, column): f"'{next(texts)}" for column in typed_over(tab) for row in rows}
        if cells and tab is not layout.SETTINGS:
            office.by_hand.change(tab.title, typed=cells)
    settings = [row[0] for row in office.by_hand.grid("Settings")]
    named = ("Network", "Welcome", "Theme", "Conference", "What to propose")
    office.by_hand.change("Settings", typed={(settings.index(name) + 1, 2): f"'{next(texts)}" for name in named})
    office.close()
    return tmp_path / "sheet.sqlite3"


def test_on_every_page_hostile_text_does_nothing_and_reads_as_it_was_typed(
    hostile_file: Path, browser: Browser
) -> None:
    with running_app(hostile_file) as address:
        page = browser.new_page()
        asked_for: list[str] = []
        page.on("request", lambda request: asked_for.append(request.url))
        person = Surfer(page, address)
        person.open()
        text = ""
        for role, least in ROLES.items():
            person.be(role)
            offered = [entry.title for entry in menu.ENTRIES if _is_offered(page, entry.title)]
            assert len(offered) >= least
            for title in offered:
                person.go(title)
                drawn = page.get_by_test_id("stMain").locator(DRAWN)
                assert (title, drawn.evaluate_all("found => found.map(e => e.outerHTML)")) == (title, [])
                assert (title, _links_elsewhere(page, address)) == (title, [])
                text += " ".join(person.text().replace(show.JOINER, "").split())
            person.press("Be somebody else")
        assert [url for url in asked_for if not url.startswith((address, "data:", "blob:"))] == []
        shown = [typed for typed in HOSTILE if " ".join(typed.split()) in text]
        assert len(shown) >= len(HOSTILE) - NOT_SHOWN, set(HOSTILE) - set(shown)


def _is_offered(page: Page, title: str) -> bool:
    return page.get_by_test_id("stSidebarNavLink").filter(has=page.get_by_text(title, exact=True)).count() == 1


def _links_elsewhere(page: Page, address: str) -> list[str]:
    """Return where links in the middle of the page lead that are not the app's own; no text makes one."""
    links = page.get_by_test_id("stMain").locator("a[href]")
    found: list[str] = links.evaluate_all("links => links.map(a => a.href)")
    return [href for href in found if not href.startswith(address)]
