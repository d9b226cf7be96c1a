"""A year whose sign-in settings are gone: one page says so, and only the demo asks who somebody would like to be."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from kaizen import bootstrap
from kaizen.engine.google import Workbook
from kaizen.ui import gate, identity, menu
from tests.pages.test_sign_in import HEAD, ORGANISER, TEACHER, secrets, signed_in, type_in
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.engine.office import Office

MEMORY = "_kaizen"
ASKED = "Who are you today\\?"


def noted(office: Office) -> dict[Any, Any]:
    return {row[0]: row[1] for row in office.by_hand.grid(MEMORY)}


def forget(office: Office, name: str) -> None:
    """Take a note away, as in a sheet that an older version built."""
    rows = [row[0] for row in office.by_hand.grid(MEMORY)]
    office.by_hand.delete(MEMORY, rows.index(name) + 1)
    office.refresh()


def sees_only(office: Office, sentence: str) -> Visitor:
    """Ask every page for anything of the year, as whoever the address and the session say."""
    visitor = Visitor(office)
    visitor.app.query_params["as"] = ORGANISER
    visitor.app.session_state[identity.PERSON] = ORGANISER
    year, seen = office.year, set()
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        assert [title.value for title in visitor.app.title] == ["Kaizen"], entry.slug
        assert not visitor.app.exception
        assert not visitor.app.button
        seen.add(visitor.text())
    (only,) = seen
    assert sentence in only
    names = [year.settings.network, year.settings.conference, *(one.name for one in (*year.people, *year.schools))]
    assert not any(name in only for name in names)
    return visitor


@pytest.fixture
def reopened(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Office]]:
    """Give how to start the app on one file, again and again, with these secrets."""
    monkeypatch.setenv("KAIZEN_FILE", str(shutil.copy(demo_file, tmp_path / "sheet.sqlite3")))

    def start(told: dict[str, Any] | None = None) -> Office:
        bootstrap.close()
        return bootstrap.office(told or {})

    yield start
    bootstrap.close()


def test_the_demo_asks_who_somebody_would_like_to_be_edits_included(office: Office) -> None:
    type_in(office, "Staff", TEACHER, "Name", "Somebody Else")
    for name in [row[0] for row in office.by_hand.grid("Workshops")[1:]][:3]:
        type_in(office, "Workshops", name, "Title", "Real lives")
    assert Visitor(office).app.title[0].value == ASKED
    assert noted(office)["built as"] == "demo"


def test_a_demo_of_an_older_version_is_known_by_its_rows(office: Office) -> None:
    forget(office, "built as")
    assert Visitor(office).app.title[0].value == ASKED


@pytest.mark.parametrize("older", [False, True])
def test_secrets_that_are_gone_close_the_year(reopened: Callable[..., Office], older: bool) -> None:
    reopened(secrets())
    office = reopened()
    if older:
        forget(office, "built as")
    visitor = sees_only(office, gate.SECRETS_GONE)
    assert "python -m kaizen demo --reset" in visitor.text()


def test_that_sign_in_is_set_up_is_noted_once(reopened: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> None:
    office = reopened(secrets())
    assert noted(office)["sign-in"] == "set up"
    before = office.by_hand.grid(MEMORY)
    monkeypatch.setattr(Workbook, "apply", None)
    assert reopened(secrets()).by_hand.grid(MEMORY) == before


def test_whoever_has_signed_in_closes_the_year_where_the_note_is_lost(office: Office) -> None:
    assert "Hello" in signed_in(office, TEACHER).text()
    sees_only(office, gate.SECRETS_GONE)


def test_the_accounts_of_the_demo_itself_are_nobodys(office: Office) -> None:
    assert any(account.email == HEAD for account in office.year.accounts)
    assert Visitor(office).app.title[0].value == ASKED


def test_a_year_of_ones_own_is_no_demo(office: Office) -> None:
    forget(office, "built as")
    for tab in ("Workshops", "Bookings", "Visits"):
        office.by_hand.change(tab, deleted=list(range(2, len(office.by_hand.grid(tab)) + 1)))
    office.refresh()
    visitor = sees_only(office, gate.NOT_THE_DEMO)
    assert "--reset" not in visitor.text()


def test_secrets_that_cannot_be_used_are_not_a_sign_in(reopened: Callable[..., Office]) -> None:
    told = secrets()
    told["auth"]["redirect_uri"] = "http://kaizen.example"
    assert "sign-in" not in noted(reopened(told))


def test_a_sheet_that_cannot_be_noted_in_is_shown_all_the_same(
    reopened: Callable[..., Office], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reopened()

    def fails(*_: object) -> None:
        raise bootstrap.SheetUnreachable("No.")

    monkeypatch.setattr(Workbook, "apply", fails)
    assert reopened(secrets()).year.people
    assert "could not note that sign-in is set up: SheetUnreachable" in caplog.text
