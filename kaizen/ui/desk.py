"""One wish for each rendered form: sent once, however often the button is pressed.

A double click runs the page twice at the same time, and any click elsewhere ends a run at its next
Streamlit call. So what became of a wish is kept here, in a plain object that lives in the session,
and never in the run that sent it: the answer is put here by whoever gives it, be there a run that
waits for it or not, and the next run shows it.
"""

from __future__ import annotations

import logging
import secrets
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from kaizen.errors import OutcomeUnknown, WishError, without_words
from kaizen.ui.brought import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Protocol

    from kaizen.ui.pressing import Ready

    class Told(Protocol):
        """Anything with a sentence for the person, such as the engine's receipt."""

        @property
        def sentence(self) -> str:
            """Plain English."""


UNFORESEEN = "Something went wrong that we did not foresee."

log = logging.getLogger(__name__)


def new_key() -> str:
    """Return 12 hexadecimal digits that nobody has used before."""
    return secrets.token_hex(6)


def at_once(do: Callable[[str], Told]) -> Callable[[str], Future[Told]]:
    """Return something done on the spot in the shape of something that is answered later."""

    def begin(key: str) -> Future[Told]:
        answer: Future[Told] = Future()
        answer.set_result(do(key))
        return answer

    return begin


@dataclass
class Wish:
    """What one form sends, and what became of it.

    Attributes:
        key: the idempotency key of the next sending. A new one once the outcome is certain; kept
            while it is not, so that trying again is the same wish.
        draft: names what is typed into the form; a new one, and so a blank form, after success. It begins with the
            key of its first sending, so that a form which outlives the process is still the same wish.
        mark: what its drafts end with.
        outcome: of the last sending; None before it.
        drawn: whether a run has drawn the outcome; if something overtook that run, nobody saw it.
        seen: whether a run that drew the outcome came to its end.
        page: where its form is.
        answers: what is filled in, by what a refusal would be about, as the last run has it.
        refused_for: the answers that were sent when the wish did not go through.
        warned: what the last run has said would happen to these answers.
        read_warnings: what a run that came to its end has said; only that can have been agreed to.
        labels: how each option of each list has read since the form was blank.
        asked: the questions that heads have added, as the last run has put them, by what a refusal would be about.
        lost: what had been answered to such a question before it was changed or taken away, with its label.
        expected: when the answer was expected, in seconds on the clock of `awaiting`; None before anybody asked.
        ready: the form as the last run has drawn it, where `pressing` may send it; None for other forms.
        began: when the first answer was given to that, on the same clock.
        overdue: whether the answer has not come when it was expected.
        spot: where a run says how far it is, a placeholder of Streamlit's; None once its outcome has been drawn.
    """

    key: str = field(default_factory=new_key)
    draft: str = field(default_factory=new_key)
    mark: str = ""
    outcome: Told | WishError | None = None
    drawn: bool = False
    seen: bool = False
    page: str = ""
    answers: dict[str, object] = field(default_factory=dict)
    refused_for: dict[str, object] = field(default_factory=dict)
    warned: tuple[str, ...] = ()
    read_warnings: tuple[str, ...] = ()
    labels: dict[tuple[str, object], str] = field(default_factory=dict)
    asked: dict[str, object] = field(default_factory=dict)
    lost: dict[str, tuple[str, object]] = field(default_factory=dict)
    expected: float | None = None
    ready: Ready | None = None
    began: float | None = None
    overdue: bool = False
    spot: Any = field(default=None, repr=False)
    _sent: dict[str, object] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _under_way: Future[None] | None = field(default=None, repr=False)

    def send(self, key: str, begin: Callable[[str], Future[Told]]) -> None:
        """Send the wish as it was rendered with ``key``, unless that has been done already.

        Args:
            key: a key that has been settled is not sent again, its outcome stands; nor is one under way.
            begin: sends it and returns where its answer will be. There is no Streamlit call in here, so
                nothing can end it half-way.
        """
        with self._lock:
            if key != self.key or self._under_way is not None:
                return
            self._under_way, self._sent, self.expected = Future(), dict(self.answers), None
            self.began, self.overdue = None, False
        try:
            begin(key).add_done_callback(self._answered)
        except WishError as error:
            self._settled(error)
        except BaseException:
            self._over()
            raise

    def wait(self, seconds: float) -> bool:
        """Wait for the answer to a sending, so many seconds at most; tells whether none is under way any more."""
        under_way = self._under_way
        if under_way is not None:
            wait([under_way], seconds)
        return not self.under_way

    @property
    def under_way(self) -> bool:
        """Whether a sending has not been answered yet."""
        return self._under_way is not None

    @property
    def pending(self) -> Future[None] | None:
        """What is done once the sending has been answered; None when none is under way."""
        return self._under_way

    @property
    def failed(self) -> bool:
        """Whether it is certain that the last sending changed nothing."""
        return isinstance(self.outcome, WishError) and not isinstance(self.outcome, OutcomeUnknown)

    def mended(self, about: str) -> bool:
        """Tell whether the answer that a refusal was about has been changed since."""
        unasked = object()
        return self.answers.get(about, unasked) != self.refused_for.get(about, unasked)

    def _answered(self, answer: Future[Told]) -> None:
        error = answer.exception()
        if error is None:
            self._settled(answer.result())
        elif isinstance(error, WishError):
            self._settled(error)
        else:
            log.error("a wish was answered with something unforeseen: %s", without_words(error))
            self._settled(OutcomeUnknown(UNFORESEEN))

    def _settled(self, outcome: Told | WishError) -> None:
        with self._lock:
            self.outcome, self.drawn, self.seen = outcome, False, False
            if not isinstance(outcome, OutcomeUnknown):
                self.key = new_key()
            if isinstance(outcome, WishError):
                self.refused_for = self._sent
            else:
                self.draft = self.key + self.mark
                self.answers, self.labels, self.asked, self.lost = {}, {}, {}, {}
        self._over()

    def _over(self) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.set_result(None)


@dataclass
class Desk:
    """The wishes of one person in one session, by the name of their form.

    Attributes:
        wishes: by the name of the form.
        page: where the person is.
        kept: what a page keeps of the person's work beside the answers to its questions, by the page's own name for it.
        mark: what the drafts of the person end with.
        brought: drafts that the browser has kept from before a restart, by the name of their form.
        over: whether the session has become another person's, or nobody's.
    """

    wishes: dict[str, Wish] = field(default_factory=dict)
    page: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    mark: str = ""
    brought: Mapping[str, str] = field(default_factory=dict)
    over: bool = False

    def wish(self, name: str) -> Wish:
        """Return the wish of the form, made at first asking; the form is on the page where the person is."""
        found = self.wishes.get(name) or self.wishes.setdefault(name, self._begun(name))
        found.page = self.page
        return found

    def _begun(self, name: str) -> Wish:
        draft = self.brought.get(name) or new_key() + self.mark
        return Wish(draft[:KEY], draft, self.mark)

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
        """Return the wishes of other pages that the person left before they could read what becomes of them."""
        elsewhere = [wish for wish in list(self.wishes.values()) if wish.page != self.page]
        return [wish for wish in elsewhere if wish.under_way or (wish.outcome is not None and not wish.seen)]

    def awaited(self) -> list[Wish]:
        """Return the wishes, of any page, that are under way, or that a run has drawn so and no later one otherwise.

        The answer may come between the drawing of a wish and the end of the page.
        """
        return [wish for wish in list(self.wishes.values()) if wish.under_way or wish.spot is not None]

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
