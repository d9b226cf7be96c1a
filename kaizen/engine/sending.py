"""Sending one batch behind the fence, and finding out what became of it where no answer says so."""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine import fence, neighbours
from kaizen.engine.agreement import agreed, touched
from kaizen.engine.calls import Trouble, may_pass
from kaizen.engine.composing import batch
from kaizen.engine.faults import CallFailed
from kaizen.engine.formulas import formulas_in
from kaizen.engine.google import quoted
from kaizen.errors import without_words
from kaizen.sheet.headings import ROWS_LOOKED_AT
from kaizen.sheet.layout import KAIZEN, LISTS_TAB, LOG, TAB_OF
from kaizen.sheet.writing import OwnHeading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kaizen.engine.calls import Tries
    from kaizen.engine.google import Workbook
    from kaizen.engine.group import Group
    from kaizen.engine.snapshots import Snapshot, Snapshots
    from kaizen.sheet.cells import Grid

REMEMBERED: Final = 100
"""So many of the revisions that this process has made are known as its own."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Landed:
    """A batch that has taken effect.

    Attributes:
        snapshot: the sheet straight after it, where that is known: the tabs with amended rows, and the
            rest as it was read before; None where it has to be read.
        headings: the first rows of the tabs with new rows, as they were at that instant.
    """

    snapshot: Snapshot | None = None
    headings: Mapping[str, Grid] | None = None


class Sender:
    """Sends batches, one at a time.

    A batch without an answer that is not in the sheet may still be on its way, and lands if nobody moves
    the fence before it comes. So as long as the fence stands where that batch expects it, nobody may be
    told that a wish of it is refused or not saved, and nothing may be decided anew that would stand in other
    rows: first an empty batch has to move the fence.

    Args:
        new_id: an id that has never been used, for the fence.

    Attributes:
        lost: keys of the wishes that may be saved though nobody has been told so: their batch may be on its way,
            or has landed and could not be looked after yet.
        refusal: why the last batch was refused.
        refused: whether it was the very last one, and not for now only.
        trouble: writes that fail, and how long to wait for the next.
    """

    def __init__(self, workbook: Workbook, snapshots: Snapshots, new_id: Callable[[], str]) -> None:
        self._workbook = workbook
        self._snapshots = snapshots
        self._new_id = new_id
        self._made: deque[str] = deque(maxlen=REMEMBERED)
        self._doubt: str | None = None
        self._unanswered: list[tuple[Group, str]] = []
        self.lost: set[str] = set()
        self.refusal: CallFailed | None = None
        self.refused = False
        self.trouble = Trouble(workbook.caller)

    @property
    def in_doubt(self) -> bool:
        """Whether a batch may still be on its way, as far as is known."""
        return self._doubt is not None

    def made(self, revision: str) -> bool:
        """Tell whether a revision is one of the latest that this process has made, or may have made."""
        return revision in self._made

    def found_in(self, snapshot: Snapshot) -> Group | None:
        """Return the group of a lost batch that has landed after all, once; from then on no other one can.

        Its wishes stay in `lost`, until they have been told.
        """
        if self._doubt is None or fence.revision(snapshot.grids) == self._doubt:
            return None
        found = [group for group, after in self._unanswered if _is_there(group, after, snapshot)]
        self._settle()
        self.lost |= {wish.command.key for group in found for wish, _, _ in group.decided}
        return found[0] if found else None

    def send(self, group: Group, revision: str, tries: Tries) -> Landed | None:
        """Send what a group has decided, or nothing but the fence; None when the sheet has moved on, or may have.

        Where Google has no room for it at the moment, that is waited for, and then nothing is sent: people may have
        edited meanwhile what the group was decided on.

        Raises:
            CallFailed: the call did not end well, and nothing was written.
        """
        self.refused = False
        formulas = _places(group)
        amended = {TAB_OF[kind].title for kind, _ in group.rows.amended} | formulas.keys()
        amended |= {LISTS_TAB.title} if group.rows.options else set()
        grown = {TAB_OF[type(record)].title for record in group.rows.added.values()} - amended
        if group.decided and LOG.title in group.snapshot.grids:
            grown.add(LOG.title)
        if not self._looked_up(group, formulas, grown | amended):
            return None
        filled_in = {title for title, columns in group.columns.items() if any(column.formula for column in columns)}
        grown -= filled_in  # such a tab is wanted back whole: a formula has to be in the row that it speaks of
        after = self._next()
        structure = self._workbook.structure
        changes = batch(group, structure, revision, after)
        changes += agreed(structure, touched(structure, changes))
        wanted_back = self._ranges(amended | filled_in | {KAIZEN.title}, grown)
        try:
            seen = self._workbook.apply(changes, wanted_back, patient=False)
        except CallFailed as failed:
            if failed.unknown:
                self._doubt = fence.revision(group.snapshot.grids)
                self._unanswered.append((group, after))
                self.lost |= {wish.command.key for wish, _, _ in group.decided}
                if landed := self._looked_for(group, after) if group.decided else None:
                    return landed
            self._put_off(failed, tries)
            return None
        self.trouble.over()
        self._settle()
        return self._landed(group.snapshot, self._by_title(seen), grown)

    def _looked_up(self, group: Group, formulas: Mapping[str, set[int]], titles: set[str]) -> bool:
        """Look up what a group needs besides its values; False where rows or columns have moved since it was decided.

        Args:
            group: decided.
            formulas: rows, counted from 1, in which a formula may be in its way, by tab.
            titles: of the tabs that it changes.

        Raises:
            CallFailed: the sheet does not answer.
        """
        try:
            group.formulas = formulas_in(self._workbook, group.snapshot, formulas)
            if group.formulas.keys() != formulas.keys():
                return False
            group.spare_formulas()
            group.columns = self._snapshots.columns.for_writing(group.snapshot, titles)
        except CallFailed as failed:
            self._judged(failed)  # a range that is refused belongs to a column or a tab that is gone by now
            return False
        return True

    def mend(
        self,
        repairs: list[dict[str, Any]],
        titles: Collection[str],
        snapshot: Snapshot,
        tries: Tries,
        keys: Collection[str] = (),
    ) -> Snapshot | None:
        """Send what puts cells right; returns the sheet straight after it, None where it has to be read.

        Where Google has no room for it at the moment, that is waited for and nothing is sent, as by `send`.

        Args:
            repairs: requests.
            titles: of the tabs that they change.
            snapshot: of the sheet as it is to be put right.
            tries: how often the repairs have been sent, for how long to wait.
            keys: of the wishes whose amended cells they are.

        Raises:
            CallFailed: the call did not end well.
        """
        read = fence.revision(snapshot.grids)
        structure, after = self._workbook.structure, self._next()
        moved = fence.move(structure, snapshot.grids, read, after)
        told = neighbours.told(structure, snapshot.grids, after, keys)
        same = agreed(structure, touched(structure, repairs))
        self._snapshots.outdated()
        try:
            wanted_back = self._ranges({*titles, KAIZEN.title}, ())
            seen = self._workbook.apply([*moved, *told, *repairs, *same], wanted_back, patient=False)
        except CallFailed as failed:
            if failed.unknown:
                self.trouble.failed(failed)
                raise
            self._put_off(failed, tries)
            return None
        self.trouble.over()
        return self._landed(snapshot, self._by_title(seen), ()).snapshot

    def _next(self) -> str:
        self._made.append(self._new_id())
        return self._made[-1]

    def _put_off(self, failed: CallFailed, tries: Tries) -> None:
        """Wait until it is worth it to try again.

        Raises:
            CallFailed: it is not.
        """
        busy = failed.status == HTTPStatus.TOO_MANY_REQUESTS
        if not may_pass(failed) or not (tries if busy else self.trouble).again(failed):
            self._judged(failed)

    def _judged(self, failed: CallFailed) -> None:
        if failed.status != HTTPStatus.BAD_REQUEST or failed.for_everybody:
            raise failed
        log.info("a batch was refused: %s, %s", failed.request, without_words(failed))
        self.refusal, self.refused = failed, True
        self._workbook.forget()

    def _looked_for(self, group: Group, after: str) -> Landed | None:
        """Tell from the sheet whether a batch without an answer has taken effect."""
        snapshot = self._snapshots.within(0)
        if not _is_there(group, after, snapshot):
            return None
        self._settle()
        return Landed(snapshot, snapshot.grids)

    def _landed(self, before: Snapshot, seen: Mapping[str, Grid], grown: Collection[str]) -> Landed:
        if not seen:
            return Landed()
        whole = {title: grid for title, grid in seen.items() if title not in grown}
        reading = self._snapshots.straight_after(before, whole)
        return Landed(replace(before, reading=reading, grids={**before.grids, **whole}), seen)

    def _settle(self) -> None:
        self._doubt = None
        self._unanswered.clear()
        self.lost.clear()

    def _ranges(self, whole: Collection[str], top: Collection[str]) -> list[str]:
        called, rows = self._workbook.structure.called, f"!1:{ROWS_LOOKED_AT}"
        return [quoted(called(one)) + ("" if one in whole else rows) for one in sorted({*whole, *top})]

    def _by_title(self, seen: Mapping[str, Grid]) -> dict[str, Grid]:
        """Return the cells by the titles that layout knows."""
        structure = self._workbook.structure
        titles = {quoted(structure.called(title)): title for title in structure.tabs}
        return {titles[one.partition("!1:")[0]]: grid for one, grid in seen.items()}


def _places(group: Group) -> dict[str, set[int]]:
    """Return the rows, counted from 1, in which a formula may be in a group's way, by tab."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    rows = group.rows
    answered = {row for row, values in rows.amended.items() if any(isinstance(one, OwnHeading) for one in values)}
    for kind, ref in rows.removed | answered:
        title = TAB_OF[kind].title
        found[title].add(group.snapshot.reading.tabs[title].rows[ref])
    return found


def _is_there(group: Group, after: str, snapshot: Snapshot) -> bool:
    """Tell whether the batch of a group is in the sheet, wholly as it always is.

    One key that is there proves nothing: another process may have saved the same wish by itself.
    """
    seen = snapshot.reading.year.seen_keys
    there = bool(group.decided) and all(wish.command.key in seen for wish, _, _ in group.decided)
    return there or fence.revision(snapshot.grids) == after
