"""What is said of a day school by school, with schools of which the same is said in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.domain.record import SchoolName
    from kaizen.domain.year import YearSnapshot

OWN = " (own school)"


def together(year: YearSnapshot, school: SchoolName, lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of a check with equal ones joined: ``Shared INSET at every school``.

    Args:
        year: the snapshot that was checked against.
        school: whose day it would be.
        lines: as `check_visit_day` gives them, ``Larkfold: Bank holiday``; any other stays as it is.
    """
    others = {row.short_name for row in year.schools if row.in_network} - {school}
    of_whom: dict[str, list[str]] = {}
    for line in lines:
        who, colon, what = line.partition(": ")
        known = colon and who.removesuffix(OWN) in {school, *others}
        of_whom.setdefault(what if known else line, []).extend([who] if known else [])
    return tuple(_said(what, whom, school, others) for what, whom in of_whom.items())


def _said(what: str, whom: list[str], school: SchoolName, others: set[SchoolName]) -> str:
    if len(whom) > 1 and others <= set(whom):
        return f"{what} at every school" if f"{school}{OWN}" in whom else f"{what} at every other school"
    return f"{listed(whom)}: {what}" if whom else what
