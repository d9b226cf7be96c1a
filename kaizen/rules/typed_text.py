"""Is what somebody typed or chose in a form fit to keep, and how is it kept?

Every command passes what people type through here, whatever a browser has done to it before. Nothing is
refused for what it looks like: ``=1+1`` is text, and is written as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.cleaning import clean, clean_lines, no_text_at
from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONG_TEXT = 2000
"""Most characters in a box for several sentences."""

SHORT_TEXT = 200
"""Most characters in a box for a few words."""

NAME = 100
"""Most characters of somebody's name."""

NEVER_TIDIED = 4 * LONG_TEXT
"""Text longer than this is refused as it is: composing the letters of a long enough paste would take minutes."""

QUOTED = 60
"""So many characters of a choice are repeated in a sentence about it."""

WORDS_BEFORE = 3
"""So many words before a character that cannot be kept say where it is."""


def tidy(text: str) -> str:
    """Return one line as it is kept; see `clean`. What `against_text` refuses comes back as it was typed."""
    return clean(text) if _can_be_kept(text) else text


def tidy_lines(text: str) -> str:
    """Return several lines as they are kept; see `clean_lines`. What `against_text` refuses comes back as typed."""
    return clean_lines(text) if _can_be_kept(text) else text


def _can_be_kept(text: str) -> bool:
    return len(text) <= NEVER_TIDIED and no_text_at(text) is None


def against_text(about: str, label: str, text: str, longest: int, *, needed: bool = False) -> Iterable[Reason]:
    """Give the reasons against a text, none or one.

    Args:
        about: the field of the form.
        label: the heading as people see it.
        text: as typed; what tidying takes away does not count.
        longest: in characters.
        needed: whether it may be left blank.
    """
    length = len(tidy_lines(text))
    if length > longest:
        sentence = f"\u201c{label}\u201d is {length:,} letters long; at most {longest:,}, please."
        yield Reason(Why.INVALID, sentence, about)
    elif (place := no_text_at(text)) is not None:
        sentence = (
            f"\u201c{label}\u201d has a character in it that cannot be kept, {_after(text[:place])}. "
            "Please delete it there, or type that part again."
        )
        yield Reason(Why.INVALID, sentence, about)
    elif needed and not length:
        yield Reason(Why.INVALID, f"Please fill in \u201c{label}\u201d.", about)


def _after(before: str) -> str:
    words = " ".join(clean(before).split()[-WORDS_BEFORE:])[-QUOTED:]
    return f"straight after \u201c{words}\u201d" if words else "at the very beginning"


def against_choice(about: str, label: str, choice: str, options: Sequence[str]) -> Iterable[Reason]:
    """Give the reasons against a choice from a list, none or one. With an empty list any few words will do."""
    chosen = tidy(choice)
    if not chosen:
        yield Reason(Why.INVALID, f"Please choose \u201c{label}\u201d.", about)
    elif not options:
        yield from against_text(about, label, choice, SHORT_TEXT)
    elif chosen not in options:
        told = clean(choice[:NEVER_TIDIED])
        cut = told if len(told) <= QUOTED else f"{told[: QUOTED - 1]}\u2026"
        sentence = f"\u201c{cut}\u201d is not one of the choices for \u201c{label}\u201d: {listed(options, 'or')}."
        yield Reason(Why.INVALID, sentence, about)
