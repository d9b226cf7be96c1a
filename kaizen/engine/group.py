"""A group of wishes decided one after the other, each against the year as those before have left it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine.asked_now import asked_otherwise
from kaizen.engine.changes import (
    Change,
    corrected,
    of_amended,
    of_answered,
    of_corrected,
    of_new,
    of_option,
    of_removed,
)
from kaizen.engine.conflicts import (
    answered_otherwise,
    check_columns,
    check_settled,
    conflicts,
    current,
    edited,
    in_the_way,
    overtaken,
    spared,
    words_in_the_way,
)
from kaizen.engine.conflicts import gone as row_gone
from kaizen.engine.giving_codes import NO_CODE, codes_to_give, leaks, settled, with_codes
from kaizen.engine.unreadable import check_readable, decided
from kaizen.engine.wanted_rows import Rows
from kaizen.engine.wishes import Receipt
from kaizen.errors import NotSaved, Refused, without_words
from kaizen.sheet.intents import AddOption, Amend, Append, Correct, Refusal, Remove
from kaizen.sheet.layout import LISTS_TAB, TAB_OF
from kaizen.sheet.text import match_key
from kaizen.sheet.whole_rows import columns_said
from kaizen.sheet.writing import OwnHeading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from kaizen.domain.reason import Reason
    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.conflicts import Words
    from kaizen.engine.formulas import Formulas
    from kaizen.engine.snapshots import Snapshot
    from kaizen.engine.wishes import Wish
    from kaizen.sheet.added_columns import AddedColumn
    from kaizen.sheet.intents import Command, Decision, Intent

    ColumnsNow = Callable[[Snapshot, str], tuple[AddedColumn, ...] | None]

ALREADY: Final = "This has been saved already."
BROKEN: Final = (
    "Something in the app went wrong over this. Nothing was saved; the organiser can find it in the app's log."
)

log = logging.getLogger(__name__)


class Group:
    """Wishes that will be written together.

    Args:
        columns_now: what people have added to a tab, as it stands; None where nobody can tell.

    Attributes:
        year: the year as the wishes so far have left it.
        rows: what is to be written.
        decided: the wishes that will be told so once the sheet has answered, and what they changed.
        columns: what is known of the columns that people have added, by tab; filled in before it is written.
        formulas: where formulas stand in tabs that lose rows or get answers in rows that were there; filled in
            before it is written.
        spared: tab, ref and heading of each answer that would have been written over a formula.
    """

    def __init__(self, snapshot: Snapshot, now: datetime, columns_now: ColumnsNow) -> None:
        self.snapshot = snapshot
        self._columns_now = columns_now
        self.now = now
        self._codes = codes_to_give(snapshot.reading, snapshot.questions)
        self._before = with_codes(snapshot.reading.year, self._codes)
        self.year = self._before
        self.rows = Rows()
        self.decided: list[tuple[Wish, Decision, tuple[Change, ...]]] = []
        self.columns: Mapping[str, tuple[AddedColumn, ...]] = {}
        self.formulas: Mapping[str, Formulas] = {}
        self.spared: set[tuple[str, str, str]] = set()
        self._held: list[tuple[Wish, Receipt | Exception]] = []
        self._at_once: list[tuple[Wish, Receipt | Exception]] = []

    def decide(self, wish: Wish) -> None:
        """Decide one wish; see `answer` and `written` for when it hears."""
        try:
            outcome = self._outcome(wish)
            waits = outcome is not None and self._may_rest_on_the_group(wish.command, outcome)
        except NotSaved as failed:
            outcome, waits = failed, False
        except BaseException as failed:  # noqa: BLE001 - one wish must not take the others along
            # Not the wish itself: it holds what somebody has typed, of any length and about anybody.
            kind = type(wish.command).__name__
            log.error("deciding %s %s failed: %s", kind, wish.command.key, without_words(failed))
            outcome, waits = NotSaved(BROKEN), False
        if waits and outcome is not None:
            self._held.append((wish, outcome))
        elif outcome is not None:
            self._at_once.append((wish, outcome))

    @property
    def keys(self) -> list[str]:
        """The keys of the wishes that are to be written."""
        return [wish.command.key for wish, _, _ in self.decided]

    @property
    def left_alone(self) -> set[tuple[str, str, str]]:
        """Tab, ref and heading of each cell that is neither cleared nor written, for a formula stands in it."""
        tabs = self.snapshot.reading.tabs
        return self.spared | {
            (title, ref, heading)
            for title, ref in ((TAB_OF[kind].title, ref) for kind, ref in self.rows.removed)
            for heading in self.formulas[title].left_alone(tabs[title].rows[ref], tabs[title])
        }

    def answer(self) -> None:
        """Tell those in whose answer nothing that is still to be written has a part."""
        for wish, outcome in self._at_once:
            wish.told(outcome)

    def written(self) -> None:
        """Tell everybody: the sheet has answered."""
        for wish, decision, changes in self.decided:
            if over := self._spared_of(changes):
                wish.told(refused(Refusal(tuple(over))))
            wish.told(Receipt(decision.sentence, wish.command.key, decision.log))
        for wish, outcome in [*self._held, *self._at_once]:
            wish.told(outcome)

    def _spared_of(self, changes: tuple[Change, ...]) -> list[Reason]:
        cells = ((change.title, change.ref, text[0]) for change in changes for text in change.texts)
        return [spared(title, heading) for title, ref, heading in cells if (title, ref, heading) in self.spared]

    def unconfirmed(self, doubt: Exception, *, new: bool) -> None:
        """Tell those whose wish amended a row, or added one, that it could not be seen in the sheet afterwards.

        With new rows so do those whose answer rests on the group: other people's rows may be in their way until then.
        """
        for wish, _, changes in self.decided:
            if new or not all(change.is_new for change in changes):
                wish.told(doubt)
        for wish, _ in self._held if new else ():
            wish.told(doubt)

    def lost(self, gone: set[tuple[type[Record], str]]) -> None:
        """Tell those of whose wish nothing is left: every row was deleted by hand in the very moment of the commit.

        Where a wish did more than that it has been done; the row that it would have changed is gone anyway.
        """
        for wish, _, changes in self.decided:
            rows = [(change.kind, change.ref) for change in changes if change.kind is not None and not change.is_new]
            if rows and len(rows) == len(changes) and gone.issuperset(rows):
                wish.told(refused(Refusal(tuple(row_gone(*row) for row in dict.fromkeys(rows)))))

    def spare_formulas(self) -> None:
        """Leave out what would be written over a formula under a heading that people have added."""
        tabs = self.snapshot.reading.tabs
        for (kind, ref), values in self.rows.amended.items():
            title = TAB_OF[kind].title
            there = self.formulas[title].by_row.get(tabs[title].places[ref], {}) if title in self.formulas else {}
            for name in [name for name in values if isinstance(name, OwnHeading) and name in there]:
                del values[name]
                self.spared.add((title, ref, str(name)))

    def stayed(self, rows: set[tuple[type[Record], str]]) -> None:
        """Tell those who wished a row gone in which somebody has typed in the very moment of the commit."""
        for wish, _, changes in self.decided:
            if left := [(one.kind, one.ref) for one in changes if one.kind and (one.kind, one.ref) in rows]:
                there = self.snapshot.reading.year
                records = [row for kind, ref in dict.fromkeys(left) for row in there.rows_like(kind) if row.ref == ref]
                wish.told(refused(Refusal(tuple(edited(row) for row in records))))

    def _outcome(self, wish: Wish) -> Receipt | Exception | None:
        command = settled(wish.command, self.year)
        if command.key in self.snapshot.reading.year.seen_keys:
            return Receipt(ALREADY, command.key)
        answer = decided(command, self.year, self.now, self.snapshot.questions)
        if isinstance(answer, Refusal):
            return refused(answer)
        if not answer.intents:
            return Receipt(answer.sentence, command.key)
        if any(map(leaks, answer.intents)):
            kind = type(command).__name__
            log.error("%s %s would write what only stands for a code", kind, wish.command.key)
            return NotSaved(NO_CODE)
        check_settled(self.snapshot.questions, answer.intents)
        check_readable(self.snapshot.reading, answer.intents)
        check_columns(self.snapshot.reading, answer.intents)
        if reasons := tuple(self._asked_otherwise(answer)):
            return refused(Refusal(reasons))
        return self._apply(wish, answer)

    def _asked_otherwise(self, decision: Decision) -> Iterator[Reason]:
        """Give each reason once: several rows of one wish have the same answers."""
        asked = [one for one in decision.intents if isinstance(one, Append) and one.answers and one.asked]
        for intent in asked[:1]:
            columns = self._columns_now(self.snapshot, TAB_OF[type(intent.record)].title)
            yield from asked_otherwise(intent, columns) if columns is not None else ()

    def _may_rest_on_the_group(self, command: Command, outcome: Receipt | Exception) -> bool:
        """Tell whether an answer might be another one without the rows that are still to be written.

        All of it counts, to the letter: a wish that was refused anyway may have one more reason by now, or
        another number of people before it.
        """
        if not self.decided:
            return False
        if not isinstance(outcome, Refused):
            return True
        alone = decided(settled(command, self._before), self._before, self.now, self.snapshot.questions)
        return not isinstance(alone, Refusal) or alone.reasons != outcome.why

    def _apply(self, wish: Wish, decision: Decision) -> Exception | None:
        year, changes = self.year, []
        intents = tuple(intent for intent in decision.intents if not self._is_left_out(intent))
        for intent in intents:
            reasons = self._against(year, intent)
            if reasons:
                return refused(Refusal(tuple(reasons)))
            year, change = self._applied(year, intent)
            changes.append(change)
        self.year = year
        self._add(wish.command, intents)
        self.decided.append((wish, decision, tuple(changes)))
        return None

    def _against(self, year: YearSnapshot, intent: Intent) -> list[Reason]:
        if isinstance(intent, Append | AddOption):
            return []
        if isinstance(intent, Correct):
            return overtaken(self.snapshot.reading, intent, self._written(intent.kind, intent.ref))
        if isinstance(intent, Remove):
            written = self._written(type(intent.record), intent.record.ref)
            return in_the_way(year, self.snapshot.reading, intent, written)
        own = self._own(intent.record)
        return [*conflicts(year, intent, self._words(intent)), *answered_otherwise(own, intent)]

    def _written(self, kind: type[Record], ref: str) -> Mapping[str, Any]:
        """Return what the group so far writes to a row that was there, by field."""
        return self.rows.amended.get((kind, ref), {})

    def _applied(self, year: YearSnapshot, intent: Intent) -> tuple[YearSnapshot, Change]:
        if isinstance(intent, AddOption):
            return year, of_option(intent)
        if isinstance(intent, Append):
            return year.added(intent.record), of_new(intent.record, intent.log)
        if isinstance(intent, Correct):
            row = next((row for row in year.rows_like(intent.kind) if row.ref == intent.ref), None)
            return year if row is None else year.changed(row, corrected(row, intent)), of_corrected(intent)
        before = _row(year, intent)
        if isinstance(intent, Remove):
            tab = self.snapshot.reading.tabs[TAB_OF[type(before)].title]
            return year.removed(before), of_removed(before, tab, self._written(type(before), before.ref))
        after = before.model_copy(update=dict(intent.wanted))
        change = of_amended(before, after, intent.wanted, intent.log)
        told = of_answered(self._own(before), intent.answers)
        return year.changed(before, after), replace(change, texts=change.texts + told)

    def _own(self, row: Record) -> dict[str, Any]:
        """Return what a row says under headings that people have added, as the group so far leaves it."""
        tab = self.snapshot.reading.tabs[TAB_OF[type(row)].title]
        written = self._written(type(row), row.ref).items()
        return {
            **tab.own_cells(tab.rows.get(row.ref, 0)),
            **self.rows.answers.get(row.ref, {}),
            **{str(name): value for name, value in written if isinstance(name, OwnHeading)},
        }

    def _is_left_out(self, intent: Intent) -> bool:
        if isinstance(intent, AddOption):
            lists = columns_said(self.snapshot.reading.tabs[LISTS_TAB.title])
            there = [*lists.get(intent.heading, {}).values(), *self.rows.options.get(intent.heading, ())]
            return match_key(intent.option) in map(match_key, there)
        return isinstance(intent, Amend) and intent.optional and bool(self._words(intent))

    def _words(self, amend: Amend) -> dict[str, Words]:
        written = self._written(type(amend.record), amend.record.ref)
        return words_in_the_way(self.snapshot.reading, amend, written)

    def _add(self, command: Command, intents: tuple[Intent, ...]) -> None:
        taken = {intent.record.ref for intent in intents if isinstance(intent, Append)}
        self.rows.give_codes(self._codes, command.key, taken)
        self._codes = {}
        for intent in intents:
            self.rows.take(intent, command.key, taken)


def refused(refusal: Refusal) -> Refused:
    """Return the refusal as the error that its sender meets, with the reasons themselves beside the sentences."""
    return Refused([reason.sentence for reason in refusal.reasons], why=refusal.reasons)


def _row(year: YearSnapshot, intent: Amend | Remove) -> Record:
    row = current(year, intent.record)
    return intent.record if row is None else row
