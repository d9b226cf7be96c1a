"""Somebody who signs in, at a provider of this machine."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.browser.chromium import LAPTOP, PHONE, Surfer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, Page

    from tests.browser.providers import SignInApp

CLOSED = "Please sign in with the account of your school"
"""What stands on the closed door."""


class Member(Surfer):
    """Somebody with an account, in a browser of their own."""

    def __init__(self, page: Page, app: SignInApp) -> None:
        super().__init__(page, app.address)
        self.app = app

    def sign_in(self, provider: str, subject: str) -> None:
        """Press the provider's button, and be this account there."""
        self.ask_to_sign_in(provider)
        self.page.get_by_placeholder("sub").fill(subject)
        self.page.get_by_role("button", name="Authorize").click()
        self._come_back()

    def ask_to_sign_in(self, provider: str) -> None:
        """Press the provider's button; the provider then asks which account it is to be."""
        self.page.get_by_role("button", name=f"Sign in with {self.app.providers[provider].title}").click()
        self.page.wait_for_url("**/oauth2/authorize**")

    def deny(self) -> None:
        """Press the provider's button for not going on."""
        self.page.get_by_role("button", name="Deny").click()
        self._come_back()

    def sign_out(self) -> None:
        """Sign out in the app, and at the provider, which asks."""
        self.page.get_by_role("button", name=re.compile("^Sign out(?! on)")).first.click()
        self.page.wait_for_url("**/oauth2/end_session**")
        self.page.get_by_role("button", name="End session").click()
        self._come_back()

    def side_bar(self) -> str:
        """Return what stands beside the page; "" where there is nothing."""
        bar = self.page.get_by_test_id("stSidebar")
        return bar.inner_text() if bar.count() else ""

    def everything(self) -> str:
        """Return every word that the browser shows, beside the page too."""
        return self.page.locator("body").inner_text()

    def _come_back(self) -> None:
        self.page.wait_for_url(f"{self.address}/**")
        self.settle()


@contextmanager
def member(
    browser: Browser, app: SignInApp, cookies: Mapping[str, str] | None = None, *, phone: bool = False
) -> Iterator[Member]:
    """Give somebody with a browser of their own.

    Args:
        browser: Chromium.
        app: what they look at.
        cookies: what their browser already has of it.
        phone: whether it is as narrow as a phone's.
    """
    context = browser.new_context(viewport=PHONE if phone else LAPTOP, locale="en-GB")
    context.add_cookies([{"name": name, "value": value, "url": app.address} for name, value in (cookies or {}).items()])
    yield Member(context.new_page(), app)
    context.close()
