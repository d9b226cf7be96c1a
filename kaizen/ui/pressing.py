"""A press that is sent before the page is drawn, so that the page is drawn once, with its answer.

Streamlit tells where a button is drawn that it has been pressed. By then half of the page has been drawn as it was
before, and all of it must be drawn again with the answer. So a form may be made ready: its wish is kept as the last
run has it, and where nothing on the form has changed since, a press sends just that before anything is drawn. In all
other cases the press waits until its button is drawn, as ever.

The answer is shown before the page is drawn too. When hundreds press at once, drawing all their pages takes longer than
saving what they have chosen, and nobody should wait for other people's pages to read that they have a place.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from kaizen.errors import CannotBeRead, SetupError
from kaizen.rules.access import Action, may
from kaizen.ui import awaiting, feedback, identity
from kaizen.ui.opening import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    from kaizen.domain.record import Email
    from kaizen.ui.desk import Wish

_this_run = threading.local()


@dataclass(frozen=True, slots=True)
class Ready:
    """A form as a run has drawn it, ready to be sent. It is kept as long as the session: it may hold no year.

    Attributes:
        button: the session's name for its button.
        answers: what its inputs held, by the session's names for them.
        by: who has been let in to the page.
        action: what they must be allowed to do.
        key: of the wish.
        begin: sends it.
        below: where the page says that it is being saved, and then what came of it, before it is drawn again: a
            placeholder of Streamlit's under the button.
    """

    button: str
    answers: Mapping[str, Any]
    by: Email
    action: Action
    key: str
    begin: Callable[[str], Future[Any]]
    below: Any

    def is_pressed(self) -> bool:
        """Tell whether the button has been pressed and the form is as it was drawn."""
        now = st.session_state
        return bool(now.get(self.button)) and all(now.get(key) == held for key, held in self.answers.items())


def was_sent(wish: Wish) -> bool:
    """Tell whether this run has sent the wish before it began to draw."""
    return getattr(_this_run, "sent", None) is wish


def send_what_is_ready() -> None:
    """At the beginning of a run, send the wish whose button was pressed, and wait for its answer for a moment."""
    _this_run.sent = None
    before = identity.desk_so_far()
    wishes = before.wishes.values() if before is not None else ()
    with suppress(SetupError, CannotBeRead):  # the page says it
        for wish, ready in [(wish, wish.ready) for wish in wishes if wish.ready is not None]:
            if ready.is_pressed() and _is_let_in(ready):
                _this_run.sent = wish
                wish.send(ready.key, ready.begin)
                if awaiting.briefly(wish, ready.below):
                    with ready.below:
                        feedback.in_advance(wish)
                    identity.desk().succeeded(wish)


def _is_let_in(ready: Ready) -> bool:
    """Tell whether who uses the app now is who the form was drawn for, and still may."""
    office = opened()
    me = identity.current(office)
    return me is not None and me.email == ready.by and may(office.year, me.email, ready.action)
