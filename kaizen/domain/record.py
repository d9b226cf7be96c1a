"""A row of the sheet as a frozen model, and the names by which rows point to each other."""

from __future__ import annotations

from typing import NewType

from pydantic import BaseModel, ConfigDict

Email = NewType("Email", str)
"""A work e-mail address, lower case: the key of a person."""

SchoolName = NewType("SchoolName", str)
"""A school's short name exactly as its row on Schools spells it: the key of a school."""

WorkshopId = NewType("WorkshopId", str)
"""``W`` and a number: the key of a workshop."""

SlotCode = NewType("SlotCode", str)
"""A slot's name on Slots, such as ``A`` or ``Lunch``."""

SessionCode = NewType("SessionCode", str)
"""Workshop, hyphen, slot, such as ``W04-A``: the key of a session."""


class Record(BaseModel):
    """One row of a tab, read.

    Attributes:
        ref: the row's key. It is what the row's key column holds (``Ref``, or the tab's own code or
            natural key); for a row whose ``Ref`` is still blank it is a stand-in that begins with
            ``~`` and is made from what the row says, so that it can be found again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    ref: str = ""
