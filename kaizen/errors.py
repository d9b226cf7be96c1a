"""Everything that can go wrong, as one small tree, and how it is told in a log.

A plain sentence for a person is in ``str(error)``::

    KaizenError
        SetupError              somebody has to change something before the app can work
            UnusableFile        the embedded sheet's file cannot be used, and is left as it is
            NotAKaizenSheet     the spreadsheet is empty or belongs to something else
            SheetUnreachable    no access, no network, or the sheet is gone
        WishError               one person's wish did not go through
            Refused             the rules say no; every reason is given
            NotSaved            nothing was written, and it is safe to try again
                TooManyWishes   the person has sent very many in a few minutes, and has to wait
            OutcomeUnknown      the sheet has not answered; the wish may still take effect
        CannotBeRead            a tab can't be read for now, and somebody has asked what it says
"""

from __future__ import annotations

import logging
import traceback
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FRAMES: Final = 12
"""So many steps that led to an error are told, those nearest to it."""

CAUSES: Final = 4
"""So many errors behind an error are told."""


class KaizenError(Exception):
    """Anything Kaizen raises on purpose; its text is a sentence for the person who meets it."""


class SetupError(KaizenError):
    """Somebody has to change something before the app can work."""


class UnusableFile(SetupError):  # noqa: N818 - read as the sentence it makes: "raise UnusableFile"
    """The file of the embedded sheet cannot be used; it is never overwritten."""


class NotAKaizenSheet(SetupError):  # noqa: N818
    """The spreadsheet holds no Kaizen year: it is empty, or it is somebody else's."""


class SheetUnreachable(SetupError):  # noqa: N818
    """The spreadsheet cannot be read: no permission, no network, or it has been deleted."""


class CannotBeRead(KaizenError):  # noqa: N818
    """A tab can't be read for now, so nobody knows what it says; the text names the tab and why."""


class WishError(KaizenError):
    """One person's wish did not go through."""


class Refused(WishError):  # noqa: N818
    """The rules say no.

    Attributes:
        reasons: one plain sentence each, all that apply, in the order a person should read them.
        why: the ``domain.reason.Reason`` behind each sentence, which also says what it is about; may be empty.
    """

    def __init__(self, reasons: Sequence[str], why: Sequence[Any] = ()) -> None:
        self.reasons = tuple(reasons)
        self.why = tuple(why)
        super().__init__(" ".join(self.reasons))


class NotSaved(WishError):  # noqa: N818
    """Nothing was written; the same wish may be sent again."""


class TooManyWishes(NotSaved):
    """One person has sent more wishes within a few minutes than anybody needs; the sentence says how long to wait."""


class OutcomeUnknown(WishError):  # noqa: N818
    """The sheet has not answered in time; the wish is still queued or may have taken effect."""


def without_words(error: BaseException) -> str:
    """Return what a log may tell of an error, on one line: kinds, codes and places in the program, causes first.

    Never what the error says: that may be somebody's name, address or words out of a cell.
    """
    chain = [error]
    while (before := chain[0].__cause__ or chain[0].__context__) is not None and before not in chain:
        chain.insert(0, before)
    return "; then ".join(map(_told, chain[-CAUSES:]))


def _told(error: BaseException) -> str:
    codes = [getattr(error, name, None) for name in ("status", "errno")]
    numbers = "".join(f" {int(code)}" for code in codes if isinstance(code, int))
    places = [
        f"{'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]
    ]
    return f"{type(error).__name__}{numbers} at {' > '.join(places) or 'no place'}"


@contextmanager
def quoting_nobody() -> Iterator[None]:
    """Have no log in this process quote an error while the block lasts, whoever logs it: see `without_words`."""
    before = logging.getLogRecordFactory()

    def made(*args: Any, **more: Any) -> logging.LogRecord:  # noqa: ANN401 - as logging has it
        record = before(*args, **more)
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = "%s: %s", (record.getMessage(), without_words(error))
            record.exc_info = record.exc_text = None
        return record

    logging.setLogRecordFactory(made)
    try:
        yield
    finally:
        logging.setLogRecordFactory(before)
