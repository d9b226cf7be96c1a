"""The example of the secrets: it can be used once it is filled in, not before, and gives nothing away."""

from __future__ import annotations

import hashlib
import re
import tomllib
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.errors import SetupError
from kaizen.settings import Settings
from kaizen.sign_in_settings import providers_in
from tests.running_app import HOUSE

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = ".streamlit/secrets.example.toml"
EXAMPLE = (HOUSE / NAME).read_text("utf-8")
WHOLE = "\n".join(
    line.removeprefix("# ") if re.match(r"# (\[|\w+ = )", line) else line for line in EXAMPLE.splitlines()
)
"""The example with the lines that are commented out."""

RANDOM = hashlib.sha256(b"only for tests").hexdigest()
TENANT = "01234567-89ab-cdef-0123-456789abcdef"
PUBLIC = re.compile(r"https://(accounts\.google\.com|login\.microsoftonline\.com|oauth2\.googleapis\.com)/\S*")
"""What is the same for everybody."""


def filled(text: str) -> dict[str, Any]:
    """Return the secrets as somebody would fill them in."""
    text = text.replace("put-your-tenant-id", TENANT).replace("put-a-random-one-here", RANDOM)
    return tomllib.loads(text.replace("put-", "our-"))


def values(section: dict[str, Any]) -> Iterator[str]:
    for value in section.values():
        if isinstance(value, dict):
            yield from values(value)
        else:
            yield from value if isinstance(value, list) else [value]


def test_filled_in_it_can_be_used() -> None:
    google, microsoft, trust = providers_in(filled(EXAMPLE))
    assert (google.title, google.hosted_domains) == ("Google", frozenset({"our-your-school.example"}))
    assert (microsoft.tenant, trust.title) == (TENANT, "the trust's account")


def test_every_section_of_it_is_known() -> None:
    settings = Settings.given({}, filled(WHOLE))
    assert settings.where == "[connections.kaizen]"


def test_as_it_is_nobody_can_sign_in_with_it() -> None:
    with pytest.raises(SetupError, match="cookie_secret"):
        providers_in(tomllib.loads(EXAMPLE))


def test_it_holds_no_value_of_anybodys() -> None:
    told = [value for value in values(tomllib.loads(WHOLE)) if not PUBLIC.fullmatch(value)]
    assert [value for value in told if "put-" not in value] == ["groups", "the trust's account", "service_account"]
    assert not re.search(r"[0-9a-fA-F]{12,}|[A-Za-z0-9+/_-]{60,}|BEGIN", EXAMPLE)


def test_git_keeps_the_example_and_leaves_the_secrets_out() -> None:
    ignored = (HOUSE / ".gitignore").read_text("utf-8").split()
    assert ".streamlit/secrets.toml" in ignored
    assert not [line for line in ignored if fnmatch(NAME, line) or fnmatch("secrets.example.toml", line)]


def test_what_the_page_on_sign_in_says_can_be_used() -> None:
    page = (HOUSE / "docs" / "sign-in.md").read_text("utf-8")
    told = "\n".join(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)).replace("TENANT-ID", TENANT)
    secrets = tomllib.loads(told.replace('cookie_secret = "..."', f'cookie_secret = "{RANDOM}"'))
    assert [provider.name for provider in providers_in(secrets)] == ["google", "microsoft", "trust"]
