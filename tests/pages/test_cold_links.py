"""A link to a page, opened first thing after the server has started, by somebody who is nobody yet."""

from __future__ import annotations

import re
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from kaizen.ui import menu
from tests.demo_year import demo_year
from tests.running_app import HOUSE, running_app
from tests.websocket_tab import Tab

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

EVERY_PAGE = pytest.mark.parametrize("entry", menu.ENTRIES, ids=lambda entry: entry.slug)
PLAIN_SCRIPT = 'import streamlit as st\n\nst.title("A host that does not know st.App")\n'


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    """Copy the demo network for a server of its own."""
    with sqlite3.connect(demo_file) as built, sqlite3.connect(tmp_path / "sheet.sqlite3") as copy:
        built.backup(copy)
    return tmp_path / "sheet.sqlite3"


def _letters(text: str) -> str:
    """Return the text without what is written differently on the wire: marks, spaces, accents."""
    return re.sub(r"[^A-Za-z0-9]", "", text)


def _told(tab: Tab) -> list[str]:
    """Return what the server has told that no stranger may read: titles, arrival notes, logs, follow-ups."""
    year, text = demo_year(), _letters(tab.text())
    words = [workshop.title for workshop in year.workshops] + [school.arriving for school in year.schools]
    words += [note.saw[:60] for note in year.visit_notes] + [row.what[:60] for row in year.follow_ups]
    return [one for one in words if one.isascii() and _letters(one) in text]


@EVERY_PAGE
def test_a_page_opened_first_of_all_shows_nothing_of_the_sheet(file: Path, entry: menu.Entry) -> None:
    with running_app(file) as address, Tab(address) as tab:
        tab.open("" if entry.slug == "home" else entry.slug)
        assert "Who are you today" in tab.text()
        assert _told(tab) == []
        tab.press("Organiser")
        assert "Who are you today" not in tab.text()
        assert "Rachel Bamber" in tab.text()


def test_what_is_looked_for_would_be_found(file: Path) -> None:
    with running_app(file) as address, Tab(address) as tab:
        tab.open("programme")
        tab.press("Organiser")
        assert len(_told(tab)) >= 10


@EVERY_PAGE
def test_a_page_run_without_the_main_script_asks_too(file: Path, tmp_path: Path, entry: menu.Entry) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "streamlit_app.py").write_text(PLAIN_SCRIPT)
    (house / "pages").symlink_to(HOUSE / "pages", target_is_directory=True)
    shutil.copytree(HOUSE / ".streamlit", house / ".streamlit")
    with running_app(file, house=house, PYTHONPATH=str(HOUSE)) as address, Tab(address) as tab:
        tab.open(entry.file.removesuffix(".py"))
        assert "A host that does not know" not in tab.text()
        assert "Who are you today" in tab.text()
        assert _told(tab) == []
        tab.press("Organiser")
        assert "Rachel Bamber" in tab.text()
