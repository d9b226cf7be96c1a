"""When a sign-in is over: in every tab, on every device, for every copy of the cookie, and when its hours are."""

from __future__ import annotations

import time
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from tests.browser.providers import USER_COOKIE, Provider, app_that_trusts
from tests.browser.signing_in import CLOSED, Member, member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.providers import SignInApp

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LARKFOLD = "larkfold.sch.example"
TEACHER, LEAVER = f"yusuf.patel@{LARKFOLD}", f"sumaiya.bux@{LARKFOLD}"
LASTS = 61 * 60
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def app(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignInApp]:
    """Run an app in which everybody has signed in before: nobody needs the provider."""
    assert browser.is_connected()
    trusted = Provider("larkfold", LARKFOLD, f"https://sign-in.{LARKFOLD}")
    with app_that_trusts(tmp_path_factory.mktemp("app"), trusted) as started:
        yield started


def opened(one: Member, words: str) -> Member:
    """Open the app; the page has these words."""
    one.open()
    assert words in one.text()
    return one


def copied(one: Member) -> dict[str, str]:
    """Return the sign-in out of a browser, as a thief would."""
    return {str(one["name"]): str(one["value"]) for one in one.page.context.cookies() if one["name"] == USER_COOKIE}


def another_tab(one: Member) -> Member:
    """Open another tab in the same browser."""
    return opened(Member(one.page.context.new_page(), one.app), "Hello")


def is_out(one: Member, why: str) -> None:
    """Hold the page to be the closed door, and the next one too."""
    assert CLOSED in one.text()
    assert why in one.text()
    assert "Programme" not in one.everything()
    one.open("programme")
    assert CLOSED in one.text()
    assert "Places left" not in one.text()


def test_signing_out_on_every_device_ends_tabs_and_copies(browser: Browser, app: SignInApp) -> None:
    cookie = app.cookie("larkfold", "everywhere", email=TEACHER)
    with member(browser, app, cookie) as here, member(browser, app, cookie) as thief:
        opened(here, "Hello Yusuf Patel")
        tab = another_tab(here)
        opened(thief, "Hello Yusuf Patel")
        here.press("Sign out on every device")
        for one in (here, tab, thief):
            if one is not here:
                one.press("Refresh")
            is_out(one, "You have been signed out on every device")
        with member(browser, app, copied(thief)) as later:
            opened(later, "You have been signed out on every device")
    with member(browser, app, app.cookie("larkfold", "everywhere", email=TEACHER, issued=time.time() + 2)) as again:
        opened(again, "Hello Yusuf Patel")


def test_signing_out_ends_the_other_tab_and_going_back_does_not_help(browser: Browser, app: SignInApp) -> None:
    cookie = app.cookie("larkfold", "one-tab", email=f"matthew.gregson@{LARKFOLD}")
    with member(browser, app, cookie) as here:
        opened(here, "Hello Matthew Gregson")
        kept, tab = copied(here), another_tab(here)
        here.go("Programme")
        here.page.get_by_role("button", name="Sign out", exact=True).click()
        here.page.get_by_text(CLOSED).wait_for()
        assert USER_COOKIE not in {one["name"] for one in here.page.context.cookies()}
        here.page.go_back()
        here.settle()
        assert CLOSED in here.text()
        tab.press("Refresh")
        is_out(tab, "You have signed out")
        with member(browser, app, kept) as thief:
            opened(thief, "You have signed out")


def test_whoever_has_left_is_out_at_the_next_click_and_does_not_come_back(browser: Browser, app: SignInApp) -> None:
    cookie = app.cookie("larkfold", "leaver", email=LEAVER)
    with member(browser, app, cookie) as here:
        opened(here, "Hello Sumaiya Bux")
        app.type_in("Staff", LEAVER, "Left", "TRUE")
        here.page.wait_for_timeout(10_500)  # the app looks at the sheet every ten seconds
        here.go("Book")
        assert "Staff says that you have left" in here.text()
        assert "Slot" not in here.everything()
    with member(browser, app, cookie) as replayed:
        opened(replayed, "Staff says that you have left")
        replayed.open("programme")
        assert "Staff says that you have left" in replayed.text()


def test_a_sign_in_ends_after_the_hours_that_stand_in_settings(browser: Browser, app: SignInApp) -> None:
    cookie = app.cookie("larkfold", "long-ago", email=f"meera.vohra@{LARKFOLD}", issued=time.time() - LASTS)
    with member(browser, app, cookie) as here:
        opened(here, "Hello Meera Vohra")
        app.sheet.append("Settings", ["Sign-in lasts", "1"])
        here.refresh()
        is_out(here, "A sign-in lasts 1 hour, and yours is over")


def test_a_sign_in_of_tomorrow_is_said_to_be_the_clocks(browser: Browser, app: SignInApp) -> None:
    cookie = app.cookie("larkfold", "soon", email=f"meera.vohra@{LARKFOLD}", issued=time.time() + 86_400)
    with member(browser, app, cookie) as here:
        opened(here, "The clocks of Kaizen and of your sign-in do not agree")
        assert "Meera" not in here.everything()


@pytest.mark.parametrize("phone", [True, False])
def test_the_door_fits_and_axe_finds_nothing_serious(browser: Browser, app: SignInApp, phone: bool) -> None:
    stranger = {"email": f"zoe.new@{LARKFOLD}"}
    for path, claims in (("?sign-in=cookies", {}), ("", stranger), ("", {"email": "pat@elsewhere.example"})):
        cookies = app.cookie("larkfold", "door", **claims) if claims else {}
        with member(browser, app, cookies, phone=phone) as one:
            one.open(path)
            assert one.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
            assert one.page.get_by_role("heading", level=1).count() == 1
            assert one.problems(AXE) == []
