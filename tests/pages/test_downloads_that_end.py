"""Files that people take away: neither made nor sent once their sign-in is over, or they may not have them."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tests.browser.providers import Provider, SignInApp, app_that_trusts
from tests.running_app import running_app
from tests.websocket_tab import Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

LARKFOLD, GYNNSANDS = "larkfold.sch.example", "gynnsands.sch.example"
TEACHER, LEAVER = f"yusuf.patel@{LARKFOLD}", f"sumaiya.bux@{LARKFOLD}"
ORGANISER = f"r.bamber@{GYNNSANDS}"
MINE, YEAR, THEIRS = "Download my data", "Download the year", "Download what the sheet holds of them"
HEAD = f"h.threlfall@{GYNNSANDS}"
BOUND = {HEAD: "2001"}
"""An account that the practice sheet has bound."""
LONG_AGO = 2 * 3600


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignInApp]:
    trusted = [Provider(one.split(".")[0], one, f"https://sign-in.{one}") for one in (LARKFOLD, GYNNSANDS)]
    with app_that_trusts(tmp_path_factory.mktemp("app"), *trusted) as started:
        yield started


def tab_of(app: SignInApp, email: str, page: str, *, ago: float = 1) -> Tab:
    """Return a tab of somebody who signed in some seconds ago, with a page open; the same cookie for the same age."""
    provider = email.partition("@")[2].partition(".")[0]
    tab = Tab(app.address, app.cookie(provider, BOUND.get(email, email), email=email, issued=BEGAN - ago))
    tab.open(page)
    return tab


BEGAN = time.time()


def fetched(address: str, url: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}{url}", timeout=20) as answer:  # noqa: S310 - loopback only
            assert answer.headers["Cache-Control"] == "no-store"
            assert len(answer.read()) > 1000
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def made(address: str, tab: Tab, label: str) -> tuple[str, str]:
    """Return what the server calls a file and where it is, once it has been fetched."""
    name = tab.file_id(label)
    url = tab.ask_for_file(name)
    assert fetched(address, url) == 200
    return name, url


def is_over(address: str, tab: Tab, file: tuple[str, str]) -> None:
    name, url = file
    assert tab.ask_for_file(name) == ""
    assert fetched(address, url) == 404


def _press(tab: Tab, label: str) -> None:
    with tab:
        tab.press(label)


def sign_out_here(app: SignInApp, email: str) -> None:
    _press(tab_of(app, email, "programme"), "Sign out")


def sign_out_everywhere(app: SignInApp, email: str) -> None:
    _press(tab_of(app, email, "programme"), "Sign out on every device")


def let_hours_pass(app: SignInApp, email: str) -> None:
    app.sheet.append("Settings", ["Sign-in lasts", "1"])


def leave(app: SignInApp, email: str) -> None:
    app.type_in("Staff", email, "Left", "TRUE")


def stop_organising(app: SignInApp, email: str) -> None:
    app.type_in("Settings", "Organisers", "Value", HEAD)


def seen_by_the_app(app: SignInApp) -> None:
    """Have somebody else look, so that the app reads the sheet."""
    with tab_of(app, HEAD, "programme") as other:
        other.press("Refresh")
        time.sleep(5.5)
        other.press("Refresh")


ENDS: list[tuple[Callable[[SignInApp, str], None], str, float]] = [
    (sign_out_here, f"matthew.gregson@{LARKFOLD}", 1),
    (sign_out_everywhere, TEACHER, 1),
    (let_hours_pass, f"meera.vohra@{LARKFOLD}", LONG_AGO),
    (leave, LEAVER, 1),
]


@pytest.mark.parametrize(("end", "who", "ago"), ENDS)
def test_a_file_ends_with_its_sign_in(
    app: SignInApp, end: Callable[[SignInApp, str], None], who: str, ago: float
) -> None:
    with tab_of(app, who, "my-data", ago=ago) as tab:
        file = made(app.address, tab, MINE)
        end(app, who)
        if end in (let_hours_pass, leave):
            seen_by_the_app(app)
        is_over(app.address, tab, file)


def test_whoever_organises_no_longer_has_no_file_of_others(app: SignInApp) -> None:
    with tab_of(app, ORGANISER, "copy") as year, tab_of(app, ORGANISER, "keeping") as keeping:
        keeping.choose("Whose?", "Yusuf Patel")
        files = [made(app.address, year, YEAR), made(app.address, keeping, THEIRS)]
        stop_organising(app, ORGANISER)
        seen_by_the_app(app)
        is_over(app.address, year, files[0])
        is_over(app.address, keeping, files[1])


def test_another_person_in_the_session_has_no_file_of_the_one_before(tmp_path: Path) -> None:
    with running_app(tmp_path / "app.sqlite3") as address, Tab(address) as tab:
        tab.open("my-data")
        tab.press("Class teacher")
        file = made(address, tab, MINE)
        tab.press("Be somebody else")
        is_over(address, tab, file)
        tab.press("Class teacher")
        is_over(address, tab, file)
        made(address, tab, MINE)
