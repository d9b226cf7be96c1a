"""What people have answered after the day, once five of them have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.wording import counted, listed
from kaizen.rules.feedback_summary import FEWEST, RATED, TEXTS, EventFeedback, feedback_summary
from kaizen.sheet import layout
from kaizen.ui import forms, show

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

PROMISE = (
    "Answers are anonymous. An event is shown once five people have answered (fewer than five answers: not shown), "
    "and its figures grow by five answers at a time. They are never told by school or by role. Of 1 to 5, 5 is best."
)


def told(year: YearSnapshot) -> None:
    """Show what was said of an event, and let people choose another where there are several."""
    show.small("{}", PROMISE)
    events = {event.event: event for event in year.once(feedback_summary)}
    if not events:
        show.note("There is nothing to read yet.")
        return
    name, *others = events
    if others:
        name = forms.pick_from_list("Event", list(events), "feedback.event")
    _event(events[name])


def _event(event: EventFeedback) -> None:
    show.points(
        (_figures(field, counts) for field, counts in event.counts.items()),
        under=f"{event.event}: {counted(event.answers, 'answer')}",
    )
    for field in TEXTS:
        if event.texts[field]:
            show.points(event.texts[field], under=_heading(field))


def _figures(field: str, counts: tuple[tuple[str, int], ...] | None) -> str:
    if counts is None:
        return f"{_heading(field)}: fewer than {FEWEST} answers, not shown"
    verb = "gave" if field in RATED else "said"
    return f"{_heading(field)}: {listed([f'{number} {verb} {answer}' for answer, number in counts if number])}"


def _heading(field: str) -> str:
    return layout.FEEDBACK.column(field).heading
