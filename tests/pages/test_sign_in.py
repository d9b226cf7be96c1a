"""The door, the people behind it, and who answers it: every page with what a provider says of somebody."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

from kaizen.domain.account import Answer
from kaizen.ui import gate, identity, menu
from tests.engine.added import add_column, cells_below
from tests.pages.visitor import PATIENCE, ROUTER, Visitor

if TYPE_CHECKING:
    from kaizen.engine.office import Office

LARKFOLD, GYNNSANDS = "larkfold.sch.example", "gynnsands.sch.example"
HEAD, OFFICE, TEACHER = (f"{name}@{LARKFOLD}" for name in ("hetal.mistry", "shabnam.akhtar", "yusuf.patel"))
ORGANISER, GUEST = f"r.bamber@{GYNNSANDS}", f"moira.ainscough@{GYNNSANDS}"
EMPTY_DOMAIN = "no-school.example"
RANDOM = hashlib.sha256(b"only for tests").hexdigest()
BOUND = {HEAD: "1001", f"h.threlfall@{GYNNSANDS}": "2001"}
"""Accounts that the practice sheet has bound."""


def issuer(name: str) -> str:
    return f"https://sign-in.{name}.sch.example"


def secrets() -> dict[str, Any]:
    """Return the secrets of a network with two providers."""
    auth: dict[str, Any] = {"redirect_uri": "https://kaizen.example/oauth2callback", "cookie_secret": RANDOM}
    ours: dict[str, Any] = {}
    for name, domains in (("larkfold", [LARKFOLD, EMPTY_DOMAIN]), ("gynnsands", [GYNNSANDS])):
        where = f"{issuer(name)}/.well-known/openid-configuration"
        auth[name] = {"client_id": "kaizen", "client_secret": "no", "server_metadata_url": where}
        ours[name] = {"issuer": issuer(name), "domains": domains}
    return {"auth": auth, "sign_in": ours}


def claims(email: str, /, **changes: Any) -> dict[str, Any]:
    """Return what the provider of the address's school says of an account that signs in now."""
    said = {"iss": issuer("gynnsands" if email.endswith(GYNNSANDS) else "larkfold"), "sub": BOUND.get(email, email)}
    known = {"email": email, "email_verified": True, "name": "Who Ever"}
    return {"is_logged_in": True, **said, **known, "iat": time.time(), **changes}


class Caller(Visitor):
    """Somebody at the pages where people sign in."""

    def __init__(self, office: Office, user: dict[str, Any] | None = None, told: dict[str, Any] | None = None) -> None:
        self.office = office
        self.app = AppTest.from_file(str(ROUTER), default_timeout=PATIENCE)
        self.app.secrets = told or secrets()
        self.app.user = user or {"is_logged_in": False}
        self.app.run()

    def buttons(self) -> list[str]:
        return [button.label for button in self.app.button]

    def sees_nothing(self) -> bool:
        """Tell whether there is one page, the same wherever they go, with nothing of the sheet on it."""
        year = self.office.year
        words = [year.settings.network, year.settings.conference, *(one.title for one in year.workshops)]
        words += [person.name for person in year.people]
        shown = set()
        for entry in menu.ENTRIES:
            self.open(entry.slug)
            assert [title.value for title in self.app.title] == ["Kaizen"], entry.slug
            assert not self.app.exception
            shown.add(self.text())
        (only,) = shown
        return not any(word in only for word in words)


def signed_in(office: Office, who: str, /, **changes: Any) -> Caller:
    return Caller(office, claims(who, **changes))


def type_in(office: Office, tab: str, key: str, heading: str, text: str) -> None:
    """Type into the sheet by hand, in the row that has the key, and let everybody see it."""
    grid = office.by_hand.grid(tab)
    row = next(n for n, cells in enumerate(grid, start=1) if key in cells)
    office.by_hand.type_in(tab, row, grid[0].index(heading) + 1, text)
    office.refresh()


def test_the_closed_door_is_the_same_on_every_page(office: Office) -> None:
    caller = Caller(office)
    assert caller.sees_nothing()
    assert caller.buttons() == ["Sign in with Larkfold", "Sign in with Gynnsands"]


@pytest.mark.parametrize("asked", [{"as": ORGANISER}, {"log": "V001"}, {"sign-in": "nonsense"}])
def test_what_the_address_says_opens_nothing(office: Office, asked: dict[str, str]) -> None:
    caller = Caller(office)
    before = caller.text()
    caller.app.query_params.update(asked)
    assert caller.open("home").text() == before
    caller.app.session_state[identity.PERSON] = ORGANISER
    assert caller.sees_nothing()


@pytest.mark.parametrize("why", gate.SENTENCES)
def test_why_a_sign_in_has_come_to_nothing_is_said(office: Office, why: str) -> None:
    caller = Caller(office)
    caller.app.query_params["sign-in"] = why
    assert gate.SENTENCES[why] in caller.open("home").text()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"iss": "https://sign-in.elsewhere.example"}, "somewhere that the network does not use"),
        ({"iss": issuer("gynnsands")}, "does not belong to one of the network's schools"),
        ({"email": f"{TEACHER}.elsewhere.example"}, "does not belong to one of the network's schools"),
        ({"email_verified": "false"}, "has not verified the address"),
        ({"email_verified": "true"}, "has not verified the address"),
        ({"email": ""}, "has not told us the e-mail address"),
        ({"iat": 2**33 - 1}, "The clocks of Kaizen and of your sign-in do not agree"),
        ({"sub": ""}, "somewhere that the network does not use"),
    ],
)
def test_an_account_that_is_not_believed_hears_why(office: Office, changes: dict[str, Any], sentence: str) -> None:
    caller = signed_in(office, TEACHER, **changes)
    assert sentence in caller.told()
    assert caller.buttons() == ["Sign out"]
    address = changes.get("email", TEACHER)
    assert (f"You are signed in as {address}." in caller.text()) is bool(address)
    assert caller.sees_nothing()


def test_a_sign_in_lasts_as_long_as_the_sheet_says(office: Office) -> None:
    two_hours_ago = time.time() - 7300
    caller = signed_in(office, HEAD, iat=two_hours_ago)
    assert "Hello Hetal Mistry" in caller.text()
    office.by_hand.append("Settings", ["Sign-in lasts", "2"])
    office.refresh()
    caller.app.run()
    assert "A sign-in lasts 2 hours, and yours is over" in caller.told()
    assert caller.buttons()[0] == "Sign in with Larkfold"
    assert caller.sees_nothing()


def test_the_first_sign_in_binds_and_a_later_one_writes_nothing(office: Office) -> None:
    caller = signed_in(office, TEACHER, sub="first")
    assert "Hello Yusuf Patel" in caller.text()
    assert "You are Yusuf Patel." in caller.text()
    (account,) = [row for row in office.year.accounts if row.email == TEACHER]
    assert (account.issuer, account.subject) == (issuer("larkfold"), "first")
    before = office.by_hand.grid("_sign_ins")
    assert "Hello Yusuf Patel" in signed_in(office, f"someone.else@{LARKFOLD}", sub="first").text()
    assert "Somebody has signed in as" in signed_in(office, TEACHER, sub="second").told()
    assert office.by_hand.grid("_sign_ins") == before


@pytest.mark.parametrize(
    ("email", "there", "missing"),
    [
        (TEACHER, {"Book", "Log a visit"}, {"People", "Checks", "Setup", "The sheet", "A copy of the year"}),
        (OFFICE, {"Book", "People", "Checks"}, {"Setup", "The sheet", "A copy of the year"}),
        (ORGANISER, {"People", "Setup", "A copy of the year"}, {"The sheet"}),
        (GUEST, {"Programme"}, {"Book", "People", "Checks", "The sheet"}),
    ],
)
def test_every_page_is_open_to_whom_it_is_for(office: Office, email: str, there: set[str], missing: set[str]) -> None:
    caller = signed_in(office, email)
    open_to = set()
    for entry in menu.ENTRIES:
        caller.open(entry.slug)
        assert not caller.app.exception, entry.slug
        assert len(caller.app.title) == 1
        if "This page is for people who may" not in caller.text():
            open_to.add(entry.title)
    assert there <= open_to
    assert not missing & open_to


def test_the_sheet_is_closed_on_the_embedded_sheet_too(office: Office) -> None:
    assert office.embedded
    assert (
        "This page is for people who may play with the practice sheet" in signed_in(office, HEAD).open("sheet").text()
    )


def test_being_somebody_else_is_not_offered(office: Office) -> None:
    caller = signed_in(office, TEACHER)
    caller.app.query_params["as"] = ORGANISER
    caller.app.run()
    assert "Yusuf Patel" in caller.text()
    assert "Be somebody else" not in caller.text()
    caller.app.session_state[identity.PERSON] = ORGANISER
    caller.app.run()
    assert "Hello Yusuf Patel" in caller.text()


def test_somebody_whose_box_left_is_ticked_is_out_at_the_next_click(office: Office) -> None:
    caller = signed_in(office, TEACHER)
    type_in(office, "Staff", TEACHER, "Left", "TRUE")
    caller.open("book")
    assert "Staff says that you have left" in caller.text()
    assert caller.buttons() == ["Sign out, to use another account"]
    assert caller.sees_nothing()


def test_whoever_has_left_does_not_come_back_with_a_new_address(office: Office) -> None:
    signed_in(office, TEACHER, sub="me")
    type_in(office, "Staff", TEACHER, "Left", "TRUE")
    caller = signed_in(office, f"y.patel@{LARKFOLD}", sub="me")
    assert "Staff says that you have left" in caller.text()
    assert "Ask to be added" not in caller.buttons()


def test_an_account_whose_row_is_gone_is_said_so(office: Office) -> None:
    caller = signed_in(office, TEACHER)
    type_in(office, "Staff", TEACHER, "Email", f"y.patel@{LARKFOLD}")
    caller.app.run()
    assert f"Your account belongs to {TEACHER}" in caller.told()
    assert caller.sees_nothing()


def test_a_guest_who_is_not_approved_any_more_is_said_so(office: Office) -> None:
    caller = signed_in(office, GUEST)
    assert "Moira Ainscough" in caller.text()
    type_in(office, "Guests", GUEST, "Approved", "No")
    caller.app.run()
    assert f"Your account belongs to {GUEST}" in caller.told()


def test_signing_out_on_every_device_ends_what_is_open_elsewhere(office: Office) -> None:
    here, elsewhere = (signed_in(office, HEAD, iat=time.time() - 30) for _ in range(2))
    here.press("Sign out on every device")
    for caller in (here, elsewhere):
        caller.app.run()
        assert "You have been signed out on every device" in caller.told()
        assert caller.sees_nothing()
    assert office.year.accounts[0].valid_from is not None


def test_signing_out_everywhere_ends_a_sign_in_of_a_provider_whose_clock_is_fast(office: Office) -> None:
    caller = signed_in(office, HEAD, iat=time.time() + 90)
    caller.press("Sign out on every device")
    assert "You have been signed out on every device" in caller.told()


def test_signing_out_ends_the_sign_in_in_other_tabs_and_for_a_copied_cookie(office: Office) -> None:
    said = claims(HEAD)
    other_tab, other_device = Caller(office, said), signed_in(office, HEAD, iat=said["iat"] - 60)
    Caller(office, said).press("Sign out")
    other_tab.app.run()
    for caller in (other_tab, Caller(office, said)):
        assert "You have signed out" in caller.told()
        assert caller.sees_nothing()
    other_device.app.run()
    assert "Hello Hetal Mistry" in other_device.text()
    assert "Hello Hetal Mistry" in signed_in(office, HEAD, iat=said["iat"] + 5).text()


def test_a_stranger_of_a_school_asks_once_and_waits(office: Office) -> None:
    email = f"zoe.new@{LARKFOLD}"
    caller = signed_in(office, email, name="Zoe " + "o" * 300)
    assert f"You are signed in as {email}." in caller.text()
    caller.press("Ask to be added")
    assert "Not saved, for 2 reasons" in caller.told()
    caller.fill("Name", "Zoe New").fill("Role", "Teacher").press("Ask to be added")
    (asked,) = [row for row in office.year.join_requests if row.email == email]
    assert (asked.name, asked.school, asked.role, asked.answer) == ("Zoe New", "Larkfold", "Teacher", Answer.ASKED)
    again = signed_in(office, email)
    assert "can see that you ask" in again.text()
    assert again.buttons() == ["Sign out, to use another account"]


def test_what_a_school_asks_of_strangers_is_asked_at_the_door(office: Office) -> None:
    hand = office.by_hand
    numbers = {"type": "NUMBER_NOT_BETWEEN", "values": [{"userEnteredValue": "13"}, {"userEnteredValue": "18"}]}
    add_column(hand, "Asking to join", "Hours a week *", at=0, rule={"condition": numbers})
    add_column(hand, "Asking to join", "Who can vouch?", rule={"condition": {"type": "TEXT_IS_EMAIL"}}, note="Not you.")
    add_column(hand, "Asking to join", "For the office", hidden=True)
    office.refresh()
    caller = signed_in(office, f"zoe.new@{LARKFOLD}", name="Zoe New").fill("Role", "Teacher")
    assert caller.field("Hours a week").help == "Under 13 or over 18\\."
    assert "For the office" not in caller.text()
    caller.fill("Hours a week", 15).fill("Who can vouch?", "me").press("Ask to be added")
    assert "“Hours a week” is 15; it can be under 13 or over 18." in caller.told()
    assert "Please give one e-mail address under “Who can vouch?”." in caller.told()
    caller.fill("Hours a week", 20).fill("Who can vouch?", HEAD).press("Ask to be added")
    assert "can see that you ask" in caller.text()
    assert cells_below(hand, "Asking to join", "Hours a week *")[-1] == {"numberValue": 20}
    assert cells_below(hand, "Asking to join", "Who can vouch?")[-1] == {"stringValue": HEAD}


def test_who_asks_is_shown_with_address_domain_and_namesakes(office: Office) -> None:
    pupil = signed_in(office, f"pupil9@{LARKFOLD}").fill("Name", "Hetal Mistry").fill("Role", "Headteacher")
    pupil.press("Ask to be added")
    type_in(office, "Staff", TEACHER, "Left", "TRUE")
    type_in(office, "Asking to join", f"l.whitworth@{LARKFOLD}", "Name", "Yusuf Patel")
    told = signed_in(office, OFFICE).open("people")
    text = told.text()
    assert f"Signed in as pupil9@{LARKFOLD}. Addresses at {LARKFOLD} belong to Larkfold." in text
    assert "pupils too" in text
    assert f"Hetal Mistry ({HEAD}), Larkfold, on Staff" in told.told()
    assert f"Yusuf Patel ({TEACHER}), Larkfold, has left" in told.told()


def test_guests_and_others_who_ask_are_namesakes_too(office: Office) -> None:
    for name in ("pupil8", "pupil9"):
        asks = signed_in(office, f"{name}@{GYNNSANDS}").fill("Name", "Moira Ainscough").fill("Role", "Teacher")
        asks.press("Ask to be added")
    told = signed_in(office, ORGANISER).open("people").told()
    assert f"Moira Ainscough ({GUEST})" in told
    assert "on Guests" in told
    assert f"Moira Ainscough (pupil8@{GYNNSANDS}), Gynn Sands, asks as well" in told


def test_whoever_is_told_no_hears_it(office: Office) -> None:
    email = f"zoe.new@{LARKFOLD}"
    signed_in(office, email).fill("Name", "Zoe New").fill("Role", "Teacher").press("Ask to be added")
    signed_in(office, OFFICE).open("people").press("Say no to Zoe New")
    caller = signed_in(office, email)
    assert gate.TURNED_DOWN in caller.text()
    assert "Ask to be added" not in caller.buttons()


def test_an_address_that_belongs_to_no_school_has_nobody_to_ask(office: Office) -> None:
    caller = signed_in(office, f"pat@{EMPTY_DOMAIN}")
    assert gate.NOWHERE in caller.text()
    assert caller.buttons() == ["Sign out, to use another account"]


@pytest.mark.parametrize(
    ("email", "asking"),
    [(HEAD, ["Leah Whitworth"]), (OFFICE, ["Leah Whitworth"]), (ORGANISER, ["Leah Whitworth", "Isaac Holroyd"])],
)
def test_a_school_sees_who_asks_it_and_an_organiser_sees_everybody(
    office: Office, email: str, asking: list[str]
) -> None:
    caller = signed_in(office, email).open("people")
    assert [label for label in caller.buttons() if label.startswith("Add")] == [
        f"Add {name} to Staff" for name in asking
    ]
    caller.press("Add Leah Whitworth")
    assert "Leah Whitworth is on Staff at Larkfold." in caller.told()
    assert "Hello Leah Whitworth" in signed_in(office, f"l.whitworth@{LARKFOLD}").text()


def test_a_head_lets_somebody_in_with_another_account(office: Office) -> None:
    signed_in(office, TEACHER, sub="old")
    new = signed_in(office, TEACHER, sub="new")
    assert "Somebody has signed in as" in new.told()
    head = signed_in(office, HEAD).open("people")
    head.app.selectbox[0].set_value(TEACHER).run()
    head.press("Let them in with another account")
    assert f"{TEACHER} can sign in with another account now." in head.told()
    new.app.run()
    assert "Hello Yusuf Patel" in new.text()


@pytest.mark.parametrize(("email", "sees"), [(HEAD, True), (f"h.threlfall@{GYNNSANDS}", False), (ORGANISER, True)])
def test_accounts_are_seen_to_by_the_own_school_and_the_organisers(office: Office, email: str, sees: bool) -> None:
    signed_in(office, TEACHER)
    caller = signed_in(office, email).open("people")
    shown = [option for box in caller.app.selectbox for option in box.options]
    assert any("Yusuf Patel" in option for option in shown) is sees


def test_sign_in_that_would_let_anybody_in_lets_nobody_in(office: Office) -> None:
    told = secrets()
    told["sign_in"]["larkfold"]["domains"] = ["gmail.com"]
    caller = Caller(office, claims(HEAD), told)
    for entry in menu.ENTRIES:
        caller.open(entry.slug)
        assert [title.value for title in caller.app.title] == ["Kaizen cannot start yet"]
        assert "anybody can have an address at gmail.com" in caller.told()
