"""The same app with one of its guards taken out, for the runs that the checker must not pass.

Nothing in the app can be switched off. Here a part of it is replaced by one that does not do its duty,
and only while an office is being opened.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from kaizen.engine import commit, group, office
from kaizen.engine.google import Workbook
from kaizen.engine.wishes import Wishes
from kaizen.sheet.reading import Reading, YearReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaizen.engine.verifying import Amended
    from kaizen.sheet.cells import Grid


class Guard(StrEnum):
    """What keeps the sheet as people were told."""

    FENCE = "fence"
    KEYS = "keys"
    VERIFY = "verify"
    SHOWN = "shown"
    """That the value a person was looking at is compared with the sheet."""


class Unfenced(Workbook):
    """Sends its batches without the requests that let only one of two land."""

    def apply(self, changes: list[dict[str, Any]], *args: Any, **kwargs: Any) -> Any:
        fenced = {"addNamedRange", "deleteNamedRange"}
        return super().apply([change for change in changes if not fenced & change.keys()], *args, **kwargs)


class Forgetful(YearReader):
    """Does not notice the keys that are in the sheet."""

    def read(self, grids: Mapping[str, Grid], *args: Any, **kwargs: Any) -> Reading:
        reading = super().read(grids, *args, **kwargs)
        return replace(reading, year=replace(reading.year, seen_keys=frozenset()))


class Amnesiac(Wishes):
    """Takes every wish for a new one."""

    def _remember(self, wish: Any) -> None:
        """Do nothing."""


class Trusting(commit.Committer):
    """Believes that every amended cell is where it belongs."""

    def _seen_to(self, amended: Amended, *_: Any, **__: Any) -> set[Any]:
        return set()


@contextmanager
def without(guard: Guard | None) -> Iterator[None]:
    """Open offices that lack a guard."""
    match guard:
        case Guard.FENCE:
            with patch.object(office, "Workbook", Unfenced):
                yield
        case Guard.KEYS:
            with patch.object(office, "YearReader", Forgetful), patch("kaizen.engine.writer.Wishes", Amnesiac):
                yield
        case Guard.VERIFY:
            with patch.object(office, "Committer", Trusting):
                yield
        case Guard.SHOWN:
            with patch.object(group, "conflicts", lambda *_: []):
                yield
        case None:
            yield
