"""Where the year names people, and how to tell one person's name from another's.

There are three kinds of places. An *address* is one person's for certain. A *name* stands in a box that is for names:
it is somebody's where nobody else there is called so. Everything else that people write is *text*, which is shown to
people and never rewritten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kaizen.domain.account import Account, JoinRequest
from kaizen.domain.booking import Booking
from kaizen.domain.cleaning import normal
from kaizen.domain.event import Event
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.network import Guest, Person, School
from kaizen.domain.record import Email, SchoolName
from kaizen.domain.visit import Visit, VisitDay, VisitNote
from kaizen.domain.workshop import Workshop
from kaizen.domain.year import FIELD_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot

ADDRESSES: Final[Mapping[type[Record], tuple[str, ...]]] = {
    School: ("head_email", "office_email"),
    Person: ("email",),
    Workshop: ("email",),
    Booking: ("email",),
    Visit: ("email",),
    VisitNote: ("email",),
    Guest: ("email", "invited_by"),
    JoinRequest: ("email",),
    Account: ("email",),
}
"""The fields that hold an e-mail address."""

BESIDE: Final[Mapping[type[Record], tuple[str, str]]] = {
    Person: ("email", "name"),
    Workshop: ("email", "led_by"),
    Booking: ("email", "name"),
    Visit: ("email", "name"),
    VisitNote: ("email", "name"),
    Guest: ("email", "name"),
    JoinRequest: ("email", "name"),
    School: ("head_email", "headteacher"),
}
"""A field that holds an address, and the one beside it that holds the name of the same person."""

NAMES: Final[Mapping[type[Record], tuple[str, ...]]] = {
    Workshop: ("also_leading",),
    VisitDay: ("agreed_by",),
    Visit: ("host_contact",),
    FollowUp: ("who",),
    Event: ("lead",),
}
"""The fields that hold names and no address; there may be several in one, with the school in brackets."""

AT: Final[Mapping[type[Record], str]] = {
    Workshop: "school",
    VisitDay: "school",
    Visit: "to_school",
    FollowUp: "school",
    Event: "where",
}
"""The school whose people stand in `NAMES`, where no other one is named."""

SOMEBODY: Final = "Somebody"
"""What stands where a name has been taken away."""

_GONE: Final = re.compile(r"removed-(\d+)@removed\.invalid")
_BETWEEN: Final = re.compile(r"(\s*[;,&\n]\s*|\s+and\s+)", re.IGNORECASE)
_WITH_SCHOOL: Final = re.compile(r"(?P<name>[^()]*?)\s*\((?P<school>[^()]*)\)\s*")
_STRAIGHT: Final = str.maketrans("\u2018\u2019", "''")


def stand_in(number: int) -> Email:
    """Return the address that stands where somebody's has been taken away; no post ever reaches it."""
    return Email(f"removed-{number}@removed.invalid")


def is_stand_in(address: str) -> bool:
    """Tell whether an address stands for somebody whose name has been taken away."""
    return _GONE.fullmatch(address) is not None


def next_stand_in(year: YearSnapshot) -> int:
    """Return a number that no `stand_in` of the year has, nor one before it."""
    taken = (_GONE.fullmatch(address) for address, _, _ in addresses(year))
    return max((int(match[1]) for match in taken if match), default=0) + 1


def addresses(year: YearSnapshot) -> Iterator[tuple[Email, Record, str]]:
    """Give every address in the year with its row and its field, in the order of the tabs."""
    for kind in FIELD_OF:
        for field in ADDRESSES.get(kind, ()):
            for row in year.rows_like(kind):
                if address := getattr(row, field):
                    yield address, row, field


def folded(text: str) -> str:
    """Return a name for comparing: capitals, spaces and the shape of an apostrophe make no difference."""
    return " ".join(normal(text).translate(_STRAIGHT).casefold().split())


@dataclass(frozen=True)
class Named:
    """Somebody, and what the year calls them.

    Attributes:
        names: as the rows with the address spell them, in the order of the tabs; none where there is no such row.
        school: where they work, or work last; "" where nothing tells.
        namesakes: the schools at which somebody else has the same name.
        theirs: what their school is called, for comparing.
    """

    email: Email
    names: tuple[str, ...]
    school: SchoolName
    namesakes: frozenset[SchoolName]
    theirs: frozenset[str]

    @property
    def name(self) -> str:
        """What to call them: their name, or the address where none is known."""
        return next(iter(self.names), self.email)

    @property
    def is_alone(self) -> bool:
        """Whether nobody else in the year has the same name."""
        return not self.namesakes

    def is_called_in(self, text: str) -> bool:
        """Tell whether a text has their address or their name in it, as whole words and whoever is meant."""
        return self.pattern.search(text) is not None

    def without(self, kind: type[Record], school: SchoolName, text: str) -> str:
        """Return what a box for names says once theirs is taken out; a name that may be a namesake's stays.

        Args:
            kind: whose box it is.
            school: whose people stand in it, where it names no other.
            text: what it says.
        """
        if kind not in NAMES:
            return text
        return "".join(
            self._taken_out(piece) if self._is_meant(piece, school) else piece for piece in _BETWEEN.split(text)
        )

    def _taken_out(self, piece: str) -> str:
        match = _WITH_SCHOOL.fullmatch(piece)
        return f"{SOMEBODY} ({match['school']})" if match else SOMEBODY

    def _is_meant(self, piece: str, school: SchoolName) -> bool:
        match = _WITH_SCHOOL.fullmatch(piece)
        called = folded(match["name"] if match else piece)
        if called == self.email:
            return True
        if called not in self._called:
            return False
        if match:
            return folded(match["school"]) in self.theirs
        return self.is_alone or (school == self.school and school not in self.namesakes)

    @cached_property
    def _called(self) -> frozenset[str]:
        return frozenset(map(folded, self.names))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the address or a name in a text."""
        return re.compile("|".join((address_pattern(self.email), *map(name_pattern, self.names))), re.IGNORECASE)


def address_pattern(address: str) -> str:
    """Return a regular expression, as Python and Google Sheets know them, for an address and no longer one."""
    return rf"(?<![\w.%+'-]){re.escape(address)}(?![\w-]|\.\w)"


def name_pattern(name: str) -> str:
    """Return a regular expression, as above, for a name as whole words, however it is spaced.

    It does not fit a part of "Shaw-Jones", nor a single name in an address.
    """
    words = name.translate(_STRAIGHT).split()
    spelt = r"\s+".join(map(re.escape, words)).replace("'", "['\u2018\u2019]")
    behind = r"[\w@]|-\w" if len(words) > 1 else r"[\w@]|[.-]\w"
    return rf"(?<![\w@-]){spelt}(?!{behind})"


def named(year: YearSnapshot, person: Email) -> Named:
    """Return what the year calls the person with that address, also where their row on Staff is gone."""
    rows = [(row, kind) for kind in BESIDE for row in year.rows_like(kind) if _is_of(row, kind, person)]
    names = tuple(dict.fromkeys(name for row, kind in rows if (name := getattr(row, BESIDE[kind][1]).strip())))
    names = tuple(name for name in names if folded(name) != folded(SOMEBODY))
    called = set(map(folded, names))
    everybody: tuple[Person | Guest, ...] = (*year.people, *year.guests)
    others = (other for other in everybody if other.email != person and folded(other.name) in called)
    school = _school_of(year, person, [row for row, _ in rows])
    return Named(person, names, school, frozenset(other.school for other in others), _called_school(year, school))


def _is_of(row: Record, kind: type[Record], person: Email) -> bool:
    return bool(person) and getattr(row, BESIDE[kind][0]) == person


def _school_of(year: YearSnapshot, person: Email, rows: Iterable[Record]) -> SchoolName:
    member = year.person_by_email.get(person)
    if member is not None:
        return member.school
    found = (getattr(row, "school", getattr(row, "from_school", "")) for row in rows)
    return SchoolName(next(filter(None, found), ""))


def _called_school(year: YearSnapshot, name: SchoolName) -> frozenset[str]:
    school = year.school_by_name.get(name)
    known = (school.short_name, school.name, *school.also_called) if school else (name,)
    return frozenset(map(folded, known)) - {""}


def written_fields(row: Record) -> Iterator[tuple[str, str]]:
    """Give each field of a row that holds text, and the text; its ref is none."""
    for field, value in row:
        if field != "ref" and isinstance(value, str) and value:
            yield field, value
