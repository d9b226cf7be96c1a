"""Saving one group of wishes: read, decide, send one batch, judge what became of it, look again."""

from __future__ import annotations

import logging
from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine import fence
from kaizen.engine.composing import batch
from kaizen.engine.faults import CallFailed
from kaizen.engine.group import BROKEN, Group
from kaizen.engine.verifying import Amended
from kaizen.errors import NotSaved, OutcomeUnknown, WishError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.google import Workbook
    from kaizen.engine.snapshots import Snapshot, Snapshots
    from kaizen.engine.wishes import Wish

ATTEMPTS: Final = 8
"""How often a group is decided again because somebody else was quicker."""
REFUSALS: Final = 2
"""How often a batch on one revision may be refused before it is the batch and not the revision."""

REPAIRS: Final = 4
"""How often cells that hit the wrong row are put right before the outcome counts as unknown."""

UNANSWERED: Final = (
    "The sheet has not answered, so nobody knows yet whether this is saved. "
    "Please look again in a minute; sending it again is safe and does nothing twice."
)
CONTENDED: Final = "Too many people are saving at this moment. Nothing was saved; please try again."
AGAIN: Final = "Nothing was saved; please try again in a minute."
MOVING: Final = f"Somebody is moving rows in the sheet at this moment. {AGAIN}"

log = logging.getLogger(__name__)


class Committer:
    """Saves groups of wishes, one group at a time; used by one thread only.

    Args:
        now: local time in a year, as commands are to see it.
        new_id: an id that has never been used, for the fence.
        fresh_for: seconds for which the read-back of one group serves the next; 0 always reads.
    """

    def __init__(
        self,
        workbook: Workbook,
        snapshots: Snapshots,
        *,
        now: Callable[[YearSnapshot], datetime],
        new_id: Callable[[], str],
        fresh_for: float,
    ) -> None:
        self._workbook = workbook
        self._snapshots = snapshots
        self._now = now
        self._new_id = new_id
        self._fresh_for = fresh_for
        self._in_doubt = False
        self._unseen: Amended | None = None

    def commit(self, wishes: Sequence[Wish]) -> None:
        """Save the wishes and tell every sender what became of theirs; raises nothing."""
        self._in_doubt = False
        failure: WishError = NotSaved(CONTENDED)
        try:
            self._save(wishes)
        except CallFailed as failed:
            log.warning("not saved: %s (%s)", failed, failed.detail)
            failure = NotSaved(f"{failed} {AGAIN}")
        except NotSaved as failed:
            failure = failed
        except BaseException:
            log.exception("a group of %d wishes failed", len(wishes))
            failure = NotSaved(BROKEN)
        for wish in wishes:
            wish.told(OutcomeUnknown(UNANSWERED) if self._in_doubt else failure)

    def _save(self, wishes: Sequence[Wish]) -> None:
        self._see_to_the_last()
        refusals: Counter[str] = Counter()
        for attempt in range(ATTEMPTS):
            group = self._decided(wishes, 0 if attempt else self._fresh_for)
            if not group.decided:
                return
            revision = self._revision(group.snapshot, refusals)
            if self._landed(group, revision):
                self._in_doubt = False
                self._confirm(group)
                return
            refusals[revision] += 1
            if refusals[revision] == REFUSALS:
                self._apart(wishes)
                return

    def _decided(self, wishes: Sequence[Wish], fresh_for: float) -> Group:
        snapshot = self._snapshots.within(fresh_for)
        group = Group(snapshot, self._now(snapshot.reading.year))
        for wish in [wish for wish in wishes if not wish.answer.done()]:
            group.decide(wish)
        return group

    def _revision(self, snapshot: Snapshot, refusals: Counter[str]) -> str:
        """Return the revision to name: the one read with the values, or the real one where that was refused."""
        read = fence.revision(snapshot.grids)
        return self._workbook.structure.named_ranges.get(fence.RANGE, "") if refusals[read] else read

    def _landed(self, group: Group, revision: str) -> bool:
        """Send the group; False when it was refused because the sheet has moved on."""
        after = self._new_id()
        try:
            self._workbook.apply(batch(group, self._workbook.structure, revision, after))
        except CallFailed as failed:
            if failed.unknown:
                self._in_doubt = True
                return self._settled(group, after)
            if failed.status != HTTPStatus.BAD_REQUEST:
                raise
            log.info("a batch was refused: %s", failed.detail)
            self._refusal = failed
            self._workbook.forget()
            return False
        return True

    def _settled(self, group: Group, after: str) -> bool:
        """Tell from the sheet whether a batch without an answer has taken effect."""
        snapshot = self._snapshots.within(0)
        seen = snapshot.reading.year.seen_keys
        return fence.revision(snapshot.grids) == after or any(wish.command.key in seen for wish, _, _ in group.decided)

    def _apart(self, wishes: Sequence[Wish]) -> None:
        """Save a group that is refused as a whole in halves, so that one wish cannot hold up the others."""
        if self._in_doubt:
            return
        left = [wish for wish in wishes if not wish.answer.done()]
        if len(left) == 1:
            raise self._refusal
        middle = len(left) // 2
        self.commit(left[:middle])
        self.commit(left[middle:])

    def _confirm(self, group: Group) -> None:
        if not group.rows.amended:
            self._snapshots.committed(group.snapshot, group.year)
            group.written()
            return
        self._unseen = Amended(group)
        try:
            group.lost(self._seen_to(self._unseen))
        except (CallFailed, NotSaved) as failed:
            log.warning("could not look again: %s", failed)
            group.unconfirmed(OutcomeUnknown(UNANSWERED))
        group.written()

    def _see_to_the_last(self) -> None:
        """Put the rows of the group before right where that could not be seen to at the time.

        Until then nothing is decided: its wishes are on Log, so they would count as done though they may
        have hit another row.
        """
        if self._unseen is not None:
            self._seen_to(self._unseen)

    def _seen_to(self, amended: Amended) -> set[tuple[type[Record], str]]:
        """Look until every amended cell is where it belongs, put right what is not, and return the rows that are gone.

        Raises:
            CallFailed: a call did not end well.
            NotSaved: the rows never stopped moving.
        """
        for _ in range(REPAIRS):
            snapshot = self._snapshots.within(0)
            look = amended.look(snapshot.reading, self._workbook.structure)
            if not look.repairs:
                self._unseen = None
                return look.gone
            log.warning("rows moved during a commit: %d repairs", len(look.repairs))
            self._mend(look.repairs, snapshot)
        raise NotSaved(MOVING)

    def _mend(self, repairs: list[dict[str, Any]], snapshot: Snapshot) -> None:
        read = fence.revision(snapshot.grids)
        moved = fence.move(self._workbook.structure, snapshot.grids, read, self._new_id())
        try:
            self._workbook.apply([*moved, *repairs])
        except CallFailed as failed:
            if failed.status != HTTPStatus.BAD_REQUEST:
                raise
            self._workbook.forget()
