"""Providers of sign-in on this machine, an app that trusts them, and cookies as it signs them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.browser.added_columns import head_in
from tests.running_app import PATIENCE, free_port, running_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kaizen.engine.hand import Hand

COOKIE_SECRET: Final = hashlib.sha256(b"only for tests").hexdigest()
USER_COOKIE: Final = "_streamlit_user"


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider that believes whoever presses a button.

    Attributes:
        name: in the secrets.
        domain: for which it is trusted.
        address: which is also the issuer.
    """

    name: str
    domain: str
    address: str

    @property
    def title(self) -> str:
        """What its button in the app says."""
        return self.name.capitalize()

    def knows(self, subject: str, **claims: object) -> None:
        """Give an account these claims, from its next sign-in on."""
        body = json.dumps({"email_verified": True, **claims}).encode()
        asked = urllib.request.Request(  # noqa: S310 - loopback only
            f"{self.address}/users/{subject}", body, {"Content-Type": "application/json"}, method="PUT"
        )
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            assert answer.status == 204


@dataclass(frozen=True)
class SignInApp:
    """A running app in which people sign in.

    Attributes:
        address: of the app.
        sheet: the hand of somebody who has its sheet open.
        providers: by name.
    """

    address: str
    sheet: Hand
    providers: Mapping[str, Provider]

    def cookie(self, provider: str, subject: str, *, issued: float | None = None, **claims: Any) -> dict[str, str]:
        """Return the cookie of somebody who has signed in, as the app signs it.

        Args:
            provider: by whom they are vouched for.
            subject: the account.
            issued: when, in seconds since 1970; a moment ago when left out.
            claims: beside those; ``origin`` is another app's address.
        """
        said = {"iss": self.providers[provider].address, "sub": subject, "email_verified": True, "name": subject}
        at = int(time.time() - 1 if issued is None else issued)
        told = {**said, "iat": at, "origin": self.address, "is_logged_in": True, "provider": provider, **claims}
        signed = create_signed_value(COOKIE_SECRET, USER_COOKIE, json.dumps(told))
        return {USER_COOKIE: signed.decode()}

    def rows(self, tab: str) -> list[dict[str, str]]:
        """Return the rows of a tab as they stand in the sheet, by heading."""
        headings, *rows = self.sheet.grid(tab)
        return [dict(zip(headings, [str(cell) for cell in row], strict=False)) for row in rows if any(row)]

    def type_in(self, tab: str, key: str, heading: str, text: object) -> None:
        """Type into the row that has ``key`` somewhere, under a heading."""
        grid = self.sheet.grid(tab)
        row = next(n for n, cells in enumerate(grid, start=1) if key in cells)
        self.sheet.type_in(tab, row, grid[0].index(heading) + 1, text)


@contextmanager
def sign_in_app(folder: Path, **domains: str) -> Iterator[SignInApp]:
    """Run the app with one provider for each name, trusted for that domain."""
    with ExitStack() as stack:
        logs = {name: folder / f"{name}.log" for name in domains}
        started = {name: stack.enter_context(_provider_process(log)) for name, log in logs.items()}
        trusted = [Provider(name, domains[name], address) for name, (address, _) in started.items()]
        app = stack.enter_context(app_that_trusts(folder, *trusted))
        for name, (address, process) in started.items():
            _wait_for(f"{address}/.well-known/openid-configuration", process, logs[name])
        yield app


@contextmanager
def _provider_process(log: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a provider in a process of its own, for it warns when it is imported, and end it afterwards."""
    port = free_port()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)], stdout=out, stderr=subprocess.STDOUT
        )
        try:
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def app_that_trusts(folder: Path, *trusted: Provider) -> Iterator[SignInApp]:
    """Run the app with these providers, be they running or not."""
    port, secrets, file = free_port(), folder / "secrets.toml", folder / "sheet.sqlite3"
    secrets.write_text(secrets_for(f"http://127.0.0.1:{port}", trusted))
    with running_app(file, port=port, secrets=secrets) as address:
        yield SignInApp(address, head_in(file), {provider.name: provider for provider in trusted})


def secrets_for(address: str, trusted: tuple[Provider, ...]) -> str:
    """Return the secrets of an app at that address."""
    lines = ["[auth]", f'redirect_uri = "{address}/oauth2callback"', f'cookie_secret = "{COOKIE_SECRET}"']
    for one in trusted:
        lines += [f"[auth.{one.name}]", 'client_id = "kaizen"', 'client_secret = "not-looked-at"']
        lines += [f'server_metadata_url = "{one.address}/.well-known/openid-configuration"']
        lines += [f"[sign_in.{one.name}]", f'domains = ["{one.domain}"]', f'issuer = "{one.address}"']
    return "\n".join(lines)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - loopback only
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the provider did not start:\n{log.read_text(errors='replace')}")
