"""Saving one group of wishes: read, decide, send one batch, judge what became of it, look again."""

from __future__ import annotations

import logging
from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from kaizen.engine import fence
from kaizen.engine.calls import Tries
from kaizen.engine.conflicts import unsettled
from kaizen.engine.faults import CallFailed
from kaizen.engine.group import BROKEN, Group
from kaizen.engine.neighbours import MOVING, Neighbours
from kaizen.engine.sending import Sender
from kaizen.engine.watching import Watch
from kaizen.errors import NotSaved, OutcomeUnknown, WishError, without_words
from kaizen.sheet.layout import KAIZEN, LOG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.google import Workbook
    from kaizen.engine.sending import Landed
    from kaizen.engine.snapshots import Snapshot, Snapshots
    from kaizen.engine.verifying import Look
    from kaizen.engine.wishes import Wish

ATTEMPTS: Final = 8
"""How often a group is decided again because somebody else was quicker."""
REFUSALS: Final = 2
"""How often a batch on one revision may be refused before it is the batch and not the revision."""

REPAIRS: Final = 8
"""How often cells that hit the wrong row are put right before the outcome counts as unknown."""

UNANSWERED: Final = (
    "The sheet has not answered, so nobody knows yet whether this is saved. "
    "Please look again in a minute; sending it again is safe and does nothing twice."
)
OPEN: Final = (
    "So nobody knows yet whether this is saved. Please look again in a minute; "
    "sending it again is safe and does nothing twice."
)
CONTENDED: Final = "Too many people are saving at this moment. Nothing was saved; please try again."
AGAIN: Final = "Nothing was saved; please try again in a minute."

log = logging.getLogger(__name__)


class Committer:
    """Saves groups of wishes, one group at a time; used by one thread only.

    Args:
        now: local time in a year, as commands are to see it.
        new_id: an id that has never been used, for the fence.
        fresh_for: seconds for which a read that somebody else has caused serves a group; 0 always reads.
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
        self._fresh_for = fresh_for
        self._sender = Sender(workbook, snapshots, new_id)
        self._neighbours = Neighbours(snapshots, workbook.caller, self._sender.made)
        self._unseen: list[Watch] = []

    def commit(self, take: Callable[[], Sequence[Wish]]) -> None:
        """Save the wishes that wait and tell every sender what became of theirs; raises nothing.

        Args:
            take: gives the wishes; called once the sheet has been read, so that who comes meanwhile is
                in time for this group.
        """
        try:
            self._sender.trouble.rest()
            self._see_to_the_last()
            snapshot = self._snapshots.within(0 if self._sender.in_doubt else self._fresh_for)
        except BaseException as failed:  # noqa: BLE001 - whatever it is, everybody who waits hears of it
            self._tell(take(), failed)
        else:
            self._commit(take(), snapshot)

    def _commit(self, wishes: Sequence[Wish], snapshot: Snapshot) -> None:
        try:
            self._save(wishes, snapshot)
        except BaseException as failed:  # noqa: BLE001 - as above
            self._tell(wishes, failed)
        else:
            self._tell(wishes, NotSaved(CONTENDED))

    def _tell(self, wishes: Sequence[Wish], failed: BaseException) -> None:
        """Tell those who have not heard yet that it has failed; those whose batch is lost, that nobody knows."""
        outcome: WishError = NotSaved(BROKEN)
        doubt = UNANSWERED
        if isinstance(failed, NotSaved):
            outcome = failed
        elif isinstance(failed, CallFailed):
            self._sender.trouble.note(failed)
            outcome, doubt = NotSaved(f"{failed} {AGAIN}"), f"{failed} {OPEN}"
        else:
            log.error("a group of %d wishes failed: %s", len(wishes), without_words(failed))
        for wish in wishes:
            wish.told(self.not_denied(wish, outcome, doubt))

    def not_denied(self, wish: Wish, outcome: WishError, doubt: str = UNANSWERED) -> WishError:
        """Return the outcome, or that nobody knows where the wish may stand in the sheet though nobody was told so."""
        maybe = wish.command.key in self._sender.lost or self._is_unseen(wish)
        return OutcomeUnknown(doubt) if maybe else outcome

    def _is_unseen(self, wish: Wish) -> bool:
        """Tell whether a wish is in the sheet and could not be looked after yet."""
        return any(wish.command.key in watch.keys for watch in self._unseen)

    def _save(self, wishes: Sequence[Wish], snapshot: Snapshot) -> None:
        refusals: Counter[str] = Counter()
        tries = Tries(self._workbook.caller)
        for attempt in range(ATTEMPTS):
            now = self._with_the_lost(self._snapshots.within(0) if attempt else snapshot)
            _check_settled(now)
            if self._sender.in_doubt:
                revision = self._revision(now, refusals)
                self._sender.send(self._decided((), now), revision, tries)
                refusals[revision] += self._sender.refused
                continue
            now = self._neighbours.settled(now)
            revision = self._revision(now, refusals)
            group = self._decided(wishes, now)
            group.answer()
            if not group.decided:
                return
            if landed := self._sender.send(group, revision, tries):
                self._confirm(group, landed)
                return
            refusals[revision] += self._sender.refused
            if refusals[revision] == REFUSALS:
                self._apart(wishes)
                return

    def _with_the_lost(self, snapshot: Snapshot) -> Snapshot:
        """Return the sheet once all that a lost batch has changed, if it turns out to have landed, is in its place."""
        group = self._sender.found_in(snapshot)
        if group is None:
            return snapshot
        self._unseen.append(Watch(group, snapshot.grids))
        self._look_after(group, self._unseen[-1])
        group.written()
        self._sender.lost.clear()
        return self._snapshots.within(0)

    def _decided(self, wishes: Sequence[Wish], snapshot: Snapshot) -> Group:
        group = Group(snapshot, self._now(snapshot.reading.year), self._snapshots.columns.for_checking)
        for wish in filter(self._is_unseen, wishes):
            wish.told(OutcomeUnknown(UNANSWERED))
        for wish in [wish for wish in wishes if not wish.answer.done()]:
            group.decide(wish)
        return group

    def _revision(self, snapshot: Snapshot, refusals: Counter[str]) -> str:
        """Return the revision to name: the one read with the values, or the real one where that was refused."""
        read = fence.revision(snapshot.grids)
        return self._workbook.structure.named_ranges.get(fence.RANGE, "") if refusals[read] else read

    def _apart(self, wishes: Sequence[Wish]) -> None:
        """Save a group that is refused as a whole in halves, so that one wish cannot hold up the others."""
        left = [wish for wish in wishes if not wish.answer.done()]
        if len(left) == 1 and self._sender.refusal is not None:
            raise self._sender.refusal
        middle = len(left) // 2
        for half in (left[:middle], left[middle:]):
            self._see_to_the_last()
            self._commit(half, self._snapshots.within(0))

    def _confirm(self, group: Group, landed: Landed) -> None:
        watch = Watch(group, landed.headings)
        if watch.titles:
            self._unseen.append(watch)
            crooked = bool(watch.crooked)
            try:
                self._look_after(group, watch, None if crooked else landed.snapshot)
            except (CallFailed, NotSaved) as failed:
                log.warning("could not look again: %s", without_words(failed))
                group.unconfirmed(OutcomeUnknown(UNANSWERED), new=crooked)
        self._snapshots.committed(group.snapshot, group.year)
        if group.rows.settles:
            self._snapshots.outdated()
        group.written()

    def _look_after(self, group: Group, watch: Watch, after: Snapshot | None = None) -> None:
        group.lost(self._seen_to(watch, after))
        group.stayed(watch.stayed)
        if watch.waits:
            group.unconfirmed(OutcomeUnknown(UNANSWERED), new=bool(watch.crooked))

    def _see_to_the_last(self) -> None:
        """Put the rows of groups before right where that could not be seen to at the time.

        Until then nothing is decided: its wishes are on Log, so they would count as done though they may
        have hit another row.
        """
        for watch in list(self._unseen):
            self._seen_to(watch)

    def _seen_to(self, watch: Watch, after: Snapshot | None = None) -> set[tuple[type[Record], str]]:
        """Look until every cell is where it belongs, put right what is not, and return the rows that are gone.

        Rows in a tab that is gone or can't be read, or that two tabs could be, have to wait for it; they are seen to
        with the next group.

        Args:
            watch: what to look for.
            after: the sheet straight after the write, where that is known.

        Raises:
            CallFailed: a call did not end well.
            NotSaved: the rows never stopped moving.
        """
        tries = Tries(self._workbook.caller)
        for _ in range(REPAIRS):
            snapshot = after or self._snapshots.within(0)
            look, after = self._looked(watch, snapshot), None
            if look is not None and not look.repairs:
                self._unseen = [one for one in self._unseen if one is not watch or watch.waits]
                return look.gone
            if look is not None:
                log.warning("rows or columns moved during a commit: %d repairs", len(look.repairs))
                after = self._sender.mend(look.repairs, watch.titles, snapshot, tries, watch.keys)
        raise NotSaved(MOVING)

    def _looked(self, watch: Watch, snapshot: Snapshot) -> Look | None:
        """Return what is wrong; None where what was to be looked up is not there any more, so that it is read again."""
        try:
            return watch.look(snapshot, self._workbook, self._snapshots.columns)
        except CallFailed as failed:
            if failed.status != HTTPStatus.BAD_REQUEST:
                raise
            self._workbook.forget()
            return None


def _check_settled(snapshot: Snapshot) -> None:
    """Make sure that the tabs are known that every batch writes to.

    Raises:
        NotSaved: two tabs could be one of them.
    """
    for tab in (KAIZEN, LOG):
        if tab.title in snapshot.questions:
            raise unsettled(tab.title)
