"""The app as people meet it: a real server on a free port of this machine, with its own embedded sheet."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds a server may take to become healthy on a busy machine."""


def free_port() -> int:
    """Return a port of the loopback interface that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_app(
    file: Path, house: Path = HOUSE, *, port: int = 0, secrets: Path | None = None, **environment: str
) -> Iterator[str]:
    """Run the app of ``house`` on the embedded sheet in ``file``; gives its address, and ends it afterwards.

    Args:
        file: the embedded sheet's file.
        house: where the app is.
        port: where it is to listen, where its secrets name the address; any free one otherwise.
        secrets: the file of the app's secrets; Streamlit's own places without it.
        environment: variables.
    """
    with running_server(file, house, port=port, secrets=secrets, **environment) as (address, _):
        yield address


@contextmanager
def running_server(
    file: Path, house: Path = HOUSE, *, port: int = 0, secrets: Path | None = None, **environment: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the app as `running_app` does; gives the process beside the address."""
    port = port or free_port()
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    options += ["--server.fileWatcherType", "none"]
    if secrets is not None:
        options += ["--secrets.files", str(secrets)]
    log = file.with_suffix(".log")
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options],
            cwd=house,
            env={**os.environ, "KAIZEN_FILE": str(file), **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310 - loopback only
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the app did not start:\n{log.read_text(errors='replace')}")
