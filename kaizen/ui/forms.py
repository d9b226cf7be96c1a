"""A form over a tab of the sheet: asks, keeps what is typed, sends one wish, tells what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from kaizen.domain.reason import Reason, Why
from kaizen.errors import Refused
from kaizen.services.added_answers import WithAnswers
from kaizen.sheet.layout import Kind
from kaizen.ui import awaiting, feedback, fields, freshness, identity, prefill, pressing, show
from kaizen.ui.desk import at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future

    from kaizen.domain.record import Record
    from kaizen.engine.office import Office
    from kaizen.engine.wishes import Receipt
    from kaizen.rules.access import Action
    from kaizen.sheet.intents import Command
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.questions import Answer, Question
    from kaizen.ui.desk import Told, Wish

SAID_OF = {"date": "day", "by": "due"}
"""What a refusal calls a field whose name in the model would not do for a command."""


WORD = 10
"""Most characters of a word that confirms something."""


class Form:
    """One form of one page, as this run draws it.

    There is no box around the inputs that holds answers back until a button is pressed: each answer
    is kept as soon as it is given, so a draft survives a look at another page.
    """

    def __init__(self, office: Office, name: str, tab: Tab | None = None) -> None:
        self.office, self.name, self.tab = office, name, tab
        self.year = office.year
        self.wish = identity.desk().wish(name)
        self.key = self.wish.key
        self.unanswered: list[Reason] = []
        self.added: dict[Question, Answer] = {}
        self._keys: set[str] = set()

    def key_of(self, field: str, of: str | None = None) -> str:
        """Return the session's name for an answer: of this person, this form, this draft."""
        key = ".".join((self.name, self.wish.draft, field, *([of] if of is not None else [])))
        self._keys.add(key)
        return key

    def ask(self, field: str, start: Any = None, *, of: str | None = None, **changes: Any) -> Any:  # noqa: ANN401 - as the kind of the column has it
        """Ask for a field of the tab, with whatever the last refusal said about it beneath.

        Args:
            field: of the tab's model.
            start: what the answer is before anybody touches it.
            of: the row it is an answer about, where one form serves several; each has its own answers.
            changes: see `fields.ask`.

        Returns:
            The answer as its kind has it; "", None or () for a blank.
        """
        if self.tab is None:
            raise TypeError(f"the form {self.name} is over no tab")
        column, key = self.tab.column(field), self.key_of(field, of)
        told = prefill.start_of(self.year, column, field, key, changes) if start in (None, "") else None
        answer = fields.ask(self.year, column, key, start if told is None else told, **changes)
        if column.needed and column.kind is Kind.DATE and answer is None:
            sentence = f"Please choose a day under \u201c{column.heading}\u201d."
            self.unanswered.append(Reason(Why.INVALID, sentence, SAID_OF.get(field, field)))
        self.told_about(SAID_OF.get(field, field), (of, answer))
        return answer

    def choose(self, about: str, label: str, options: Sequence[Any], said: Callable[[Any], str], **changes: Any) -> Any:  # noqa: ANN401
        """Ask for one of a list that is not the dropdown of a column; None until one is chosen.

        Args:
            about: names the answer, for its key and for what a refusal says about it.
            label: what is asked.
            options: what there is to choose from.
            said: how an option reads. It goes on reading so while the form is filled in: the browser knows an
                option by nothing else, and one that read otherwise would be lost.
            changes: ``index``, ``placeholder`` or another argument of the input.
        """
        changes = {"index": None, "placeholder": "Choose", **changes}
        key = self.key_of(about)
        chosen = pick_from_list(label, options, key, format_func=self.steady(key, said), **changes)
        self.told_about(about, chosen)
        return chosen

    def choose_several(
        self, about: str, label: str, options: Sequence[Any], said: Callable[[Any], str]
    ) -> tuple[Any, ...]:
        """Ask for some of a list as `choose` does for one; they come in the order in which they were chosen."""
        key = self.key_of(about)
        # Nobody's answer goes without a word, also where the list no longer has it.
        kept = [one for one in st.session_state.get(key, ()) if one not in options]
        chosen = st.multiselect(
            show.label(label),
            [*options, *kept],
            key=key,
            format_func=self.steady(key, said),
            placeholder="Choose",
            persist_state=fields.KEPT,
        )
        self.told_about(about, tuple(chosen))
        return tuple(chosen)

    def add_to(self, about: str, label: str, answers: Sequence[Any], **button: Any) -> None:  # noqa: ANN401
        """Draw a button that adds these to what has been chosen of a list."""
        args = (self.key_of(about), answers)
        button = {"width": "stretch", "on_click": _add, "args": args, **button}
        st.button(show.label(label), key=self.key_of(about, "add"), **button)

    def tick(self, about: str, label: str) -> bool:
        """Ask for a tick that is not a column of the sheet; none until one is set."""
        return st.checkbox(show.label(label), key=self.key_of(about), persist_state=fields.KEPT)

    def type_in(self, about: str, label: str) -> str:
        """Ask for a word or a number that is not a column of the sheet, such as one that confirms something."""
        key = self.key_of(about)
        typed = st.text_input(show.label(label), key=key, persist_state=fields.KEPT, max_chars=WORD) or ""
        self.told_about(about, typed)
        return typed

    def steady(self, key: str, said: Callable[[Any], str]) -> Callable[[Any], str]:
        """Return ``said`` with each option reading as it did at first, until the form is blank again."""
        labels = self.wish.labels
        return lambda option: labels.setdefault((key, option), said(option))

    def picked(self, about: str) -> Any:  # noqa: ANN401
        """Return what has been chosen from a list before it is drawn; None for nothing."""
        return st.session_state.get(self.key_of(about))

    def choose_here(self, about: str, label: str, options: Sequence[Any], of: str | None = None, **changes: Any) -> Any:  # noqa: ANN401
        """Ask for one of a few options, all in sight; the first one until another is chosen."""
        chosen = pick(label, options, self.key_of(about, of), **changes)
        self.told_about(about, (of, chosen))
        return chosen

    def tell(self) -> None:
        """Show what became of the last sending, where the button is not drawn."""
        feedback.outcome(self.wish)

    def told_about(self, about: str, answer: object = None) -> None:
        """Show what the last refusal said about a field, or a row by its key, until the answer is another."""
        self.wish.answers[about] = answer
        if not isinstance(self.wish.outcome, Refused):
            return
        first, *more = feedback.reasons_about(self.wish, about) or ("",)
        if first:
            show.problem("" if more else first, (first, *more) if more else ())

    def send(self, label: str, make: Callable[[str], Command], *, ready: Action | None = None, **button: Any) -> None:  # noqa: ANN401 - as Streamlit's button has it
        """Draw the button; when it is pressed, make the command with the form's key and have it done.

        The page is drawn again afterwards, from the sheet as it then stands; what became of the wish
        stands under the button.

        Args:
            label: of the button.
            make: gives the command.
            ready: what somebody must be allowed to do where a press may be sent before the page is drawn again: for
                forms on which many press at once. ``make`` must then hold nothing of the year.
            button: see Streamlit.
        """
        begin = Sending(self.office, make, tuple(self.unanswered), self._record, dict(self.added))
        self._offer(label, begin, button)
        if ready is not None:
            self._make_ready(begin, ready)

    def carry_out(self, label: str, do: Callable[[str], Told], **button: Any) -> None:  # noqa: ANN401
        """Draw the button as `send` does, for something else to be done than a command."""
        self._offer(label, at_once(do), button)

    def _offer(self, label: str, begin: Callable[[str], Future[Any]], button: Mapping[str, Any]) -> None:
        freshness.doubt(self.office)
        button = {"width": "stretch", "type": "primary", **button}
        if st.button(show.label(label), key=self.key_of("send"), **button) and not pressing.was_sent(self.wish):
            _send(self.wish, self.key, begin)
        feedback.outcome(self.wish)

    def _make_ready(self, begin: Sending, action: Action) -> None:
        button, by = self.key_of("send"), st.session_state[identity.PERSON]
        answers = {key: st.session_state.get(key) for key in self._keys - {button}}
        self.wish.ready = pressing.Ready(button, answers, by, action, self.key, begin, st.empty())

    @property
    def _record(self) -> type[Record] | None:
        return None if self.tab is None else self.tab.record


@dataclass(frozen=True, slots=True)
class Sending:
    """What a button sends, as the form was when it was drawn.

    Attributes:
        office: where the wish goes.
        make: gives the command.
        unanswered: why it cannot be sent as it is.
        record: the model of the rows that the form adds.
        added: what heads have added to them and the form has asked, with the answers.
    """

    office: Office
    make: Callable[[str], Command]
    unanswered: tuple[Reason, ...]
    record: type[Record] | None
    added: Mapping[Question, Answer]

    def __call__(self, key: str) -> Future[Receipt]:
        """Send it with this key.

        Raises:
            Refused: something has not been answered.
            NotSaved: see `Office.submit`.
        """
        if self.unanswered:
            raise Refused([reason.sentence for reason in self.unanswered], self.unanswered)
        return self.office.submit(self._with_answers(self.make(key)))

    def _with_answers(self, wish: Command) -> Command:
        """Return the wish with the answers to what heads have added, if the form has asked anything of the kind."""
        if self.record is None or not self.added:
            return wish
        answers = {question.heading: answer for question, answer in self.added.items()}
        return WithAnswers(wish, self.record, tuple(self.added), answers)


class Buttons:
    """Buttons beside the rows of a list, each a wish of its own; what became of them stands in one place.

    A row may be gone once its wish has been done, so its button cannot be what tells.
    """

    def __init__(self, office: Office, name: str) -> None:
        self.office, self.name = office, name
        self.desk = identity.desk()
        self._doubted = False

    def tell(self) -> None:
        """Show what became of the last of these wishes, and of any that nobody has heard of yet."""
        for wish in self._wishes():
            feedback.outcome(wish)

    def wish(self, about: str) -> Wish:
        """Return the wish of the row whose key is ``about``."""
        return self.desk.wish(f"{self.name}.{about}")

    def offer(self, label: str, about: str, make: Callable[[str], Command], **button: Any) -> None:  # noqa: ANN401
        """Draw the button of the row whose key is ``about``."""
        wish = self.wish(about)
        key = wish.key
        if not self._doubted:
            freshness.doubt(self.office)
            self._doubted = True
        if st.button(show.label(label), key=f"{self.name}.{about}.{wish.draft}", **{"width": "stretch", **button}):
            self._forget_told()
            _send(wish, key, lambda key: self.office.submit(make(key)))

    def _wishes(self) -> list[Wish]:
        return self.desk.under(f"{self.name}.")

    def _forget_told(self) -> None:
        for wish in self._wishes():
            if wish.seen:
                wish.outcome = None


def _add(key: str, answers: Sequence[Any]) -> None:
    st.session_state[key] = list(dict.fromkeys((*st.session_state.get(key, ()), *answers)))


def _send(wish: Wish, key: str, begin: Callable[[str], Future[Any]]) -> None:
    """Send a wish and draw the page again with its outcome; where that takes long, `awaiting` does so later."""
    wish.send(key, begin)
    if awaiting.briefly(wish):
        identity.desk().succeeded(wish)
        st.rerun()


def pick(label: str, options: Sequence[Any], key: str, **changes: Any) -> Any:  # noqa: ANN401
    """Draw a few options of which one is chosen, such as a filter, and return it; kept between pages."""
    changes = {"horizontal": True, "format_func": show.plain, **changes}
    return st.radio(show.label(label), options, key=key, persist_state=fields.KEPT, **changes)


def pick_from_list(label: str, options: Sequence[Any], key: str, **changes: Any) -> Any:  # noqa: ANN401
    """Draw a list of which one is chosen, the first until another is, and return it; kept between pages."""
    return st.selectbox(show.label(label), options, key=key, persist_state=fields.KEPT, **changes)
