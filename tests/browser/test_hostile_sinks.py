"""Every place where Kaizen shows text, in a real browser: nothing is fetched, nothing linked, it reads as typed."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from kaizen.ui import show
from tests.browser.chromium import PATIENCE, Surfer
from tests.browser.sinks import PLACES, texts
from tests.running_app import HOUSE, running_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = "from tests.browser.sinks import draw\n\ndraw()\n"
DRAWN = "img, script, iframe, .katex, object, embed, style, code, pre, ul ul, blockquote, table, hr"
"""What only markdown or HTML in a text could bring to a place."""

COME_AND_GO = ("www", "@evil", "![", "](", ":red[", "$")
"""Texts with these are tried where each takes a while."""

PASSING = ("brief", "help", "not made plain")
"""Places that are looked at in tests of their own: what they show comes and goes, or is not made plain."""


@pytest.fixture(scope="module")
def shop_window(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the page that shows the texts, with the settings of the app."""
    assert browser.is_connected()
    folder = tmp_path_factory.mktemp("window")
    shutil.copytree(HOUSE / ".streamlit", folder / ".streamlit", ignore=shutil.ignore_patterns("secrets.toml"))
    (folder / "streamlit_app.py").write_text(SCRIPT)
    with running_app(folder / "none.sqlite3", house=folder, PYTHONPATH=str(HOUSE)) as address:
        yield address


class Beacon(BaseHTTPRequestHandler):
    """Somebody else's server, which counts who calls."""

    def do_GET(self) -> None:
        """Count a call."""
        self.server.called.append(self.path)  # type: ignore[attr-defined] # the list is put there by `beacon`
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def beacon() -> Iterator[tuple[str, list[str]]]:
    """Listen where the texts would have a browser call; gives the address and the calls."""
    server = HTTPServer(("127.0.0.1", 0), Beacon)
    calls: list[str] = []
    server.called = calls  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", calls
    server.shutdown()
    server.server_close()


@contextmanager
def _looking(browser: Browser, window: str, place: str, beacon: str, only: tuple[int, ...] = ()) -> Iterator[Page]:
    page = browser.new_page()
    person = Surfer(page, window)
    asked = urlencode({"place": place, "beacon": beacon, "only": only}, doseq=True)
    page.goto(f"{window}/?{asked}")
    person.settle()
    yield page
    page.close()


def _read(page: Page, place: str) -> dict[int, str]:
    """Return what each text reads as, by its number."""
    told = page.evaluate(
        """value => Object.fromEntries([...document.querySelectorAll('[class*="st-key-t"]')].map(box => {
          const key = [...box.classList].find(name => /^st-key-t\\d+$/.test(name));
          const input = value && box.querySelector('input, textarea');
          return key && [key.slice(8), input ? input.value : box.innerText];
        }).filter(Boolean))""",
        place.startswith("value of") or place == "selectbox option",
    )
    return {int(number): " ".join(text.replace(show.JOINER, "").split()) for number, text in told.items()}


def _different(page: Page, place: str, wanted: list[str]) -> list[tuple[str, str]]:
    """Return what does not read as typed, and how it reads."""
    read = _read(page, place)
    told = [(text, read.get(number, "")) for number, text in enumerate(wanted)]
    return [(text, found) for text, found in told if f" {text} " not in f" {found} "]


@pytest.mark.parametrize("place", [place for place in PLACES if place not in PASSING])
def test_a_hostile_text_reads_as_typed_and_does_nothing(
    place: str, browser: Browser, shop_window: str, beacon: tuple[str, list[str]]
) -> None:
    host, calls = beacon
    with _looking(browser, shop_window, place, host) as page:
        different = _different(page, place, texts(host))
        for _ in range(40):  # Streamlit fetches some of its own parts only once a text asks for them
            if not different:
                break
            page.wait_for_timeout(250)
            different = _different(page, place, texts(host))
        assert different == []
        links = "a[href]" if place != "link of ours" else "a[href]:not([data-testid=stPageLink-NavLink])"
        assert page.get_by_test_id("stMain").locator(links).evaluate_all("all => all.map(a => a.outerHTML)") == []
        assert page.get_by_test_id("stMain").locator(DRAWN).evaluate_all("all => all.map(a => a.outerHTML)") == []
    assert calls == []


@pytest.mark.parametrize("place", ["brief", "help"])
def test_what_comes_and_goes_reads_as_typed(
    place: str, browser: Browser, shop_window: str, beacon: tuple[str, list[str]]
) -> None:
    host, calls = beacon
    several = tuple(number for number, text in enumerate(texts(host)) if any(mark in text for mark in COME_AND_GO))[:9]
    wanted = [texts(host)[number] for number in several]
    with _looking(browser, shop_window, place, host, several) as page:
        for number, text in enumerate(wanted):
            if place == "help":
                page.get_by_role("button", name="Ours").nth(number).hover()
            kind = "stToast" if place == "brief" else "stTooltipContent"
            shown = page.get_by_test_id(kind).filter(has_text=text).first
            shown.wait_for(timeout=PATIENCE)
            assert shown.locator("a, img").count() == 0
            page.mouse.move(0, 0)
    assert calls == []


def test_without_show_a_text_would_call_somebody_and_make_links(
    browser: Browser, shop_window: str, beacon: tuple[str, list[str]]
) -> None:
    host, calls = beacon
    with _looking(browser, shop_window, "not made plain", host) as page:
        page.wait_for_timeout(500)
        assert page.get_by_test_id("stMain").locator("a[href]").count() > 3
        assert len(_different(page, "", texts(host))) > 10
    assert calls
