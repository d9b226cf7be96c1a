"""What a person hears about a wish, in plain words, whichever run of the page gets to say it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from kaizen.errors import NotSaved, OutcomeUnknown, Refused, TooManyWishes, WishError
from kaizen.ui import awaiting, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaizen.ui.desk import Desk, Told, Wish

KEPT = "What you filled in is still here."
ELSEWHERE = "What you filled in is still on the page \u201c{}\u201d."


@contextmanager
def told() -> Iterator[None]:
    """Show a wish that did not go through instead of raising it."""
    try:
        yield
    except WishError as error:
        failure(error)


def failure(error: WishError, kept: str = KEPT) -> None:
    """Show why a wish did not go through and what to do now.

    Args:
        error: what became of the wish.
        kept: where what was filled in is now.
    """
    match error:
        case Refused():
            refused(error.reasons, kept)
        case TooManyWishes():
            show.caution(f"Not saved, and nothing was changed. {error} {kept}")
        case NotSaved():
            show.caution(f"Not saved, and nothing was changed. {error} Please try again. {kept}")
        case OutcomeUnknown():
            show.caution(
                f"We do not know yet whether this was saved. {error} "
                "Press the button again to find out: it will not be done twice."
            )
        case _:
            show.caution(f"Not saved. {error}")


def refused(reasons: Sequence[str], kept: str = KEPT) -> None:
    """Show what stands against a wish; nothing once nothing is left of it."""
    if len(reasons) == 1:
        show.problem(f"Not saved. {reasons[0]} {kept}")
    elif reasons:
        show.problem(f"Not saved, for {len(reasons)} reasons. {kept}", reasons)


def outcome(wish: Wish) -> None:
    """Show what became of the last sending of a form, if there was one."""
    if wish.under_way:
        awaiting.keep_a_spot(wish)
        return
    wish.spot, last = None, wish.outcome
    if last is None:
        return
    _show(wish, last)
    if not isinstance(last, WishError) and not wish.seen and not _is_quiet(last):
        show.brief(last.sentence.partition("\n")[0])
    wish.drawn = True


def in_advance(wish: Wish) -> None:
    """Show the outcome before the page is drawn, which will show it again in the same place."""
    if wish.outcome is not None:
        _show(wish, wish.outcome)


def _show(wish: Wish, last: Told | WishError) -> None:
    if isinstance(last, Refused):
        refused(_left_of(wish, last))
    elif isinstance(last, WishError):
        failure(last)
    else:
        _done(last)


def unread(desk: Desk) -> None:
    """Show what becomes of wishes of other pages, where the person was gone before the sheet had answered."""
    for wish in desk.unread():
        if wish.under_way:
            awaiting.keep_a_spot(wish)
            continue
        wish.spot, last = None, wish.outcome
        if isinstance(last, WishError):
            failure(last, ELSEWHERE.format(wish.page))
        elif last is not None:
            _done(last)
        wish.drawn = True


def _done(told: Told) -> None:
    if _is_quiet(told):
        show.note("{}", told.sentence)
    else:
        sentence, *points = told.sentence.split("\n")
        show.good(sentence, points)


def _is_quiet(told: Told) -> bool:
    """Tell whether nothing has been done that is worth a cheer."""
    return bool(getattr(told, "quiet", False))


def reasons_about(wish: Wish, about: str) -> tuple[str, ...]:
    """Return the sentences of the last refusal that are about one field of the form, or one row, as it still is."""
    if wish.mended(about):
        return ()
    why = getattr(wish.outcome, "why", ())
    return tuple(reason.sentence for reason in why if reason.about == about)


def _left_of(wish: Wish, error: Refused) -> tuple[str, ...]:
    """Return the reasons that still stand: not those about an answer that has been changed since."""
    mended = {reason.sentence for reason in error.why if wish.mended(reason.about)}
    return tuple(sentence for sentence in error.reasons if sentence not in mended)
