"""What people see when the app cannot start, when the sheet does not answer, and when something breaks."""

from __future__ import annotations

import asyncio
import gc
import os
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from kaizen import bootstrap
from kaizen.ui import menu, serving
from tests.pages.visitor import PATIENCE, ROUTER, Visitor, bare

if TYPE_CHECKING:
    from pathlib import Path

    from kaizen.engine.office import Office

NOT_A_SHEET = b"This is a letter to parents, not a database."


@pytest.fixture
def unusable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put something else where the embedded sheet should be."""
    file = tmp_path / "sheet.sqlite3"
    file.write_bytes(NOT_A_SHEET)
    monkeypatch.setenv("KAIZEN_FILE", str(file))
    return file


def test_every_page_says_in_a_sentence_why_the_app_cannot_start(unusable: Path) -> None:
    app = AppTest.from_file(str(ROUTER), default_timeout=PATIENCE).run()
    for entry in menu.ENTRIES:
        app.switch_page(f"../../pages/{entry.file}").run()
        assert [title.value for title in app.title] == ["Kaizen cannot start yet"]
        assert unusable.name in bare(app.error[0].value)
        assert not app.exception
    assert unusable.read_bytes() == NOT_A_SHEET


def test_the_server_starts_all_the_same(unusable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL", raising=False)

    async def start_and_stop() -> None:
        async with serving.lifespan(None):
            assert gc.get_freeze_count() > 0, "the collector does not look through what is imported"
            assert os.environ["ARROW_DEFAULT_MEMORY_POOL"] == "system"

    gc.unfreeze()
    asyncio.run(start_and_stop())
    assert unusable.read_bytes() == NOT_A_SHEET


def test_the_server_closes_the_sheet_when_it_stops(office: Office) -> None:
    async def start_and_stop() -> None:
        async with serving.lifespan(None):
            assert bootstrap.office({}) is office

    asyncio.run(start_and_stop())
    assert bootstrap.office({}) is not office


def _broken() -> None:
    from kaizen.ui import serving  # noqa: PLC0415 - this function is a script of its own

    try:
        open("/no/such/folder/with-a-secret-name")  # noqa: PTH123, SIM115
    except OSError as error:
        serving.mishap(error)


def test_a_mishap_shows_a_reference_and_nothing_of_what_went_wrong(caplog: pytest.LogCaptureFixture) -> None:
    page = AppTest.from_function(_broken).run()
    shown = bare(page.error[0].value)
    reference = shown.rpartition("reference: ")[2]
    assert "secret-name" not in shown
    assert len(reference) == 6
    assert reference in caplog.text
    assert "FileNotFoundError 2 at" in caplog.text
    assert "secret-name" not in caplog.text


def _in_words() -> None:
    from kaizen.errors import SheetUnreachable  # noqa: PLC0415
    from kaizen.ui import serving  # noqa: PLC0415

    serving.mishap(SheetUnreachable("The sheet does not answer. Please try again in a minute."))


def test_what_we_foresaw_is_said_in_its_own_words() -> None:
    page = AppTest.from_function(_in_words).run()
    assert bare(page.error[0].value) == "The sheet does not answer. Please try again in a minute."


def test_a_sheet_that_does_not_answer_leaves_the_last_reading_in_sight(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.be("Class teacher").open("programme")
    monkeypatch.setattr(type(visitor.office), "trouble", "The sheet does not answer.")
    visitor.app.run()
    assert "The sheet does not answer. You can read what was there at " in visitor.told()
    assert "Forest school" in visitor.text()
