"""An error that nobody foresaw, on every page of a running app: a reference on the page, nobody's words in the log."""

from __future__ import annotations

import re
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from kaizen.ui import menu
from tests.pages.conftest import demo_file
from tests.running_app import HOUSE, running_app
from tests.websocket_tab import Tab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

__all__ = ["demo_file"]

BREAKING = '\nraise RuntimeError(f"Zebedee {office.spreadsheet_id} {me.email} {__file__}")\n'


@pytest.fixture(scope="module")
def broken(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Run a copy of the app in which every page breaks once it is drawn; gives its address and its log."""
    house = tmp_path_factory.mktemp("broken")
    for folder in ("kaizen", "pages", ".streamlit"):
        shutil.copytree(HOUSE / folder, house / folder, ignore=shutil.ignore_patterns("__pycache__", "secrets.toml"))
    shutil.copy(HOUSE / "streamlit_app.py", house)
    for page in (house / "pages").glob("*.py"):
        page.write_text(page.read_text("utf-8") + BREAKING, "utf-8")
    file = house / "sheet.sqlite3"
    with sqlite3.connect(demo_file) as built, sqlite3.connect(file) as copy:
        built.backup(copy)
    with running_app(file, house=house) as address:
        yield address, file.with_suffix(".log")


@pytest.mark.parametrize("entry", menu.ENTRIES, ids=lambda entry: entry.slug)
def test_a_page_that_breaks_shows_a_reference_and_nothing_else(broken: tuple[str, Path], entry: menu.Entry) -> None:
    address, log = broken
    with Tab(address) as tab:
        tab.open("" if entry.slug == "home" else entry.slug)
        tab.press("Organiser")
        page, written = tab.text(), log.read_text("utf-8")
        reference = re.search(r"this reference\\*: ([0-9A-F]{6})", page.replace("\\\\", ""))
        assert reference is not None
        for secret in ("Traceback", "Zebedee", "RuntimeError", str(HOUSE), "pages/", ".py"):
            assert secret not in page
        assert f"reference {reference[1]}: RuntimeError at " in written
        assert f"pages/{entry.file}" in written
        assert "Zebedee" not in written
        assert "Traceback" not in written
        assert "@" not in written
