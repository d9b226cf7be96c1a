"""Who may do what: one table of action, role and whose.

Commands ask it, pages ask it when they open, and the menu follows. ``docs/who-may-do-what.md`` is made from it.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from kaizen.rules.leading import workshops_led

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.network import Person
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

OFFICE_ROLES = frozenset({"school business manager", "office"})
HEAD_ROLES = frozenset({"headteacher"})
APPROVED = "yes"
"""What stands under Approved for a guest who is let in."""


def roles_of(year: YearSnapshot, person: Email) -> frozenset[Role]:
    """Return every role of the person; none for a stranger, for somebody who has left, and for a guest not approved."""
    member = year.person_by_email.get(person)
    if member is None:
        return _as_guest(year, person)
    return frozenset() if member.left else roles_on_paper(year, member)


def roles_on_paper(year: YearSnapshot, member: Person) -> frozenset[Role]:
    """Return the roles that the sheet gives a member of staff, whether they have left or not."""
    role = member.role.strip().casefold()
    held = {
        Role.STAFF: True,
        Role.LEADER: bool(workshops_led(year, member.email)),
        Role.OFFICE: role in OFFICE_ROLES,
        Role.HEAD: role in HEAD_ROLES or any(school.head_email == member.email for school in year.schools),
        Role.ORGANISER: member.email in year.settings.organisers,
    }
    return frozenset(role for role, holds in held.items() if holds)


def _as_guest(year: YearSnapshot, person: Email) -> frozenset[Role]:
    guest = year.guest_by_email.get(person)
    return frozenset({Role.GUEST}) if guest and guest.approved.casefold() == APPROVED else frozenset()


def schools_of(year: YearSnapshot, person: Email) -> frozenset[SchoolName]:
    """Return the school the person works at and every school whose row names them as its head."""
    member = year.person_by_email.get(person)
    if member is None or member.left:
        return frozenset()
    return frozenset({member.school, *(s.short_name for s in year.schools if s.head_email == person)})


def reach(year: YearSnapshot, person: Email, action: Action) -> Whose | None:
    """Return how far the person's widest role reaches for the action; None when not at all."""
    return max((TABLE[action][role] for role in roles_of(year, person) if role in TABLE[action]), default=None)


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
    if furthest is None:
        return False
    at_home = school is None or school in schools_of(year, person)
    return {
        Whose.OWN: owner == person or (owner is None and at_home),
        Whose.OWN_SCHOOL: owner == person or at_home,
        Whose.NETWORK: True,
    }[furthest]
