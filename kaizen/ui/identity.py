"""Who is using the app: whoever a trusted provider vouches for, or on the practice sheet somebody made up.

Nothing that depends on who asks is ever cached. Where people sign in, who they are is worked out on every run from
the provider's signed words and the sheet, so that a change in the sheet counts at once. Where nobody has set sign-in
up, everybody can be anybody, on the embedded sheet only: the choice is kept in the session and stands in the address,
so that a page that is loaded again still knows the person.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from kaizen.domain.provider import Identity
from kaizen.domain.record import Email
from kaizen.errors import CannotBeRead
from kaizen.rules import accounts
from kaizen.rules.claims import Disbelieved, Doubt, identity_of
from kaizen.ui import show, signed_out
from kaizen.ui.demo_people import demo_people
from kaizen.ui.desk import Desk
from kaizen.ui.opening import providers

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office

PERSON = "kaizen.person"
"""Whose desk the session keeps; where nobody signs in, also who has been chosen."""
DESK = "kaizen.desk"
FIND = "kaizen.find"

LONGEST_ADDRESS = 254
"""Letters of an address that are shown to whoever has signed in with it; there are no longer ones."""

AS = "as"
"""The part of the address that names the person, where nobody signs in."""


def can_be_told(office: Office) -> bool:
    """Tell whether people can say who they are: they can sign in, or it is the embedded sheet.

    Raises:
        SetupError: sign-in is set up in a way that cannot be used.
    """
    return bool(providers()) or office.embedded


def is_chosen(office: Office) -> bool:
    """Tell whether everybody can be anybody: on the embedded sheet, where nobody has set sign-in up."""
    return office.embedded and not providers()


def current(office: Office) -> Person | None:
    """Return who is using the app in this run; None for nobody, and for somebody who is not let in.

    Raises:
        SetupError: sign-in is set up in a way that cannot be used.
    """
    if not is_chosen(office):
        return _signed_in(office.year)
    if PERSON not in st.session_state and (named := accounts.known(office.year, Email(st.query_params.get(AS, "")))):
        become(named.email)
    return accounts.known(office.year, st.session_state.get(PERSON, Email("")))


def utc_now() -> datetime:
    """Return the time that sign-ins are told apart by, in UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def _signed_in(year: YearSnapshot) -> Person | None:
    found = believed(year)
    email = accounts.bound_to(year, found) if isinstance(found, Identity) else None
    me = accounts.known(year, email) if email else None
    if me is not None and st.session_state.get(PERSON) != me.email:
        become(me.email)
    return me


def believed(year: YearSnapshot) -> Identity | Disbelieved | None:
    """Return the account that this browser has signed in with, or why that does not count; None where it has not."""
    trusted = providers()
    if not trusted or not st.user.get("is_logged_in", False):
        return None
    found = identity_of(st.user.to_dict(), trusted, utc_now(), year.settings.sign_in_hours)
    if isinstance(found, Identity) and accounts.is_revoked(year, found):
        return Disbelieved(Doubt.TOO_OLD, "You have been signed out on every device. Please sign in again.")
    if isinstance(found, Identity) and signed_out.is_over(found):
        return Disbelieved(Doubt.TOO_OLD, "You have signed out. Please sign in again.")
    return found


def address_given() -> str:
    """Return the address that the provider gives for this browser's account, believed or not; "" for none."""
    given = st.user.get("email")
    return given[:LONGEST_ADDRESS] if isinstance(given, str) else ""


def sign_out(office: Office) -> None:
    """End the sign-in of this browser, in its other tabs too."""
    with suppress(CannotBeRead):
        found = believed(office.year)
        if isinstance(found, Identity):
            signed_out.end(found, utc_now())
    st.logout()


def latest(year: YearSnapshot) -> datetime:
    """Return the time by which every sign-in until now has been made, by whichever clock.

    A provider's clock may be a little ahead of ours: then this browser's own sign-in is later than now.
    """
    found = believed(year)
    return max(utc_now(), found.issued_at) if isinstance(found, Identity) else utc_now()


def keep_in_address(office: Office, me: Person) -> None:
    """Let the address name the person, where nobody signs in.

    Streamlit's menu takes it away with every page, so each run says it again.
    """
    if is_chosen(office) and st.query_params.get(AS) != me.email:
        st.query_params[AS] = me.email


def desk() -> Desk:
    """Return the wishes of the person who is using the app."""
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
