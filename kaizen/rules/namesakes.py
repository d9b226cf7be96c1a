"""Find who is called like the person who asks to join.

Anyone with an account of a school's domain may ask, pupils too, under any name and role. Whoever answers must be able
to see that the name is another person's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from kaizen.domain.account import Answer, JoinRequest
from kaizen.domain.network import Guest, Person
from kaizen.rules.naming import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.domain.year import YearSnapshot

WORD: Final = re.compile(r"[^\W\d_]+")
"""A run of letters."""

ENOUGH: Final = 2
"""So many words of two names are the same where one has more than the other, such as a title or a role."""


def namesakes(year: YearSnapshot, request: JoinRequest) -> tuple[Person | Guest | JoinRequest, ...]:
    """Return everyone with another address who seems to have the name, in the order of Staff, Guests, Asking to join.

    Those who have left count, and those who ask as well; not those who were turned down.
    """
    wanted = _words(request.name)
    everyone = year.over(_everyone, Person, Guest, JoinRequest)
    return tuple(one for one, words in everyone if one.email != request.email and _alike(wanted, words))


def _everyone(
    people: Sequence[Person], guests: Sequence[Guest], requests: Sequence[JoinRequest]
) -> tuple[tuple[Person | Guest | JoinRequest, frozenset[str]], ...]:
    asking = [row for row in requests if row.answer is Answer.ASKED]
    everyone: tuple[Person | Guest | JoinRequest, ...] = (*people, *guests, *asking)
    return tuple((one, _words(one.name)) for one in everyone)


def _alike(wanted: frozenset[str], name: frozenset[str]) -> bool:
    return bool(wanted) and (wanted == name or (len(both := wanted & name) >= ENOUGH and both in {wanted, name}))


def _words(name: str) -> frozenset[str]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", folded(name)) if not unicodedata.combining(one))
    return frozenset(WORD.findall(plain))
