"""Which sign-ins are believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.domain.provider import Identity, Provider
from kaizen.rules.claims import FAST_BY, Disbelieved, Doubt, identity_of, lasting

AT = datetime.fromisoformat("2026-11-21 10:30:15")
TENANT = "11111111-2222-3333-4444-555555555555"
GOOGLE = Provider(
    "google",
    "Google",
    "https://accounts.google.com",
    frozenset({"shore.sch.example"}),
    hosted_domains=frozenset({"shore.sch.example"}),
)
ENTRA = Provider("microsoft", "Microsoft", "https://login.example/v2.0", frozenset({"hill.sch.example"}), tenant=TENANT)
PROVIDERS = (GOOGLE, ENTRA)


def stamp(at: datetime) -> int:
    return int(at.replace(tzinfo=UTC).timestamp())


def google(**changes: Any) -> dict[str, Any]:
    claims = {
        "iss": GOOGLE.issuer,
        "sub": "1001",
        "email": "Ann@Shore.sch.example",
        "email_verified": True,
        "hd": "Shore.sch.example",
        "name": "Ann Shaw",
        "iat": stamp(AT),
    }
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def entra(**changes: Any) -> dict[str, Any]:
    claims = {"iss": ENTRA.issuer, "sub": "7", "email": "bo@hill.sch.example", "tid": TENANT, "iat": stamp(AT)}
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def doubted(claims: dict[str, Any], hours: int = 12) -> Doubt | None:
    found = identity_of(claims, PROVIDERS, AT, hours)
    if isinstance(found, Identity):
        return None
    assert found.sentence.endswith(".")
    return found.doubt


def test_a_believed_sign_in_is_an_account_with_a_lower_case_address() -> None:
    assert identity_of(google(), PROVIDERS, AT, 12) == Identity(
        GOOGLE.issuer, "1001", "ann@shore.sch.example", "Ann Shaw", AT
    )
    found = identity_of(entra(), PROVIDERS, AT, 12)
    assert isinstance(found, Identity)
    assert (found.subject, found.name, found.domain) == ("7", "", "hill.sch.example")


@pytest.mark.parametrize(
    ("claims", "doubt"),
    [
        (google(iss="https://accounts.google.com/"), Doubt.UNKNOWN_PROVIDER),
        (google(iss="https://evil.example"), Doubt.UNKNOWN_PROVIDER),
        (google(iss=None), Doubt.UNKNOWN_PROVIDER),
        (google(sub=""), Doubt.UNKNOWN_PROVIDER),
        (google(sub=None), Doubt.UNKNOWN_PROVIDER),
        (google(sub=1001), Doubt.UNKNOWN_PROVIDER),
        (google(hd=None), Doubt.WRONG_TENANT),
        (google(hd="elsewhere.example"), Doubt.WRONG_TENANT),
        (google(hd=["shore.sch.example"]), Doubt.WRONG_TENANT),
        (entra(tid=None), Doubt.WRONG_TENANT),
        (entra(tid="99999999-2222-3333-4444-555555555555"), Doubt.WRONG_TENANT),
        (google(email=None), Doubt.NO_ADDRESS),
        (google(email="ann"), Doubt.NO_ADDRESS),
        (google(email="@shore.sch.example"), Doubt.NO_ADDRESS),
        (google(email="a@b@shore.sch.example"), Doubt.NO_ADDRESS),
        (google(email=["ann@shore.sch.example"]), Doubt.NO_ADDRESS),
        (google(email_verified=False), Doubt.UNVERIFIED),
        (google(email_verified="false"), Doubt.UNVERIFIED),
        (google(email_verified="true"), Doubt.UNVERIFIED),
        (google(email_verified=1), Doubt.UNVERIFIED),
        (google(email="ann@hill.sch.example"), Doubt.WRONG_DOMAIN),
        (google(email="ann@shore.sch.example.evil.example"), Doubt.WRONG_DOMAIN),
        (google(email="ann@xshore.sch.example"), Doubt.WRONG_DOMAIN),
        (google(iat=None), Doubt.CLOCK),
        (google(iat="now"), Doubt.CLOCK),
        (google(iat=True), Doubt.CLOCK),
        (google(iat=-1), Doubt.CLOCK),
        (google(iat=10**12), Doubt.CLOCK),
        (google(iat=stamp(AT + FAST_BY) + 1), Doubt.CLOCK),
        (google(iat=stamp(AT + FAST_BY)), None),
        (google(iat=stamp(AT - timedelta(hours=12))), Doubt.TOO_OLD),
        (google(iat=stamp(AT - timedelta(hours=12)) + 1), None),
        (google(email_verified=None), None),
        (entra(preferred_username="head@shore.sch.example"), None),
    ],
)
def test_every_claim_is_held_against_what_the_network_trusts(claims: dict[str, Any], doubt: Doubt | None) -> None:
    assert doubted(claims) is doubt


def test_the_issuer_of_one_does_not_speak_for_the_domains_of_another() -> None:
    assert doubted(entra(email="ann@shore.sch.example")) is Doubt.WRONG_DOMAIN


def test_two_workspaces_of_one_issuer_are_each_looked_at() -> None:
    other = Provider(
        "other", "Hill", GOOGLE.issuer, frozenset({"hill.sch.example"}), "", frozenset({"hill.sch.example"})
    )
    claims = google(email="bo@hill.sch.example", hd="hill.sch.example")
    assert isinstance(identity_of(claims, (GOOGLE, other), AT, 12), Identity)
    assert isinstance(identity_of(google(hd="hill.sch.example"), (GOOGLE, other), AT, 12), Disbelieved)


def test_nobody_is_believed_where_nobody_is_trusted() -> None:
    found = identity_of(google(), (), AT, 12)
    assert isinstance(found, Disbelieved)
    assert found.doubt is Doubt.UNKNOWN_PROVIDER


@pytest.mark.parametrize(("typed", "hours"), [(12, 12), (0, 1), (-5, 1), (1, 1), (168, 168), (100_000, 168)])
def test_a_sign_in_lasts_between_an_hour_and_a_week(typed: int, hours: int) -> None:
    assert lasting(typed) == timedelta(hours=hours)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*google(), "tid"]), JSON))
def test_nothing_that_a_provider_may_say_ends_in_an_error_or_lets_a_stranger_in(changes: dict[str, Any]) -> None:
    found = identity_of({**google(), **changes}, PROVIDERS, AT, 12)
    if isinstance(found, Identity):
        assert found.email.endswith(("@shore.sch.example", "@hill.sch.example"))
        assert found.issuer in {GOOGLE.issuer, ENTRA.issuer}
        assert changes.get("email_verified", True) is True


@pytest.mark.parametrize(
    "email", ["mar\u212a@shore.sch.example", "ann@\u017fhore.sch.example", "a nn@shore.sch.example"]
)
def test_letters_that_only_become_plain_ones_in_lower_case_are_no_address(email: str) -> None:
    assert doubted(google(email=email)) is Doubt.NO_ADDRESS


def test_a_fraction_of_a_second_does_not_count() -> None:
    found = identity_of(google(iat=stamp(AT) + 0.9), PROVIDERS, AT, 12)
    assert isinstance(found, Identity)
    assert found.issued_at == AT, "signing out everywhere counts in whole seconds"


@pytest.mark.parametrize(
    ("groups", "let_in"),
    [
        (["pupils", "Staff"], True),
        ("staff", True),
        (("staff",), True),
        (["pupils"], False),
        ([], False),
        (None, False),
        (["staff-leavers", 7, None], False),
        ({"staff": True}, False),
    ],
)
def test_where_a_group_is_named_only_its_accounts_are_believed(groups: object, let_in: bool) -> None:
    provider = replace(ENTRA, group_claim="groups", groups=frozenset({"staff"}))
    found = identity_of(entra(groups=groups), (provider,), AT, 12)
    assert isinstance(found, Identity) is let_in
    if isinstance(found, Disbelieved):
        assert found.doubt is Doubt.WRONG_GROUP
        assert "isn't in the group" in found.sentence
