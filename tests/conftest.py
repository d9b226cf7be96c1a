"""What every test may count on."""

from __future__ import annotations

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(autouse=True, scope="session")
def _components_are_looked_for_once() -> None:
    """Give every page under test the same answer: looking through all installed packages takes longer than the page."""
    found = manifest_scanner.scan_component_manifests()
    manifest_scanner.scan_component_manifests = lambda *_, **__: found
