"""What people have answered after an event, told so that nobody can be told from it.

Feedback is anonymous, and nine schools know each other well. So figures are of a whole event and never of a school
or a role: no two of them can be taken from each other. They begin at five answers and grow by five at a time,
so that whoever looks before and after does not learn what the last person has said. No average is worked out, and
nobody is ranked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.rules.private_words import colleagues, may_name_a_pupil

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaizen.domain.event import Feedback
    from kaizen.domain.year import YearSnapshot

FEWEST = 5
"""Answers below which nothing is told, and the step in which figures grow."""

SCORES = {5: "5", 4: "4", 3: "3", 2: "2", 1: "1"}
RATED = ("keynote", "workshops", "organisation")
USE_SOON = ("Yes", "Maybe", "No")
TEXTS = ("differently", "better")


@dataclass(frozen=True, slots=True)
class EventFeedback:
    """What has been answered about one event.

    Attributes:
        event: as the first answer spells it.
        answers: how many the figures are of; a multiple of `FEWEST`.
        counts: field to how many gave each answer, best first; None where fewer than `FEWEST` gave any.
        texts: field to what people wrote, each text once, in the order of the alphabet: neither the time nor
            the order of another field tells who wrote what. What seems to name a pupil is left out.
    """

    event: str
    answers: int
    counts: dict[str, tuple[tuple[str, int], ...] | None]
    texts: dict[str, tuple[str, ...]]


def feedback_summary(year: YearSnapshot) -> tuple[EventFeedback, ...]:
    """Return every event that at least `FEWEST` answers are about, the last of the sheet first; of others nothing."""
    events: defaultdict[str, list[Feedback]] = defaultdict(list)
    for answer in year.feedback:
        events[" ".join(answer.event.casefold().split())].append(answer)
    told = [_told(year, answers[: len(answers) // FEWEST * FEWEST]) for answers in events.values()]
    return tuple(event for event in reversed(told) if event is not None)


def _told(year: YearSnapshot, answers: Sequence[Feedback]) -> EventFeedback | None:
    if not answers:
        return None
    used = _counted([row.use_soon.strip().capitalize() for row in answers], USE_SOON)
    rated = {field: [SCORES.get(getattr(row, field), "") for row in answers] for field in RATED}
    counts = {"use_soon": used} | {field: _counted(given, SCORES.values()) for field, given in rated.items()}
    texts = {field: _texts(year, (getattr(row, field) for row in answers)) for field in TEXTS}
    return EventFeedback(answers[0].event, len(answers), counts, texts)


def _counted(given: Sequence[str], options: Iterable[str]) -> tuple[tuple[str, int], ...] | None:
    count = Counter(given)
    each = tuple((option, count[option]) for option in options)
    return each if sum(number for _, number in each) >= FEWEST else None


def _texts(year: YearSnapshot, texts: Iterable[str]) -> tuple[str, ...]:
    staff = year.once(colleagues)
    told = {text.strip() for text in texts if text.strip() and not may_name_a_pupil(text, staff)}
    return tuple(sorted(told, key=lambda text: (text.casefold(), text)))
