"""What time it is by the sheet's own clock, which is the same for every process whatever its own says.

Who is first, and whether booking is open, must not depend on which computer the app runs on. Each answer of the
sheet carries a ``Date``. It was put there while the call was under way, and says whole seconds: so it bounds what
the sheet's clock says now, and every further answer makes that narrower.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CUT_OFF: Final = timedelta(seconds=1)
"""A Date leaves out parts of a second."""

LONDON: Final = ZoneInfo("Europe/London")


def london_time() -> datetime:
    """Return the time on the schools' walls, without a zone, by this machine's clock."""
    return _in_london(datetime.now(LONDON))


def _in_london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON).replace(tzinfo=None)


class SheetTime:
    """The sheet's clock, as its answers have told it. Safe to use from any thread.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: tuple[datetime, float] | None = None

    def heard(self, headers: Mapping[str, str], asked_at: float) -> None:
        """Learn from the headers of an answer that has just come; without a Date that can be read, nothing.

        Args:
            headers: of a good answer of the sheet itself.
            asked_at: seconds on the clock when the call began.
        """
        come_at = self._clock()
        try:
            earliest = parsedate_to_datetime(headers["Date"]).astimezone(UTC)
        except (LookupError, ValueError):
            return
        latest = earliest + CUT_OFF + timedelta(seconds=come_at - asked_at)
        self._known = min(max(self._at(come_at) or earliest, earliest), latest), come_at

    def now(self) -> datetime | None:
        """Return the schools' local time, never later than the sheet's clock has it; None before the first answer."""
        told = self._at(self._clock())
        return told and _in_london(told)

    def _at(self, second: float) -> datetime | None:
        if self._known is None:
            return None
        then, heard_at = self._known
        return then + timedelta(seconds=second - heard_at)
