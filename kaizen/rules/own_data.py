"""Everything the year holds of one person, tab by tab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.visit import Visit
from kaizen.domain.year import FIELD_OF
from kaizen.rules.naming import ADDRESSES, AT, NAMES, named, written_fields

if TYPE_CHECKING:
    from kaizen.domain.record import Email, Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.rules.naming import Named


@dataclass(frozen=True, slots=True)
class Part:
    """What one tab holds of a person.

    Attributes:
        kind: the model of the tab's rows.
        own: rows that are about them: with their address, or with their name in a box for names.
        others: rows of other people in whose text their name, or a namesake's, is written.
    """

    kind: type[Record]
    own: tuple[Record, ...]
    others: tuple[Record, ...] = ()


def own_data(year: YearSnapshot, person: Email) -> tuple[Part, ...]:
    """Return what the year holds of the person, in the order of the tabs; tabs with nothing are left out.

    Feedback is nobody's, costs are a school's: they are looked through for the name as text all the same. What the
    Log tab says of them is no row of the year, see `sheet.naming_cells`.
    """
    whom = named(year, person)
    parts = (_part(year, kind, whom) for kind in FIELD_OF)
    return tuple(part for part in parts if part.own or part.others)


def _part(year: YearSnapshot, kind: type[Record], whom: Named) -> Part:
    rows = year.rows_like(kind)
    own = [row for row in rows if is_about(row, whom)]
    refs = {row.ref for row in own}
    others = (row for row in rows if row.ref not in refs and _is_written_in(row, whom))
    return Part(kind, tuple(_as_told(row, whom) for row in own), tuple(others))


def _as_told(row: Record, whom: Named) -> Record:
    """Return the row without what its visitor has noted of themselves, where the person is only their contact."""
    if isinstance(row, Visit) and row.email != whom.email:
        return row.model_copy(update={"travel": ""})
    return row


def is_about(row: Record, whom: Named) -> bool:
    """Tell whether a row has the person's address, or their name where nobody else can be meant."""
    kind = type(row)
    if any(getattr(row, field) == whom.email for field in ADDRESSES.get(kind, ())):
        return True
    return any(
        (text := getattr(row, field)) != whom.without(kind, getattr(row, AT[kind]), text)
        for field in NAMES.get(kind, ())
    )


def _is_written_in(row: Record, whom: Named) -> bool:
    return any(whom.is_called_in(text) for _, text in written_fields(row))
