"""Which files the server takes: one at a time, of whoever was just shown a place for it.

Streamlit takes a file from any session that is connected, on any page, signed in or not, and keeps it for as long
as it keeps the session. So each run notes whether it drew an uploader, and the door looks there before it reads
a letter of the file.
"""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import RerunException

if TYPE_CHECKING:
    from collections.abc import Iterator

UPLOADS: Final = "/_stcore/upload_file/"
DRAWN, OFFERED = "kaizen.uploader.drawn", "kaizen.uploader.offered"
"""Where the session keeps whether this run has drawn an uploader, and whether the last whole run had."""

MEGABYTE: Final = 1024 * 1024
MOST_HELD: Final = 40 * MEGABYTE
"""Bytes of files that the server holds and takes in, for everybody together."""


@contextmanager
def noted() -> Iterator[None]:
    """Note when a run ends, however it does, whether it has drawn an uploader.

    A run that another one overtakes may not have come to it: the uploader of the run before is still on the page.
    """
    st.session_state[DRAWN], overtaken = False, False
    try:
        yield
    except RerunException:
        overtaken = True
        raise
    finally:
        still = overtaken and st.session_state.get(OFFERED, False)
        st.session_state[OFFERED] = still or st.session_state.get(DRAWN, False)


def drawn() -> None:
    """Say that this run draws an uploader."""
    st.session_state[DRAWN] = True


class Porter:
    """Lets files in, one of a session and few in all.

    Attributes:
        coming: the sessions whose file is on its way.
    """

    def __init__(self) -> None:
        self.coming: set[str] = set()

    def refusal(self, session_id: str) -> HTTPStatus | None:
        """Return why a session's file is not taken; None where it is, and then what it had sent before goes."""
        if not _is_offered(session_id):
            return HTTPStatus.FORBIDDEN
        if session_id in self.coming:
            return HTTPStatus.TOO_MANY_REQUESTS
        manager = runtime.get_instance().uploaded_file_mgr
        manager.remove_session_files(session_id)
        one = int(st.get_option("server.maxUploadSize")) * MEGABYTE
        if _held() + (len(self.coming) + 1) * one > MOST_HELD:
            return HTTPStatus.SERVICE_UNAVAILABLE
        return None


def session_of(path: str) -> str:
    """Return whose file an address is about."""
    return path.rpartition(UPLOADS)[2].partition("/")[0]


def _is_offered(session_id: str) -> bool:
    if not runtime.exists():
        return False
    client = runtime.get_instance()
    # Nothing of Streamlit's that is public leads from a session's id to its state.
    manager = getattr(client, "_session_mgr", None)
    info = manager.get_active_session_info(session_id) if manager is not None else None
    state = getattr(getattr(info, "session", None), "session_state", None)
    return state is not None and OFFERED in state and state[OFFERED] is True


def _held() -> int:
    stats = runtime.get_instance().uploaded_file_mgr.get_stats()
    return sum(getattr(one, "byte_length", 0) for family in stats.values() for one in family)
