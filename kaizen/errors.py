"""Everything that can go wrong, as one small tree.

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
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


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
