"""What headteachers do to the tab of bookings itself, and how they make it good again some seconds later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kaizen.sheet.layout import BOOKINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.workbook import Sheet
    from tests.reliability.worlds import World

BACKUP: Final = "Bookings OLD"
NOTICED_WITHIN: Final = 45.0
"""Seconds after which the app has noticed that a tab is back."""


class TabEdits:
    """A headteacher who renames, copies, deletes or hides the tab; one such thing at a time.

    Args:
        random: decides what they do, and for how long it lasts.
    """

    def __init__(self, world: World, random: Random) -> None:
        self._world = world
        self._random = random
        self._busy = False

    def does_something(self) -> None:
        """Do one of these things, unless another one lasts still."""
        acts = (self.renames, self.swaps_in_a_copy, self.deletes, self.hides)
        if not self._busy:
            self._random.choice(acts)()

    def renames(self) -> None:
        """Give the tab another name, and its own again later: it is the same tab all the time."""
        sheet = self._bookings()
        self._title(sheet, "Bookings 2026-27")
        self._later("renamed", lambda: self._title(sheet, BOOKINGS.title))

    def swaps_in_a_copy(self) -> None:
        """Copy the tab, call the old one a backup and the copy Bookings; the backup goes later."""
        sheet = self._bookings()
        copy = self._change(lambda draft: self._copied(draft, sheet))
        self._title(sheet, BACKUP)
        self._change(lambda draft: _called(draft, copy["sheetId"], BOOKINGS.title))
        self._later("copied and swapped", lambda: self._gone(sheet))

    def deletes(self) -> None:
        """Delete the tab and undo it later: it comes back with its id, its names and its marks."""
        sheet, book = self._bookings(), self._world.workbook
        self._gone(sheet)
        left = self._world.workbook
        named = {key: one for key, one in book.named.items() if key not in left.named}
        marks = {key: one for key, one in book.metadata.items() if key not in left.metadata}
        self._later("deleted and restored", lambda: self._change(lambda draft: _restored(draft, sheet, named, marks)))

    def hides(self) -> None:
        """Hide the tab for a while; nothing else about it changes."""
        sheet = self._bookings()
        self._hidden(sheet, hidden=True)
        self._later("hidden", lambda: self._hidden(sheet, hidden=False))

    def _bookings(self) -> Sheet:
        found = self._world.workbook.titled(BOOKINGS.title)
        assert found is not None
        return found

    def _later(self, what: str, made_good: Callable[[], object]) -> None:
        """Have it made good after some seconds, and tell of the time for which the app may have to refuse."""
        self._busy, seconds = True, self._random.choice([0.5, 2.0, 8.0])
        now = self._world.time.now
        self._world.history.tell("deed", what=f"tab {what}")
        self._world.history.tell("fault", p="", kind="tab", **{"from": now, "to": now + seconds + NOTICED_WITHIN})

        def done() -> None:
            made_good()
            self._busy = False

        self._world.time.after(seconds, done)

    def _change(self, act: Callable[[Draft], Any]) -> Any:
        return self._world.sheet.changed_by_hand(self._world.id, act)

    def _title(self, sheet: Sheet, title: str) -> None:
        self._change(lambda draft: _called(draft, sheet.id, title))

    def _hidden(self, sheet: Sheet, *, hidden: bool) -> None:
        def act(draft: Draft) -> dict[str, Any]:
            own = draft.sheet(sheet.id)
            own.properties = {**own.properties, "hidden": hidden}
            return {}

        self._change(act)

    def _gone(self, sheet: Sheet) -> None:
        span = {"deleteSheet": {"sheetId": sheet.id}}
        self._world.hand.restructure([span])

    @staticmethod
    def _copied(draft: Draft, sheet: Sheet) -> dict[str, Any]:
        copy = draft.sheet(sheet.id).copy()
        new_id = draft.new_id({one.id for one in draft.book.sheets})
        copy.properties = {**copy.properties, "sheetId": new_id, "title": f"Copy of {sheet.title}"}
        draft.adopt(copy, len(draft.book.sheets))
        return {"sheetId": new_id}


def _called(draft: Draft, sheet_id: int, title: str) -> dict[str, Any]:
    own = draft.sheet(sheet_id)
    own.properties = {**own.properties, "title": title}
    return {}


def _restored(draft: Draft, sheet: Sheet, named: dict[str, Any], marks: dict[int, Any]) -> dict[str, Any]:
    draft.adopt(sheet.copy(), 0)
    draft.book.named.update(named)
    draft.book.metadata.update(marks)
    return {}
