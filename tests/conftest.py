"""What every test may count on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.components.v2 import manifest_scanner

from tests.browser.chromium import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(autouse=True, scope="session")
def _components_are_looked_for_once() -> None:
    """Give every page under test the same answer: looking through all installed packages takes longer than the page."""
    found = manifest_scanner.scan_component_manifests()
    manifest_scanner.scan_component_manifests = lambda *_, **__: found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium for a file of tests.

    Not for longer: what drives it keeps an event loop running in this thread, and whatever runs one of its own,
    such as a server, then refuses to.
    """
    with chromium() as started:
        yield started
