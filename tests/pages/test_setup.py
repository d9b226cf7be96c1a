"""Setup: all there is to see on a Google sheet without sign-in, and nothing of the sheet in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

from kaizen import bootstrap
from kaizen.engine.google import Workbook, client_over
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.provisioning import provision
from kaizen.sheet.reading import YearReader
from kaizen.sheets_local import session
from kaizen.ui import menu, setup
from kaizen.ui.opening import settings
from tests.demo_year import demo_year
from tests.local_google import EMAIL, HEAD, LocalGoogle, local_google
from tests.pages.visitor import PATIENCE, ROUTER, Visitor, bare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaizen.domain.year import YearSnapshot

TITLE = "Kaizen of the Seven Bays 2026"


class Stranger(Visitor):
    """Somebody who comes along while nobody can sign in."""

    def __init__(self, secrets: dict[str, Any] | None = None) -> None:
        self.app = AppTest.from_file(str(ROUTER), default_timeout=PATIENCE)
        self.app.secrets = secrets or {}
        self.app.run()

    def reads(self) -> str:
        """Return everything on the page, the address to share with too."""
        assert not self.app.exception
        return "\n".join([self.text(), *(code.value for code in self.app.code)])


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalGoogle]:
    """Point the app at a headteacher's sheet on a Google of this machine."""
    monkeypatch.setenv("KAIZEN_FILE", str(tmp_path / "sheet.sqlite3"))
    monkeypatch.setattr(setup, "CHECK_EVERY", 0.0)
    monkeypatch.setattr(setup, "BUILD_EVERY", 0.0)
    monkeypatch.setattr(bootstrap, "RETRY_AFTER", 0.0)
    monkeypatch.setattr(bootstrap, "A_MINUTE", 0)  # tests press buttons more often than people: nobody counts
    with local_google() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made
        bootstrap.close()


def shared(google: LocalGoogle, monkeypatch: pytest.MonkeyPatch, *cells: str) -> Workbook:
    """Make a sheet as a headteacher, name it in the settings, and return her own way to it."""
    sheet = google.head_makes(TITLE, *cells)
    monkeypatch.setenv("KAIZEN_SPREADSHEET", sheet)
    return Workbook(client_over(session(google.store, HEAD)), sheet)


def year_in(book: Workbook) -> YearSnapshot:
    book.forget()
    return YearReader().read(book.read(book.structure.tabs)).year


def test_an_empty_sheet_is_built_from_the_page(google: LocalGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    book = shared(google, monkeypatch)
    visitor = Stranger()
    for sentence in (EMAIL, "The app can read the sheet.", "The app can write in it.", "The sheet is empty"):
        assert sentence in visitor.reads()
    visitor.fill("School year", "2027/29").press("Build it")
    assert "2027/29 is not a school year such as 2026-27." in visitor.told()
    book.forget()
    assert len(book.structure.tabs) == 1
    visitor.fill("School year", "2027-28").press("Build it")
    assert "There is a year in the sheet." in visitor.reads()
    assert "Build it" not in visitor.reads()
    assert (str(year_in(book).settings.school_year), len(book.structure.tabs)) == ("2027-28", 24)


def test_a_year_that_was_begun_is_finished_from_the_page(google: LocalGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    book = shared(google, monkeypatch)
    book.apply(provision(book.structure.tabs))
    book.forget()
    book.apply([{"deleteSheet": {"sheetId": book.structure.tabs["_kaizen"]}}])
    visitor = Stranger()
    assert "was begun in the sheet" in visitor.reads()
    assert "There is a year in the sheet." in visitor.press("Build it").reads()


def test_every_page_is_the_setup_page_and_shows_nothing_of_the_sheet(
    google: LocalGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = shared(google, monkeypatch)
    book.apply(provision(book.structure.tabs, demo_rows()))
    year = demo_year()
    secret = [TITLE, year.settings.network, str(year.settings.school_year), *(school.name for school in year.schools)]
    secret += [person.name for person in year.people[:50]] + [workshop.title for workshop in year.workshops]
    secret += ["Bookings", book.spreadsheet_id]
    visitor = Stranger()
    assert bootstrap.office().year.schools, "there is something that could leak"
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        assert [title.value for title in visitor.app.title] == ["Setup"]
        assert [words for words in secret if words in visitor.reads()] == []
    visitor.app.session_state["kaizen.person"] = year.settings.organisers[0]
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        assert [title.value for title in visitor.app.title] == ["Setup"]
        assert [words for words in secret if words in visitor.reads()] == []


def test_how_people_sign_in_is_told_and_what_is_wrong_with_it(
    google: LocalGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(google, monkeypatch)
    assert "docs/sign-in.md in the project has every click" in Stranger().reads().replace("`", "")
    begun = Stranger({"auth": {"redirect_uri": "https://kaizen.example/oauth2callback", "cookie_secret": "short"}})
    for entry in menu.ENTRIES:
        begun.open(entry.slug)
        assert [title.value for title in begun.app.title] == ["Setup"]
        assert "cookie_secret in [auth] needs 32 characters or more" in begun.told()
        assert TITLE not in begun.reads()


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        ((403, "The caller does not have permission"), f"press Share, enter {EMAIL}, choose Editor"),
        ((404, "Requested entity was not found."), f"press Share, enter {EMAIL}, choose Editor"),
        ((503, "The service is currently unavailable."), "a problem of its own"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_said(
    google: LocalGoogle, monkeypatch: pytest.MonkeyPatch, refusal: tuple[int, str], sentence: str
) -> None:
    shared(google, monkeypatch)
    google.refusal = refusal
    visitor = Stranger()
    assert "The app cannot read the sheet." in visitor.told()
    assert sentence in visitor.told()
    assert "Build it" not in visitor.reads()
    google.refusal = None
    assert "The app can write in it." in visitor.press("Try again").told()


def test_a_sheet_that_is_shared_for_viewing_only(google: LocalGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    shared(google, monkeypatch)
    google.read_only = True
    visitor = Stranger()
    assert "The app can read the sheet." in visitor.told()
    assert "The app cannot write in it." in visitor.told()
    assert "Build it" not in visitor.reads()


def test_somebody_elses_sheet_is_left_alone(google: LocalGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    book = shared(google, monkeypatch, "Monday", "£2.40")
    visitor = Stranger()
    assert "The sheet holds something else, so it is left alone." in visitor.reads()
    assert "Build it" not in visitor.reads()
    for words in ("Monday", "2.40", TITLE):
        assert words not in visitor.reads()
    assert book.read(["Sheet1"]) == {"Sheet1": [["Monday", "£2.40"]]}


def test_a_sheet_that_somebody_fills_meanwhile_is_left_alone(
    google: LocalGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = shared(google, monkeypatch)
    visitor = Stranger()
    client_over(session(google.store, HEAD)).open_by_key(book.spreadsheet_id).sheet1.update([["Monday"]], "A1")
    visitor.press("Build it")
    assert "The sheet holds something else" in visitor.reads()
    assert TITLE not in visitor.reads()
    assert book.read(["Sheet1"]) == {"Sheet1": [["Monday"]]}


def test_pressing_often_does_not_use_up_the_quota(google: LocalGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "CHECK_EVERY", 600.0)
    monkeypatch.setattr(bootstrap, "RETRY_AFTER", 600.0)
    shared(google, monkeypatch)
    visitor = Stranger()
    issued = google.issued
    for _ in range(5):
        visitor.press("Try again")
    assert google.issued == issued
    assert "The app can write in it." in Stranger().told()
    assert google.issued == issued


def test_building_is_tried_now_and_then_however_many_press(
    google: LocalGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "CHECK_EVERY", 600.0)
    monkeypatch.setattr(bootstrap, "RETRY_AFTER", 600.0)
    shared(google, monkeypatch)
    strangers = [Stranger() for _ in range(3)]
    google.refusal = (503, "The service is currently unavailable.")
    assert "a problem of its own" in setup._built(settings(), "2027-28")
    google.refusal = None
    monkeypatch.setattr(setup, "BUILD_EVERY", 600.0)
    for stranger in strangers:
        stranger.app.run()
    asked = google.issued
    for stranger in strangers:
        assert setup.TOO_SOON in stranger.press("Build it").told()
    assert google.issued == asked, "every attempt would have fetched a token of its own"
    with ThreadPoolExecutor(1) as somebody, setup._building:
        assert somebody.submit(setup._built, settings(), "2027-28").result(10) == setup.TOO_SOON
    assert google.issued == asked


def test_the_organiser_sees_which_sheet_it_is(visitor: Visitor) -> None:
    visitor.be("Organiser").open("setup")
    text = visitor.text()
    for sentence in ("its practice sheet", "The app can read the sheet.", "There is a year in the sheet."):
        assert sentence in text
    assert "docs/google-sheet.md has every click" in text
    assert "This page is for people who may set the app up" in visitor.be("Headteacher").open("setup").text()


def test_secrets_that_cannot_be_read_do_not_lead_to_the_practice_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit import config  # noqa: PLC0415 - only here, as the option is put back below
    from streamlit.runtime.secrets import secrets_singleton  # noqa: PLC0415

    broken = tmp_path / "secrets.toml"
    broken.write_text('[connections.kaizen\nprivate_key = "geheim"')
    monkeypatch.setenv("KAIZEN_FILE", str(tmp_path / "sheet.sqlite3"))
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(broken)])
    secrets_singleton._reset()
    try:
        app = AppTest.from_file(str(ROUTER), default_timeout=PATIENCE).run()
        shown = bare(app.error[0].value)
        assert "nobody knows which sheet is meant" in shown
        assert "geheim" not in shown
    finally:
        config.set_option("secrets.files", before)
        secrets_singleton._reset()
        bootstrap.close()
    assert not (tmp_path / "sheet.sqlite3").exists()
