"""Who leads a workshop: the person who proposed it, and those named beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.domain.cleaning import normal
from kaizen.domain.network import Person, School
from kaizen.domain.record import Email
from kaizen.domain.workshop import Workshop, WorkshopStatus
from kaizen.rules.naming import SOMEBODY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaizen.domain.record import SchoolName, WorkshopId
    from kaizen.domain.year import YearSnapshot

STANDING = (WorkshopStatus.PROPOSED, WorkshopStatus.ACCEPTED)
"""Where a workshop is, or may yet be, on the programme."""

BETWEEN_NAMES = re.compile(r"[;,&\n]|\s+and\s+", re.IGNORECASE)
NAME_AND_SCHOOL = re.compile(r"(?P<name>[^()]*)\((?P<school>[^()]*)\)")
MOST_WORDS = 4
"""Names of more words than that are of bodies and rooms."""

LONGEST = 200
"""Letters of a name with its school; what is longer is a text, and takes long to take apart."""

_NO_NAMES = """
mr mrs ms miss mx dr prof professor sir dame rev year the and all to be head deputy teacher teachers teaching assistant
staff school schools office team lead leads leader leaders senco sencos governor governors phase subject class reception
nursery children maths english science network hub council trust confirmed someone anyone
"""

NO_NAMES = frozenset(_NO_NAMES.split())
"""Words of titles, roles and bodies: who is so called cannot be found by it, or is nobody in particular."""

STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


def leaders_of(year: YearSnapshot, workshop: Workshop) -> tuple[Email, ...]:
    """Return the leader first, then the co-leaders who can be told for certain.

    Co-leaders are typed as people write: "Sarah Jones (Larkfold) and Joe Kinsella". A name without a
    school means the leader's own school. A name that fits nobody, or more than one person, is
    nobody: the wrong Sarah Jones must not lose the right to book. An e-mail address is taken as well.
    """
    leader = (workshop.email,) if workshop.email else ()
    return tuple(dict.fromkeys((*leader, *people_named(year, workshop.also_leading, workshop.school))))


def people_named(year: YearSnapshot, text: str, school: SchoolName) -> tuple[Email, ...]:
    """Return whom a cell of names certainly means, each once; ``school`` is that of a name without one beside it."""
    found = (_person_named(year, piece, school) for piece in _pieces(text))
    return tuple(dict.fromkeys(email for email in found if email is not None))


def unclear_names(year: YearSnapshot, workshop: Workshop) -> tuple[str, ...]:
    """Return the names under Also leading that fit nobody or more than one person, as typed."""
    pieces = _pieces(workshop.also_leading)
    return tuple(piece for piece in pieces if _person_named(year, piece, workshop.school) is None)


@lru_cache(maxsize=8192)
def whole_names(text: str) -> tuple[str, ...]:
    """Return what looks like a whole name in a cell of names: "Joe Kinsella", not "the office" or "Mrs Lee"."""
    pieces = [piece for piece in _pieces(text) if len(piece) <= LONGEST]
    matches = ((piece, NAME_AND_SCHOOL.fullmatch(piece)) for piece in pieces)
    names = (match["name"].strip() if match else piece for piece, match in matches)
    return tuple(name for name in names if _is_whole_name(name))


def _is_whole_name(name: str) -> bool:
    words = name.split()
    plain = {word.rstrip(".").casefold() for word in words}
    return 1 < len(words) <= MOST_WORDS and all(map(_is_name, words)) and plain.isdisjoint(NO_NAMES)


def _is_name(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and not any(map(str.isdecimal, word))


def workshops_led(year: YearSnapshot, person: Email) -> frozenset[WorkshopId]:
    """Return the workshops that the person leads or co-leads and that are not withdrawn or turned down."""
    return year.once(_led, Workshop, Person, School).get(person, frozenset())


def _led(year: YearSnapshot) -> Mapping[Email, frozenset[WorkshopId]]:
    """Return the standing workshops of everybody who leads one; asked for several times on every page."""
    found: defaultdict[Email, set[WorkshopId]] = defaultdict(set)
    for workshop in year.workshops:
        for leader in leaders_of(year, workshop) if workshop.status in STANDING else ():
            found[leader].add(workshop.id)
    return {leader: frozenset(ids) for leader, ids in found.items()}


def is_led_by(year: YearSnapshot, workshop: Workshop, person: Email) -> bool:
    """Tell whether the person leads or co-leads the workshop."""
    return person in leaders_of(year, workshop)


def _pieces(text: str) -> list[str]:
    pieces = (piece.strip() for piece in BETWEEN_NAMES.split(text))
    return [piece for piece in pieces if piece and not piece.startswith(SOMEBODY)]


def _person_named(year: YearSnapshot, piece: str, own_school: SchoolName) -> Email | None:
    match = NAME_AND_SCHOOL.fullmatch(piece)
    name = _folded(match["name"] if match else piece)
    school = _school_named(year, match["school"]) if match else own_school
    fitting = {Email(name)} & year.person_by_email.keys()
    if school is not None:
        fitting |= year.over(_people_by_name, Person).get((school, name), frozenset())
    return fitting.pop() if len(fitting) == 1 else None


def _people_by_name(people: Sequence[Person]) -> Mapping[tuple[SchoolName, str], frozenset[Email]]:
    """Return the addresses by school and folded name: looking through everybody for each name takes too long."""
    found: defaultdict[tuple[SchoolName, str], set[Email]] = defaultdict(set)
    for person in people:
        found[person.school, _folded(person.name)].add(person.email)
    return {name: frozenset(emails) for name, emails in found.items()}


def _school_named(year: YearSnapshot, text: str) -> SchoolName | None:
    wanted = _folded(text)
    for school in year.schools:
        if wanted in map(_folded, (school.short_name, school.name, *school.also_called)):
            return school.short_name
    return None


def _folded(text: str) -> str:
    straight = normal(text).translate(STRAIGHT)
    return " ".join(straight.casefold().split())
