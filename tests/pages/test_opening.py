"""Who gets in, and what somebody sees who has not said who they are."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from kaizen import bootstrap
from kaizen.errors import SetupError
from kaizen.rules.access import may
from kaizen.ui import identity, menu, opening
from kaizen.ui.demo_people import demo_people
from tests.pages.visitor import PATIENCE, ROUTER, Visitor, bare

if TYPE_CHECKING:
    from pathlib import Path

ROLES = ("Class teacher", "Teaching assistant", "Workshop leader", "Headteacher", "Office", "Organiser", "Guest")


def test_nobody_is_asked_who_they_are(visitor: Visitor) -> None:
    assert visitor.app.title[0].value == "Who are you today\\?"
    assert [button.label.partition("**:")[0] for button in visitor.app.button] == [f"**{role}" for role in ROLES]


def test_every_page_asks_first(visitor: Visitor) -> None:
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        assert [title.value for title in visitor.app.title] == ["Who are you today\\?"]
        assert visitor.office.year.settings.conference not in visitor.text()


@pytest.mark.parametrize("role", ROLES)
def test_everybody_can_open_what_they_may(visitor: Visitor, role: str) -> None:
    visitor.be(role)
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        allowed = entry.action is None or may(visitor.office.year, visitor.email, entry.action)
        assert not visitor.app.exception
        assert len(visitor.app.title) == 1
        assert ("This page is for people who may" in visitor.text()) is not allowed


@pytest.mark.parametrize("text", [b'[connections.kaizen\nprivate_key = "geheim"', b'private_key = "geheim \xff"'])
def test_secrets_that_cannot_be_read_are_a_sentence_and_not_the_demo(
    demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes
) -> None:
    file = tmp_path / "secrets.toml"
    monkeypatch.setenv("KAIZEN_FILE", str(shutil.copy(demo_file, tmp_path / "sheet.sqlite3")))
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(file)])
    try:
        for written, sentence in ((text, "Kaizen cannot start yet"), (None, "Who are you today?")):
            bootstrap.close()
            secrets_singleton._reset()
            file.unlink(missing_ok=True) if written is None else file.write_bytes(written)
            app = AppTest.from_file(str(ROUTER), default_timeout=PATIENCE).run()
            assert bare(app.title[0].value) == sentence
            assert not any("geheim" in error.value for error in app.error)
    finally:
        config.set_option("secrets.files", before)
        secrets_singleton._reset()
        bootstrap.close()


def test_sign_in_that_is_set_up_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "NOBODY_FOR", 0.0)
    file = tmp_path / "secrets.toml"
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(file)])
    try:
        secrets_singleton._reset()
        assert opening.providers() == ()
        file.write_text('[sign_in.larkfold]\ntitle = "Larkfold"\n', "utf-8")
        monkeypatch.setattr(opening, "NOBODY_FOR", 60.0)
        assert opening.providers() == (), "one look serves a whole page"
        monkeypatch.setattr(opening, "NOBODY_FOR", 0.0)
        with pytest.raises(SetupError):
            opening.providers()
    finally:
        config.set_option("secrets.files", before)
        secrets_singleton._reset()


def test_a_teacher_does_not_see_the_checks(visitor: Visitor) -> None:
    office = visitor.office
    office.by_hand.append("Bookings", ["", "x@larkfold.sch.example", "", "", "", "W99-A", "Booked"])
    office.refresh()
    assert "W99-A" in Visitor(office).be("Organiser").open("checks").text()
    assert "W99-A" not in visitor.be("Class teacher").open("checks").text()


def test_the_choice_survives_pages_and_can_be_undone(visitor: Visitor) -> None:
    label, person = next(iter(demo_people(visitor.office.year).items()))
    visitor.press(label)
    assert person.name in visitor.open("programme").text()
    visitor.press("Be somebody else")
    assert visitor.app.title[0].value == "Who are you today\\?"


def test_anybody_on_staff_can_be_found(visitor: Visitor) -> None:
    finder = visitor.app.selectbox[0]
    assert len(finder.options) == len(visitor.office.year.person_by_email)
    last = max(visitor.office.year.person_by_email)
    finder.set_value(last).run()
    assert visitor.app.session_state[identity.PERSON] == last


def test_somebody_who_has_left_staff_is_asked_again(visitor: Visitor) -> None:
    visitor.be_with("gone@larkfold.sch.example")
    assert visitor.app.title[0].value == "Who are you today\\?"


def _loaded_again(visitor: Visitor, slug: str = "home") -> Visitor:
    """Load a page again, as F5 does: a new session at the same address."""
    again = Visitor(visitor.office)
    again.app.query_params.update(visitor.app.query_params)
    return again.open(slug)


def test_the_person_survives_a_reload_of_any_page(visitor: Visitor) -> None:
    label, person = next(iter(demo_people(visitor.office.year).items()))
    visitor.press(label)
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        again = _loaded_again(visitor, entry.slug)
        assert again.app.session_state[identity.PERSON] == person.email
        assert again.app.title[0].value != "Who are you today\\?"


def test_being_somebody_else_is_also_said_in_the_address(visitor: Visitor) -> None:
    people = demo_people(visitor.office.year)
    visitor.press("Class teacher")
    assert visitor.app.query_params["as"] == people["Class teacher"].email
    visitor.press("Be somebody else")
    assert "as" not in visitor.app.query_params
    assert _loaded_again(visitor).app.title[0].value == "Who are you today\\?"
    visitor.press("Headteacher")
    assert visitor.app.query_params["as"] == people["Headteacher"].email


def test_the_address_does_not_overrule_who_has_been_chosen(visitor: Visitor) -> None:
    people = demo_people(visitor.office.year)
    visitor.press("Class teacher")
    visitor.app.query_params["as"] = people["Organiser"].email
    visitor.app.run()
    assert people["Class teacher"].name in visitor.text()
    assert visitor.app.query_params["as"] == people["Class teacher"].email


@pytest.mark.parametrize("named", ["", "nobody@larkfold.sch.example", "Rachel Bamber", "<script>"])
def test_an_address_that_names_nobody_on_staff_is_ignored(visitor: Visitor, named: str) -> None:
    visitor.app.query_params["as"] = named
    visitor.app.run()
    assert visitor.app.title[0].value == "Who are you today\\?"
    assert visitor.office.year.settings.conference not in visitor.text()


def test_on_a_google_sheet_an_address_says_nothing_about_who_somebody_is(visitor: Visitor) -> None:
    visitor.office.embedded = False
    organiser = visitor.office.year.settings.organisers[0]
    visitor.app.query_params["as"] = organiser
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        assert [title.value for title in visitor.app.title] == ["Setup"]
        assert identity.PERSON not in visitor.app.session_state
        assert visitor.office.year.person_by_email[organiser].name not in visitor.text()
        assert visitor.office.year.settings.network not in visitor.text()


def test_the_people_offered_stay_the_same_whatever_they_do(visitor: Visitor) -> None:
    before = demo_people(visitor.office.year)
    said = {"ID": "W99", "Title": "Maps", "What it's about": "Chalk and a compass", "Best for": "All"}
    who = {"Email": before["Class teacher"].email, "Led by": "Her", "School": before["Class teacher"].school}
    row = {**said, **who, "Times they'll run it": "1", "Status": "Accepted"}
    headings = visitor.office.by_hand.grid("Workshops")[0]
    visitor.office.by_hand.append("Workshops", [row.get(heading, "") for heading in headings])
    visitor.office.refresh()
    assert "W99" in visitor.office.year.workshop_by_id
    assert demo_people(visitor.office.year) == before


def test_people_who_are_not_in_the_sheet_are_not_offered(visitor: Visitor) -> None:
    staff = visitor.office.by_hand.grid("Staff")
    gone = demo_people(visitor.office.year)["Class teacher"].email
    visitor.office.by_hand.delete("Staff", next(n for n, row in enumerate(staff, start=1) if gone in row))
    visitor.office.refresh()
    offered = demo_people(visitor.office.year)
    assert tuple(offered) == ROLES
    assert gone not in {person.email for person in offered.values()}
