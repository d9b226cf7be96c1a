"""The door: one page for whoever is not let in, with nothing of the sheet on it but what strangers are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kaizen.domain.account import Answer
from kaizen.errors import CannotBeRead, WishError
from kaizen.rules import accounts
from kaizen.rules.claims import Disbelieved, Doubt
from kaizen.services.accounts import SignIn
from kaizen.services.joining import ASKED, AskToJoin
from kaizen.sheet.layout import JOINING
from kaizen.sheet.year_marks import knows_sign_in, was_built_as_demo
from kaizen.ui import added_questions, forms, identity, show
from kaizen.ui.callback import CLOCK, COOKIES, PROVIDER, REFUSED, WHY
from kaizen.ui.desk import new_key
from kaizen.ui.opening import providers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.domain.provider import Identity, Provider
    from kaizen.domain.record import Email, SchoolName
    from kaizen.engine.office import Office

SENTENCES: Final = {
    REFUSED: "The sign-in was stopped, or your organisation does not allow it. Try again, or ask your school's IT.",
    PROVIDER: "The provider could not sign you in. Try again in a minute; if it goes on, ask your school's IT.",
    COOKIES: (
        "Your browser has not kept the cookie that a sign-in needs. Open this page in an ordinary window, not in a "
        "private one or inside another app, allow cookies for it, and try again."
    ),
    CLOCK: (
        "Your sign-in could not be checked. Press the button again; going back in the browser does not work. If it "
        "goes on, the clock of the machine that Kaizen runs on may be wrong: whoever runs it can look with "
        "\u201cpython -m kaizen doctor\u201d."
    ),
}
"""What to say for each word that `callback` puts into the address."""

SECRETS_GONE: Final = (
    "Sign-in was set up for this year, but its settings are missing from the app's secrets now. So nobody can sign in, "
    "and nothing of the year is shown until they are back."
)
NOT_THE_DEMO: Final = (
    "This year isn't the demo, and the app's secrets don't say yet how people sign in. So nothing of the year is shown."
)
MOVED: Final = (
    "Your account belongs to {}, and nobody with that address is let in any more. If your address has changed, ask "
    "your headteacher or school office: on the page People they can let you in with this account again."
)
NOWHERE: Final = "This address belongs to none of the network's schools, so there is nothing here for it to see."
TURNED_DOWN: Final = (
    "Your school has not put you on Staff. If that is a mistake, ask your headteacher or school office."
)


def ask(office: Office) -> None:
    """Ask whoever is nobody yet who they are, or say why they are not let in."""
    try:
        _ask_for_identity(office)
    except CannotBeRead as error:
        unreadable(office, error)


def unreadable(office: Office, error: CannotBeRead) -> None:
    """Say to someone that the sheet doesn't tell who may come in: that is never about them."""
    show.title("Kaizen")
    show.caution(f"{error} So nobody can be let in for now. Your account is fine; please try again later.")
    show.line("If you edit the sheet: put the tab back as it was, with File > Version history in Google Sheets.")
    if not identity.is_chosen(office) and identity.address_given():
        sign_out(office, "Sign out")


def _ask_for_identity(office: Office) -> None:
    if identity.is_chosen(office):
        identity.choose(office.year)
        return
    found = identity.believed(office.year)
    if found is None:
        closed(providers())
    elif isinstance(found, Disbelieved) and found.doubt is Doubt.TOO_OLD:
        closed(providers(), found.sentence)
    elif isinstance(found, Disbelieved):
        wrong_account(office, found.sentence)
    else:
        _not_let_in(office, found)


def _not_let_in(office: Office, found: Identity) -> None:
    """Bind an account that is nobody's yet to its person, or say why that cannot be."""
    year = office.year.certain
    bound = accounts.bound_to(year, found)
    if bound is not None and bound not in year.person_by_email:
        wrong_account(office, MOVED.format(bound))
    elif bound is None and (accounts.is_let_in(year, found.email) or accounts.approved_request(year, found)):
        try:
            office.do(SignIn(found, new_key()))
        except WishError as error:
            wrong_account(office, str(error))
        else:
            st.rerun()
    else:
        stranger(office, found, bound or found.email)


def without_sign_in(office: Office) -> None:
    """Say that nobody can sign in to this year, and what to do; nothing of the sheet is shown."""
    show.title("Kaizen")
    show.problem(SECRETS_GONE if knows_sign_in(office.reading) else NOT_THE_DEMO)
    show.line("If you run Kaizen: `docs/sign-in.md` shows every line that the secrets need. Then start the app again.")
    if was_built_as_demo(office.reading):
        show.line("Was this only for practice? `python -m kaizen demo --reset` starts the demo over and keeps a copy.")


def closed(providers: tuple[Provider, ...], why: str = "") -> None:
    """Ask whoever has not signed in to do so.

    Args:
        providers: whom the network trusts.
        why: why the sign-in that there was does not count any more; "" for none.
    """
    show.title("Kaizen")
    if why:
        show.caution(why)
    elif told := SENTENCES.get(st.query_params.get(WHY, "")):
        show.problem(told)
    show.line("This is where your schools plan their INSET days and visits.")
    show.line("Please sign in with the account of your school. Kaizen never sees your password.")
    for provider in providers:
        label = f"Sign in with {provider.title}"
        st.button(
            show.label(label), on_click=_sign_in, args=(provider.name,), key=f"gate.{provider.name}", width="stretch"
        )


def _sign_in(name: str) -> None:
    st.query_params.pop(WHY, None)
    st.login(name)


def wrong_account(office: Office, sentence: str) -> None:
    """Tell somebody that the account they have signed in with is not let in, and why."""
    show.title("Kaizen")
    if address := identity.address_given():
        show.line("You are signed in as **{}**.", address)
    show.problem(sentence)
    sign_out(office, "Sign out")


def stranger(office: Office, found: Identity, email: Email) -> None:
    """Let somebody ask to be on Staff whose address is of a school; tell everybody else that there is nothing here.

    Args:
        office: whose year it is.
        found: the account.
        email: whose it is, if it is anybody's, else its own address.
    """
    year = office.year.certain
    member = year.person_by_email.get(email)
    schools = accounts.schools_with_domain(year, found.domain)
    show.title("Kaizen")
    show.line("You are signed in as **{}**.", email)
    if member is not None and member.left:
        show.note("{}", accounts.HAS_LEFT)
    elif requests := accounts.requests_of(year, found.email):
        waits = any(request.answer is Answer.ASKED for request in requests)
        show.note("{}", ASKED if waits else TURNED_DOWN)
    elif schools:
        _ask(office, found, schools)
    else:
        show.note("{}", NOWHERE)
    sign_out(office, "Sign out, to use another account")


def _ask(office: Office, found: Identity, schools: Sequence[SchoolName]) -> None:
    form = forms.Form(office, "join", JOINING)
    show.line("You are not on Staff yet. Ask your school to add you; your head and your office see it at once.")
    name = form.ask("name", found.name)
    school = form.choose_here("school", "School", list(schools))
    role = form.ask("role")
    added_questions.ask(form)
    form.send("Ask to be added", lambda key: AskToJoin(found, name, school, role or "", key))


def sign_out(office: Office, label: str) -> None:
    """Draw the button that ends the sign-in in this browser."""
    st.button(show.label(label), on_click=identity.sign_out, args=(office,), key="gate.sign_out", width="stretch")
