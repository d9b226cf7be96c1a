"""A fresh embedded sheet for each test, every answer judged by Google's documents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.sheets_local.caller import Caller
from tests.sheets_local.discovery import JudgedSheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kaizen.sheets_local import LocalSheets


def ticking() -> Callable[[], datetime]:
    """Return a clock that starts on Sat 21 Nov 2026 and goes on by a second whenever it is looked at."""
    seconds = count()
    start = datetime(2026, 11, 21, 9, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(seconds))


@pytest.fixture
def store() -> Iterator[LocalSheets]:
    made = JudgedSheets.open(None, clock=ticking(), random=Random(7))  # noqa: S311 - ids of a test, the same each time
    yield made
    made.close()


@pytest.fixture
def book(store: LocalSheets) -> Caller:
    return Caller(store)
