"""Who is using the app. On the embedded sheet everybody picks somebody made up.

The choice is kept in the session, and what depends on it is never cached. On the embedded sheet it stands
in the address as well, so that a page that is loaded again still knows the person. Anybody can be anybody
there; on a Google sheet an address says nothing about who somebody is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kaizen.domain.record import Email
from kaizen.ui import show
from kaizen.ui.demo_people import demo_people
from kaizen.ui.desk import Desk

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office

PERSON = "kaizen.person"
DESK = "kaizen.desk"
FIND = "kaizen.find"

AS = "as"
"""The part of the address that names the person."""


def can_be_told(office: Office) -> bool:
    """Tell whether people can say who they are: to the embedded sheet everybody can, to a Google sheet nobody yet."""
    return office.embedded


def current(office: Office) -> Person | None:
    """Return who is using the app in this session: who has been chosen, or else who the address names.

    None for nobody, for somebody who is not or no longer on Staff, and for everybody where people cannot be told.
    """
    if not can_be_told(office):
        return None
    staff = office.year.person_by_email
    if PERSON not in st.session_state and (named := staff.get(Email(st.query_params.get(AS, "")))):
        become(named.email)
    email: Email | None = st.session_state.get(PERSON)
    return staff.get(email) if email else None


def keep_in_address(me: Person) -> None:
    """Let the address name the person. Streamlit's menu takes it away with every page, so each run says it again."""
    if st.query_params.get(AS) != me.email:
        st.query_params[AS] = me.email


def desk() -> Desk:
    """Return the wishes of the person who has been chosen."""
    found: Desk = st.session_state.setdefault(DESK, Desk())
    return found


def become(email: Email) -> None:
    """Be this person from now on, with nothing half-written by whoever it was before."""
    st.session_state[PERSON] = email
    st.session_state[DESK] = Desk()


def leave() -> None:
    """Be nobody, in the address too."""
    st.query_params.pop(AS, None)
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
        [person.email for person in sorted(year.person_by_email.values(), key=lambda person: person.name.casefold())],
        index=None,
        format_func=lambda email: described(year.person_by_email[email]),
        key=FIND,
        on_change=_become_found,
        placeholder="Type a name or a school",
    )


def _become_found() -> None:
    if st.session_state.get(FIND):
        become(st.session_state[FIND])
