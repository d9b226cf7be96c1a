"""Whom the secrets say that the network trusts to vouch for people, checked before anybody is let in.

Streamlit signs people in with what stands in ``[auth]`` and ``[auth.NAME]``. That says how to ask a provider, and
nothing about whom to believe: for that each provider has a section ``[sign_in.NAME]`` of ours beside it.

===================  =======================================================================================
``domains``          the schools' domains for which the provider is trusted; needed
``title``            what its button says; the name with a capital where it is left out
``tenant``           of Microsoft Entra: the id of the one tenant, as in ``server_metadata_url``
``hosted_domains``   of Google: the Workspaces that accounts must belong to
``issuer``           of any other provider: what its tokens call it
``group_claim``      the claim in which the provider names an account's groups, such as ``groups``
``groups``           of which an account must be in one; both of these or neither
===================  =======================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from kaizen.domain.provider import Provider
from kaizen.errors import SetupError
from kaizen.settings import THIS_MACHINE

GOOGLE: Final = "https://accounts.google.com"
ENTRA: Final = "login.microsoftonline.com"
ALSO_ENTRA: Final = frozenset({"login.windows.net", "sts.windows.net", "login.microsoft.com", "login.live.com"})
"""Older names of the same, under which no tenant would be looked at."""

PERSONAL: Final = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The tenant of everybody who has a Microsoft account of their own."""

SHORTEST_SECRET: Final = 32
"""Characters below which a key for signing cookies could be guessed."""

EVERYBODYS: Final = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk"),
        *("msn.com", "yahoo.com", "yahoo.co.uk", "icloud.com", "me.com", "aol.com", "btinternet.com", "proton.me"),
    }
)
"""Domains in which anybody can have an address, so that none says where somebody works."""

FEWEST: Final = 8
"""Different letters, and different steps from one to the next, that a random key of any kind has."""

WELL_KNOWN: Final = ("accounts.google", "google.com", "microsoftonline", "login.microsoft", "login.windows")
"""What stands in hosts that are easily mistaken for Google's and Microsoft's."""

_SEEN_AS: Final = str.maketrans("01i5", "olls", "-.")
_HOST: Final = re.compile(r"(?!.*xn--)[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_TENANT: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SEE: Final = "docs/sign-in.md shows every line."


def providers_in(secrets: Mapping[str, Any]) -> tuple[Provider, ...]:
    """Return whom the network trusts, in the order of the secrets; nobody where no sign-in is set up.

    Raises:
        SetupError: something is missing, or would let in people of other organisations. Nobody is let in then.
    """
    auth, ours = _section(secrets, "auth"), _section(secrets, "sign_in")
    if not auth and not ours:
        return ()
    _check_shared(auth)
    named = [name for name, value in auth.items() if isinstance(value, Mapping)]
    if "client_id" in auth or not named:
        raise _unusable("[auth] needs a section of its own for each provider, such as [auth.google]")
    for name in {*named, *ours}:
        if name not in named or name not in ours:
            raise _unusable(f"[auth.{name}] and [sign_in.{name}] belong together, and one of them is missing")
    return tuple(_provider(name, _section(auth, name), _section(ours, name)) for name in named)


def _section(secrets: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = secrets.get(name, {})
    if not isinstance(section, Mapping):
        raise _unusable(f"{name} is not a section of its own")
    return section


def _check_shared(auth: Mapping[str, Any]) -> None:
    secret = str(auth.get("cookie_secret", ""))
    if len(secret) < SHORTEST_SECRET:
        raise _unusable(f"cookie_secret in [auth] needs {SHORTEST_SECRET} characters or more, made at random")
    if _is_guessable(secret):
        raise _unusable(
            "cookie_secret in [auth] could be guessed: it repeats itself or follows a row of the keyboard. Make one at "
            'random with python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    back = urlsplit(str(auth.get("redirect_uri", "")))
    if not back.path.endswith("/oauth2callback") or not _is_safe(back.scheme, back.hostname):
        raise _unusable("redirect_uri in [auth] is the app's own address with https and /oauth2callback at its end")


def _is_guessable(secret: str) -> bool:
    """Tell whether a key has too little in it to be random: few letters, one row of them, or the same again."""
    steps = {ord(after) - ord(before) for before, after in pairwise(secret)}
    again = secret in (secret + secret)[1:-1] or any(secret.count(secret[at : at + 8]) > 1 for at in range(0, 25, 8))
    return len(set(secret)) < FEWEST or len(steps) < FEWEST or again


def _is_safe(scheme: str, host: str | None) -> bool:
    return bool(host) and (scheme == "https" or (scheme == "http" and host in THIS_MACHINE))


def _provider(name: str, auth: Mapping[str, Any], ours: Mapping[str, Any]) -> Provider:
    if "_" in name:
        raise _unusable(f"the name {name} has a _ in it, which Streamlit does not take")
    if missing := [part for part in ("client_id", "client_secret", "server_metadata_url") if not auth.get(part)]:
        raise _unusable(f"[auth.{name}] has no {' and no '.join(missing)}")
    where = urlsplit(str(auth["server_metadata_url"]))
    if not _is_safe(where.scheme, where.hostname):
        raise _unusable(f"server_metadata_url in [auth.{name}] does not begin with https")
    _check_host(f"server_metadata_url in [auth.{name}]", where)
    tenant, hosted = str(ours.get("tenant", "")).lower(), _texts(name, ours, "hosted_domains")
    if where.hostname == ENTRA:
        _check_tenant(name, tenant, where.path)
        issuer = f"https://{ENTRA}/{tenant}/v2.0"
    elif where.hostname in ALSO_ENTRA:
        raise _unusable(f"server_metadata_url in [auth.{name}] is Microsoft's under another name than {ENTRA}")
    elif where.hostname == urlsplit(GOOGLE).hostname:
        if not hosted:
            raise _unusable(f"[sign_in.{name}] has no hosted_domains, so any Google account could come in")
        issuer = GOOGLE
    else:
        issuer = _issuer(name, str(ours.get("issuer", "")), where)
    domains = _texts(name, ours, "domains")
    _check_domains(name, domains)
    claim, groups = str(ours.get("group_claim", "")), _texts(name, ours, "groups")
    if bool(claim) != bool(groups):
        raise _unusable(f"group_claim and groups in [sign_in.{name}] belong together, and one of them is missing")
    title = str(ours.get("title") or name.capitalize())
    return Provider(name, title, issuer, domains, tenant, hosted, claim, groups)


def _check_host(what: str, where: SplitResult) -> None:
    """Refuse an address that only looks like the one of a provider whom everyone trusts."""
    host = where.hostname or ""
    if where.username is not None or where.password is not None or not _HOST.fullmatch(host):
        raise _unusable(f"{what} needs a plain host name, without an @, a dot at its end or letters beyond a to z")
    if host not in {ENTRA, *ALSO_ENTRA, urlsplit(GOOGLE).hostname} and _is_look_alike(host):
        raise _unusable(f"{what} goes to {host}, which only looks like Google's or Microsoft's")


def _is_look_alike(host: str) -> bool:
    return any(_as_seen(known) in _as_seen(host) for known in WELL_KNOWN)


def _as_seen(host: str) -> str:
    """Return a host as somebody sees it who looks at it briefly."""
    return host.replace("rn", "m").replace("vv", "w").translate(_SEEN_AS)


def _check_tenant(name: str, tenant: str, path: str) -> None:
    """Hold an Entra provider to one tenant: through ``common`` anybody with a Microsoft account could come in."""
    asked = path.strip("/").partition("/")[0].lower()
    if not _TENANT.fullmatch(asked) or asked == PERSONAL:
        raise _unusable(
            f"server_metadata_url in [auth.{name}] goes by \u201c{asked}\u201d, which is open to other organisations. "
            "Put the id of your tenant there"
        )
    if tenant != asked:
        raise _unusable(f"tenant in [sign_in.{name}] and the one in server_metadata_url are not the same")


def _issuer(name: str, issuer: str, where: SplitResult) -> str:
    parts = urlsplit(issuer)
    if not _is_safe(parts.scheme, parts.hostname):
        raise _unusable(f"[sign_in.{name}] needs an issuer, as the provider's tokens have it, with https")
    # Whoever serves the metadata signs the tokens: another's name in them must not count.
    if (parts.scheme, parts.netloc.lower()) != (where.scheme, where.netloc.lower()):
        raise _unusable(f"issuer in [sign_in.{name}] and server_metadata_url in [auth.{name}] are not at the same host")
    return issuer


def _texts(name: str, ours: Mapping[str, Any], part: str) -> frozenset[str]:
    texts = ours.get(part, [])
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise _unusable(f'{part} in [sign_in.{name}] is a list such as ["larkfold.sch.example"]')
    return frozenset(text.strip().lower().removeprefix("@") for text in texts)


def _check_domains(name: str, domains: frozenset[str]) -> None:
    if not domains:
        raise _unusable(f"[sign_in.{name}] has no domains, so nobody knows for whom it may vouch")
    if anybodys := sorted(domains & EVERYBODYS):
        raise _unusable(f"anybody can have an address at {anybodys[0]}, so take it out of [sign_in.{name}]")


def _unusable(what: str) -> SetupError:
    return SetupError(f"Sign-in cannot be used as the secrets have it: {what}. {_SEE}")
