"""Who keeps a half-written form after the connection has gone, and who may not push it out."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from kaizen.ui import sessions
from kaizen.ui.identity import PERSON
from kaizen.ui.sessions import NOBODY_FOR, NOBODYS, PEOPLES, SessionStore, take_over, whose
from streamlit_app import app as real_app

HOUR = 3600.0


@dataclass
class Session:
    """What a store needs of one of Streamlit's sessions."""

    id: str
    session_state: dict[str, str] = field(default_factory=dict)
    over: bool = False

    def shutdown(self) -> None:
        self.over = True


class Shelf:
    """A store with a clock, and the sessions that were left to it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.store = SessionStore(HOUR, whose, lambda: self.now)
        self.left: dict[str, Session] = {}

    def leave(self, name: str, person: str = "") -> None:
        self.left[name] = Session(name, {PERSON: person} if person else {})
        self.store.save(SessionInfo(client=None, session=cast("Any", self.left[name])))

    def has(self, name: str) -> bool:
        return self.store.get(name) is not None


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_strangers_never_push_out_a_person(shelf: Shelf) -> None:
    shelf.leave("form", "teacher@larkfold.sch.example")
    for number in range(10 * NOBODYS):
        shelf.leave(f"stranger {number}")
    assert shelf.has("form")
    assert len(shelf.store.list()) == NOBODYS + 1
    assert [one.over for one in shelf.left.values()].count(True) == 9 * NOBODYS


def test_all_staff_may_leave_at_once(shelf: Shelf) -> None:
    names = [f"{person}.{tab}" for tab in range(3) for person in range(332)]
    for name in names:
        shelf.leave(name, f"{name.partition('.')[0]}@larkfold.sch.example")
    assert all(shelf.has(name) for name in names)


def test_of_too_many_the_oldest_of_whoever_has_the_most_goes(shelf: Shelf) -> None:
    shelf.leave("form", "teacher@larkfold.sch.example")
    for number in range(2 * PEOPLES):
        shelf.leave(f"one of many {number}", "busy@larkfold.sch.example")
    assert shelf.has("form")
    assert not shelf.has("one of many 0")
    assert shelf.has(f"one of many {2 * PEOPLES - 1}")
    assert len(shelf.store.list()) == PEOPLES


def test_nobodys_last_two_minutes_and_peoples_an_hour(shelf: Shelf) -> None:
    shelf.leave("form", "teacher@larkfold.sch.example")
    shelf.leave("stranger")
    shelf.now = NOBODY_FOR - 1
    assert shelf.has("stranger")
    shelf.now = NOBODY_FOR
    assert not shelf.has("stranger")
    assert shelf.left["stranger"].over
    shelf.now = HOUR - 1
    assert shelf.has("form")
    shelf.now = HOUR
    assert not shelf.has("form")


def test_a_session_that_has_been_taken_out_is_neither_kept_nor_ended(shelf: Shelf) -> None:
    shelf.leave("form", "teacher@larkfold.sch.example")
    shelf.store.delete("form")
    shelf.store.delete("form")
    assert not shelf.has("form")
    assert not shelf.left["form"].over


def test_streamlit_still_has_the_attributes_that_this_stands_on() -> None:
    assert all(hasattr(AppSession, name) for name in sessions.STOOD_ON)
    manager = WebsocketSessionManager(SessionStore(HOUR, whose), cast("Any", None), cast("Any", None), None)
    assert isinstance(manager._session_storage, SessionStore)
    assert hasattr(real_app, "_runtime")
    assert "_session_mgr" in Runtime.__init__.__code__.co_names
    assert callable(manager.get_active_session_info)


@dataclass
class Holder:
    """An app of Streamlit's, as far as it is looked into."""

    _runtime: Any


@dataclass
class Managed:
    """A runtime of Streamlit's, as far as it is looked into."""

    _session_mgr: Any


def test_the_store_is_put_in_place_on_the_app() -> None:
    manager = WebsocketSessionManager(SessionStore(HOUR, whose), cast("Any", None), cast("Any", None), None)
    before = manager._session_storage
    assert take_over(Holder(Managed(manager)))
    assert isinstance(manager._session_storage, SessionStore)
    assert manager._session_storage is not before
    assert manager._session_storage._people_for == st.get_option("server.disconnectedSessionTTL")


@pytest.mark.parametrize("app", [object(), Holder(None), Holder(Managed(None)), Holder(Managed(object()))])
def test_without_them_the_app_runs_on_and_logs_it_once(app: object, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert not take_over(app)
    assert [record.message for record in caplog.records] == [
        "Streamlit keeps its sessions otherwise than is known here: half-written forms may be lost sooner"
    ]
