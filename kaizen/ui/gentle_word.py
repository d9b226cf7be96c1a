"""A gentle word beside what somebody writes, before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.rules.private_words import colleagues, may_name_a_pupil
from kaizen.ui import show

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

A_PUPIL: Final = (
    "This may name a pupil. If it does, please write \u201ca child\u201d instead; if not, all is well. You can send it "
    "either way."
)


def beside(year: YearSnapshot, text: str) -> str:
    """Say so below a box where its text seems to name a pupil; returns the text as it is."""
    if text and may_name_a_pupil(text, year.once(colleagues)):
        show.caution(A_PUPIL)
    return text
