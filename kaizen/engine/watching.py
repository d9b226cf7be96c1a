"""What one group has written, followed until all of it is in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.engine.new_rows import NewRows
from kaizen.engine.options import AddedOptions
from kaizen.engine.removing import Removed
from kaizen.engine.verifying import Amended, Look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.record import Record
    from kaizen.engine.column_lookup import ColumnLookup
    from kaizen.engine.google import Workbook
    from kaizen.engine.group import Group
    from kaizen.engine.snapshots import Snapshot
    from kaizen.sheet.cells import Grid


class Watch:
    """The rows that one group has added, amended or removed, and the options that it has added.

    Args:
        group: as it was written.
        seen: the first rows of the tabs with new rows as they were at that instant; None where that is not known.

    Attributes:
        keys: of its wishes.
    """

    def __init__(self, group: Group, seen: Mapping[str, Grid] | None) -> None:
        self.keys = group.keys
        self._amended = Amended(group, seen)
        self._removed = Removed(group)
        self._options = AddedOptions(group)
        self._new = NewRows(group, seen)
        self._amended_look: Look | None = None

    @property
    def titles(self) -> set[str]:
        """The tabs in which something may have to be corrected; none where there is nothing to look for."""
        return self._amended.titles | self._removed.titles | self._options.titles | self.crooked

    @property
    def crooked(self) -> set[str]:
        """The tabs in which new rows do not stand under their headings, as far as is known."""
        return self._new.titles

    @property
    def waits(self) -> set[str]:
        """The tabs that could not be looked at, for now, see `out_of_sight`, and those with crooked rows."""
        return self._removed.waits | self._amended.waits | self._options.waits | self.crooked

    @property
    def stayed(self) -> set[tuple[type[Record], str]]:
        """The rows that were to be gone and are left, for somebody has typed in them."""
        return self._removed.stayed

    def look(self, now: Snapshot, workbook: Workbook, lookup: ColumnLookup) -> Look | None:
        """Return what is wrong in the latest snapshot, None where it is too old; repairs count as sent, landed or not.

        Rows that were cleared by mistake come first: until they are back, nobody can tell what was amended in them.
        New rows come last: they are added again and cleared, and nothing else may be on its way then.

        Raises:
            CallFailed: something has to be looked up, and the sheet does not answer.
        """
        structure = workbook.structure
        repairs = [*self._removed.look(now.reading, structure), *self._options.look(now.reading, structure)]
        if repairs:
            return Look(repairs)
        if self._amended_look is None or self._amended_look.repairs or self._amended.waits:
            self._amended_look = self._amended.look(now.reading, structure)
        if self._amended_look.repairs:
            return self._amended_look
        found = self._new.look(now, workbook, lookup)
        return None if found is None else Look(found, self._amended_look.gone)
