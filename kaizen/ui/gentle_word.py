"""A gentle word beside what somebody writes, before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.rules.private_words import colleagues, may_name_a_pupil, may_tell_why_away, says_why_away
from kaizen.ui import show

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

A_PUPIL: Final = (
    "This may name a pupil. If it does, please write \u201ca child\u201d instead; if not, all is well. You can send it "
    "either way."
)
A_REASON: Final = (
    "This may tell something private, such as why somebody is away. What others need to know is enough: "
    "\u201caway\u201d. You can send it either way."
)


def beside(year: YearSnapshot, text: str, *, of_a_person: bool = False) -> str:
    """Say below a box what its text seems to give away; returns the text as it is.

    Args:
        year: whose colleagues are no pupils.
        text: what is written.
        of_a_person: whether the box is for a word on one member of staff.
    """
    if text and may_name_a_pupil(text, year.once(colleagues)):
        show.caution(A_PUPIL)
    elif text and (may_tell_why_away(text) if of_a_person else says_why_away(text)):
        show.caution(A_REASON)
    return text
