"""One school's days: in term or not, shut and why, and how many school days since the last break."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kaizen.domain.dates import DateKind, DateSpan
from kaizen.rules.private_words import for_everybody

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from kaizen.domain.dates import DateEntry

SATURDAY = 5


CLOSING = (
    DateKind.BANK_HOLIDAY,
    DateKind.CLOSED,
    DateKind.SHARED_INSET,
    DateKind.UNCOMMON_INSET,
    DateKind.INSET,
    DateKind.HALF_TERM,
    DateKind.HOLIDAY,
)
"""The kinds that shut a school to pupils, whatever else the day is; the most telling one first."""

BREAKS = (DateKind.HALF_TERM, DateKind.HOLIDAY)
"""The kinds that start the count of school days again. INSET, a bank holiday or a closure do not."""

INSET_KINDS = (DateKind.INSET, DateKind.SHARED_INSET)


class TermDays:
    """The days of one school, worked out from the rows that hold for it."""

    def __init__(self, rows: Sequence[DateEntry], window: DateSpan) -> None:
        """Take the rows that hold for the school; what they say outside the window is passed over."""
        self.rows = rows
        self.window = window

    @cached_property
    def term(self) -> frozenset[date]:
        """Every day inside a Term row, weekends too."""
        return frozenset(day for day, _ in self._days_of(DateKind.TERM))

    @cached_property
    def closing(self) -> Mapping[date, tuple[DateEntry, ...]]:
        """The rows that shut the school on a day, the most telling one first."""
        found: dict[date, tuple[DateEntry, ...]] = {}
        for kind in CLOSING:
            for day, row in self._days_of(kind):
                found[day] = (*found.get(day, ()), row)
        return found

    @cached_property
    def part_days(self) -> frozenset[date]:
        """Days on which the school closes early."""
        return frozenset(day for day, _ in self._days_of(DateKind.PART_DAY))

    @cached_property
    def busy(self) -> Mapping[date, tuple[str, ...]]:
        """What keeps the school busy on a day, as the Notes of the rows say."""
        found: dict[date, tuple[str, ...]] = {}
        for day, row in self._days_of(DateKind.BUSY):
            found[day] = (*found.get(day, ()), for_everybody(row.notes) or DateKind.BUSY.value)
        return found

    @cached_property
    def inset_days(self) -> frozenset[date]:
        """Weekdays of INSET, shared INSET included; the uncommon day and twilights are not in it."""
        days = (day for kind in INSET_KINDS for day, _ in self._days_of(kind))
        return frozenset(day for day in days if day.weekday() < SATURDAY)

    @cached_property
    def twilights(self) -> int:
        """How many INSET days' worth is taken as twilights: one a row."""
        return sum(row.what is DateKind.TWILIGHTS for row in self.rows)

    @cached_property
    def numbers(self) -> Mapping[date, int]:
        """Each day pupils are in school, with its number since the last break: 1 is their first day back.

        A weekday outside every Term row is a holiday that nobody has written down, so it starts the
        count again too.
        """
        if not self.term:
            return {}
        breaks = {day for kind in BREAKS for day, _ in self._days_of(kind)}
        number, numbers = 0, {}
        for day in DateSpan(min(self.term), max(self.term)).days():
            if day in breaks or (day.weekday() < SATURDAY and day not in self.term):
                number = 0
            elif day.weekday() < SATURDAY and day not in self.closing:
                number += 1
                numbers[day] = number
        return numbers

    def _days_of(self, kind: DateKind) -> Iterator[tuple[date, DateEntry]]:
        for row in self.rows:
            if row.what is kind:
                seen = DateSpan(max(row.first_day, self.window.first), min(row.last_day, self.window.last))
                yield from ((day, row) for day in seen.days())
