"""Who is using the app. On the embedded sheet everybody picks somebody made up.

The choice is kept in the session and nowhere else, and what depends on it is never cached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kaizen.rules.access import Role, roles_of
from kaizen.ui import show
from kaizen.ui.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.domain.network import Person
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot

PERSON = "kaizen.person"
DESK = "kaizen.desk"
FIND = "kaizen.find"


def current(year: YearSnapshot) -> Person | None:
    """Return who has been chosen in this session; None for nobody, or for somebody who has left Staff."""
    email: Email | None = st.session_state.get(PERSON)
    return year.person_by_email.get(email) if email else None


def desk() -> Desk:
    """Return the wishes of the person who has been chosen."""
    found: Desk = st.session_state.setdefault(DESK, Desk())
    return found


def become(email: Email) -> None:
    """Be this person from now on, with nothing half-written by whoever it was before."""
    st.session_state[PERSON] = email
    st.session_state[DESK] = Desk()


def leave() -> None:
    """Be nobody."""
    st.session_state.pop(PERSON, None)
    st.session_state.pop(DESK, None)


def described(person: Person) -> str:
    """Return name, role and school, enough to tell two people of one name apart."""
    return ", ".join(filter(None, (person.name, person.role, person.year_group, person.school)))


def choose(year: YearSnapshot) -> None:
    """Ask who the person would like to be."""
    show.title("Who are you today?")
    show.line("This is a practice sheet with made-up people. Be one of them; you can be somebody else at any time.")
    for label, person in demo_people(year).items():
        st.button(
            show.filled("**{}**: {}", label, described(person)),
            key=f"be.{label}",
            on_click=become,
            args=(person.email,),
            width="stretch",
        )
    st.selectbox(
        "Or find anybody else by name",
        sorted(person.email for person in year.people),
        index=None,
        format_func=lambda email: described(year.person_by_email[email]),
        key=FIND,
        on_change=_become_found,
        placeholder="Type a name or a school",
    )


def _become_found() -> None:
    if st.session_state.get(FIND):
        become(st.session_state[FIND])


def demo_people(year: YearSnapshot) -> dict[str, Person]:
    """Return a few people worth being, by what they are; those that the sheet does not have are missing.

    Each is the first on Staff who is that and has something to do: the teacher and the assistant have
    not chosen all their workshops, the teacher has a visit to write up, the head a day to agree.
    """
    found: dict[str, Person] = {}
    for label, candidates in (
        ("Class teacher", _teachers(year)),
        ("Teaching assistant", _assistants(year)),
        ("Workshop leader", _with_role(year, Role.LEADER)),
        ("Headteacher", _heads(year)),
        ("Organiser", _with_role(year, Role.ORGANISER)),
    ):
        person = next((one for one in candidates if one not in found.values()), None)
        if person is not None:
            found[label] = person
    return found


def _teachers(year: YearSnapshot) -> Iterator[Person]:
    written = {note.visit for note in year.visit_notes}
    visiting = {visit.email for visit in year.visits if visit.visit not in written and visit.status != "Cancelled"}
    teachers = [one for one in year.people if one.role == "Teacher" and roles_of(year, one.email) == {Role.STAFF}]
    settled = year.bookings_by_person
    yield from (one for one in teachers if one.email in visiting and one.email not in settled)
    yield from teachers


def _assistants(year: YearSnapshot) -> Iterator[Person]:
    assistants = [one for one in year.people if one.role == "Teaching assistant"]
    yield from (one for one in assistants if one.email not in year.bookings_by_person)
    yield from assistants


def _heads(year: YearSnapshot) -> Iterator[Person]:
    proposed = {day.school for day in year.visit_days if day.status == "Proposed"}
    heads = list(_with_role(year, Role.HEAD))
    yield from (one for one in heads if one.school in proposed)
    yield from heads


def _with_role(year: YearSnapshot, role: Role) -> Iterator[Person]:
    return (one for one in year.people if role in roles_of(year, one.email))
