"""Whose turn it is to write, among all processes of one machine."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def turn(lock_file: Path) -> Iterator[None]:
    """Wait until nobody else writes, and keep it so inside.

    The lock belongs to the open file: it goes when the process does, however that ends, and it also
    holds between two writers of one process, as there are for a moment after a hot reload.

    Args:
        lock_file: made if it is not there; stays afterwards, empty.
    """
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    with lock_file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
