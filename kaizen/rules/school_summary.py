"""How far each school has come with choosing workshops: by name for the school itself, in numbers for all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.rules.booking_tasks import still_to_choose
from kaizen.rules.waiting_list import is_absent

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.record import SchoolName
    from kaizen.domain.year import YearSnapshot


@dataclass(frozen=True, slots=True)
class Choosing:
    """Who of one school has chosen, by name: for its own head and office only.

    Attributes:
        to_choose: who has still to choose, and how many workshops.
        chosen: who has as many as everybody has, with what they lead.
        not_coming: who is not coming to the conference.
    """

    to_choose: tuple[tuple[Person, int], ...]
    chosen: tuple[Person, ...]
    not_coming: tuple[Person, ...]

    @property
    def staff(self) -> int:
        """How many are coming."""
        return len(self.to_choose) + len(self.chosen)


@dataclass(frozen=True, slots=True)
class SchoolSummary:
    """How far one school has come, without a name.

    Attributes:
        chosen: how many of its staff have chosen all their workshops.
        staff: how many of them are coming to the conference.
    """

    school: SchoolName
    chosen: int
    staff: int

    @property
    def sentence(self) -> str:
        """Such as ``Gynn Sands: 31 of 58 have chosen``."""
        return f"{self.school}: {self.chosen} of {self.staff} have chosen"


def choosing(year: YearSnapshot, school: SchoolName) -> Choosing:
    """Return where everybody on the school's staff stands, in the order of the sheet."""
    staff = year.people_by_school.get(school, ())
    coming = [(person, still_to_choose(year, person.email)) for person in staff if not is_absent(year, person.email)]
    return Choosing(
        to_choose=tuple((person, left) for person, left in coming if left),
        chosen=tuple(person for person, left in coming if not left),
        not_coming=tuple(person for person in staff if is_absent(year, person.email)),
    )


def school_summaries(year: YearSnapshot) -> tuple[SchoolSummary, ...]:
    """Return how far each school of the network has come, in the order of Schools; nobody is ranked."""
    found = [(row.short_name, choosing(year, row.short_name)) for row in year.schools if row.in_network]
    return tuple(SchoolSummary(name, len(one.chosen), one.staff) for name, one in found)
