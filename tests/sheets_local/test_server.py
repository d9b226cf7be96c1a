"""The command's part: a port, a file, a sentence."""

from __future__ import annotations

import os
import re
import signal
import socket
import threading
from typing import TYPE_CHECKING

import pytest
import requests

from kaizen.errors import SetupError, UnusableFile
from kaizen.sheets_local import LocalSheets
from kaizen.sheets_local.server import serve
from tests.sheets_local.caller import Caller

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("told_by", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_serving_until_told_to_stop(tmp_path: Path, told_by: signal.Signals) -> None:
    path = tmp_path / "year.db"
    told: list[str] = []
    made: list[dict[str, str]] = []

    def visit() -> None:
        found = re.search(r"http://127\.0\.0\.1:\d+", told[0])
        assert found
        try:
            with requests.Session() as visitor:
                made.append(visitor.post(f"{found[0]}/drive/v3/files", json={"name": "x"}, timeout=20).json())
        finally:
            os.kill(os.getpid(), told_by)

    def tell(sentence: str) -> None:
        told.append(sentence)
        threading.Timer(0.3, visit).start()

    before = signal.getsignal(told_by)
    serve(0, path, tell)
    assert signal.getsignal(told_by) is before
    assert [file.name for file in tmp_path.iterdir()] == [path.name], "the file is closed, and whole"
    assert told == [f"The embedded sheet answers on {told[0].split()[5]} and keeps {path}."]
    store = LocalSheets.open(path)
    assert Caller(store, made[0]["id"]).resource()["properties"]["title"] == "x"
    store.close()


def test_a_port_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match=rf"Port {port} cannot be used .* Choose another with --port."):
            serve(port, None, lambda _: None)
    with pytest.raises(SetupError, match="Port 70000 cannot be used"):
        serve(70_000, None, lambda _: None)


def test_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="is a folder"):
        serve(0, tmp_path, lambda _: None)
