"""One wish for each rendered form: sent once, however often the button is pressed.

A double click runs the page twice at the same time, and any click elsewhere ends a run at its next
Streamlit call. So what became of a wish is kept here, in a plain object that lives in the session,
and never only in the run that sent it: a second run waits for the first one's answer, and the next
run shows it.
"""

from __future__ import annotations

import secrets
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from kaizen.errors import OutcomeUnknown, WishError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Told(Protocol):
        """Anything with a sentence for the person, such as the engine's receipt."""

        @property
        def sentence(self) -> str:
            """Plain English."""


PATIENCE = 60.0
"""Seconds the second of two clicks waits for the answer to the first."""


def new_key() -> str:
    """Return 12 hexadecimal digits that nobody has used before."""
    return secrets.token_hex(6)


@dataclass
class Wish:
    """What one form sends, and what became of it.

    Attributes:
        key: the idempotency key of the next sending. A new one once the outcome is certain; kept
            while it is not, so that trying again is the same wish.
        draft: names what is typed into the form; a new one, and so a blank form, after success.
        outcome: of the last sending; None before it.
        drawn: whether a run has drawn the outcome; if something overtook that run, nobody saw it.
        seen: whether a run that drew the outcome came to its end.
    """

    key: str = field(default_factory=new_key)
    draft: str = field(default_factory=new_key)
    outcome: Told | WishError | None = None
    drawn: bool = False
    seen: bool = False
    _lock: Lock = field(default_factory=Lock, repr=False)
    _under_way: Future[None] | None = field(default=None, repr=False)

    def send(self, key: str, do: Callable[[str], Told]) -> None:
        """Send the wish as it was rendered with ``key``, and return when its outcome is here.

        A key that has been settled is not sent again: its outcome stands. There is no Streamlit
        call in here, so nothing can end it half-way.
        """
        with self._lock:
            if key != self.key:
                return
            first, waiting_for = self._claimed()
        if first:
            self._carry_out(do, waiting_for)
        else:
            waiting_for.result(PATIENCE)

    def settle(self) -> None:
        """Wait for a sending whose own run was overtaken, if there is one."""
        under_way = self._under_way
        if under_way is not None:
            under_way.result(PATIENCE)

    @property
    def under_way(self) -> bool:
        """Whether a sending has not been answered yet."""
        return self._under_way is not None

    def _claimed(self) -> tuple[bool, Future[None]]:
        first = self._under_way is None
        self._under_way = self._under_way or Future()
        return first, self._under_way

    def _carry_out(self, do: Callable[[str], Told], done: Future[None]) -> None:
        try:
            self._settled(do(self.key))
        except WishError as error:
            self._settled(error)
        finally:
            self._under_way = None
            done.set_result(None)

    def _settled(self, outcome: Told | WishError) -> None:
        with self._lock:
            self.outcome, self.drawn, self.seen = outcome, False, False
            if not isinstance(outcome, OutcomeUnknown):
                self.key = new_key()
            if not isinstance(outcome, WishError):
                self.draft = new_key()


@dataclass
class Desk:
    """The wishes of one person in one session, by the name of their form.

    Attributes:
        wishes: by the name of the form.
        page: where the person is.
        kept: what a page keeps of the person's work beside the answers to its questions, by the page's own name for it.
    """

    wishes: dict[str, Wish] = field(default_factory=dict)
    page: str = ""
    kept: dict[str, Any] = field(default_factory=dict)

    def wish(self, name: str) -> Wish:
        """Return the wish of the form, made at first asking."""
        return self.wishes.get(name) or self.wishes.setdefault(name, Wish())

    def under(self, prefix: str) -> list[Wish]:
        """Return the wishes of all forms whose name begins so, in the order they were first asked for."""
        return [wish for name, wish in list(self.wishes.items()) if name.startswith(prefix)]

    def turn_to(self, page: str) -> None:
        """Go to a page: outcomes that have been read on another one are done with."""
        if page == self.page:
            return
        self.page = page
        for wish in self.wishes.values():
            if wish.seen and not isinstance(wish.outcome, OutcomeUnknown):
                wish.outcome = None

    def read(self) -> None:
        """Note at the end of a run that what it has drawn has been read."""
        for wish in self.wishes.values():
            wish.seen = wish.seen or wish.drawn
