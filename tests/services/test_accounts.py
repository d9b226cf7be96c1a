"""Binding an account to a person, ending its sign-ins, letting it go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.account import Account, Answer, JoinRequest
from kaizen.domain.network import Guest, Person
from kaizen.domain.provider import Identity
from kaizen.domain.reason import Why
from kaizen.domain.record import Email
from kaizen.rules import accounts
from kaizen.services.accounts import ReleaseAccounts, SignIn, SignOutEverywhere
from kaizen.sheet.intents import Amend, Append
from tests.small_year import HILL, NOW, SHORE, address, after, decided, person, refused, school, small_year

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

ISSUED = datetime.fromisoformat("2026-11-21 10:30:00")
ANN = Identity("https://idp.example", "1001", address("ann"), "Ann Shaw", ISSUED)


def account(identity: Identity = ANN, /, **values: Any) -> Account:
    told = {"ref": identity.subject, "issuer": identity.issuer, "subject": identity.subject, "email": identity.email}
    return Account.model_validate({**told, **values})


def request(answer: Answer = Answer.YES, /, **values: Any) -> JoinRequest:
    told = {"ref": "r-1", "name": "Zoe New", "email": address("zoe"), "school": SHORE, "role": "Teacher"}
    return JoinRequest.model_validate({**told, "answer": answer, **values})


def bound(year: YearSnapshot, identity: Identity = ANN, key: str = "key") -> YearSnapshot:
    return after(year, decided(SignIn(identity, key), year))


def test_the_first_sign_in_binds_issuer_and_subject_to_the_person() -> None:
    decision = decided(SignIn(ANN, "key"), small_year())
    (intent,) = decision.intents
    assert isinstance(intent, Append)
    assert intent.record == Account(
        ref="key-1", issuer=ANN.issuer, subject="1001", email=address("ann"), bound_at=NOW.replace(microsecond=0)
    )


def test_later_ones_go_by_the_binding_and_write_nothing() -> None:
    year = bound(small_year())
    elsewhere = replace(ANN, email=address("head"))
    assert decided(SignIn(elsewhere, "again"), year).intents == ()
    assert accounts.bound_to(year, elsewhere) == address("ann")


def test_the_same_subject_of_another_issuer_is_another_account() -> None:
    year = bound(small_year())
    other = replace(ANN, issuer="https://other.example", email=address("bob"))
    assert accounts.account_of(year, other) is None
    assert accounts.bound_to(bound(year, other, "two"), other) == address("bob")


def test_a_person_may_have_one_account_of_each_issuer() -> None:
    year = bound(small_year())
    other = replace(ANN, issuer="https://other.example")
    assert len(accounts.accounts_of(bound(year, other, "two"), address("ann"))) == 2


def test_nobody_comes_into_what_another_account_of_the_address_has_left() -> None:
    year = bound(small_year())
    assert refused(SignIn(replace(ANN, subject="2002"), "key"), year) == [(Why.CONFLICT, "email")]


@pytest.mark.parametrize(
    "people",
    [
        {"people": ()},
        {"people": (person("ann", left=True),)},
        {"people": (), "join_requests": (request(Answer.ASKED, email=address("ann")),)},
        {"people": (), "join_requests": (request(Answer.NO, email=address("ann")),)},
        {"people": (), "guests": (Guest(ref="g", name="Ann", kind="Governor", email=address("ann"), approved="No"),)},
        {"people": (person("ann", left=True),), "join_requests": (request(email=address("ann")),)},
    ],
)
def test_whoever_is_not_let_in_is_not_bound(people: dict[str, Any]) -> None:
    assert refused(SignIn(ANN, "key"), small_year(**people)) == [(Why.NOT_FOUND, "email")]


def test_an_approved_guest_is_bound() -> None:
    guest = Guest(ref="g", name="Moira", kind="Governor", email=Email("moira@gov.example"), approved="Yes")
    moira = replace(ANN, email=guest.email)
    assert accounts.bound_to(bound(small_year(guests=(guest,)), moira), moira) == guest.email


def test_a_yes_typed_in_the_sheet_puts_the_person_on_staff_with_the_binding() -> None:
    zoe = replace(ANN, email=address("zoe"), subject="3")
    year = small_year(join_requests=(request(),))
    decision = decided(SignIn(zoe, "key"), year)
    staff, binding = decision.intents
    assert isinstance(staff, Append)
    assert staff.record == Person(
        ref=address("zoe"), name="Zoe New", email=address("zoe"), school=SHORE, role="Teacher"
    )
    assert isinstance(binding, Append)
    year = after(year, decision)
    assert accounts.is_let_in(year, address("zoe"))
    assert decided(SignIn(zoe, "again"), year).intents == ()


def test_signing_out_everywhere_ends_what_was_signed_in_until_then() -> None:
    year = small_year(accounts=(account(), account(replace(ANN, issuer="https://other.example"), ref="o")))
    at = ISSUED + timedelta(seconds=30, microseconds=5)
    year = after(year, decided(SignOutEverywhere(address("ann"), address("ann"), "key", at), year))
    assert accounts.is_revoked(year, ANN)
    assert accounts.is_revoked(year, replace(ANN, issuer="https://other.example"))
    assert accounts.is_revoked(year, replace(ANN, issued_at=ISSUED + timedelta(seconds=30)))
    assert not accounts.is_revoked(year, replace(ANN, issued_at=ISSUED + timedelta(seconds=31)))
    assert accounts.bound_to(year, ANN) == address("ann")


def test_the_same_wish_sent_again_is_the_same_whatever_the_clock_says() -> None:
    first, again = (SignOutEverywhere(address("ann"), address("ann"), "key", at) for at in (ISSUED, NOW))
    assert first == again


@pytest.mark.parametrize(
    ("by", "whose", "may"),
    [
        ("ann", "ann", True),
        ("ann", "bob", False),
        ("head", "ann", True),
        ("office", "ann", True),
        ("organiser", "ann", True),
        ("head", "hal", False),
        ("office", "hal", False),
        ("organiser", "hal", True),
        ("head", "gone", True),
        ("nobody", "ann", False),
    ],
)
def test_who_may_sign_whom_out(by: str, whose: str, may: bool) -> None:
    year = small_year(
        people=(*small_year().people, person("hal", school=HILL)),
        schools=(school(SHORE, head_email=address("chief")), school(HILL, head_email=Email("x@hill.sch.example"))),
        accounts=tuple(account(replace(ANN, subject=name, email=address(name))) for name in ("ann", "hal", "gone")),
    )
    for wish in (SignOutEverywhere, ReleaseAccounts):
        command = wish(address(by), address(whose), "key", ISSUED)
        if may and not (wish is ReleaseAccounts and by == whose):
            assert len(decided(command, year).intents) == 1
        else:
            assert refused(command, year) == [(Why.NOT_OWNER, "person")]


def test_an_account_that_is_let_go_may_be_bound_anew_and_old_sign_ins_do_not_count() -> None:
    year = small_year(accounts=(account(),))
    year = after(year, decided(ReleaseAccounts(address("head"), address("ann"), "key", ISSUED), year))
    assert accounts.bound_to(year, ANN) is None
    assert accounts.is_revoked(year, ANN)
    later = replace(ANN, subject="2002", issued_at=NOW)
    assert accounts.bound_to(bound(year, later, "new"), later) == address("ann")
    back = replace(ANN, issued_at=NOW)
    (intent,) = decided(SignIn(back, "old"), year).intents
    assert isinstance(intent, Amend)
    assert accounts.bound_to(bound(year, back, "old"), back) == address("ann")


def test_there_may_be_no_account_to_let_go() -> None:
    decision = decided(ReleaseAccounts(address("head"), address("ann"), "key", ISSUED), small_year())
    assert (decision.intents, decision.sentence) == ((), "There was no account to let go.")


def test_an_account_of_somebody_whose_address_is_gone_belongs_to_the_schools_of_its_domain() -> None:
    year = small_year(guests=(Guest(ref="g", name="M", kind="Governor", school=HILL, email=Email("m@gov.example")),))
    assert accounts.schools_of_account(year, address("gone")) == (SHORE,)
    assert accounts.schools_of_account(year, address("ann")) == (SHORE,)
    assert accounts.schools_of_account(year, Email("m@gov.example")) == (HILL,)
    assert accounts.schools_with_domain(year, "") == ()


def test_an_old_yes_does_not_bring_somebody_back_whose_row_of_staff_has_been_deleted() -> None:
    year = small_year(people=(), join_requests=(request(email=address("ann")),), accounts=(account(email=""),))
    assert refused(SignIn(ANN, "key"), year) == [(Why.NOT_FOUND, "email")]
