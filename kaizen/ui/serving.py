"""What the server does around the pages: warm up, drain, and say sorry with a reference."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import os
import secrets
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from kaizen import bootstrap
from kaizen.errors import KaizenError, SetupError, quoting_nobody, without_words
from kaizen.ui import show
from kaizen.ui.leaving import drained_first
from kaizen.ui.opening import opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

log = logging.getLogger(__name__)

M_ARENA_MAX: Final = -8
"""The option's number in glibc's malloc.h."""


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Open the office before the first visitor comes, and let the writer finish before the process ends."""
    with suppress(SetupError):  # every page tells it, in a sentence
        await asyncio.to_thread(_warm_up)
    try:
        with quoting_nobody(), drained_first(bootstrap.drain):
            yield
    finally:
        await asyncio.to_thread(bootstrap.close)


def mishap(error: Exception) -> bool:
    """Log an error nobody expected under a reference, and show the reference; never what went wrong inside.

    Returns:
        True: Streamlit has nothing to add.
    """
    if isinstance(error, KaizenError):
        show.problem(str(error))
        return True
    reference = secrets.token_hex(3).upper()
    log.error("reference %s: %s", reference, without_words(error))
    show.problem(
        f"Something went wrong that we did not foresee. Please try again. If it happens again, "
        f"tell the organiser this reference: {reference}"
    )
    return True


def set_aside() -> None:
    """Keep what has been imported out of the collector's way: it stays to the end and is half of what there is.

    Reading a large sheet makes so many objects that the collector would look through all of them several times.
    """
    gc.collect()
    gc.freeze()


def few_heaps() -> None:
    """Have everything share two heaps: each run of a page is a thread, and a heap keeps the most it ever held.

    That is glibc's ``MALLOC_ARENA_MAX``, for machines on which nobody may set a variable; nothing elsewhere. Arrow,
    which comes with the first table that is drawn, has a heap of its own beside them unless it is told.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def _warm_up() -> None:
    few_heaps()
    set_aside()
    _ = opened().year
