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
        page: where its form is.
        answers: what is filled in, by what a refusal would be about, as the last run has it.
        refused_for: the answers that were sent when the wish did not go through.
        warned: what the last run has said would happen to these answers.
        read_warnings: what a run that came to its end has said; only that can have been agreed to.
        labels: how each option of each list has read since the form was blank.
    """

    key: str = field(default_factory=new_key)
    draft: str = field(default_factory=new_key)
    outcome: Told | WishError | None = None
    drawn: bool = False
    seen: bool = False
    page: str = ""
    answers: dict[str, object] = field(default_factory=dict)
    refused_for: dict[str, object] = field(default_factory=dict)
    warned: tuple[str, ...] = ()
    read_warnings: tuple[str, ...] = ()
    labels: dict[tuple[str, object], str] = field(default_factory=dict)
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

    @property
    def failed(self) -> bool:
        """Whether it is certain that the last sending changed nothing."""
        return isinstance(self.outcome, WishError) and not isinstance(self.outcome, OutcomeUnknown)

    def mended(self, about: str) -> bool:
        """Tell whether the answer that a refusal was about has been changed since."""
        unasked = object()
        return self.answers.get(about, unasked) != self.refused_for.get(about, unasked)

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
            if isinstance(outcome, WishError):
                self.refused_for = dict(self.answers)
            else:
                self.draft = new_key()
                self.answers, self.labels = {}, {}


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
        """Return the wish of the form, made at first asking; the form is on the page where the person is."""
        found = self.wishes.get(name) or self.wishes.setdefault(name, Wish())
        found.page = self.page
        return found

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

    def unread(self) -> list[Wish]:
        """Return the wishes of other pages that the person left before they could read what became of them."""
        elsewhere = [wish for wish in list(self.wishes.values()) if wish.page != self.page]
        for wish in elsewhere:
            wish.settle()
        return [wish for wish in elsewhere if wish.outcome is not None and not wish.seen]

    def succeeded(self, wish: Wish) -> None:
        """Once a wish has succeeded, be done with the refusals of others: what they were about may be otherwise now."""
        for other in self.wishes.values() if not isinstance(wish.outcome, WishError) else ():
            if other is not wish and other.seen and other.failed:
                other.outcome = None

    def read(self) -> None:
        """Note at the end of a run that what it has drawn has been read."""
        for wish in self.wishes.values():
            wish.seen = wish.seen or wish.drawn
            wish.read_warnings = wish.warned
