"""Whom the secrets say that the network trusts."""

from __future__ import annotations

import hashlib
import secrets
import string
from copy import deepcopy
from typing import Any

import pytest

from kaizen.domain.provider import Provider
from kaizen.errors import SetupError
from kaizen.sign_in_settings import ALSO_ENTRA, GOOGLE, PERSONAL, providers_in

TENANT = "11111111-2222-3333-4444-55555555abcd"
METADATA = "server_metadata_url"
CLIENT = {"client_id": "id", "client_secret": "not-a-secret"}
WHOLE: dict[str, Any] = {
    "auth": {
        "redirect_uri": "https://kaizen.example/oauth2callback",
        "cookie_secret": hashlib.sha256(b"only for tests").hexdigest()[:32],
        "google": {**CLIENT, METADATA: f"{GOOGLE}/.well-known/openid-configuration"},
        "microsoft": {
            **CLIENT,
            METADATA: f"https://login.microsoftonline.com/{TENANT}/v2.0/.well-known/openid-configuration",
        },
        "trust": {**CLIENT, METADATA: "https://idp.trust.example/.well-known/openid-configuration"},
    },
    "sign_in": {
        "google": {"domains": ["@Shore.sch.example "], "hosted_domains": ["shore.sch.example"]},
        "microsoft": {"domains": ["hill.sch.example"], "tenant": TENANT.upper()},
        "trust": {"title": "Our trust", "domains": ["trust.example"], "issuer": "https://idp.trust.example"},
    },
}


def changed(path: str, value: object) -> dict[str, Any]:
    secrets = deepcopy(WHOLE)
    *way, last = path.split(".")
    section = secrets
    for name in way:
        section = section[name]
    if value is None:
        del section[last]
    else:
        section[last] = value
    return secrets


def test_each_provider_is_trusted_for_what_its_section_says() -> None:
    shore = frozenset({"shore.sch.example"})
    assert providers_in(WHOLE) == (
        Provider("google", "Google", GOOGLE, shore, "", shore),
        Provider(
            "microsoft",
            "Microsoft",
            f"https://login.microsoftonline.com/{TENANT}/v2.0",
            frozenset({"hill.sch.example"}),
            TENANT,
        ),
        Provider("trust", "Our trust", "https://idp.trust.example", frozenset({"trust.example"})),
    )


def test_without_any_sign_in_nobody_is_trusted() -> None:
    assert providers_in({"connections": {}}) == ()


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("auth", "no", "auth is not a section"),
        ("auth.cookie_secret", "short", "cookie_secret"),
        ("auth.cookie_secret", None, "cookie_secret"),
        ("auth.redirect_uri", "https://kaizen.example/", "redirect_uri"),
        ("auth.redirect_uri", "http://kaizen.example/oauth2callback", "redirect_uri"),
        ("auth.client_id", "id", "a section of its own for each provider"),
        ("auth.google", None, "[auth.google] and [sign_in.google] belong together"),
        ("sign_in.google", None, "[auth.google] and [sign_in.google] belong together"),
        ("sign_in", None, "belong together"),
        ("sign_in.google", "no", "google is not a section"),
        ("auth.google.client_secret", None, "[auth.google] has no client_secret"),
        ("auth.google.server_metadata_url", "http://accounts.google.com/x", "does not begin with https"),
        ("sign_in.google.hosted_domains", None, "any Google account could come in"),
        ("sign_in.google.domains", [], "has no domains"),
        ("sign_in.google.domains", "shore.sch.example", "is a list"),
        ("sign_in.google.domains", [" "], "is a list"),
        ("sign_in.google.domains", ["gmail.com"], "anybody can have an address at gmail.com"),
        ("sign_in.microsoft.tenant", "99999999-2222-3333-4444-555555555555", "are not the same"),
        ("sign_in.microsoft.tenant", None, "are not the same"),
        ("sign_in.trust.issuer", None, "needs an issuer"),
        ("sign_in.trust.issuer", GOOGLE, "not at the same host"),
        ("sign_in.trust.issuer", "https://idp.trust.example:444", "not at the same host"),
        ("sign_in.trust.groups", ["staff"], "group_claim and groups in [sign_in.trust] belong together"),
        ("sign_in.trust.group_claim", "groups", "group_claim and groups in [sign_in.trust] belong together"),
        ("sign_in.trust.groups", "staff", "groups in [sign_in.trust] is a list"),
        ("sign_in.trust.issuer", "http://idp.trust.example", "needs an issuer"),
    ],
)
def test_what_would_let_others_in_or_is_missing_is_refused_with_its_place(path: str, value: object, says: str) -> None:
    with pytest.raises(SetupError) as refused:
        providers_in(changed(path, value))
    assert says in str(refused.value)
    assert "not-a-secret" not in str(refused.value)


@pytest.mark.parametrize("tenant", ["common", "organizations", "consumers", "Common", "hill.sch.example", PERSONAL])
def test_entra_is_held_to_one_tenant(tenant: str) -> None:
    address = f"https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration"
    with pytest.raises(SetupError, match="open to other organisations"):
        providers_in(changed("auth.microsoft.server_metadata_url", address))


@pytest.mark.parametrize("host", ["login.microsoftonline.com:443", "LOGIN.microsoftonline.com"])
def test_entra_is_known_however_its_host_is_written(host: str) -> None:
    address = f"https://{host}/common/v2.0/.well-known/openid-configuration"
    with pytest.raises(SetupError, match="open to other organisations"):
        providers_in(changed("auth.microsoft.server_metadata_url", address))


@pytest.mark.parametrize("host", sorted(ALSO_ENTRA))
def test_entra_is_not_taken_for_any_other_provider(host: str) -> None:
    secrets = changed("auth.trust.server_metadata_url", f"https://{host}/common/.well-known/openid-configuration")
    with pytest.raises(SetupError, match="under another name"):
        providers_in(secrets)


@pytest.mark.parametrize("host", ["Accounts.google.com", "accounts.google.com:443"])
def test_google_is_known_however_its_host_is_written(host: str) -> None:
    secrets = changed("auth.trust.server_metadata_url", f"https://{host}/.well-known/openid-configuration")
    with pytest.raises(SetupError, match="any Google account could come in"):
        providers_in(secrets)


def test_a_name_that_streamlit_does_not_take_is_told() -> None:
    secrets = deepcopy(WHOLE)
    for section in ("auth", "sign_in"):
        secrets[section]["our_trust"] = secrets[section].pop("trust")
    with pytest.raises(SetupError, match="has a _ in it"):
        providers_in(secrets)


def test_on_this_machine_a_provider_may_do_without_https() -> None:
    secrets = changed("auth.trust.server_metadata_url", "http://127.0.0.1:9400/.well-known/openid-configuration")
    secrets["sign_in"]["trust"]["issuer"] = "http://127.0.0.1:9400"
    secrets["auth"]["redirect_uri"] = "http://127.0.0.1:8501/oauth2callback"
    assert providers_in(secrets)[2].issuer == "http://127.0.0.1:9400"


@pytest.mark.parametrize(
    "secret",
    [
        *("a" * 32, "ab" * 32, "0123456789abcdef" * 4, "geheim" * 8, string.ascii_lowercase + string.digits),
        *("password-password-password-12345678", (string.ascii_lowercase + string.digits)[::-1], "abcdefgh" * 4 + "x"),
    ],
)
def test_a_cookie_secret_that_could_be_guessed_is_refused(secret: str) -> None:
    with pytest.raises(SetupError, match="could be guessed") as refused:
        providers_in(changed("auth.cookie_secret", secret))
    assert "token_hex" in str(refused.value)
    assert secret not in str(refused.value)


def test_what_is_made_at_random_is_taken() -> None:
    for make in (secrets.token_hex, secrets.token_urlsafe):
        for length in (24, 32, 64):
            assert providers_in(changed("auth.cookie_secret", make(length)))


@pytest.mark.parametrize(
    "host",
    [
        "accounts.google.com.evil.example",
        "login.microsoftonline.com.evil.example",
        "accounts-google.com",
        "accounts.g00gle.com",
        "accounts.googIe.com",
        "login.rnicrosoftonline.com",
        "login.micr0soft0nline.com",
        "login.rnicrosoft.com",
        "www.google.com",
        "accounts.google.com.",
        "login.microsoftonline.com.",
        "accounts.g\u043e\u043egle.com",
        "xn--accunts-ggle.example",
        "accounts.google.com@idp.evil.example",
        "a:b@idp.evil.example",
        "idp_trust.example",
    ],
)
def test_a_host_that_only_looks_like_a_known_one_is_refused(host: str) -> None:
    told = changed("auth.trust.server_metadata_url", f"https://{host}/.well-known/openid-configuration")
    told["sign_in"]["trust"]["issuer"] = f"https://{host}"
    with pytest.raises(SetupError, match=r"plain host name|only looks like"):
        providers_in(told)


@pytest.mark.parametrize("host", ["idp.trust.example", "sso.northgooseshire.sch.example", "auth0.example", "127.0.0.1"])
def test_a_host_of_its_own_is_taken(host: str) -> None:
    told = changed("auth.trust.server_metadata_url", f"https://{host}/a/.well-known/openid-configuration")
    told["sign_in"]["trust"]["issuer"] = f"https://{host}/a"
    assert providers_in(told)[2].issuer == f"https://{host}/a"


def test_a_group_can_be_required() -> None:
    told = changed("sign_in.trust.groups", ["Staff "])
    told["sign_in"]["trust"]["group_claim"] = "groups"
    assert (providers_in(told)[2].group_claim, providers_in(told)[2].groups) == ("groups", frozenset({"staff"}))
