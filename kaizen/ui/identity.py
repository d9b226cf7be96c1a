"""Who is using the app: whoever a trusted provider vouches for, or on the practice sheet somebody made up.

Nothing that depends on who asks is ever cached. Where people sign in, who they are is worked out on every run from
the provider's signed words and the sheet, so that a change in the sheet counts at once. Where nobody has set sign-in
up, everybody can be anybody, on the demo in the embedded sheet only: the choice is kept in the session and stands in
the address, so that a page that is loaded again still knows the person.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from kaizen.domain.provider import Identity
from kaizen.domain.record import Email
from kaizen.errors import CannotBeRead
from kaizen.rules import accounts
from kaizen.rules.claims import Disbelieved, Doubt, identity_of
from kaizen.sheet.year_marks import is_demo
from kaizen.ui import brought, show, signed_out
from kaizen.ui.demo_people import demo_people
from kaizen.ui.desk import Desk
from kaizen.ui.opening import providers

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office
    from kaizen.rules.claims import Claims

PERSON = "kaizen.person"
"""Whose desk the session keeps; where nobody signs in, also who has been chosen."""
DESK = "kaizen.desk"
MET = "kaizen.met"
"""Where the session remembers that somebody has had a desk."""
FIND = "kaizen.find"

LONGEST_ADDRESS = 254
"""Letters of an address that are shown to whoever has signed in with it; there are no longer ones."""

AS = "as"
"""The part of the address that names the person, where nobody signs in."""


def can_be_told(office: Office) -> bool:
    """Tell whether people can say who they are: they can sign in, or it is the demo.

    Raises:
        SetupError: sign-in is set up in a way that cannot be used.
    """
    return bool(providers()) or is_chosen(office)


def is_chosen(office: Office) -> bool:
    """Tell whether everyone can be anyone: on an embedded sheet that was built as the demo, without sign-in."""
    return office.embedded and not providers() and is_demo(office.reading)


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
    me = _person_of(year, believed(year))
    if me is not None and st.session_state.get(PERSON) != me.email:
        become(me.email)
    return me


def _person_of(year: YearSnapshot, found: Identity | Disbelieved | None) -> Person | None:
    email = accounts.bound_to(year, found) if isinstance(found, Identity) else None
    return accounts.known(year, email) if email else None


def believed(year: YearSnapshot) -> Identity | Disbelieved | None:
    """Return the account that this browser has signed in with, or why that does not count; None where it has not."""
    if not providers() or not st.user.get("is_logged_in", False):
        return None
    return _believed(year, st.user.to_dict())


def _believed(year: YearSnapshot, claims: Claims) -> Identity | Disbelieved:
    """Return whose account the claims are, or why that does not count now; in a run of a page or outside any."""
    found = identity_of(claims, providers(), utc_now(), year.settings.sign_in_hours)
    if isinstance(found, Identity) and accounts.is_revoked(year, found):
        return Disbelieved(Doubt.TOO_OLD, "You have been signed out on every device. Please sign in again.")
    if isinstance(found, Identity) and signed_out.is_over(found):
        return Disbelieved(Doubt.TOO_OLD, "You have signed out. Please sign in again.")
    return found


@dataclass(frozen=True)
class Sitting:
    """One person's use of the app in one session: what outlives a run asks here whether it goes on.

    Attributes:
        office: whose year it is.
        email: whose sitting it is.
        desk: the person's; another person in the session has another one.
        claims: what the provider said of the account; None where nobody signs in.
    """

    office: Office
    email: Email
    desk: Desk
    claims: Claims | None

    def goes_on(self) -> bool:
        """Tell, outside any run too, whether a page would still know the person.

        Raises:
            SetupError: the sheet or the sign-in cannot be used.
        """
        if self.desk.over:
            return False
        year = self.office.year
        if self.claims is None:
            return is_chosen(self.office) and accounts.known(year, self.email) is not None
        me = _person_of(year, _believed(year, self.claims)) if providers() else None
        return me is not None and me.email == self.email


def sitting(office: Office, me: Person) -> Sitting:
    """Return the person's use of the app in this session."""
    return Sitting(office, me.email, desk(), None if is_chosen(office) else st.user.to_dict())


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
    if DESK not in st.session_state:
        st.session_state[DESK] = _desk_of("")
    found: Desk = st.session_state[DESK]
    return found


def _desk_of(owner: str) -> Desk:
    """Return a desk with nothing on it; the first of a person in a session has what they typed before a restart.

    A session begins with nobody's desk, before anything knows who has come: that one doesn't count.
    """
    mark = brought.mark_of(owner)
    keys = () if MET in st.session_state else brought.input_keys()
    if owner:
        st.session_state[MET] = True
    return Desk(mark=mark, brought=brought.drafts_in(keys, mark))


def desk_so_far() -> Desk | None:
    """Return the wishes of the person who used the app until now, where a run has asked for them before."""
    found: Desk | None = st.session_state.get(DESK)
    return found


def _turn_over() -> None:
    if (before := desk_so_far()) is not None:
        before.over = True


def become(email: Email) -> None:
    """Be this person from now on, with nothing half-written by whoever it was before."""
    _turn_over()
    st.session_state[PERSON] = email
    st.session_state[DESK] = _desk_of(email)


def leave() -> None:
    """Be nobody, in the address too."""
    _turn_over()
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
