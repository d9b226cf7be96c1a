"""Is what somebody typed or chose in a form fit to keep?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONG_TEXT = 2000
"""Most characters in a box for several sentences."""

SHORT_TEXT = 200
"""Most characters in a box for a few words."""


def against_text(about: str, label: str, text: str, longest: int, *, needed: bool = False) -> Iterable[Reason]:
    """Give the reasons against a text, none or one.

    Args:
        about: the field of the form.
        label: the heading as people see it.
        text: as typed; blanks at either end do not count.
        longest: in characters.
        needed: whether it may be left blank.
    """
    length = len(text.strip())
    if needed and not length:
        yield Reason(Why.INVALID, f"Please fill in \u201c{label}\u201d.", about)
    if length > longest:
        yield Reason(
            Why.INVALID,
            f"\u201c{label}\u201d is {length:,} letters long; at most {longest:,}, please.",
            about,
        )


def against_choice(about: str, label: str, choice: str, options: Sequence[str]) -> Iterable[Reason]:
    """Give the reasons against a choice from a list, none or one. With an empty list anything will do."""
    if not choice.strip():
        yield Reason(Why.INVALID, f"Please choose \u201c{label}\u201d.", about)
    elif options and choice.strip() not in options:
        yield Reason(
            Why.INVALID,
            f"\u201c{choice.strip()}\u201d is not one of the choices for \u201c{label}\u201d: {listed(options, 'or')}.",
            about,
        )
