"""Signing in at real providers of this machine, in a real browser: who is let in, and who is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.ui.gate import SENTENCES
from tests.browser.providers import USER_COOKIE, sign_in_app
from tests.browser.signing_in import CLOSED, Member, member
from tests.demo_year import demo_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.providers import SignInApp

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LARKFOLD, GYNNSANDS = "larkfold.sch.example", "gynnsands.sch.example"
TEACHER, HEAD = f"yusuf.patel@{LARKFOLD}", f"h.threlfall@{GYNNSANDS}"
NOT_A_SCHOOLS = "does not belong to one of the network's schools"
ANOTHER = "with another account already"


@pytest.fixture(scope="module")
def app(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignInApp]:
    """Run the app with two providers, each trusted for the addresses of one school."""
    assert browser.is_connected()
    with sign_in_app(tmp_path_factory.mktemp("app"), larkfold=LARKFOLD, gynnsands=GYNNSANDS) as started:
        yield started


@pytest.fixture
def somebody(browser: Browser, app: SignInApp) -> Iterator[Member]:
    """Give somebody who has opened the app and not signed in."""
    with member(browser, app) as one:
        one.open()
        assert CLOSED in one.text()
        yield one


def bound(app: SignInApp, email: str) -> list[tuple[str, str]]:
    """Return issuer and subject of every account that the sheet binds to the address."""
    return [(row["Issuer"], row["Subject"]) for row in app.rows("_sign_ins") if row["Email"] == email]


def told(one: Member) -> str:
    """Return what the page says to somebody who is not let in; checks that it says nothing else."""
    year, everything = demo_year(), one.everything()
    names = [year.settings.network, year.settings.conference, *(school.name for school in year.schools)]
    names += [person.name for person in year.people] + [workshop.title for workshop in year.workshops]
    assert [name for name in names if name in everything] == []
    assert "Programme" not in one.side_bar()
    return one.text()


def test_the_first_sign_in_binds_and_the_second_writes_nothing(somebody: Member, app: SignInApp) -> None:
    app.providers["larkfold"].knows("t1", email=TEACHER.upper(), name="Somebody")
    somebody.sign_in("larkfold", "t1")
    assert "Hello Yusuf Patel. You are here as Teacher, Y6 at Larkfold" in somebody.text()
    assert "You are Yusuf Patel." in somebody.side_bar()
    links = somebody.page.get_by_test_id("stSidebarNavLink").all_inner_texts()
    menu = {link.splitlines()[-1] for link in links}  # the icon comes first
    assert {"Book", "Log a visit"} <= menu
    assert not {"Checks", "People", "Setup", "The sheet"} & menu
    assert bound(app, TEACHER) == [(app.providers["larkfold"].address, "t1")]
    somebody.sign_out()
    assert CLOSED in told(somebody)
    written = app.sheet.grid("_sign_ins"), app.sheet.grid("Log")
    somebody.sign_in("larkfold", "t1")
    assert "Hello Yusuf Patel" in somebody.text()
    assert (app.sheet.grid("_sign_ins"), app.sheet.grid("Log")) == written


def test_another_schools_provider_does_not_vouch_for_the_head(somebody: Member, app: SignInApp) -> None:
    app.providers["larkfold"].knows("thief", email=HEAD, name="Helen Threlfall")
    somebody.sign_in("larkfold", "thief")
    assert NOT_A_SCHOOLS in told(somebody)
    assert bound(app, HEAD) == [("https://sign-in.gynnsands.sch.example", "2001")]
    for page in ("people", "checks", "copy", f"?as={HEAD}"):
        somebody.open(page)
        assert NOT_A_SCHOOLS in told(somebody)


def test_an_address_is_nobodys_once_another_account_of_the_same_issuer_has_it(
    browser: Browser, app: SignInApp, somebody: Member
) -> None:
    address = f"hannah.walmsley@{LARKFOLD}"
    for subject in ("h1", "h2"):
        app.providers["larkfold"].knows(subject, email=address)
    somebody.sign_in("larkfold", "h1")
    assert "Hello Hannah Walmsley" in somebody.text()
    with member(browser, app) as other:
        other.open()
        other.sign_in("larkfold", "h2")
        assert ANOTHER in told(other)
    assert bound(app, address) == [(app.providers["larkfold"].address, "h1")]


def test_the_same_subject_of_another_issuer_is_somebody_else(
    browser: Browser, app: SignInApp, somebody: Member
) -> None:
    app.providers["larkfold"].knows("s1", email=f"sumaiya.bux@{LARKFOLD}")
    app.providers["gynnsands"].knows("s1", email=f"j.kirkham@{GYNNSANDS}")
    somebody.sign_in("larkfold", "s1")
    with member(browser, app) as other:
        other.open()
        other.sign_in("gynnsands", "s1")
        assert "Hello Joanne Kirkham" in other.text()
        assert "You are Joanne Kirkham." in other.side_bar()
    somebody.press("Refresh")
    assert "Hello Sumaiya Bux" in somebody.text()


def test_the_binding_counts_and_not_the_address(somebody: Member, app: SignInApp, browser: Browser) -> None:
    address, new = f"matthew.gregson@{LARKFOLD}", f"m.gregson@{LARKFOLD}"
    app.providers["larkfold"].knows("m1", email=address)
    somebody.sign_in("larkfold", "m1")
    assert "Hello Matthew Gregson" in somebody.text()
    app.providers["larkfold"].knows("m1", email=f"meera.vohra@{LARKFOLD}")
    with member(browser, app) as again:
        again.open()
        again.sign_in("larkfold", "m1")
        assert "Hello Matthew Gregson" in again.text()
    app.type_in("Staff", address, "Email", new)
    somebody.refresh()
    assert f"Your account belongs to {address}, and nobody with that address is let in any more" in told(somebody)


@pytest.mark.parametrize("verified", [False, "false", "true", 1])
def test_nothing_but_true_is_verified(somebody: Member, app: SignInApp, verified: object) -> None:
    app.providers["larkfold"].knows("v1", email=f"meera.vohra@{LARKFOLD}", email_verified=verified)
    somebody.sign_in("larkfold", "v1")
    assert "has not verified the address of this account" in told(somebody)
    assert bound(app, f"meera.vohra@{LARKFOLD}") == []


def test_a_sign_in_that_is_cancelled_at_the_provider_is_said(somebody: Member) -> None:
    somebody.ask_to_sign_in("larkfold")
    somebody.deny()
    assert SENTENCES["refused"] in told(somebody)
    assert CLOSED in somebody.text()


def test_a_call_back_in_another_browser_signs_nobody_in(browser: Browser, app: SignInApp, somebody: Member) -> None:
    app.providers["larkfold"].knows("c1", email=f"sarah.jones@{LARKFOLD}")
    somebody.ask_to_sign_in("larkfold")
    answer = somebody.page.request.post(somebody.page.url, form={"sub": "c1"}, max_redirects=0)
    call = answer.headers["location"].removeprefix(f"{app.address}/")
    assert call.startswith("oauth2callback?code=")
    with member(browser, app) as other:
        other.open(call)
        assert SENTENCES["cookies"] in told(other)
        assert USER_COOKIE not in {cookie["name"] for cookie in other.page.context.cookies()}
    # The same call, in the browser that asked for it: whoever pressed the button comes in.
    somebody.open(call)
    assert "Hello Sarah Jones" in somebody.text()
    somebody.sign_out()
    somebody.open(call)
    assert SENTENCES["clock"] in told(somebody)


def test_whoever_asks_to_join_is_let_in_once_a_head_says_yes(
    browser: Browser, app: SignInApp, somebody: Member
) -> None:
    app.providers["larkfold"].knows("n1", email=f"new.teacher@{LARKFOLD}", name="Nia New")
    app.providers["larkfold"].knows("boss", email=f"hetal.mistry@{LARKFOLD}")
    somebody.sign_in("larkfold", "n1")
    assert f"You are signed in as new.teacher@{LARKFOLD}" in somebody.text()
    somebody.choose("Role", "Teaching assistant")
    somebody.press("Ask to be added")
    assert "Your headteacher and your school office can see that you ask" in somebody.text()
    with member(browser, app) as head:
        head.open()
        head.sign_in("larkfold", "boss")
        head.go("People")
        assert "Nia New, Teaching assistant at Larkfold" in head.text()
        assert f"Signed in as new.teacher@{LARKFOLD}" in head.text()
        head.press("Add Nia New to Staff")
        assert "Nia New is on Staff at Larkfold." in head.text()
    somebody.open()
    assert "Hello Nia New. You are here as Teaching assistant at Larkfold" in somebody.text()


def test_a_yes_that_is_typed_into_the_sheet_lets_in_too(somebody: Member, app: SignInApp) -> None:
    asked = f"typed.in@{LARKFOLD}"
    app.providers["larkfold"].knows("n2", email=asked, name="Tom Typed")
    somebody.sign_in("larkfold", "n2")
    somebody.choose("Role", "Teacher")
    somebody.press("Ask to be added")
    app.type_in("Asking to join", asked, "Answer", "Yes")
    for _ in range(15):  # views look at the sheet every ten seconds
        somebody.page.wait_for_timeout(1_000)
        somebody.open()
        if "Hello Tom Typed" in somebody.text():
            break
    assert "Hello Tom Typed" in somebody.text()
    assert [row["Name"] for row in app.rows("Staff") if row["Email"] == asked] == ["Tom Typed"]


def test_a_stranger_of_no_school_sees_one_page_whatever_they_open(somebody: Member, app: SignInApp) -> None:
    app.providers["larkfold"].knows("x1", email="passer.by@elsewhere.example", name="Pat Passer")
    somebody.sign_in("larkfold", "x1")
    assert NOT_A_SCHOOLS in told(somebody)
    first = somebody.everything()
    for page in ("book", "sheet", "people", "log-a-visit?log=V001"):
        somebody.open(page)
        assert somebody.everything() == first
