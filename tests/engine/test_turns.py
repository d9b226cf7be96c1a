"""Whose turn it is, between two processes of one machine."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from kaizen.engine.turns import turn

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys
from pathlib import Path
from kaizen.engine.turns import turn
with turn(Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.readline()
    print("done", flush=True)
"""


def test_another_process_is_waited_for(tmp_path: Path) -> None:
    lock_file = tmp_path / "not there yet" / "sheet.lock"
    order: list[str] = []
    command = [sys.executable, "-c", HOLDER, str(lock_file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"

        def mine() -> None:
            with turn(lock_file):
                order.append("mine")

        waiting = threading.Thread(target=mine)
        waiting.start()
        waiting.join(0.2)
        assert order == []
        order.append("theirs")
        other.stdin.write("\n")
        other.stdin.flush()
        waiting.join(10)
    assert order == ["theirs", "mine"]


def test_a_process_that_dies_gives_its_turn_back(tmp_path: Path) -> None:
    lock_file = tmp_path / "sheet.lock"
    command = [sys.executable, "-c", HOLDER, str(lock_file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        other.kill()
    with turn(lock_file):
        assert lock_file.exists()
