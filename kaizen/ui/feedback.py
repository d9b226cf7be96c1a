"""What a person hears about a wish, in plain words, whichever run of the page gets to say it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from kaizen.errors import NotSaved, OutcomeUnknown, Refused, WishError
from kaizen.ui import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.ui.desk import Wish

KEPT = "What you filled in is still here."


@contextmanager
def told() -> Iterator[None]:
    """Show a wish that did not go through instead of raising it."""
    try:
        yield
    except WishError as error:
        failure(error)


def failure(error: WishError) -> None:
    """Show why a wish did not go through and what to do now."""
    match error:
        case Refused() if len(error.reasons) == 1:
            show.problem(f"Not saved. {error.reasons[0]} {KEPT}")
        case Refused():
            show.problem(f"Not saved, for {len(error.reasons)} reasons. {KEPT}", error.reasons)
        case NotSaved():
            show.caution(f"Not saved, and nothing was changed. {error} Please try again. {KEPT}")
        case OutcomeUnknown():
            show.caution(
                f"We do not know yet whether this was saved. {error} "
                "Press the button again to find out: it will not be done twice."
            )
        case _:
            show.caution(f"Not saved. {error}")


def outcome(wish: Wish) -> None:
    """Show what became of the last sending of a form, if there was one."""
    last = wish.outcome
    if last is None:
        return
    if isinstance(last, WishError):
        failure(last)
    elif getattr(last, "quiet", False):
        show.note("{}", last.sentence)
    else:
        show.good(last.sentence)
        if not wish.seen:
            show.brief(last.sentence)
    wish.drawn = True


def reasons_about(wish: Wish, about: str) -> tuple[str, ...]:
    """Return the sentences of the last refusal that are about one field of the form, or one row."""
    why = getattr(wish.outcome, "why", ())
    return tuple(reason.sentence for reason in why if reason.about == about)
