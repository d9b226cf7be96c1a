"""What the server does around the pages: warm up, drain, and say sorry with a reference."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from streamlit import config

from kaizen import bootstrap
from kaizen.allowed_hosts import allowed_hosts
from kaizen.errors import KaizenError, SetupError, quoting_nobody, without_words
from kaizen.ui import memory, sessions, show
from kaizen.ui.leaving import drained_first
from kaizen.ui.opening import Secrets, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OFTEN: Final = 0.001
"""Seconds after which a thread that computes lets another one on, where Python's own are five times as many: who
presses a button is heard by one thread for everybody, and that one waits so long for each of them."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Open the office before the first visitor comes, and let the writer finish before the process ends."""
    memory.share_one_heap()
    sys.setswitchinterval(OFTEN)
    sessions.take_over(app)
    with suppress(SetupError):  # `doctor` tells it, and any name will do
        answer_only_to(allowed_hosts(os.environ, Secrets()))
    with suppress(SetupError):  # every page tells it, in a sentence
        await asyncio.to_thread(_warm_up)
    try:
        with quoting_nobody(), drained_first(bootstrap.drain):
            yield
    finally:
        await asyncio.to_thread(bootstrap.close)


def answer_only_to(hosts: list[str]) -> None:
    """Let no session be opened under another name; none given leaves what Streamlit has been told."""
    if hosts:
        config.set_option("server.allowedHosts", hosts)


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


def _warm_up() -> None:
    memory.set_aside()
    _ = opened().year
    memory.set_aside()
