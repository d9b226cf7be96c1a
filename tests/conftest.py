"""What every test may count on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.components.v2 import manifest_scanner

from tests.browser.chromium import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


NOT_COUNTED = ("browser", "pages", "reliability")
"""Folders whose tests reach no line below the ui that others do not, and would take twice as long with it counted."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let coverage rest over the tests that run whole houses, and while they are set up."""
    counting = item.config.pluginmanager.getplugin("_cov")
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    controller = counting.cov_controller if counting is not None and folder in NOT_COUNTED else None
    if controller is not None:
        controller.pause()
    try:
        return (yield)
    finally:
        if controller is not None:
            controller.resume()


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
