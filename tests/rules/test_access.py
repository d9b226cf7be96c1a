"""Who may do what."""

from __future__ import annotations

from collections import Counter

import pytest

from kaizen.domain.network import Guest
from kaizen.domain.record import Email
from kaizen.rules.access import TABLE, Action, Role, Whose, may, reach, roles_of, schools_of
from tests.demo_year import demo_year
from tests.small_year import HILL, SHORE, address, person, school, small_year, workshop

YEAR = small_year(
    people=(
        person("ann"),
        person("head", role="Headteacher "),
        person("chief", role="Deputy headteacher"),
        person("office", role="School business manager"),
        person("clerk", role="Office"),
        person("organiser", school=HILL),
        person("lead", school=HILL),
        person("both", role="Headteacher"),
    ),
    schools=(school(SHORE, head_email=address("chief")), school(HILL, head_email=address("both"))),
    workshops=(workshop(1, email=address("lead"), also_leading="Both Shaw (Shore)"),),
)
GUEST = Email("guest@elsewhere.example")


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("ann", set()),
        ("head", {Role.HEAD}),
        ("chief", {Role.HEAD}),
        ("office", {Role.OFFICE}),
        ("clerk", {Role.OFFICE}),
        ("organiser", {Role.ORGANISER}),
        ("lead", {Role.LEADER}),
        ("both", {Role.HEAD, Role.LEADER}),
    ],
)
def test_roles_come_from_the_sheet(name: str, more: set[Role]) -> None:
    assert roles_of(YEAR, address(name)) == {Role.STAFF, *more}


def test_a_head_of_two_schools_is_at_home_in_both() -> None:
    assert schools_of(YEAR, address("both")) == {SHORE, HILL}
    assert may(YEAR, address("both"), Action.CHOOSE_VISIT_DAY, HILL)
    assert schools_of(YEAR, address("ann")) == {SHORE}


@pytest.mark.parametrize("action", Action)
def test_somebody_who_is_not_on_staff_may_do_nothing(action: Action) -> None:
    assert roles_of(YEAR, GUEST) == frozenset()
    assert schools_of(YEAR, GUEST) == frozenset()
    assert not may(YEAR, GUEST, action)
    assert not may(YEAR, GUEST, action, SHORE, GUEST)


def test_an_organiser_who_is_not_on_staff_is_nobody() -> None:
    year = small_year(settings={"organisers": (GUEST,)})
    assert not may(year, GUEST, Action.DECIDE_PROPOSALS)


def test_every_action_is_in_the_table_and_somebody_may_do_it() -> None:
    assert set(TABLE) == set(Action)
    assert all(TABLE.values())


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD])
def test_heads_and_office_act_for_their_own_school_only(role: Role) -> None:
    name = address("head" if role is Role.HEAD else "office")
    assert may(YEAR, name, Action.BOOK_FOR_OTHERS, SHORE)
    assert may(YEAR, name, Action.BOOK_FOR_OTHERS)
    assert not may(YEAR, name, Action.BOOK_FOR_OTHERS, HILL)


def test_staff_act_for_themselves_only() -> None:
    ann = address("ann")
    assert may(YEAR, ann, Action.BOOK_FOR_SELF)
    assert may(YEAR, ann, Action.BOOK_FOR_SELF, owner=ann)
    assert not may(YEAR, ann, Action.BOOK_FOR_SELF, owner=address("head"))
    assert not may(YEAR, ann, Action.BOOK_FOR_OTHERS, SHORE)
    assert not may(YEAR, ann, Action.READ_LOGS, SHORE, address("head"))
    assert may(YEAR, ann, Action.READ_LOGS, HILL, ann)
    assert not may(YEAR, ann, Action.READ_LOGS, HILL)


def test_follow_ups_belong_to_the_school_whoever_has_them() -> None:
    assert may(YEAR, address("ann"), Action.MOVE_FOLLOW_UPS, SHORE, address("head"))
    assert not may(YEAR, address("ann"), Action.MOVE_FOLLOW_UPS, HILL)
    assert may(YEAR, address("ann"), Action.MOVE_FOLLOW_UPS, HILL, address("ann"))


def test_the_widest_role_counts() -> None:
    assert reach(YEAR, address("head"), Action.READ_LOGS) is Whose.OWN_SCHOOL
    assert reach(YEAR, address("ann"), Action.READ_LOGS) is Whose.OWN
    assert reach(YEAR, address("ann"), Action.DECIDE_PROPOSALS) is None
    assert may(YEAR, address("organiser"), Action.DECIDE_PROPOSALS, SHORE, address("ann"))


def test_the_demo_network_has_nine_heads_and_one_organiser() -> None:
    year = demo_year()
    count = Counter(role for member in year.people for role in roles_of(year, member.email))
    assert count[Role.STAFF] == 332
    assert count[Role.HEAD] == 9
    assert count[Role.ORGANISER] == 1
    assert count[Role.LEADER] == 18


def test_a_guest_with_an_address_is_let_in_once_approved() -> None:
    def guest(approved: str) -> Guest:
        return Guest(ref="g", name="Moira Ainscough", kind="Governor", email=GUEST, approved=approved)

    assert roles_of(small_year(guests=(guest("Yes"),)), GUEST) == {Role.GUEST}
    assert roles_of(small_year(guests=(guest("Asked"),)), GUEST) == frozenset()
    year = small_year(guests=(guest("Yes"),))
    assert may(year, GUEST, Action.SEE_PROGRAMME)
    assert [action for action in Action if may(year, GUEST, action, SHORE)] == [Action.SEE_PROGRAMME]
    own = {action for action in Action if may(year, GUEST, action, owner=GUEST)}
    assert own == {Action.SEE_PROGRAMME, Action.SEE_OWN_DATA, Action.ASK_TO_BE_REMOVED, Action.SIGN_OUT}


def test_whoever_has_left_may_do_nothing_and_is_at_home_nowhere() -> None:
    year = small_year(
        people=(person("organiser", role="Headteacher", left=True),),
        schools=(school(SHORE, head_email=address("organiser")),),
    )
    assert roles_of(year, address("organiser")) == frozenset()
    assert schools_of(year, address("organiser")) == frozenset()
    assert not any(may(year, address("organiser"), action) for action in Action)
    assert year.people_by_school == {}
