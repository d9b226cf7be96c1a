"""Errors in the server's log: where they came from, and nothing of what somebody has typed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.network import Person
from kaizen.ui.log_records import trail, without_words
from tests.running_app import HOUSE, running_app
from tests.websocket_tab import Tab

if TYPE_CHECKING:
    from pathlib import Path

MARKER = "priya.desai@marrambank.sch.example"


def _raise() -> None:
    try:
        Person.model_validate({"name": MARKER, "email": MARKER})
    except ValueError as error:
        raise RuntimeError(MARKER) from error


def _caught() -> RuntimeError:
    try:
        _raise()
    except RuntimeError as error:
        return error
    raise AssertionError


def test_a_trail_tells_kind_and_place_of_an_error_and_of_what_led_to_it() -> None:
    told = trail(_caught())
    assert told.startswith("builtins.RuntimeError at test_log_records.py:")
    assert " _raise, after pydantic_core._pydantic_core.ValidationError at test_log_records.py:" in told
    assert MARKER not in told
    assert trail(ValueError(MARKER)) == "builtins.ValueError at no place"


def test_an_error_that_led_to_itself_is_told_once() -> None:
    error = ValueError()
    error.__cause__ = error
    assert trail(error) == "builtins.ValueError at no place"


def test_no_record_repeats_the_words_of_an_error(caplog: pytest.LogCaptureFixture) -> None:
    log, before = logging.getLogger("somebody.elses.library"), logging.getLogRecordFactory()
    with without_words():
        log.error("reference %s", "A1B2C3", exc_info=_caught())
        log.warning("plain", exc_info=None)
    assert logging.getLogRecordFactory() is before
    assert "reference A1B2C3" in caplog.text
    assert "RuntimeError at test_log_records.py" in caplog.text
    assert MARKER not in caplog.text


@pytest.mark.slow
def test_a_page_that_breaks_gives_a_reference_and_no_words_on_the_page_or_in_the_log(tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    for name in ("kaizen", ".streamlit", "streamlit_app.py"):
        (house / name).symlink_to(HOUSE / name)
    (house / "pages").mkdir()
    for page in (HOUSE / "pages").glob("*.py"):
        (house / "pages" / page.name).write_text(page.read_text("utf-8"), "utf-8")
    # The pages are beside the package that is imported, so the one that breaks is made by the environment.
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        f"import kaizen.ui.agenda as agenda\ndef tasks(*_):\n    raise ValueError('{MARKER}')\nagenda.tasks = tasks\n",
        "utf-8",
    )
    file = tmp_path / "sheet.sqlite3"
    with running_app(file, house, PYTHONPATH=f"{broken}:{HOUSE}") as address, Tab(address) as tab:
        tab.open("")
        tab.press("Class teacher")
        shown = tab.text()
    log = file.with_suffix(".log").read_text("utf-8", errors="replace")
    assert "did not foresee" in shown
    assert "ValueError at" in log
    for told in (shown, log):
        assert "Traceback" not in told
        assert MARKER not in told
        assert "marrambank" not in told.casefold()
