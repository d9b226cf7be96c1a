"""Names that tell people apart: two on one staff may have the same."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kaizen.domain.network import Person
    from kaizen.domain.record import Email


def told_apart(people: Iterable[Person], *, with_role: bool = False) -> dict[Email, str]:
    """Return what each person is called among these, by address, in their order.

    That is the name; where two have the same, or ``with_role`` says so, with role and year group; and the
    address where those are the same too.
    """
    among = {person.email: person for person in people}
    ways = [_described, _addressed] if with_role else [_name, _described, _addressed]
    read = [Counter(way(person) for person in among.values()) for way in ways]
    return {email: _first_of_its_own(person, ways, read) for email, person in among.items()}


def _first_of_its_own(person: Person, ways: Sequence[Callable[[Person], str]], read: Sequence[Counter[str]]) -> str:
    labels = ((way(person), count) for way, count in zip(ways, read, strict=True))
    return next((label for label, count in labels if count[label] == 1), _addressed(person))


def _name(person: Person) -> str:
    return person.name


def _described(person: Person) -> str:
    more = ", ".join(filter(None, (person.role, person.year_group)))
    return f"{person.name} ({more})" if more else person.name


def _addressed(person: Person) -> str:
    return f"{person.name} ({person.email})"
