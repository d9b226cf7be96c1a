"""The pages on the real engine: an embedded sheet with the demo network, new for each test."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaizen import bootstrap
from kaizen.engine import large_reads, snapshots
from tests.pages.faulty_demo import ServedDemo, served_demo
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.engine.office import Office


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo network once; every test works on a copy."""
    file = tmp_path_factory.mktemp("demo") / "sheet.sqlite3"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAIZEN_FILE", str(file))
        bootstrap.office({})
        bootstrap.close()
    return file


@pytest.fixture(autouse=True)
def seconds_pass_between_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Refresh read and a copy be made whenever pressed, as if each press came some seconds after the last."""
    monkeypatch.setattr(snapshots, "REFRESH_EVERY", 0.0)
    monkeypatch.setattr(large_reads, "LARGE_EVERY", 0.0)


@pytest.fixture
def office(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Open the office the pages of this test talk to."""
    monkeypatch.setenv("KAIZEN_FILE", str(shutil.copy(demo_file, tmp_path / "sheet.sqlite3")))
    yield bootstrap.office({})
    bootstrap.close()


@pytest.fixture
def visitor(office: Office) -> Visitor:
    """Give somebody who has just opened the app and is nobody yet."""
    return Visitor(office)


@pytest.fixture
def served(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedDemo]:
    """Serve the demo network over HTTP, with faults at hand."""
    with served_demo(Path(shutil.copy(demo_file, tmp_path / "served.sqlite3"))) as demo:
        monkeypatch.setenv("KAIZEN_FILE", str(tmp_path / "sheet.sqlite3"))
        monkeypatch.setenv("KAIZEN_SHEETS_API", demo.address)
        yield demo
        bootstrap.close()


@pytest.fixture
def guest(served: ServedDemo) -> Visitor:
    """Give somebody at the pages over the served sheet."""
    assert served.address
    return Visitor(bootstrap.office({}))
