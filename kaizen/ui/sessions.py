"""Sessions that have lost their connection, kept for those who come back to a half-written form.

Streamlit keeps 128 for everybody, whoever they are, and throws away the one that was left first: a stranger who
opens and closes tabs, or the staff of the network on one morning, push a teacher's words out. Here people's are
kept apart from those in which nobody has said who they are, which last two minutes and push out only each other.
"""

from __future__ import annotations

import logging
import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.session_manager import SessionStorage

from kaizen.ui.identity import PERSON

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.session_manager import SessionInfo

NOBODYS: Final = 128
"""Sessions kept in which nobody has said who they are."""
NOBODY_FOR: Final = 120.0
"""Seconds for which those are kept."""
PEOPLES: Final = 1_000
"""Sessions of people that are kept: about a tenth of a megabyte each, and three tabs of each of 332 staff."""

STOOD_ON: Final = ("session_state", "shutdown")
"""What a session of Streamlit's has to have for this."""

log = logging.getLogger(__name__)


class _Kept(NamedTuple):
    info: SessionInfo
    whose: str
    until: float


class SessionStore(SessionStorage):
    """Keeps sessions without a connection.

    Args:
        people_for: seconds for which people's are kept.
        whose: says whose a session is; "" for nobody's.
        clock: in seconds.
    """

    def __init__(
        self,
        people_for: float,
        whose: Callable[[SessionInfo], str],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._people_for, self._whose, self._clock = people_for, whose, clock
        self._lock = threading.RLock()
        self._kept: dict[str, _Kept] = {}

    def get(self, session_id: str) -> SessionInfo | None:
        """Return the session; None where it isn't kept any more."""
        with self._lock:
            self._let_go_of_the_old()
            found = self._kept.get(session_id)
        return found.info if found is not None else None

    def save(self, session_info: SessionInfo) -> None:
        """Keep the session; of too many, one of those who have the most goes, the one that was left first."""
        whose = self._whose(session_info)
        lasts = self._people_for if whose else NOBODY_FOR
        with self._lock:
            self._let_go_of_the_old()
            self._kept.pop(session_info.session.id, None)
            self._kept[session_info.session.id] = _Kept(session_info, whose, self._clock() + lasts)
            self._make_room(is_person=bool(whose))

    def delete(self, session_id: str) -> None:
        """Give the session out of hand: its person has come back to it, or it is over."""
        with self._lock:
            self._kept.pop(session_id, None)

    def list(self) -> list[SessionInfo]:
        """Return every session that is kept."""
        with self._lock:
            self._let_go_of_the_old()
            return [one.info for one in self._kept.values()]

    def _let_go_of_the_old(self) -> None:
        now = self._clock()
        for session_id in [name for name, one in self._kept.items() if one.until <= now]:
            self._let_go(session_id)

    def _make_room(self, *, is_person: bool) -> None:
        alike = {name: one.whose for name, one in self._kept.items() if bool(one.whose) == is_person}
        if len(alike) <= (PEOPLES if is_person else NOBODYS):
            return
        counts: dict[str, int] = {}
        for whose in alike.values():
            counts[whose] = counts.get(whose, 0) + 1
        most = max(counts.values())
        self._let_go(next(name for name, whose in alike.items() if counts[whose] == most))

    def _let_go(self, session_id: str) -> None:
        """End a session at once: its files and what it remembers go with it."""
        self._kept.pop(session_id).info.session.shutdown()


def whose(info: SessionInfo) -> str:
    """Return the address of the person whose session it is; "" for nobody's."""
    state = info.session.session_state
    return str(state[PERSON]) if PERSON in state else ""


def take_over(app: object) -> bool:
    """Put our store where Streamlit has its own; tells whether that could be done.

    Streamlit has no setting for it. Where a version of it keeps its sessions otherwise, the app runs on with
    Streamlit's own store.
    """
    manager = getattr(getattr(app, "_runtime", None), "_session_mgr", None)
    known = hasattr(manager, "_session_storage") and all(hasattr(AppSession, name) for name in STOOD_ON)
    if manager is None or not known:
        log.warning("Streamlit keeps its sessions otherwise than is known here: half-written forms may be lost sooner")
        return False
    manager._session_storage = SessionStore(  # noqa: SLF001
        float(st.get_option("server.disconnectedSessionTTL")), whose
    )
    return True
