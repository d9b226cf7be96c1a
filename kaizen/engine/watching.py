"""What one group has written to rows that were there, followed until all of it is in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.engine.options import AddedOptions
from kaizen.engine.removing import Removed
from kaizen.engine.verifying import Amended, Look

if TYPE_CHECKING:
    from kaizen.domain.record import Record
    from kaizen.engine.group import Group
    from kaizen.engine.structure import Structure
    from kaizen.sheet.reading import Reading


class Watch:
    """The rows that one group has amended or removed, and the options that it has added.

    Attributes:
        keys: of the wishes for which it did.
    """

    def __init__(self, group: Group) -> None:
        self.keys = group.amending
        self._amended = Amended(group)
        self._removed = Removed(group)
        self._options = AddedOptions(group)

    @property
    def titles(self) -> set[str]:
        """The tabs that these rows are in."""
        return self._amended.titles | self._removed.titles | self._options.titles

    @property
    def stayed(self) -> set[tuple[type[Record], str]]:
        """The rows that were to be gone and are left, for somebody has typed in them."""
        return self._removed.stayed

    def look(self, now: Reading, structure: Structure) -> Look:
        """Return what is wrong with these rows in the latest reading; the repairs count as sent, landed or not.

        Rows that were cleared by mistake come first: until they are back, nobody can tell what was amended in them.
        """
        repairs = [*self._removed.look(now, structure), *self._options.look(now, structure)]
        return Look(repairs) if repairs else self._amended.look(now, structure)
