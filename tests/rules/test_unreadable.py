"""What rules say while a tab can't be read: nothing that rests on it, and all the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.booking import Booking
from kaizen.domain.network import Person, School
from kaizen.domain.unread import Unread
from kaizen.domain.workshop import Workshop
from kaizen.errors import CannotBeRead
from kaizen.rules import accounts
from kaizen.rules.access import SEEING_TO_THE_SHEET, Action, Role, has_role, may, may_open, roles_of
from kaizen.rules.to_do import to_do
from tests.small_year import HEAD, HILL, NOW, SHORE, address, small_year

if TYPE_CHECKING:
    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot

WHY = "It can't be read."
ORGANISER = address("organiser")


def unsure(*kinds: type[Record], **values: object) -> YearSnapshot:
    """Return the small year as it is when these tabs can't be read, with their rows from before."""
    return replace(small_year(**values), unreadable=dict.fromkeys(kinds, WHY))


def test_nobody_is_chased_on_the_strength_of_rows_from_before() -> None:
    told = {person: to_do(small_year(), address(person), NOW) for person in ("ann", HEAD)}
    assert any("Choose 3 workshops" in task.sentence for task in told["ann"])
    assert any("still to choose" in task.sentence for task in told[HEAD])
    year = unsure(Booking)
    assert to_do(year, address("ann"), NOW) == ()
    left = [task.sentence for task in to_do(year, address(HEAD), NOW)]
    assert left == [task.sentence for task in told[HEAD] if "hoose" not in task.sentence or "uncommon" in task.sentence]
    assert left, "what does not rest on it is told"


def test_roles_are_asked_for_one_by_one() -> None:
    year = unsure(Workshop, School).certain
    assert may(year, address("ann"), Action.BOOK_FOR_SELF)
    assert may(year, address(HEAD), Action.BOOK_FOR_OTHERS, SHORE)
    assert may(year, ORGANISER, Action.DECIDE_PROPOSALS)
    assert not has_role(year, address(HEAD), Role.ORGANISER)
    with pytest.raises(CannotBeRead, match=WHY):
        may(year, address("ann"), Action.WITHDRAW_PROPOSAL)
    with pytest.raises(CannotBeRead, match=WHY):
        may(year, address(HEAD), Action.BOOK_FOR_OTHERS, HILL)
    with pytest.raises(CannotBeRead, match=WHY):
        roles_of(year, address("ann"))


def test_nobody_is_a_stranger_while_staff_is_unknown() -> None:
    year = small_year(people=Unread(WHY))
    for question in (accounts.known, accounts.is_let_in, roles_of):
        with pytest.raises(CannotBeRead, match=WHY):
            question(year, address("ann"))


def test_an_organiser_sees_to_the_sheet_while_staff_is_unknown() -> None:
    year = small_year(people=Unread(WHY))
    me = accounts.known(year, ORGANISER)
    assert me == Person(ref=ORGANISER, name=ORGANISER, email=ORGANISER, school="", role="Organiser")
    assert {action for action in Action if may_open(year, ORGANISER, action)} == SEEING_TO_THE_SHEET
    with pytest.raises(CannotBeRead, match=WHY):
        may(year, ORGANISER, Action.SEE_CHECKS)
    whole = small_year()
    assert all(may_open(whole, ORGANISER, action) == may(whole, ORGANISER, action) for action in Action)
