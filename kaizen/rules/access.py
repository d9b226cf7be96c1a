"""Who may do what: one table of action, role and whose.

Commands ask it, pages ask it when they open, and the menu follows. ``docs/who-may-do-what.md`` is made from it.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from kaizen.domain.network import Person
from kaizen.rules.leading import workshops_led

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.year import YearSnapshot


class Role(StrEnum):
    """What somebody is to the network; most people have one, some have several."""

    GUEST = "Guest"
    STAFF = "Staff"
    LEADER = "Workshop leader"
    OFFICE = "Office"
    HEAD = "Headteacher"
    ORGANISER = "Organiser"


class Whose(IntEnum):
    """How far a permission reaches; a larger one holds the smaller ones."""

    OWN = 1
    """What has the person's own name on it."""
    OWN_SCHOOL = 2
    """What belongs to the person's own school, or one they are head of."""
    NETWORK = 3
    """Any school's."""


class Action(StrEnum):
    """What can be done or seen; the value reads after "may"."""

    BOOK_FOR_SELF = "book their own workshops"
    SEE_PROGRAMME = "see the programme"
    BOOK_FOR_OTHERS = "book for somebody else"
    SEE_WHO_HAS_BOOKED = "see by name who has and has not booked"
    SEE_SUMMARY = "see in numbers how far each school has come"
    PROPOSE = "propose a workshop"
    WITHDRAW_PROPOSAL = "withdraw a proposal"
    DECIDE_PROPOSALS = "accept or turn down proposals"
    CHOOSE_VISIT_DAY = "choose a school's uncommon INSET day"
    PLAN_VISIT = "plan their own visit"
    PLAN_VISIT_FOR_OTHERS = "plan somebody else's visit"
    CONFIRM_VISITS = "confirm visitors to a school"
    LOG_VISIT = "write up their own visit"
    LOG_VISIT_FOR_OTHERS = "write up a visit for somebody else"
    READ_LOGS = "read what visitors wrote before it is cleared"
    READ_CLEARED_LOGS = "read what visitors wrote once it is cleared"
    CLEAR_LOGS = "clear what a visitor wrote for every school"
    ADD_FOLLOW_UP = "add a follow-up"
    MOVE_FOLLOW_UPS = "move a follow-up on"
    SEE_FEEDBACK = "see what five people or more have answered after the day"
    SEE_OWN_DATA = "see and download what the sheet holds of them"
    ASK_TO_BE_REMOVED = "ask for their name to be taken away"
    SIGN_OUT = "sign out everywhere"
    SIGN_OUT_OTHERS = "sign somebody out everywhere, or let them in with another account"
    ADD_PEOPLE = "add to Staff somebody who asks"
    MARK_LEAVER = "note that somebody has left"
    REMOVE_NAMES = "take somebody's name out of the year"
    CLEAN_UP = "take away what has been kept long enough"
    SEE_CHECKS = "see what the app asks about the sheet"
    PUT_RIGHT = "put right what the app asks about"
    SEE_SHEET = "see the embedded sheet"
    SET_UP = "set the app up"
    COPY_THE_YEAR = "download a copy of the whole year or bring one back"


TABLE: Mapping[Action, Mapping[Role, Whose]] = {
    Action.SEE_PROGRAMME: {Role.STAFF: Whose.NETWORK, Role.GUEST: Whose.NETWORK},
    Action.BOOK_FOR_SELF: {Role.STAFF: Whose.OWN},
    Action.BOOK_FOR_OTHERS: {Role.OFFICE: Whose.OWN_SCHOOL, Role.HEAD: Whose.OWN_SCHOOL},
    Action.SEE_WHO_HAS_BOOKED: {Role.OFFICE: Whose.OWN_SCHOOL, Role.HEAD: Whose.OWN_SCHOOL},
    Action.SEE_SUMMARY: {Role.OFFICE: Whose.NETWORK, Role.HEAD: Whose.NETWORK, Role.ORGANISER: Whose.NETWORK},
    Action.PROPOSE: {Role.STAFF: Whose.OWN},
    Action.WITHDRAW_PROPOSAL: {Role.LEADER: Whose.OWN},
    Action.DECIDE_PROPOSALS: {Role.ORGANISER: Whose.NETWORK},
    Action.CHOOSE_VISIT_DAY: {Role.HEAD: Whose.OWN_SCHOOL},
    Action.PLAN_VISIT: {Role.STAFF: Whose.OWN},
    Action.PLAN_VISIT_FOR_OTHERS: {Role.OFFICE: Whose.OWN_SCHOOL, Role.HEAD: Whose.OWN_SCHOOL},
    Action.CONFIRM_VISITS: {Role.OFFICE: Whose.OWN_SCHOOL, Role.HEAD: Whose.OWN_SCHOOL},
    Action.LOG_VISIT: {Role.STAFF: Whose.OWN},
    Action.LOG_VISIT_FOR_OTHERS: {Role.OFFICE: Whose.OWN_SCHOOL, Role.HEAD: Whose.OWN_SCHOOL},
    # The visitor, who was named as host contact, and the heads of the two schools: see `visit_logs`.
    Action.READ_LOGS: {Role.STAFF: Whose.OWN, Role.HEAD: Whose.OWN_SCHOOL},
    Action.READ_CLEARED_LOGS: {Role.STAFF: Whose.NETWORK},
    Action.CLEAR_LOGS: {Role.HEAD: Whose.OWN_SCHOOL},
    Action.ADD_FOLLOW_UP: {Role.STAFF: Whose.OWN_SCHOOL},
    Action.MOVE_FOLLOW_UPS: {Role.STAFF: Whose.OWN_SCHOOL},
    Action.SEE_FEEDBACK: {Role.STAFF: Whose.NETWORK},
    Action.SEE_OWN_DATA: {Role.STAFF: Whose.OWN, Role.GUEST: Whose.OWN},
    Action.ASK_TO_BE_REMOVED: {Role.STAFF: Whose.OWN, Role.GUEST: Whose.OWN},
    Action.SIGN_OUT: {Role.STAFF: Whose.OWN, Role.GUEST: Whose.OWN},
    Action.SIGN_OUT_OTHERS: {
        Role.OFFICE: Whose.OWN_SCHOOL,
        Role.HEAD: Whose.OWN_SCHOOL,
        Role.ORGANISER: Whose.NETWORK,
    },
    Action.ADD_PEOPLE: {Role.OFFICE: Whose.OWN_SCHOOL, Role.HEAD: Whose.OWN_SCHOOL, Role.ORGANISER: Whose.NETWORK},
    Action.MARK_LEAVER: {Role.OFFICE: Whose.OWN_SCHOOL, Role.HEAD: Whose.OWN_SCHOOL, Role.ORGANISER: Whose.NETWORK},
    Action.REMOVE_NAMES: {Role.ORGANISER: Whose.NETWORK},
    Action.CLEAN_UP: {Role.ORGANISER: Whose.NETWORK},
    Action.SEE_CHECKS: {Role.OFFICE: Whose.NETWORK, Role.HEAD: Whose.NETWORK, Role.ORGANISER: Whose.NETWORK},
    Action.PUT_RIGHT: {Role.ORGANISER: Whose.NETWORK},
    Action.SET_UP: {Role.ORGANISER: Whose.NETWORK},
    # The copy holds everybody's data, and what is brought back may change anybody's row.
    Action.COPY_THE_YEAR: {Role.ORGANISER: Whose.NETWORK},
    # In the embedded sheet a newcomer plays every part; with a Google sheet the page is not there.
    Action.SEE_SHEET: {Role.STAFF: Whose.NETWORK},
}
"""Role by role how far each action reaches; a role that is not named may not do it at all."""

SEEING_TO_THE_SHEET = frozenset({Action.SEE_CHECKS, Action.SET_UP, Action.SEE_SHEET})
"""What organisers may do while nothing of Staff is known, so that someone can see what is wrong with it."""

OFFICE_ROLES = frozenset({"school business manager", "office"})
HEAD_ROLES = frozenset({"headteacher"})
APPROVED = "yes"
"""What stands under Approved for a guest who is let in."""


def roles_of(year: YearSnapshot, person: Email) -> frozenset[Role]:
    """Return every role of the person; none for a stranger, for somebody who has left, and for a guest not approved."""
    return frozenset(role for role in Role if has_role(year, person, role))


def has_role(year: YearSnapshot, person: Email, role: Role) -> bool:
    """Tell whether the person has a role. No more of the year is asked than it takes to tell."""
    member = year.person_by_email.get(person)
    if member is None or role is Role.GUEST:
        return member is None and role is Role.GUEST and _is_approved(year, person)
    return not member.left and HELD[role](year, member)


def roles_on_paper(year: YearSnapshot, member: Person) -> frozenset[Role]:
    """Return the roles that the sheet gives a member of staff, whether they have left or not."""
    return frozenset(role for role, holds in HELD.items() if holds(year, member))


def _is_head(year: YearSnapshot, member: Person) -> bool:
    return _called(member, HEAD_ROLES) or any(school.head_email == member.email for school in year.schools)


def _called(member: Person, roles: frozenset[str]) -> bool:
    return member.role.strip().casefold() in roles


HELD: Mapping[Role, Callable[[YearSnapshot, Person], bool]] = {
    Role.STAFF: lambda _, __: True,
    Role.LEADER: lambda year, member: bool(workshops_led(year, member.email)),
    Role.OFFICE: lambda _, member: _called(member, OFFICE_ROLES),
    Role.HEAD: _is_head,
    Role.ORGANISER: lambda year, member: member.email in year.settings.organisers,
}
"""What makes somebody on Staff hold a role."""


def _is_approved(year: YearSnapshot, person: Email) -> bool:
    guest = year.guest_by_email.get(person)
    return guest is not None and guest.approved.casefold() == APPROVED


def sees_to_the_sheet(year: YearSnapshot, person: Email) -> bool:
    """Tell whether the person is an organiser for whom nothing but Settings speaks: nothing of Staff is known."""
    return not year.knows(Person) and person in year.settings.organisers


def schools_of(year: YearSnapshot, person: Email) -> frozenset[SchoolName]:
    """Return the school the person works at and every school whose row names them as its head."""
    member = year.person_by_email.get(person)
    if member is None or member.left:
        return frozenset()
    return frozenset({member.school, *(s.short_name for s in year.schools if s.head_email == person)})


def reach(year: YearSnapshot, person: Email, action: Action) -> Whose | None:
    """Return how far the person's widest role reaches for the action; None when not at all."""
    widest_first = sorted(TABLE[action].items(), key=lambda one: one[1], reverse=True)
    return next((whose for role, whose in widest_first if has_role(year, person, role)), None)


def may(
    year: YearSnapshot,
    person: Email,
    action: Action,
    school: SchoolName | None = None,
    owner: Email | None = None,
) -> bool:
    """Tell whether the person may do the action.

    Args:
        year: the snapshot; roles are read from it each time, so a change in the sheet counts at once.
        person: who wants to, as signed in; never taken from a form.
        action: what they want to do or see.
        school: whose thing it is. None asks "for any school at all?", which is what a menu wants.
        owner: whose name is on the thing. None counts as the person's own where ``school`` allows.

    Returns:
        False for a stranger and for somebody who has left, whatever the action.
    """
    furthest = reach(year, person, action)
    if furthest is None or furthest is Whose.NETWORK or owner == person:
        return furthest is not None
    reaches = furthest is Whose.OWN_SCHOOL or owner is None
    return reaches and (school is None or _is_at(year, person, school))


def may_open(year: YearSnapshot, person: Email, action: Action) -> bool:
    """Tell whether pages offer the action; while nothing of Staff is known, organisers see to the sheet alone."""
    if sees_to_the_sheet(year, person):
        return action in SEEING_TO_THE_SHEET
    return may(year, person, action)


def _is_at(year: YearSnapshot, person: Email, school: SchoolName) -> bool:
    """Tell whether it is the person's school; Schools is asked only where Staff does not say so."""
    member = year.person_by_email.get(person)
    return member is not None and (member.school == school or school in schools_of(year, person))
