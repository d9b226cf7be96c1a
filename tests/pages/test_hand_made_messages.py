"""The server of an app with sign-in, told by hand what no browser would tell it."""

from __future__ import annotations

import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import InvalidStatus

from kaizen.ui import menu
from kaizen.ui.visit_logs import NOTHING
from tests.browser.providers import Provider, SignInApp, app_that_trusts
from tests.browser.signing_in import CLOSED
from tests.demo_year import demo_year
from tests.running_app import HOUSE, PATIENCE
from tests.websocket_tab import Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

LARKFOLD, GYNNSANDS = "larkfold.sch.example", "gynnsands.sch.example"
TEACHER, ORGANISER = f"yusuf.patel@{LARKFOLD}", f"r.bamber@{GYNNSANDS}"
CHOOSER, COLLEAGUE = f"piotr.kaminski@{LARKFOLD}", f"sumaiya.bux@{LARKFOLD}"
"""Two who have not chosen all their workshops, so that their page has something to choose from."""
HEADS = {"larkfold": ("1001", f"hetal.mistry@{LARKFOLD}"), "gynnsands": ("2001", f"h.threlfall@{GYNNSANDS}")}
NOT_CHOSEN = {"larkfold": "Ellie Holt (ECT, Y3)", "gynnsands": "Chloe Dickinson (Teacher, Y3)"}
"""Of each school somebody who has not chosen any workshop."""
TABS = ("Staff", "Bookings", "Visits", "Visit notes", "Workshops", "Follow-ups", "Asking to join", "_sign_ins", "Log")
TRUSTED = [Provider(name, f"{name}.sch.example", f"https://sign-in.{name}.sch.example") for name in HEADS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the app keeps its sheet and its log."""
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="module")
def app(folder: Path) -> Iterator[SignInApp]:
    """Run an app whose providers are not there: everybody has signed in before, and has the cookie."""
    with app_that_trusts(folder, *TRUSTED) as started:
        yield started


@pytest.fixture
def tab(app: SignInApp) -> Iterator[Callable[..., Tab]]:
    """Give a way to open tabs, each with the cookie of somebody, or of nobody."""
    opened: list[Tab] = []

    def with_cookie_of(email: str = "", page: str | None = "", **claims: str) -> Tab:
        provider = "gynnsands" if email.endswith(GYNNSANDS) else "larkfold"
        subject = dict(map(reversed, HEADS.values())).get(email, email)  # type: ignore[arg-type]
        cookies = app.cookie(provider, subject, email=email, **claims) if email else {}
        opened.append(Tab(app.address, cookies))
        if page is not None:
            opened[-1].open(page)
        return opened[-1]

    yield with_cookie_of
    for one in opened:
        one.__exit__()


def in_the_sheet(app: SignInApp) -> dict[str, list[list[object]]]:
    return {title: app.sheet.grid(title) for title in TABS}


def told(tab: Tab) -> list[str]:
    """Return what of the sheet the server has told, in whatever it has sent."""
    year = demo_year()
    words = [year.settings.network, year.settings.conference, *(school.name for school in year.schools)]
    words += [person.name for person in year.people] + [workshop.title for workshop in year.workshops]
    return [word for word in words if tab.says(word)]


def test_no_page_tells_a_stranger_anything_opened_by_its_address_before_home_is(app: SignInApp) -> None:
    pages = [entry.slug for entry in menu.ENTRIES if entry.slug != "home"]
    for query in ("", f"as={ORGANISER}", "log=L001", "sign-in=clock&as=1"):
        for page in (*pages, ""):
            with Tab(app.address) as nobody:
                nobody.open(page, query)
                assert nobody.says(CLOSED), page
                assert told(nobody) == [], page


def test_no_page_tells_where_the_app_is_on_the_disk(tab: Callable[..., Tab]) -> None:
    for who in ("", ORGANISER):
        here = tab(who)
        assert here.main_script == "router.py"
        assert str(HOUSE) not in here.text()


def test_what_a_stranger_says_of_an_error_does_not_reach_the_log(app: SignInApp, folder: Path) -> None:
    before = (folder / "sheet.log").read_text()
    for said in (
        "error=Zebedee",
        "error=access_denied&error_description=Zebedee",
        "error=a&error=Zebedee&state=Zebedee",
    ):
        address = f"{app.address}/oauth2callback?{said}"
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - loopback only
            assert "Zebedee" not in answer.url
    added = (folder / "sheet.log").read_text().removeprefix(before)
    assert added.count("Error during authentication") == 3
    assert "Zebedee" not in added


def proposing(tab: Tab) -> Tab:
    """Fill in the form for a workshop, and press nothing."""
    tab.type_in("Title", "Maps of the yard")
    tab.type_in("What it", "Chalk, a compass and a hundred paces: what a map leaves out and why that helps a class.")
    tab.forge(WidgetState(id=tab.id_of("Best for"), string_array_value=StringArray(data=["KS1"])))
    return tab


def maps(app: SignInApp) -> list[list[object]]:
    return [row for row in app.sheet.grid("Workshops") if "Maps of the yard" in row]


def test_what_was_typed_before_a_restart_is_saved_by_the_press_after_it(
    tab: Callable[..., Tab], app: SignInApp
) -> None:
    before = proposing(tab(TEACHER, "propose"))
    for _ in range(2):
        after = tab(TEACHER, None)
        after.go_on_from(before, "Propose this")
        assert after.says("Maps of the yard")
        assert len(maps(app)) == 1


def test_nobody_goes_on_with_what_somebody_else_has_typed(tab: Callable[..., Tab], app: SignInApp) -> None:
    before, had = proposing(tab(TEACHER, "propose")), len(maps(app))
    for who in (HEADS["larkfold"][1], ""):
        other = tab(who, None)
        other.go_on_from(before, "Propose this")
        assert len(maps(app)) == had


def test_a_page_opened_first_of_all_after_a_start_tells_a_stranger_nothing(tmp_path: Path) -> None:
    def first_of_all(entry: menu.Entry) -> tuple[str, bool, list[str]]:
        folder = tmp_path / entry.slug
        folder.mkdir()
        with app_that_trusts(folder, *TRUSTED) as started, Tab(started.address) as nobody:
            nobody.open("" if entry.slug == "home" else entry.slug, f"as={ORGANISER}")
            return entry.slug, nobody.says(CLOSED), told(nobody)

    with ThreadPoolExecutor(2) as pool:
        seen = list(pool.map(first_of_all, menu.ENTRIES))
    assert seen == [(entry.slug, True, []) for entry in menu.ENTRIES]


def test_what_is_looked_for_would_be_found(tab: Callable[..., Tab]) -> None:
    assert len(told(tab(TEACHER, "programme"))) >= 10


def test_a_cookie_of_another_app_or_with_a_letter_changed_counts_not(app: SignInApp, tab: Callable[..., Tab]) -> None:
    assert tab(TEACHER).says("Hello Yusuf Patel")
    assert tab(TEACHER, origin="http://localhost:1").says(CLOSED)
    ((name, value),) = app.cookie("larkfold", TEACHER, email=TEACHER).items()
    with Tab(app.address, {name: value[:-2] + ("AA" if value[-2:] != "AA" else "BB")}) as forged:
        forged.open()
        assert forged.says(CLOSED)


def test_a_page_of_another_site_gets_no_session(app: SignInApp) -> None:
    cookies = app.cookie("larkfold", TEACHER, email=TEACHER)
    with pytest.raises(InvalidStatus, match="403"):
        Tab(app.address, cookies, origin="https://elsewhere.example")


def test_a_session_goes_on_for_whose_it_is_and_for_nobody_else(app: SignInApp) -> None:
    subject, email = HEADS["larkfold"]
    own, thiefs = app.cookie("larkfold", subject, email=email), app.cookie("larkfold", TEACHER, email=TEACHER)
    with Tab(app.address, own) as head:
        head.open("our-school")
        for cookies in (thiefs, {}):
            with Tab(app.address, cookies, session=head.session) as other:
                other.open("our-school")
                assert other.session != head.session
                assert not other.says(NOT_CHOSEN["larkfold"])
    with Tab(app.address, own, session=head.session) as again:
        again.open("our-school")
        assert again.session == head.session
        assert again.says(NOT_CHOSEN["larkfold"])


def test_a_press_of_a_button_that_only_a_head_has_does_nothing(app: SignInApp, tab: Callable[..., Tab]) -> None:
    head = tab(HEADS["larkfold"][1], "people")
    yes = WidgetState(id=head.id_of("Add Leah Whitworth"), trigger_value=True)
    teacher = tab(TEACHER)
    before = in_the_sheet(app)
    for page in ("people", "checks", "keeping", ""):
        teacher.open(page)
        teacher.forge(yes)
        teacher.go(page)
        teacher.forge(yes)
    stranger = tab()
    stranger.forge(yes)
    assert stranger.says(CLOSED)
    assert in_the_sheet(app) == before


def test_an_option_that_is_not_offered_is_not_taken(app: SignInApp, tab: Callable[..., Tab]) -> None:
    theirs = tab(COLLEAGUE, "book")
    mine = tab(CHOOSER, "book")
    before = in_the_sheet(app)
    mine.forge(
        WidgetState(id=mine.id_of("Slot B"), string_value="W99 Nothing of the kind"),
        WidgetState(id=theirs.id_of("Slot A"), string_value="Picture books"),
        WidgetState(id=theirs.id_of("Save my choices"), trigger_value=True),
    )
    mine.press("Save my choices")
    after = in_the_sheet(app)
    assert [row for row in after["Bookings"] if CHOOSER not in row] == [
        row for row in before["Bookings"] if CHOOSER not in row
    ]
    assert "W99" not in str(after["Bookings"])
    assert after["Visits"] == before["Visits"]


def test_a_log_that_one_may_not_read_is_the_same_page_as_one_that_is_not_there(tab: Callable[..., Tab]) -> None:
    year = demo_year()
    closed = next(
        log for log in year.visit_notes if not log.cleared and "Larkfold" not in {log.from_school, log.to_school}
    )
    reader = tab(TEACHER)
    pages = []
    for code in (closed.log, "L9999"):
        reader.open("visit-logs", f"log={code}")
        pages.append(reader.text().replace(code, "the code"))
        assert reader.says(NOTHING)
    assert without_age(pages[0]) == without_age(pages[1])


def _until(look: Callable[[], object], seen: Callable[[], bool]) -> None:
    """Look again until the app has read the sheet, which it does every ten seconds."""
    deadline = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.5)
        look()


def without_age(text: str) -> str:
    """Return the page without how old it is and what the server calls its elements."""
    return "\n".join(line for line in text.splitlines() if not any(word in line for word in ("json", "id:", "arrow")))


def test_two_heads_in_one_process_never_read_what_is_the_others(app: SignInApp, tab: Callable[..., Tab]) -> None:
    staff = app.sheet.grid("Staff")
    marks = {}
    for name in HEADS:
        row = next(n for n, cells in enumerate(staff, start=1) if f"@{name}.sch" in str(cells) and n % 7 == 0)
        app.sheet.type_in("Staff", row, staff[0].index("Notes") + 1, "off sick since Monday")
        marks[name] = (f"Staff row {row}, Notes", f"{NOT_CHOSEN[name]}: 3 workshops")
    tabs = {name: tab(email, "checks") for name, (_, email) in HEADS.items()}
    _until(tabs["larkfold"].rerun, lambda: tabs["larkfold"].says(marks["larkfold"][0]))

    def looks(name: str) -> list[tuple[bool, ...]]:
        """Return for a few pages, one after the other, which schools' marks are on them."""
        seen = []
        for page in ("checks", "people", "our-school", "my-data"):
            tabs[name].go(page)
            seen.append(tuple(any(map(tabs[name].says, theirs)) for theirs in marks.values()))
        return seen

    none = (False, False)
    own = {"larkfold": (True, False), "gynnsands": (False, True)}
    right = {name: [own[name], none, own[name], none] for name in tabs}
    assert {name: looks(name) for name in tabs} == right
    with ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            assert dict(zip(tabs, pool.map(looks, tabs), strict=True)) == right


def test_one_head_after_another_in_one_browser_leaves_nothing_behind(app: SignInApp, tab: Callable[..., Tab]) -> None:
    first = tab(HEADS["larkfold"][1], "people")
    first.press("Add Leah Whitworth")
    assert first.says("Leah Whitworth is on Staff at Larkfold.")
    second = tab(HEADS["gynnsands"][1], "people")
    assert not second.says("Leah Whitworth")
    assert second.says("Nobody asks to be added")
