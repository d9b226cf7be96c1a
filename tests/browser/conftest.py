"""One server for a file of tests, with a new embedded sheet for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import ANDROID, LAPTOP, PHONE, Surfer
from tests.running_app import running_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def sheet_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the embedded sheet of the server of this file of tests."""
    return tmp_path_factory.mktemp("app") / "sheet.sqlite3"


@pytest.fixture(scope="module")
def address(sheet_file: Path, browser: Browser) -> Iterator[str]:
    """Run the app; asks for the browser first, so that nothing is started where there is none."""
    assert browser.is_connected()
    with running_app(sheet_file) as started:
        yield started


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Surfer]:
    """Give somebody at a phone."""
    context = browser.new_context(viewport=PHONE, user_agent=ANDROID, has_touch=True, locale="en-GB")
    yield Surfer(context.new_page(), address)
    context.close()


@pytest.fixture
def laptop(browser: Browser, address: str) -> Iterator[Surfer]:
    """Give somebody at a laptop."""
    context = browser.new_context(viewport=LAPTOP, locale="en-GB")
    yield Surfer(context.new_page(), address)
    context.close()
