"""Answering who asks to be on Staff, and letting people in with another account."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kaizen.domain.account import Answer, JoinRequest
from kaizen.domain.network import Guest
from kaizen.domain.wording import counted, listed, said
from kaizen.rules import accounts
from kaizen.rules.access import Action, may
from kaizen.rules.namesakes import namesakes
from kaizen.services.accounts import ReleaseAccounts, SignOutEverywhere, may_see_to
from kaizen.services.joining import AnswerRequest
from kaizen.ui import forms, identity, show

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office


def asking(office: Office, me: Person) -> None:
    """Show who asks to be on Staff at the person's schools, with a yes and a no for each."""
    year = office.year
    buttons = forms.Buttons(office, "people.asking")
    rows = [
        row
        for row in year.join_requests
        if row.answer is Answer.ASKED and may(year, me.email, Action.ADD_PEOPLE, row.school)
    ]
    show.heading("Asking to join")
    buttons.tell()
    show.line("{}.", counted(len(rows), "person asks", "people ask") if rows else "Nobody asks to be added")
    if rows:
        show.small(
            "Anyone with an account on a school's domain can ask, pupils too. They typed the name and role themselves."
        )
    for row in rows:
        asked = f", asked on {said(row.asked_at)}" if row.asked_at else ""
        show.line("**{}**, {} at {}{}", row.name, row.role, row.school, asked)
        _who_it_is(year, row)
        answer = partial(AnswerRequest, me.email, row.ref)
        buttons.offer(f"Add {row.name} to Staff", f"{row.ref}.yes", partial(answer, Answer.YES))
        buttons.offer(f"Say no to {row.name}", f"{row.ref}.no", partial(answer, Answer.NO))


def _who_it_is(year: YearSnapshot, row: JoinRequest) -> None:
    """Show what is certain of somebody who asks, their address, and who else has the name they gave."""
    domain = row.email.rpartition("@")[2]
    schools = listed(accounts.schools_with_domain(year, domain)) or "no school of the network"
    show.line("Signed in as **{}**. Addresses at **{}** belong to {}.", row.email, domain, schools)
    if others := namesakes(year, row):
        told = [f"{one.name} ({one.email}), {one.school}{_standing(one)}" for one in others]
        show.caution("Someone else has this name too. Please make sure who is asking before you say yes:", told)


def _standing(one: Person | Guest | JoinRequest) -> str:
    if isinstance(one, JoinRequest):
        return ", asks as well"
    if isinstance(one, Guest):
        return ", on Guests"
    return ", has left" if one.left else ", on Staff"


def signed_in(office: Office, me: Person) -> None:
    """Choose somebody who has signed in before: end their sign-ins, or let them in with another account."""
    year = office.year
    show.heading("Accounts")
    show.line("Somebody has lost a phone, or signs in with a new account? Choose them here.")
    bound = [
        email
        for email in dict.fromkeys(row.email for row in year.accounts)
        if email and email != me.email and may_see_to(year, me.email, email)
    ]
    buttons = forms.Buttons(office, "people.accounts")
    if not bound:
        show.small("Nobody else here has signed in yet.")
        buttons.tell()
        return
    names = {email: _named(office, email) for email in bound}
    chosen: Email | None = forms.pick_from_list(
        "Who",
        sorted(bound, key=lambda email: names[email].casefold()),
        "people.who",
        index=None,
        placeholder="Choose",
        format_func=names.__getitem__,
    )
    if chosen is not None:
        since = [row.bound_at for row in accounts.accounts_of(year, chosen) if row.bound_at]
        show.small("{} first signed in on {}.", names[chosen], said(min(since)) if since else "an unknown day")
        buttons.offer(
            "Sign them out on every device",
            f"{chosen}.out",
            lambda key: SignOutEverywhere(me.email, chosen, key, identity.utc_now()),
        )
        buttons.offer(
            "Let them in with another account",
            f"{chosen}.release",
            lambda key: ReleaseAccounts(me.email, chosen, key, identity.utc_now()),
        )
    buttons.tell()


def _named(office: Office, email: Email) -> str:
    member = office.year.person_by_email.get(email)
    return identity.described(member) if member else f"{email} (not on Staff)"
