"""Tabs that can't be read for now: what pages say about them, and the one place where wishes are refused over them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kaizen.engine.conflicts import kind_of, unsettled
from kaizen.errors import CannotBeRead, NotSaved
from kaizen.sheet.intents import AddOption
from kaizen.sheet.layout import LISTS_TAB, TAB_OF, YEAR_TABS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office
    from kaizen.sheet.intents import Command, Decision, Intent, Refusal
    from kaizen.sheet.reading import Reading

NOT_SAVED: Final = "Nothing was saved, because this rests on it. Please try again once it can be read."


@dataclass(frozen=True, slots=True)
class UnreadableTab:
    """One tab that can't be read for now.

    Attributes:
        sentence: which it is, and why.
        as_of: when what is shown of it was read; None where nothing is known of it.
    """

    sentence: str
    as_of: datetime | None


def unreadable_tabs(office: Office) -> tuple[UnreadableTab, ...]:
    """Return the tabs that can't be read for now, in the order of the sheet. Costs no call."""
    snapshot = office.snapshot
    told = snapshot.reading.unreadable
    if not told:
        return ()
    as_of = office.as_of
    ages = {title: timedelta(seconds=snapshot.asked_at - read_at) for title, read_at in snapshot.last_read.items()}
    return tuple(
        UnreadableTab(sentence, as_of - ages[title] if title in ages else None) for title, sentence in told.items()
    )


def decided(command: Command, year: YearSnapshot, now: datetime, questions: Collection[str] = ()) -> Decision | Refusal:
    """Decide a wish on what is certain.

    What a wish rests on is what it asks the year for, so no list has to say so.

    Args:
        command: the wish.
        year: with all that is known.
        now: local time.
        questions: titles for which two tabs could be meant; a refusal may not rest on either of them.

    Raises:
        NotSaved: it asks for what can't be read for now, or for a tab that could be either of two.
    """
    either = {tab.record: str(unsettled(tab.title)) for tab in YEAR_TABS if tab.record and tab.title in questions}
    known = replace(year, unreadable={**year.unreadable, **either}) if either else year
    try:
        return command.decide(known.certain, now)
    except CannotBeRead as error:
        told = str(error)
        raise NotSaved(told if told in either.values() else f"{told} {NOT_SAVED}") from None


def check_readable(reading: Reading, intents: Iterable[Intent]) -> None:
    """Make sure that every tab can be read that is to be written.

    Raises:
        NotSaved: one can't be; the sentence names it.
    """
    for intent in intents:
        title = (LISTS_TAB if isinstance(intent, AddOption) else TAB_OF[kind_of(intent)]).title
        if told := reading.unreadable.get(title) or reading.unknown.get(title):
            raise NotSaved(f"{told} {NOT_SAVED}")
