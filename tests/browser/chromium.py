"""A real Chromium, and a person in front of it."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
"""What a phone calls itself: by this, and not by its width, Streamlit folds the menu away."""
LAPTOP: ViewportSize = {"width": 1280, "height": 900}

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
"""No sandbox, for machines where everything runs as root; no calls home."""

IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-testid="stAppSkeleton"]') && !document.querySelector('[data-stale="true"]');
}"""

SAVED = """() => ![...document.querySelectorAll('[data-testid="stMain"] [data-testid="stAlert"]')]
  .some(box => box.innerText.includes('hourglass_top'))"""
"""Nothing on the page says that it is being saved at the moment: on a busy machine that takes another look."""

PATIENCE = 30_000
"""Milliseconds a page may take on a busy machine."""


def found() -> str:
    """Return where Chromium is; skips the test where there is none, unless nothing may be skipped."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path is not None:
            return path
    if os.environ.get("KAIZEN_NO_SKIPS"):
        pytest.fail("Chromium is not installed, and no browser test may be skipped here")
    pytest.skip("Chromium is not installed (apt-get install chromium)")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium, and end it afterwards."""
    path = found()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


class Surfer:
    """Somebody at a phone or a laptop."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        page.set_default_timeout(PATIENCE)

    def open(self, path: str = "") -> None:
        """Follow a link to a page, as from a message."""
        self.page.goto(f"{self.address}/{path}")
        self.settle()

    def be(self, who: str) -> None:
        """Choose one of the people the app offers."""
        self.page.get_by_role("button").filter(has_text=who).first.click()
        self.settle()

    def go(self, title: str) -> None:
        """Choose a page from the menu, opening the menu first where it is folded away."""
        self.unfold_menu()
        links = self.page.get_by_test_id("stSidebarNavLink")
        links.filter(has=self.page.get_by_text(title, exact=True)).click()
        self.settle()

    def be_somebody_else(self, who: str) -> None:
        """Leave, and choose another of the people the app offers."""
        self.unfold_menu()
        self.press("Be somebody else")
        self.be(who)

    def unfold_menu(self) -> None:
        """Open the menu where it is folded away."""
        opener = self.page.get_by_test_id("stExpandSidebarButton")
        if opener.is_visible():
            opener.click()
            self.page.wait_for_timeout(300)

    def fill(self, label: str, text: str) -> None:
        """Type into a box and leave it."""
        box = self.page.get_by_role("textbox", name=label).first
        box.fill(text)
        box.blur()
        self.settle()

    def choose(self, label: str, option: str) -> None:
        """Choose the first option that contains ``option`` from a list."""
        question = self.page.get_by_role("combobox", name=label).first
        wanted = self.page.get_by_role("option").filter(has_text=option).first
        for _ in range(5):  # a page that is still moving after the last answer swallows a click
            question.click()
            self.page.wait_for_timeout(400)
            if wanted.count():
                break
        wanted.click()
        self.settle()

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).first.click()
        self.settle()
        self.page.wait_for_function(SAVED, timeout=PATIENCE)
        self.settle()

    def refresh(self) -> None:
        """Have the sheet read again; it is read once in five seconds, however many wish it."""
        self.press("Refresh")
        if self.page.get_by_text("has just been read").count():
            self.page.wait_for_timeout(5_500)
            self.press("Refresh")

    def text(self) -> str:
        """Return what stands on the page."""
        return self.page.get_by_test_id("stMain").inner_text()

    def settle(self) -> None:
        """Wait until the server has nothing more to say and the page stands still."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_function(IDLE, timeout=PATIENCE)
        self.page.wait_for_timeout(100)

    def problems(self, axe: str) -> list[dict[str, Any]]:
        """Return what axe calls serious or critical on this page."""
        self.page.evaluate(axe)
        found: list[dict[str, Any]] = self.page.evaluate(
            "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
        )
        return [one for one in found if one["impact"] in {"serious", "critical"}]
