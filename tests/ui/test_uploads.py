"""Which files the server takes, from which sessions, and how much of them at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import RerunData, RerunException
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from kaizen.exports.upload_checks import MOST_BYTES
from kaizen.ui import uploads
from kaizen.ui.uploads import MEGABYTE, MOST_HELD, OFFERED, Porter, session_of

LARGEST = 5 * MEGABYTE


@dataclass
class Running:
    """The part of Streamlit's runtime that is asked: who is connected, and which files it holds."""

    states: dict[str, dict[str, bool]]
    uploaded_file_mgr: MemoryUploadedFileManager = field(default_factory=lambda: MemoryUploadedFileManager("/up"))

    @property
    def _session_mgr(self) -> Any:
        return SimpleNamespace(get_active_session_info=self._info)

    def _info(self, name: str) -> Any:
        state = self.states.get(name)
        return None if state is None else SimpleNamespace(session=SimpleNamespace(session_state=state))

    def take(self, session: str, name: str, size: int = LARGEST) -> None:
        self.uploaded_file_mgr.add_file(session, UploadedFileRec(name, "a.xlsx", "", b"x" * size))


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Running:
    there = Running({"stranger": {}, "elsewhere": {OFFERED: False}, "organiser": {OFFERED: True}})
    monkeypatch.setattr(uploads, "runtime", SimpleNamespace(exists=lambda: True, get_instance=lambda: there))
    monkeypatch.setattr(uploads.st, "get_option", {"server.maxUploadSize": 5}.__getitem__)
    return there


@pytest.mark.parametrize("session", ["stranger", "elsewhere", "not-connected", ""])
def test_a_session_without_an_uploader_sends_nothing(running: Running, session: str) -> None:
    assert Porter().refusal(session) is HTTPStatus.FORBIDDEN


def test_a_second_file_takes_the_place_of_the_first(running: Running) -> None:
    porter = Porter()
    for name in ("one", "two"):
        assert porter.refusal("organiser") is None
        running.take("organiser", name)
    assert list(running.uploaded_file_mgr.file_storage["organiser"]) == ["two"]


def test_two_files_of_a_session_do_not_come_at_once(running: Running) -> None:
    porter = Porter()
    porter.coming.add("organiser")
    assert porter.refusal("organiser") is HTTPStatus.TOO_MANY_REQUESTS


def test_never_more_than_so_much_is_held_and_on_its_way(running: Running) -> None:
    porter = Porter()
    for number in range(MOST_HELD // LARGEST):
        running.states[f"s{number}"] = {OFFERED: True}
        assert porter.refusal(f"s{number}") is None
        (porter.coming.add if number % 2 else lambda one: running.take(one, "file"))(f"s{number}")
    assert porter.refusal("organiser") is HTTPStatus.SERVICE_UNAVAILABLE
    porter.coming.clear()
    assert porter.refusal("organiser") is None


def test_whose_file_it_is_stands_in_the_address() -> None:
    assert session_of("/_stcore/upload_file/session/file") == "session"
    assert session_of("/kaizen/_stcore/upload_file/session/file") == "session"


def test_the_largest_copy_fits_through_the_door() -> None:
    assert MOST_BYTES <= LARGEST


def test_a_run_that_is_overtaken_takes_no_uploader_away(monkeypatch: pytest.MonkeyPatch) -> None:
    state = {OFFERED: True}
    monkeypatch.setattr(uploads.st, "session_state", state)
    with pytest.raises(RerunException), uploads.noted():
        raise RerunException(RerunData())
    assert state[OFFERED] is True
    with uploads.noted():
        pass
    assert state[OFFERED] is False
