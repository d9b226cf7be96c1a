"""How much the process holds on to: an app that sleeps and wakes on a small machine has a gigabyte for everything."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress
from typing import Final

M_ARENA_MAX: Final = -8
M_MMAP_THRESHOLD: Final = -3
"""The numbers of these options in glibc's malloc.h."""

NEW_OBJECTS: Final = 10_000
"""New objects after which the collector looks through them, where Python's own number is 700: one page makes more."""

LARGE: Final = 128 * 1024
"""Bytes from which a block is given back as soon as it is free."""


def set_aside() -> None:
    """Keep what has been imported out of the collector's way: it stays to the end and is half of what there is.

    Reading a large sheet makes so many objects that the collector would look through all of them several times. Once
    the year has been read it is done again: in a rush the collector would hold everybody up to look through the year.
    """
    gc.set_threshold(NEW_OBJECTS)
    gc.collect()
    gc.freeze()


def share_one_heap() -> None:
    """Have all threads share one heap, and give large blocks back at once; to be called before there are threads.

    Each run of a page is a thread. With a heap for each of them, every one keeps the most it has ever held, which is
    the whole sheet. These are glibc's ``MALLOC_ARENA_MAX`` and ``MALLOC_MMAP_THRESHOLD_``, for machines on which
    nobody may set a variable; elsewhere nothing happens. Arrow comes with the first table that is drawn, and would
    bring a heap of its own.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with suppress(AttributeError, OSError, TypeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(M_ARENA_MAX, 1)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)
